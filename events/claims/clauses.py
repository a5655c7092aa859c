"""The shape of a clause round a trigger: its words, its arguments, the way to a place in it."""

from __future__ import annotations

from events.claims.around import ASIDES
from events.claims.lexicon import extent
from events.claims.scene import SUBJECTS
from events.claims.triggers import Hit
from geo.types import Sentence, Token

DEFINITE = frozenset({"the", "this", "that", "its"})


def closes(sentence: Sentence, token: Token) -> bool:
    """Tell whether a word heads a clause of its own, which a place does not reach out of."""
    if token.dep in {"relcl", "advcl", "ccomp", "parataxis"}:
        return token.lemma not in extent()["directions"]  # "made advances west of X"
    return token.pos in {"VERB", "AUX"} and any(
        c.dep in SUBJECTS for c in sentence.children(token.index)
    )


def arguments_of(sentence: Sentence, clause: set[int]) -> set[int]:
    """Return the subjects and objects of a clause's verbs, the bare nouns."""
    return {
        t.index
        for t in sentence.tokens
        if t.index in clause and t.dep in {"nsubj", "nsubjpass", "dobj"}
    }


def own_words(sentence: Sentence, hit: Hit) -> set[int]:
    """Return what hangs on a trigger, without the clauses joined to it."""
    own = set().union(*(sentence.subtree(i) for i in hit.tokens))
    for token in sentence.tokens:
        joined = token.dep in {"conj", "ccomp", "advcl", "relcl"} and token.pos in {"VERB", "AUX"}
        if joined and token.index in own and token.index not in hit.tokens:
            own -= sentence.subtree(token.index)
    return own | hit.tokens


def is_aside(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a trigger is a participle after a comma: "X, freed in May", "X, lost again"."""
    head = hit.head
    if hit.noun or head.tag not in {"VBN", "VBD"} or head.index < 2:
        return False
    below = sentence.children(head.index)
    owned = {"nsubjpass", "dobj", "aux", "auxpass", "mark", "expl"}
    if any(c.dep in owned or (c.dep in SUBJECTS and c.index > head.index) for c in below):
        return False
    first = min(c.index for c in [head, *below] if c.index > head.index - 3 and c.pos != "PUNCT")
    return sentence.tokens[first - 1].text == "," and sentence.tokens[first - 2].pos == "PROPN"


def plain_way(sentence: Sentence, token: Token, hit: Hit) -> bool:
    """Tell whether no other verb stands between a place and the clause it shares."""
    chain = way_to(sentence, token, hit)
    return not any(t.pos == "VERB" for t in chain[1:])


def is_core(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a trigger is an argument of its clause, not part of an aside before it."""
    if not hit.noun:
        return True
    prepositions = []
    for above in [hit.head, *sentence.ancestors(hit.head.index)]:
        if above.pos in {"VERB", "AUX"}:
            break
        if above.dep == "prep":
            prepositions.append(above.lemma)
    return len(prepositions) <= 1 and not set(prepositions) & ASIDES


def objects_of(sentence: Sentence, hit: Hit) -> list[Token]:
    """Return what the trigger is done to, where it is no name of a place."""
    found = []
    for index in sorted(hit.tokens):
        found += [
            c
            for c in sentence.children(index)
            if c.dep in {"dobj", "nsubjpass"} and c.index not in hit.tokens
        ]
    told = any(c.dep == "mark" for c in sentence.children(hit.head.index))  # "claims that X fell"
    if hit.head.dep in {"acl", "relcl", "amod"} and not hit.noun and not told:
        found.append(sentence.tokens[hit.head.head])
    return [t for t in found if t.pos == "NOUN"]


def indefinite_object(sentence: Sentence, hit: Hit) -> Token | None:
    """Return the unnamed settlement that is meant ("captured a town", "left a city")."""
    sources = [
        c
        for i in hit.tokens
        for p in sentence.children(i)
        if p.dep == "prep" and p.lemma in {"from", "of"}
        for c in sentence.children(p.index)
        if c.dep == "pobj"
    ]
    for token in [*objects_of(sentence, hit), *sources]:
        if token.dep == "appos" and sentence.tokens[token.head].pos == "PROPN":
            continue  # "X, a village retaken last August"
        determiners = {
            c.lemma for c in sentence.children(token.index) if c.dep in {"det", "nummod"}
        }
        if token.lemma in extent()["anaphors_settlement"] and not determiners & DEFINITE:
            return token
    return None


def clause_of(sentence: Sentence, hit: Hit) -> set[int]:
    """Return the tokens of the smallest clause round the trigger, without clauses below it."""
    here = sentence.tokens[hit.head.head] if hit.noun else hit.head
    while here.pos not in {"VERB", "AUX"} and here.head != here.index:
        here = sentence.tokens[here.head]
    top = here
    while top.head != top.index:
        above = sentence.tokens[top.head]
        verbal = above.pos in {"VERB", "AUX"}
        if top.dep in {"conj", "xcomp", "dobj", "nsubjpass", "acomp"} and verbal:
            top = above
        elif top.dep == "acl" and top.tag == "VB":  # "received the order to leave"
            governs = sentence.tokens[above.head]
            top = governs if above.dep in SUBJECTS and governs.pos == "VERB" else above
        else:
            break
    inside = sentence.subtree(top.index)
    for token in sentence.tokens:
        if token.index in inside and token.dep in {"relcl", "ccomp", "parataxis", "advcl"}:
            below = sentence.subtree(token.index)
            if hit.head.index not in below and token.index != top.index:
                inside -= below
    return inside


def way_to(sentence: Sentence, token: Token, hit: Hit) -> list[Token]:
    """Return a token and what is above it, up to where the trigger's own way meets it."""
    above = {t.index for t in sentence.ancestors(hit.head.index)} | hit.tokens
    chain = [token]
    for ancestor in sentence.ancestors(token.index):
        if ancestor.index in above:
            break
        chain.append(ancestor)
    return chain


def are_linked(sentence: Sentence, first: Token, second: Token) -> bool:
    """Tell whether one word hangs on the other, at most a preposition away."""
    for one, two in ((first, second), (second, first)):
        if two.index in [t.index for t in sentence.ancestors(one.index)[:2]]:
            return True
    return False
