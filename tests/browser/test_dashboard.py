"""The dashboard in a real browser: offline, in step with its map, each reader apart."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from events.review import Review
from events.store import Ledger
from tests.browser.test_map_views import serious_faults
from tests.events.importer_tables import acled
from tests.map.sample import DOCUMENTS, claim, sample_claims

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SCHEMES = ("light", "dark")
PATIENCE = 90_000  # milliseconds that a busy machine may take for one step
HOSTILE = '<script>window.taken = 1</script><img src="x" onerror="window.taken = 1">'


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file that the dashboard writes its log to."""
    return tmp_path_factory.mktemp("dashboard") / "log"


@pytest.fixture(scope="module")
def address(log: Path, root: Path) -> Iterator[str]:
    """Run the dashboard on a ledger of the sample and of hostile text; return its address."""
    store = log.with_name("ledger.sqlite")
    with Ledger.open(store) as ledger:
        hostile = claim("Olhine", "capture", HOSTILE, {"claimant": HOSTILE}, place_name=HOSTILE)
        ledger.add(DOCUMENTS, [*sample_claims(), hostile], extractor_version="1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(root / "app.py")]
    with log.open("wb") as out:
        running = subprocess.Popen(
            [*command, "--server.port", str(port), "--server.fileWatcherType", "none"],
            cwd=root, env={**os.environ, "CLAIMMAP_STORE": str(store)}, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}/"
    finally:
        running.terminate()
        running.wait(10)


def _wait_for(address: str, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Return what the first reader's page has asked for."""
    return []


@pytest.fixture(scope="module")
def page(browser: Browser, address: str, asked: list[str]) -> Iterator[Page]:
    """Return a reader's page with the map drawn."""
    page = browser.new_page(viewport={"width": 1440, "height": 1300})
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.locator(".cm-place").first.wait_for()
    yield page
    page.close()


STILL = """() => new Promise((done) => {
  let since = performance.now();
  const isBusy = () => document.querySelector("[data-stale=true]")
    || document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning";
  const look = () => {
    if (isBusy()) since = performance.now();
    if (performance.now() - since > 500) done();
    else setTimeout(look, 50);
  };
  look();
})"""


def still(page: Page) -> None:
    """Wait until the page has been drawn whole and nothing more came of what was done."""
    page.evaluate(STILL)


def press(page: Page, key: str) -> None:
    """Press a key once the page is still: it takes none for what is not yet to be seen."""
    still(page)
    page.keyboard.press(key)


def remembered(page: Page, word: str) -> None:
    """Wait until the browser remembers a word."""
    page.wait_for_function("word => JSON.stringify({ ...localStorage }).includes(word)", arg=word)


def view(page: Page) -> list[float]:
    """Return zoom, latitude and longitude as the permalink has them."""
    return [float(part) for part in page.url.split("map=")[1].split("&")[0].split("/")]


def test_a_stranger_reads_at_once_who_claims_hirske(page: Page) -> None:
    hirske = page.locator(".cm-place", has_text="Hirske")
    hirske.filter(has_text="Russia: Russia took it").first.wait_for()


def test_moving_the_slider_by_keyboard_moves_the_control_table_and_keeps_the_view(
    page: Page,
) -> None:
    page.get_by_text("as of 25 June 2022").wait_for()
    before = view(page)
    page.get_by_label("Last day shown").press("ArrowLeft")
    assert "24 June 2022" in str(
        page.get_by_label("Last day shown").get_attribute("aria-valuetext")
    )
    page.get_by_text("as of 24 June 2022").wait_for()
    assert view(page) == pytest.approx(before, abs=0.005)  # half a pixel
    page.get_by_label("Last day shown").press("End")
    page.get_by_text("as of 25 June 2022").wait_for()


def test_a_filter_reaches_the_map_without_losing_its_window(page: Page) -> None:
    page.get_by_role("button", name="1 week").click()
    page.get_by_role("button", name="Filters").click()
    box = page.get_by_role("combobox", name="Side of the claimant")
    box.click()
    page.get_by_role("option", name="Russia").click()
    page.get_by_text("Filters (1)").wait_for()
    page.wait_for_function(
        """() => { const open = (root) => root.querySelector(".cm-places");
          const host = [...document.querySelectorAll("*")].find((one) =>
            one.shadowRoot && open(one.shadowRoot));
          return host && !open(host.shadowRoot).textContent.includes("Ukraine:"); }"""
    )
    assert page.locator(".cm-range-text").inner_text() == "19–25 Jun 2022"
    page.get_by_role("button", name="Clear all").first.click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="All so far").click()


THE_MAP = (
    '([...document.querySelectorAll("*")].map((one) => one.shadowRoot?.querySelector(".cm"))'
    '.find(Boolean) ?? document.querySelector(".cm"))'
)


MAP = re.compile(rb"[A-Za-z0-9+/]{9999}")  # a part of what the map is drawn from, packed
SCRIPT = b"PATIENCE_MS"  # a word of the script that draws it
TOOL = b":material/help:"  # a word of the toolbar


def test_the_map_is_handed_over_once_and_stays_while_the_window_moves(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.set_default_timeout(PATIENCE)
    received: list[bytes] = []

    def take(data: bytes | str) -> None:
        received.append(data if isinstance(data, bytes) else data.encode())

    page.on("websocket", lambda it: it.on("framereceived", take))
    page.goto(address)
    page.locator(".cm-place").first.wait_for()
    page.get_by_text("as of 25 June 2022").wait_for()
    still(page)
    assert any(map(MAP.search, received))
    assert any(SCRIPT in data for data in received)
    page.evaluate(f"{THE_MAP}.isTheFirst = true")
    received.clear()
    for day in ("24", "23"):
        page.get_by_label("Last day shown").press("ArrowLeft")
        page.get_by_text(f"as of {day} June 2022").wait_for()
    assert page.evaluate(f"{THE_MAP}.isTheFirst") is True
    assert not any(TOOL in data for data in received)  # nothing but the tables came
    page.get_by_text("Review", exact=True).first.click()
    page.locator(".st-key-beside mark").wait_for()
    page.get_by_text("Map", exact=True).first.click()
    page.locator(".cm-place").first.wait_for()
    still(page)
    assert received
    assert not any(map(MAP.search, received))
    assert not any(SCRIPT in data for data in received)
    page.close()


def test_the_words_of_a_claim_come_when_it_is_shown(page: Page) -> None:
    page.locator(".cm-place", has_text="Hirske").first.click()
    quote = page.locator(".cm-claim blockquote").first
    page.locator(".cm-claim blockquote:not([aria-busy])").first.wait_for()
    assert len(quote.inner_text()) > 10
    assert "Fetching" not in quote.inner_text()
    page.get_by_label("Last day shown").press("ArrowLeft")
    page.get_by_label("Last day shown").press("End")
    page.locator(".cm-claim blockquote[aria-busy]").first.wait_for(state="detached")
    page.get_by_role("button", name="All places").click()


def test_a_claim_opens_its_report_with_the_evidence_marked(page: Page) -> None:
    page.locator(".cm-place", has_text="Hirske").first.click()
    page.get_by_role("button", name="Show in the report").first.click()
    page.locator(".report mark").wait_for()
    assert page.locator(".report").inner_text().startswith("Report")


def test_text_of_reports_stays_text(page: Page) -> None:
    page.get_by_role("button", name="All places").click()
    page.locator(".cm-place", has_text="window.taken").first.click()
    assert HOSTILE in page.locator(".cm-claim").first.inner_text()
    assert page.evaluate("window.taken") is None


@pytest.fixture
def reader(browser: Browser, address: str, asked: list[str]) -> Iterator[Page]:
    """Return the page of another reader, in a browser of their own."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_text("Review", exact=True).wait_for()
    yield page
    context.close()


def go(page: Page, where: str) -> None:
    """Go to a page of the dashboard."""
    page.get_by_text(where, exact=True).first.click()


TELLS = {"its window": "claimmap-window?", "which words it lacks": "claimmap-ask"}
AT_ONCE = """([name, event]) => {
  document.dispatchEvent(new CustomEvent(event, { detail: [] }));
  [...document.querySelectorAll("button, [role=radio]")]
    .find((one) => one.textContent.includes(name)).click();
}"""


@pytest.mark.parametrize("told", TELLS)
@pytest.mark.parametrize("name", ["Review", "Understood", "Claims", "Download"])
def test_a_click_in_the_moment_in_which_the_map_tells_something_is_followed(
    reader: Page, name: str, told: str
) -> None:
    """A browser puts both into one message, which names but one part of the page to be drawn."""
    reader.get_by_text("as of 25 June 2022").wait_for()
    reader.get_by_role("button", name="Understood").wait_for()
    still(reader)
    reader.evaluate(AT_ONCE, [name, TELLS[told]])
    if name == "Understood":
        reader.get_by_role("button", name=name).wait_for(state="detached")
    else:
        seen = {"Review": "Your name", "Claims": "Claims", "Download": "For whom"}[name]
        reader.get_by_label(seen, exact=True).first.wait_for()


def reviews(log: Path) -> list[Review]:
    with Ledger.open(log.with_name("ledger.sqlite"), create=False) as ledger:
        return ledger.reviews()


def test_a_first_visit_is_told_what_a_claim_is_and_the_next_is_not(reader: Page) -> None:
    hint = reader.get_by_text("A claim is what one claimant asserts, in one report")
    hint.first.wait_for()
    reader.get_by_role("button", name="Understood").click()
    hint.first.wait_for(state="detached")
    remembered(reader, "introduced")
    reader.reload()
    reader.locator(".cm-place").first.wait_for()
    still(reader)
    hint.first.wait_for(state="detached")  # what the browser remembers comes a moment later


def test_the_queue_is_reviewed_by_keyboard_alone(
    reader: Page, browser: Browser, address: str, log: Path
) -> None:
    go(reader, "Review")
    name = reader.get_by_label("Your name")
    name.fill("arc")  # letters that are keys too, and must stay letters here
    name.press("Enter")
    reader.get_by_text("1 of 31 in the queue").wait_for()
    assert reviews(log) == []
    reader.locator("h3.title").first.click()
    press(reader, "a")
    reader.get_by_text("1 of 31 reviewed").wait_for()
    press(reader, "j")
    reader.get_by_text("3 of 31 in the queue").wait_for()
    press(reader, "k")
    reader.get_by_text("2 of 31 in the queue").wait_for()
    press(reader, "r")
    reader.get_by_text("Why is it rejected?").wait_for()
    press(reader, "2")
    reader.get_by_text("2 of 31 reviewed").wait_for()
    press(reader, "c")
    reader.get_by_role("button", name="Keep the correction").wait_for()
    press(reader, "Escape")
    reader.get_by_role("button", name="Keep the correction").wait_for(state="detached")
    told = [(one.reviewer, one.decision, one.reason) for one in reviews(log)]
    assert told == [
        ("arc", "accept", "the report says so"),
        ("arc", "reject", "the wrong place"),
    ]


def test_the_evidence_is_in_view_beside_its_coding(reader: Page) -> None:
    go(reader, "Review")
    mark = reader.locator(".st-key-beside .report mark")
    mark.wait_for()
    reader.wait_for_function(  # it is scrolled to a moment after it is drawn
        """() => { const box = document.querySelector(".st-key-beside")?.getBoundingClientRect();
          const mark = document.querySelector(".st-key-beside .report mark")
            ?.getBoundingClientRect();
          return mark && box.top - 1 <= mark.top && mark.top <= box.bottom; }"""
    )


def test_keys_pressed_in_haste_decide_nothing_that_was_not_seen(reader: Page, log: Path) -> None:
    before = len(reviews(log))
    go(reader, "Review")
    name = reader.get_by_label("Your name")
    name.fill("Hasty")
    name.press("Enter")
    reader.locator(".st-key-beside mark").wait_for()
    still(reader)
    reader.locator("h3.title").first.click()
    reader.evaluate(  # all within one moment: the page cannot have shown the next
        """() => { const key = { key: "a", bubbles: true };
          for (let n = 0; n < 4; n += 1)
            document.body.dispatchEvent(new KeyboardEvent("keydown", key)); }"""
    )
    reader.get_by_text(f"{before + 1} of 31 reviewed").wait_for()
    still(reader)
    assert len({one.claim_id for one in reviews(log)}) == before + 1


def test_a_name_is_asked_once(reader: Page) -> None:
    go(reader, "Review")
    name = reader.get_by_label("Your name")
    name.fill("R. Viewer")
    name.press("Enter")
    remembered(reader, "R. Viewer")
    reader.reload()
    go(reader, "Review")
    reader.wait_for_function(
        "() => document.querySelector('input[aria-label=\"Your name\"]')?.value === 'R. Viewer'"
    )


def test_the_queue_goes_to_a_place_that_is_searched_for(reader: Page) -> None:
    go(reader, "Review")
    reader.locator(".st-key-beside mark").wait_for()
    field = reader.get_by_role("combobox", name="Find a place or a claimant")
    field.fill("Avdi")
    reader.get_by_role("option", name="Avdiivka").first.click()
    reader.locator("p.coded", has_text="Avdiivka").wait_for()


def test_the_tables_follow_the_place_that_is_chosen_on_the_map(reader: Page) -> None:
    reader.locator(".cm-place", has_text="Hirske").first.click()
    reader.get_by_test_id("stButtonGroup").get_by_text("Claims", exact=True).click()
    reader.get_by_text("about the place chosen on the map").wait_for()
    reader.keyboard.press("Escape")


def test_no_table_offers_itself_without_its_licences(reader: Page) -> None:
    reader.get_by_test_id("stButtonGroup").get_by_text("Claims", exact=True).click()
    table = reader.locator("[data-testid=stDataFrame]").first
    table.wait_for()
    table.hover()
    assert not reader.locator("[aria-label^='Download as CSV']").first.is_visible()
    with reader.expect_download() as download:
        reader.get_by_role("button", name="CSV", exact=True).click()
    assert "attribution" in Path(download.value.path()).read_text("utf-8").splitlines()[0]


def test_a_dropped_table_is_the_readers_own(reader: Page, browser: Browser, address: str) -> None:
    go(reader, "Add data")
    table = acled({}, {"event_id_cnty": "UKR90002", "latitude": "north"})
    reader.locator("input[type=file]").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": table}
    )
    reader.get_by_label("Who published the table or map", exact=True).wait_for()
    reader.get_by_role("button", name="Read", exact=True).click()
    reader.get_by_text("2 rows read, 1 claim new, 1 not taken").wait_for()
    reader.get_by_role("button", name="Show them on the map").click()
    reader.locator(".cm-count", has_text="32 claims").wait_for()
    other = browser.new_page()
    other.set_default_timeout(PATIENCE)
    other.goto(address)
    other.locator(".cm-place").first.wait_for()
    assert other.locator(".cm-count").inner_text().startswith("31 claims")
    other.close()


def test_window_and_view_survive_a_visit_to_the_queue(reader: Page) -> None:
    reader.locator(".cm-place").first.wait_for()
    reader.get_by_role("button", name="1 week").click()
    reader.get_by_text("as of 25 June 2022").wait_for()
    still(reader)
    before = view(reader)
    go(reader, "Review")
    reader.locator(".st-key-beside mark").wait_for()
    go(reader, "Map")
    reader.locator(".cm-range-text", has_text="19–25 Jun 2022").wait_for()
    assert view(reader) == pytest.approx(before, abs=0.01)  # a pixel


def test_a_permalink_opens_window_and_view_for_another_reader(
    reader: Page, browser: Browser
) -> None:
    reader.locator(".cm-place").first.wait_for()
    reader.get_by_role("button", name="1 week").click()
    reader.get_by_role("button", name="Zoom in").click()
    reader.wait_for_function("location.hash.includes('map=')")
    still(reader)
    other = browser.new_page(viewport={"width": 1440, "height": 1000})
    other.set_default_timeout(PATIENCE)
    other.goto(reader.url)
    other.locator(".cm-range-text", has_text="19–25 Jun 2022").wait_for()
    other.get_by_text("in the window of the map").or_(other.get_by_text("as of 25 June")).wait_for()
    assert view(other) == pytest.approx(view(reader), abs=0.01)
    other.close()


def test_the_file_for_the_window_has_what_the_window_has_by_then(reader: Page) -> None:
    reader.locator(".cm-place").first.wait_for()
    reader.get_by_label("Last day shown").press("ArrowLeft")
    reader.get_by_text("as of 24 June 2022").wait_for()
    still(reader)
    shown = reader.locator(".cm-count").inner_text().split(" ·")[0]
    reader.get_by_role("button", name="Download").first.click()
    reader.get_by_text("those in the map's window").click()
    reader.get_by_test_id("stPopoverBody").get_by_text(f"{shown};").wait_for()


def test_on_a_phone_the_tools_stand_in_one_row_and_open_by_touch(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.locator(".cm-place").first.wait_for()
    still(page)
    boxes = [one.bounding_box() for one in page.locator(".st-key-toolbar button").all()]
    assert len(boxes) == 7
    assert len({round(box["y"]) for box in boxes if box}) == 1
    assert all(box and box["height"] >= 44 and box["x"] + box["width"] <= 390 for box in boxes)
    for name, inside in (("Filters", "Side of the claimant"), ("Download", "For whom")):
        page.get_by_role("button", name=name).tap()
        page.get_by_test_id("stPopoverBody").get_by_text(inside).first.wait_for()
        page.keyboard.press("Escape")
        page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    context.close()


def look(page: Page, where: str) -> None:
    """Go to a part of the dashboard, a place, or two sides beside each other."""
    if where == "place":
        page.locator(".cm-place", has_text="Hirske").first.click()
        page.locator(".cm-claim blockquote:not([aria-busy])").first.wait_for()
    elif where == "sides":
        page.get_by_role("button", name="Side by side").click()
        page.locator(".cm-pane").nth(1).wait_for()
    elif where != "Map":
        go(page, where)
        shown = ".st-key-beside mark" if where == "Review" else "input[type=file]"
        page.locator(shown).first.wait_for(state="attached")
    still(page)


@pytest.mark.parametrize(
    ("where", "width", "scheme"),
    [
        *((where, 1440, scheme) for where in ("Map", "Review", "Add data") for scheme in SCHEMES),
        ("place", 1440, "light"), ("sides", 1440, "dark"), ("Map", 390, "light"),
        ("place", 390, "dark"), ("sides", 390, "light"), ("Review", 390, "dark"),
        ("Add data", 390, "light"),
    ],
)  # fmt: skip
def test_nothing_keeps_people_out(
    browser: Browser, address: str, where: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 1300}, color_scheme=scheme)
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.locator(".cm-place").first.wait_for()
    still(page)
    look(page, where)
    serious = serious_faults(page)
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    page.close()
    assert serious == []
    assert wide <= width


def test_names_on_the_map_are_drawn_anew_when_their_typeface_arrives(page: Page) -> None:
    look = "ClaimMap.app.paint"
    before = page.evaluate(f"(window.firstLook = {look}).font")
    page.evaluate("document.fonts.dispatchEvent(new Event('loadingdone'))")
    assert page.evaluate(f"{look} !== window.firstLook")
    assert page.evaluate(f"{look}.font") == before


def test_the_map_says_that_words_are_fetched(page: Page) -> None:
    page.locator(".cm-about summary").click()
    assert "the words of a claim are fetched when it is shown" in (
        page.locator(".cm-about").inner_text()
    )
    page.locator(".cm-about summary").click()


def test_what_one_reader_sets_another_does_not_see(
    page: Page, browser: Browser, address: str
) -> None:
    page.get_by_role("button", name="1 week").click()
    page.get_by_role("button", name="Third parties").click()
    other = browser.new_page()
    other.set_default_timeout(PATIENCE)
    other.goto(address)
    other.locator(".cm-place").first.wait_for()
    assert other.locator(".cm-count").inner_text().startswith("31 claims")
    assert other.locator(".cm-according [aria-pressed=true]").inner_text() == "Everyone"
    other.close()


def test_what_is_waited_for_is_told_in_its_place_and_moves_nothing(page: Page) -> None:
    tops, box, said = page.evaluate(
        """() => { const place = document.querySelector(".st-key-wait-map");
          const map = [...document.querySelectorAll("*")]
            .find((one) => one.shadowRoot?.querySelector(".cm"));
          const top = () => map.getBoundingClientRect().top;
          const before = top(), waits = document.createElement("div");
          Object.assign(waits, { className: "stSkeleton", style: "height: 750px; width: 100%" });
          place.append(waits);
          const { left, right, top: upper } = waits.getBoundingClientRect();
          const found = [[before, top()], [left, right, upper],
            getComputedStyle(place, "::after").content];
          waits.remove();
          return found; }"""
    )
    assert tops[0] == pytest.approx(tops[1], abs=1)
    assert box == pytest.approx([22.4, 1440 - 22.4, tops[0]], abs=20)  # where the map will be
    assert "Reading the reports" in said


def test_nothing_is_asked_of_the_network(page: Page, asked: list[str], address: str) -> None:
    for view in ("Claims", "Evidence", "Not taken", "About", "Control"):
        page.get_by_test_id("stButtonGroup").get_by_text(view, exact=True).click()
        still(page)
    for where in ("Review", "Add data", "Map"):
        go(page, where)
        still(page)
    own = (address, f"blob:{address}", "data:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert page.evaluate("window.taken") is None  # nor did text of reports become more than text


def test_the_log_has_no_warning(page: Page, log: Path) -> None:
    text = log.read_text("utf-8").lower()
    assert "warning" not in text
    assert "traceback" not in text
    assert "deprecat" not in text
