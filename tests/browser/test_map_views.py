"""Who holds what, two sides beside each other, the history of a place, and who can read it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from events.actors import load_conflict
from events.map.manifest import Drawn
from events.map.snapshot import snapshot_html
from tests.browser.test_snapshot import settled
from tests.map.sample import DOCUMENTS, MOD, STAFF, WIRE, claim, sample_claims

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sample's map, one without quotes, and one of a stray claim."""
    from datetime import date

    folder = tmp_path_factory.mktemp("views")
    russia = {"claimed_controller": "Russia"}
    long_ago = {"event_date": date(1991, 1, 1), "event_date_end": date(1991, 1, 1)}
    many = [
        claim("Hirske", "capture", f"Taken, said no. {n}.", MOD, event_date=date(2022, 6, n),
              event_date_end=date(2022, 6, n), **russia)
        for n in range(1, 25)
    ]  # fmt: skip
    stray = claim("Zolote", "capture", "Long ago.", WIRE, **long_ago)
    mixed = [
        claim("Hirske", "capture", "Taken.", MOD, **russia),
        claim("Zolote", "clash", "They fight there.", STAFF),
    ]
    villages = [
        claim("Hirske", "capture", f"Village {n} was taken.", MOD, place_name=f"Village {n}",
              place_id=f"village-{n}", lon=36 + n / 40, **russia)
        for n in range(80)
    ]  # fmt: skip
    versions: dict[str, dict[str, Any]] = {
        "many": {"claims": villages},
        "map": {"claims": sample_claims()},
        "bare": {"claims": sample_claims(), "quotes": 0},
        "stray": {"claims": [*many, stray]},
        "mixed": {"claims": mixed},
    }
    for name, parts in versions.items():
        drawn = Drawn(documents=DOCUMENTS, conflicts=[load_conflict("ukraine")], **parts)
        (folder / f"{name}.html").write_text(snapshot_html(drawn), "utf-8")
    return folder


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(60_000)
    yield page
    page.close()


def show(page: Page, folder: Path, name: str = "map", link: str = "") -> None:
    page.goto("about:blank")
    page.goto((folder / f"{name}.html").as_uri() + link)
    page.wait_for_selector("html[data-ready=yes]")


def test_who_holds_it_is_told_with_basis_and_freshness(tab: Page, folder: Path) -> None:
    show(tab, folder)
    tab.get_by_role("button", name="Who holds it").click()
    settled(tab)
    hirske = tab.locator(".cm-place", has_text="Hirske").inner_text()
    assert "Russia" in hirske
    assert "evidence is recent" in hirske
    assert "the sides disagree" in tab.locator(".cm-place", has_text="Zolote").inner_text()
    legend = tab.locator(".cm-legend").inner_text()
    for word in ("agreed", "conceded", "one side only", "third party", "disputed", "stale",
                 "no coverage"):  # fmt: skip
        assert word in legend
    names = tab.evaluate("ClaimMap.app.panes[0].claims.names.map((one) => one.text)")
    assert not any("Oblast" in name for name in names)  # regions have no holder of their own


def test_who_holds_it_follows_the_windows_last_day(tab: Page, folder: Path) -> None:
    show(tab, folder, link="#show=control")
    place = "ClaimMap.app.model.places.findIndex((one) => one.name === 'Hirske')"
    before = f"ClaimMap.app.panes[0].claims.statusOf({place})"
    assert tab.evaluate(f"{before}.holder") == "Russia"
    until = tab.get_by_label("Last day shown")
    for _ in range(6):
        until.press("PageDown")
    assert tab.evaluate(before) is None
    settled(tab)
    assert "Hirske" not in tab.locator(".cm-scroll").inner_text()


def test_cells_are_off_until_asked_for_and_say_what_they_are(tab: Page, folder: Path) -> None:
    show(tab, folder, link="#show=control")
    assert tab.evaluate("ClaimMap.app.panes[0].claims.cells") is None
    cells = tab.get_by_role("button", name="Cells (drawing aid)")
    assert "not a front line" in str(cells.get_attribute("title"))
    cells.click()
    assert tab.evaluate("ClaimMap.app.panes[0].claims.cells.length") > 3
    settled(tab)
    assert "cells=on" in tab.url


