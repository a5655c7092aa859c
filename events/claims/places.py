"""Which places a trigger speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from events.claims.clauses import closes, objects_of
from events.claims.extents import INSIDE, narrow, qualify
from events.claims.lexicon import extent
from events.claims.links import (
    apposed_place,
    beside_named,
    falling_place,
    inside_held,
    joined_places,
    relative_places,
)
from events.claims.place_ref import PlaceRef, lies_beside, named_places
from events.claims.pointing import COARSE, is_heading, pointed_place
from events.claims.scene import SUBJECTS, Scene
from events.claims.semicolons import continued
from events.claims.senses import TIME_NAMES
from events.claims.sieve import (
    AT_A_DISTANCE,
    is_goal,
    is_new_holder,
    is_origin,
    is_rim,
    merely_country,
    without_fronts,
)
from events.claims.statement import Statement
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_LENGTHS = frozenset(["kilometre", "kilometer", "km", "mile", "metre", "meter", "minute", "hour"])
_NO_LANDMARKS = frozenset({"country", "continent", "water"})
_INTO = re.compile(
    r",?\s+(?:(?:a |the )?(?:village|town|city) )?in "
    r"(?:the |neighbouring |neighboring |nearby )*|\s*\("
)
_ENTIRE = re.compile(r"\b(?:the whole of|all of|the entire|the whole)\s+(?:the\s+)?$")
_LEADING = frozenset({"into", "out", "to", "through", "towards", "toward"})
"""Prepositions of a road or a way: who holds it holds no town."""


def place_refs(
    scene: Scene, sentence: Sentence, hits: Sequence[Hit], statements: Iterable[Statement]
) -> list[list[PlaceRef]]:
    """Return the places of each hit, in the order of the hits; empty where none was found."""
    spans = [span for s in statements for span in _naming(s)]
    named = named_places(scene, sentence, spans)
    owned: list[list[PlaceRef]] = [[] for _ in hits]
    free: list[tuple[Token, PlaceRef]] = []
    locating: set[int] = set()
    for token, ref in named:
        owner, chain = _climb(sentence, token, hits)
        chain = (
            [token]
            if _of_time(sentence, token) or _of_unit(scene, sentence, token, named)
            else chain
        )
        others = [r for _, r in named if r is not ref and not _is_vast(r)]
        if is_heading(scene, sentence, ref) or _is_next_clause(sentence, token, ref, named):
            continue
        listed = token.dep == "conj" and token.head in locating
        if listed or _locates(chain, others):
            locating.add(token.index)
            continue
        for number in _modifiers(sentence, chain, hits):
            owned[number].append(_itself(hits[number], token, ref))
        if owner is None or _is_agent(scene, ref, chain):
            free.append((token, ref))
        elif not _is_passed_by(hits[owner], chain):
            owned[owner].append(_direct(scene, hits[owner], ref, chain))
    main = [n for n in named if not any(lies_beside(scene, o, n[1]) for _, o in named)]
    abroad = [any(merely_country(r) for r in refs) for refs in owned]
    owned = [
        [r for r in refs if not is_new_holder(hit, r)] or falling_place(sentence, hit, named)
        for hit, refs in zip(hits, owned, strict=True)
    ]
    owned = [_of_object(scene, hit, refs) for hit, refs in zip(hits, owned, strict=True)]
    for number, hit in enumerate(hits):
        if not owned[number] and not abroad[number]:
            owned[number] = (
                apposed_place(sentence, hit, named)
                or inside_held(sentence, hit, named)
                or relative_places(sentence, hit, main)
                or joined_places(scene, hit, hits, free, owned)
            )
    owned = [_finer(hit, refs, hits, owned) for hit, refs in zip(hits, owned, strict=True)]
    owned = without_fronts(scene, hits, owned)
    owned = [
        [*refs, *beside_named(scene, hit, named, refs)] if refs else refs
        for hit, refs in zip(hits, owned, strict=True)
    ]
    owned = continued(scene, hits, named, owned)
    kept = [
        [r for r in refs if not merely_country(r) and not is_origin(hit, r) and not is_goal(hit, r)]
        for hit, refs in zip(hits, owned, strict=True)
    ]
    return [
        _finest(scene, [r for r in refs if not is_rim(hit, r, refs)])
        for hit, refs in zip(hits, kept, strict=True)
    ]


def _is_vast(ref: PlaceRef) -> bool:
    """Tell whether a place is too large to be placed by a town: a country, a river, a sea."""
    found = ref.resolution.place if ref.resolution else None
    return ref.kind in _NO_LANDMARKS or (found is not None and found.kind == "water")


def _naming(statement: Statement) -> list[tuple[int, int]]:
    """Return the words that name a speaker, without what it says: "the report, which claimed"."""
    if statement.speaker.phrase is None:
        return []
    start, end = statement.speaker.phrase
    return [(start, statement.verb_start if start < statement.verb_start < end else end)]


def _itself(hit: Hit, token: Token, ref: PlaceRef) -> PlaceRef:
    """Return the very place that a relative clause speaks of: "a trench near X, which fell"."""
    where = any(c.lemma == "where" for c in hit.sentence.children(hit.head.index))
    if hit.head.dep == "relcl" and hit.head.head == token.index and not where:
        return replace(ref, near=False, described=None)
    return ref


def _of_object(scene: Scene, hit: Hit, refs: list[PlaceRef]) -> list[PlaceRef]:
    """Drop a mere country; where only a region frames "the town", return what that points to."""
    kept = [r for r in refs if not merely_country(r)]
    fired = hit.trigger.event_type in AT_A_DISTANCE and all(r.prep == "from" for r in kept)
    aside = hit.trigger.effect in {"takes", "holds"} and all(not r.whole for r in kept)
    if kept and (fired or aside or all(r.kind in COARSE and r.prep in INSIDE for r in kept)):
        within = {t.index for t in objects_of(hit.sentence, hit)}
        pointed = pointed_place(scene, hit.sentence, hit, within)
        return [pointed] if pointed else kept
    return kept


def _finer(
    hit: Hit, refs: list[PlaceRef], hits: Sequence[Hit], owned: list[list[PlaceRef]]
) -> list[PlaceRef]:
    """Return where the attempts that were foiled were made, where only their front is told.

    So in "in the X direction they foiled attempts to advance towards Y" and "they tried to break
    through near Y and were thrown back".
    """
    if hit.trigger.event_type != "attack_repelled" or not all(r.kind in COARSE for r in refs):
        return refs
    joined = hit.sentence.tokens[hit.head.head].index if hit.head.dep == "conj" else hit.head.index
    below = hit.sentence.subtree(joined)
    for other, places in zip(hits, owned, strict=True):
        fine = [r for r in places if r.kind not in COARSE]
        attempted = other.trigger.event_type in {"attack", "advance"}
        if attempted and other.head.index in below and fine:
            return [replace(r, link="joined") for r in fine]
    return refs


def _direct(scene: Scene, hit: Hit, ref: PlaceRef, chain: list[Token]) -> PlaceRef:
    """Return a place below its trigger; one in which something else is taken is not taken whole."""
    found = qualify(scene, hit.sentence, ref, chain, is_flag=hit.is_flag)
    leading = any(t.dep == "prep" and t.lemma in _LEADING for t in chain)
    beside = (found.prep in INSIDE or leading) and hit.trigger.effect in {"takes", "holds"}
    if beside and not hit.is_flag and objects_of(hit.sentence, hit):
        return replace(narrow(hit.sentence, hit, found), whole=False)
    everything = any(
        c.dep == "dobj"
        and c.text.lower() in {"everything", "anything", "something", "much", "nothing"}
        for c in hit.sentence.children(hit.head.index)
    )
    if everything and hit.trigger.effect in {"takes", "holds"}:
        return replace(found, whole=False)
    return found


def _is_passed_by(hit: Hit, chain: list[Token]) -> bool:
    """Tell whether a place only lies beside what is taken: "took them on its way round X"."""
    if hit.noun or hit.trigger.effect not in {"takes", "holds", "loses"}:
        return False
    below = hit.sentence.children(hit.head.index)
    pronoun = any(c.dep == "dobj" and c.pos == "PRON" for c in below)
    near = extent()["near_prepositions"]
    return pronoun and any(t.dep == "prep" and t.lemma in {*near, "round", "on"} for t in chain)


def _climb(sentence: Sentence, token: Token, hits: Sequence[Hit]) -> tuple[int | None, list[Token]]:
    """Climb from a place to the first trigger above it; return its number and the way."""
    anchors = {i: n for n, hit in enumerate(hits) for i in hit.tokens if hit.holder is None}
    chain = [token]
    here, counted = token, False
    for _ in range(len(sentence.tokens)):
        if here.index in anchors:
            return anchors[here.index], [token] if counted else chain[:-1]
        counting = _counts_up(sentence, here)
        closed = here.index != token.index and closes(sentence, here) and not counting
        if here.head == here.index or closed:
            break
        counted = counted or counting
        if _is_another_deed(sentence, here, chain):
            break
        here = sentence.tokens[here.head]
        chain.append(here)
    return None, chain


def _counts_up(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a clause only names what was counted: "…, the largest of which is X"."""
    if verb.lemma != "be" or verb.dep not in {"relcl", "advcl"}:
        return False
    return any(
        o.lemma == "which" and o.dep == "pobj"
        for c in sentence.children(verb.index)
        if c.dep == "nsubj"
        for p in sentence.children(c.index)
        if p.lemma == "of"
        for o in sentence.children(p.index)
    )


