"""The snapshot in a real browser: no request, every key, and text that stays text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from events.actors import load_conflict
from events.map.payload import Drawn
from events.map.snapshot import snapshot_html
from events.types import Claim, EventType
from tests.map.sample import DOCUMENTS, FRIDAY, claim, hostile_claims, sample_claims

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
HOSTILE = '<script>window.taken = 1</script><img src="x" onerror="window.taken = 1">&amp;'


def told_claims() -> list[Claim]:
    """Return claims of every type with every pairing of who acts and who is said to hold it."""
    third = {"claimant": "Wire"}
    pairs = [
        (a, h) for a in (None, "Russia", "Ukraine", "LPR") for h in ("Russia", "Ukraine", "LPR")
    ]
    return [
        claim(
            "Mariupol", kind, f"{kind} {actor} {held}", third, actor1=actor, claimed_controller=held
        )
        for kind in get_args(EventType)
        for actor, held in pairs
    ]


def lean_claims() -> list[Claim]:
    """Return claims of regions and towns in which colour and name could mislead."""
    third = {"claimant": "Wire"}
    russia = {"claimed_controller": "Russia"}
    part = {"where_prec": 4, "actor1": "Russia", **russia}
    return [
        claim("Donbas", "capture", "It tried to seize it.", third, modality="attempted",
              projected_controller="Russia", where_prec=5, uncertainty_m=120_000),
        claim("Donetsk Oblast", "control", "Half of it.", third, share_percent=50, **part),
        claim("Donetsk Oblast", "control", "More of it.", third, share_percent=55, **part),
        claim("Luhansk Oblast", "control", "Almost all.", third, share_percent=95, **part),
        claim("Hirske", "capture", "Hirske was taken.", third, **russia),
        claim("Zolote", "control", "Zolote is held.", third, claimed_controller="Ukraine"),
        claim("Mariupol", "capture", "They would lose it.", third, modality="predicted",
              actor1="Ukraine", projected_controller="Russia", event_date=FRIDAY),
        claim("Lysychansk", "control", "Holding on serves nothing.", third, actor1="Ukraine"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sample's map, a hostile one and an empty one."""
    folder = tmp_path_factory.mktemp("maps")
    wars = [load_conflict("ukraine")]
    versions = {
        "map": sample_claims(),
        "hostile": hostile_claims(HOSTILE),
        "address": hostile_claims("javascript:window.taken=1"),
        "told": told_claims(),
        "lean": lean_claims(),
        "empty": [],
        "bare": [],
    }
    for name, claims in versions.items():
        documents = [] if name == "bare" else DOCUMENTS
        corpus = Drawn(claims=claims, documents=documents, conflicts=wars)
        (folder / f"{name}.html").write_text(snapshot_html(corpus), "utf-8")
    return folder


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """Return a tab that notes every request and every fault."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))  # type: ignore[attr-defined]
    page.on("console", lambda said: page.faults.append(said.text))  # type: ignore[attr-defined]
    yield page
    page.close()


@pytest.fixture
def page(tab: Page) -> Page:
    """Return the tab with nothing noted."""
    tab.asked, tab.faults = [], []  # type: ignore[attr-defined]
    return tab


def show(page: Page, folder: Path, name: str = "map", link: str = "") -> str:
    """Open a map, wait until it is drawn, and return its address."""
    address = (folder / f"{name}.html").as_uri()
    page.goto("about:blank")
    page.goto(address + link)
    page.wait_for_selector("html[data-ready=yes]")
    return address


AT_REST = """() => new Promise((done) => {
  const state = () => JSON.stringify([
    location.hash, document.querySelector(".cm-scroll")?.textContent,
    ClaimMap.app.panes.map(({ map }) => [map.getCenter(), map.getZoom(), map._animatingZoom]),
  ]);
  let before = null;
  const look = () => {
    const now = state();
    if (now === before) return requestAnimationFrame(done);
    before = now;
    return setTimeout(look, 400); // longer than the page waits before it writes what it shows
  };
  look();
})"""


def settled(page: Page) -> None:
    """Wait until maps, panel and permalink have come to rest, by the page's own clock."""
    page.evaluate(AT_REST)


def place(page: Page, name: str) -> str:
    return page.locator(".cm-place", has=page.get_by_text(name, exact=True)).first.inner_text()


