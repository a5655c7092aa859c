"""How a trigger finds its place where none hangs below it, from the nearest link to the loosest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from events.claims.clauses import (
    are_linked,
    arguments_of,
    clause_of,
    indefinite_object,
    is_aside,
    is_core,
    own_words,
    plain_way,
    way_to,
)
from events.claims.content import is_as_shown
from events.claims.extents import INSIDE, UNITS, narrow, qualify
from events.claims.lexicon import extent, triggers
from events.claims.place_ref import PlaceRef
from events.claims.pointing import pointed_place
from events.claims.scene import SUBJECTS, Scene
from events.claims.triggers import Hit
from geo.types import Sentence, Token


def inside_held(
    sentence: Sentence, hit: Hit, named: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the place that lies "inside X-held territory"."""
    if hit.holder is None:
        return []
    ways = sentence.ancestors(hit.head.index)
    if not any(t.dep == "prep" and t.lemma in INSIDE for t in ways[:2]):
        return []
    for above in ways:
        found = [r for t, r in named if t.index == above.index]
        if found:
            return found[:1]
        if above.pos in {"VERB", "AUX"}:
            break
    return []


def falling_place(
    sentence: Sentence, hit: Hit, named: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the place that is "about to fall" or "risks being cut off": the verb's subject."""
    passive = any(c.dep == "auxpass" for c in sentence.children(hit.head.index))
    head = sentence.tokens[hit.head.head]
    of_what = hit.head.dep in {"acl", "relcl"} and head.dep == "attr"  # "the first city to fall"
    if of_what and hit.trigger.effect == "holds" and hit.head.tag == "VBN":
        passive = sentence.tokens[head.head].tag in {"VBZ", "VBP"}  # "is the last city still held"
    declared = _declared(sentence, hit, named)
    owned = any(c.dep in {"nsubj", "nsubjpass"} for c in sentence.children(hit.head.index))
    joined = hit.head.dep == "conj" and not owned  # "was retaken but fell again"
    if hit.noun or declared or not (hit.head.dep in {"xcomp", "pcomp"} or of_what or joined):
        return declared
    if hit.trigger.effect != "falls" and not passive:
        return []
    for above in sentence.ancestors(hit.head.index):
        if above.pos not in {"VERB", "AUX"}:
            continue
        subjects = {
            c.index for c in sentence.children(above.index) if c.dep in {"nsubj", "nsubjpass"}
        }
        return [replace(r, link="direct") for t, r in named if t.index in subjects]
    return []


def _declared(sentence: Sentence, hit: Hit, named: list[tuple[Token, PlaceRef]]) -> list[PlaceRef]:
    """Return the place that "was declared liberated" or that somebody "shows as occupied"."""
    shown = is_as_shown(sentence, hit.head)
    if hit.noun or not (shown or (hit.head.tag == "VBN" and hit.head.dep == "oprd")):
        return []
    above = sentence.children(hit.head.head)
    passive = any(c.dep == "auxpass" for c in above)
    what = [c for c in above if c.dep == ("nsubjpass" if passive else "dobj")]
    below = {c.index: sentence.subtree(c.index) for c in what}
    return [
        replace(ref, link="direct")
        for token, ref in named
        if token.index in below
        or any(token.index in words and token.dep == "pobj" for words in below.values())
    ][:1]


def joined_places(
    scene: Scene,
    hit: Hit,
    hits: Sequence[Hit],
    free: list[tuple[Token, PlaceRef]],
    owned: list[list[PlaceRef]],
) -> list[PlaceRef]:
    """Find places for a trigger that has none below it, from the nearest to the loosest link."""
    sentence = hit.sentence
    if is_of_other_ground(sentence, hit, free):
        return []
    described = _described(scene, sentence, hit)
    if described and not any(t.dep in SUBJECTS for t, _ in free):
        return described
    modified = _modified_noun(scene, sentence, hit, free)
    if modified:
        return modified
    if indefinite_object(sentence, hit):
        return []
    pointed = pointed_place(scene, sentence, hit, own_words(sentence, hit))
    if pointed and hit.holder is not None and _is_modified(sentence, hit, pointed):
        return [replace(pointed, near=False, whole=True)]  # "across from the X-held plant"
    if pointed:
        return [narrow(sentence, hit, pointed)]
    clause = clause_of(sentence, hit) if is_core(sentence, hit) else set()
    subject = pointed_place(scene, sentence, hit, arguments_of(sentence, clause))
    if subject:
        return [narrow(sentence, hit, replace(subject, link="joined"))]
    same = [
        (t, r)
        for t, r in free
        if t.index in clause and r.kind != "country" and plain_way(sentence, t, hit)
    ]
    if same:
        near = [
            qualify(scene, sentence, r, way_to(sentence, t, hit), is_flag=hit.is_flag)
            for t, r in same
        ]
        return [narrow(sentence, hit, replace(r, link="joined")) for r in near]
    pointed = pointed_place(scene, sentence, hit, clause)
    if pointed:
        return [narrow(sentence, hit, pointed)]
    before = _of_that_attack(sentence, hit, hits, owned)
    shared = before or [r for r in _shared(sentence, hit, hits, owned) if r.prep != "from"]
    return [narrow(sentence, hit, replace(r, link="joined")) for r in shared]


def is_of_other_ground(
    sentence: Sentence, hit: Hit, named: Sequence[tuple[Token, PlaceRef]]
) -> bool:
    """Tell whether "X-held" is said of ground without a name: "the Russian-held east bank".

    Not in "Oleshky, on the Russian-held bank".
    """
    noun, words = sentence.tokens[hit.head.head], extent()
    ground = noun.lemma in words["part"] and noun.lemma not in words["whole"]
    below = sentence.subtree(noun.index)
    above = sentence.tokens[noun.head]
    lies_on = above.lemma in {"on", "in"}
    nameless = not lies_on and below.isdisjoint(t.index for t, _ in named)
    return hit.holder is not None and hit.head.dep == "amod" and ground and nameless


def beside_named(
    scene: Scene, hit: Hit, named: list[tuple[Token, PlaceRef]], refs: list[PlaceRef]
) -> list[PlaceRef]:
    """Return the town that "and" joins to a named one: "repelled attacks near the town and X"."""
    sentence = hit.sentence
    starts = {r.start for r in refs}
    mine = {t.index for t, r in named if r.start in starts}
    joined: set[int] = set()
    for index in mine:
        place = sentence.tokens[index]
        prep = sentence.tokens[place.head]
        first = sentence.tokens[place.head if place.dep == "conj" else prep.head]
        if place.dep == "conj":
            joined.add(first.index)
        elif prep.dep == "conj" and first.dep == "prep":
            joined |= {c.index for c in sentence.children(first.index) if c.dep == "pobj"}
    found = pointed_place(scene, sentence, hit, {i for i in joined - mine
                                                 if sentence.tokens[i].pos == "NOUN"})  # fmt: skip
    return [found] if found is not None else []


def _is_modified(sentence: Sentence, hit: Hit, place: PlaceRef) -> bool:
    """Tell whether the "X-held" stands right before the words for the place."""
    noun = sentence.tokens[hit.head.head]
    return hit.head.dep == "amod" and place.start <= noun.start < place.end


def _described(scene: Scene, sentence: Sentence, hit: Hit) -> list[PlaceRef]:
    """Return an unnamed place by description ("a town 10 km to the south") of the clause."""
    return [
        PlaceRef(
            start=d.start,
            end=d.end,
            text=scene.text[d.start : d.end],
            resolution=None,
            described=d,
            near=True,
        )
        for d in scene.described_in(sentence.start, sentence.end)
        if not d.named
        and 0 <= d.start - hit.start < 80
        and scene.text[d.start : d.end].lower().split(" of ")[0] not in extent()["directions"]
    ]


def _modified_noun(
    scene: Scene, sentence: Sentence, hit: Hit, free: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the place that a participle, a relative clause or "X-held territory" belongs to."""
    here = hit.head
    for _ in range(4):
        head = sentence.tokens[here.head]
        if head.index == here.index or head.pos not in {"NOUN", "PROPN", "ADP"}:
            return []
        if here.dep == "conj":
            return []
        found = [(t, r) for t, r in free if t.index == head.index] or _named_in(head, free)
        if found:
            token, ref = found[0]
            if here.dep in {"amod", "acl", "relcl", "appos"}:
                return [ref, *_coordinated(sentence, token, free)]
            return [qualify(scene, sentence, ref, [token])]
        here = head
    return []


def _named_in(noun: Token, named: Sequence[tuple[Token, PlaceRef]]) -> list[tuple[Token, PlaceRef]]:
    """Return the place that names a noun: "the Kherson and Odesa regions"."""
    before = {"nmod", "compound", "amod"}
    return [(t, r) for t, r in named if t.head == noun.index and t.dep in before][:1]


def _coordinated(
    sentence: Sentence, first: Token, free: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the places joined to one by "and" or commas."""
    joined = {first.index}
    for token in sentence.tokens:
        if token.dep == "conj" and token.head in joined:
            joined.add(token.index)
    return [r for t, r in free if t.index in joined and t.index != first.index]


def relative_places(
    sentence: Sentence, hit: Hit, named: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the place of the noun that a relative clause belongs to ("…, where", "…, that")."""
    if is_aside(sentence, hit):
        beside = _just_before(sentence, hit.head, named)
        if beside:
            return [replace(r, link="joined", near=False) for r in beside]
    for token in [hit.head, *sentence.ancestors(hit.head.index)]:
        if token.dep != "relcl":
            continue
        head = sentence.tokens[token.head]
        top = head.head if head.dep == "appos" else head.index  # "X, a town which …"
        outside = sentence.subtree(top) - sentence.subtree(token.index)
        found = _antecedent(sentence, token, head, [n for n in named if n[0].index in outside])
        if not found and head.dep == "attr":  # "X was the only city that they had captured"
            subjects = [c.index for c in sentence.children(head.head) if c.dep == "nsubj"]
            found = [r for t, r in named if t.index in subjects]
        if not found:
            found, head = _described_by(sentence, head, named)
        if any(c.lemma == "where" for c in sentence.children(token.index)):
            return [replace(_town_in(sentence, r, named), link="joined") for r in found]
        beside = _just_before(sentence, token, named)
        falls = hit.trigger.effect == "falls" and _is_of_relative(sentence, hit.head)
        if beside:
            return [
                replace(
                    r,
                    link="direct" if falls else "joined",
                    near=False,
                    described=None,
                    whole=r.whole or r.near,
                )
                for r in beside
            ]
        whole = head.lemma in extent()["whole"] or any(t.index == head.index for t, _ in named)
        return [replace(r, link="joined", whole=r.whole and whole) for r in found]
    return []


def apposed_place(
    sentence: Sentence, hit: Hit, named: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the town just before "the town (that) they lost", whichever the parse hangs it on."""
    for token in [hit.head, *sentence.ancestors(hit.head.index)]:
        noun = sentence.tokens[token.head]
        if token.dep != "relcl" or noun.lemma not in extent()["anaphors_settlement"]:
            continue
        first = min(sentence.subtree(noun.index))
        the = first > 1 and sentence.tokens[first].lemma == "the"
        if the and sentence.tokens[first - 1].text == ",":
            beside = [r for t, r in named if t.index == first - 2 and r.kind == "settlement"]
            return [replace(r, link="joined", near=False, described=None) for r in beside]
    return []


def _town_in(sentence: Sentence, ref: PlaceRef, named: list[tuple[Token, PlaceRef]]) -> PlaceRef:
    """Return the town that a region only places: "X, Y region, where …" is said of X."""
    if ref.kind not in UNITS:
        return ref
    first = next(t.index for t, r in named if r is ref)
    before = [r for t, r in named if t.index == first - 2 and r.kind == "settlement"]
    apart = first > 1 and sentence.tokens[first - 1].text == ","
    return before[0] if apart and before else ref


def _described_by(
    sentence: Sentence, noun: Token, named: list[tuple[Token, PlaceRef]]
) -> tuple[list[PlaceRef], Token]:
    """Return the place that a description is of: "X, a city of 40,000 before the war, which"."""
    for above in [noun, *sentence.ancestors(noun.index)]:
        if above.pos in {"VERB", "AUX"}:
            break
        if above.dep == "appos":
            place = sentence.tokens[above.head]
            return [r for t, r in named if t.index == place.index], place
    return [], noun


def _is_of_relative(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a relative pronoun, or nothing, is the subject: "X, which they said had"."""
    subjects = [c for c in sentence.children(verb.index) if c.dep in {"nsubj", "nsubjpass"}]
    return all(c.tag in {"WDT", "WP"} for c in subjects)


def _just_before(
    sentence: Sentence, clause: Token, named: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the place right before ", which": it is that one, whatever the parse says."""
    index = min(sentence.subtree(clause.index)) - 1
    while index > 0 and sentence.tokens[index].pos == "PUNCT":
        index -= 1
    return [r for t, r in named if t.index == index and r.kind != "country"]


def _antecedent(
    sentence: Sentence, clause: Token, head: Token, named: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return which of the places before a relative clause it belongs to.

    The one it hangs on, or the last of a list of them ("X, Y and Z, whose airfield …").
    """
    kept = [(t, r) for t, r in named if r.kind != "country"]
    for token, ref in _named_in(head, kept):  # "on the A, B and C axes, where …"
        return [ref, *_coordinated(sentence, token, kept)]
    first = min(sentence.subtree(clause.index))
    listed = [r for t, r in kept if t.index < first and (t.index == head.index or t.dep == "conj")]
    on_head = any(t.index == head.index for t, _ in kept)
    return listed[-1:] if on_head and listed else [r for _, r in kept][:1]


def _of_that_attack(
    sentence: Sentence, hit: Hit, hits: Sequence[Hit], owned: list[list[PlaceRef]]
) -> list[PlaceRef]:
    """Return where "the attack" was made that was repelled: where the one before it was."""
    if hit.trigger.event_type != "attack_repelled":
        return []
    told = [c for i in hit.tokens for c in sentence.children(i) if c.dep in {"dobj", "nsubjpass"}]
    known = [
        t
        for t in told
        if t.lemma in triggers().nouns
        and any(c.dep == "det" and c.lemma in {"the", "this"} for c in sentence.children(t.index))
    ]
    earlier = [refs for other, refs in zip(hits, owned, strict=True) if other.start < hit.start]
    return next((refs for refs in reversed(earlier) if refs), []) if known else []


def _shared(
    sentence: Sentence, hit: Hit, hits: Sequence[Hit], owned: list[list[PlaceRef]]
) -> list[PlaceRef]:
    """Return the places of a trigger joined to this one ("shelled and captured X")."""
    best: tuple[int, list[PlaceRef]] | None = None
    for other, refs in zip(hits, owned, strict=True):
        if other is hit or not refs:
            continue
        linked = are_linked(sentence, other.head, hit.head)
        distance = abs(other.head.index - hit.head.index)
        if linked and (best is None or distance < best[0]):
            best = (distance, refs)
    return [r for r in best[1] if r.link in {"direct", "joined"}] if best else []
