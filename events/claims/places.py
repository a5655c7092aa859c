"""Which places a trigger speaks of, and how much of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from events.claims.attribution import Statement
from events.claims.lexicon import extent
from events.claims.modality import ASIDES
from events.claims.scene import SUBJECTS, Scene
from events.claims.triggers import Hit
from geo.types import DescribedPlace, Resolution, Sentence, Token

_SHARE = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)\s*(?:%|per\s?cent)|\b(?P<word>half|two[- ]thirds|one[- ]third|a third"
    r"|three[- ]quarters|a quarter|one[- ]fifth|a fifth|four[- ]fifths)\b",
    re.IGNORECASE,
)
_DEFINITE = frozenset({"the", "this", "that", "its"})
_SHARES = {"half": 50.0, "two thirds": 200 / 3, "one third": 100 / 3, "a third": 100 / 3,
           "three quarters": 75.0, "a quarter": 25.0, "one fifth": 20.0, "a fifth": 20.0,
           "four fifths": 80.0}  # fmt: skip
_AT_A_DISTANCE = frozenset({"bombardment", "attack", "destruction"})
_LOOSE = frozenset({"bombardment", "clash"})
_COARSE = frozenset({"region", "district", "country", "continent", "area", "water"})
_SIZES: dict[str, tuple[int, int | None]] = {
    "city": (20_000, None),
    "capital": (50_000, None),
    "town": (1_000, 150_000),
    "village": (0, 6_000),
    "hamlet": (0, 2_000),
    "settlement": (0, 30_000),
}
_TIMES = frozenset("day night hour week month morning evening afternoon year recent".split())
_INSIDE = frozenset({"in", "within", "inside", "across", "at"})
_BACK = 4
"""Sentences that a pointing word ("the city", "there") is followed back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRef:
    """A place as a trigger speaks of it.

    ``whole`` is False for a part of it, ``near`` True for its surroundings; ``link`` tells how it
    was found: direct, joined, pointed (by "the city"), loose (merely in the sentence), topic (of
    the sentences before) or none. ``prep`` is the preposition next to the trigger.
    """

    start: int
    end: int
    text: str
    resolution: Resolution | None
    described: DescribedPlace | None = None
    prep: str | None = None
    whole: bool = True
    near: bool = False
    link: str = "direct"
    share_percent: float | None = None
    share_of: str | None = None

    @property
    def kind(self) -> str | None:
        """The kind of the resolved place, or what the text asks for."""
        if self.resolution is None:
            return None
        place = self.resolution.place
        if self.resolution.where_prec == 5:
            return "area"
        return place.kind if place else self.resolution.toponym.asked


def place_refs(
    scene: Scene, sentence: Sentence, hits: Sequence[Hit], statements: Iterable[Statement]
) -> list[list[PlaceRef]]:
    """Return the places of each hit, in the order of the hits; empty where none was found."""
    spans = [s.speaker.phrase for s in statements if s.speaker.phrase is not None]
    named = _named_places(scene, sentence, spans)
    owned: list[list[PlaceRef]] = [[] for _ in hits]
    free: list[tuple[Token, PlaceRef]] = []
    at = {
        t.index for _, ref in named for t in sentence.tokens if ref.start <= t.start < ref.end
    }
    for token, ref in named:
        owner, chain = _climb(sentence, token, hits)
        if _locates(chain, at):
            continue
        for number in _modifiers(sentence, chain, hits):
            owned[number].append(ref)
        if owner is None or _is_agent(scene, ref, chain):
            free.append((token, ref))
        else:
            owned[owner].append(_qualified(scene, sentence, ref, chain))
    for number, hit in enumerate(hits):
        if not owned[number]:
            owned[number] = (
                _inside(sentence, hit, named)
                or _where_clause(sentence, hit, named)
                or _joined(scene, sentence, hit, hits, free, owned)
            )
    return [
        _finest([r for r in refs if not _merely_country(r) and not _is_origin(hit, r, refs)])
        for hit, refs in zip(hits, owned, strict=True)
    ]


def _is_origin(hit: Hit, ref: PlaceRef, refs: list[PlaceRef]) -> bool:
    """Tell whether fire only came from there ("shelled Nikopol from Enerhodar")."""
    return hit.trigger.event_type in _AT_A_DISTANCE and ref.prep == "from" and len(refs) > 1