def test_it_makes_no_request_and_breaks_no_rule_of_its_policy(page: Page, folder: Path) -> None:
    address = show(page, folder)
    page.locator(".cm-place").first.click()
    page.mouse.move(900, 300)
    settled(page)
    assert [url for url in page.asked if url != "about:blank"] == [address]  # type: ignore[attr-defined]
    assert page.faults == []  # type: ignore[attr-defined]


def test_a_stranger_reads_at_once_who_claims_hirske(page: Page, folder: Path) -> None:
    show(page, folder)
    shown = place(page, "Hirske")
    assert "Russia: Russia took it" in shown
    assert "Ukraine: Russia holds it" in shown
    assert page.locator(".cm-place", has_text="Hirske").first.is_visible()


def test_the_map_is_painted(page: Page, folder: Path) -> None:
    show(page, folder)
    colours = page.evaluate(
        """() => [...document.querySelectorAll(".cm-canvas")].map((canvas) => {
            const pixels = canvas.getContext("2d")
              .getImageData(0, 0, canvas.width, canvas.height).data;
            return new Set(new Uint32Array(pixels.buffer)).size;
        })"""
    )
    assert len(colours) == 2
    assert min(colours) > 100


def test_arrow_keys_move_the_window_and_say_so(page: Page, folder: Path) -> None:
    show(page, folder)
    until = page.get_by_label("Last day shown")
    assert until.get_attribute("aria-valuetext") == "Saturday 25 June 2022"
    until.press("ArrowLeft")
    assert until.get_attribute("aria-valuetext") == "Friday 24 June 2022"
    until.press("PageDown")
    assert until.get_attribute("aria-valuetext") == "Friday 17 June 2022"
    settled(page)
    assert "Hirske" not in page.locator(".cm-places").inner_text()
    assert "Mariupol" in page.locator(".cm-places").inner_text()
    until.press("End")
    settled(page)
    assert "Hirske" in page.locator(".cm-places").inner_text()


def test_a_step_keeps_the_items_of_the_list_that_say_what_they_said(
    page: Page, folder: Path
) -> None:
    show(page, folder)
    settled(page)
    page.evaluate("() => document.querySelectorAll('.cm-place').forEach((one) => (one.isKept = 1))")
    page.get_by_label("First day shown").press("ArrowRight")
    settled(page)
    told = page.evaluate(
        """() => [...document.querySelectorAll(".cm-place")].map((one) =>
          [one.querySelector(".cm-place-name").textContent, Boolean(one.isKept)])"""
    )
    assert [kept for name, kept in told if name == "Hirske"] == [True]
    page.get_by_role("button", name="Ukraine", exact=True).click()
    settled(page)
    assert "Russia took it" not in place(page, "Hirske")


