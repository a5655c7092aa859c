"""Through whom or what something was said: the medium that was told."""

from __future__ import annotations

import re

from events.claims.scene import Scene, span_of
from geo.types import Sentence, Token

_MEDIUM_PREPOSITIONS = frozenset({"to", "on", "via", "in", "through", "with"})
_CHANNEL = re.compile(
    r"\b(television|tv|radio|state media|daily|newspaper|magazine|broadcaster|news agency)\b",
    re.IGNORECASE,
)


def channels_of(scene: Scene, sentence: Sentence, verb: Token) -> tuple[str, ...]:
    """Return the medium that was told, or on which it was said."""
    found = []
    for child in sentence.children(verb.index):
        spoken_to = child.dep in {"dobj", "dative", "iobj"}
        through = child.dep in {"prep", "agent"} and child.lemma in _MEDIUM_PREPOSITIONS
        if not (spoken_to or through):
            continue
        start, end = span_of(sentence, sentence.subtree(child.index))
        media = [m for m in scene.mentions_in(start, end) if m.entity.sort == "medium"]
        if media:
            found.append(media[0].entity.name)
        elif through and _CHANNEL.search(scene.text[start:end]):
            words = scene.text[start:end].split(maxsplit=1)
            found.append(words[1] if len(words) > 1 else words[0])
    return tuple(found)


def media_in(scene: Scene, sentence: Sentence, tokens: list[Token]) -> tuple[str, ...]:
    """Return the first medium named in some noun phrases, as a tuple of at most one."""
    spans = [span_of(sentence, sentence.subtree(t.index)) for t in tokens]
    return tuple(
        m.entity.name
        for span in spans
        for m in scene.mentions_in(*span)
        if m.entity.sort == "medium"
    )[:1]
