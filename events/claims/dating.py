"""When an event happened: the date words nearest to its trigger, else the report's own date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from events.claims.around import Mode
from events.claims.date_links import belongs, distance, of_other, of_statement, offset
from events.claims.outset import days_of_the_war
from events.claims.place_ref import PlaceRef
from events.claims.scene import Scene
from events.claims.statement import Statement
from events.claims.triggers import Hit
from events.dates import DateHit, Frame, dates_against
from events.types import DateSpan
from geo.types import Sentence

UNKNOWN = DateSpan(start=None, end=None, prec=None, basis=None)
LOOK_BACK_DAYS = 30
"""A sentence that names a day so long before publication looks back as a whole."""
_OF_THE_DAY = re.compile(
    r"\bas of (?:1[2-9]|2[0-4])[:.]\d\d\b|\bsince the (?:beginning|start) of (?:the|this) "
    r"(?:current )?day\b|\bso far today\b|\b(?:during|over|in the course of) the current day\b",
    re.IGNORECASE,
)
_EARLY = re.compile(
    r"\b(?:at|before) (?:dawn|daybreak|sunrise)\b|(?<!every day )\bin the (?:early )?morning\b"
    r"(?! (?:of|on)\b)",
    re.IGNORECASE,
)
_OPENING = 600
"""Characters at a report's head in which it says what it covers."""
_COUNTS_ON = re.compile(
    r"\b(?:same|that|next|following|previous) day\b|\b(?:hours?|days?) (?:earlier|later)\b"
    r"|\bthe day (?:after|before)\b",
    re.IGNORECASE,
)
_REACH = 3
"""Sentences back in which the day may be named that another is counted from."""
_BESIDE = re.compile(r",?\s*(?:(?:in|on|by|at|during|late|early|only|the|about|some)\s+)*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
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
    sentence = hit.sentence
    named = _named_days(scene, sentence)
    lead = _leading(scene, sentence, named)
    if lead is not None and mode.modality not in _AHEAD:
        return _within(scene, lead)
    then = _when(scene, hit, named)
    if then is not None and not mode.over:
        return _within(scene, then)
    ahead = named
    if mode.modality in _AHEAD:  # "will leave from 25 May", but "said on Monday"
        ahead = _named_days(scene, sentence, tense="future")
    hits = [h for h in ahead if not of_statement(sentence, h, hit, statement)]
    hits = [h for h in hits if not of_other(sentence, h, hit, others)]
    named_days = [h for h in hits if h.span.basis == "explicit"]
    if mode.over or (named_days and len(named_days) < len(hits) and _all_spans(hits, named_days)):
        hits = named_days  # "for three months in 2014"
    hits = [h for h in hits if belongs(sentence, h, hit)]
    if hits:
        nearest = min(hits, key=lambda h: distance(sentence, h, hit))
        span = _after_earlier(sentence, hit, nearest.span, named)
        return _within(scene, _not_till_now(hit, statement, span))
    if mode.over or _looks_back(scene, hit, statement, named):
        return UNKNOWN
    said = [h.span for h in named if _dates_saying(scene, hit, h, statement)]
    return _reported(scene, hit, said, mode)


def _dates_saying(scene: Scene, hit: Hit, found: DateHit, statement: Statement | None) -> bool:
    """Tell whether date words date the act of saying: in its half, in no clause of their own."""
    if statement is None or not of_statement(hit.sentence, found, hit, statement):
        return False
    token = hit.sentence.token_at(offset(found))
    counted = (
        (found.span.text or "").lower().endswith(("before", "after"))
    )  # "a day before he spoke"
    for above in hit.sentence.ancestors(token.index) if token is not None else ():
        if above.start == statement.verb_start:
            break
        if above.dep in {"advcl", "relcl", "acl"} and not counted:
            return False  # "the worst since the invasion began in May, Reuters reports"
    first, last = sorted((offset(found), statement.verb_start))
    return ";" not in scene.text[first:last]


def _looks_back(
    scene: Scene, hit: Hit, statement: Statement | None, named: Sequence[DateHit]
) -> bool:
    """Tell whether a sentence without a day for its event speaks of more than the day's news."""
    published = scene.document.published
    if statement is None and _is_background(hit.sentence, hit):
        return True
    if published is None or _is_present(hit.sentence, hit):
        return False
    return any(  # "in the weeks after the invasion of February"
        h.span.end and (published - h.span.end).days > LOOK_BACK_DAYS
        for h in named
        if not (h.span.text or "").lower().endswith("after")  # "freed a year after it fell"
    )


def _reported(scene: Scene, hit: Hit, said: Sequence[DateSpan], mode: Mode) -> DateSpan:
    """Return the day of what was reported: no later than said, else as the report came out."""
    published = scene.document.published
    if published is None:
        return UNKNOWN
    past = [s for s in said if s.end and s.end < published]
    if past and mode.modality in {"asserted", *_AHEAD} and hit.trigger.event_type != "control":
        return _by_then(past[0], mode)
    first = published
    if mode.modality not in _AHEAD and not _is_of_the_day(scene, hit.sentence):
        first = published - timedelta(days=1)
    return DateSpan(start=first, end=published, prec=2, basis="published")


def _is_of_the_day(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether the day of publication is meant: the report sums it up, or "at dawn" alone."""
    if _named_days(scene, sentence):
        return False
    early = _EARLY.search(scene.text, sentence.start, sentence.end)
    head = f"{scene.document.title or ''}\n{scene.text[:_OPENING]}"
    return early is not None or _OF_THE_DAY.search(head) is not None


def days_of_each(scene: Scene, hit: Hit, places: Sequence[PlaceRef]) -> list[DateSpan | None]:
    """Return each place's own day where the days stand between them, None where they share one.

    So in "X fell in January, Y and Z in May".
    """
    none: list[DateSpan | None] = [None] * len(places)
    starts = sorted(place.start for place in places)
    days = [h for h in _named_days(scene, hit.sentence) if h.span.basis != "published"]
    if len(places) < 2 or len(days) < 2 or not starts[0] < offset(days[0]) < starts[-1]:
        return none
    after = [next((h for h in days if offset(h) > place.start), None) for place in places]
    last = max(places, key=lambda place: place.start)
    own = next((h for h in days if offset(h) > last.start), None)
    if own is None or not _BESIDE.fullmatch(scene.text[last.end : offset(own)]):
        return none
    return [h.span if h is not None else None for h in after]


def _named_days(scene: Scene, sentence: Sentence, tense: str | None = None) -> list[DateHit]:
    """Return the date words of a sentence, those counted from the war's beginning among them."""
    published = scene.document.published
    frame = Frame(published, "future" if tense else "past", _spoken_of(scene, sentence))
    found = dates_against(scene.text, sentence.start, sentence.end, frame)
    of_war = list(days_of_the_war(scene, sentence))
    taken = [(h.span.text_start or 0, h.span.text_end or 0) for h in of_war]
    kept = [h for h in found if not any(a <= offset(h) < b for a, b in taken)]
    return sorted([*kept, *of_war], key=offset)


def _spoken_of(scene: Scene, sentence: Sentence) -> date | None:
    """Return the single day that a sentence counts from: "hours later", "on the same day"."""
    if not _COUNTS_ON.search(scene.text, sentence.start, sentence.end):
        return None
    here = scene.sentences_in(sentence.start, sentence.end).start
    frame = Frame(scene.document.published)
    for before in scene.sentences[max(0, here - _REACH) : here]:
        for h in dates_against(scene.text, before.start, before.end, frame):
            if h.relation == "on" and h.span.start == h.span.end:
                frame = frame._replace(anchor=h.span.start)
    return frame.anchor


def _after_earlier(
    sentence: Sentence, hit: Hit, span: DateSpan, named: Sequence[DateHit]
) -> DateSpan:
    """Return a day without a year in the year of the deed that it follows in one breath.

    So in "fell on 1 April 2022 and was liberated on 10 September".
    """
    own = sentence.tokens[hit.head.head]
    years = [h.span for h in named if _YEAR.search(h.span.text or "") and offset(h) < hit.start]
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
        start, end = offset(found), found.span.text_end
        before = scene.text[sentence.start : start]
        if end is not None and not re.search(r"\w", before):
            return found.span if re.match(r"\s*[:–—]|\s+-\s", scene.text[end:]) else None
    return None


def _when(scene: Scene, hit: Hit, named: Sequence[DateHit]) -> DateSpan | None:
    """Return the day whose clause tells of a trigger: "in April, when they marched in"."""
    before = [h.span for h in named if offset(h) < hit.start and h.span.start is not None]
    if not before or before[-1].text_end is None or hit.noun:
        return None
    between = scene.text[before[-1].text_end : hit.start]
    if not re.match(r",?\s+when\b[^,;]*$", between):
        return None
    since = (before[-1].text or "").lower().startswith("since")
    return replace(before[-1], end=before[-1].start) if since else before[-1]


def _all_spans(hits: Sequence[DateHit], named_days: Sequence[DateHit]) -> bool:
    """Tell whether all but the named days are lengths of time ("for three months")."""
    return all((h.span.text or "").lower().startswith("for ") for h in hits if h not in named_days)


def _by_then(said: DateSpan, mode: Mode) -> DateSpan:
    """Return the day of an earlier statement, within days: what it tells of came no later."""
    if mode.modality in _AHEAD:
        return DateSpan(start=said.end, end=said.end, prec=2, basis="relative")
    return replace(said, start=said.end, prec=2, basis="relative")


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
