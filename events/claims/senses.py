"""Whether a trigger is meant in its warlike sense here."""

from __future__ import annotations

import calendar

from events.claims.arms import VERBAL, any_lemma, armed, forms, is_armed
from events.claims.lexicon import (
    Trigger,
    bodies,
    clausal_verbs,
    extent,
    offices,
    triggers,
)
from events.claims.scene import Scene, subject_of
from events.claims.turns import is_another_leaving, is_turned, on_camera
from geo.types import Sentence, Token

_NUMBERS = frozenset(
    ["dozen", "hundred", "thousand", "score", "number", "lot", "ten", "dozens", "tens"]
)

_OF_THEMSELVES = frozenset({"land", "come", "plunge"})
"""What weapons do that nobody does with them: a shell lands."""


TIME_NAMES = frozenset(
    name.lower()
    for name in [*calendar.month_name, *calendar.day_name, "year", "week", "day"]
    if name
)


def is_of_day(sentence: Sentence, preposition: Token) -> bool:
    """Tell whether a phrase's preposition only leads to a day: "fell on 25 October"."""
    below = [c for c in sentence.children(preposition.index) if c.dep == "pobj"]
    return preposition.pos == "ADP" and any(o.lemma.lower() in TIME_NAMES for o in below)


def admitted(scene: Scene, sentence: Sentence, token: Token, trigger: Trigger) -> bool:
    """Tell whether the word is meant in its warlike sense here."""
    verbal = token.pos in VERBAL
    if _takes_wrong_object(sentence, token, trigger) or is_turned(scene, sentence, token):
        return False
    if trigger.ousted and (not _has_object(sentence, token) or _out_of_range(sentence, token)):
        return False  # "pushed north from X"
    if trigger.intransitive and any(c.dep == "dobj" for c in sentence.children(token.index)):
        return False
    if not verbal and not _noun_fits(sentence, token, trigger):
        return False
    if verbal and not _subject_fits(scene, sentence, token, trigger):
        return False
    text = scene.text[sentence.start : sentence.end].lower()  # a plant's name is one token
    if trigger.needs_nuclear and not any(word in text for word in extent()["nuclear"]):
        return False
    if trigger.by_weapon and not _done_by_weapon(sentence, token):
        return False
    if trigger.weapon and not (any_lemma(sentence, "weapons") or armed(scene, sentence)):
        return False
    needs_actor = trigger.needs_actor or token.lemma in trigger.nouns_need_actor
    if (
        needs_actor
        and trigger.effect in {"takes", "holds"}
        and _place_is_taken(scene, sentence, token, trigger)
    ):
        return True
    return armed(scene, sentence) if needs_actor else True


def _place_is_taken(scene: Scene, sentence: Sentence, token: Token, trigger: Trigger) -> bool:
    """Tell whether a settlement is what is taken ("if Udachne is taken", "failed to take it")."""
    what = (
        {"nsubjpass"}
        if token.lemma == "win" or trigger.effect == "holds"
        else {"nsubjpass", "dobj"}
    )
    subjects = [c for c in sentence.children(token.index) if c.dep in what]
    subjects += [c for s in subjects for c in sentence.children(s.index) if c.dep == "appos"]
    if any(_is_the_town(sentence, s) for s in subjects if s.dep == "nsubjpass"):
        return True
    return any(
        r.place is not None
        and r.place.kind == "settlement"
        and r.place.country in scene.conflict.area
        for s in subjects
        for _, r in scene.resolutions_in(s.start, s.end)
    )


def _is_the_town(sentence: Sentence, token: Token) -> bool:
    definite = any(c.lemma in {"the", "this"} for c in sentence.children(token.index))
    return definite and token.lemma in extent()["anaphors_settlement"] and token.tag == "NN"