def _is_another_deed(sentence: Sentence, verb: Token, chain: list[Token]) -> bool:
    """Tell whether a verb joined to a trigger does something of its own to something else.

    In "had captured X and had inflicted losses near Y" nothing was captured near Y.
    """
    if verb.dep != "conj" or verb.pos != "VERB":
        return False
    deeds = [verb, *(c for c in sentence.children(verb.index) if c.dep == "xcomp")]
    objects = [c for t in deeds for c in sentence.children(t.index) if c.dep == "dobj"]
    first = sentence.tokens[verb.head]
    own = any(c.dep == "dobj" for c in sentence.children(first.index))
    if own and not objects and len(chain) > 2 and chain[-2].dep in {"prep", "advmod"}:
        return True  # "recaptured X but fell short of Y"
    return any(o.index != chain[0].index and o.lemma not in extent()["whole"] for o in objects)


def _of_time(sentence: Sentence, token: Token) -> bool:
    """Tell whether the parse joins a place to a month or a day ("X in March and Y this week")."""
    head = sentence.tokens[token.head]
    return token.dep == "conj" and head.lemma.lower() in TIME_NAMES


def _is_next_clause(
    sentence: Sentence, token: Token, ref: PlaceRef, named: Sequence[tuple[Token, PlaceRef]]
) -> bool:
    """Tell whether a country joined to a town begins a clause: "left X and Russia now holds Y"."""
    if ref.kind != "country" or token.dep != "conj" or token.index + 1 >= len(sentence.tokens):
        return False
    joined = [r for t, r in named if t.index == token.head and r.kind != "country"]
    return bool(joined) and sentence.tokens[token.index + 1].pos in {"VERB", "AUX", "ADV"}


