"""When one field of a predicted claim agrees with the gold: pure comparisons of two rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from events.evaluate.rows import Row
from geo.names import fold

Sides = Mapping[str, str]
"""From an actor's id to its side's: whoever fights for a side is that side here."""

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset({"of", "the", "a", "an", "s", "for", "in", "and"})
_ALIKE = 0.5  # share of common words from which two names of a body are one
_MONTHLY = 3  # date_prec from which a span is a week or more
_SLACK = timedelta(days=3)
_DAY = timedelta(days=1)

EXACT_FIELDS = (
    "claimant_side",
    "claimant_kind",
    "speech_act",
    "where_prec",
    "verification",
    "against_interest",
)


def same_claimant(gold: Row, predicted: Row, source: str | None) -> bool:
    """Tell whether both name one speaker.

    No name in the gold is the report's own voice: then the prediction names nobody, the source, or
    says that the source speaks. A person is known by the last word of the name, a body by its
    words; the romanisation does not matter.
    """
    ours, theirs = gold["claimant"], predicted.get("claimant")
    if ours is None:
        return (
            theirs is None
            or _is_source(theirs, source)
            or predicted.get("claimant_kind") == "source"
        )
    if theirs is None:
        return False
    left, right = _words(ours), _words(theirs)
    if not left or not right:
        return fold(ours) == fold(theirs)
    if left[-1] == right[-1] and (len(left) < 3 or len(right) < 3):
        return True
    common = set(left) & set(right)
    return len(common) / len(set(left) | set(right)) >= _ALIKE


def same_controller(gold: Row, predicted: Row, field: str, sides: Sides) -> bool:
    """Tell whether both give the place to the same side, or neither to any."""
    return _side(gold[field], sides) == _side(predicted.get(field), sides)


def same_date(gold: Row, predicted: Row) -> bool:
    """Tell whether the event is dated alike.

    Where the gold has no date the text gives none, and the prediction may fall back on the date of
    publication. A single day must be met; a span of a few days at its start within a day; a week
    or more is met by a span that lies within it, give or take three days.
    """
    if gold["event_date"] is None:
        return predicted.get("event_date") is None or predicted.get("date_basis") == "published"
    if predicted.get("event_date") is None:
        return False
    ours, our_end = _day(gold["event_date"]), _day(gold["event_date_end"])
    theirs, their_end = _day(predicted["event_date"]), _day(predicted["event_date_end"])
    if (gold["date_prec"] or 1) >= _MONTHLY:
        return ours - _SLACK <= theirs and their_end <= our_end + _SLACK
    if ours == our_end:
        return theirs == ours and their_end - theirs <= _DAY
    return abs(theirs - ours) <= _DAY


def same_exactly(field: str) -> Callable[[Row, Row], bool]:
    """Return the comparison of a field that must be equal; absent means null or no."""

    def equal(gold: Row, predicted: Row) -> bool:
        return (gold[field] or None) == (predicted.get(field) or None)

    return equal


def same_chain(gold: Row, predicted: Row) -> bool:
    """Tell whether both name the same media between claimant and report, in any order."""
    return _chain(gold["reported_via"]) == _chain(predicted.get("reported_via"))


def _is_source(claimant: str, source: str | None) -> bool:
    return source is not None and set(_words(claimant)) <= set(_words(source))


def _words(name: str) -> list[str]:
    plain = name.replace("milblogger", "military blogger")
    return [w for w in (fold(w) for w in _WORD.findall(plain)) if w and w not in _EMPTY]


def _side(actor: str | None, sides: Sides) -> str | None:
    return sides.get(actor, actor) if actor else None


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _chain(value: str | Sequence[str] | None) -> set[str]:
    names = json.loads(value) if isinstance(value, str) else value
    return {fold(name) for name in names or ()}
