"""The day a report came out, from its text: only where its words and the war's span decide it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from events.dates.days import day_of, shift
from events.dates.find import find_dates
from events.dates.words import count_of, lexicon, squeeze

_HEAD_LINES = 6
_HEAD_CHARACTERS = 200
_DATELINE = r"^[A-Z][A-Z .'’/-]{2,40}(?:,\s+[A-Z][\w .'’-]{2,30}?)?,?\s+"
_AGENCY = r"[^\w(]*(?:\([^)\n]*\))?\s*[-–—:]"
_BYLINE = r"(?:by\s+[\w .'’-]{3,40},?\s+)?"
_SENTENCE_REACH = 300
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_CLOCK = r"(?:[,T\s]+(?:at\s+)?\d{1,2}[:.]\d\d.{0,12})?[\s.|]*$"

Verdict = tuple[date | None, str]
MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a text says of its own day, short of stating it."""

    present: frozenset[MonthDay]  # "we are there on June 24", a dateline without a year
    counted: frozenset[date]  # counted from the war's first day
    headed: bool  # "day 121 of the war" stands at the head of the report
    tied: frozenset[tuple[int, MonthDay]]  # "Friday, June 24": weekday (Monday 0) and day
    weekdays: frozenset[int]  # those its news speak of most
    full: frozenset[date]  # days with a year, whatever happened on them


def infer_published(text: str, *, starts: date, ends: date | None, anchor: date | None) -> Verdict:
    """Return the day a report came out, or None, and in words why.

    ``starts`` and ``ends`` are the first and last day of the conflict (None: it goes on, and the
    text must tell the year), ``anchor`` the day its reports count from. A date stated in a line
    of its own or a dateline decides. Else a day without a year that the text puts in the present
    and a count from ``anchor`` must agree, or the first must fit one year of the conflict only.
    Evidence that is thin or conflicts gives None.
    """
    stated, reason = _stated(text)
    if reason:
        return _bounded(stated, reason, starts, ends)
    found = _evidence(text, anchor)
    day, reason = _decide(found, starts, ends)
    if day is not None and any(other > day for other in found.full):
        return None, f"{reason}, but the text speaks of a later day"
    return _bounded(day, reason, starts, ends)


def _bounded(day: date | None, reason: str, starts: date, ends: date | None) -> Verdict:
    if day is not None and (day < starts or (ends is not None and day > ends)):
        return None, f"{reason}, but that is outside the conflict"
    return day, reason


def _decide(found: _Evidence, starts: date, ends: date | None) -> Verdict:
    if len(found.present) > 1 or len(found.counted) > 1:
        return None, "the text puts more than one day in the present"
    present = next(iter(found.present), None)
    counted = next(iter(found.counted), None)
    if counted is not None:
        return _by_count(found, counted, present)
    if present is None:
        return None, "nothing in the text tells its day"
    return _by_year(found, present, starts, ends)


def _by_count(found: _Evidence, counted: date, present: MonthDay | None) -> Verdict:
    """Take a count from the war's first day if something else says the same."""
    because = f"counted from the war's first day it is {counted.isoformat()}"
    if present is not None:
        if present != (counted.month, counted.day):
            return None, f"{because}, but the text puts another day in the present"
        return counted, f"{because}, and the text puts that day in the present"
    if found.headed:
        return counted, f"{because}, said at the head of the report"
    if counted.weekday() in found.weekdays:
        return counted, f"{because}, a weekday its news speak of"
    return None, f"{because}, but nothing else says that the report is of that day"


def _by_year(found: _Evidence, present: MonthDay, starts: date, ends: date | None) -> Verdict:
    """Find the one year of the conflict in which the day fits the weekdays named."""
    if ends is None:
        return None, "the text names its day but not its year, and the conflict has no end"
    days = [day_of(year, *present) for year in range(starts.year, ends.year + 1)]
    fits = [day for day in days if day and starts <= day <= ends and _fits(found, day)]
    if len(fits) == 1:
        return fits[0], "the day named falls on the weekdays named in one year of the conflict"
    return None, f"the day named fits {len(fits) or 'no'} years of the conflict"


