"""What is said of a place, folded day by day: the verdict after each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from events.control.statements import Statement
from events.control.words import Verdict, Voice, verdict_of, word_after

_ORDER = attrgetter("day", "voice", "claim_id")
_DAY = attrgetter("day")
_VOICE = attrgetter("voice")


def turns_of(said: Iterable[Statement]) -> Iterator[tuple[date, Verdict]]:
    """Yield the days on which something is said of one place, in order, with what holds then.

    The last of those up to a day is what `control_as_of` answers for that day: both fold the same
    statements in the same order, here each once.
    """
    voices: dict[str, Voice] = {}
    ordered = sorted(said, key=_ORDER)
    sides = sorted(set(map(_VOICE, ordered)))
    for day, same_day in groupby(ordered, key=_DAY):
        for side, statements in groupby(same_day, key=_VOICE):
            word = word_after(voices.get(side), list(statements), side)
            assert word is not None  # there is a statement
            voices[side] = word
        yield day, verdict_of([voices[side] for side in sides if side in voices])