def _merely_country(ref: PlaceRef) -> bool:
    """Tell whether a country is only where it happened ("fighting in eastern Ukraine")."""
    return ref.kind == "continent" or ref.kind == "country" and (ref.prep in {"in", "within", "inside"} or not ref.whole)


def _named_places(
    scene: Scene, sentence: Sentence, speakers: Sequence[tuple[int, int]]
) -> list[tuple[Token, PlaceRef]]:
    found = []
    for _, resolution in scene.resolutions_in(sentence.start, sentence.end):
        toponym = resolution.toponym
        token = sentence.token_at(toponym.start)
        if token is None or toponym.use in {"metonymic", "demonym"}:
            continue
        if any(a <= toponym.start < b for a, b in speakers):
            continue
        if _in_body(scene, toponym.start, toponym.end) or _acts(scene, sentence, token):
            continue
        found.append((token, _ref(scene, sentence, resolution)))
    return found


def _acts(scene: Scene, sentence: Sentence, token: Token) -> bool:
    """Tell whether a country or capital stands for the belligerent that acts ("Moscow moved")."""
    if token.dep not in {*SUBJECTS, "poss", "pobj", "npadvmod", "conj"}:
        return False
    if token.dep == "pobj" and sentence.tokens[token.head].lemma not in {"by", "for", "with"}:
        return False
    return any(
        m.entity.sort == "actor" and m.entity.side and m.form in {"metonym", "name"}
        for m in scene.mentions_in(token.start, token.end)
    ) and not (token.dep in {"nsubjpass", "conj"})


def _in_body(scene: Scene, start: int, end: int) -> bool:
    """Tell whether the name is part of a body's or person's name ("Luhansk People's Republic")."""
    return any(
        m.start <= start and end <= m.end and (m.entity.sort != "actor" or m.end - m.start > end - start)
        for m in scene.mentions_in(max(0, start - 60), end + 60)
    )


def _ref(scene: Scene, sentence: Sentence, resolution: Resolution) -> PlaceRef:
    toponym = resolution.toponym
    described = next(
        (
            d
            for d in scene.described_in(sentence.start, sentence.end)
            if d.named and d.start <= toponym.start and toponym.end <= d.end
        ),
        None,
    )
    start = toponym.head_start if toponym.head_start is not None else toponym.start
    end = toponym.head_end if toponym.head_end is not None else toponym.end
    return PlaceRef(
        start=start,
        end=end,
        text=scene.text[start:end],
        resolution=resolution,
        described=described,
        near=described is not None and described.relation in {"near", "direction", "distance",
                                                             "outskirts", "axis"},
    )


def _climb(
    sentence: Sentence, token: Token, hits: Sequence[Hit]
) -> tuple[int | None, list[Token]]:
    """Climb from a place to the first trigger above it; return its number and the way."""
    anchors = {i: n for n, hit in enumerate(hits) for i in hit.tokens if hit.holder is None}
    chain = [token]
    here = token
    for _ in range(len(sentence.tokens)):
        if here.index in anchors:
            return anchors[here.index], chain[:-1]
        if here.head == here.index or (here.index != token.index and _closes(sentence, here)):
            break
        here = sentence.tokens[here.head]
        chain.append(here)
    return None, chain


def _locates(chain: list[Token], places: set[int]) -> bool:
    """Tell whether a place only tells where another is ("Makariv, west of Kyiv")."""
    for number, (before, token) in enumerate(zip(chain, chain[1:], strict=False)):
        if before.dep == "conj" or (number == 0 and before.dep == "appos"):
            return False
        if token.index in places and chain[0].index != token.index:
            return before.dep in {"pobj", "prep"} or number > 0
    return False


