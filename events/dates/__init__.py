"""Dates in reports: words of a date and the day a report came out, to calendar days (pure)."""

from events.dates.find import dates_against, find_dates
from events.dates.frame import DateHit, Frame, Relation
from events.dates.published import infer_published

__all__ = ["DateHit", "Frame", "Relation", "dates_against", "find_dates", "infer_published"]