def _done_by_weapon(sentence: Sentence, token: Token) -> bool:
    """Tell whether a weapon is the subject, or what it was done by ("killed by a bomb")."""
    subject = subject_of(sentence, token)
    done_by = [
        c
        for p in sentence.children(token.index)
        if p.dep in {"agent", "prep"} and p.lemma in {"by", "in"}
        for c in sentence.children(p.index)
    ]
    if token.lemma in _OF_THEMSELVES:
        done_by = []  # "special forces landed by helicopter"
    if subject is not None and any(
        c.dep == "amod" and c.text.lower() in {"shelling", "bombing"}
        for c in sentence.children(subject.index)
    ):
        return True  # "RSF shelling killed", as the parse has it
    if any(c.dep == "nsubjpass" for c in sentence.children(token.index)):
        subject = None  # "200 helicopters have been destroyed"
    named = [t for t in [subject, *done_by] if t is not None and t.pos in {"NOUN", "PROPN"}]
    return any(forms(t) & extent()["weapons"] and t.lemma not in triggers().nouns for t in named)


def _takes_wrong_object(sentence: Sentence, token: Token, trigger: Trigger) -> bool:
    """Tell whether it is done to something that no war takes ("took a step", "fell short")."""
    near = sentence.children(token.index)
    objects = [t for t in near if t.dep in {"dobj", "nsubjpass", "attr"}]
    objects += [o for t in objects for o in _counted(sentence, t)]
    if token.dep == "conj" and not objects and any(t.dep == "auxpass" for t in near):
        objects += [t for t in [subject_of(sentence, token)] if t is not None]
    if trigger.effect in {"takes", "holds"}:  # "took control of cameras in X"
        over = [t for t in [token, *objects] if t.lemma == "control" and t.pos == "NOUN"]
        objects += [o for t in over for o in _of_what(sentence, t)]
    if trigger.effect == "leaves":  # "pulled out of the deal"
        objects += [
            sentence.tokens[i]
            for p in near
            if p.dep == "prep"
            for i in sentence.subtree(p.index)
            if sentence.tokens[i].dep == "pobj"
        ][:1]
    if token.dep in {"acl", "relcl", "amod"} and not any(t.dep == "dobj" for t in near):
        objects.append(sentence.tokens[token.head])
    if token.lemma in {"leave", "give"} and is_another_leaving(sentence, token):
        return True
    if trigger.effect == "takes" and on_camera(sentence, near):
        return True
    if any(_stands_for(t, trigger.objects_not) and not _a_part(sentence, t) for t in objects):
        return True
    if trigger.effect in {"takes", "loses"} and any(_is_somebody(t) for t in objects):
        return True
    return any(t.lemma in trigger.not_with and not is_of_day(sentence, t) for t in near)


def _out_of_range(sentence: Sentence, verb: Token) -> bool:
    """Tell whether they were only pushed "out of range" of it, or of reach."""
    below = [sentence.tokens[i] for i in sentence.subtree(verb.index)]
    return any(
        t.lemma in {"range", "reach", "sight"} and sentence.tokens[t.head].lemma == "of"
        for t in below
    )


def _has_object(sentence: Sentence, token: Token) -> bool:
    passive = token.dep in {"acl", "amod", "relcl"}
    near = sentence.children(token.index)
    return passive or any(c.dep in {"dobj", "nsubjpass", "auxpass"} for c in near)


def _a_part(sentence: Sentence, token: Token) -> bool:
    """Tell "took the southern part of" from "took part in"."""
    return token.lemma == "part" and bool(sentence.children(token.index))


def _is_somebody(token: Token) -> bool:
    """Tell whether it is a person whom somebody took ("the mayor was captured")."""
    return token.pos == "NOUN" and token.lemma in offices() and token.lemma not in bodies()


def _counted(sentence: Sentence, token: Token) -> list[Token]:
    """Return what a number counts: "vehicles" of "dozens of vehicles"."""
    return _of_what(sentence, token) if token.lemma in _NUMBERS else []


def _of_what(sentence: Sentence, token: Token) -> list[Token]:
    of = [c for c in sentence.children(token.index) if c.dep == "prep" and c.lemma == "of"]
    return [o for p in of for o in sentence.children(p.index) if o.dep == "pobj"]


