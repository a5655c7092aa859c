"""Why a trigger yields no claim."""

from __future__ import annotations

from collections.abc import Sequence

from events.claims.clauses import is_aside, objects_of
from events.claims.extents import INSIDE
from events.claims.lexicon import extent, flag_words
from events.claims.place_ref import PlaceRef
from events.claims.scene import Scene, subject_of
from events.claims.triggers import Hit, is_bare
from geo.types import Sentence, Token

_GROUND = ("whole", "part", "middle", "outer", "all_of", "facilities", "anaphors_settlement")

_TIMES = frozenset({"day", "week", "month", "year", "hour"})

_HOLDING = frozenset({"takes", "holds", "loses"})


def no_claim(scene: Scene, hit: Hit, places: Sequence[PlaceRef]) -> str | None:
    """Return why a trigger yields no claim, or None."""
    trigger = hit.trigger
    if trigger.event_type in {"encirclement", "destruction"} and hit.head.dep == "amod":
        return "an adjective of the place, no happening"
    reason = _of_its_words(hit)
    if reason is not None:
        return reason
    if trigger.effect in {"takes", "holds"} and hit.holder is None and is_bare(hit):
        return "it is not said by whom"
    if _something_else(scene, hit, places):
        return "what is taken, held or lost is no place"
    if trigger.event_type == "clash" and (_is_only_a_length(hit) or _is_lacking(hit)):
        return "it only tells how long something took, or that it was lacking"
    if hit.noun and hit.head.dep == "compound" and _is_named_after(hit):
        return "it only names something else"
    if not _is_as_asked(hit, places):
        return "nothing says that a place fell" if not trigger.inside else "nobody is in a place"
    if not places and (trigger.effect != "leaves" or hit.noun or _only_goes_to(hit)):
        return "no place is named for it"
    abroad = [p for p in places if _abroad(scene, p)]
    if places and len(abroad) == len(places):
        return "outside the conflict's area"
    return None


def _only_goes_to(hit: Hit) -> bool:
    """Tell whether who leaves is told only to go somewhere: "fell back to X", "fled towards X"."""
    sentence = hit.sentence
    near = [hit.head, *(c for c in sentence.children(hit.head.index) if c.dep in {"advmod", "prt"})]
    return any(
        c.dep == "prep" and c.lemma in {"to", "into", "toward", "towards"}
        for t in near
        for c in sentence.children(t.index)
    )


def _is_as_asked(hit: Hit, places: Sequence[PlaceRef]) -> bool:
    """Tell whether a place stands to the trigger as its entry in the lexicon asks."""
    trigger = hit.trigger
    ways = {None, "of"} if hit.noun else {None}
    named = [p for p in places if p.link == "direct" or (p.link == "pointed" and p.prep in ways)]
    inner = any(hit.sentence.tokens[i].lemma in INSIDE for i in hit.tokens)  # "operate inside"
    there = INSIDE | ({None, "of"} if inner else set())
    if trigger.inside and not any(
        p.prep in there and not p.near and p.kind != "country" for p in named
    ):
        return False
    if trigger.places_only and not named:
        return False
    return not trigger.needs_object or _is_object(hit, places)


def _of_its_words(hit: Hit) -> str | None:
    """Return why the words of a trigger yield no claim wherever it is, or None."""
    if _is_asked(hit):
        return "it is asked, not said, who"
    if _is_mastered(hit):
        return "a situation is under control, no place"
    if hit.trigger.effect == "loses" and _is_of_positions(hit):
        return "it is not said by whom"  # "lost positions in X"
    if hit.is_flag and _is_down(hit):
        return "a flag that does not fly over a place"
    return None


def _is_mastered(hit: Hit) -> bool:
    """Tell whether no place is "under control": "the situation near X remains under control"."""
    above = hit.sentence.ancestors(hit.head.index)
    if not hit.noun or hit.head.lemma != "control" or not above or above[0].lemma != "under":
        return False
    verb = next((t for t in above if t.pos in {"VERB", "AUX"}), None)
    subject = subject_of(hit.sentence, verb) if verb is not None else None
    return subject is not None and subject.lemma in extent()["mastered"]


def _is_object(hit: Hit, places: Sequence[PlaceRef]) -> bool:
    """Tell whether a place is the object of a verb, or the subject of its passive."""
    sentence = hit.sentence
    what = [c for c in sentence.children(hit.head.index) if c.dep in {"dobj", "nsubjpass"}]
    below = sentence.children(hit.head.index)
    if any(c.dep in {"oprd", "acomp", "xcomp"} or _is_blocked(sentence, c) for c in below):
        return False  # "keeps X blocked"
    named = [t for w in what for t in [w, *_named_by(sentence, w)]]
    if any(c.tag == "VBN" for t in what for c in sentence.children(t.index) if c.index > t.index):
        return False
    return any(p.start <= t.start < p.end for p in places for t in named if not p.near)


def _is_blocked(sentence: Sentence, token: Token) -> bool:
    """Tell whether a clause below a verb is but a participle: "keeps X partly blocked"."""
    bare = not any(c.dep in {"nsubj", "mark", "aux"} for c in sentence.children(token.index))
    return token.dep == "advcl" and token.tag in {"VBN", "VBD"} and bare


def _named_by(sentence: Sentence, noun: Token) -> list[Token]:
    """Return what names a noun: "the village of X", "the villages X and Y"."""
    below = [c for c in sentence.children(noun.index) if c.dep in {"conj", "appos", "compound"}]
    if noun.lemma in extent()["whole"]:
        of = [c for c in sentence.children(noun.index) if c.dep == "prep" and c.lemma == "of"]
        below += [o for p in of for o in sentence.children(p.index)]
    return below


