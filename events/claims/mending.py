"""Mistakes of the parse that its own labels show: verbs taken for adjectives or for nouns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from geo.types import Sentence, Token

_NOMINAL = frozenset({"NOUN", "PROPN"})


def mended(sentence: Sentence) -> Sentence:
    """Return the sentence with such verbs above their subjects and objects.

    In "The RSF seized control of X", with "seized" below "control", it becomes the verb of the
    clause; in "Special forces landed in X", with "landed" below "forces", as well, and so does
    "conceded" of "The governor conceded that …". In "The ministry claims to have …" the verb is no
    noun. In "cleared X of the enemy" the enemy is not X's, and in
    "X, acting head of Y, told" X is the head.
    """
    for token in sentence.tokens:
        head = sentence.tokens[token.head]
        if _is_no_noun(sentence, token):
            return mended(_with(sentence, [replace(token, pos="VERB", tag="VBZ")]))
        if token.tag == "VBN" and _tells(sentence, token, head):
            return mended(_swapped(sentence, replace(token, tag="VBD"), head, "nsubj"))
        named = _named_before(sentence, token, head)
        if named is not None:
            return mended(_with(sentence, [replace(token, head=named.index, dep="appos")]))
        if _rids(sentence, token, head):
            return mended(_with(sentence, [replace(token, head=head.head)]))
        if token.tag != "VBD":
            continue
        if _is_before_noun(sentence, token, head):
            return mended(_swapped(sentence, token, head, "dobj"))
        if _is_after_noun(sentence, token, head):
            return mended(_swapped(sentence, token, head, "nsubj"))
    return sentence


def _is_before_noun(sentence: Sentence, verb: Token, noun: Token) -> bool:
    """Tell whether a verb with a subject is hung before its own object."""
    owned = any(
        c.dep in {"nsubj", "nsubjpass"} and c.index < verb.index
        for c in sentence.children(verb.index)
    )
    return verb.dep == "amod" and owned and noun.index > verb.index and noun.pos in _NOMINAL


def _is_after_noun(sentence: Sentence, verb: Token, noun: Token) -> bool:
    """Tell whether the one verb of a sentence is hung on its subject."""
    alone = not any(
        t.tag in {"VBD", "VBZ", "VBP", "MD"} for t in sentence.tokens if t.index != verb.index
    )
    top = noun.dep == "ROOT" and noun.pos in _NOMINAL and noun.index < verb.index
    return verb.dep == "acl" and top and alone


def _named_before(sentence: Sentence, token: Token, verb: Token) -> Token | None:
    """Return the name that an office beside it belongs to: "X, acting head of Y, told …"."""
    if token.dep != "nsubj" or token.pos != "NOUN":
        return None
    first = min(sentence.subtree(token.index))
    names = [
        c
        for c in sentence.children(verb.index)
        if c.dep == "nsubj" and c.pos == "PROPN" and c.index == first - 2
    ]
    return names[0] if names and sentence.tokens[first - 1].text == "," else None


def _rids(sentence: Sentence, token: Token, head: Token) -> bool:
    """Tell whether "of" tells of whom a place is cleared, though it hangs on its name."""
    verb = sentence.tokens[head.head]
    named = head.pos == "PROPN" and head.dep == "dobj" and token.dep == "prep"
    return named and token.lemma == "of" and verb.lemma in {"clear", "free", "rid", "cleanse"}


def _is_no_noun(sentence: Sentence, token: Token) -> bool:
    """Tell whether a plural noun has a subject and a clause, as only verbs do."""
    if token.tag != "NNS":
        return False
    below = {c.dep for c in sentence.children(token.index)}
    return "nsubj" in below and bool(below & {"xcomp", "ccomp"})


def _tells(sentence: Sentence, verb: Token, noun: Token) -> bool:
    """Tell whether a participle below the first noun says that something happened."""
    top = noun.dep == "ROOT" and noun.pos in _NOMINAL and noun.index < verb.index
    clauses = [c for c in sentence.children(verb.index) if c.dep == "ccomp"]
    whole = any(
        c.dep in {"nsubj", "nsubjpass"} for t in clauses for c in sentence.children(t.index)
    )
    return verb.dep == "acl" and top and whole


def _with(sentence: Sentence, changed: Iterable[Token]) -> Sentence:
    new = {t.index: t for t in changed}
    return Sentence(
        start=sentence.start,
        end=sentence.end,
        paragraph=sentence.paragraph,
        tokens=tuple(new.get(t.index, t) for t in sentence.tokens),
    )


def _swapped(sentence: Sentence, verb: Token, noun: Token, dep: str) -> Sentence:
    """Return the sentence with a verb in the place of its noun, and the noun below it."""
    above = verb.index if noun.head == noun.index else noun.head
    return _with(
        sentence,
        [
            replace(verb, head=above, dep=noun.dep, pos="VERB"),
            replace(noun, head=verb.index, dep=dep),
        ],
    )
