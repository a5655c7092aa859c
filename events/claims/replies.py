"""What somebody answers to a claim without repeating it: "Kyiv denied it", "a claim Kyiv rejects".

The answer speaks of what was told last: earlier in its sentence, else in the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from events.claims.around import Mode
from events.claims.content import CONTENT
from events.claims.lexicon import answered
from events.claims.record import Found
from events.claims.statement import Statement
from events.types import TERRITORIAL
from geo.types import Sentence, Token

_MODES = {"denies": "denied", "confirms": "asserted"}
_WEIGHTY = TERRITORIAL | {"advance", "encirclement"}
_SAYS_MORE = frozenset({"acl", "ccomp", "relcl", "prep", "appos"})


def is_reply(sentence: Sentence, verb: Token, act: str) -> bool:
    """Tell whether a verb answers what was said, and does not say itself what it denies."""
    children = sentence.children(verb.index)
    if act not in _MODES or any(c.dep in CONTENT for c in children):
        return False
    objects = [c for c in children if c.dep == "dobj"]
    relative = [c for c in objects if c.tag in {"WDT", "WP"}]
    if verb.dep == "relcl" and (relative or not objects):
        head = sentence.tokens[verb.head]
        noun = head.lemma in answered() and not _says_what(sentence, head, verb)
        return noun or (bool(relative) and _after_comma(sentence, verb))
    return bool(objects) and all(_points_back(sentence, o) for o in objects)


def _points_back(sentence: Sentence, token: Token) -> bool:
    """Tell whether an object is "it", "this" or "the claim", with nothing said of its content."""
    if token.pos in {"PRON", "DET"}:
        return token.text.lower() in {"it", "this", "that", "these", "those", "them"}
    return token.lemma in answered() and not _says_what(sentence, token)


def _says_what(sentence: Sentence, noun: Token, but: Token | None = None) -> bool:
    skipped = but.index if but is not None else -1
    return any(
        c.dep in _SAYS_MORE and c.index != skipped and c.lemma not in {"by", "from"}
        for c in sentence.children(noun.index)
    )


def _after_comma(sentence: Sentence, clause: Token) -> bool:
    first = min(sentence.subtree(clause.index))
    return first > 0 and sentence.tokens[first - 1].text in {",", "–", "—", "-"}


def answers(
    reply: Statement, sentence: Sentence, here: Iterable[Found], before: Iterable[Found]
) -> Iterator[Found]:
    """Yield the claims that an answer makes of what it answers.

    Parameters
    ----------
    reply
        The act of answering.
    sentence
        The sentence it stands in: the evidence of its claims.
    here, before
        What was read in that sentence and in the one before.
    """
    earlier = [f for f in here if f.hit.start < reply.verb_start]
    told = [f for f in earlier or before if _is_answerable(f, reply)]
    weighty = [f for f in told if f.hit.trigger.event_type in _WEIGHTY]
    for found in weighty or told:
        yield replace(
            found,
            number=reply.sentence,
            evidence=sentence,
            statement=reply,
            via=(),
            speaker=reply.speaker,
            mode=Mode(modality=_MODES[reply.act]),
        )


def _is_answerable(found: Found, reply: Statement) -> bool:
    """Tell whether another one, of another side, has asserted it of a place."""
    if found.mode.modality != "asserted" or found.place is None:
        return False
    same = found.speaker.name == reply.speaker.name
    ally = reply.act == "denies" and None is not found.speaker.side == reply.speaker.side
    return not same and not ally
