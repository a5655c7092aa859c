"""The tables under ``seeds/codes``: what things are called elsewhere, and what licences allow."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def code_table(name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the table ``seeds/codes/NAME.toml``."""
    text = files("seeds").joinpath("codes", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
