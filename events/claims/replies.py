"""What somebody answers to a claim without repeating it: "Kyiv denied it", "a claim Kyiv rejects".

The answer speaks of what was told last: earlier in its sentence, else in the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from events.claims.around import Mode
from events.claims.content import CONTENT
from events.claims.lexicon import answered, modality_words, speech_nouns
from events.claims.record import Found
from events.claims.statement import Statement
from events.types import TERRITORIAL
from geo.types import Sentence, Token

_MODES = {"denies": "denied", "confirms": "asserted"}
_WEIGHTY = TERRITORIAL | {"advance", "encirclement"}
_CALLING = frozenset({"call", "label", "brand", "term", "describe", "denounce", "slam"})
_TRUE = frozenset({"true", "correct", "accurate", "truth", "right"})
_SAYS_MORE = frozenset({"acl", "ccomp", "relcl", "prep", "appos"})


def reply_act(sentence: Sentence, verb: Token, act: str) -> str | None:
    """Return the act of a verb that answers what was said before; None if it answers nothing.

    ``act`` is what the verb does by itself: "said" asserts, but "said that was a lie" denies.
    """
    if _is_reply(sentence, verb, act):
        return act
    if calls_untrue(sentence, verb):
        return "denies"
    if act in _MODES or any(c.dep == "neg" for c in sentence.children(verb.index)):
        return None
    clauses = [c for c in sentence.children(verb.index) if c.dep == "ccomp"]
    return _judged(sentence, clauses[0]) if len(clauses) == 1 else None


def is_answered(sentence: Sentence, participle: Token, act: str) -> bool:
    """Tell whether a participle is what somebody answers: "the claim was denied by Kyiv"."""
    children = sentence.children(participle.index)
    if act not in _MODES or any(c.dep in CONTENT for c in children):
        return False
    noun = sentence.tokens[participle.head]
    if participle.dep == "acl":  # "…, a claim denied by Kyiv"
        return noun.lemma in answered() and not _says_what(sentence, noun, participle)
    subjects = [c for c in children if c.dep == "nsubjpass"]
    return bool(subjects) and all(_points_back(sentence, s) for s in subjects)


def calls_untrue(sentence: Sentence, verb: Token) -> bool:
    """Read "called the claim nonsense", "which Kyiv branded a lie"."""
    if verb.lemma not in _CALLING:
        return False
    children = sentence.children(verb.index)
    objects = [c for c in children if c.dep == "dobj"]
    relative = any(c.tag in {"WDT", "WP"} for c in objects) and _after_comma(sentence, verb)
    told = relative or (bool(objects) and all(_points_back(sentence, o) for o in objects))
    names = [c for c in children if c.dep in {"oprd", "attr", "ccomp", "acomp"}]
    names += [
        o
        for t in [verb, *objects]
        for p in sentence.children(t.index)
        if p.dep == "prep" and p.lemma == "as"
        for o in sentence.children(p.index)
    ]
    return told and any(c.lemma in modality_words()["denied"]["untruths"] for c in names)


def _judged(sentence: Sentence, clause: Token) -> str | None:
    """Read what is said of a claim: "the report was false", "this is not true", "it is correct"."""
    children = sentence.children(clause.index)
    subjects = [c for c in children if c.dep == "nsubj"]
    if clause.lemma != "be" or not subjects or not _points_back(sentence, subjects[0]):
        return None
    if any(c.dep == "conj" and c.pos in {"VERB", "AUX"} for c in children):
        return None  # "… was untrue and that the town had not been captured" says more
    said = [c for c in children if c.dep in {"attr", "acomp"}]
    if any(c.lemma in modality_words()["denied"]["untruths"] for c in said):
        return "denies"
    if any(c.lemma in _TRUE for c in said):
        return "denies" if any(c.dep == "neg" for c in children) else "confirms"
    return None


def _is_reply(sentence: Sentence, verb: Token, act: str) -> bool:
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
    if act == "denies" and any(_is_anothers(sentence, o) for o in objects):
        return True
    return bool(objects) and all(_points_back(sentence, o) for o in objects)


def _is_anothers(sentence: Sentence, noun: Token) -> bool:
    """Tell whether what is denied is what somebody else says: "denied Moscow's claim that …"."""
    owner = any(c.dep == "poss" and c.pos == "PROPN" for c in sentence.children(noun.index))
    told = any(c.dep in {"acl", "ccomp", "relcl"} for c in sentence.children(noun.index))
    return owner and told and noun.lemma in speech_nouns()


def _points_back(sentence: Sentence, token: Token) -> bool:
    """Tell whether an object is "it", "this" or "the claim", with nothing said of its content."""
    if token.pos in {"PRON", "DET"}:
        return token.text.lower() in {"it", "this", "that", "these", "those", "them"}
    return token.lemma in answered() and not _says_what(sentence, token)


def _says_what(sentence: Sentence, noun: Token, but: Token | None = None) -> bool:
    skipped = but.index if but is not None else -1
    return any(
        c.dep in _SAYS_MORE and c.index != skipped and c.lemma not in {"as", "by", "from"}
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
    verb = sentence.token_at(reply.verb_start)
    objects = [c for c in sentence.children(verb.index) if c.dep == "dobj"] if verb else []
    below = {i for o in objects for i in sentence.subtree(o.index)}
    inside = [f for f in here if f.hit.sentence is sentence and f.hit.head.index in below]
    earlier = [f for f in here if f.hit.start < reply.verb_start]
    told = [f for f in inside or earlier or before if _is_answerable(f, reply)]
    weighty = [f for f in told if f.hit.trigger.event_type in _WEIGHTY]
    for found in weighty or told:
        yield replace(
            found,
            number=reply.sentence,
            evidence=sentence,
            statement=reply,
            via=reply.via,
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