def test_the_host_is_told_once_the_reader_rests(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.clock.install(time=0)
    page.goto((folder / "bare.html").as_uri())
    page.wait_for_function("globalThis.ClaimMap?.rested")
    page.clock.pause_at(3_600)  # from here on only the test moves the clock
    page.evaluate(
        "() => { window.acted = 0; window.press = ClaimMap.rested(150, 300, () => acted++); }"
    )

    def pressed(beats: list[int]) -> int:
        for beat in beats:
            page.evaluate("press()")
            page.clock.run_for(beat)
        return int(page.evaluate("acted"))

    assert pressed([100] * 20) == 0  # a run of presses is not interrupted
    assert pressed([250]) == 1
    assert pressed([250, 250, 250]) == 1  # nor is a slow one
    assert pressed([2000, 2000]) == 3
    page.close()


def test_an_end_that_is_pushed_past_the_other_stops_there(page: Page, folder: Path) -> None:
    show(page, folder)
    page.get_by_label("First day shown").press("End")
    assert page.locator(".cm-range-text").inner_text() == "25 Jun 2022"
    page.get_by_label("Last day shown").press("Home")
    assert page.locator(".cm-range-text").inner_text() == "25 Jun 2022"


def test_presets_and_steps_move_the_window(page: Page, folder: Path) -> None:
    show(page, folder)
    page.get_by_role("button", name="1 week").click()
    assert page.locator(".cm-range-text").inner_text() == "19–25 Jun 2022"
    page.get_by_role("button", name="One day back").click()
    assert page.locator(".cm-range-text").inner_text() == "18–24 Jun 2022"
    page.get_by_role("button", name="All so far").click()
    assert page.locator(".cm-range-text").inner_text() == "25 Mar – 25 Jun 2022"


def test_play_runs_through_the_days_and_stops_at_the_last(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.clock.install(time=0)
    show(page, folder)
    page.clock.pause_at(3_600)  # from here on only the test moves the clock
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1_000)
    after = page.locator(".cm-range-text").inner_text()
    assert after in ("25 Mar – 8 Apr 2022", "25 Mar – 9 Apr 2022")  # 15 days, or a frame fewer
    assert page.get_by_role("button", name="Pause").is_visible()
    page.locator(".cm-speed").select_option("60")
    page.clock.run_for(1_000)
    assert "Jun 2022" in page.locator(".cm-range-text").inner_text()
    page.clock.run_for(1_000)
    assert page.get_by_role("button", name="Play").is_visible()
    assert page.locator(".cm-range-text").inner_text() == "25 Mar – 25 Jun 2022"
    page.close()


def test_a_place_opens_as_a_list_in_order_of_time_with_all_that_is_known(
    page: Page, folder: Path
) -> None:
    show(page, folder)
    page.locator(".cm-place", has_text="Hirske").first.click()
    days = page.locator(".cm-claim time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert len(days) == 6
    assert days == sorted(days)
    text = page.locator(".cm-scroll").inner_text()
    for part in (
        "Russian Ministry of Defence", "· Russia", "A red flag hangs on the council building.",
        "via TASS · Wire", "23 June 2022", "to the day", "near the place named, not in it",
        "the report could not verify it", "machine-coded, not reviewed", "2,000 soldiers encircled",
        "against the speaker’s own interest", "As of 25 June 2022: holder Russia",
    ):  # fmt: skip
        assert part in text, part
    page.keyboard.press("Escape")
    page.locator(".cm-places").wait_for()


def test_a_click_on_the_map_opens_what_is_there(page: Page, folder: Path) -> None:
    show(page, folder, link="#map=10/48.1396/37.7425")
    box = page.locator(".cm-map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator(".cm-detail-head h2").inner_text() == "Avdiivka"


def test_claims_without_a_place_and_without_a_date_can_be_reached(page: Page, folder: Path) -> None:
    show(page, folder)
    page.locator(".cm-place", has_text="Without a place").click()
    assert "one more village" in page.locator(".cm-scroll").inner_text()
    page.get_by_role("button", name="2 without a date").click()
    text = page.locator(".cm-scroll").inner_text()
    assert "run under Russian guard" in text
    assert "date unknown" in text


def test_according_to_shows_the_word_of_one_side(page: Page, folder: Path) -> None:
    show(page, folder)
    page.get_by_role("button", name="Ukraine", exact=True).click()
    settled(page)
    shown = page.locator(".cm-scroll").inner_text()
    assert "Ukraine:" in shown
    assert "Russia:" not in shown
    assert "Third party:" not in shown
    page.get_by_role("button", name="Third parties").click()
    settled(page)
    assert "Ukraine:" not in page.locator(".cm-scroll").inner_text()


def test_what_is_not_asserted_can_be_hidden(page: Page, folder: Path) -> None:
    show(page, folder)
    page.locator(".cm-legend").get_by_role("button", name="not asserted").click()
    settled(page)
    assert "withdrawal by Ukraine: ordered" not in page.locator(".cm-scroll").inner_text()


def test_where_what_is_chosen_leaves_nothing_that_is_said(page: Page, folder: Path) -> None:
    show(page, folder, "empty", "#according=Russia")
    assert "There are no claims yet" in page.locator(".cm-scroll").inner_text()
    show(page, folder, "lean", "#hide=plain,open,denied&according=Russia")
    assert "Nothing is left. Clear a filter" in page.locator(".cm-scroll").inner_text()


def test_the_permalink_restores_window_view_place_and_filter(page: Page, folder: Path) -> None:
    show(page, folder)
    page.get_by_role("button", name="1 week").click()
    page.get_by_role("button", name="Ukraine", exact=True).click()
    settled(page)
    page.locator(".cm-place", has_text="Zolote").click()
    page.wait_for_url(lambda url: all(part in url for part in ("place=", "according=", "from=")))
    settled(page)
    link = page.url[page.url.index("#") :]
    before = page.locator(".cm-scroll").inner_text()
    show(page, folder, link=link)
    settled(page)
    assert page.url.endswith(link)
    assert page.locator(".cm-scroll").inner_text() == before
    assert page.locator(".cm-range-text").inner_text() == "19–25 Jun 2022"
    pressed = page.locator(".cm-according [aria-pressed=true]").inner_text()
    assert pressed == "Ukraine"


@pytest.mark.parametrize("link", ["#map=x/y/z&from=now", "#place=nowhere&according=Mars&hide=,"])
def test_a_broken_permalink_does_no_harm(page: Page, folder: Path, link: str) -> None:
    show(page, folder, link=link)
    assert page.faults == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["hostile", "address"])
def test_text_of_reports_stays_text_everywhere(page: Page, folder: Path, name: str) -> None:
    show(page, folder, name)
    text = HOSTILE if name == "hostile" else "javascript:window.taken=1"
    page.mouse.move(900, 300)
    for number in range(3):
        page.locator(".cm-place").nth(number).click()
        assert text in page.locator(".cm-scroll").inner_text()
        page.get_by_role("button", name="All places").click()
    page.locator(".cm-about summary").click()
    assert page.evaluate("window.taken") is None
    assert page.locator(".cm img:not(.cm-glyph), .cm script").count() == 0
    assert page.locator(".cm a[href^='javascript']").count() == 0
    assert page.faults == []  # type: ignore[attr-defined]


def test_the_manifest_can_be_read(page: Page, folder: Path) -> None:
    show(page, folder)
    page.locator(".cm-about summary").click()
    text = page.locator(".cm-about").inner_text()
    assert DOCUMENTS[0].sha256 in text
    assert "ODbL" in text


def test_a_phrase_never_names_another_taker_than_the_one_whose_colour_the_pin_has(
    page: Page, folder: Path
) -> None:
    show(page, folder, "told")
    told = page.evaluate(
        """() => { const { model: m, words } = ClaimMap.app;
          return [...Array(m.n).keys()].map((i) => [m.word("type", i), m.word("actor1", i),
            m.word("controller", i), words.phrase(i)]); }"""
    )
    side = {"Russia": "Russia", "LPR": "Russia", "Ukraine": "Ukraine", "": ""}
    assert len(told) == len(told_claims())
    for kind, actor, holder, phrase in told:
        if kind == "capture":
            assert phrase == f"{holder} took it"
        elif side[actor] != side[holder]:
            assert f"{holder} holds it" in phrase


def phrases(page: Page) -> dict[str, str]:
    """Return what is said of each place, of one claim each."""
    found: dict[str, str] = page.evaluate(
        """() => { const { model: m, words } = ClaimMap.app;
          return Object.fromEntries([...Array(m.n).keys()].map((i) =>
            [m.places[m.c.place[i]].name, words.phrase(i)])); }"""
    )
    return found


def test_a_place_that_one_side_would_lose_is_told_as_the_taking_by_the_other(
    page: Page, folder: Path
) -> None:
    show(page, folder, "lean")
    assert phrases(page)["Mariupol"] == "capture by Russia: predicted"
    assert phrases(page)["Lysychansk"] == "speaks of holding it, names no holder"


def test_an_area_that_nobody_says_is_held_is_grey(page: Page, folder: Path) -> None:
    show(page, folder, "lean")
    colour, none, holder = page.evaluate(
        """() => { const { panes: [{ claims }], model: m, paint } = ClaimMap.app;
          const of = (name) => m.spots.place.findIndex((p, i) => i && m.places[p].name === name);
          return [claims.colourOf(claims.sumOf([of("Donbas")]), paint), paint.slots[0],
            claims.colourOf(claims.sumOf([of("Luhansk Oblast")]), paint)]; }"""
    )
    assert colour == none
    assert holder != none


def labels(page: Page) -> list[str]:
    """Return the names that the map writes in its present view."""
    found: list[str] = page.evaluate(
        "() => ClaimMap.app.panes[0].claims.names.map((one) => one.text)"
    )
    return found


def test_a_region_held_in_part_says_how_much(page: Page, folder: Path) -> None:
    show(page, folder, "lean", "#map=7/48.5/38")
    assert {"Donetsk Oblast ~50 %", "Luhansk Oblast ~95 %"} <= set(labels(page))


def test_a_region_is_named_where_it_is_seen_though_its_middle_is_not(
    page: Page, folder: Path
) -> None:
    show(page, folder, "lean", "#map=9.5/48.3/39.4")
    assert "Luhansk Oblast ~95 %" in labels(page)
    show(page, folder, "lean", "#map=9/50.4/30.5")
    assert "Luhansk Oblast ~95 %" not in labels(page)


def test_places_of_different_holders_are_never_gathered_under_one_name(
    page: Page, folder: Path
) -> None:
    show(page, folder, "lean", "#map=6/48.5/38")
    shown = labels(page)
    assert any(name.endswith(" places") for name in shown)
    assert not any(" + " in name for name in shown)
    show(page, folder, "lean", "#map=10/48.7/38.5")
    assert {"Hirske", "Zolote"} <= set(labels(page))


def test_a_place_has_no_other_number_on_the_map_than_in_the_list(page: Page, folder: Path) -> None:
    show(page, folder)
    assert not any(name.isdigit() for name in labels(page))


def test_no_label_is_cut_off_at_the_edge(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for view in ("", "#map=6.5/48.2/38.6", "#map=7/47.5/34.7", "#map=7/48.5/37.4"):
        show(page, folder, link=view)
        cut = page.evaluate(
            """() => { const { claims, map } = ClaimMap.app.panes[0];
              const { x: wide, y: high } = map.getSize();
              const { pad } = claims.view;
              return claims.names.filter(({ box: [left, top, right, bottom] }) =>
                top > pad.y && bottom < pad.y + high && [pad.x, pad.x + wide].some((edge) =>
                  left < edge && edge < right)).map((one) => one.text); }"""
        )
        assert cut == [], view
    page.close()


def test_the_maps_own_controls_hide_neither_each_other_nor_a_name(
    browser: Browser, folder: Path
) -> None:
    page = browser.new_page(viewport={"width": 345, "height": 844})
    show(page, folder)
    overlaps = page.evaluate(
        """() => { const { claims, map } = ClaimMap.app.panes[0];
          const boxes = [...map.getContainer().querySelectorAll(".leaflet-control")]
            .map((one) => one.getBoundingClientRect());
          const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom
            && b.top < a.bottom;
          const { pad } = claims.view;
          const { left, top } = map.getContainer().getBoundingClientRect();
          const names = claims.hits.filter((hit) => hit.box).map(({ box: [w, n, e, s] }) => ({
            left: w - pad.x + left, top: n - pad.y + top, right: e - pad.x + left,
            bottom: s - pad.y + top }));
          return [...boxes.slice(1), ...names].filter((one) =>
            boxes.some((box) => box !== one && meets(box, one))).length; }"""
    )
    assert overlaps == 0
    page.close()


def test_licences_come_before_the_hashes_of_reports(page: Page, folder: Path) -> None:
    show(page, folder)
    page.locator(".cm-about summary").click()
    text = page.locator(".cm-about").inner_text()
    assert text.index("ODbL") < text.index(DOCUMENTS[0].sha256)


def test_a_map_without_claims_shows_the_country_drawn_and_no_made_up_day(
    page: Page, folder: Path
) -> None:
    show(page, folder, "bare")
    assert page.locator(".cm-range-text").inner_text() == "No dates yet"
    assert page.get_by_label("Last day shown").is_hidden()
    assert page.evaluate("ClaimMap.app.panes[0].map.getBounds().contains([48.5, 38])")
    assert page.evaluate("ClaimMap.app.panes[0].map.getZoom()") >= 5


def test_a_map_without_claims_says_so(page: Page, folder: Path) -> None:
    show(page, folder, "empty")
    assert "There are no claims yet" in page.locator(".cm-scroll").inner_text()
    assert page.faults == []  # type: ignore[attr-defined]


def test_on_a_phone_nothing_runs_over_the_edge_and_touch_opens_a_place(
    browser: Browser, folder: Path
) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = phone.new_page()
    show(page, folder)
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= 390
    assert page.get_by_label("Last day shown").is_visible()
    page.locator(".cm-place", has_text="Hirske").first.tap()
    assert page.locator(".cm-detail-head h2").inner_text() == "Hirske"
    phone.close()
