"""Finding date words in a text: rules give candidates, leading words relate and join them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from events.dates.calendar_words import calendar_rules
from events.dates.counted_words import counted_rules, offset_from, read_offset
from events.dates.days import span_precision
from events.dates.frame import SLACK_DAYS, DateHit, Frame, Moment, Relation, Rule
from events.dates.relative_words import relative_rules
from events.dates.words import lexicon
from events.types import DateBasis, DateSpan

_RELATIONS: dict[str, Relation] = {
    "since": "since",
    "until": "until",
    "by": "by",
    "after": "during",
    "between": "during",
    "during": "during",
    "for": "for",
}
_JOIN = re.compile(r"\s*(?P<word>[-–—]|\b(?:to|and|until|till|through)\b)\s*(?:the\s+)?", re.I)
_JOINED = re.compile(_JOIN.pattern + "$", re.IGNORECASE)
_THE = re.compile(r"\s+(?:the\s+)?", re.IGNORECASE)
_COUNTED_FROM = ("after", "before", "following", "since")
_LEAD_REACH = 45
_PRE = r"(?:(?:early|earlier|late|later|late\s+at\s+night)\s+)?"


class _Found(NamedTuple):
    """A rule's match, and the words that lead up to it."""

    match: re.Match[str]
    rule: Rule
    lead: str | None
    start: int

    @property
    def end(self) -> int:
        return self.match.end()


class _Pair(NamedTuple):
    """Two dates joined to one stretch: "from A to B", "between A and B"."""

    first: _Found
    last: _Found


class _Offset(NamedTuple):
    """A date counted from another: "two days after" B."""

    amount: _Found
    point: _Found


_Phrase = _Found | _Pair | _Offset


def find_dates(
    text: str,
    start: int,
    end: int,
    reference: date | None,
    *,
    tense: Literal["future"] | None = None,
) -> list[DateHit]:
    """Return the date expressions within ``text[start:end]``, in order, none overlapping.

    Offsets are those of ``text``, half-open. ``reference`` is the day the report came out; when
    it is None only dates with a year are resolved. What is recognised but not resolved comes
    back with its words and without days or precision. Dates lie in the past unless ``tense`` is
    "future" or the words themselves look ahead ("tomorrow", "by May 9").
    """
    return dates_against(text, start, end, Frame(reference, "future" if tense else "past"))


def dates_against(text: str, start: int, end: int, frame: Frame) -> list[DateHit]:
    """Return the date expressions within ``text[start:end]`` as `find_dates` does.

    The frame also tells the day spoken of just before, which "hours later" counts from.
    """
    return list(_dates(text[start:end], start, frame))


@lru_cache(maxsize=256)
def _dates(part: str, start: int, frame: Frame) -> tuple[DateHit, ...]:
    """Find the dates of a sentence, which is asked about for each of its events."""
    hits: list[DateHit] = []
    for phrase in _phrases(part, _points(part, ahead=frame.direction == "future")):
        hit = _hit(part, start, phrase, frame)
        hits.append(hit)
        frame = _anchored(frame, hit)
    return tuple(hits)


def _anchored(frame: Frame, hit: DateHit) -> Frame:
    """Return the frame for what follows a date: "a month later" counts from it."""
    first, last = hit.span.start, hit.span.end
    if hit.relation != "on" or first is None or last is None:
        return frame
    if first != last and hit.span.basis != "explicit":
        return frame
    spread = (last - first).days // 2
    return frame._replace(anchor=first + timedelta(days=spread), spread=spread)


@cache
def _rules() -> tuple[Rule, ...]:
    words = lexicon()
    return (*calendar_rules(words), *relative_rules(words), *counted_rules(words))


@cache
def _lead() -> re.Pattern[str]:
    choices = "|".join(f"(?P<{name}>{text})" for name, text in lexicon().leads.items())
    choices = choices.replace(" ", r"\s+")
    return re.compile(rf"(?<![\w-]){_PRE}(?:{choices})\s+{_PRE}(?:the\s+)?$", re.IGNORECASE)


def _points(part: str, *, ahead: bool) -> list[_Found]:
    """Return the rules' matches that do not overlap: the leftmost first, then the longest."""
    low = part.lower()
    present = {cue for cue in _cues() if cue in low}
    rules = [
        rule
        for rule, rows in _heeding()
        if (ahead or not rule.ahead) and not any(map(present.isdisjoint, rows))
    ]
    if not rules:
        return []
    bare = lexicon().not_dates.sub(lambda match: "_" * len(match[0]), part)
    found = [(match, rule) for rule in rules for match in rule.pattern.finditer(bare)]
    taken: list[_Found] = []
    for match, rule in sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end())):
        free = taken[-1].end if taken else 0
        if match.start() >= free and _stands(point := _led(match, rule, free)):
            taken.append(point)
    return taken


@cache
def _heeding() -> tuple[tuple[Rule, tuple[frozenset[str], ...]], ...]:
    """Return each rule with its cues."""
    return tuple((rule, tuple(map(frozenset, rule.cues))) for rule in _rules())


@cache
def _cues() -> tuple[str, ...]:
    """Return the cues of all rules, each once."""
    return tuple(dict.fromkeys(cue for rule in _rules() for row in rule.cues for cue in row))


def _led(match: re.Match[str], rule: Rule, free: int) -> _Found:
    """Take the leading words into the match, as far back as ``free``."""
    first = max(match.start() - _LEAD_REACH, free)
    lead = _lead().search(match.string, first, match.start())
    if lead is not None:
        return _Found(match, rule, lead.lastgroup, lead.start())
    joined = _JOINED.search(match.string, first, match.start())
    return _Found(match, rule, "join" if joined else None, match.start())


