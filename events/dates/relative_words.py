"""Rules for days counted from the report's own: "on Friday", "overnight", "last week"."""

from __future__ import annotations

import re
from datetime import date

from events.dates.days import (
    Span,
    month_of,
    shift,
    span_precision,
    week_of,
    weekday_from,
    weekday_until,
)
from events.dates.frame import Frame, Moment, Reader, Rule, heeding, within
from events.dates.words import Words, one_of, squeeze

_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night|lunchtime|noon|midday))?"
_DEICTIC = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
_NEIGHBOURS = {"before": -1, "previous": -1, "after": 1, "next": 1, "following": 1, "same": 0}
_TURNS = {"last": -1, "this": 0, "next": 1}


def relative_rules(words: Words) -> list[Rule]:
    """Return the rules for days, nights, weekdays and calendar units named from the reference."""
    turn = r"(?P<turn>last|this\s+coming|this\s+past|this|next)"
    unit = rf"(?P<unit>week|weekend|month|year|{one_of(words.seasons)})"
    part = r"earlier|early|later|late|mid|the\s+(?:beginning|start|middle|end)\s+of"
    edge = r"(?P<part>the\s+(?:beginning|start|middle|end)\s+of)\s+the"
    part = rf"(?:(?P<part>{part})[-\s]+)?"
    day = rf"(?P<weekday>{words.weekday})(?!s\b)"
    night = r"(?P<night>overnight\s+(?:(?:on|in|into|to)\s+)?)"
    ordinal = r"\d{1,4}(?:st|nd|rd|th)\s+day"
    week = r"(?:\s+(?:of\s+)?(?P<week>last|this|next)\s+week)?"
    deictic = rf"(?:earlier\s+|later\s+)?(?P<day>{one_of(_DEICTIC)})\b{_OF_DAY}"
    side = r"(?P<side>the\s+day\s+(?:before|after))"
    way = r"the\s+(?P<way>next|following|previous|same)\s+day"
    hours = r"(?:dawn|daybreak|sunrise|morning|midday|noon|(?:beginning|start)\s+of\s+the\s+day)"
    hours = rf"(?:(?:the|this)\s+)?(?:early\s+|late\s+)?{hours}"
    current = r"(?:the\s+)?(?:current|present)\s+day"
    same = r"(?:that\s+(?:same\s+)?day|(?:earlier|later)\s+in\s+the\s+day)"
    war = rf"of\s+(?:the|its|russia['’]s|moscow['’]s)\s+(?:{words.conflict})"
    month_turn = rf"\b{turn}\s+(?P<month>{words.month})(?![-\w])(?!\s+\d)"
    units = ("week", "month", "year", *words.seasons)
    rules: list[tuple[str, Reader, tuple[str, ...]]] = [
        (deictic, _deictic, ("day", "tonight", "this ", "tomorrow")),
        (r"overnight|last\s+night", _night, ("night",)),
        (rf"since\s+{hours}(?!\s+(?:of|on)\b)", _today, ("since",)),
        (current, _today, ("day",)),
        (rf"{night}{day}{_OF_DAY}", _overnight(words), ("overnight",)),
        (rf"(?:{turn}\s+)?{day}{_OF_DAY}{week}", _weekday(words), ("day",)),
        (rf"{edge}\s+(?P<unit>week|month|year)(?!-)", _unit(words), units),
        (rf"{part}{turn}\s+{unit}(?!-)", _unit(words), units),
        (r"earlier\s+in\s+the\s+(?P<unit>week|month|year)", _unit(words), units),
        (r"the\s+(?:past\s+)?weekend", _weekend, ("weekend",)),
        (rf"{side}|{way}|{same}", _neighbour, ("day",)),
        (rf"(?:the\s+{ordinal}|day\s+\d{{1,4}})\s+{war}", _unknown, ("day",)),
    ]
    turned = Rule(re.compile(month_turn), _month_turn(words), "relative")
    return [
        *heeding([turned], words.month_cues, tuple(_TURNS)),
        *(
            Rule(re.compile(rf"\b(?:{text})\b", re.IGNORECASE), read, "relative", cues=(cue,))
            for text, read, cue in rules
        ),
    ]


def _single(day: date) -> Moment:
    return within((day, day))


def _group(match: re.Match[str], name: str) -> str | None:
    found: str | None = match.groupdict().get(name)
    return squeeze(found) if found else None


def _unknown(match: re.Match[str], frame: Frame) -> None:
    """Keep the words of a day that only the conflict's own calendar can tell."""


def _deictic(match: re.Match[str], frame: Frame) -> Moment | None:
    if frame.reference is None:
        return None
    return _single(shift(frame.reference, days=_DEICTIC[squeeze(match["day"])]))


def _today(match: re.Match[str], frame: Frame) -> Moment | None:
    return _single(frame.reference) if frame.reference is not None else None


def _night(match: re.Match[str], frame: Frame) -> Moment | None:
    if frame.reference is None:
        return None
    return within((shift(frame.reference, days=-1), frame.reference))


def _overnight(words: Words) -> Reader:
    weekday = _weekday(words)

    def read(match: re.Match[str], frame: Frame) -> Moment | None:
        day = weekday(match, frame)
        return day and within((shift(day.start, days=-1), day.start))

    return read


def _weekday(words: Words) -> Reader:
    def read(match: re.Match[str], frame: Frame) -> Moment | None:
        if frame.reference is None:
            return None
        weekday = words.weekdays[match["weekday"].lower()]
        week = _group(match, "week")
        if week is not None:
            monday = week_of(shift(frame.reference, days=7 * _TURNS[week]))[0]
            return _single(shift(monday, days=weekday))
        return _single(_nearby(frame.reference, weekday, _group(match, "turn"), frame))

    return read