def _fits(found: _Evidence, day: date) -> bool:
    """Tell whether the weekdays named go with ``day``: the news are of it or of the day before."""
    tied = {weekday for weekday, month_day in found.tied if month_day == (day.month, day.day)}
    if tied:
        return tied == {day.weekday()}
    return not found.weekdays or bool({day.weekday(), (day.weekday() - 1) % 7} & found.weekdays)


def _stated(text: str) -> Verdict:
    """Return the date that the report states as its own; no reason when it states none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for name, pattern in _statements():
        among = lines if "label" in name else lines[:_HEAD_LINES]
        days = {_full_day(match) for line in among if (match := pattern.match(line))}
        if len(days) > 1:
            return None, f"{name}: more than one date"
        if days:
            day = days.pop()
            return day, f"{name}" if day else f"{name}: weekday and date disagree"
    return None, ""


def _full_day(match: re.Match[str]) -> date | None:
    """Return the day matched; None when its weekday is another or there is no such day."""
    (hit, *_), weekday = find_dates(match["date"], 0, len(match["date"]), None), match["weekday"]
    day = hit.span.start
    agrees = day and (not weekday or lexicon().weekdays[weekday.lower()] == day.weekday())
    return day if agrees else None


@cache
def _statements() -> list[tuple[str, re.Pattern[str]]]:
    """Return the lines in which a report states its date, the most telling first."""
    words = lexicon()
    short = "|".join(name.title() for name in words.weekdays)
    weekday = rf"(?:(?P<weekday>{words.weekday}|{short}),?\s+)?"
    month = words.month
    year = r"(?:19|20)\d\d"
    ordinal = r"\d{1,2}(?:st|nd|rd|th)?"
    named = rf"{month}\s+{ordinal},?\s+{year}|{ordinal}\s+{month},?\s+{year}"
    day = rf"{weekday}(?P<date>{named}|{year}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\.{year})(?!\d)"
    first, later = (rf"^(?i:{words.published[key]})(?:\s+(?:on|at))?:?\s+" for key in _LABELS)
    return [
        ("label of publication", re.compile(first + day)),
        ("dateline", re.compile(rf"{_DATELINE}{day}{_AGENCY}")),
        ("date line", re.compile(rf"^(?i:{_BYLINE}){day}{_CLOCK}")),
        ("label of an update", re.compile(later + day)),
    ]


_LABELS = ("first_labels", "later_labels")


def _evidence(text: str, anchor: date | None) -> _Evidence:
    nth, counted = [], set()
    if anchor is not None:
        nth = list(_nth_days().finditer(text))
        counted = _counted(text, anchor) | {_day_of_war(match, anchor) for match in nth}
    return _Evidence(
        present=frozenset(_present(text)),
        counted=frozenset(counted),
        headed=any(match.start() < _HEAD_CHARACTERS for match in nth),
        tied=frozenset(_tied(text)),
        weekdays=frozenset(_news_weekdays(text)),
        full=frozenset(_full_days(text)),
    )


def _full_days(text: str) -> set[date]:
    """Return the days with a year on which the text says that something happened."""
    sentences = (part for part in _SENTENCE_END.split(text) if "19" in part or "20" in part)
    hits = [hit for part in sentences for hit in find_dates(part, 0, len(part), None)]
    days = (hit.span.start for hit in hits if hit.span.prec == 1 and hit.relation == "on")
    return {day for day in days if day is not None}


@cache
def _day_pattern() -> str:
    month = lexicon().month
    ordinal = r"(?:st|nd|rd|th)?"
    first = rf"(?P<m1>{month})\s+(?P<d1>\d{{1,2}}){ordinal}(?![\d%]|[.,]\d|,?\s+(?:19|20)\d\d)"
    last = rf"(?P<d2>\d{{1,2}}){ordinal}\s+(?P<m2>{month})\b(?!,?\s+(?:19|20)\d\d)"
    return rf"(?:{first}|{last})"


def _month_day(match: re.Match[str]) -> MonthDay:
    month = match["m1"] or match["m2"]
    return lexicon().months[month.lower().rstrip(".")], int(match["d1"] or match["d2"])


def _present(text: str) -> set[MonthDay]:
    words = lexicon()
    weekday = rf"(?:{words.weekday},?\s+)?"
    frame = words.published["present"].replace(" ", r"\s+")
    said = re.compile(rf"\b(?i:{frame})\s+{weekday}{_day_pattern()}")
    dateline = re.compile(
        rf"{_DATELINE}{weekday}{_day_pattern()}[^\w]*(?:\([^)]*\))?\s*[-–—:]", re.M
    )
    return {_month_day(match) for form in (said, dateline) for match in form.finditer(text)}


def _tied(text: str) -> set[tuple[int, MonthDay]]:
    words = lexicon()
    pattern = re.compile(rf"\b(?P<weekday>{words.weekday}),?\s+\(?{_day_pattern()}")
    return {
        (words.weekdays[match["weekday"].lower()], _month_day(match))
        for match in pattern.finditer(text)
    }


def _news_weekdays(text: str) -> set[int]:
    """Return the weekdays named most often, those of another week left out."""
    words = lexicon()
    elsewhere = r"(?<!last )(?<!next )(?<!previous )"
    pattern = re.compile(rf"{elsewhere}\b({words.weekday})\b(?!\s+(?:of\s+)?(?:last|next)\b)")
    named = Counter(words.weekdays[day.lower()] for day in pattern.findall(text))
    most = max(named.values(), default=0)
    return {weekday for weekday, count in named.items() if count == most}


def _counted(text: str, anchor: date) -> set[date]:
    """Return the days exactly so long after the war's first day."""
    words = lexicon()
    beginning = re.compile(rf"\b(?:{words.beginning})\b", re.IGNORECASE)
    found = set()
    for match in _exact_counts().finditer(text):
        reach = text[match.end() : match.end() + _SENTENCE_REACH]
        rest = _SENTENCE_END.split(reach, maxsplit=1)[0]
        said = match["exactly"] or match["amount"]
        count = count_of(said)
        if beginning.search(rest) and count and squeeze(said) not in words.vague:
            unit = (match["unit"] or match["units"]).lower()
            found.add(_later(anchor, int(count), unit))
    return found


def _day_of_war(match: re.Match[str], anchor: date) -> date:
    return shift(anchor, days=int(match[1] or match[2]) - 1)


@cache
def _exact_counts() -> re.Pattern[str]:
    amount, unit = lexicon().amount, r"(?:day|week|month|year)"
    exactly = rf"exactly\s+(?P<exactly>{amount})[-\s]+(?P<unit>{unit})s?\s+"
    to_the_day = rf"(?P<amount>{amount})[-\s]+(?P<units>{unit})s?,?\s+to\s+the\s+day"
    way = r"(?:after|since|when|into|from)"
    return re.compile(rf"\b(?:{exactly}{way}|{to_the_day})\b", re.IGNORECASE)


@cache
def _nth_days() -> re.Pattern[str]:
    nth = r"(?:(\d{1,4})(?:st|nd|rd|th)\s+day|day\s+(\d{1,4}))"
    return re.compile(rf"\b{nth}\s+of\s+[\w'’]+\s+(?:{lexicon().conflict})\b", re.IGNORECASE)


def _later(anchor: date, count: int, unit: str) -> date:
    if unit in ("month", "year"):
        return shift(anchor, months=count * (12 if unit == "year" else 1))
    return shift(anchor, days=count * (7 if unit == "week" else 1))
