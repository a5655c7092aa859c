"""When an event happened: the date words nearest to its trigger, else the report's own date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from events.claims.around import Mode
from events.claims.outset import days_of_the_war
from events.claims.place_ref import PlaceRef
from events.claims.scene import Scene
from events.claims.statement import Statement
from events.claims.triggers import Hit
from events.dates import DateHit, find_dates
from events.types import DateSpan
from geo.types import Sentence

UNKNOWN = DateSpan(start=None, end=None, prec=None, basis=None)
LOOK_BACK_DAYS = 30
"""A sentence that names a day so long before publication looks back as a whole."""
_EARLIER = re.compile(r"\b(after|before|earlier)\b", re.IGNORECASE)
_BESIDE = re.compile(r",?\s*(?:(?:in|on|by|at|during|late|early|only|the|about|some)\s+)*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOW = frozenset({"today", "this morning", "overnight"})
_AHEAD = frozenset({"ordered", "planned", "predicted"})


def date_of(
    scene: Scene, hit: Hit, statement: Statement | None, mode: Mode, others: Sequence[Hit] = ()
) -> DateSpan:
    """Return when the event of a trigger happened, or is to happen.

    Date words that hang on the verb of saying date the statement, not the event. Without any, the
    event of a dated report lies in the days up to it (precision 2, basis published); an undated
    report leaves it unknown. What is ``over`` (`events.claims.past`) is dated by words that name a
    day, never from publication back.
    """
    published, sentence = scene.document.published, hit.sentence
    named = _named_days(scene, sentence)
    lead = _leading(scene, sentence, named)
    if lead is not None and mode.modality not in _AHEAD:
        return _within(scene, lead)
    said = [h.span for h in named if _of_statement(sentence, h, hit, statement)]
    ahead = named
    if mode.modality in _AHEAD:  # "will leave from 25 May", but "said on Monday"
        ahead = _named_days(scene, sentence, tense="future")
    hits = [h for h in ahead if not _of_statement(sentence, h, hit, statement)]
    hits = [h for h in hits if not _of_other(sentence, h, hit, others)]
    named_days = [h for h in hits if h.span.basis == "explicit"]
    if mode.over or (named_days and len(named_days) < len(hits) and _all_spans(hits, named_days)):
        hits = named_days  # "for three months in 2014"
    if hits:
        nearest = min(hits, key=lambda h: _distance(sentence, h, hit))
        if _belongs(sentence, nearest, hit):
            span = _after_earlier(sentence, hit, nearest.span, named)
            return _within(scene, _not_till_now(hit, statement, span))
    if mode.over or published is None or (statement is None and _is_background(sentence, hit)):
        return UNKNOWN
    if not _is_present(sentence, hit) and any(
        h.span.end and (published - h.span.end).days > LOOK_BACK_DAYS
        for h in named
        if not (h.span.text or "").lower().endswith("after")  # "freed a year after it fell"
    ):
        return UNKNOWN  # "in the weeks after the invasion of February": not the day's news
    past = [s for s in said if s.end and s.end < published]
    earlier = next((s for s in past if _EARLIER.search(s.text or "")), None)
    if earlier is not None:
        return _by_then(earlier, published, mode)
    if mode.modality in _AHEAD:
        return DateSpan(start=published, end=published, prec=2, basis="published")
    return DateSpan(start=published - timedelta(days=1), end=published, prec=2, basis="published")


def days_of_each(scene: Scene, hit: Hit, places: Sequence[PlaceRef]) -> list[DateSpan | None]:
    """Return each place's own day where the days stand between them, None where they share one.

    So in "X fell in January, Y and Z in May".
    """
    none: list[DateSpan | None] = [None] * len(places)
    starts = sorted(place.start for place in places)
    days = [h for h in _named_days(scene, hit.sentence) if h.span.basis != "published"]
    if len(places) < 2 or len(days) < 2 or not starts[0] < _offset(days[0]) < starts[-1]:
        return none
    after = [next((h for h in days if _offset(h) > place.start), None) for place in places]
    last = max(places, key=lambda place: place.start)
    own = next((h for h in days if _offset(h) > last.start), None)
    if own is None or not _BESIDE.fullmatch(scene.text[last.end : _offset(own)]):
        return none
    return [h.span if h is not None else None for h in after]


def _named_days(scene: Scene, sentence: Sentence, tense: str | None = None) -> list[DateHit]:
    """Return the date words of a sentence, those counted from the war's beginning among them."""
    published = scene.document.published
    found = find_dates(scene.text, sentence.start, sentence.end, published, tense=tense)
    of_war = list(days_of_the_war(scene, sentence))
    taken = [(h.span.text_start or 0, h.span.text_end or 0) for h in of_war]
    kept = [h for h in found if not any(a <= _offset(h) < b for a, b in taken)]
    return sorted([*kept, *of_war], key=_offset)


def _after_earlier(
    sentence: Sentence, hit: Hit, span: DateSpan, named: Sequence[DateHit]
) -> DateSpan:
    """Return a day without a year in the year of the deed that it follows in one breath.

    So in "fell on 1 April 2022 and was liberated on 10 September".
    """
    own = sentence.tokens[hit.head.head]
    years = [h.span for h in named if _YEAR.search(h.span.text or "") and _offset(h) < hit.start]
    if hit.head.dep != "conj" or not years or span.start is None or span.end is None:
        return span
    before = years[-1].start
    yearless = span.basis == "explicit" and not _YEAR.search(span.text or "")
    if (
        own.pos != "VERB"
        or not yearless
        or before is None
        or (span.start.month, span.start.day) == (2, 29)
    ):
        return span
    year = before.year + ((span.start.month, span.start.day) < (before.month, before.day))
    first = span.start.replace(year=year)
    return min(span, replace(span, start=first, end=first + (span.end - span.start)), key=_begins)


