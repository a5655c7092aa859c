"""How much of a place is meant: all of it, a part, a share, or what lies round it."""

from __future__ import annotations

import re
from dataclasses import replace

from events.claims.clauses import objects_of
from events.claims.lexicon import extent, modality_words
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
_NAMING = frozenset({"of", "including", "like", "as", "namely"})
"""Prepositions after which a noun before them is named: "five villages, including X"."""
_BESIDES = frozenset(
    ["after", "before", "since", "from", "to", "with", "without", "unlike", "save", "except", "but"]
)
"""Prepositions by which a place stands beside what is told, not as its object."""
UNITS = frozenset({"region", "district", "country", "area"})
"""What one flag does not fly for."""
INSIDE = frozenset({"in", "within", "inside", "across", "at"})


def qualify(
    scene: Scene, sentence: Sentence, ref: PlaceRef, chain: list[Token], *, is_flag: bool = False
) -> PlaceRef:
    """Read the words between the place and its trigger: preposition, part, rim, share.

    ``chain`` leads from the place's token up to the trigger. ``is_flag`` tells that a flag speaks:
    over the town hall it flies for the town.
    """
    preps = [
        t.text.lower()
        for t in chain
        if t.dep in {"prep", "agent"} or (t.dep == "cc" and t.lemma == "but")  # "all but X"
    ]
    toponym = ref.resolution.toponym if ref.resolution else None
    inside = toponym is not None and ref.start <= toponym.start < ref.end  # no "the city"
    named = toponym.end if toponym is not None and inside else ref.end
    beyond = [t for t in chain[1:] if not named <= t.start < ref.end]  # "Kyiv region" is one
    nouns = [t for t in beyond if t.pos in {"NOUN", "NUM", "ADJ", "PROPN", "ADV", "PRON", "DET"}]
    nouns = [t for t in nouns if not _is_entire(sentence, t)]
    if is_flag:
        nouns = [t for t in nouns if t.lemma not in extent()["seats"]]
    outer = _any_of(nouns, "outer")
    percent, share_of = _share(scene, sentence, ref)
    if preps[:1] and preps[0] in {"including", "namely"} and chain[0].dep != "poss":
        preps, nouns, chain = [], [], chain[:1]  # "five villages, including X"
    thing = _is_thing_of(ref, chain, is_flag=is_flag)
    way = [t for t in chain if not (is_flag and t.pos == "VERB")]  # "a flag flying over X"
    if is_flag and any(t.lemma in extent()["seats"] for t in beyond):
        preps = [p for p in preps if p in INSIDE or p == "of"]  # "outside the town hall of X"
    return replace(
        ref,
        prep=preps[-1] if preps else None,
        near=ref.near or outer or _is_near(sentence, preps, nouns, way),
        part=percent is None and _names_part(sentence, nouns),
        whole=not (preps[:1] and preps[0] in _BESIDES)
        and not (thing or outer or _is_part(sentence, preps, nouns) or percent is not None)
        and not (is_flag and ref.kind in UNITS),
        share_percent=percent,
        share_of=share_of,
    )


def _is_entire(sentence: Sentence, noun: Token) -> bool:
    """Tell whether all of it is meant: "the entire territory of X"."""
    return any(c.lemma in {"entire", "whole"} for c in sentence.children(noun.index))


def _is_thing_of(ref: PlaceRef, chain: list[Token], *, is_flag: bool) -> bool:
    """Tell whether something of a town is meant: "Odesa's port", "a bridge in X", no town."""
    if ref.kind not in {"settlement", "region", "district", "country"} or len(chain) < 2:
        return False
    stands = extent()["anaphors_settlement"] | (extent()["seats"] if is_flag else frozenset())
    owned = chain[0].dep == "poss" and chain[1].lemma not in stands - {"port"}
    return owned or any(t.lemma in extent()["facilities"] for t in chain[1:] if t.pos == "NOUN")


def _any_of(tokens: list[Token], words: str) -> bool:
    known = extent()[words]
    forms = {form for t in tokens for form in (t.lemma, t.text.lower())}
    forms |= {t.text.lower().removesuffix("s") for t in tokens}  # "Parts", taken for a name
    return not forms.isdisjoint(known)


def _is_near(sentence: Sentence, preps: list[str], nouns: list[Token], chain: list[Token]) -> bool:
    if set(preps) & (extent()["near_prepositions"] - {"by", "past"}):
        return True
    if any(t.pos == "VERB" for t in chain[1:]) or any(t.lemma == "far" for t in chain[1:]):
        return True  # "the villages surrounding X", "not far from X"
    if any(t.pos == "ADV" and t.lemma in extent()["directions"] for t in nouns):
        return True
    if any(t.lemma == "area" for t in nouns) and preps[-1:] == ["in"]:
        return True  # "in the area of X"
    adjectives = {
        c.text.lower()
        for t in [*nouns, *chain[:1]]
        for c in sentence.children(t.index)
        if c.dep == "amod"
    }
    return bool(adjectives & extent()["surrounding_adjectives"]) and _any_of(nouns, "part")


def _is_part(sentence: Sentence, preps: list[str], nouns: list[Token]) -> bool:
    contained = preps[:1] and preps[0] in INSIDE
    outside = [t for t in nouns if t.lemma not in extent()["whole"]]
    other = any(t.pos == "NOUN" for t in outside)  # "the air over X", "the mayor of X"
    other = other or _is_beside(preps, nouns)
    return _names_part(sentence, nouns) or other or bool(contained and outside)


def _is_beside(preps: list[str], nouns: list[Token]) -> bool:
    """Tell whether a noun is tied to the place by more than "of": "a village under X"."""
    return bool(preps) and preps[0] not in _NAMING and any(t.pos == "NOUN" for t in nouns)


def _names_part(sentence: Sentence, nouns: list[Token]) -> bool:
    """Tell whether a part is named; a "mining centre" is a town, the "city centre" is not."""
    partly = modality_words()["incomplete"]["adverbs"]
    if any(c.lemma in partly for t in nouns for c in sentence.children(t.index)):
        return True  # "nearly all of X"
    return _any_of(nouns, "part") or any(
        t.lemma in extent()["middle"] and not _is_hub(sentence, t) for t in nouns
    )


def _is_hub(sentence: Sentence, centre: Token) -> bool:
    towns, directions = extent()["anaphors_settlement"], extent()["directions"]
    return any(
        c.dep in {"amod", "compound"} and c.lemma not in towns | directions | {"very"}
        for c in sentence.children(centre.index)
    )


def _share(scene: Scene, sentence: Sentence, ref: PlaceRef) -> tuple[float | None, str | None]:
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
    above = sentence.tokens[hit.head.head]
    noun = sentence.tokens[above.head] if hit.head.dep == "pobj" else above
    if hit.head.dep in {"pobj", "prep"} and noun.pos == "NOUN" and noun.lemma in words["part"]:
        return replace(ref, whole=False)  # "the heights of the village in Russian hands"
    for token in objects_of(sentence, hit):
        adjectives = {c.text.lower() for c in sentence.children(token.index) if c.dep == "amod"}
        if adjectives & words["surrounding_adjectives"] or token.lemma in words["outer"]:
            return replace(ref, near=True, whole=False)
        owned = any(c.dep == "poss" for c in sentence.children(token.index))
        if token.lemma not in words["whole"] or (owned and token.lemma in words["facilities"]):
            return replace(ref, whole=False)
    return ref
