"""Rules for counted time: "two days ago", "over the past week", "for weeks", "a day after"."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from events.dates.days import precision, shift
from events.dates.frame import Frame, Moment, Reader, Relation, Rule, within
from events.dates.words import Words, count_of, lexicon, one_of, squeeze

_UNIT = r"(?P<unit>hour|day|week|fortnight|month|year)(?P<plural>s)?\b(?P<half>\s+and\s+a\s+half)?"
_UNIT_CUES = ("hour", "day", "week", "fortnight", "month", "year")
_RADIUS = {"hour": 0, "day": 0, "week": 3, "fortnight": 3, "month": 15, "year": 182}
_UNIT_PREC = {"hour": 1, "day": 2, "week": 3, "fortnight": 3, "month": 4, "year": 5}
_BACK = ("before", "earlier", "previously")


class _Amount(NamedTuple):
    """So many units: ``vague`` when nobody counted them, ``rough`` when somebody did roughly."""

    number: float
    unit: str
    vague: bool
    rough: bool


def counted_rules(words: Words) -> list[Rule]:
    """Return the rules for time counted in hours, days, weeks, months or years."""
    amount = rf"(?P<amount>{words.amount})(?:\s+(?:of|more))?[-\s]+"
    roughly = rf"(?:(?:(?P<rough>{one_of(words.roughly)})|{one_of(words.exactly)})\s+)?"
    some = rf"{roughly}{amount}{_UNIT}"
    many = rf"{roughly}(?:{amount})?{_UNIT}"
    back = r"(?:the\s+|these\s+)?(?:past|last|previous|preceding|recent)\s+"
    # "last week" is the calendar's; counted back are "the last week", "past week", "last 3 weeks".
    window = rf"(?!last\s+(?:week|month|year)\b){back}{many}"
    coming = rf"(?:the\s+(?:coming|next)|coming|next(?=\s+\S+\s+\S+s\b))\s+{many}"
    lasted = rf"for\s+(?:(?:the|these)\s+(?:past|last)\s+)?{many}"
    turn = rf"(?P<turn>{one_of(words.ordinals)}|\d{{1,3}}(?:st|nd|rd|th))"
    row = rf"for\s+(?:a|the)\s+{turn}\s+(?:(?:consecutive|straight|successive)\s+)?"
    way = r"(?P<way>after|before|following|since|earlier|later|previously)"
    plural = r"(?P<unit>hour|day|week|month|year)(?P<plural>s)"
    past = ("past", "last", "previous", "preceding", "recent")
    ways = ("after", "before", "following", "since", "earlier", "later", "previously")
    rules: list[tuple[str, Reader, Relation, tuple[str, ...]]] = [
        (rf"{some}\s+ago", _ago, "on", ("ago",)),
        (rf"{plural}\s+ago", _ago, "on", ("ago",)),
        (window, _window, "during", past),
        (coming, _coming, "during", ("coming", "next")),
        (rf"{lasted}(?!\s+(?:to\s+come|ahead|more|longer)\b)", _lasting, "for", ("for",)),
        (rf"(?:over|through)\s+(?:many|several)\s+{plural}", _lasting, "during", ("many", "sever")),
        (rf"{row}(?P<unit>day|night|week|month)\b", _in_a_row, "for", ("for",)),
        (rf"{some}(?:,?\s+to\s+the\s+day)?,?\s+{way}", read_offset, "on", ways),
        (r"(?P<unit>hour)(?P<plural>s)\s+(?P<way>earlier|later)", read_offset, "on", ("hours",)),
        (rf"{some}\s+from\s+now", _ahead, "on", ("from",)),
    ]
    # Of the past "in two weeks" and "another week" are durations, and no date.
    ahead: list[tuple[str, Reader, Relation, tuple[str, ...]]] = [
        (rf"(?:in|within)\s+{many}(?:['’]?\s+time)?", _ahead, "on", ("in",)),
        (rf"(?:for\s+)?(?:another|a\s+further)\s+{many}", _lasting, "for", ("another", "further")),
    ]
    return [*_made(rules), *(rule._replace(ahead=True) for rule in _made(ahead))]


def _made(rows: list[tuple[str, Reader, Relation, tuple[str, ...]]]) -> list[Rule]:
    return [
        Rule(
            re.compile(rf"\b(?:{text})\b", re.IGNORECASE),
            read,
            "relative",
            relation,
            cues=(cue, _UNIT_CUES),
        )
        for text, read, relation, cue in rows
    ]


def offset_from(match: re.Match[str], moment: Moment) -> Moment:
    """Return ``moment`` moved by the time counted: "four months to the day after" it."""
    amount = _amount(match)
    sign = -1 if match["way"].lower() in _BACK else 1
    start, end = (_moved(day, sign * amount.number, amount.unit) for day in moment[:2])
    if _radius(match, amount) == 0:
        return Moment(start, end, moment.prec)
    return within((_around(start, match).start, _around(end, match).end))


def _amount(match: re.Match[str]) -> _Amount:
    unit = match["unit"].lower()
    text = match.groupdict().get("amount")
    rough = match.groupdict().get("rough")
    half = 0.5 if match.groupdict().get("half") else 0.0
    if text is None:
        count = lexicon().bare[unit] if match.groupdict().get("plural") else 1.0
        return _Amount(count + half, unit, bool(match.groupdict().get("plural")), bool(rough))
    count = count_of(text) or 1.0
    return _Amount(count + half, unit, squeeze(text) in lexicon().vague, bool(rough))


def _moved(day: date, count: float, unit: str) -> date:
    """Return the day so many units on; hours count only where they fill days."""
    if unit in ("month", "year"):
        months = count * (12 if unit == "year" else 1)
        return shift(day, months=int(months), days=round((months - int(months)) * 30))
    days = {"hour": int(abs(count) // 24), "day": 1, "week": 7, "fortnight": 14}[unit]
    if unit == "hour":
        return shift(day, days=days if count > 0 else -days)
    return shift(day, days=round(count * days))


def _radius(match: re.Match[str], amount: _Amount) -> int:
    """Return by how many days a count may be out: a week ago is no exact day."""
    if "to the day" in squeeze(match[0]) or "exactly" in match[0].lower():
        return 0
    return _RADIUS[amount.unit] or int(amount.vague or amount.rough)


def _around(day: date, match: re.Match[str]) -> Moment:
    """Return the days that may be meant when a count in ``match`` comes to ``day``."""
    radius = _radius(match, _amount(match))
    return within((shift(day, days=-radius), shift(day, days=radius)))


def _past(moment: Moment, frame: Frame) -> Moment:
    assert frame.reference is not None  # every caller has looked
    end = min(moment.end, frame.reference)
    return Moment(min(moment.start, end), end, moment.prec)


def _ago(match: re.Match[str], frame: Frame) -> Moment | None:
    if frame.reference is None:
        return None
    amount = _amount(match)
    return _past(_around(_moved(frame.reference, -amount.number, amount.unit), match), frame)


def _reach(amount: _Amount) -> int:
    """Return the precision of a window "the past ...": its length, at least two days."""
    days = {"hour": 1, "day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366}
    count = amount.number / 24 if amount.unit == "hour" else amount.number
    return precision(max(2, round(count * days[amount.unit])))


def _window(match: re.Match[str], frame: Frame) -> Moment | None:
    if frame.reference is None:
        return None
    amount = _amount(match)
    start = _moved(frame.reference, -amount.number, amount.unit)
    start = min(start, shift(frame.reference, days=-1))
    return Moment(start, frame.reference, _reach(amount))


def _coming(match: re.Match[str], frame: Frame) -> Moment | None:
    if frame.reference is None:
        return None
    amount = _amount(match)
    end = _moved(frame.reference, amount.number, amount.unit)
    end = max(end, shift(frame.reference, days=1))
    return Moment(frame.reference, end, _reach(amount))


def _lasting(match: re.Match[str], frame: Frame) -> Moment | None:
    """Read a duration up to the reference; what is not known is when it began."""
    if frame.reference is None:
        return None
    amount = _amount(match)
    prec = min(_UNIT_PREC[amount.unit] + int(amount.vague and amount.unit != "day"), 5)
    sign = 1 if frame.direction == "future" else -1
    far = _moved(frame.reference, sign * amount.number, amount.unit)
    return Moment(min(far, frame.reference), max(far, frame.reference), prec)


def _in_a_row(match: re.Match[str], frame: Frame) -> Moment | None:
    if frame.reference is None:
        return None
    turn = match["turn"].lower()
    count = lexicon().ordinals.get(turn) or int(re.sub(r"\D", "", turn))
    unit = {"night": "day"}.get(match["unit"].lower(), match["unit"].lower())
    start = _moved(frame.reference, 1 - count, unit)
    return Moment(start, frame.reference, 1 if unit == "day" else _UNIT_PREC[unit])


def read_offset(match: re.Match[str], frame: Frame) -> Moment | None:
    """Read "a day earlier", and "a day after" or "before" with a clause behind it.

    In "on Friday, a day after the town fell" the clause's own day is returned, Thursday. With no
    day spoken of, the later of the two happenings is taken for the news, of the reference day or
    the one before, and the earlier one's day is returned; of "a day earlier" or "later" only
    the limits within the last week are known.
    """
    if frame.anchor is None:
        return _offset_unanchored(match, frame)
    amount, way = _amount(match), match["way"].lower()
    forward = way in ("before", "later")
    moved = _moved(frame.anchor, amount.number if forward else -amount.number, amount.unit)
    around = within((moved, moved)) if amount.unit == "hour" else _around(moved, match)
    if frame.spread > _radius(match, amount):
        days = frame.spread
        around = within((shift(moved, days=-days), shift(moved, days=days)))
    return around if frame.reference is None else _past(around, frame)


def _offset_unanchored(match: re.Match[str], frame: Frame) -> Moment | None:
    if frame.reference is None:
        return None
    amount = _amount(match)
    if amount.unit == "hour":
        return within((shift(frame.reference, days=-1), frame.reference))
    if match["way"].lower() == "later":
        return within((shift(frame.reference, days=-5), frame.reference))
    earlier = _around(_moved(frame.reference, -amount.number, amount.unit), match)
    if match["way"].lower() in ("earlier", "previously"):
        return _past(within((shift(earlier.start, days=-5), earlier.end)), frame)
    span = (shift(earlier.start, days=-1), earlier.end)
    return _past(within(span, max(earlier.prec, 2)), frame)


def _ahead(match: re.Match[str], frame: Frame) -> Moment | None:
    if frame.reference is None:
        return None
    amount = _amount(match)
    around = _around(_moved(frame.reference, amount.number, amount.unit), match)
    return around._replace(start=max(around.start, frame.reference))
