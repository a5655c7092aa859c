"""Calendar arithmetic on whole days (pure): months, weeks, weekdays, years, precision codes."""

from __future__ import annotations

from datetime import date, timedelta

Span = tuple[date, date]
"""First and last day, both within."""


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none (31 June, year 0)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(day: date, *, days: int = 0, months: int = 0) -> date:
    """Return ``day`` moved by months, then days; a day the month lacks becomes its last.

    Moves beyond the calendar stop at its ends.
    """
    index = day.year * 12 + day.month - 1 + months
    index = min(max(index, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    moved = min(day.day, last_day(year, month + 1).day)
    ordinal = date(year, month + 1, moved).toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def month_of(year: int, month: int) -> Span:
    """Return the month's first and last day."""
    return date(year, month, 1), last_day(year, month)


def week_of(day: date) -> Span:
    """Return the Monday and Sunday around ``day``."""
    monday = shift(day, days=-day.weekday())
    return monday, shift(monday, days=6)


def weekday_until(day: date, weekday: int) -> date:
    """Return the last such weekday (Monday 0) on or before ``day``."""
    return shift(day, days=-((day.weekday() - weekday) % 7))


def weekday_from(day: date, weekday: int) -> date:
    """Return the first such weekday (Monday 0) on or after ``day``."""
    return shift(day, days=(weekday - day.weekday()) % 7)


def precision(days: int) -> int:
    """Return UCDP's ``date_prec`` when all that is known is a stretch of so many days."""
    limits = (1, 6, 7, 31)
    return 1 + sum(days > limit for limit in limits)


def span_precision(span: Span) -> int:
    """Return the precision of "somewhere within these days"."""
    return precision((span[1] - span[0]).days + 1)
