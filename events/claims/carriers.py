"""Which links between a trigger and the words above it carry a mode up."""

from __future__ import annotations

from itertools import pairwise

from events.claims.around import (
    ASIDES,
    ORDER,
    is_infinitive,
)
from events.claims.lexicon import modality_words, speech_nouns
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_CLAUSE = frozenset({"xcomp", "ccomp", "acl", "pcomp", "advcl", "acomp", "oprd", "csubj"})

_LOOKING_AT = frozenset({"threaten", "reckon"})
"""Verbs whose "with" leads to what is ahead: no aside."""

_NOMINAL = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "attr", "compound", "prep", "conj"})


def chain(sentence: Sentence, hit: Hit, stop: int | None) -> list[tuple[Token, Token | None]]:
    """Return the trigger's tokens and what governs them, nearest first, up to the act of saying.

    Only links that carry modality are climbed: complements, purpose clauses and objects, not a
    main clause that merely stands beside a time clause.
    """
    chain: list[tuple[Token, Token | None]] = []
    here = hit.head
    nominal = hit.noun or (here.dep == "compound" and here.text.endswith("ing"))
    for _ in range(len(sentence.tokens)):
        head = sentence.tokens[here.head]
        ends = head.index == here.index or (stop is not None and head.start == stop)
        carries = not ends and _carries(sentence, here, nominal=nominal)
        chain.append((here, head if carries else None))
        if not carries:
            break
        nominal = head.pos in {"NOUN", "PROPN"}
        here = head
    return chain


def _carries(sentence: Sentence, token: Token, *, nominal: bool) -> bool:
    if token.dep == "advcl":
        return is_infinitive(sentence, token)
    if token.dep == "conj":
        if _is_contrasted(sentence, token) or _is_finite_beside(sentence, token):
            return False
        return not any(
            c.dep in {"aux", "auxpass", "nsubj", "nsubjpass"}
            and c.lemma != "to"
            and c.text.lower() not in {"been", "be", "being"}  # "had left or been driven out"
            for c in sentence.children(token.index)
        )
    if token.dep == "acl" and token.tag in {"VBN", "VBG"}:  # "captured by", not "reports that"
        below = sentence.children(token.index)
        being = any(c.dep == "auxpass" and c.tag == "VBG" for c in below)  # "X being stormed"
        return being or any(c.dep in {"mark", "aux"} for c in below)
    if _is_cut_off(sentence, token) or _is_judged(sentence, token):
        return False
    if token.dep == "prep":
        return token.lemma not in ASIDES or sentence.tokens[token.head].lemma in _LOOKING_AT
    if token.dep == "relcl":  # "the statement that X has been taken", as the parse has it
        return _tells_content(sentence, token)
    return token.dep in _CLAUSE or (nominal and token.dep in _NOMINAL)


def _tells_content(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a relative clause is what a saying says: "the rumour that X was taken"."""
    below = sentence.children(verb.index)
    noun = sentence.tokens[verb.head]
    topic = modality_words()["topic"]
    said = noun.lemma in topic["hearsay"] | topic["sayings"] or noun.lemma in speech_nouns()
    whole = any(c.dep in {"nsubj", "nsubjpass"} and c.pos == "PROPN" for c in below)
    return any(c.dep == "mark" for c in below) or (said and whole)


def _is_contrasted(sentence: Sentence, token: Token) -> bool:
    """Tell whether "but" sets a verb against the one before: "did not attack but shelled X"."""
    head = sentence.tokens[token.head]
    but = any(
        c.dep == "cc" and c.lemma == "but" and head.index < c.index < token.index
        for c in sentence.children(head.index)
    )
    return but and token.pos == "VERB" and not is_infinitive(sentence, token)


def _is_finite_beside(sentence: Sentence, token: Token) -> bool:
    """Tell whether a verb stands beside one with an auxiliary: "have not taken X and hold Y"."""
    head = sentence.tokens[token.head]
    helped = any(c.dep in {"aux", "auxpass"} for c in sentence.children(head.index))
    return helped and token.tag in {"VBP", "VBZ"} and head.tag in {"VBN", "VB", "VBG"}


def _is_judged(sentence: Sentence, token: Token) -> bool:
    """Tell whether the event is only judged: "the loss of X is not a disaster"."""
    if token.dep != "nsubj" or sentence.tokens[token.head].lemma != "be":
        return False
    if any(c.dep == "aux" for c in sentence.children(token.head)):
        return False  # "the loss would be a blow": no more than a thought
    said = [c for c in sentence.children(token.head) if c.dep in {"attr", "acomp"}]
    words = modality_words()
    known = {w for m in ORDER for w in words[m]["governors"]}
    return bool(said) and not any(c.lemma in known for c in said) and said[0].pos == "NOUN"


def _is_cut_off(sentence: Sentence, token: Token) -> bool:
    """Tell whether a semicolon, or ", so", stands between a word and its head."""
    low, high = sorted((token.index, token.head))
    between = sentence.tokens[low : high + 1]
    if any(t.text == ";" for t in between):
        return True
    pairs = {(a.text, b.text.lower()) for a, b in pairwise(between)}
    return token.dep == "ccomp" and token.index < token.head and (",", "so") in pairs
