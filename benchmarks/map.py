"""Measure the map beside Folium's own layers, in Chromium: size, first paint, one step in time.

Each row is one way to draw so many claims, one after the other in one browser on one computer:
kilobytes of HTML, milliseconds of the clock until the marks are painted, and the middle one of some
steps of a day, with the seconds that the page computed for besides, which say more where others
keep the computer busy. A way is dropped after the first number of claims that it does not survive.
Give the numbers of claims; without, 1000, 10000 and 100000. Beneath are the ratios to ours.

Folium's pages ask the network for scripts. Here these are read from CLAIMMAP_PEER_SCRIPTS, a
folder with leaflet.js, leaflet.css, leaflet.markercluster.js, leaflet.awesome-markers.js,
jquery-3.7.1.min.js, jquery.min.js, iso8601.min.js, leaflet.timedimension.min.js and its
leaflet.timedimension.control.css, all from npm.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import folium
from folium.plugins import FastMarkerCluster, TimestampedGeoJson
from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import Error as BrowserError

from benchmarks.wartime import claims_of
from events.actors import load_conflict
from events.map.manifest import Drawn
from events.map.picture import chromium
from events.map.snapshot import snapshot_html
from events.types import Claim

STEPS = 15
PATIENCE_MS = 60_000
FEW_PEERS = 100_000  # claims up to which others are tried
_FRAME = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way of drawing takes; times in milliseconds, None where there is no step."""

    size: int
    painted: float
    step: float | None
    computing: float | None


@dataclass(frozen=True, slots=True)
class Way:
    """A way of drawing: how the page is made, when it is painted, and what a step is."""

    name: str
    page: Callable[[Sequence[Claim]], str]
    painted: str  # JavaScript that is true once marks are there
    step: str | None  # JavaScript that makes the i-th step


def main() -> None:
    """Print a table for each number of claims."""
    numbers = [int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000]
    ways = list(WAYS)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for number in numbers:
            claims = claims_of(number)
            print(f"\n{number:,} claims  (KB, first paint ms, step ms, of which computing)")
            found: dict[str, Figures] = {}
            for way in list(ways):
                if way not in OURS and number > FEW_PEERS:
                    continue
                figures = _measured(browser, way, claims, Path(scratch, "map.html"))
                if figures is None:
                    ways.remove(way)
                else:
                    found[way.name] = figures
            _ratios(found)
        browser.close()


def _measured(browser: Browser, way: Way, claims: Sequence[Claim], path: Path) -> Figures | None:
    began = time.perf_counter()
    path.write_text(way.page(claims), "utf-8")
    made = time.perf_counter() - began
    page = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    page.set_default_timeout(PATIENCE_MS)
    try:
        figures = _in_page(page, way, path)
    except BrowserError as fault:
        print(f"  {way.name:<34} does not draw: {str(fault).splitlines()[0][:60]}")
        return None
    finally:
        page.close()
    step = "" if figures.step is None else f"{figures.step:8.0f} {figures.computing:8.0f}"
    print(f"  {way.name:<34} {figures.size // 1024:>9,} {figures.painted:8.0f} {step:<17}"
          f"  (made in {made:.1f} s)")  # fmt: skip
    return figures


