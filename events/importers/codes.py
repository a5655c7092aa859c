"""The tables of codes under ``seeds/codes``, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_codes(name: str) -> dict[str, Any]:
    """Return the table ``seeds/codes/NAME.toml``."""
    path = files("seeds").joinpath("codes", f"{name}.toml")
    return tomllib.loads(path.read_text("utf-8"))


def licence_of(form: str) -> str | None:
    """Return the id of the licence that rows of a format carry unless something else is said."""
    licences = load_codes("licences").items()
    return next((name for name, said in licences if form in said.get("formats", ())), None)


def known_licence(words: str) -> str:
    """Return the id of a licence by its id or its name, whatever their case; other words as is."""
    for name, said in load_codes("licences").items():
        if words.casefold() in (name.casefold(), said["name"].casefold()):
            return name
    return words


def may_redistribute(licence: str | None) -> bool:
    """Tell whether a licence lets rows be passed on; one that is not listed does."""
    known = load_codes("licences").get(licence or "", {})
    return bool(known.get("redistribute", True))
