"""Who bears arms in a sentence: belligerents, armed people, their weapons."""

from __future__ import annotations

from events.claims.lexicon import (
    extent,
)
from events.claims.scene import Scene
from geo.types import Sentence, Token

_INTENTS = frozenset({"order", "command", "instruction", "plan"})

_PEOPLE = frozenset(["they", "we", "them", "us", "it"])

VERBAL = frozenset({"VERB", "AUX"})


def is_armed(scene: Scene, sentence: Sentence, subject: Token | None, *, is_leaving: bool) -> bool:
    """Tell whether the subject is armed people, or at least may be ("they", an order)."""
    if subject is None or subject.text.lower() in _PEOPLE:
        return True
    below = [sentence.tokens[i] for i in sentence.subtree(subject.index)]
    if any(forms(t) & extent()["forces"] for t in below):
        return True
    if subject.lemma in _INTENTS and (is_leaving or subject.lemma == "plan"):
        return armed(scene, sentence)
    return bool(
        subject.text[:1].isupper()
        and [
            m
            for m in scene.mentions_in(subject.start, subject.end)
            if m.entity.side in scene.conflict.side_ids and m.entity.sort in {"actor", "unit"}
        ]
    )


def any_lemma(sentence: Sentence, words: str) -> bool:
    """Tell whether a word of one of the lexicon's lists stands in a sentence."""
    known = extent()[words]
    return any(forms(t) & known for t in sentence.tokens)


def forms(token: Token) -> set[str]:
    """Return the forms by which the lexicon may know a word: "marines", taken for a name, too."""
    lower = token.text.lower()
    return {token.lemma, lower, lower.removesuffix("s")}


def armed(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether a belligerent, armed people or their weapons are named in the sentence."""
    if any_lemma(sentence, "forces") or any_lemma(sentence, "weapons"):
        return True
    foes = {word for words in scene.conflict.foe_words.values() for word in words}
    if any(t.text.lower() in foes for t in sentence.tokens):
        return True
    return any(
        m.entity.side in scene.conflict.side_ids
        for m in scene.mentions_in(sentence.start, sentence.end)
        if m.entity.sort in {"actor", "unit", "institution"}
    )
