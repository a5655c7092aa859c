"""Which trigger of a sentence date words belong to: its event's, another's, or the statement's."""

from __future__ import annotations

from collections.abc import Sequence

from events.claims.statement import Statement
from events.claims.triggers import Hit
from events.dates import DateHit
from geo.types import Sentence

_NOW = frozenset({"today", "this morning", "overnight"})


def offset(found: DateHit) -> int:
    """Return the text offset at which date words begin."""
    return found.span.text_start if found.span.text_start is not None else 0


def of_statement(sentence: Sentence, found: DateHit, hit: Hit, statement: Statement | None) -> bool:
    """Tell whether the date hangs on the verb of saying: "said on Friday that …"."""
    if statement is None:
        return False
    token = sentence.token_at(offset(found))
    if token is None or not sentence.start <= statement.verb_start < sentence.end:
        return False
    if statement.verb_start < token.start and not statement.covers(token.start):
        return True  # "said on Wednesday it was leaving", whatever the parse
    if hit.start < token.start < statement.verb_start and _closes(sentence, found):
        return False  # "hit the city on Friday, the governor said"
    for above in [token, *sentence.ancestors(token.index)]:
        if above.start == statement.verb_start:
            return True
        if above.index in hit.tokens:
            return False
    return not statement.covers(token.start)


def _closes(sentence: Sentence, found: DateHit) -> bool:
    """Tell whether date words end a clause: a comma, with or without a quotation mark, follows."""
    rest = found.span.text_end
    after = [t for t in sentence.tokens if rest is not None and t.start >= rest]
    return bool(after) and (after[0].text == "," or after[0].text[0] in '"”’')


def of_other(sentence: Sentence, found: DateHit, hit: Hit, others: Sequence[Hit]) -> bool:
    """Tell whether the date hangs on another trigger, below or beside this one."""
    token = sentence.token_at(offset(found))
    if token is None:
        return False
    for above in [token, *sentence.ancestors(token.index)]:
        if above.index in hit.tokens:
            return False
        if above.start < (found.span.text_end or 0) and above.start >= offset(found):
            continue  # the words of the date are no trigger's: "bombs on Sunday"
        owners = [o for o in others if o is not hit and above.index in o.tokens]
        if owners and _is_outcome(sentence, hit, owners[0]):
            return False
        if not owners and hit.head.index in sentence.subtree(above.index):
            return False  # it dates a clause that the trigger stands in
        if owners:
            joined = hit.head.dep == "conj" and hit.head.head == above.index
            apart = token.index > above.index and _is_own_clause(sentence, hit)
            joined = joined and (not apart or (found.span.text or "").lower() in _NOW)
            return not joined and owners[0].head.dep != "conj"
    return False


def _is_outcome(sentence: Sentence, hit: Hit, cause: Hit) -> bool:
    """Tell whether a trigger names what another brought about: "a strike on 9 May destroyed it".

    The cause is its subject, or it is a participle beside it: "hit the block, killing three".
    """
    way = [cause.head, *sentence.ancestors(cause.head.index)]
    if cause.noun and any(t.dep == "nsubj" and t.head == hit.head.index for t in way):
        return True
    beside = hit.head.dep == "advcl" and hit.head.tag == "VBG"
    return beside and hit.head.head in cause.tokens


def _is_own_clause(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a verb has its own subject: "A fell on Monday, and Russian guns shelled B"."""
    below = sentence.children(hit.head.index)
    return any(c.dep in {"nsubj", "nsubjpass"} and c.pos != "PRON" for c in below)


def distance(sentence: Sentence, found: DateHit, hit: Hit) -> tuple[int, int]:
    """Rank date words below the trigger before others, then the nearer ones."""
    token = sentence.token_at(offset(found))
    below = token is not None and any(token.index in sentence.subtree(i) for i in hit.tokens)
    return (0 if below else 1), abs(offset(found) - hit.start)


def _is_aside(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a trigger is a participle after a comma, beside the main clause."""
    head = hit.head
    if hit.noun or head.dep not in {"acl", "amod"} or head.tag != "VBN":
        return False
    first = min(sentence.subtree(head.index))
    return first > 0 and sentence.tokens[first - 1].text == ","


def belongs(sentence: Sentence, found: DateHit, hit: Hit) -> bool:
    """Tell whether date words may date the trigger: not those of a clause that excludes it."""
    token = sentence.token_at(offset(found))
    if token is None:
        return False
    if _is_aside(sentence, hit) and token.index not in sentence.subtree(hit.head.index):
        return False  # "Bucha, seized in the first week, was free by 1 April"
    for above in sentence.ancestors(token.index):
        if above.index in hit.tokens:
            return True
        own = any(c.dep in {"nsubj", "nsubjpass"} for c in sentence.children(above.index))
        if above.dep in {"relcl", "acl", "advcl"} or (above.dep == "conj" and own):
            return hit.head.index in sentence.subtree(above.index)
    return True