def _of_unit(
    scene: Scene, sentence: Sentence, token: Token, named: Sequence[tuple[Token, PlaceRef]]
) -> bool:
    """Tell whether the parse joins a place to the region of the one before.

    So in "X in Donetsk Oblast and Y in Sumy Oblast", where Y stands beside X.
    """
    order = [t.index for t, _ in named]
    at = order.index(token.index)
    if token.dep != "conj" or at < 2:
        return False
    first, unit, second = (ref for _, ref in named[at - 2 : at + 1])
    if not unit.start <= sentence.tokens[token.head].start < unit.end:
        return False
    kinds = [ref.kind in COARSE for ref in (first, unit, second)]
    way = scene.text[first.end : unit.start]
    return kinds == [False, True, False] and _INTO.fullmatch(way) is not None


def _locates(chain: list[Token], others: Sequence[PlaceRef]) -> bool:
    """Tell whether a place only tells where another is ("Makariv, west of Kyiv")."""
    for number, (before, token) in enumerate(pairwise(chain)):
        if before.dep == "conj" or (number == 0 and before.dep == "appos"):
            return False
        if any(r.start <= token.start < r.end for r in others):
            return before.dep in {"pobj", "prep"} or number > 0
    return (
        bool(others)
        and any(t.lemma in _LENGTHS for t in chain[1:3])
        and "from" in {t.lemma for t in chain[1:3]}
    )


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
    if len(chain) > 1 and chain[-1].dep in {"nsubj", "agent"} and ref.kind == "settlement":
        named = chain[-1].lemma in extent()["forces"] or chain[-1].text in extent()["forces"]
        return named and any(t.lemma in {"from", "of", "in"} for t in chain[1:])  # "troops from X"
    return ref.kind == "country" and (doer or (bool(chain) and chain[-1].dep == "ccomp"))


def _contains(coarse: PlaceRef, fine: PlaceRef) -> bool:
    """Tell whether a unit contains another place, as far as the gazetteer tells."""
    unit = coarse.resolution.place if coarse.resolution else None
    place = fine.resolution.place if fine.resolution else None
    if unit is None or place is None or unit.kind not in {"region", "district", "country"}:
        return True
    if unit.kind == "country":
        return unit.country == place.country
    return unit.name in (place.admin1, place.admin2)


def _finest(scene: Scene, refs: list[PlaceRef]) -> list[PlaceRef]:
    """Drop what merely tells where another place of the same trigger lies."""
    kept = [r for r in refs if not any(lies_beside(scene, o, r) for o in refs if o is not r)]
    fine = [r for r in kept if r.kind not in COARSE]
    return [
        r
        for r in kept
        if r.kind not in COARSE
        or r.share_percent is not None
        or _ENTIRE.search(scene.text[max(0, r.start - 20) : r.start])
        or not any(_contains(r, f) for f in fine)
    ]