def test_two_sides_stand_beside_each_other_under_one_time_control(tab: Page, folder: Path) -> None:
    show(tab, folder)
    tab.get_by_role("button", name="Side by side").click()
    settled(tab)
    assert tab.locator(".cm-pane").count() == 2
    assert tab.locator(".cm-time").count() == 1
    seen = tab.locator(".leaflet-control-zoom").evaluate_all("all => all.map((o) => o.offsetWidth)")
    assert [width > 0 for width in seen] == [True, False]  # the first one's moves both
    counts = "ClaimMap.app.panes.map((pane) => pane.claims.sum.count.reduce((a, b) => a + b, 0))"
    voices = tab.locator(".cm-pane-head select")
    assert voices.evaluate_all("all => all.map((one) => one.value)") == ["Ukraine", "Russia"]
    before = tab.evaluate(counts)
    tab.get_by_role("button", name="1 week").click()
    settled(tab)
    assert all(a <= b for a, b in zip(tab.evaluate(counts), before, strict=True))
    tab.get_by_label("Map 2 according to").select_option("third")
    settled(tab)
    assert "sides=Ukraine/third" in tab.url
    link = tab.url[tab.url.index("#") :]
    show(tab, folder, link=link)
    assert tab.locator(".cm-pane").count() == 2
    tab.get_by_role("button", name="Side by side").click()
    assert tab.locator(".cm-pane").count() == 1


def test_both_maps_show_the_same_part_of_the_world(tab: Page, folder: Path) -> None:
    show(tab, folder, link="#sides=Ukraine/Russia")
    box = tab.locator(".cm-pane").nth(1).bounding_box()
    assert box
    tab.mouse.move(box["x"] + 200, box["y"] + 200)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 120, box["y"] + 260, steps=5)
    tab.mouse.up()
    settled(tab)
    one, other = tab.evaluate(
        "ClaimMap.app.panes.map(({ map }) => [map.getCenter().lat, map.getCenter().lng])"
    )
    assert one == pytest.approx(other, abs=0.02)


def test_a_places_history_is_walked_by_keyboard_and_opens_its_claims(
    tab: Page, folder: Path
) -> None:
    show(tab, folder, link="#place=gn706930")
    strip = tab.locator(".cm-strip")
    assert strip.locator(".cm-strip-row").count() >= 5
    assert "Russian Ministry" in strip.inner_text()
    assert "Held by: " in str(strip.locator(".cm-strip-band").get_attribute("aria-label"))
    strip.locator(".cm-strip-mark[tabindex='0']").focus()
    tab.keyboard.press("Home")
    focused = tab.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "23 June 2022" in focused
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") != focused
    tab.keyboard.press("Enter")
    assert tab.locator(".cm-shown").count() == 1


def test_a_day_has_its_width_in_a_places_history_and_each_of_its_claims_a_spot(
    tab: Page, folder: Path
) -> None:
    show(tab, folder, link="#place=gn706930")
    lefts = "(all) => all.map((one) => one.getBoundingClientRect().left)"
    widths = "(all) => all.map((one) => one.getBoundingClientRect().width)"
    assert min(tab.locator(".cm-strip-span").evaluate_all(widths)) > 1
    for row in tab.locator(".cm-strip-track").all():
        found = row.locator(".cm-strip-mark").evaluate_all(lefts)
        assert len(set(found)) == len(found) > 0


def test_a_place_or_a_speaker_is_found_by_typing(tab: Page, folder: Path) -> None:
    show(tab, folder)
    field = tab.get_by_label("Find a place or who speaks")
    field.fill("zolo")
    settled(tab)
    assert tab.locator(".cm-place").count() == 1
    field.fill("haidai")
    settled(tab)
    assert "Sievierodonetsk" in tab.locator(".cm-scroll").inner_text()
    field.fill("mariu")
    field.press("Enter")
    assert tab.locator(".cm-detail-head h2").inner_text() == "Mariupol"
    field.fill("nowhere at all")
    settled(tab)
    assert "No place and no speaker" in tab.locator(".cm-scroll").inner_text()


