"""Which belligerent a noun phrase or a pronoun means."""

from __future__ import annotations

import re

from events.claims.lexicon import speech, speech_nouns
from events.claims.scene import Scene, span_of, subject_of
from events.claims.speakers import Speaker
from geo.types import Sentence, Token

_WHERE = re.compile(r"\b(in|at|near|outside|around|from)\s+$", re.IGNORECASE)

_FIRST_PERSON = frozenset(["we", "our", "us", "i", "my", "ours"])

_OF_THEIR_OWN = frozenset({"military", "official", "local"})
"""Kinds of speakers whose "they" are their own; a blogger's are those spoken of."""

_PLURAL = frozenset(["they", "them", "their"])

_BACK = 3
"""Sentences back in which those may be named whom "they" means."""

_THIRD_PERSON = frozenset(["it", "they", "he", "she", "them", "their", "its", "his"])


def first_actor(
    scene: Scene, sentence: Sentence, tokens: list[Token], speaker: Speaker
) -> str | None:
    """Return the belligerent that the first of some noun phrases means, None if none does."""
    found = (actor_of(scene, sentence, token, speaker) for token in tokens)
    return next((actor for actor in found if actor), None)


def actor_of(scene: Scene, sentence: Sentence, token: Token, speaker: Speaker) -> str | None:
    """Return the belligerent that a noun phrase or pronoun means."""
    lower = token.text.lower()
    if lower in _FIRST_PERSON:
        return speaker.actor or speaker.side
    if lower in _THIRD_PERSON:
        return _antecedent(scene, sentence, token, speaker)
    below = {i for i in sentence.subtree(token.index) if not _in_clause(sentence, i, token.index)}
    start, end = span_of(sentence, below | {token.index})
    found = actor_between(scene, start, end)
    if found:
        return found
    words = {sentence.tokens[i].text.lower() for i in below}
    own = speaker.kind in _OF_THEIR_OWN and "the Armed Forces" in scene.text[start:end]
    if own and speaker.side in scene.conflict.side_ids:
        return speaker.actor or speaker.side
    for child in sentence.children(token.index):
        if child.dep == "poss" and child.text.lower() in _FIRST_PERSON | _THIRD_PERSON:
            return actor_of(scene, sentence, child, speaker)
    return _by_point_of_view(scene, words, speaker)


def _in_clause(sentence: Sentence, index: int, top: int) -> bool:
    here = sentence.tokens[index]
    while here.index != top and here.head != here.index:
        if here.dep in {"relcl", "acl", "advcl", "ccomp"}:
            return True
        here = sentence.tokens[here.head]
    return False


def actor_between(scene: Scene, start: int, end: int) -> str | None:
    """Return the first belligerent named in ``[start, end)`` that is no place of the phrase."""
    for mention in scene.mentions_in(start, end):
        entity = mention.entity
        if mention.form == "metonym" and _WHERE.search(
            scene.text[max(start, mention.start - 12) : mention.start]
        ):
            continue  # "a conference in Kyiv"
        if entity.side in scene.conflict.side_ids and entity.sort != "medium":
            return entity.actor or entity.side
    if scene.conflict.is_installed(scene.text[start:end]):
        return scene.conflict.installed_side
    return None


def _by_point_of_view(scene: Scene, words: set[str], speaker: Speaker) -> str | None:
    """Read "the enemy" and the foe's nicknames from where the speaker stands."""
    conflict = scene.conflict
    for side, names in conflict.foe_words.items():
        if words & set(names):
            return side
    if words & {"defender", "defenders"} and conflict.local_side is not None:
        return conflict.local_side
    if words & {"enemy", "enemies", "foe", "adversary", "aggressor"}:
        return conflict.foe(speaker.side)
    return None


