"""Dates in reports: words of a date and the day a report came out, to calendar days (pure)."""

from events.dates.find import find_dates
from events.dates.frame import DateHit, Relation

__all__ = ["DateHit", "Relation", "find_dates"]
