"""What kind of event a word means where it stands: an attack by shells, one that failed, a push."""

from __future__ import annotations

from dataclasses import replace

from events.claims.lexicon import (
    Trigger,
    extent,
    repelled_words,
    stopping_verbs,
)
from events.claims.scene import Scene
from geo.types import Sentence, Token


def as_meant(scene: Scene, sentence: Sentence, token: Token, trigger: Trigger) -> Trigger:
    """Tell attacks apart: one "without success" was repelled, a "drone attack" is fire."""
    if (
        token.lemma == "strike"
        and trigger.event_type == "bombardment"
        and _is_push(sentence, token)
    ):
        return replace(trigger, event_type="attack")
    if trigger.event_type == "attack_repelled" and _gains_ground(sentence, token):
        return replace(trigger, event_type="advance")
    stopped = sentence.tokens[token.head].lemma in stopping_verbs()
    if trigger.event_type == "advance" and token.dep in {"dobj", "nsubjpass"} and stopped:
        return replace(trigger, event_type="attack_repelled")
    if trigger.event_type != "attack":
        return trigger
    kinds = {c.lemma for c in sentence.children(token.index) if c.dep in {"compound", "amod"}}
    kinds |= {
        o.lemma
        for p in sentence.children(token.index)
        if p.dep == "prep" and p.lemma == "with"
        for o in sentence.children(p.index)
    }
    if kinds & (extent()["weapons"] - {"tank"}):
        return replace(trigger, event_type="bombardment")
    above = sentence.tokens[token.head]
    if token.dep in {"dobj", "nsubjpass"} and above.lemma in stopping_verbs():
        return replace(trigger, event_type="attack_repelled")
    text = scene.text[sentence.start : sentence.end].lower()
    failed = any(words in text for words in repelled_words())
    return replace(trigger, event_type="attack_repelled") if failed else trigger


def _gains_ground(sentence: Sentence, verb: Token) -> bool:
    """Tell whether somebody is driven back by so much: "pushed them back several kilometres"."""
    below = [c for c in sentence.children(verb.index) if c.dep in {"prt", "advmod"}]
    near = [d for c in [verb, *below] for d in sentence.children(c.index)]
    measures = [c for c in near if c.dep in {"npadvmod", "dobj"}]
    by = [
        o for c in near if c.dep == "prep" and c.lemma == "by" for o in sentence.children(c.index)
    ]
    return any(t.lemma in extent()["lengths"] for t in [*measures, *by])


def _is_push(sentence: Sentence, strike: Token) -> bool:
    """Tell whether a strike is made on the ground: "a strike towards X"."""
    below = sentence.children(strike.index)
    return any(c.dep == "prep" and c.lemma in {"toward", "towards"} for c in below)
