"""The words that publishing goes by: what is protected, and what is certainly nobody's name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"[^\W\d_]+")
_COMMENT = re.compile(r"(?m)(?:^|\s)#.*$")


@lru_cache(maxsize=1)
def protected_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each kind of protected object with a pattern that finds its words."""
    rows = _table("protected.toml").items()
    return tuple((kind, _any_of(row["words"])) for kind, row in rows)


def protected_kind(*texts: str | None) -> str | None:
    """Return the first kind of protected object that the texts name, or None."""
    for kind, pattern in protected_words():
        if any(text and pattern.search(text) for text in texts):
            return kind
    return None


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in longest)
    return re.compile(rf"\b(?:{either})(?:s|es)?\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def nameless_words() -> frozenset[str]:
    """Return the words, in lower case, that name no person even where they have a capital."""
    listed = {word for words in _table("no_names.toml").values() for word in words}
    return frozenset(listed | _words_of_lexicons())


@lru_cache(maxsize=1)
def unborne_words() -> frozenset[str]:
    """Return the words that name nobody although somebody may bear them: May, Major."""
    table = _table("no_names.toml")
    return frozenset([*table["calendar"], *table["titles"]])


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return given names in lower case."""
    return frozenset(_lines("given_names.txt"))


@lru_cache(maxsize=1)
def body_words() -> frozenset[str]:
    """Return the words, in lower case, that make a name that of a body ("ministry")."""
    words = _table("roles.toml")["bodies"]
    return frozenset(words)


def _words_of_lexicons() -> set[str]:
    """Return what all lexicons write in lower case, and the adjectives of countries and peoples."""
    folder = files("seeds").joinpath("lexicons")
    texts = [one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".toml")]
    plain = {word for text in texts for word in _WORD.findall(_COMMENT.sub("", text))}
    demonyms = _WORD.findall(_COMMENT.sub("", _text("demonyms.toml")))
    return {word for word in plain if word.islower()} | {word.casefold() for word in demonyms}


def _lines(name: str) -> list[str]:
    return [line for line in _text(name).splitlines() if line and not line.startswith("#")]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _text(name: str) -> str:
    return files("seeds").joinpath("lexicons", name).read_text("utf-8")
