"""Take pictures of the map, as a reader sees it: to be looked at, and hard.

Of the shipped reports, of those about Sudan that the tests read, and of 100,000 made-up claims, in
every view, wide and narrow, light and dark. With ``--readme`` only the picture of the README.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.wartime import claims_of
from events.actors import load_conflict
from events.corpus import read
from events.map.manifest import Drawn
from events.map.picture import chromium
from events.map.snapshot import snapshot_html

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
MANY = 100_000
COLOURS = 256  # of the README's picture, which is to be small
_FULLEST = """{ const { app } = ClaimMap; const hits = app.panes[0].claims.hits;
  const hit = hits.slice().sort((a, b) => b.spots.length - a.spots.length)[0];
  app.opened([...new Set(hit.spots.map((spot) => app.model.spots.place[spot]))]); }"""


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: a permalink's end, what is done then, and of which corpora."""

    link: str = ""
    script: str = ""
    of: tuple[str, ...] = ("reports", "sudan", "many")


VIEWS = {
    "claims": View(),
    "held": View("#show=control"),
    "cells": View("#show=control&cells=on", of=("reports", "sudan")),
    "sides": View(script="document.querySelector('.cm-shows > .cm-toggle').click()"),
    "according": View(script="document.querySelectorAll('.cm-according button')[1].click()"),
    "list": View(script=_FULLEST),
    "place": View(script="document.querySelector('.cm-place').click()"),
    "about": View(script="document.querySelector('.cm-about summary').click()", of=("reports",)),
}


def main() -> None:
    """Write the pictures that are asked for."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        if options.readme:
            page = _page("reports", Path(scratch))
            _readme(browser, page)
        else:
            for name in options.of:
                page = _page(name, Path(scratch))
                for view in options.views:
                    if name in VIEWS[view].of:
                        _pictures(browser, page, VIEWS[view], options.out / f"{name}-{view}")
                if name != "many":
                    _printed(browser, page, options.out / f"{name}-print")
        browser.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "pictures", help="folder")
    parser.add_argument("--of", nargs="+", choices=sorted(CORPORA), default=sorted(CORPORA))
    parser.add_argument("--views", nargs="+", choices=VIEWS, default=list(VIEWS))
    parser.add_argument("--readme", action="store_true", help="write docs/map.png alone")
    return parser.parse_args()


def _page(name: str, scratch: Path) -> Path:
    page = scratch / f"{name}.html"
    page.write_text(CORPORA[name](), "utf-8")
    return page


def _many() -> str:
    drawn = Drawn(claims=claims_of(MANY), conflicts=[load_conflict("ukraine")], quotes=0)
    return snapshot_html(drawn)


CORPORA: dict[str, Callable[[], str]] = {
    "reports": lambda: read([ROOT / "seeds" / "reports"]).snapshot(),
    "sudan": lambda: read([ROOT / "tests" / "quality" / "gold" / "sudan.jsonl"]).snapshot(),
    "many": _many,
}


def _pictures(browser: Browser, page: Path, view: View, stem: Path) -> None:
    for name in SIZES:
        for scheme in SCHEMES:
            tab = _opened(browser, page, view, name, scheme)
            out = stem.with_name(f"{stem.name}-{name}-{scheme}.png")
            tab.screenshot(path=out)
            tab.close()
            print(f"{out} ({out.stat().st_size // 1024} KB)")


def _opened(browser: Browser, page: Path, view: View, size: str, scheme: Scheme) -> Page:
    width, height = SIZES[size]
    tab = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=1 if size == "wide" else 2,
    )
    tab.goto(page.as_uri() + view.link)
    tab.wait_for_selector("html[data-ready=yes]")
    if view.script:
        tab.evaluate(view.script)
    tab.wait_for_timeout(600)
    return tab


def _printed(browser: Browser, page: Path, stem: Path) -> None:
    """Write what a printer gets, and its first pages as pictures where pdftoppm is installed."""
    tab = _opened(browser, page, VIEWS["claims"], "wide", "light")
    out = stem.with_suffix(".pdf")
    tab.pdf(path=out, format="A4", print_background=True)
    tab.close()
    print(f"{out} ({out.stat().st_size // 1024} KB)")
    if tool := shutil.which("pdftoppm"):
        subprocess.run([tool, "-r", "60", "-l", "3", "-png", out, stem], check=True)


def _readme(browser: Browser, page: Path) -> None:
    """Write the picture of the README in few colours, so that it is small."""
    out = ROOT / "docs" / "map.png"
    taken = _opened(browser, page, VIEWS["claims"], "wide", "light").screenshot()
    with Image.open(io.BytesIO(taken)) as whole:
        few = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(out, optimize=True)
    print(f"{out} ({out.stat().st_size // 1024} KB)")


if __name__ == "__main__":
    main()
