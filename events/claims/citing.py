"""Whose words somebody passes on: "TASS, citing the ministry", "TASS quoted X as saying"."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from events.claims.channels import channels_of
from events.claims.content import content_of
from events.claims.speakers import Speaker
from events.claims.statement import Site, Statement
from geo.types import Sentence, Token

CITING = frozenset({"cite", "quote"})


class Passed(NamedTuple):
    """The nouns that name who spoke and, where one is named, who passes it on."""

    speaker: Token
    medium: Token | None


def cited_speaker(site: Site, verb: Token, medium: Speaker) -> Speaker | None:
    """Return whose words are passed on: "TASS reported, citing the ministry, that …"."""
    sentence = site.sentence
    for token in sentence.tokens:
        near = {token.head, sentence.tokens[token.head].head}
        if token.lemma in CITING and token.tag == "VBG" and verb.index in near:
            named = [c for c in sentence.children(token.index) if c.dep == "dobj"]
            found = site.speaker(named[0]) if named else None
            if found is None or found.side is not None:
                return found
            return replace(found, side=medium.side, actor=medium.actor or medium.side)
    return None


def passed_on(sentence: Sentence, token: Token) -> Passed | None:
    """Return who speaks in "X quoted Y as saying", for its "quoted" and for its "saying"."""
    above = sentence.tokens[token.head]
    saying = token.dep == "pcomp" and token.tag == "VBG" and above.lemma == "as"
    verb = sentence.tokens[above.head] if saying else token
    if verb.lemma not in CITING or not (saying or _has_saying(sentence, verb)):
        return None
    below = sentence.children(verb.index)
    quoted = next((c for c in below if c.dep in {"dobj", "nsubjpass"}), None)
    agents = [o for c in below if c.dep == "agent" for o in sentence.children(c.index)]
    medium = next((c for c in [*below, *agents] if c.dep in {"nsubj", "pobj"}), None)
    return Passed(quoted, medium) if quoted is not None else None


def _has_saying(sentence: Sentence, verb: Token) -> bool:
    return any(
        o.tag == "VBG" and o.dep == "pcomp"
        for c in sentence.children(verb.index)
        if c.dep == "prep" and c.lemma == "as"
        for o in sentence.children(c.index)
    )


def by_medium(site: Site, verb: Token, passed: Passed, act: str) -> list[Statement]:
    """Read what somebody is quoted as saying; who quotes goes to ``via``, its side to the speaker.

    "The ministry" quoted by a side's agency is that side's.
    """
    scene, sentence = site.scene, site.sentence
    medium = site.speaker(passed.medium) if passed.medium is not None else None
    speaker = site.speaker(passed.speaker)
    spans = content_of(scene, sentence, verb, passed.medium or passed.speaker)
    if speaker is None or not spans:
        return []
    if speaker.side is None and not speaker.named and medium is not None:
        speaker = replace(speaker, side=medium.side, actor=medium.actor or medium.side)
    through = (medium.name,) if medium is not None and medium.name else ()
    via = (*through, *channels_of(scene, sentence, verb))
    return [site.said(spans, speaker, act, verb.start, via)]
