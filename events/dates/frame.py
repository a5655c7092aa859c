"""What date words are read against, what they come to, and the rules that read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from events.dates.days import Span, shift, span_precision
from events.types import DateBasis, DateSpan

Relation = Literal["on", "since", "until", "by", "during", "for"]
Direction = Literal["past", "future", "nearest"]

SLACK_DAYS = 7
"""A short date without a year may lie so far after the reference before last year's is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateHit:
    """Date words in a text and how they bear on what happened.

    ``on`` it happened then; ``since`` it began then and went on; ``until`` it ended then; ``by``
    it was to be done no later; ``during`` it happened within; ``for`` it lasted so long, up to
    the reference. With ``until`` and ``by`` the span is the moment named, with ``since`` it runs
    from that moment to the reference (or is the moment, when there is no reference).
    ``span.text`` and its offsets include the relating word: "since February 24".
    """

    span: DateSpan
    relation: Relation


class Moment(NamedTuple):
    """First and last day, both within, and the UCDP precision."""

    start: date
    end: date
    prec: int


class Frame(NamedTuple):
    """What words are resolved against.

    ``reference`` is the day the report came out. ``anchor`` is the day spoken of just before
    ("a day earlier"), None when none was. ``slack`` is in days.
    """

    reference: date | None
    direction: Direction = "past"
    anchor: date | None = None
    slack: int = SLACK_DAYS


Reader = Callable[[re.Match[str], Frame], Moment | None]


class Rule(NamedTuple):
    """A pattern and what it means.

    ``needs`` names the leading words one of which must stand before it, None when it stands for
    itself; an ``ahead`` rule counts only in what lies in the future.
    """

    name: str
    pattern: re.Pattern[str]
    read: Reader
    basis: DateBasis
    relation: Relation = "on"
    needs: frozenset[str] | None = None
    ahead: bool = False


def within(span: Span, prec: int | None = None) -> Moment:
    """Return the moment "somewhere in these days"; ``prec`` overrides what their number gives."""
    return Moment(span[0], span[1], prec or span_precision(span))


def choose_year(frame: Frame, in_year: Callable[[int], Span | None]) -> Span | None:
    """Return the occurrence that is meant of a span that comes back every year, or None.

    The latest that has begun by the reference; looking forward the first that has not ended;
    with direction ``nearest`` the one with the smallest gap.
    """
    reference = frame.reference
    if reference is None:
        return None
    years = range(max(reference.year - 8, 1), min(reference.year + 9, 9999))
    spans = [span for year in years if (span := in_year(year)) is not None]
    if frame.direction == "nearest":
        return min(spans, key=lambda span: _gap(span, reference), default=None)
    if frame.direction == "future":
        return min((span for span in spans if span[1] >= reference), default=None)
    return max((span for span in spans if span[0] <= _latest(span, frame)), default=None)


def _gap(span: Span, day: date) -> int:
    return max((span[0] - day).days, (day - span[1]).days, 0)


def _latest(span: Span, frame: Frame) -> date:
    assert frame.reference is not None  # choose_year has looked
    short = (span[1] - span[0]).days < SLACK_DAYS
    return shift(frame.reference, days=frame.slack) if short else frame.reference
