"""Words that point back to a place: "the city", "there", and the topic of what went before."""

from __future__ import annotations

from dataclasses import replace

from events.claims.clauses import DEFINITE, indefinite_object, way_to
from events.claims.extents import qualify
from events.claims.lexicon import extent, speech
from events.claims.place_ref import PlaceRef, heads_report, in_body, named_places, place_ref
from events.claims.scene import Scene
from events.claims.statement import Statement
from events.claims.triggers import Hit
from events.types import TERRITORIAL
from geo.types import Resolution, Sentence, Token

_LOOSE = frozenset({"bombardment", "clash"})
COARSE = frozenset({"region", "district", "country", "continent", "area", "water"})
_SIZES: dict[str, tuple[int, int | None]] = {
    "city": (20_000, None),
    "capital": (50_000, None),
    "town": (1_000, 150_000),
    "village": (0, 6_000),
    "hamlet": (0, 2_000),
    "settlement": (0, 30_000),
}
_SCENE = frozenset({"in", "at", "near", "around", "outside"})
_OF_TROOPS = frozenset({"position", "line", "foothold", "trench", "gain", "front", "flank"})
"""What is theirs who fight, no part of a town: "its positions"."""
_FELT = frozenset({"bombardment", "destruction"})
"""What those tell of whom it befell: a town's own people speak of their town."""
_TAKINGS = frozenset({"takes", "falls", "loses"})
_TIMES = frozenset(
    ["day", "night", "hour", "week", "month", "morning", "evening", "afternoon", "year", "recent"]
)
_BACK = 4
"""Sentences that a pointing word ("the city", "there") is followed back."""


def pointed_place(scene: Scene, sentence: Sentence, hit: Hit, within: set[int]) -> PlaceRef | None:
    """Follow "the city", "the region" or "there" among some tokens back to what it means."""
    for token in sentence.tokens:
        if token.index not in within:
            continue
        kinds = _anaphor(sentence, token)
        of_part = token.dep == "poss" and _owns_part(sentence, token, is_flag=hit.is_flag)
        if token.dep == "poss" and not of_part and not _is_own_taking(token, hit):
            continue
        if not kinds or (token.pos == "ADV" and not _beside(sentence, token, hit)):
            continue
        ref = _last_place(scene, sentence, token, kinds)
        if ref is not None:
            chain = way_to(sentence, token, hit)
            start = min(t.start for t in [token, *sentence.children(token.index)])
            itself = replace(ref, start=start, end=token.end, described=None, near=False)
            near = qualify(scene, sentence, itself, chain, is_flag=hit.is_flag)
            if (of_part and not hit.is_flag) or token.lemma in extent()["anaphors_part"]:
                noun = sentence.tokens[token.head] if of_part else token
                rim = near.near or noun.lemma in extent()["outer"]
                near = replace(near, whole=False, part=True, near=rim)
            return replace(near, text=scene.text[start : token.end], link="pointed")
    return None


def _owns_part(sentence: Sentence, token: Token, *, is_flag: bool) -> bool:
    """Tell whether a part of it is meant: "the town's eastern districts", "its outskirts".

    Of a flag, also where it flies for the town: "over its ruins", "on its town hall".
    """
    noun, words = sentence.tokens[token.head], extent()
    if is_flag and noun.lemma in words["seats"] | {"ruin"}:
        return True
    parts = words["anaphors_part"] if token.text.lower() == "its" else words["part"]
    return noun.lemma in (parts | words["outer"] | words["middle"]) - _OF_TROOPS


def _is_own_taking(token: Token, hit: Hit) -> bool:
    """Tell whether "its" belongs to the noun of a taking: "its capture", "its fall"."""
    return hit.noun and token.head == hit.head.index and hit.trigger.effect in _TAKINGS


def _beside(sentence: Sentence, token: Token, hit: Hit) -> bool:
    """Tell whether "there" hangs on the trigger, or on its subject or object."""
    for above in sentence.ancestors(token.index)[:4]:
        if above.index in hit.tokens:
            return True
        if above.pos == "VERB":  # "fighting continued there"
            return hit.noun and hit.head.head == above.index and hit.head.dep == "nsubj"
    return False


