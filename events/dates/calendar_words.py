"""Rules for calendar dates: "24 June 2022", "June 20-24", "mid-May", "spring 2023", "in 2014"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from events.dates.days import Span, day_of, last_day, month_of, shift
from events.dates.frame import Frame, Moment, Reader, Rule, choose_year, heeding, within
from events.dates.words import Words, one_of, squeeze

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_LAST = r"(?P<last>\d{1,2})(?:st|nd|rd|th)?"
_CENTURIES = ("19", "20")
_DIGITS = tuple("0123456789")
_LEADS = frozenset({"since", "until", "by", "after", "between"})
_MONTH_LEADS = _LEADS | {"in", "during"}
_DAY_LEADS = _LEADS | {"on"}
_Row = tuple[str, Reader, frozenset[str] | None]
_TO = r"\s*(?:[-–—/]|\bto\b|\band\b|\bthrough\b|\buntil\b|\btill\b)\s*"


def calendar_rules(words: Words) -> list[Rule]:
    """Return the rules for dates named by day, month, year, season or decade."""
    return [*_day_rules(words), *_month_rules(words), *_year_rules(words)]


def _day_rules(words: Words) -> list[Rule]:
    month = f"(?P<month>{words.month})"
    no_count = rf"(?![\d%]|[.,:/]\d|-\w|\s*%|\s+(?i:{words.counted})\b)"
    year = rf"(?:,?\s+{_YEAR}{no_count})?"
    weekday = rf"(?:{words.weekday},?\s+\(?(?:the\s+)?)?"
    named = _named_day(words)
    stretch = _stretch(words)
    after = rf"(?=\s*(?:[.,;:!?)\"”]|$)|\s+(?i:{words.after_day_ordinal})\b)"
    rules = [
        (rf"(?<![\d-]){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])", _numeric),
        (rf"(?<![\d.]){_DAY}\.(?P<month>\d\d?)\.{_YEAR}(?!\d)", _numeric),
        (rf"(?<![\d/]){_DAY}/(?P<month>\d\d?)/{_YEAR}(?![\d/])", _slashed),
        (rf"\b{weekday}{month}\s+(?:the\s+)?{_DAY}{no_count}{year}", named),
        (rf"(?<![\d.,:/-])\b{weekday}{_DAY}\s+(?:of\s+)?{month}\b{year}", named),
        (rf"\b{month}\s+{_DAY}{_TO}{_LAST}{no_count}{year}", stretch),
        (rf"(?<![\d.,:/-])\b{_DAY}{_TO}{_LAST}\s+(?:of\s+)?{month}\b{year}", stretch),
        (rf"\b{weekday}the\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th){after}", _day_only),
    ]
    street = rf"(?!\s+(?i:{words.counted})\b)"
    made = [Rule(re.compile(text + street), read, "explicit") for text, read in rules]
    numeric, named_days, day_only = made[:3], made[3:-1], made[-1]._replace(needs=_DAY_LEADS)
    return [
        *heeding(numeric, _CENTURIES),
        *heeding(named_days, words.month_cues, _DIGITS),
        *heeding([day_only], _DIGITS),
    ]


def _month_rules(words: Words) -> list[Rule]:
    month = f"(?P<month>{words.month})"
    no_day = rf"(?!\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?![.,]\d|\s+(?i:{words.counted})\b))"
    whole = rf"(?P<month>{words.month})(?![-\w]){no_day}"
    part = rf"(?:the\s+)?(?P<part>(?i:{one_of(words.month_parts)}))(?:\s+(?:of|in)\s+|[-\s]+)"
    read = _month(words)
    rules: list[_Row] = [
        (rf"\b{month},?\s+(?:of\s+)?{_YEAR}(?!\d)", read, None),
        (rf"\b{part}{whole}(?:,?\s+{_YEAR}(?!\d))?", read, None),
        (rf"\b{whole}", read, _MONTH_LEADS),
    ]
    return heeding(_made(rules), words.month_cues)


def _made(rows: list[_Row]) -> list[Rule]:
    return [Rule(re.compile(text), read, "explicit", "on", needs) for text, read, needs in rows]


def _year_rules(words: Words) -> list[Rule]:
    no_count = rf"(?![\d%]|[.,:]\d|-\w|\s*%|\s+(?i:{words.counted})\b)"
    part = rf"(?:the\s+)?(?P<part>(?i:{one_of(words.year_parts)}))(?:\s+(?:of|in)\s+|[-\s]+)"
    season = rf"(?P<season>(?i:{one_of(words.seasons)}))"
    usual = rf"(?P<season>(?i:{one_of(set(words.seasons) - {'fall'})}))"
    half = r"(?:(?i:early|late|mid)[-\s]+)?"
    read, seasons = _year(words), _season(words)
    years: list[_Row] = [
        (rf"\b{part}{_YEAR}{no_count}", read, None),
        (rf"\bthe\s+{_YEAR}{no_count}(?=\s+[a-z])", read, None),
        (rf"\b{_YEAR}{no_count}", read, _MONTH_LEADS),
        (r"\b(?:the\s+)?(?P<decade>(?:19|20)\d)0s\b", _decade, None),
    ]
    of_year = rf"(?:\s+of)?,?\s+{_YEAR}{no_count}"
    in_season: list[_Row] = [
        (rf"\b{half}(?:the\s+)?{season}{of_year}", seasons, None),
        (rf"\b{half}(?:the\s+)?{half}{usual}\b(?!\s+(?:of|\d))", seasons, _MONTH_LEADS),
    ]
    return [
        *heeding(_made(years), _CENTURIES),
        *heeding(_made(in_season), tuple(words.seasons)),
    ]


def _single(day: date | None) -> Moment | None:
    return None if day is None else within((day, day))


def _number(match: re.Match[str], name: str) -> int | None:
    found = match.groupdict().get(name)
    return int(found) if found else None


def _month_number(match: re.Match[str], words: Words) -> int:
    return words.months[match["month"].lower().rstrip(".")]


def _numeric(match: re.Match[str], frame: Frame) -> Moment | None:
    return _single(day_of(int(match["year"]), int(match["month"]), int(match["day"])))


def _slashed(match: re.Match[str], frame: Frame) -> Moment | None:
    """Read day and month in the one order the calendar allows; None where both orders go."""
    year, first, second = int(match["year"]), int(match["day"]), int(match["month"])
    days = {day_of(year, second, first), day_of(year, first, second)} - {None}
    return _single(days.pop()) if len(days) == 1 else None


def _named_day(words: Words) -> Reader:
    def read(match: re.Match[str], frame: Frame) -> Moment | None:
        month, day = _month_number(match, words), int(match["day"])

        def in_year(year: int) -> Span | None:
            found = day_of(year, month, day)
            return None if found is None else (found, found)

        return _in_year(match, frame, in_year)

    return read


def _stretch(words: Words) -> Reader:
    def read(match: re.Match[str], frame: Frame) -> Moment | None:
        month, first, last = _month_number(match, words), int(match["day"]), int(match["last"])

        def in_year(year: int) -> Span | None:
            start, end = day_of(year, month, first), day_of(year, month, last)
            return None if start is None or end is None or end < start else (start, end)

        return _in_year(match, frame, in_year)

    return read


def _in_year(
    match: re.Match[str], frame: Frame, in_year: Callable[[int], Span | None]
) -> Moment | None:
    year = _number(match, "year")
    span = choose_year(frame, in_year) if year is None else in_year(year)
    return None if span is None else within(span)


def _day_only(match: re.Match[str], frame: Frame) -> Moment | None:
    """Read "the 24th": of this month, or of the nearest month that fits the direction."""
    if frame.reference is None:
        return None
    first = frame.reference.replace(day=1)
    months = [shift(first, months=i) for i in range(-12, 13)]
    days = [day_of(m.year, m.month, int(match["day"])) for m in months]
    known = [day for day in days if day is not None]
    if frame.direction == "future":
        return _single(min((day for day in known if day >= frame.reference), default=None))
    return _single(max((day for day in known if day <= frame.reference), default=None))


def _month(words: Words) -> Reader:
    def read(match: re.Match[str], frame: Frame) -> Moment | None:
        month = _month_number(match, words)
        part = match.groupdict().get("part")

        def in_year(year: int) -> Span | None:
            return _part_of_month(words, part, month_of(year, month))

        return _in_year(match, frame, in_year)

    return read


def _part_of_month(words: Words, part: str | None, month: Span) -> Span:
    if part is None:
        return month
    first, last = words.month_parts[squeeze(part)]
    start = shift(month[1], days=first + 1) if first < 0 else month[0].replace(day=first)
    return start, month[0].replace(day=min(last, month[1].day))


def _year(words: Words) -> Reader:
    def read(match: re.Match[str], frame: Frame) -> Moment | None:
        year = int(match["year"])
        part = match.groupdict().get("part")
        first, last = words.year_parts[squeeze(part)] if part else (1, 12)
        return within((date(year, first, 1), last_day(year, last)), 5)

    return read


def _season(words: Words) -> Reader:
    def read(match: re.Match[str], frame: Frame) -> Moment | None:
        first = words.seasons[match["season"].lower()]

        def in_year(year: int) -> Span | None:
            start = date(year, first, 1)
            end = shift(start, months=2)
            return start, last_day(end.year, end.month)

        return _in_year(match, frame, in_year)

    return read


def _decade(match: re.Match[str], frame: Frame) -> Moment | None:
    first = int(match["decade"]) * 10
    return within((date(first, 1, 1), date(first + 9, 12, 31)), 5)
