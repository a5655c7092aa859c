"""The last run of days on which each voice says the same, found for all voices at once (NumPy).

This is `words.latest_word` for columns, but for what needs a voice's history: a claim whose span
reaches back behind a concession, and a day on which two are said to have left. Voices with such
rows are marked, and are to be folded one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from events.control.columns import Flags, Numbers

NOBODY: Final = -1
"""The number of no controller, and of nobody who left."""
_BIG: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Rows:
    """Statements as columns, by place, voice, day and claim: ordinals of days, codes of words."""

    place: Numbers
    voice: Numbers
    day: Numbers
    start: Numbers
    last: Numbers
    known: Numbers
    controller: Numbers
    left: Numbers
    is_concession: Flags
    is_change: Flags
    number: Numbers

    def of(self, chosen: Any) -> Rows:  # noqa: ANN401  # flags or numbers of rows, as in NumPy
        """Return some of the rows."""
        return Rows(*(getattr(self, field.name)[chosen] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Runs:
    """By voice of a place: its last run, as rows ``first`` to ``end`` (half-open) of ``rows``.

    ``word`` is the code of who holds the place, or beyond the actors' codes that of who left it.
    ``conceded`` is the last day of a concession in the run, 0 without one.
    """

    rows: Rows
    first: Numbers
    end: Numbers
    word: Numbers
    last: Numbers
    is_change: Flags
    conceded: Numbers
    is_hard: Flags


@dataclass(frozen=True, slots=True)
class _Days:
    """What each voice says on each of its days, and with which of them a voice begins."""

    word: Numbers
    left: Numbers  # who is said to have gone, where nobody is said to hold the place
    opens: Flags
    is_hard: Flags


def begins(*columns: NDArray[Any]) -> Flags:
    """Return the rows in which any of the columns differs from the row before."""
    flags = np.ones(len(columns[0]), dtype=bool)
    flags[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return flags


def last_runs(rows: Rows, contested: int, actors: int) -> Runs:
    """Return the last run of each voice; there has to be a row.

    ``contested`` is the code of that word, ``actors`` how many codes there are.
    """
    kept = rows.of(_outweighing(rows))
    days = _days_of(kept, contested, actors)
    is_hard = np.logical_or.reduceat(days.is_hard, np.flatnonzero(days.opens))
    voices = np.flatnonzero(begins(rows.place, rows.voice))
    is_hard |= np.logical_or.reduceat(_blocked(rows), voices)
    accepted = _accepted(days, contested)
    which = np.cumsum(begins(kept.place, kept.voice, kept.day)) - 1
    runs = _runs_of(kept.of(accepted[which]), days.word[accepted], days.opens[accepted])
    return Runs(*runs, is_hard)


def _outweighing(rows: Rows) -> Flags:
    """Return what counts of each voice's day: concessions, else changes, else all."""
    new_day = begins(rows.place, rows.voice, rows.day)
    starts, which = np.flatnonzero(new_day), np.cumsum(new_day) - 1
    concedes = np.logical_or.reduceat(rows.is_concession, starts)[which]
    changes = np.logical_or.reduceat(rows.is_change, starts)[which]
    return np.where(concedes, rows.is_concession, rows.is_change | ~changes)


def _days_of(kept: Rows, contested: int, actors: int) -> _Days:
    new_day = begins(kept.place, kept.voice, kept.day)
    starts, which = np.flatnonzero(new_day), np.cumsum(new_day) - 1
    holds = kept.controller != NOBODY
    high = np.maximum.reduceat(kept.controller, starts)
    low = np.minimum.reduceat(np.where(holds, kept.controller, _BIG), starts)
    leaving = np.where(holds, NOBODY, kept.left)
    left = np.maximum.reduceat(leaving, starts)
    least = np.minimum.reduceat(np.where(holds, _BIG, leaving), starts)
    is_held = high != NOBODY
    clashes = np.logical_or.reduceat(leaving == high[which], starts) & is_held
    held = np.where((low == high) & ~clashes, high, contested)
    return _Days(
        word=np.where(is_held, held, actors + left),
        left=np.where(is_held, NOBODY, left),
        opens=begins(kept.place, kept.voice)[starts],
        is_hard=~is_held & (left != least),
    )


def _accepted(days: _Days, contested: int) -> Flags:
    """Return the days that change or repeat a voice's word.

    That somebody left who was not said to hold the place does neither.
    """
    numbers = np.arange(len(days.word))
    is_left = days.left != NOBODY
    first = np.maximum.accumulate(np.where(days.opens, numbers, 0))
    holding = np.maximum.accumulate(np.where(is_left, NOBODY, numbers))
    is_held = holding >= first
    holder = np.where(is_held, days.word[holding], NOBODY)
    ends = is_left & is_held & ((holder == contested) | (holder == days.left))
    ended = np.maximum.accumulate(np.where(ends, numbers, NOBODY))
    accepted: Flags = ~is_left | ~is_held | (ended > holding)
    return accepted


def _blocked(rows: Rows) -> Flags:
    """Return the rows that may be outweighed by a concession of an earlier day."""
    new_day = begins(rows.place, rows.voice, rows.day)
    starts, which = np.flatnonzero(new_day), np.cumsum(new_day) - 1
    numbers = np.arange(len(starts))
    opens = begins(rows.place, rows.voice)[starts]
    concedes = np.logical_or.reduceat(rows.is_concession, starts)
    latest = np.maximum.accumulate(np.where(concedes, numbers, NOBODY))
    before = np.append(NOBODY, latest[:-1])
    is_one = before >= np.maximum.accumulate(np.where(opens, numbers, 0))
    conceded = np.where(is_one, rows.day[starts[before]], 0)
    blocked: Flags = ~rows.is_concession & (rows.start <= conceded[which])
    return blocked


def _runs_of(
    rows: Rows, word: Numbers, opens: Flags
) -> tuple[Rows, Numbers, Numbers, Numbers, Numbers, Flags, Numbers]:
    """Return the fields of `Runs` but the last, from the days that count."""
    starts = np.flatnonzero(begins(rows.place, rows.voice, rows.day))
    numbers = np.arange(len(starts))
    new_run = opens | begins(word)
    last_day = np.append(np.flatnonzero(opens)[1:], len(opens)) - 1
    first_day = np.maximum.accumulate(np.where(new_run, numbers, 0))[last_day]
    concedes = rows.is_concession[starts]
    conceded = np.maximum.accumulate(np.where(concedes, numbers, NOBODY))[last_day]
    lasts = np.maximum.reduceat(rows.last, starts[new_run])
    return (
        rows,
        starts[first_day],
        np.append(starts, len(rows.day))[last_day + 1],
        word[last_day],
        lasts[np.cumsum(new_run)[last_day] - 1],
        np.logical_or.reduceat(rows.is_change, starts)[first_day],
        np.where(conceded >= first_day, rows.day[starts[conceded]], 0),
    )