def test_a_mark_of_held_and_of_open_places_says_so(tab: Page, folder: Path) -> None:
    show(tab, folder, "mixed", "#map=6/48.7/38.5")
    names, held = tab.evaluate(
        """() => { const { claims } = ClaimMap.app.panes[0];
          return [claims.names.map((one) => one.text), claims.sumOf(claims.dots).held]; }"""
    )
    assert "2 places" in names
    assert held == [0, 2]


def test_words_that_were_left_out_are_told_by_where_they_stand(tab: Page, folder: Path) -> None:
    show(tab, folder, "bare", "#place=gn706930")
    text = tab.locator(".cm-claims").inner_text()
    assert "The words are left out of this file: characters 0–" in text
    assert "of report report-0" in text


def test_a_claim_dated_long_before_the_rest_leaves_the_time_control_to_these(
    tab: Page, folder: Path
) -> None:
    show(tab, folder, "stray")
    assert tab.locator(".cm-range-text").inner_text() == "1–25 Jun 2022"
    assert tab.locator(".cm-count").inner_text().startswith("25 claims")
    tab.get_by_role("button", name="1 before 1 Jun 2022").click()
    assert "Long ago." in tab.locator(".cm-claims").inner_text()


def test_the_manifest_shows_root_and_terms(tab: Page, folder: Path) -> None:
    show(tab, folder)
    tab.locator(".cm-about summary").click()
    text = tab.locator(".cm-about").inner_text()
    assert "documents root" in text
    assert "internal" in text
    assert "machine-coded, 0 of 30 reviewed" in text


def test_on_paper_are_title_map_places_and_sources_and_then_all_is_as_before(
    tab: Page, folder: Path
) -> None:
    show(tab, folder, link="#map=7.5/48.6/38.2")
    view = "(({ map }) => [map.getZoom(), map.getCenter().lat])(ClaimMap.app.panes[0])"
    before = tab.evaluate(view)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tops = [
        tab.locator(part).bounding_box()["y"]  # type: ignore[index]
        for part in (".cm-head", ".cm-stage", ".cm-time", ".cm-scroll", ".cm-about")
    ]
    assert tops == sorted(tops)
    for hidden in (".cm-play", ".cm-search", ".leaflet-control-zoom"):
        assert tab.locator(hidden).is_hidden()
    assert tab.locator(".cm-about dl").first.is_visible()
    assert tab.locator(".cm-canvas").first.evaluate("one => one.width > 2 * 700")
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate(view) == pytest.approx(before, abs=0.01)
    assert tab.locator(".cm-play").is_visible()
    assert tab.locator(".cm-about dl").first.is_hidden()
    assert tab.pdf().startswith(b"%PDF")


def test_what_a_list_leaves_out_is_told_on_paper(tab: Page, folder: Path) -> None:
    show(tab, folder, "many")
    assert tab.get_by_role("button", name="Show more of 20 other places").is_visible()
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.get_by_text("20 other places are not on this paper; the map has them.").is_visible()
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.get_by_role("button", name="Show more of 20 other places").is_visible()


