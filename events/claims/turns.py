"""Words that make another verb of "take", "clear" or "leave": "took X by surprise"."""

from __future__ import annotations

from collections.abc import Sequence

from events.claims.arms import VERBAL, forms, is_armed
from events.claims.around import is_negated
from events.claims.lexicon import (
    extent,
)
from events.claims.scene import Scene, subject_of
from geo.types import Sentence, Token

_THEMSELVES = frozenset(
    ["me", "us", "him", "her", "you", "himself", "herself", "itself", "themselves", "ourselves"]
)

_STAYING = frozenset({"with", "without", "in", "inside", "at", "on"})

_TURNS = frozenset({"under", "into", "off", "by", "to", "for"})

_FILM = frozenset({"video", "film", "camera", "tape", "footage"})

_LED = frozenset({"pobj", "pcomp", "amod"})


def on_camera(sentence: Sentence, near: Sequence[Token]) -> bool:
    """Tell whether somebody was only "captured on video"."""
    on = [c for c in near if c.dep == "prep" and c.lemma in {"on", "in"}]
    return any(o.lemma in _FILM for p in on for o in sentence.children(p.index))


def _by_storm(scene: Scene, sentence: Sentence, verb: Token) -> bool:
    """Tell whether somebody who bears no arms "took X by storm"."""
    by = [c for c in sentence.children(verb.index) if c.lemma == "by"]
    storm = any(o.lemma == "storm" for p in by for o in sentence.children(p.index))
    subject = subject_of(sentence, verb)
    return storm and not is_armed(scene, sentence, subject, is_leaving=False)


def _of_no_foe(scene: Scene, sentence: Sentence, verb: Token) -> bool:
    """Tell whether a place is cleared of things, not of a foe: "cleared X of mines"."""
    if verb.lemma not in {"clear", "free"} or verb.pos not in VERBAL:
        return False
    near = sentence.children(verb.index)
    of = [c for c in near if c.dep == "prep" and c.lemma in {"of", "from"}]
    rid = [sentence.tokens[i] for p in of for i in sentence.subtree(p.index)]
    rid = [t for t in rid if t.pos in {"NOUN", "PROPN"}]
    foes = extent()["forces"] | extent()["foes"]
    return bool(rid) and not any(forms(t) & foes or scene.mentions_in(t.start, t.end) for t in rid)


def is_another_leaving(sentence: Sentence, verb: Token) -> bool:
    """Tell whether nobody leaves: "left X in ruins", "left us to drown", "gave itself up"."""
    below = sentence.children(verb.index)
    if any(c.dep == "dobj" and c.text.lower() in _THEMSELVES for c in below):
        return True
    if verb.lemma == "leave" and _stays(sentence, below):
        return True
    ruined = [o for p in below if p.dep == "prep" for o in sentence.children(p.index)]
    named = any(c.dep == "dobj" for c in below)
    return named and any(o.lemma in extent()["wrecked"] for o in ruined)


def _stays(sentence: Sentence, below: Sequence[Token]) -> bool:
    """Tell whether somebody is left somewhere: "were left in the works", not "no one was left"."""
    subjects = [c for c in below if c.dep == "nsubjpass" and c.pos == "NOUN"]
    ways = any(c.dep == "prep" and c.lemma in _STAYING for c in below)
    nobody = any(is_negated(sentence, t) or t.lemma == "one" for t in subjects)
    return bool(subjects) and ways and not nobody and not any(c.dep == "agent" for c in below)


def is_turned(scene: Scene, sentence: Sentence, token: Token) -> bool:
    """Tell whether what follows makes another verb of it: "took X by surprise", "won X over"."""
    if _of_no_foe(scene, sentence, token) or _by_storm(scene, sentence, token):
        return True
    if token.lemma not in {"take", "win"}:
        return False
    led = {(c.text.lower(), c.dep) for c in sentence.children(token.index)}
    if token.lemma == "win" or ("granted", "advcl") in led:
        return bool(led & {("over", "prt"), ("granted", "advcl")})
    for preposition in sentence.children(token.index):
        if preposition.dep not in {"prep", "prt"} or preposition.lemma not in _TURNS:
            continue
        objects = [c for c in sentence.children(preposition.index) if c.dep in _LED]
        below = {c.lemma for o in objects for c in sentence.children(o.index)}
        if preposition.lemma in {"by", "to", "for"}:
            return any(o.lemma in extent()["take_turns"] for o in objects)
        controlled = any(o.lemma in {"control", "hand", "occupation"} for o in objects)
        if not controlled or "fire" in below:
            return True
    return False
