"""The dashboard in a real browser: offline, in step with its map, each reader apart."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from events.store import Ledger
from tests.map.sample import DOCUMENTS, claim, sample_claims

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
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


def _wait_for(address: str, seconds: float = 30) -> None:
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
    page.set_default_timeout(8000)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.locator(".cm-place").first.wait_for()
    yield page
    page.close()


def view(page: Page) -> list[float]:
    """Return zoom, latitude and longitude as the permalink has them."""
    return [float(part) for part in page.url.split("map=")[1].split("&")[0].split("/")]


def test_a_stranger_reads_at_once_who_claims_hirske(page: Page) -> None:
    hirske = page.locator(".cm-place", has_text="Hirske").first
    assert hirske.is_visible()
    assert "Russia: Russia took it" in hirske.inner_text()


def test_moving_the_slider_by_keyboard_moves_the_control_table_and_keeps_the_view(
    page: Page,
) -> None:
    page.get_by_text("as of 25 June 2022").wait_for()
    before = view(page)
    page.get_by_label("Last day shown").press("ArrowLeft")
    assert "24 June 2022" in str(
        page.get_by_label("Last day shown").get_attribute("aria-valuetext")
    )
    page.get_by_text("as of 24 June 2022").wait_for(timeout=5000)
    assert view(page) == pytest.approx(before, abs=0.005)  # half a pixel
    page.get_by_label("Last day shown").press("End")
    page.get_by_text("as of 25 June 2022").wait_for(timeout=5000)


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


def test_nothing_is_asked_of_the_network(page: Page, asked: list[str], address: str) -> None:
    for view in ("Claims", "Evidence", "Not taken", "About", "Control"):
        page.get_by_test_id("stButtonGroup").get_by_text(view, exact=True).click()
        page.wait_for_timeout(250)
    own = (address, f"blob:{address}", "data:")
    assert [url for url in asked if not url.startswith(own)] == []


def test_what_one_reader_sets_another_does_not_see(
    page: Page, browser: Browser, address: str
) -> None:
    page.get_by_role("button", name="1 week").click()
    page.get_by_role("button", name="Third parties").click()
    other = browser.new_page()
    other.goto(address)
    other.locator(".cm-place").first.wait_for()
    assert other.locator(".cm-count").inner_text().startswith("31 claims")
    assert other.locator(".cm-according [aria-pressed=true]").inner_text() == "Everyone"
    other.close()


def test_the_log_has_no_warning(page: Page, log: Path) -> None:
    text = log.read_text("utf-8").lower()
    assert "warning" not in text
    assert "traceback" not in text
    assert "deprecat" not in text
