"""The map looks as it did: colours, shapes and positions are held against small pictures.

Names are left out and the map has a fixed size, so that fonts make no difference; a picture is as
coarse as ten pixels of the page, so that neither does the smoothing of edges. After a change of the
look that is meant, run this with CLAIMMAP_LOOKS=write, and look at the pictures in ``looks``.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest
from PIL import Image

from events.actors import load_conflict
from events.map.manifest import Drawn
from events.map.snapshot import snapshot_html
from tests.browser.test_snapshot import settled
from tests.map.sample import DOCUMENTS, sample_claims

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LOOKS = Path(__file__).with_name("looks")
WIDTH, HEIGHT, COARSE = 900, 600, 10
MOST = 24  # of 255, between two cells of a picture that look the same
BARE = f"""() => {{
  const {{ app }} = ClaimMap;
  ClaimMap.Sprites.prototype.name = () => {{}};
  app.ground.towns = []; // which of them have room depends on the font
  app.stage.style.cssText = "position: fixed; z-index: 9999; left: 0; top: 0;"
    + "width: {WIDTH}px; height: {HEIGHT}px";
  for (const one of document.querySelectorAll(".leaflet-control, .cm-pane-head")) one.remove();
  for (const pane of app.panes) {{
    pane.resize();
    pane.map.setView([48.2, 37.2], 7, {{ animate: false }});
    pane.refresh(true);
  }}
}}"""

SYMBOLS = f"""() => {{
  const none = {{ held: [], plain: 0, hollow: 0, denied: 0, count: 1, disputed: false }};
  const said = [{{ held: [1] }}, {{ held: [2] }}, {{ held: [1, 2], disputed: true }},
    {{ plain: 1 }}, {{ hollow: 2 }}, {{ hollow: 1 }}, {{ denied: 4 }},
    {{ held: [2], hollow: 2, denied: 4 }}];
  const canvas = document.body.appendChild(document.createElement("canvas"));
  Object.assign(canvas, {{ width: {WIDTH}, height: {HEIGHT} }});
  canvas.style.cssText = "position: fixed; z-index: 99999; left: 0; top: 0; background: white";
  const context = canvas.getContext("2d");
  const {{ paint }} = ClaimMap.app;
  said.forEach((one, i) => ClaimMap.drawSymbol(
    context, 60 + 105 * i, 60, 30, {{ ...none, ...one }}, paint));
  ["agreed", "conceded", "one side", "third party", "disputed"].forEach((basis, down) =>
    ["current", "stale", "no coverage"].forEach((currency, across) => ClaimMap.drawStatus(context,
      60 + 105 * across, 160 + 90 * down, 30, {{ slots: [1], basis, currency }}, paint)));
}}"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drawn = Drawn(
        claims=sample_claims(), documents=DOCUMENTS, conflicts=[load_conflict("ukraine")], quotes=0
    )
    file = tmp_path_factory.mktemp("looks") / "map.html"
    file.write_text(snapshot_html(drawn), "utf-8")
    return file


@pytest.fixture
def tab(browser: Browser, page_file: Path) -> Iterator[Any]:
    """Return a function that opens the map, bare of names, by scheme and link."""
    pages: list[Page] = []

    def opened(scheme: Literal["light", "dark"] = "light", link: str = "") -> Page:
        page = browser.new_page(
            viewport={"width": 1440, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        pages.append(page)
        page.goto(page_file.as_uri() + link)
        page.wait_for_selector("html[data-ready=yes]")
        page.evaluate(BARE)
        settled(page)
        return page

    yield opened
    for page in pages:
        page.close()


def picture(page: Page) -> Image.Image:
    """Return the map as a picture of a cell for each ten by ten pixels."""
    taken = page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT})
    whole = Image.open(io.BytesIO(taken)).convert("RGB")
    return whole.resize((WIDTH // COARSE, HEIGHT // COARSE), Image.Resampling.BOX)


def differing(seen: Image.Image, known: Image.Image) -> int:
    """Return how many cells differ by more than what smoothing makes of them."""
    away = np.abs(np.asarray(seen, np.int16) - np.asarray(known, np.int16)).max(axis=2)
    return int((away > MOST).sum())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("claims", ""),
        ("held", "#show=control"),
        ("cells", "#show=control&cells=on"),
        ("sides", "#sides=Ukraine/Russia"),
    ],
)
def test_each_view_looks_as_it_did(
    tab: Any, scheme: Literal["light", "dark"], name: str, link: str
) -> None:
    compare(picture(tab(scheme, link)), f"{name}-{scheme}")


def test_each_symbol_looks_as_it_did(tab: Any) -> None:
    page = tab()
    page.evaluate(SYMBOLS)
    compare(picture(page), "symbols")


def compare(seen: Image.Image, name: str) -> None:
    """Hold a picture against the one that is kept, or keep it."""
    file = LOOKS / f"{name}.png"
    if os.environ.get("CLAIMMAP_LOOKS") == "write":
        file.parent.mkdir(exist_ok=True)
        seen.save(file, optimize=True)
    with Image.open(file) as known:
        assert differing(seen, known.convert("RGB")) == 0


CHANGES = {
    "colours": "document.querySelector('.cm').style.setProperty('--cm-side-2', '#0072b2')",
    "water": "document.querySelector('.cm').style.setProperty('--cm-water', '#f6f4ee')",
    "position": "app.panes[0].map.panBy([14, 0], { animate: false })",
    "size": "app.panes[0].claims.radiusOf = () => 14",
    "outlines": "app.panes[0].claims.areas = []",
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_comparison_sees_a_change_of(tab: Any, what: str) -> None:
    page = tab()
    page.evaluate(f"() => {{ const {{ app }} = ClaimMap; {CHANGES[what]}; app.restyle(); }}")
    settled(page)
    assert unlike(picture(page), "claims-light")


def test_the_comparison_sees_another_shape(tab: Any) -> None:
    page = tab()
    page.evaluate("() => { ClaimMap.drawDiamond = ClaimMap.drawCross; }")
    page.evaluate(SYMBOLS)
    assert unlike(picture(page), "symbols")


def unlike(seen: Image.Image, name: str) -> bool:
    """Tell whether a picture is not the one that is kept."""
    with Image.open(LOOKS / f"{name}.png") as known:
        return differing(seen, known.convert("RGB")) > 1
