"""Lists whose members stand between semicolons: "attacked near X; east of Y near Z; and in W"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.claims.extents import INSIDE
from events.claims.lexicon import extent
from events.claims.place_ref import PlaceRef
from events.claims.scene import Scene
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_BEARING = re.compile(r"(?:north|south|east|west)[\w-]*\s+of\s+(?:the\s+)?$", re.IGNORECASE)

Named = Sequence[tuple[Token, PlaceRef]]


def continued(
    scene: Scene, hits: Sequence[Hit], named: Named, owned: list[list[PlaceRef]]
) -> list[list[PlaceRef]]:
    """Give a trigger the places of the verbless members that follow it after semicolons."""
    sentence = hits[0].sentence if hits else None
    marks = [t.index for t in sentence.tokens if t.text == ";"] if sentence is not None else []
    if sentence is None or not marks:
        return owned
    found = [list(refs) for refs in owned]
    for low, high in zip(marks, [*marks[1:], len(sentence.tokens)], strict=True):
        number = _last_before(hits, found, low)
        if number is None or not _is_verbless(sentence, low, high):
            continue
        inside = [(t, r) for t, r in named if low < t.index < high]
        known = {r.start for refs in found for r in refs}
        found[number] += [_member(scene, sentence, t, r) for t, r in _meant(scene, inside)
                          if r.start not in known]  # fmt: skip
    return found


def _last_before(hits: Sequence[Hit], owned: list[list[PlaceRef]], mark: int) -> int | None:
    """Return the last trigger before a semicolon that has a place there."""
    numbers = [n for n, hit in enumerate(hits) if hit.head.index < mark and owned[n]]
    return numbers[-1] if numbers else None


def _is_verbless(sentence: Sentence, low: int, high: int) -> bool:
    return not any(t.pos in {"VERB", "AUX"} for t in sentence.tokens[low:high])


def _meant(scene: Scene, inside: Named) -> list[tuple[Token, PlaceRef]]:
    """Drop what only tells where the others lie: "east of Y near Z", "in W region near Z"."""
    if len(inside) < 2:
        return list(inside)
    kept = [(t, r) for t, r in inside if not _BEARING.search(scene.text[: r.start][-30:])]
    fine = [(t, r) for t, r in kept if r.kind == "settlement"]
    return fine or kept


def _member(scene: Scene, sentence: Sentence, token: Token, ref: PlaceRef) -> PlaceRef:
    """Return a place with the preposition that stands before it, or before its list."""
    before = [t for t in sentence.tokens[: token.index] if t.pos == "ADP"]
    prep = before[-1].lemma if before else None
    near = prep in extent()["near_prepositions"] and prep not in INSIDE
    return replace(ref, prep=prep, near=ref.near or near, link="joined")