def _in_page(page: Page, way: Way, path: Path) -> Figures:
    page.route(re.compile("^https?:"), _answered)
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function(way.painted)
    painted = page.evaluate(
        "performance.getEntriesByName('claimmap-painted')[0]?.startTime ?? performance.now()"
    )
    if way.step is None:
        return Figures(path.stat().st_size, painted, None, None)
    page.wait_for_timeout(1500)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _thread_seconds(session.send("Performance.getMetrics"))
    times = page.evaluate(
        f"""async () => {{ const times = [];
          for (let i = 0; i < {STEPS}; i++) {{ const from = performance.now(); {way.step};
            {_FRAME} times.push(performance.now() - from); }}
          return times; }}"""
    )
    spent = _thread_seconds(session.send("Performance.getMetrics")) - before
    middle = sorted(times)[len(times) // 2]
    return Figures(path.stat().st_size, painted, middle, 1000 * spent / STEPS)


def _thread_seconds(told: dict[str, list[dict[str, float]]]) -> float:
    return next(float(one["value"]) for one in told["metrics"] if one["name"] == "TaskDuration")


def _answered(route: Route) -> None:
    """Answer a page from the folder of scripts; nothing is asked of the network."""
    name = route.request.url.rsplit("/", 1)[-1]
    folder = os.environ.get("CLAIMMAP_PEER_SCRIPTS")
    path = Path(folder, name) if folder else Path(name)
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    route.fulfill(body=path.read_text("utf-8") if path.is_file() else "", content_type=kind)


def _ratios(found: dict[str, Figures]) -> None:
    ours = next((figures for name, figures in found.items() if name == OURS[0].name), None)
    if ours is None:
        return
    for name, one in found.items():
        step = f"{one.step / ours.step:6.1f}" if one.step and ours.step else "     –"
        size, painted = one.size / ours.size, one.painted / ours.painted
        print(f"    {name:<32} size x{size:5.1f}  first paint x{painted:5.1f}  step x{step}")


# ---- the ways


def _ours(quotes: int | None) -> Callable[[Sequence[Claim]], str]:
    war = load_conflict("ukraine")
    return lambda claims: snapshot_html(Drawn(claims=claims, conflicts=[war], quotes=quotes))


def _map() -> folium.Map:
    return folium.Map(location=[48, 37], zoom_start=7, tiles=None, prefer_canvas=True, maxZoom=18)


def _features(claims: Sequence[Claim]) -> dict[str, object]:
    rows = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
            "properties": {
                "time": str(one.event_date), "holder": one.claimed_controller,
                "claimant": one.claimant, "place": one.place_name,
            },
        }
        for one in claims
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": rows}


def _geojson(claims: Sequence[Claim]) -> str:
    page = _map()
    folium.GeoJson(_features(claims), marker=folium.CircleMarker(radius=4)).add_to(page)
    return str(page.get_root().render())


def _clusters(claims: Sequence[Claim]) -> str:
    page = _map()
    FastMarkerCluster([(one.lat, one.lon) for one in claims]).add_to(page)
    return str(page.get_root().render())


def _timestamped(claims: Sequence[Claim]) -> str:
    page = _map()
    TimestampedGeoJson(json.dumps(_features(claims)), period="P1D", duration="P1M").add_to(page)
    return str(page.get_root().render())


_OUR_STEP = "ClaimMap.app.setWindow(ClaimMap.app.model.first, ClaimMap.app.model.last - 1 - i)"
OURS = (
    Way("claimmap, without quotes", _ours(0), "document.documentElement.dataset.ready", _OUR_STEP),
    Way(
        "claimmap, with all quotes",
        _ours(None),
        "document.documentElement.dataset.ready",
        _OUR_STEP,
    ),
)
_DRAWN = "Object.keys(globalThis).some((name) => /^geo_json_[0-9a-f]+$/.test(name))"
_GEOJSON_STEP = (
    "{ const name = Object.keys(globalThis).find((one) => /^geo_json_[0-9a-f]+$/.test(one));"
    " const last = Date.parse('2025-06-01') - 864e5 * i; globalThis[name].eachLayer((one) => {"
    " const shown = Date.parse(one.feature.properties.time) < last;"
    " one.setStyle({ opacity: +shown, fillOpacity: 0.2 * shown }); }); }"
)
# The others have no window of days but by drawing what is in it anew.
WAYS = (
    *OURS,
    Way("folium.GeoJson", _geojson, _DRAWN, _GEOJSON_STEP),
    Way("FastMarkerCluster", _clusters, "document.querySelector('.marker-cluster')", None),
    Way(
        "TimestampedGeoJson", _timestamped, "document.querySelector('.timecontrol-forward')",
        "document.querySelector('.timecontrol-forward').click()",
    ),
)  # fmt: skip


if __name__ == "__main__":
    main()
