"""What a verb of saying says: the spans of text that it covers."""

from __future__ import annotations

from collections.abc import Sequence

from events.claims.lexicon import speech, triggers
from events.claims.scene import SUBJECTS, Scene, span_of
from geo.types import Sentence, Token

_SAID = frozenset({"NOUN", "ADJ", "NUM", "DET"})
_MARKS = frozenset({"IN", "WRB"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_BESIDE = frozenset({"conj", "advcl", "parataxis", "ROOT", "ccomp"})
_CONTRASTS = frozenset({"while", "whereas", "although", "though", "but"})
CONTENT = ("ccomp", "xcomp", "oprd")
_WITH_PREPOSITION = frozenset(
    [
        "accuse",
        "warn",
        "inform",
        "complain",
        "comment",
        "elaborate",
        "mark",
        "colour",
        "color",
        "shade",
        "show",
        "depict",
        "congratulate",
        "paint",
        "credit",
    ]
)


def content_of(
    scene: Scene, sentence: Sentence, verb: Token, subject: Token
) -> list[tuple[int, int]]:
    """Return what the verb says: its complement, its object, or the clause it is tacked on to."""
    mine = sentence.subtree(subject.index)
    if verb.index in mine:  # a verb that the parse hangs on its own subject
        mine = mine - sentence.subtree(verb.index)
    spans = []
    for child in sentence.children(verb.index):
        told = child.pos in _SAID or child.text.lower() in triggers().nouns
        if child.dep in CONTENT or (child.dep == "dobj" and told):
            below = sentence.subtree(child.index) - mine - _set_against(sentence, child)
            spans += [span_of(sentence, below)] if below else []
        elif child.dep == "dobj" and verb.lemma in triggers().verbs:  # "Moscow claimed X"
            below = sentence.subtree(child.index) | {verb.index}
            spans.append(span_of(sentence, below))
        elif is_as_shown(sentence, child):  # "shows X as occupied"
            spans = [(verb.end, span_of(sentence, sentence.subtree(child.index))[1])]
        elif child.dep == "advcl" and _is_unmarked(sentence, verb, child):
            below = {i for i in sentence.subtree(child.index) if not _dates(sentence, i, child)}
            spans.append(span_of(sentence, below))
        elif (child.dep == "prep" and verb.lemma in _WITH_PREPOSITION) or (
            child.dep == "advcl"
            and any(c.dep == "mark" and c.lemma == "that" for c in sentence.children(child.index))
        ):
            spans.append(span_of(sentence, sentence.subtree(child.index)))
    if not spans:
        spans = _that_clause(sentence, verb)
    if any(_is_clause(sentence, span) for span in spans) or (spans and _before(verb, spans)):
        return _from_the_start(scene, sentence, verb, subject, spans)
    tacked = _tacked_on(scene, sentence, verb, subject)
    return spans + tacked


def _that_clause(sentence: Sentence, verb: Token) -> list[tuple[int, int]]:
    """Return what follows "that" where the parse hangs it elsewhere: "said by video link that"."""
    for token in sentence.tokens[verb.index + 1 :]:
        if token.pos == "PUNCT" and token.text in ",;:":
            break
        if token.lemma == "that" and token.dep == "mark":
            return [(token.start, sentence.end)]
    return []


def _from_the_start(
    scene: Scene, sentence: Sentence, verb: Token, subject: Token, spans: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return all that stands before a speaker at the end: "X is cut off, and Y burns, Z said"."""
    after = sentence.tokens[verb.index + 1 :]
    phrase = min(sentence.subtree(subject.index))
    if any(t.pos in {"VERB", "AUX"} for t in after) or phrase < 2 or subject.index > verb.index:
        return spans
    before = sentence.tokens[phrase - 1]
    first = min(start for start, _ in spans)
    text = scene.text[sentence.start : first]
    told = any(t.lemma in speech() and t.pos == "VERB" for t in sentence.tokens[: phrase - 1])
    if before.text != "," or told or any(mark in text for mark in (";", ": ", '"', "“", "”")):
        return spans
    return [(sentence.start, before.start)]


def is_as_shown(sentence: Sentence, token: Token) -> bool:
    """Tell whether a participle says as what a place is shown or announced: "as occupied"."""
    children = sentence.children(token.index)
    marked = any(c.dep == "mark" and c.lemma == "as" for c in children)
    unowned = not any(c.dep in SUBJECTS for c in children)
    return marked and unowned and token.tag == "VBN" and token.lemma not in speech()


def _set_against(sentence: Sentence, clause: Token) -> set[int]:
    """Return the words of a clause in which somebody else speaks ("…, while Moscow said …")."""
    below = sentence.subtree(clause.index)
    found: set[int] = set()
    for index in below:
        token = sentence.tokens[index]
        children = sentence.children(index)
        if (
            token.dep == "advcl"
            and token.lemma in speech()
            and any(c.dep in {"nsubj", "nsubjpass"} and c.pos != "PRON" for c in children)
            and _is_set_apart(children)
        ):
            found |= sentence.subtree(index)
    return found


def others_words(sentence: Sentence, said: Token) -> set[int]:
    """Return the words from where somebody else is next said to speak ("…, but Moscow said …")."""
    for verb in sentence.tokens[said.index + 1 :]:
        if verb.lemma not in speech() or verb.pos != "VERB" or verb.tag not in _FINITE:
            continue
        subjects = [
            c
            for c in sentence.children(verb.index)
            if c.dep in {"nsubj", "nsubjpass"} and c.pos in {"NOUN", "PROPN"}
        ]
        start = min((i for c in subjects for i in sentence.subtree(c.index)), default=-1)
        if said.dep == "prep" and said.head == verb.index:
            continue  # "according to A, B said that …": A passes on what B said
        if start > said.index and verb.dep in _BESIDE:
            return set(range(start, len(sentence.tokens)))
    return set()


def _is_set_apart(children: Sequence[Token]) -> bool:
    """Tell whether a clause is joined by "while", or by "as" and tells what somebody else said."""
    marks = {c.lemma for c in children if c.dep in {"mark", "advmod"}}
    return bool(marks & _CONTRASTS) or ("as" in marks and any(c.dep == "ccomp" for c in children))


def _is_unmarked(sentence: Sentence, verb: Token, clause: Token) -> bool:
    """Tell whether a clause after a verb of saying is what is said ("said on Friday it had …")."""
    children = sentence.children(clause.index)
    return (
        clause.index > verb.index
        and any(c.dep in {"nsubj", "nsubjpass"} for c in children)
        and not any(
            c.dep in {"mark", "advmod"} and c.index < clause.index and c.tag in _MARKS
            for c in children
        )
    )


def _dates(sentence: Sentence, index: int, clause: Token) -> bool:
    """Tell whether a word stands before the clause's subject: it goes with the verb of saying."""
    subject = next(c for c in sentence.children(clause.index) if c.dep in {"nsubj", "nsubjpass"})
    return index < min(sentence.subtree(subject.index))


def _is_clause(sentence: Sentence, span: tuple[int, int]) -> bool:
    return any(t.pos in {"VERB", "AUX"} for t in sentence.tokens if span[0] <= t.start < span[1])


def _before(verb: Token, spans: list[tuple[int, int]]) -> bool:
    return any(start > verb.start for start, _ in spans)


def _tacked_on(
    scene: Scene, sentence: Sentence, verb: Token, subject: Token
) -> list[tuple[int, int]]:
    """Return the rest of a sentence that ends or begins with a bare "…, he said"."""
    as_clause = any(
        c.dep in {"mark", "advmod"} and c.lemma == "as" for c in sentence.children(verb.index)
    )
    head = sentence.tokens[verb.head]
    low = min(t.start for t in sentence.tokens if t.index in sentence.subtree(subject.index))
    low = min(low, verb.start)
    if as_clause or verb.dep in {"parataxis", "advcl"}:
        inside = sentence.subtree(verb.index)
        rest = set(range(len(sentence.tokens))) - inside
        rest -= _set_against(sentence, head) if rest else set()
        rest -= others_words(sentence, verb)
        return [span_of(sentence, rest)] if rest and head.index != verb.index else []
    before = {t.index for t in sentence.tokens if t.end <= low and t.pos != "PUNCT"}
    ends_here = not any(t.start > verb.end and t.pos in {"VERB"} for t in sentence.tokens)
    if (
        ends_here
        and len(before) >= 3
        and any(sentence.tokens[i].pos in {"VERB", "AUX"} for i in before)
    ):
        return [span_of(sentence, before)]
    quote = scene.quote_at(sentence.start, sentence.end)
    return [quote] if quote else []


def spans_around(sentence: Sentence, rest: set[int], hole: Token) -> tuple[tuple[int, int], ...]:
    """Return the spans before and after a phrase that is cut out."""
    before = {i for i in rest if sentence.tokens[i].end <= hole.start}
    after = rest - before
    return tuple(span_of(sentence, part) for part in (before, after) if part)