def _something_else(scene: Scene, hit: Hit, places: Sequence[PlaceRef]) -> bool:
    """Tell whether what is taken, held or lost is a thing or a person ("took a boy from X")."""
    free = hit.noun or hit.is_flag or hit.holder is not None
    if free or hit.trigger.effect not in _HOLDING:
        return False
    words = extent()
    ground = frozenset().union(*(words[name] for name in _GROUND))
    armed = words["forces"] if hit.trigger.ousted else frozenset()
    own = [
        c
        for i in hit.tokens
        for c in hit.sentence.children(i)
        if c.dep in {"dobj", "nsubjpass"} and c.index not in hit.tokens
    ]
    objects = own or objects_of(hit.sentence, hit)
    return bool(objects) and not any(
        t.pos == "PRON"
        or t.lemma in ground
        or t.lemma in armed
        or t.text in armed
        or any(p.start <= t.start < p.end for p in places)
        or any(_names_it(hit.sentence, t, p) for p in places)
        or scene.resolutions_in(t.start, t.end)
        or (hit.trigger.ousted and scene.mentions_in(t.start - 40, t.end))
        for t in objects
    )


def _is_of_positions(hit: Hit) -> bool:
    noun = hit.sentence.tokens[hit.head.head]
    return hit.head.dep == "amod" and not hit.noun and noun.lemma in {"position", "line", "ground"}


def _names_it(sentence: Sentence, token: Token, place: PlaceRef) -> bool:
    """Tell whether a place says which ones are meant: "two others, X and Y, were freed"."""
    named = sentence.token_at(place.start)
    return named is not None and any(
        t.dep == "appos" and t.head == token.index
        for t in [named, *sentence.ancestors(named.index)]
    )


def _is_asked(hit: Hit) -> bool:
    """Tell whether it is only asked or unknown who does it: "could not establish who holds X"."""
    verb = hit.head
    while hit.noun and verb.pos not in {"VERB", "AUX"} and verb.head != verb.index:
        verb = hit.sentence.tokens[verb.head]
    asked = any(
        c.tag == "WP" and c.dep in {"nsubj", "nsubjpass"} for c in hit.sentence.children(verb.index)
    )
    return asked and verb.dep in {"ccomp", "pcomp"}


def _is_named_after(hit: Hit) -> bool:
    """Tell whether a noun before another only names it: "combat missions"."""
    holds = hit.trigger.effect in _HOLDING
    return holds or (hit.trigger.event_type == "clash" and len(hit.tokens) == 1)


def _is_only_a_length(hit: Hit) -> bool:
    """Tell whether a noun only measures time: "after weeks of fighting"."""
    sentence = hit.sentence
    above = sentence.tokens[hit.head.head]
    unit = sentence.tokens[above.head]
    below = [o for p in sentence.children(hit.head.index) if p.lemma == "of"
             for o in sentence.children(p.index)]  # fmt: skip
    if hit.noun and above.lemma == "after" and any(o.lemma in _TIMES for o in below):
        return True  # "after a battle of several weeks"
    return hit.noun and above.lemma == "of" and unit.lemma in _TIMES


def _is_lacking(hit: Hit) -> bool:
    """Tell whether there is none of it: "left without a fight"."""
    above = hit.sentence.tokens[hit.head.head]
    return hit.noun and hit.head.dep == "pobj" and above.lemma == "without"


def _is_down(hit: Hit) -> bool:
    """Tell whether a flag is burnt, torn down, waved by fans or a ship's."""
    sentence = hit.sentence
    flag = next(sentence.tokens[i] for i in hit.tokens if sentence.tokens[i].lemma in flag_words())
    words = {t.text.lower() for t in sentence.tokens}
    if {"half", "mast"} <= words or words & {"half-mast", "half-staff"}:
        return True  # in mourning
    flown = [c for c in sentence.children(flag.index) if c.dep in {"acl", "relcl"}]
    if any(c.lemma in {"fly", "flutter", "hang", "wave", "raise", "hoist", "plant"} for c in flown):
        return False  # "showed the flag flying over X"
    verbs = [t for t in [flag, *sentence.ancestors(flag.index)] if t.pos == "VERB"]
    if verbs and _is_shown(sentence, verbs[0]):
        return False
    below = flag.dep == "pobj" and sentence.tokens[flag.head].lemma in {"under", "with", "without"}
    return below or bool(verbs and verbs[0].lemma in extent()["flags_down"])


def _is_shown(sentence: Sentence, verb: Token) -> bool:
    """Tell whether soldiers show a flag where they are: "soldiers pose with their flag in X"."""
    doer = subject_of(sentence, verb)
    return (
        doer is not None
        and verb.lemma in extent()["flags_shown"]
        and doer.lemma in extent()["forces"]
    )


def is_lost(hit: Hit, place: PlaceRef) -> bool:
    """Tell whether a place is what is lost, not who loses or where ("the plant lost power")."""
    passive = any(c.dep == "nsubjpass" for c in hit.sentence.children(hit.head.index))
    passive = passive or is_aside(hit.sentence, hit)  # "X, lost in May, was regained in June"
    what = place.prep in {None, "of", "over"} and (passive or place.start > hit.start)
    return place.link != "direct" or what


def _abroad(scene: Scene, place: PlaceRef) -> bool:
    found = place.resolution.place if place.resolution else None
    if found is None or found.country is None:
        return False
    return found.country not in scene.conflict.area