def _stands(found: _Found) -> bool:
    """Tell whether the match is a date where it stands: "March" is one only after "in"."""
    return found.rule.needs is None or found.lead in (*found.rule.needs, "join")


def _phrases(part: str, points: list[_Found]) -> Iterator[_Phrase]:
    """Join the points that make one expression; drop those that needed a partner in vain."""
    rest = [*points, None]
    at = 0
    while (point := rest[at]) is not None:
        following = rest[at + 1]
        joined = following and _join(part, point, following)
        if joined:
            yield joined
        elif point.rule.needs is None or point.lead != "join":
            yield point
        at += 2 if joined else 1


def _join(part: str, first: _Found, last: _Found) -> _Phrase | None:
    gap = part[first.end : last.match.start()]
    if last.rule.relation != "on":
        return None
    if first.rule.read is read_offset:
        fits = first.match["way"].lower() in _COUNTED_FROM
        return _Offset(first, last) if fits and _THE.fullmatch(gap) else None
    word = _JOIN.fullmatch(gap)
    if word is None or first.rule.relation != "on" or first.lead == "join":
        return None
    return _Pair(first, last) if first.lead in _joinable(word["word"].lower()) else None


def _joinable(word: str) -> tuple[str | None, ...]:
    """Return the leading words after which ``word`` joins two dates to one stretch."""
    if word == "and":
        return ("between",)
    if word in ("to", "until", "till", "through"):
        return ("since", None)
    return ("since", None, "between", "on", "in", "during")


def _hit(part: str, offset: int, phrase: _Phrase, frame: Frame) -> DateHit:
    moment, relation = _resolve(phrase, frame)
    first, last = _bounds(phrase)
    span = DateSpan(
        start=moment.start if moment else None,
        end=moment.end if moment else None,
        prec=moment.prec if moment else None,
        basis=_basis(phrase) if moment else None,
        text=part[first:last],
        text_start=offset + first,
        text_end=offset + last,
    )
    return DateHit(span=span, relation=relation)


def _bounds(phrase: _Phrase) -> tuple[int, int]:
    if isinstance(phrase, _Found):
        return phrase.start, phrase.end
    return phrase[0].start, phrase[1].end


def _basis(phrase: _Phrase) -> DateBasis:
    if isinstance(phrase, _Found):
        return phrase.rule.basis
    both = {phrase[0].rule.basis, phrase[1].rule.basis}
    return phrase[1].rule.basis if isinstance(phrase, _Offset) or len(both) == 1 else "relative"


def _resolve(phrase: _Phrase, frame: Frame) -> tuple[Moment | None, Relation]:
    if isinstance(phrase, _Pair):
        return _stretch(phrase, frame), "during"
    if isinstance(phrase, _Offset):
        moment = _read(phrase.point, frame)
        moved = offset_from(phrase.amount.match, moment) if moment else None
        return _related(moved, phrase.amount.lead, "on", frame)
    return _related(_read(phrase, frame), phrase.lead, phrase.rule.relation, frame)


def _read(found: _Found, frame: Frame) -> Moment | None:
    """Read one date; a goal ("by May 9") lies on either side, a beginning never ahead."""
    if found.lead in ("by", "until") and frame.direction == "past":
        frame = frame._replace(direction="nearest")
    if found.lead in ("since", "after"):
        frame = frame._replace(direction="past", slack=0)
    return found.rule.read(found.match, frame)


def _stretch(pair: _Pair, frame: Frame) -> Moment | None:
    """Read "from A to B": the year said at either end serves both."""
    said = pair.first.rule.read(pair.first.match, Frame(None))
    if said is not None:
        first: Moment | None = said
        last = _read(pair.last, Frame(said.start, "future"))
    else:
        last = _read(pair.last, frame._replace(anchor=None, spread=0))
        first = pair.first.rule.read(pair.first.match, Frame(last.end, slack=0)) if last else None
    if first is None or last is None or last.end < first.start:
        return None
    between = pair.first.lead == "between"
    prec = span_precision((first.start, last.end)) if between else max(first.prec, last.prec)
    return Moment(first.start, last.end, prec)


def _related(
    moment: Moment | None, lead: str | None, own: Relation, frame: Frame
) -> tuple[Moment | None, Relation]:
    relation = _RELATIONS.get(lead or "", own)
    if lead == "for" and own == "on":
        relation = "on"
    if own == "for":
        relation = "for"
    if moment is None or frame.reference is None:
        return moment, relation
    if lead in ("since", "after"):
        return _onwards(moment, lead, frame.reference), relation
    if relation in ("until", "by") or frame.direction == "future":
        return moment, relation
    return _so_far(moment, frame.reference), relation


def _onwards(moment: Moment, lead: str, reference: date) -> Moment:
    """Run the moment on to the reference; "after" it leaves open when in that time."""
    end = max(moment.end, reference)
    if lead == "since":
        return moment._replace(end=end)
    return moment._replace(end=end, prec=max(moment.prec, span_precision((moment.start, end))))


def _so_far(moment: Moment, reference: date) -> Moment:
    """Cut a long stretch at the reference: "in June" of a June not over ends with the report."""
    running = moment.start <= reference < moment.end
    long = (moment.end - moment.start).days > SLACK_DAYS
    return moment._replace(end=reference) if running and long else moment
