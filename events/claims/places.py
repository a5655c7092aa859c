"""Which places a trigger speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from events.claims.clauses import closes
from events.claims.extents import INSIDE, narrow, qualify
from events.claims.lexicon import extent
from events.claims.links import inside_held, joined_places, relative_places
from events.claims.place_ref import PlaceRef, named_places
from events.claims.pointing import COARSE
from events.claims.scene import SUBJECTS, Scene
from events.claims.statement import Statement
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_AT_A_DISTANCE = frozenset({"bombardment", "attack", "destruction"})


def place_refs(
    scene: Scene, sentence: Sentence, hits: Sequence[Hit], statements: Iterable[Statement]
) -> list[list[PlaceRef]]:
    """Return the places of each hit, in the order of the hits; empty where none was found."""
    spans = [s.speaker.phrase for s in statements if s.speaker.phrase is not None]
    named = named_places(scene, sentence, spans)
    owned: list[list[PlaceRef]] = [[] for _ in hits]
    free: list[tuple[Token, PlaceRef]] = []
    for token, ref in named:
        owner, chain = _climb(sentence, token, hits)
        others = [r for _, r in named if r is not ref and r.kind not in {"country", "continent"}]
        if _locates(chain, others):
            continue
        for number in _modifiers(sentence, chain, hits):
            owned[number].append(ref)
        if owner is None or _is_agent(scene, ref, chain):
            free.append((token, ref))
        else:
            owned[owner].append(_direct(scene, hits[owner], ref, chain))
    owned = [[r for r in refs if not _merely_country(r)] for refs in owned]
    for number, hit in enumerate(hits):
        if not owned[number]:
            owned[number] = (
                inside_held(sentence, hit, named)
                or relative_places(sentence, hit, named)
                or joined_places(scene, hit, hits, free, owned)
            )
    return [
        _finest([r for r in refs if not _merely_country(r) and not _is_origin(hit, r, refs)])
        for hit, refs in zip(hits, owned, strict=True)
    ]


def _direct(scene: Scene, hit: Hit, ref: PlaceRef, chain: list[Token]) -> PlaceRef:
    """Return a place below its trigger; one in which something else is taken is not taken whole."""
    found = qualify(scene, hit.sentence, ref, chain, is_flag=hit.is_flag)
    beside = found.prep in INSIDE and hit.trigger.effect in {"takes", "holds"}
    return narrow(hit.sentence, hit, found) if beside and not hit.is_flag else found


def _is_origin(hit: Hit, ref: PlaceRef, refs: list[PlaceRef]) -> bool:
    """Tell whether fire only came from there ("shelled Nikopol from Enerhodar")."""
    return hit.trigger.event_type in _AT_A_DISTANCE and ref.prep == "from" and len(refs) > 1


def _merely_country(ref: PlaceRef) -> bool:
    """Tell whether a country is only where it happened ("fighting in eastern Ukraine")."""
    return ref.kind == "continent" or (
        ref.kind == "country" and (ref.prep in {"in", "within", "inside"} or not ref.whole)
    )


def _climb(sentence: Sentence, token: Token, hits: Sequence[Hit]) -> tuple[int | None, list[Token]]:
    """Climb from a place to the first trigger above it; return its number and the way."""
    anchors = {i: n for n, hit in enumerate(hits) for i in hit.tokens if hit.holder is None}
    chain = [token]
    here = token
    for _ in range(len(sentence.tokens)):
        if here.index in anchors:
            return anchors[here.index], chain[:-1]
        if here.head == here.index or (here.index != token.index and closes(sentence, here)):
            break
        here = sentence.tokens[here.head]
        chain.append(here)
    return None, chain


def _locates(chain: list[Token], others: Sequence[PlaceRef]) -> bool:
    """Tell whether a place only tells where another is ("Makariv, west of Kyiv")."""
    for number, (before, token) in enumerate(pairwise(chain)):
        if before.dep == "conj" or (number == 0 and before.dep == "appos"):
            return False
        if any(r.start <= token.start < r.end for r in others):
            return before.dep in {"pobj", "prep"} or number > 0
    return False


def _modifiers(sentence: Sentence, chain: list[Token], hits: Sequence[Hit]) -> list[int]:
    """Return the "X-held" or "besieged" that modify the place or a noun that stands for it."""
    found = []
    for position, token in enumerate(chain):
        whole = position == 0 or token.lemma in extent()["whole"] or token.dep == "prep"
        if not whole or token.pos in {"VERB", "AUX"}:
            break
        found += [
            number
            for number, hit in enumerate(hits)
            if hit.head.head == token.index
            and hit.head.dep in {"amod", "acl", "relcl"}
            and not hit.noun
            and hit.head.index != token.index
        ]
    return found


def _is_agent(scene: Scene, ref: PlaceRef, chain: list[Token]) -> bool:
    """Tell whether a belligerent country is the doer ("Ukraine was to withdraw"), not the place."""
    doer = chain[-1].dep in {*SUBJECTS, "poss", "agent"} if chain else False
    return ref.kind == "country" and doer


def _finest(refs: list[PlaceRef]) -> list[PlaceRef]:
    """Drop the units that merely contain another place of the same trigger."""
    fine = [r for r in refs if r.kind not in COARSE]
    if not fine or len(fine) == len(refs):
        return refs
    return [r for r in refs if r.kind not in COARSE or r.share_percent is not None]