def _anaphor(sentence: Sentence, token: Token) -> frozenset[str]:
    """Return the kinds of place that a pointing word can mean; empty for other words."""
    words = extent()
    if token.text.lower() in words["anaphors_adverb"] and token.dep == "advmod":
        return frozenset({"settlement", "facility", "region"})
    if token.text.lower() in {"it", "its"}:
        return frozenset({"settlement"}) if _it_is_a_town(sentence, token) else frozenset()
    if not _kinds_of(token, shown=True):
        return frozenset()
    children = sentence.children(token.index)
    definite = any(c.lemma in DEFINITE and c.dep in {"det", "poss"} for c in children)
    own_name = any(
        (c.pos == "PROPN" and c.dep not in {"poss", "conj"})
        or (c.dep == "prep" and c.lemma in {"of", *words["near_prepositions"]})
        for c in children
    )
    head = sentence.tokens[token.head]
    if token.dep in {"compound", "amod", "nmod"} and head.pos == "PROPN":
        return frozenset()
    of_name = any(c.lemma == "of" for c in sentence.children(head.index))  # "town hall of X"
    compound = token.dep == "compound" and head.pos == "NOUN" and not of_name
    if own_name or not (definite or compound):
        return frozenset()
    shown = any(c.lemma in {"this", "that"} and c.dep == "det" for c in children)
    return _kinds_of(token, shown=shown)


def _kinds_of(token: Token, *, shown: bool) -> frozenset[str]:
    """Return the kinds of place for which a definite noun can stand; ``shown``: by "this"."""
    words = extent()
    if token.lemma in words["anaphors_part"] and token.pos == "NOUN":
        return frozenset({"settlement"})
    if token.tag == "NNS":
        return frozenset()
    if token.lemma in words["anaphors_settlement"]:
        return frozenset({"settlement"})
    if token.lemma in words["anaphors_region"]:
        return frozenset({"region"})
    if token.lemma in words["anaphors_area"] and shown:
        return frozenset({"region", "area", "district"})
    if token.lemma in words["anaphors_facility"]:
        return frozenset({"facility", "terrain"})
    return frozenset()


def _it_is_a_town(sentence: Sentence, token: Token) -> bool:
    """Tell whether "it" or "its" can mean a place: "its capture", "captured it", "near it"."""
    if token.text.lower() == "its":
        return token.dep == "poss"
    head = sentence.tokens[token.head]
    under = any(c.dep == "prep" and c.lemma == "under" for c in sentence.children(head.index))
    if token.dep == "nsubj" and under and head.lemma in {"be", "remain", "stay"}:
        return True  # "it remains under Ukrainian control"
    shot_at = head.lemma == "at" and sentence.tokens[head.head].lemma in {"fire", "shoot"}
    near = head.lemma in extent()["near_prepositions"] or shot_at
    return _is_taken(sentence, token) or (token.dep == "pobj" and near)


def _is_taken(sentence: Sentence, it: Token) -> bool:
    """Tell whether "it" is what is taken, held or left: "captured it", "the whole of it"."""
    if it.dep == "dobj":
        return True
    of = sentence.tokens[it.head]
    counted = sentence.tokens[of.head]
    negated = any(c.dep == "neg" for c in sentence.children(counted.index))
    taken = of.lemma == "of" and counted.lemma in extent()["all_of"] and not negated
    return it.dep == "pobj" and taken


def _last_place(
    scene: Scene, sentence: Sentence, token: Token, kinds: frozenset[str]
) -> PlaceRef | None:
    number = scene.sentences_in(sentence.start, sentence.end)[0]
    low = scene.spans[max(0, number - _BACK)].start
    found = [
        r
        for _, r in scene.resolutions_in(low, token.start)
        if r.place is not None
        and r.place.kind in kinds
        and not _stands_for_actor(scene, r)
        and not in_body(scene, r.toponym.start, r.toponym.end)
        and r.toponym.use not in {"demonym", "metonymic"}
        and not heads_report(scene, r.toponym.start)
    ]
    fitting = [r for r in found if r.place is not None and _fits(token.lemma, r.place.population)]
    found = fitting or found
    here = [r for r in found if r.toponym.start >= sentence.start]
    if not found or here:
        return place_ref(scene, sentence, here[-1]) if here else None
    said = scene.times_named
    best = max(enumerate(found), key=lambda n: (said[_id(n[1])], n[0]))[1]
    return place_ref(scene, sentence, best)


def _stands_for_actor(scene: Scene, resolution: Resolution) -> bool:
    """Tell whether a name is that of a belligerent's capital ("Moscow", "Kyiv's")."""
    start, end = resolution.toponym.start, resolution.toponym.end
    if not [m for m in scene.mentions_in(start, end) if m.form == "metonym"]:
        return False
    abroad = resolution.place and resolution.place.country not in scene.conflict.countries
    return bool(abroad) or scene.text[end : end + 1] in {"'", "’"}


def _is_settlement(scene: Scene, resolution: Resolution) -> bool:
    """Tell whether a town or village itself is meant, not whoever it stands for."""
    return (
        resolution.place is not None
        and resolution.place.kind == "settlement"
        and resolution.toponym.use not in {"demonym", "metonymic", "associative"}
        and not _is_capital(scene, resolution)
    )