def _is_present(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether the trigger's own clause is in the present: "which fell in 2022, is ours"."""
    for verb in [hit.head, *sentence.ancestors(hit.head.index)]:
        if verb.pos in {"VERB", "AUX"}:
            near = [verb, *(c for c in sentence.children(verb.index) if c.dep.startswith("aux"))]
            return any(t.tag == "VBZ" or t.text.lower() in {"are", "have"} for t in near)
    return False


def _not_till_now(hit: Hit, statement: Statement | None, span: DateSpan) -> DateSpan:
    """Return "since May" of what "had been" so in the report's own words as its first day only."""
    had = any(
        c.dep == "aux" and c.text.lower() == "had"
        for i in hit.tokens
        for c in hit.sentence.children(i)
    )
    since = (span.text or "").lower().startswith("since")
    return replace(span, end=span.start) if had and since and statement is None else span


def _leading(scene: Scene, sentence: Sentence, named: Sequence[DateHit]) -> DateSpan | None:
    """Return the day that heads an entry of a chronicle: "4 October 2022 - …", "Friday: …"."""
    for found in named:
        start, end = _offset(found), found.span.text_end
        before = scene.text[sentence.start : start]
        if end is not None and not re.search(r"\w", before):
            return found.span if re.match(r"\s*[:–—]|\s+-\s", scene.text[end:]) else None
    return None


def _all_spans(hits: Sequence[DateHit], named_days: Sequence[DateHit]) -> bool:
    """Tell whether all but the named days are lengths of time ("for three months")."""
    return all((h.span.text or "").lower().startswith("for ") for h in hits if h not in named_days)


def _by_then(said: DateSpan, published: date, mode: Mode) -> DateSpan:
    """Return the days up to an earlier statement: what it tells of cannot have come later."""
    if mode.modality in _AHEAD or said.end is None:
        return DateSpan(start=said.end, end=said.end, prec=2, basis="relative")
    start = min(said.end, published - timedelta(days=1))
    return replace(said, start=start, prec=2, basis="relative")


def _is_background(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether the report looks back: "had encircled", "following a botched attempt"."""
    for above in [hit.head, *sentence.ancestors(hit.head.index)]:
        if above.dep == "prep" and above.text.lower() in {"following", "since", "after"}:
            return True
        if above.pos in {"VERB", "AUX"}:
            perfect = any(
                c.dep == "aux" and c.text.lower() == "had" for c in sentence.children(above.index)
            )
            if perfect or above.dep != "conj":
                return perfect
    return False


def _within(scene: Scene, span: DateSpan) -> DateSpan:
    """Return a span without days on which the war, or its present phase, had not begun.

    "In February" of the month in which it began means the days after.
    """
    if span.start is None or span.end is None:
        return span
    for first in (scene.conflict.start, scene.conflict.focus_start):
        if span.start < first <= span.end and (span.end - span.start).days <= 31:
            return replace(span, start=first)
    return span


def _begins(span: DateSpan) -> date:
    return span.start or date.max


def _offset(found: DateHit) -> int:
    return found.span.text_start if found.span.text_start is not None else 0


def _of_statement(
    sentence: Sentence, found: DateHit, hit: Hit, statement: Statement | None
) -> bool:
    """Tell whether the date hangs on the verb of saying: "said on Friday that …"."""
    if statement is None:
        return False
    token = sentence.token_at(_offset(found))
    if token is None or not sentence.start <= statement.verb_start < sentence.end:
        return False
    if statement.verb_start < token.start and not statement.covers(token.start):
        return True  # "said on Wednesday it was leaving", whatever the parse
    for above in [token, *sentence.ancestors(token.index)]:
        if above.start == statement.verb_start:
            return True
        if above.index in hit.tokens:
            return False
    return not statement.covers(token.start)


def _of_other(sentence: Sentence, found: DateHit, hit: Hit, others: Sequence[Hit]) -> bool:
    """Tell whether the date hangs on another trigger, below or beside this one."""
    token = sentence.token_at(_offset(found))
    if token is None:
        return False
    for above in [token, *sentence.ancestors(token.index)]:
        if above.index in hit.tokens:
            return False
        owners = [o for o in others if o is not hit and above.index in o.tokens]
        if owners:
            joined = hit.head.dep == "conj" and hit.head.head == above.index
            apart = token.index > above.index and _is_own_clause(sentence, hit)
            joined = joined and (not apart or (found.span.text or "").lower() in _NOW)
            return not joined and owners[0].head.dep != "conj"
    return False


def _is_own_clause(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a verb has its own subject: "A fell on Monday, and Russian guns shelled B"."""
    below = sentence.children(hit.head.index)
    return any(c.dep in {"nsubj", "nsubjpass"} and c.pos != "PRON" for c in below)


def _distance(sentence: Sentence, found: DateHit, hit: Hit) -> tuple[int, int]:
    """Rank date words below the trigger before others, then the nearer ones."""
    token = sentence.token_at(_offset(found))
    below = token is not None and any(token.index in sentence.subtree(i) for i in hit.tokens)
    return (0 if below else 1), abs(_offset(found) - hit.start)


def _is_aside(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether a trigger is a participle after a comma, beside the main clause."""
    head = hit.head
    if hit.noun or head.dep not in {"acl", "amod"} or head.tag != "VBN":
        return False
    first = min(sentence.subtree(head.index))
    return first > 0 and sentence.tokens[first - 1].text == ","


def _belongs(sentence: Sentence, found: DateHit, hit: Hit) -> bool:
    """Tell whether date words may date the trigger: not those of a clause that excludes it."""
    token = sentence.token_at(_offset(found))
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
