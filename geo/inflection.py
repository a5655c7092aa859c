"""Case endings of Ukrainian and Russian place names: from a form in a text to nominatives.

Endings alone are looked at (``seeds/lexicons/cases.toml``); most of the forms returned are no
words. The gazetteer decides which of them is a name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import product

LEAST_STEM = 2
"""Letters that are left of a word when its ending is taken away."""
LONGEST_NAME = 3
"""Words of the longest inflected name that is looked for."""
_LETTERS = ("\u0400", "\u04ff")


def is_cyrillic(word: str) -> bool:
    """Tell whether a word begins with a Cyrillic letter."""
    return _LETTERS[0] <= word[:1] <= _LETTERS[1]


@lru_cache(maxsize=20_000)
def nominatives(word: str) -> tuple[str, ...]:
    """Return the word itself and what its nominative may be, longest ending first."""
    found = [word]
    for size in range(min(_longest_ending(), len(word) - LEAST_STEM), 0, -1):
        stem, ending = word[:-size], word[-size:]
        found += [stem + other for other in _endings().get(ending, ())]
    return tuple(dict.fromkeys(found))


def name_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a name of several words may be in the nominative; not the words as they are."""
    forms = (" ".join(form) for form in product(*map(nominatives, words)))
    return tuple(form for form in forms if form != " ".join(words))


def plurals_of(word: str) -> tuple[str, ...]:
    """Return the plural names that a word without an ending may be the genitive of: Черкас."""
    found = [word + ending for ending in _endings().get("", ())]
    return tuple(found) if len(word) > LEAST_STEM else ()


@lru_cache(maxsize=1)
def _endings() -> Mapping[str, tuple[str, ...]]:
    text = files("seeds").joinpath("lexicons", "cases.toml").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for table in tomllib.loads(text).values():
        for ending, others in table.items():
            found[ending] = (*found.get(ending, ()), *others)
    return found


@lru_cache(maxsize=1)
def _longest_ending() -> int:
    return max(map(len, _endings()))
