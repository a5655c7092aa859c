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
    ("a day earlier"), None when none was; where a month or a year was spoken of, it is the middle
    and ``spread`` the days to either end. ``slack`` is in days.
    """

    reference: date | None
    direction: Direction = "past"
    anchor: date | None = None
    slack: int = SLACK_DAYS
    spread: int = 0


Reader = Callable[[re.Match[str], Frame], Moment | None]


class Rule(NamedTuple):
    """A pattern and what it means.

    ``needs`` names the leading words one of which must stand before it, None when it stands for
    itself; an ``ahead`` rule counts only in what lies in the future. A text that lacks one of
    the ``cues`` of any row (in lower case) has no match, and looking for them is cheap.
    """

    pattern: re.Pattern[str]
    read: Reader
    basis: DateBasis
    relation: Relation = "on"
    needs: frozenset[str] | None = None
    ahead: bool = False
    cues: tuple[tuple[str, ...], ...] = ()


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
    here = reference.year
    if frame.direction == "nearest":
        spans = [span for span in map(in_year, _years(here - 8, here + 8)) if span]
        return min(spans, key=lambda span: _gap(span, reference), default=None)
    if frame.direction == "future":
        ahead = map(in_year, _years(here - 1, here + 8))
        return next((span for span in ahead if span and span[1] >= reference), None)
    back = map(in_year, reversed(_years(here - 8, here + 1)))
    return next(
        (span for span in back if span and span[0] <= _latest(span, reference, frame)), None
    )


def _years(first: int, last: int) -> range:
    """Return the years from first to last; eight reach over a century's missing leap day."""
    return range(max(first, 1), min(last + 1, 9999))


def _gap(span: Span, day: date) -> int:
    return max((span[0] - day).days, (day - span[1]).days, 0)


def _latest(span: Span, reference: date, frame: Frame) -> date:
    short = (span[1] - span[0]).days < SLACK_DAYS
    return shift(reference, days=frame.slack) if short else reference


def heeding(rules: list[Rule], *cues: tuple[str, ...]) -> list[Rule]:
    """Return the rules, each to be tried only where every row of ``cues`` has a word."""
    return [rule._replace(cues=cues) for rule in rules]