def _noun_fits(sentence: Sentence, token: Token, trigger: Trigger) -> bool:
    of = any(
        (c.dep == "prep" and c.lemma == "of") or (c.dep == "poss" and c.text.lower() == "its")
        for c in sentence.children(token.index)
    )
    verb = sentence.tokens[token.head]
    doer = subject_of(sentence, verb) if verb.pos == "VERB" and token.dep == "dobj" else None
    if trigger.effect == "holds" and doer is not None and doer.lemma in extent()["civilians"]:
        return False
    lengths = [c for c in sentence.children(token.index) if c.dep == "poss"]
    if any(c.lemma in {"hour", "minute", "day", "kilometre", "mile"} for c in lengths):
        return False  # "an hour's drive"
    several = token.tag == "NNS" and trigger.effect == "loses"
    if several and not any(o.pos == "PROPN" for o in _of_what(sentence, token)):
        return False  # "the losses of the enemy near X"
    of_things = any(t.lemma in trigger.objects_not for t in _of_what(sentence, token))
    if trigger.nouns_need_of and (of_things or not of):
        return False  # "losses of armour near X"
    return not _modified(sentence, token, trigger)


def _subject_fits(scene: Scene, sentence: Sentence, token: Token, trigger: Trigger) -> bool:
    subject = subject_of(sentence, token)
    if subject is not None and subject.lemma in trigger.agents_not:
        return False
    if token.lemma in clausal_verbs() and _says_that(sentence, token):
        return False  # "holds that Russia has taken X"
    peaceful = subject is not None and subject.lemma in extent()["civilians"]
    if peaceful and trigger.effect in {"takes", "holds"}:
        return False  # "hackers took control of", "protesters raised the flag"
    if trigger.inside and (subject is None or subject.pos == "PRON" or _masters(sentence, token)):
        return False
    subject = _by_whom(sentence, token) or subject
    if token.lemma == "evacuate" and not any_lemma(sentence, "forces"):
        return False  # "no plan to evacuate the city"
    is_leaving = trigger.effect == "leaves"
    return not trigger.needs_force or is_armed(scene, sentence, subject, is_leaving=is_leaving)


def _says_that(sentence: Sentence, verb: Token) -> bool:
    clauses = [c for c in sentence.children(verb.index) if c.dep == "ccomp"]
    return any(c.lemma == "that" for t in clauses for c in sentence.children(t.index))


def _masters(sentence: Sentence, verb: Token) -> bool:
    """Tell whether somebody is "in control" or "in possession": another trigger says that."""
    return any(
        o.lemma in {"control", "possession", "hand", "command"}
        for p in sentence.children(verb.index)
        if p.dep == "prep"
        for o in sentence.children(p.index)
    )


def _by_whom(sentence: Sentence, token: Token) -> Token | None:
    """Return the doer of a passive: "was left by its defenders"."""
    near = sentence.children(token.index)
    if not any(c.dep == "nsubjpass" for c in near):
        return None
    agents = [c for c in near if c.dep == "agent"]
    below = [o for a in agents for o in sentence.children(a.index) if o.dep == "pobj"]
    return below[0] if below else None


def _stands_for(token: Token, lemmas: frozenset[str]) -> bool:
    return token.lemma in lemmas and token.pos != "PROPN"


def _modified(sentence: Sentence, token: Token, trigger: Trigger) -> bool:
    """Tell whether a noun is the second half of a peaceful compound ("heart attack")."""
    before = sentence.tokens[token.index - 1] if token.index else None
    after = sentence.tokens[token.index + 1] if token.index + 1 < len(sentence.tokens) else None
    if before is not None and before.lemma in trigger.not_with:
        return True
    if after is None or token.dep != "compound":
        return False
    armed_men = trigger.event_type == "attack" and bool(forms(after) & extent()["forces"])
    return armed_men or after.lemma in trigger.not_with  # "assault groups"