def _antecedent(scene: Scene, sentence: Sentence, token: Token, speaker: Speaker) -> str | None:
    """Return whom "it" or "they" means: an actor earlier in the sentence, else the speaker."""
    spoken = speaker.actor or speaker.side
    owner = _whose_claim(scene, sentence, token, speaker)
    if owner is not None:
        return owner
    onlooker = speaker.kind not in _OF_THEIR_OWN and last_named(
        scene, sentence, token.start, speaker
    )
    named = speaker.start is not None and sentence.start <= speaker.start < token.start
    if spoken and named and not onlooker:
        return spoken
    for verb in sentence.ancestors(token.index):
        subject = subject_of(sentence, verb) if verb.pos in {"VERB", "AUX"} else None
        if subject is None or subject.start >= token.start or subject.pos == "PRON":
            continue
        if token.index in sentence.subtree(subject.index):
            continue
        found = actor_of(scene, sentence, subject, speaker)
        if found:
            return found
    found = _last_doer(scene, sentence, token, speaker)
    if found is None and token.text.lower() in _PLURAL:
        return _told_of_before(scene, sentence, token, speaker)
    return found or spoken


def _told_of_before(scene: Scene, sentence: Sentence, token: Token, speaker: Speaker) -> str | None:
    """Return whom "they" means that nobody in its sentence can be: the subject of one before.

    Within a quotation only what is quoted counts, and where that names nobody, "they" are not the
    speaker's own but the foe.
    """
    quote = scene.quote_at(token.start, token.end)
    here = scene.sentences_in(sentence.start, sentence.end).start
    for before in reversed(scene.sentences[max(0, here - _BACK) : here]):
        if quote is not None and before.start < quote[0]:
            break
        subject = _main_subject(before)
        if subject is None or subject.text.lower() in _THIRD_PERSON:
            continue
        found = actor_of(scene, before, subject, speaker)
        if found:
            return found
    if quote is not None and speaker.kind in _OF_THEIR_OWN:
        return scene.conflict.foe(speaker.side)
    return None


def _main_subject(sentence: Sentence) -> Token | None:
    """Return the subject of what a sentence tells, not of "said" and the like."""
    for verb in sentence.tokens:
        if verb.pos not in {"VERB", "AUX"} or verb.lemma in speech():
            continue
        subject = subject_of(sentence, verb)
        if subject is not None and subject.pos != "VERB":
            return subject
    return None


def _whose_claim(scene: Scene, sentence: Sentence, token: Token, speaker: Speaker) -> str | None:
    """Return whose claim a pronoun stands in: "rejected a claim by Kyiv that its soldiers …"."""
    for noun in sentence.ancestors(token.index):
        if noun.pos != "NOUN" or noun.lemma not in speech_nouns():
            continue
        owners = [c for c in sentence.children(noun.index) if c.dep == "poss" and c.pos != "PRON"]
        owners += [
            o
            for p in sentence.children(noun.index)
            if p.dep in {"prep", "agent"} and p.lemma in {"by", "from", "of"}
            for o in sentence.children(p.index)
        ]
        found = first_actor(scene, sentence, [o for o in owners if o.index < token.index], speaker)
        if found:
            return found
    return None


def _last_doer(scene: Scene, sentence: Sentence, token: Token, speaker: Speaker) -> str | None:
    """Return the belligerent that did what was told before, else the last one named."""
    for verb in reversed(sentence.tokens[: token.index]):
        subject = subject_of(sentence, verb) if verb.pos == "VERB" else None
        if subject is None or subject.start >= verb.start or subject.pos == "PRON":
            continue
        found = actor_of(scene, sentence, subject, speaker)
        if found:
            return found
    return last_named(scene, sentence, token.start)


def last_named(
    scene: Scene, sentence: Sentence, before: int, speaker: Speaker | None = None
) -> str | None:
    """Return the last belligerent named earlier in the sentence, other than in who speaks."""
    start, end = (speaker.start or 0, speaker.end or 0) if speaker is not None else (0, 0)
    own_loss = speaker is not None and speaker.named
    earlier = [
        m.entity
        for m in scene.mentions_in(sentence.start, before)
        if m.entity.side in scene.conflict.side_ids
        and m.entity.sort != "medium"
        and (own_loss or not start <= m.start < end)
    ]
    return (earlier[-1].actor or earlier[-1].side) if earlier else None
