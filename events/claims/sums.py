"""Ground and places that are only counted ("nine villages"), and the names given for some."""

from __future__ import annotations

import re

from events.claims.clauses import objects_of
from events.claims.lexicon import extent
from events.claims.place_ref import PlaceRef, named_places
from events.claims.scene import Scene
from events.claims.triggers import Hit

_HOLDING = frozenset({"takes", "holds", "loses", "falls", "leaves"})
_AMONG = re.compile(
    r"\b(?:among (?:them|these)|namely|listing|naming|the likes of)\b|:\s|\s[–—-]\s"
)


def is_sum(hit: Hit) -> bool:
    """Tell whether ground or places are only counted: "2,000 square kilometres were liberated"."""
    measures = extent()["measures"]
    return hit.trigger.effect in _HOLDING and any(
        t.tag == "NNS" and t.lemma in measures and not _is_definite(hit, t.index)
        for t in objects_of(hit.sentence, hit)
    )


def _is_definite(hit: Hit, index: int) -> bool:
    return any(c.lemma in {"these", "those", "both"} for c in hit.sentence.children(index))


def named_of(scene: Scene, hit: Hit) -> list[PlaceRef]:
    """Return the places named as some of a sum: "nine villages, among them X and Y"."""
    sentence = hit.sentence
    found = _AMONG.search(scene.text, hit.start, sentence.end)
    if found is None:
        return []
    listed: list[PlaceRef] = []
    for token, ref in named_places(scene, sentence, ()):
        if ref.start < found.end() or ref.kind != "settlement":
            continue
        verbs = [t for t in sentence.tokens if found.end() <= t.start < token.start]
        if any(t.pos in {"VERB", "AUX"} for t in verbs):
            break
        listed.append(PlaceRef(start=ref.start, end=ref.end, text=ref.text,
                               resolution=ref.resolution, link="joined"))  # fmt: skip
    return listed
