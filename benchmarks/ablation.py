"""What each part of the geoparser brings: its cues or features are taken away in turn.

The other weights are not learnt anew, so a figure says what a part carries now, not what would be
lost for good without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from geo.recognize import load_weights

Parts = Mapping[str, tuple[str, tuple[str, ...]]]

PARTS: Parts = {
    "words before the name": ("recognition", ("left ",)),
    "words after the name": ("recognition", ("right ",)),
    "the name elsewhere in the text": ("recognition", ("text ", "lower elsewhere")),
    "kind and sort of name": ("recognition", ("kind ", "how ", "own name", "folded")),
    "common words, given names": ("recognition", ("common", "given", "month", "acronym")),
    "head nouns": ("resolution", ("asked ",)),
    "region or country named beside it": ("resolution", ("inside ", "not inside")),
    "countries and regions of the text": ("resolution", ("country ", "region ")),
    "distance to the other places": (
        "resolution",
        ("near another", "near in ", "near its ", "near the next", "village ", "chosen elsewhere"),
    ),
    "places in focus": ("resolution", ("near the front", "focus ")),
    "population": ("resolution", ("population ", "code ")),
    "kind of place": ("resolution", ("kind ",)),
    "sort of name": ("resolution", ("how ", "folded", "first", "stem alone")),
    "unit or the city it is named after": ("resolution", ("unit ",)),
}
"""By part: the model whose weights it is of, and what their names begin with."""


@contextmanager
def without(part: str) -> Iterator[None]:
    """Take the weights of a part away for a while."""
    model, beginnings = PARTS[part]
    kept = {k: v for k, v in load_weights(model).items() if not k.startswith(beginnings)}
    with swapped(model, kept):
        yield


@contextmanager
def swapped(model: str, weights: Mapping[str, float]) -> Iterator[None]:
    """Let a model have other weights for a while: those that `load_weights` remembers."""
    remembered = load_weights(model)
    if not isinstance(remembered, dict):
        raise TypeError("load_weights is expected to remember a dict")
    before = dict(remembered)
    remembered.clear()
    remembered.update(weights)
    try:
        yield
    finally:
        remembered.clear()
        remembered.update(before)
