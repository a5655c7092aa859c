"""The scripts and styles of the map, as text: our own, and Leaflet's from its package.

Leaflet's released files come with ``django-js-lib-leaflet``; they are read as files of that
distribution, and nothing of it is imported.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

from events.errors import EventError

LEAFLET_DISTRIBUTION = "django-js-lib-leaflet"
SCRIPTS = (
    *("dom", "unpack", "model", "sums", "control", "words", "marks", "sprites", "canvas"),
    *(
        "ground",
        "labels",
        "waters",
        "naming",
        "gather",
        "areas",
        "layer",
        "held",
        "pane",
        "histogram",
    ),
    *("timeline", "strip", "place", "panel", "choices", "legend", "about", "hash", "print", "app"),
)
"""Our scripts in the order in which they must run."""
_SOURCE_MAP = re.compile(r"^//[#@] sourceMappingURL=.*$", re.MULTILINE)
_IMAGE_RULE = re.compile(r"[^{};]*url\(images/[^)]*\)[^;}]*;?")


class AssetError(EventError, FileNotFoundError):
    """Raised when a script or style that the map needs is not installed."""


@lru_cache(maxsize=1)
def scripts() -> str:
    """Return our scripts, joined; they define the global ``ClaimMap``."""
    return "\n".join(own(f"{name}.js") for name in SCRIPTS)


def own(name: str) -> str:
    """Return one of the files beside this module."""
    return (files("events.map") / name).read_text(encoding="utf-8")


def words() -> dict[str, Any]:
    """Return the words in which the record is put for people."""
    loaded: dict[str, Any] = json.loads(own("words.json"))
    return loaded


@lru_cache(maxsize=1)
def leaflet_script() -> str:
    """Return Leaflet's script with its licence above it."""
    licence = "/*\n" + _distributed("LICENSE") + "*/\n"
    return licence + _SOURCE_MAP.sub("", _distributed("leaflet.js")).strip() + "\n"


@lru_cache(maxsize=1)
def leaflet_style() -> str:
    """Return Leaflet's style sheet without the rules that would fetch an image."""
    return _IMAGE_RULE.sub("", _distributed("leaflet.css"))


def leaflet_version() -> str:
    """Return the version of Leaflet, such as 1.9.4."""
    return ".".join(distribution(LEAFLET_DISTRIBUTION).version.split(".")[:3])


def _distributed(name: str) -> str:
    try:
        package = distribution(LEAFLET_DISTRIBUTION)
    except PackageNotFoundError as error:
        raise AssetError(f"{LEAFLET_DISTRIBUTION} is not installed: run `make install`") from error
    wanted = [path for path in package.files or () if path.name == name]
    if not wanted:
        raise AssetError(f"{LEAFLET_DISTRIBUTION} {package.version} holds no {name}")
    return Path(str(wanted[0].locate())).read_text(encoding="utf-8")
