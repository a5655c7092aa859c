"""What is said of a place, folded day by day: its voices and the verdict after each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from events.control.statements import Statement
from events.control.words import Verdict, Voice, verdict_of, word_after


@dataclass(frozen=True, slots=True)
class Turn:
    """What holds of a place from a day on, until something more is said of it."""

    day: date
    place_name: str
    voices: tuple[Voice, ...]  # by side
    verdict: Verdict


def turns_of(said: Iterable[Statement]) -> Iterator[Turn]:
    """Yield the days on which something is said of one place, in order, with what holds then.

    The last of those up to a day is what `control_as_of` answers for that day: both fold the same
    statements in the same order, here each once.
    """
    voices: dict[str, Voice] = {}
    name = (False, date.min, "", "")
    ordered = sorted(said, key=lambda s: (s.day, s.voice, s.claim_id))
    for day, same_day in groupby(ordered, key=lambda s: s.day):
        for side, statements in groupby(same_day, key=lambda s: s.voice):
            told = list(statements)
            name = max(
                name, *((s.place_name != "", s.start, s.place_name, s.claim_id) for s in told)
            )
            word = word_after(voices.get(side), told, side)
            assert word is not None  # there is a statement
            voices[side] = word
        now = tuple(voices[side] for side in sorted(voices))
        yield Turn(day, name[2], now, verdict_of(now))
