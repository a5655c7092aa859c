"""Days that a text counts from the beginning of the war: "in the first week of the invasion"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from events.claims.scene import Scene
from events.dates import DateHit
from events.types import DateSpan
from geo.types import Sentence

_WAR = (
    r"(?:of|in)\s+(?:the|this|its|Russia['’]s|Moscow['’]s|Putin['’]s)?\s*"
    r"(?:(?:full-scale|all-out|large-scale|Russian|present)\s+)*"
    r"(?:war|invasion|conflict|fighting|special\s+military\s+operation)\b"
)
_OUTSET = re.compile(
    r"\b(?:(?P<since>since|from)\s+|(?:in|during|within|at|on)\s+)?(?:the\s+)?(?:very\s+)?"
    r"(?:(?:first|opening|early|initial)\s+(?:few\s+|two\s+|three\s+)?"
    rf"(?P<unit>hour|day|week|month)(?P<many>s)?|start|beginning|outset|outbreak)\s+{_WAR}"
    rf"|\b(?P<early>early)\s+{_WAR}",
    re.IGNORECASE,
)
_NAMES_WAR = re.compile("war|invasion|conflict|fighting|operation", re.IGNORECASE)
"""The last words of all stretches: most sentences have none, and are left at once."""
_RANKED = re.compile(
    r"\b(?:most|first|worst|only|(?:bigg|larg|great|heavi|fast|high|wid|deep|fierc|deadli)est)\b"
)
_DAYS = {"hour": (2, 2), "day": (1, 7), "week": (7, 28), "month": (31, 92)}
"""Days that the first hour, day, week or month takes, and the first hours, days and so on."""
_SOON = 7
_EARLY = 92


def days_of_the_war(scene: Scene, sentence: Sentence) -> Iterator[DateHit]:
    """Yield the stretches of a sentence that are told from the war's beginning, in its order.

    The beginning is that of the phase in which the report came out. "Since" runs to publication.
    """
    if not _NAMES_WAR.search(scene.text, sentence.start, sentence.end):
        return
    published = scene.document.published
    first = scene.conflict.focus_start
    if published is not None and published < first:
        first = scene.conflict.start
    for found in _OUTSET.finditer(scene.text, sentence.start, sentence.end):
        if found["since"] and _RANKED.search(scene.text, sentence.start, found.start()):
            continue  # "the biggest defeat since the start of the war"
        since = found["since"] is not None and published is not None
        last = published if since and published else first + timedelta(days=_length(found) - 1)
        span = DateSpan(
            start=first,
            end=_not_beyond(last, published),
            prec=3 if _length(found) <= _SOON else 4,
            basis="explicit",
            text=found.group(),
            text_start=found.start(),
            text_end=found.end(),
        )
        relation: Literal["since", "on"] = "since" if since else "on"
        yield DateHit(span=span, relation=relation)


def _length(found: re.Match[str]) -> int:
    if found["early"]:
        return _EARLY
    if found["unit"] is None:
        return _SOON
    return _DAYS[found["unit"].lower()][1 if found["many"] else 0]


def _not_beyond(day: date, published: date | None) -> date:
    return day if published is None else min(day, published)
