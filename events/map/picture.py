"""A picture of a snapshot, taken by a Chromium that is installed on this computer.

No package of ours drives it: Chromium itself loads the file without a network and writes the
picture.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from events.errors import EventError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SECONDS = 180


class PictureError(EventError, RuntimeError):
    """Raised when no picture can be taken: Chromium is missing, or it failed."""


def chromium() -> str:
    """Return where Chromium is: what ``CLAIMMAP_CHROMIUM`` names, else the first on the path.

    Raises
    ------
    PictureError
        There is none.
    """
    named = os.environ.get("CLAIMMAP_CHROMIUM")
    found = [path for name in ([named] if named else NAMES) if (path := shutil.which(name))]
    if not found:
        raise PictureError(
            "no Chromium found to take the picture with: install chromium, or name it in"
            " CLAIMMAP_CHROMIUM; the page itself needs none"
        )
    return found[0]


def picture_of(page: str, width: int = 1440, height: int = 900) -> bytes:
    """Return a snapshot's page as a PNG of so many pixels, as it looks when it has opened.

    Raises
    ------
    PictureError
        Chromium is missing, did not end in time, or wrote nothing.
    """
    browser = chromium()
    with tempfile.TemporaryDirectory(prefix="claimmap-") as scratch:
        source, out = Path(scratch, "map.html"), Path(scratch, "map.png")
        source.write_text(page, encoding="utf-8")
        asked = [
            *("--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
            *("--disable-background-networking", "--virtual-time-budget=20000"),
            *(f"--user-data-dir={scratch}/profile", f"--window-size={width},{height}"),
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            *(f"--screenshot={out}", source.as_uri()),
        ]
        try:
            done = subprocess.run([browser, *asked], capture_output=True, timeout=_SECONDS)
        except subprocess.TimeoutExpired as late:
            raise PictureError(f"{browser} took no picture in {_SECONDS} seconds") from late
        if not out.is_file():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise PictureError(f"{browser} took no picture: {said[-1] if said else 'no word'}")
        return out.read_bytes()