def _closes(sentence: Sentence, token: Token) -> bool:
    """Tell whether a word heads a clause of its own, which a place does not reach out of."""
    if token.dep in {"relcl", "advcl", "ccomp", "parataxis"}:
        return True
    return token.pos in {"VERB", "AUX"} and any(
        c.dep in SUBJECTS for c in sentence.children(token.index)
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
    return ref.kind == "country" and doer


def _qualified(
    scene: Scene, sentence: Sentence, ref: PlaceRef, chain: list[Token]
) -> PlaceRef:
    """Read the words between the place and its trigger: preposition, part, rim, share."""
    words = extent()
    preps = [t.text.lower() for t in chain if t.dep in {"prep", "agent"}]
    prep = preps[-1] if preps else None
    own = preps[0] if preps else None
    inner = chain[1:]
    nouns = [t for t in inner if t.pos in {"NOUN", "NUM", "ADJ", "PROPN", "ADV"}]
    adjectives = [
        c.text.lower() for t in [*nouns, chain[0]] for c in sentence.children(t.index) if c.dep == "amod"
    ] if chain else []
    outer = any(t.lemma in words["outer"] or t.text.lower() in words["outer"] for t in nouns)
    near = (
        ref.near
        or bool(set(preps) & (words["near_prepositions"] - {"by", "behind", "past"}))
        or outer
        or any(a in words["surrounding_adjectives"] for a in adjectives if _area(nouns))
    )
    part = any(t.lemma in words["part"] or t.text.lower() in words["part"] for t in nouns)
    contained = any(t.lemma not in words["whole"] for t in nouns) and own in _INSIDE
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
    between = re.sub(r"\b(of|the|in|that|its|neighbouring|neighboring|all)\b", " ",
                     before[match.end() :])
    of = " ".join(between.split()).strip(" %") or ref.text
    return round(percent, 1), of


def _inside(
    sentence: Sentence, hit: Hit, named: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the place that lies "inside X-held territory"."""
    if hit.holder is None:
        return []
    ways = sentence.ancestors(hit.head.index)
    if not any(t.dep == "prep" and t.lemma in _INSIDE for t in ways[:2]):
        return []
    for above in ways:
        found = [r for t, r in named if t.index == above.index]
        if found:
            return found[:1]
        if above.pos in {"VERB", "AUX"}:
            break
    return []


def _joined(
    scene: Scene,
    sentence: Sentence,
    hit: Hit,
    hits: Sequence[Hit],
    free: list[tuple[Token, PlaceRef]],
    owned: list[list[PlaceRef]],
) -> list[PlaceRef]:
    """Find places for a trigger that has none below it, from the nearest to the loosest link."""
    described = _described(scene, sentence, hit)
    if described:
        return described
    modified = _modified_noun(scene, sentence, hit, free)
    if modified:
        return modified
    if indefinite_object(sentence, hit):
        return []
    pointed = _pointed(scene, sentence, hit, _own_words(sentence, hit))
    if pointed:
        return [_by_object(sentence, hit, pointed)]
    clause = _clause_of(sentence, hit) if _is_core(sentence, hit) else set()
    subject = _pointed(scene, sentence, hit, _arguments(sentence, clause))
    if subject:
        return [_by_object(sentence, hit, replace(subject, link="joined"))]
    same = [
        (t, r)
        for t, r in free
        if t.index in clause and r.kind != "country" and _plain_way(sentence, t, hit)
    ]
    if same:
        near = [_qualified(scene, sentence, r, _to_verb(sentence, t, hit)) for t, r in same]
        return [_by_object(sentence, hit, replace(r, link="joined")) for r in near]
    pointed = _pointed(scene, sentence, hit, clause)
    if pointed:
        return [_by_object(sentence, hit, pointed)]
    shared = [r for r in _shared(sentence, hit, hits, owned) if r.prep != "from"]
    return [_by_object(sentence, hit, replace(r, link="joined")) for r in shared]


def _arguments(sentence: Sentence, clause: set[int]) -> set[int]:
    """Return the subjects and objects of a clause's verbs, the bare nouns."""
    return {
        t.index
        for t in sentence.tokens
        if t.index in clause and t.dep in {"nsubj", "nsubjpass", "dobj"}
    }


def _own_words(sentence: Sentence, hit: Hit) -> set[int]:
    """Return what hangs on a trigger, without the clauses joined to it."""
    own = set().union(*(sentence.subtree(i) for i in hit.tokens))
    for token in sentence.tokens:
        joined = token.dep in {"conj", "ccomp", "advcl", "relcl"} and token.pos in {"VERB", "AUX"}
        if joined and token.index in own and token.index not in hit.tokens:
            own -= sentence.subtree(token.index)
    return own | hit.tokens


def _plain_way(sentence: Sentence, token: Token, hit: Hit) -> bool:
    """Tell whether no other verb stands between a place and the clause it shares."""
    chain = _to_verb(sentence, token, hit)
    return not any(t.pos == "VERB" for t in chain[1:])


def _is_core(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a trigger is an argument of its clause, not part of an aside before it."""
    if not hit.noun:
        return True
    prepositions = []
    for above in [hit.head, *sentence.ancestors(hit.head.index)]:
        if above.pos in {"VERB", "AUX"}:
            break
        if above.dep == "prep":
            prepositions.append(above.lemma)
    return len(prepositions) <= 1 and not set(prepositions) & ASIDES


def _objects(sentence: Sentence, hit: Hit) -> list[Token]:
    """Return what the trigger is done to, where it is no name of a place."""
    found = []
    for index in sorted(hit.tokens):
        found += [
            c
            for c in sentence.children(index)
            if c.dep in {"dobj", "nsubjpass"} and c.index not in hit.tokens
        ]
    if hit.head.dep in {"acl", "relcl", "amod"} and not hit.noun:
        found.append(sentence.tokens[hit.head.head])
    return [t for t in found if t.pos == "NOUN"]


def indefinite_object(sentence: Sentence, hit: Hit) -> Token | None:
    """Return the unnamed settlement that is meant ("captured a town", "left a city")."""
    sources = [
        c
        for i in hit.tokens
        for p in sentence.children(i)
        if p.dep == "prep" and p.lemma in {"from", "of"}
        for c in sentence.children(p.index)
        if c.dep == "pobj"
    ]
    for token in [*_objects(sentence, hit), *sources]:
        determiners = {c.lemma for c in sentence.children(token.index) if c.dep in {"det", "nummod"}}
        if token.lemma in extent()["anaphors_settlement"] and not determiners & _DEFINITE:
            return token
    return None


def _by_object(sentence: Sentence, hit: Hit, ref: PlaceRef) -> PlaceRef:
    """Narrow a place that merely stands beside the trigger's own object to what that object is."""
    words = extent()
    for token in _objects(sentence, hit):
        adjectives = {c.text.lower() for c in sentence.children(token.index) if c.dep == "amod"}
        if adjectives & words["surrounding_adjectives"] or token.lemma in words["outer"]:
            return replace(ref, near=True, whole=False)
        if token.lemma not in words["whole"]:
            return replace(ref, whole=False)
    return ref


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
        if not d.named and 0 <= d.start - hit.start < 80
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
        found = [(t, r) for t, r in free if t.index == head.index]
        if found:
            token, ref = found[0]
            if here.dep in {"amod", "acl", "relcl", "appos"}:
                return [ref, *_coordinated(sentence, token, free)]
            return [_qualified(scene, sentence, ref, [token])]
        here = head
    return []


def _coordinated(
    sentence: Sentence, first: Token, free: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the places joined to one by "and" or commas."""
    joined = {first.index}
    for token in sentence.tokens:
        if token.dep == "conj" and token.head in joined:
            joined.add(token.index)
    return [r for t, r in free if t.index in joined and t.index != first.index]


def _where_clause(
    sentence: Sentence, hit: Hit, named: list[tuple[Token, PlaceRef]]
) -> list[PlaceRef]:
    """Return the place of the noun that a relative clause belongs to ("…, where", "…, that")."""
    for token in [hit.head, *sentence.ancestors(hit.head.index)]:
        if token.dep != "relcl":
            continue
        outside = sentence.subtree(token.head) - sentence.subtree(token.index)
        found = [r for t, r in named if t.index in outside and r.kind != "country"][:1]
        if any(c.lemma == "where" for c in sentence.children(token.index)):
            return [replace(r, link="joined") for r in found]
        head = sentence.tokens[token.head]
        whole = head.lemma in extent()["whole"] or any(t.index == head.index for t, _ in named)
        return [replace(r, link="joined", whole=r.whole and whole) for r in found]
    return []


def _clause_of(sentence: Sentence, hit: Hit) -> set[int]:
    """Return the tokens of the smallest clause round the trigger, without clauses below it."""
    here = hit.head
    while here.pos not in {"VERB", "AUX"} and here.head != here.index:
        here = sentence.tokens[here.head]
    top = here
    while top.head != top.index:
        above = sentence.tokens[top.head]
        verbal = above.pos in {"VERB", "AUX"}
        if top.dep in {"conj", "xcomp", "dobj", "nsubjpass", "acomp"} and verbal:
            top = above
        elif top.dep == "acl" and top.tag == "VB":  # "received the order to leave"
            governs = sentence.tokens[above.head]
            top = governs if above.dep in SUBJECTS and governs.pos == "VERB" else above
        else:
            break
    inside = sentence.subtree(top.index)
    for token in sentence.tokens:
        if token.index in inside and token.dep in {"relcl", "ccomp", "parataxis", "advcl"}:
            below = sentence.subtree(token.index)
            if hit.head.index not in below and token.index != top.index:
                inside -= below
    return inside


def _to_verb(sentence: Sentence, token: Token, hit: Hit) -> list[Token]:
    above = {t.index for t in sentence.ancestors(hit.head.index)} | hit.tokens
    chain = [token]
    for ancestor in sentence.ancestors(token.index):
        if ancestor.index in above:
            break
        chain.append(ancestor)
    return chain


def _shared(
    sentence: Sentence, hit: Hit, hits: Sequence[Hit], owned: list[list[PlaceRef]]
) -> list[PlaceRef]:
    """Return the places of a trigger joined to this one ("shelled and captured X")."""
    best: tuple[int, list[PlaceRef]] | None = None
    for other, refs in zip(hits, owned, strict=True):
        if other is hit or not refs:
            continue
        linked = _linked(sentence, other.head, hit.head)
        distance = abs(other.head.index - hit.head.index)
        if linked and (best is None or distance < best[0]):
            best = (distance, refs)
    return [r for r in best[1] if r.link in {"direct", "joined"}] if best else []


def _linked(sentence: Sentence, first: Token, second: Token) -> bool:
    """Tell whether one word hangs on the other, at most a preposition away."""
    for one, two in ((first, second), (second, first)):
        if two.index in [t.index for t in sentence.ancestors(one.index)[:2]]:
            return True
    return False


def _pointed(
    scene: Scene, sentence: Sentence, hit: Hit, within: set[int]
) -> PlaceRef | None:
    """Follow "the city", "the region" or "there" among some tokens back to what it means."""
    for token in sentence.tokens:
        if token.index not in within:
            continue
        kinds = _anaphor(sentence, token)
        if not kinds or (token.pos == "ADV" and not _beside(sentence, token, hit)):
            continue
        ref = _last_place(scene, sentence, token, kinds)
        if ref is not None:
            chain = _to_verb(sentence, token, hit)
            start = min(t.start for t in [token, *sentence.children(token.index)])
            near = _qualified(scene, sentence, replace(ref, start=start, end=token.end), chain)
            return replace(near, text=scene.text[start : token.end], link="pointed")
    return None


def _beside(sentence: Sentence, token: Token, hit: Hit) -> bool:
    """Tell whether "there" hangs on the trigger, or on its subject or object."""
    for above in sentence.ancestors(token.index)[:4]:
        if above.index in hit.tokens:
            return True
        if above.pos == "VERB":
            return False
    return False


def _anaphor(sentence: Sentence, token: Token) -> frozenset[str]:
    """Return the kinds of place that a pointing word can mean; empty for other words."""
    words = extent()
    if token.text.lower() in words["anaphors_adverb"] and token.dep == "advmod":
        return frozenset({"settlement", "facility", "region"})
    children = sentence.children(token.index)
    if token.text.lower() == "it" and token.dep == "pobj":
        near = sentence.tokens[token.head].lemma in words["near_prepositions"]
        return frozenset({"settlement"}) if near else frozenset()
    definite = any(c.lemma in _DEFINITE and c.dep in {"det", "poss"} for c in children)
    own_name = any(
        (c.pos == "PROPN" and c.dep != "poss") or (c.dep == "prep" and c.lemma == "of")
        for c in children
    )
    head = sentence.tokens[token.head]
    if token.dep in {"compound", "amod", "nmod"} and head.pos == "PROPN":
        return frozenset()
    compound = token.dep == "compound" and head.pos == "NOUN"
    if own_name or token.tag == "NNS" or not (definite or compound):
        return frozenset()
    if token.lemma in words["anaphors_settlement"]:
        return frozenset({"settlement"})
    if token.lemma in words["anaphors_region"]:
        return frozenset({"region"})
    if token.lemma in words["anaphors_area"]:
        return frozenset({"region", "area", "district"})
    if token.lemma in words["anaphors_facility"]:
        return frozenset({"facility", "terrain"})
    return frozenset()


def _last_place(
    scene: Scene, sentence: Sentence, token: Token, kinds: frozenset[str]
) -> PlaceRef | None:
    number = scene.sentences.index(sentence)
    low = scene.sentences[max(0, number - _BACK)].start
    found = [
        r
        for _, r in scene.resolutions_in(low, token.start)
        if r.place is not None
        and r.place.kind in kinds
        and r.toponym.use not in {"demonym", "metonymic"}
    ]
    fitting = [r for r in found if r.place is not None and _fits(token.lemma, r.place.population)]
    found = fitting or found
    here = [r for r in found if r.toponym.start >= sentence.start]
    if not found or here:
        return _ref(scene, sentence, here[-1]) if here else None
    said = Counter(r.place.place_id for r in scene.geoparse.resolutions if r.place)
    best = max(enumerate(found), key=lambda n: (said[_id(n[1])], n[0]))[1]
    return _ref(scene, sentence, best)


def _id(resolution: Resolution) -> str:
    return resolution.place.place_id if resolution.place else ""


def _fits(word: str, population: int | None) -> bool:
    """Tell whether a place of so many inhabitants may be called a city, town or village."""
    low, high = _SIZES.get(word, (0, None))
    return population is None or (population >= low and (high is None or population <= high))


def loose_places(
    scene: Scene, sentence: Sentence, statement: Statement | None, hit: Hit
) -> list[PlaceRef]:
    """Return the nearest named place of the sentence, for a trigger that nothing else placed."""
    if hit.trigger.needs_place and hit.trigger.event_type not in _LOOSE:
        return []
    if indefinite_object(sentence, hit) or _placed_elsewhere(sentence, hit):
        return []
    speakers = [statement.speaker.phrase] if statement and statement.speaker.phrase else []
    named = [r for _, r in _named_places(scene, sentence, speakers)]
    named = [r for r in named if r.kind != "country"]
    found = [r for r in named if r.kind not in _COARSE] or named
    if not found:
        return []
    if hit.noun and len(found) > 1:
        listed = not any(t.pos == "VERB" for t in sentence.tokens)
        return [replace(r, link="joined") for r in found] if listed else []
    nearest = min(found, key=lambda r: abs(r.start - hit.start))
    token = sentence.token_at(nearest.start)
    near = nearest.near or (
        token is not None
        and any(
            t.dep == "prep" and t.lemma in extent()["near_prepositions"]
            for t in sentence.ancestors(token.index)[:2]
        )
    )
    return [replace(nearest, link="loose", whole=False, near=near)]


def topic_place(scene: Scene, number: int) -> PlaceRef | None:
    """Return the one settlement that the sentence before speaks of, None where there are several."""
    for before in range(number - 1, max(-1, number - 3), -1):
        sentence = scene.sentences[before]
        named = [
            r
            for _, r in scene.resolutions_in(sentence.start, sentence.end)
            if r.place is not None
            and r.place.kind == "settlement"
            and r.place.country in scene.conflict.countries
            and r.toponym.use not in {"demonym", "metonymic", "associative"}
        ]
        if named:
            one = len({r.place.place_id for r in named if r.place}) == 1
            return replace(_ref(scene, sentence, named[-1]), link="topic") if one else None
    return None


def _placed_elsewhere(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether the trigger names a spot of its own that is no known place ("in the east")."""
    return any(
        c.dep == "prep"
        and c.lemma in {"in", "on", "at", "near", "against", "across"}
        and not any(o.lemma in _TIMES for o in sentence.children(c.index))
        for i in hit.tokens
        for c in sentence.children(i)
    )


def _finest(refs: list[PlaceRef]) -> list[PlaceRef]:
    """Drop the units that merely contain another place of the same trigger."""
    fine = [r for r in refs if r.kind not in _COARSE]
    if not fine or len(fine) == len(refs):
        return refs
    return [r for r in refs if r.kind not in _COARSE or r.share_percent is not None]
