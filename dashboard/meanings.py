"""What the words of the record mean, from the data that explains them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def meanings() -> Mapping[str, str]:
    """Return what each field of the record means, the computed ones behind."""
    tables = _read("fields.toml")
    return {**tables["claim"], **tables["computed"], **_read("page.toml")["fields"]}


@cache
def vocabulary() -> Mapping[str, Mapping[str, str]]:
    """Return what the words in the fields mean, by group as the page shows them."""
    groups: dict[str, Mapping[str, str]] = _read("page.toml")["words"]
    return groups


@cache
def reasons() -> Mapping[str, str]:
    """Return the reasons that a reviewer can choose for rejecting, by the key that chooses."""
    chosen: dict[str, str] = _read("page.toml")["rejections"]
    return chosen


def _read(name: str) -> dict[str, Any]:
    text = files("seeds").joinpath("codes", name).read_text("utf-8")
    return tomllib.loads(text)