def test_a_window_moved_on_and_back_says_what_a_fresh_count_says(tab: Page, folder: Path) -> None:
    show(tab, folder, "stray")
    differing = tab.evaluate(
        """() => {
          const { model } = ClaimMap.app, walked = new ClaimMap.Sum(model), parts =
            ["count", "word", "plain", "hollow", "denied", "share", "sharedOn"];
          walked.pace = 4;
          const wrong = [];
          const days = [9, 14, 11, 24, 3, 24, 2, 20, 19, 99, 18];
          for (const [step, day] of days.entries()) {
            const from = step % 4 === 3 ? model.first + 2 : model.first;
            model.setWindow(from, model.first + day);
            walked.refresh();
            const fresh = new ClaimMap.Sum(model).fresh();
            for (const part of parts) {
              if (String(walked[part]) !== String(fresh[part])) wrong.push([day, part]);
            }
            const { shown, events, reports } = model.counts();
            const [start, stop, since] = model.range();
            const counted = model._count(start, model.isAll ? model.n : stop, since);
            if (shown !== counted.shown || events !== counted.events
              || reports !== counted.reports) wrong.push([day, "counts"]);
          }
          return [wrong, walked.kept.length];
        }"""
    )
    assert differing[0] == []
    assert differing[1] > 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "link", ["", "#show=control&hide=open", "#place=gn706930", "#sides=Ukraine/Russia"]
)
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_nothing_keeps_people_out(
    browser: Browser, folder: Path, scheme: Any, link: str, size: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    show(page, folder, link=link)
    settled(page)
    serious = serious_faults(page)
    page.close()
    assert serious == []


def serious_faults(page: Page) -> list[tuple[str, list[str], str]]:
    """Return what keeps people out, by axe-core: the rule, where, and the markup there."""
    page.evaluate(_axe())
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        (one["id"], node["target"], node["html"][:160])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def _axe() -> str:
    """Return the script of axe-core, as its package has it."""
    package = distribution("axe-playwright-python")
    (path,) = (one for one in package.files or () if one.name == "axe.min.js")
    return Path(str(path.locate())).read_text("utf-8")


def test_on_a_phone_the_window_is_dragged_by_touch(browser: Browser, folder: Path) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = phone.new_page()
    show(page, folder)
    box = page.locator(".cm-chart").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] * 0.6, box["y"] + 20)
    page.locator(".cm-range-text", has_not_text="25 Mar – 25 Jun 2022").wait_for()
    page.get_by_role("button", name="Side by side").tap()
    page.locator(".cm-pane").nth(1).wait_for()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    phone.close()


def test_on_a_phone_whatever_is_tapped_has_room_for_a_finger(
    browser: Browser, folder: Path
) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = phone.new_page()
    small: list[str] = []
    for link in ("", "#show=control", "#sides=Ukraine/Russia", "#place=gn706930"):
        show(page, folder, link=link)
        small += page.evaluate(
            """() => [...document.querySelectorAll(
                ".cm button, .cm select, .cm summary, .cm input[type=search], .leaflet-bar a")]
              .filter((one) => !one.matches(".cm-strip-mark"))
              .filter((one) => one.checkVisibility({ contentVisibilityAuto: true }))
              .filter((one) => one.getBoundingClientRect().height < 43.5)
              .map((one) => one.className || one.outerHTML)"""
        )
    phone.close()
    assert small == []


def test_large_rivers_and_seas_bear_their_names(tab: Page, folder: Path) -> None:
    named: set[str] = set()
    for link in ("#map=6/48.5/33", "#map=8/48.5/38", "#map=10/48.9/38.2"):
        show(tab, folder, link=link)
        named |= set(tab.evaluate("ClaimMap.app.panes[0].claims.names.map((one) => one.text)"))
    assert {"Dnipro", "Don", "Black Sea", "Sea of Azov", "Siverskyi Donets"} <= named


def test_a_map_that_has_no_room_yet_finds_its_view_when_it_has(tab: Page, folder: Path) -> None:
    show(tab, folder)
    before, cramped, after = tab.evaluate(
        """() => { const [pane] = ClaimMap.app.panes, { style } = ClaimMap.app.stage, seen = [];
          const look = (height) => {
            style.height = height;
            pane.resize();
            seen.push(pane.map.getZoom());
          };
          look("");
          style.height = "20px";
          pane.resize();
          pane.home();
          look("20px");
          look("");
          return seen; }"""
    )
    assert after == before != cramped


def test_a_country_too_small_for_its_name_bears_none(tab: Page, folder: Path) -> None:
    show(tab, folder, link="#map=4/47/12")
    names = set(tab.evaluate("ClaimMap.app.panes[0].claims.names.map((one) => one.text)"))
    assert {"FRANCE", "GERMANY"} <= names
    assert not names & {"GUERNSEY", "MONACO", "LUXEMBOURG", "ANDORRA"}
