"""Take pictures of the map, as a reader sees it: to be looked at, and hard.

Of the shipped reports, in each of its views, and of 100,000 made-up claims; wide and narrow, light
and dark; into out/pictures or the folder named. For the folder docs only the wide light one of the
reports, map.png: the picture of the README.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from benchmarks.wartime import claims_of
from events.corpus import read
from events.map.manifest import Drawn
from events.map.snapshot import snapshot_html

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
Scheme = Literal["light", "dark"]
VIEWS = {"": "", "-held": "#show=control", "-sides": "#sides=Ukraine/Russia"}
MANY = 100_000
WIDE, NARROW = (1440, 900), (390, 844)


def main(folder: Path) -> None:
    """Write the pictures into a folder."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium here")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        page = Path(scratch) / "map.html"
        corpus = read([ROOT / "seeds" / "reports"])
        page.write_text(corpus.snapshot(), "utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        if folder == ROOT / "docs":
            _picture(browser, page.as_uri(), folder / "map.png", WIDE, "light")
        else:
            many = Path(scratch) / "many.html"
            drawn = Drawn(claims=claims_of(MANY), conflicts=corpus.conflicts, quotes=0)
            many.write_text(snapshot_html(drawn), "utf-8")
            for view, link in VIEWS.items():
                _pictures(browser, page.as_uri() + link, folder / f"map{view}")
            _pictures(browser, many.as_uri(), folder / "many")
        browser.close()


def _pictures(browser: Browser, address: str, stem: Path) -> None:
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for size, name in ((WIDE, "wide"), (NARROW, "narrow")):
        for scheme in schemes:
            _picture(
                browser, address, stem.with_name(f"{stem.name}-{name}-{scheme}.png"), size, scheme
            )


def _picture(
    browser: Browser, address: str, out: Path, size: tuple[int, int], scheme: Scheme
) -> None:
    width, height = size
    tab = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=1 if size == WIDE else 2,
    )
    tab.goto(address)
    tab.wait_for_selector("html[data-ready=yes]")
    tab.wait_for_timeout(500)
    tab.screenshot(path=out)
    tab.close()
    print(f"{out} ({out.stat().st_size // 1024} KB)")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "out" / "pictures")
