"""Take pictures of the map of the shipped reports, as a reader sees it.

Wide and narrow, light and dark, into out/pictures or the folder named. For the folder docs only
the wide light one, map.png: the picture of the README.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from events.corpus import read

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
Scheme = Literal["light", "dark"]
WIDE, NARROW = (1440, 900), (390, 844)


def main(folder: Path) -> None:
    """Write the pictures into a folder."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium here")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        page = Path(scratch) / "map.html"
        page.write_text(read([ROOT / "seeds" / "reports"]).snapshot(), "utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        if folder == ROOT / "docs":
            _picture(browser, page, folder / "map.png", WIDE, "light")
        else:
            schemes: tuple[Scheme, ...] = ("light", "dark")
            for size, name in ((WIDE, "wide"), (NARROW, "narrow")):
                for scheme in schemes:
                    _picture(browser, page, folder / f"map-{name}-{scheme}.png", size, scheme)
        browser.close()


def _picture(
    browser: Browser, page: Path, out: Path, size: tuple[int, int], scheme: Scheme
) -> None:
    width, height = size
    tab = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=1 if size == WIDE else 2,
    )
    tab.goto(page.as_uri())
    tab.wait_for_selector("html[data-ready=yes]")
    tab.wait_for_timeout(500)
    tab.screenshot(path=out)
    tab.close()
    print(f"{out} ({out.stat().st_size // 1024} KB)")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "out" / "pictures")