def _is_capital(scene: Scene, resolution: Resolution) -> bool:
    """Tell whether a name is that of a belligerent's capital, which often stands for the side."""
    start, end = resolution.toponym.start, resolution.toponym.end
    return any(m.form == "metonym" for m in scene.mentions_in(start, end))


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
    named = [r for _, r in named_places(scene, sentence, speakers)]
    named = [r for r in named if r.kind != "country"]
    if statement is not None and statement.spans:
        named = [r for r in named if statement.covers(r.start)]
    found = [r for r in named if r.kind not in COARSE] or named
    found = [r for r in found if not _is_where_said(scene, sentence, r)]
    if hit.trigger.effect == "leaves":
        found = [r for r in found if not _is_goal(sentence, r)]
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


def place_of_speaker(scene: Scene, statement: Statement | None, hit: Hit) -> list[PlaceRef]:
    """Return the town that a speaker is of: "the mayor of X said shells hit a school".

    A belligerent's capital is where its officials speak, unless its mayor does.
    """
    if statement is None or statement.speaker.phrase is None:
        return []
    if hit.trigger.event_type not in _FELT or indefinite_object(hit.sentence, hit):
        return []
    start, end = statement.speaker.phrase
    mayor = statement.speaker.kind == "local"
    found = [
        place_ref(scene, hit.sentence, r)
        for _, r in scene.resolutions_in(start, end)
        if r.place is not None and (mayor or not _is_capital(scene, r))
    ]
    own = [r for r in found if r.kind == "settlement"]
    return [replace(own[0], link="loose", whole=False)] if len(own) == 1 else []


def _is_goal(sentence: Sentence, ref: PlaceRef) -> bool:
    """Tell whether somebody only goes there: "fell back to X"."""
    token = sentence.token_at(ref.start)
    above = sentence.ancestors(token.index)[:1] if token is not None else []
    return any(t.lemma in {"to", "into", "toward", "towards"} for t in above)


def _is_where_said(scene: Scene, sentence: Sentence, ref: PlaceRef) -> bool:
    """Tell whether somebody only speaks there: "In Moscow, the ministry said that …".

    Of a belligerent's capital, and of the place of a meeting.
    """
    token = sentence.token_at(ref.start)
    above = sentence.ancestors(token.index) if token is not None else []
    verb = next((t for t in above if t.pos in {"VERB", "AUX"}), None)
    if token is None or verb is None or verb.lemma not in speech() or token.index > verb.index:
        return False
    capital = any(m.form == "metonym" for m in scene.mentions_in(token.start, token.end))
    meeting = any(t.pos == "NOUN" and t.dep == "pobj" for t in above[: above.index(verb)])
    return token.dep == "pobj" and (capital or meeting)


def is_heading(scene: Scene, sentence: Sentence, ref: PlaceRef) -> bool:
    """Tell whether a place heads an entry ("Kupiansk: …"): it is the scene, no object."""
    before = scene.text[sentence.start : ref.start]
    return not before.strip(" -–—•*") and scene.text[ref.end : ref.end + 1] == ":"


def fronted_place(scene: Scene, sentence: Sentence, hit: Hit) -> list[PlaceRef]:
    """Return the place that opens a sentence as its scene: "In X, officials said shells fell"."""
    headings = [r for _, r in named_places(scene, sentence, ()) if is_heading(scene, sentence, r)]
    if headings:
        return [replace(headings[0], link="topic", whole=False)]
    first = [t for t in sentence.tokens if t.pos != "PUNCT"][:1]
    if not first or first[0].dep != "prep" or first[0].text.lower() not in _SCENE:
        return []
    inside = sentence.subtree(first[0].index)
    found = [r for t, r in named_places(scene, sentence, ()) if t.index in inside]
    found = [r for r in found if r.kind not in COARSE and not _is_where_said(scene, sentence, r)]
    territorial = hit.trigger.event_type in TERRITORIAL
    return [replace(r, link="loose" if territorial else "joined", whole=False) for r in found[:1]]


def topic_place(scene: Scene, number: int) -> PlaceRef | None:
    """Return the one settlement that the sentence before speaks of, None if several.

    None too where this sentence names a place itself, or the one before is a headline.
    """
    here = scene.sentences[number]
    own = scene.resolutions_in(here.start, here.end)
    if any(_is_settlement(scene, r) for _, r in own):
        return None
    for before in range(number - 1, max(-1, number - 3), -1):
        sentence = scene.sentences[before]
        if (
            not scene.text[sentence.start : sentence.end]
            .rstrip(" \"”’'»)")
            .endswith((".", "!", "?"))
        ):
            return None
        named = [
            r
            for _, r in scene.resolutions_in(sentence.start, sentence.end)
            if _is_settlement(scene, r) and r.place and r.place.country in scene.conflict.countries
        ]
        if named:
            one = len({r.place.place_id for r in named if r.place}) == 1
            return replace(place_ref(scene, sentence, named[-1]), link="topic") if one else None
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
