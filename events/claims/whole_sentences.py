"""How a sentence as a whole turns what it tells: questions, winks, conditions; and how much."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from events.claims.lexicon import modality_words
from events.claims.triggers import Hit
from geo.types import Sentence, Token


def winking(sentence: Sentence) -> bool:
    """Tell whether words anywhere in it wink: "staged", "unconfirmed reports"."""
    return has_words(sentence.tokens, modality_words()["hypothetical"]["phrases"])


def is_invited(sentence: Sentence) -> bool:
    """Tell whether the reader is asked to think something up: "Imagine Russia held X"."""
    first = next((t for t in sentence.tokens if t.pos != "PUNCT"), None)
    return first is not None and first.text in {"Imagine", "Suppose", "Assume", "Picture"}


def awaited(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether it is a matter of time, as is said in the same clause."""
    tokens = sentence.tokens
    ends = [b.index for a, b in pairwise(tokens) if (a.lemma, b.lemma) == ("and", "that")]
    first = max((i for i in ends if i <= hit.head.index), default=0)
    last = min((i for i in ends if i > hit.head.index), default=len(tokens))
    return has_words(tokens[first:last], modality_words()["predicted"]["phrases"])


def has_words(tokens: Sequence[Token], phrases: frozenset[str]) -> bool:
    """Tell whether one of some phrases stands in a run of tokens."""
    text = " ".join(t.text.lower() for t in tokens)
    return any(words in text for words in phrases)


def is_inverted(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether the trigger stands in a clause like "Had the city been abandoned, …"."""
    first = next((t for t in sentence.tokens if t.pos != "PUNCT"), None)
    if first is None or first.text not in {"Had", "Should", "Were"} or first.pos != "AUX":
        return False
    comma = next((t.start for t in sentence.tokens if t.text == ","), sentence.end)
    return hit.start < comma


def conditional(sentence: Sentence) -> bool:
    """Tell whether a condition is put ("if …, Russia would …")."""
    words = {t.lemma for t in sentence.tokens if t.dep in {"mark", "advmod"}}
    first = next((t.text for t in sentence.tokens if t.pos != "PUNCT"), "")
    return bool(words & {"if", "unless"}) or first in {"Had", "Should", "Were"}


def asked(sentence: Sentence) -> bool:
    """Tell whether it is a question."""
    return bool(sentence.tokens) and any(t.text == "?" for t in sentence.tokens[-2:])


def _is_under_way(sentence: Sentence, token: Token) -> bool:
    """Tell whether a participle says that it goes on: "is taking X", "with Russia taking X"."""
    auxiliaries = [c for c in sentence.children(token.index) if c.dep == "aux"]
    being = any(c.lemma == "be" for c in auxiliaries)
    head = sentence.tokens[token.head]
    being = being or (token.dep == "ROOT" and not auxiliaries)
    credited = sentence.tokens[head.head].lemma == "credit"
    beside = head.lemma == "with" and token.dep in {"pcomp", "advcl", "ccomp"}
    return being or (beside and not credited)


def _is_only_begun(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether something is taken that has but begun to be: "has begun to liberate X"."""
    begins = sentence.tokens[hit.head.head].lemma in {"begin", "start"}
    return hit.trigger.effect == "takes" and hit.head.dep == "xcomp" and begins


def whole(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether an event is told as complete: "nearly captured" and "is taking" are not."""
    partly = modality_words()["incomplete"]["adverbs"]
    children = sentence.children(hit.head.index)
    before = [t.text.lower() for t in sentence.tokens[: hit.head.index][-2:]]
    if before == ["all", "but"] or _is_only_begun(sentence, hit):
        return False
    lasting = hit.trigger.effect == "holds"  # "were holding the town" held it
    progressive = hit.head.tag == "VBG" and not hit.noun and _is_under_way(sentence, hit.head)
    progressive = progressive and not lasting
    return not progressive and not any(
        c.lemma in partly or c.text.lower() in partly for c in children
    )