def _nearby(reference: date, weekday: int, turn: str | None, frame: Frame) -> date:
    """Return the weekday meant: strictly before for "last", strictly after for "next"."""
    if turn == "next":
        return weekday_from(shift(reference, days=1), weekday)
    if turn == "last":
        return weekday_until(shift(reference, days=-1), weekday)
    if turn == "this coming" or frame.direction == "future":
        return weekday_from(reference, weekday)
    return weekday_until(reference, weekday)


def _unit(words: Words) -> Reader:
    def read(match: re.Match[str], frame: Frame) -> Moment | None:
        if frame.reference is None:
            return None
        unit, turn = match["unit"].lower(), (_group(match, "turn") or "this").split()[0]
        part = (_group(match, "part") or match[0].lower()).removeprefix("the ").split()[0]
        if (unit, turn) == ("weekend", "this"):
            return _weekend(match, frame)
        span = _span_of(words, unit, turn, frame.reference)
        if part in ("earlier", "later") and turn == "this":
            return _side_of_today(span, part, frame.reference)
        whole = {"week": 3, "year": 5}.get(unit)
        if _group(match, "part") is not None and unit in ("month", "year"):
            return within(_part_of(words, part, span, unit))
        return _not_ahead(span, whole, frame, turn)

    return read


def _span_of(words: Words, unit: str, turn: str, reference: date) -> Span:
    step = _TURNS[turn]
    if unit == "week":
        return week_of(shift(reference, days=7 * step))
    if unit == "weekend":
        return _weekend_of(reference, step)
    if unit == "month":
        first = shift(reference.replace(day=1), months=step)
        return month_of(first.year, first.month)
    year = shift(reference, months=12 * step).year
    if unit == "year":
        return date(year, 1, 1), date(year, 12, 31)
    return _season_of(words.seasons[unit], step, reference)


def _weekend_of(reference: date, step: int) -> Span:
    saturday = weekday_until(reference, 5)
    if step > 0:
        saturday = weekday_from(shift(reference, days=1), 5)
    if step < 0 and (reference - saturday).days < 2:
        saturday = shift(saturday, days=-7)
    return saturday, shift(saturday, days=1)


def _season_of(first: int, step: int, reference: date) -> Span:
    """Return the season running at the reference or begun last, or the one after or before."""
    starts = [date(year, first, 1) for year in range(reference.year - 2, reference.year + 3)]
    index = max(i for i, start in enumerate(starts) if start <= reference)
    running = shift(starts[index], months=3) > reference
    index += step if running or step > 0 else 0
    start = starts[index]
    return start, shift(start, months=3, days=-1)


def _side_of_today(span: Span, part: str, reference: date) -> Moment:
    if part == "later":
        return within((min(shift(reference, days=1), span[1]), span[1]))
    return within((span[0], max(span[0], shift(reference, days=-1))))


def _part_of(words: Words, part: str, span: Span, unit: str) -> Span:
    name = {"earlier": "early", "later": "late"}.get(part, part)
    if unit == "year":
        first, last = words.year_parts[name]
        return shift(span[0], months=first - 1), shift(span[0], months=last, days=-1)
    first, last = words.month_parts[name]
    start = shift(span[1], days=first + 1) if first < 0 else span[0].replace(day=first)
    return start, span[0].replace(day=min(last, span[1].day))


def _not_ahead(span: Span, prec: int | None, frame: Frame, turn: str) -> Moment:
    """Cut "this week" and the like at the reference: what has happened lies before it."""
    assert frame.reference is not None  # every caller has looked
    prec = prec or span_precision(span)
    if turn != "this":
        return within(span, prec)
    if frame.direction == "future":
        return within((max(span[0], frame.reference), max(span[1], frame.reference)), prec)
    return within((span[0], max(min(span[1], frame.reference), span[0])), prec)


def _month_turn(words: Words) -> Reader:
    def read(match: re.Match[str], frame: Frame) -> Moment | None:
        if frame.reference is None:
            return None
        month = words.months[match["month"].lower().rstrip(".")]
        here = frame.reference
        years = [here.year - 2, here.year - 1, here.year, here.year + 1, here.year + 2]
        spans = [month_of(year, month) for year in years]
        if match["turn"].startswith("next"):
            return within(min(span for span in spans if span[0] > here))
        if match["turn"].startswith("last"):
            return within(max(span for span in spans if span[1] < here))
        return _not_ahead(month_of(here.year, month), 4, frame, "this")

    return read


def _weekend(match: re.Match[str], frame: Frame) -> Moment | None:
    if frame.reference is None:
        return None
    step = 1 if frame.direction == "future" and frame.reference.weekday() < 5 else 0
    return _not_ahead(_weekend_of(frame.reference, step), 2, frame, "this" if step == 0 else "next")


def _neighbour(match: re.Match[str], frame: Frame) -> Moment | None:
    """Read "the day before" from the day spoken of; without one, as some day of the last week."""
    word = (_group(match, "side") or _group(match, "way") or "same").split()[-1]
    step = _NEIGHBOURS[word]
    if frame.anchor is not None and not frame.spread:
        return _single(shift(frame.anchor, days=step))
    if frame.reference is None:
        return None
    last = shift(frame.reference, days=min(step, 0))
    return within((shift(last, days=-5), last))
