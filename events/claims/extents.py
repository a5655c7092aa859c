"""How much of a place is meant: all of it, a part, a share, or what lies round it."""

from __future__ import annotations

import re
from dataclasses import replace

from events.claims.clauses import objects_of
from events.claims.lexicon import extent
from events.claims.place_ref import PlaceRef
from events.claims.scene import Scene
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_SHARES = {
    "half": 50.0,
    "two thirds": 200 / 3,
    "one third": 100 / 3,
    "a third": 100 / 3,
    "three quarters": 75.0,
    "a quarter": 25.0,
    "one fifth": 20.0,
    "a fifth": 20.0,
    "four fifths": 80.0,
}
_WORDS = "|".join(words.replace(" ", "[- ]") for words in _SHARES)
_SHARE = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?)\s*(?:%|per\s?cent)|\b(?P<word>{_WORDS})\b", re.IGNORECASE
)
INSIDE = frozenset({"in", "within", "inside", "across", "at"})


def qualify(scene: Scene, sentence: Sentence, ref: PlaceRef, chain: list[Token]) -> PlaceRef:
    """Read the words between the place and its trigger: preposition, part, rim, share."""
    words = extent()
    preps = [t.text.lower() for t in chain if t.dep in {"prep", "agent"}]
    prep = preps[-1] if preps else None
    own = preps[0] if preps else None
    inner = chain[1:]
    nouns = [t for t in inner if t.pos in {"NOUN", "NUM", "ADJ", "PROPN", "ADV"}]
    adjectives = (
        [
            c.text.lower()
            for t in [*nouns, chain[0]]
            for c in sentence.children(t.index)
            if c.dep == "amod"
        ]
        if chain
        else []
    )
    outer = any(t.lemma in words["outer"] or t.text.lower() in words["outer"] for t in nouns)
    near = (
        ref.near
        or bool(set(preps) & (words["near_prepositions"] - {"by", "behind", "past"}))
        or outer
        or any(a in words["surrounding_adjectives"] for a in adjectives if _area(nouns))
    )
    part = any(t.lemma in words["part"] or t.text.lower() in words["part"] for t in nouns)
    contained = any(t.lemma not in words["whole"] for t in nouns) and own in INSIDE
    start = min((t.start for t in [*nouns, *chain]), default=ref.start)
    percent, share_of = _share(scene, sentence, min(start, ref.start), ref)
    return replace(
        ref,
        prep=prep,
        near=near,
        whole=not (part or outer or contained or percent is not None),
        share_percent=percent,
        share_of=share_of,
    )


def _area(nouns: list[Token]) -> bool:
    return any(t.lemma in extent()["part"] for t in nouns)


def _share(
    scene: Scene, sentence: Sentence, start: int, ref: PlaceRef
) -> tuple[float | None, str | None]:
    """Read "about 95% of Luhansk province" or "half of …" in the words before the place."""
    before = scene.text[max(sentence.start, ref.start - 60) : ref.start]
    found = list(_SHARE.finditer(before))
    if not found or not re.match(r"\s+of\b", before[found[-1].end() :]):
        return None, None
    match = found[-1]
    if re.search(r"[,;]|\band\b", before[match.end() :]):
        return None, None
    number = match.group("number")
    word = (match.group("word") or "").lower().replace("-", " ")
    percent = float(number) if number else _SHARES[word]
    between = re.sub(
        r"\b(of|the|in|that|its|neighbouring|neighboring|all)\b", " ", before[match.end() :]
    )
    of = " ".join(between.split()).strip(" %") or ref.text
    return round(percent, 1), of


def narrow(sentence: Sentence, hit: Hit, ref: PlaceRef) -> PlaceRef:
    """Narrow a place that merely stands beside the trigger's own object to what that object is."""
    words = extent()
    for token in objects_of(sentence, hit):
        adjectives = {c.text.lower() for c in sentence.children(token.index) if c.dep == "amod"}
        if adjectives & words["surrounding_adjectives"] or token.lemma in words["outer"]:
            return replace(ref, near=True, whole=False)
        if token.lemma not in words["whole"]:
            return replace(ref, whole=False)
    return ref
