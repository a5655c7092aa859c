"""Measure the map beside Folium's own layers, in Chromium: size, first paint, one step in time.

Each row is one way to draw so many claims, one after the other in one browser on one computer:
kilobytes of HTML, milliseconds of the clock until the marks are painted, and the middle one of some
steps of a day with all claims shown; *computing* is what the page's main thread spent on a step,
which says more where others keep the computer busy. A way that does not make its page or paint it
within the limit says so. Folium's pages ask the network for scripts: `benchmarks.peer_scripts`.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from benchmarks.map_ways import OURS, PEERS, Way
from benchmarks.peer_scripts import answer, fetch, missing
from benchmarks.wartime import claims_of
from events.map.picture import chromium
from events.types import Claim

SIZES = (1_000, 10_000, 100_000, 1_000_000)
STEPS = 15
MOST_QUOTED = 100_000  # claims up to which all quotes are carried
LIMIT = 120
_FRAME = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way of drawing takes: bytes, then milliseconds; None where there is no step."""

    size: int
    painted: float
    step: float | None
    computing: float | None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how it is measured: browser, scratch file, scripts of the others, limit in s."""

    browser: Browser
    path: Path
    scripts: Path | None
    limit: int


def main() -> None:
    """Print a table for each number of claims."""
    options = _options()
    if options.fetch:
        fetch(options.scripts)
    lost = missing(options.scripts)
    if lost:
        print(f"The others are left out: {', '.join(lost)} not in --scripts (see --fetch).")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        path = Path(scratch, "map.html")
        setting = Setting(browser, path, options.scripts, options.limit)
        for number in options.numbers or SIZES:
            ways = [way for way in OURS if way is OURS[0] or number <= MOST_QUOTED]
            _table(setting, number, [*ways, *([] if lost else PEERS)])
        browser.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("numbers", nargs="*", type=int, help=f"numbers of claims {SIZES}")
    parser.add_argument("--scripts", type=Path, help="folder with the scripts of the others")
    parser.add_argument("--fetch", action="store_true", help="fetch these into --scripts by npm")
    parser.add_argument("--limit", type=int, default=LIMIT, help="seconds a way has to be made,"
                        " and again to be painted")  # fmt: skip
    options = parser.parse_args()
    if options.fetch and options.scripts is None:
        parser.error("--fetch needs --scripts FOLDER")
    return options


def _table(setting: Setting, number: int, ways: Sequence[Way]) -> None:
    claims = claims_of(number)
    print(f"\n| {number:,} claims | KB | first paint ms | step ms | computing ms |")
    print("| --- | --- | --- | --- | --- |")
    ours: Figures | None = None
    for way in ways:
        found = _measured(setting, way, claims)
        if isinstance(found, str):
            print(f"| {way.name} | {found} | – | – | – |", flush=True)
        else:
            print(_row(way.name, found, ours), flush=True)
            ours = ours or found
    print(
        f"\nLoad of the computer: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.", flush=True
    )


def _row(name: str, one: Figures, ours: Figures | None) -> str:
    """Return a row; behind each figure how many times ours it is."""
    fields = ("size", "painted", "step", "computing")
    cells = []
    for field in fields:
        value, unit = getattr(one, field), 1024 if field == "size" else 1
        base = getattr(ours, field) if ours else None
        times = f" (x {value / base:.1f})" if value is not None and base else ""
        cells.append("has no time" if value is None else f"{value / unit:,.0f}{times}")
    return f"| {name} | {' | '.join(cells)} |"


def _measured(setting: Setting, way: Way, claims: Sequence[Claim]) -> Figures | str:
    """Return the figures, or why there are none."""
    try:
        with _limited(0 if way in OURS else setting.limit):
            text = way.page(claims)
    except TimeoutError:
        return f"page not made in {setting.limit} s"
    setting.path.write_text(text, "utf-8")
    page = setting.browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    page.set_default_timeout(1000 * setting.limit)
    try:
        answer(page, setting.scripts)
        return _in_page(page, way, setting.path)
    except BrowserError as fault:
        reason = str(fault).splitlines()[0].replace("|", "/")
        is_late = "Timeout" in reason
        return f"not painted in {setting.limit} s" if is_late else f"does not draw: {reason[:60]}"
    finally:
        page.close()


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in what takes longer; 0 is no limit."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _in_page(page: Page, way: Way, path: Path) -> Figures:
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function(way.painted)
    painted = page.evaluate(
        "performance.getEntriesByName('claimmap-painted')[0]?.startTime ?? performance.now()"
    )
    if way.step is None:
        return Figures(path.stat().st_size, painted, None, None)
    time.sleep(1.5)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _thread_seconds(session.send("Performance.getMetrics"))
    # A few steps are enough where each takes seconds.
    times = page.evaluate(
        f"""async () => {{ const times = [], began = performance.now();
          for (let i = 0; i < {STEPS} && performance.now() - began < 20000; i++) {{
            const from = performance.now(); {{ {way.step}; }}
            {_FRAME} times.push(performance.now() - from); }}
          return times; }}"""
    )
    spent = _thread_seconds(session.send("Performance.getMetrics")) - before
    middle = sorted(times)[len(times) // 2]
    return Figures(path.stat().st_size, painted, middle, 1000 * spent / len(times))


def _thread_seconds(told: dict[str, list[dict[str, float]]]) -> float:
    return next(float(one["value"]) for one in told["metrics"] if one["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
