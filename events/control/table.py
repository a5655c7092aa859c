"""Control of many places from columns: the answers of `control_as_of`, many times faster.

What claims say is read once, one row a statement, sorted by place, voice, day and claim. A question
takes the rows of its day and finds the last run of days on which each voice says the same (`runs`).
Only a voice whose words have to be taken one by one is folded by `latest_word`. What the words of a
place add up to is always for `verdict_of`: the rules stand there alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Self

import numpy as np
import pyarrow as pa

from events.control.columns import Codes, Counted, Numbers, counted_of, table_of
from events.control.runs import NOBODY, Rows, begins, last_runs
from events.control.statements import THIRD, Statement
from events.control.status import EVERYONE, Place, check_voice, name_of, status_of
from events.control.words import Voice, latest_word, verdict_of
from events.types import CONTESTED, Claim, ControlStatus

_NO_SIDES: Mapping[str, str] = MappingProxyType({})
_UNSAID: Final[frozenset[str]] = frozenset()


class ControlTable:
    """What some claims say of who holds which place, ready to be asked for many days."""

    def __init__(self, counted: Counted, choices: Sequence[str]) -> None:
        self._choices = choices
        self._ids = counted.ids
        self._names = counted.name
        says = counted.sayings
        self._sides = sorted({said.voice for said in says})
        self._actors = sorted(
            {CONTESTED} | {actor for said in says for actor in said[1:3] if isinstance(actor, str)}
        )
        self._contested = self._actors.index(CONTESTED)
        self._places, place = _in_order(counted.place)
        self._rows = self._sorted(counted, place)
        self._one_name = self._settled_names()

    @classmethod
    def of(cls, claims: Iterable[Claim], side_of: Mapping[str, str] = _NO_SIDES) -> Self:
        """Return the table of some claims, in any order; repeated claims count once."""
        return cls.of_table(table_of(claims), side_of)

    @classmethod
    def of_table(cls, table: pa.Table, side_of: Mapping[str, str] = _NO_SIDES) -> Self:
        """Return that of an Arrow table of claims (``Ledger.table``), each of which is there once.

        Nothing is made of the claims one by one: for many of them.
        """
        speaking = {side for side in table["claimant_side"].unique().to_pylist() if side}
        sides = {side_of.get(side, side) for side in speaking} | set(side_of.values())
        return cls(counted_of(table, side_of), [EVERYONE, *sorted(sides), THIRD])

    def as_of(
        self, as_of: date, *, known_on: date | None = None, according_to: str = EVERYONE
    ) -> list[ControlStatus]:
        """Return what `control_as_of` returns for these claims, and raise what it raises."""
        check_voice(according_to, self._choices)
        chosen = self._rows.day <= as_of.toordinal()
        if known_on is not None:
            chosen &= self._rows.known <= known_on.toordinal()
        if according_to != EVERYONE:
            code = self._sides.index(according_to) if according_to in self._sides else NOBODY
            chosen &= self._rows.voice == code
        rows = self._rows.of(np.flatnonzero(chosen))
        return list(self._statuses(rows, as_of)) if len(rows.place) else []

    def statements(self) -> dict[str, list[Statement]]:
        """Return by place what is said of who holds it, as `spoken_of` does."""
        found: dict[str, list[Statement]] = {}
        places = self._rows.place.tolist()
        for place, statement in zip(places, self._statements(self._rows), strict=True):
            found.setdefault(self._places[place], []).append(statement)
        return found

    def _sorted(self, counted: Counted, place: Numbers) -> Rows:
        says = counted.sayings
        voices = np.array([self._sides.index(said.voice) for said in says], dtype=np.int64)
        spoken = counted.saying
        rows = Rows(
            place=place,
            voice=voices[spoken],
            day=counted.day,
            start=counted.start,
            last=counted.last,
            known=counted.known,
            controller=self._codes([said.controller for said in says])[spoken],
            left=self._codes([said.left for said in says])[spoken],
            is_concession=np.array([said.is_concession for said in says], dtype=bool)[spoken],
            is_change=np.array([said.is_change for said in says], dtype=bool)[spoken],
            number=np.arange(len(place)),
        )
        return rows.of(np.lexsort((rows.number, rows.day, rows.voice, rows.place)))

    def _codes(self, actors: Sequence[str | None]) -> Numbers:
        codes = {None: NOBODY} | {actor: code for code, actor in enumerate(self._actors)}
        return np.array([codes[actor] for actor in actors], dtype=np.int64)

    def _settled_names(self) -> list[str | None]:
        """Return by place its name where claims give it but one."""
        if not self._places:
            return []
        starts = np.flatnonzero(begins(self._rows.place))
        names = self._names.numbers[self._rows.number]
        low, high = np.minimum.reduceat(names, starts), np.maximum.reduceat(names, starts)
        return [
            (self._names.words[a] or "") if a == b else None
            for a, b in zip(low.tolist(), high.tolist(), strict=True)
        ]

    def _statuses(self, rows: Rows, as_of: date) -> Iterator[ControlStatus]:
        """Yield the status of each place, in order of their ids."""
        starts = np.flatnonzero(begins(rows.place, rows.voice))
        bounds = np.append(starts, len(rows.place))
        voices = list(self._voices(rows))
        places = rows.place[starts].tolist()
        heads = [*np.flatnonzero(begins(rows.place[starts])).tolist(), len(starts)]
        for head, tail in pairwise(heads):
            here = voices[head:tail]
            number = places[head]
            name = self._one_name[number]
            if name is None:
                name = name_of(self._statements(rows.of(np.arange(bounds[head], bounds[tail]))))
            yield status_of(Place(self._places[number], name), here, verdict_of(here), as_of)

    def _voices(self, rows: Rows) -> Iterator[Voice]:
        """Yield the latest word of each voice of each place."""
        runs = last_runs(rows, self._contested, len(self._actors))
        starts = np.flatnonzero(begins(rows.place, rows.voice))
        ids = self._ids[runs.rows.number].tolist()
        words: list[tuple[str | None, frozenset[str]]] = [
            *((actor, _UNSAID) for actor in self._actors),
            *((None, frozenset([actor])) for actor in self._actors),
        ]
        ends = np.append(starts[1:], len(rows.place))
        of_voice = (rows.voice[starts], starts, ends, runs.rows.day[runs.first])
        of_run = (runs.first, runs.end, runs.word, runs.last, runs.is_change, runs.conceded)
        columns = (column.tolist() for column in (*of_voice, *of_run, runs.is_hard))
        for side, start, stop, since, first, end, word, last, changed, conceded, hard in zip(
            *columns, strict=True
        ):
            if hard:
                said = self._statements(rows.of(np.arange(start, stop)))
                yield latest_word(self._sides[side], said)
                continue
            controller, left = words[word]
            yield Voice(
                side=self._sides[side],
                controller=controller,
                left=left,
                since=_day(since),
                last=_day(last),
                ids=tuple(ids[first:end]),
                is_change=changed,
                conceded_on=_day(conceded) if conceded else None,
            )

    def _statements(self, rows: Rows) -> Iterator[Statement]:
        actors: list[str | None] = [*self._actors, None]  # NOBODY is the last
        names = self._names
        for row in zip(*(getattr(rows, f.name).tolist() for f in fields(rows)), strict=True):
            _, voice, day, start, last, _, controller, left, concedes, changes, number = row
            yield Statement(
                claim_id=self._ids[number],
                voice=self._sides[voice],
                start=_day(start),
                day=_day(day),
                last=_day(last),
                controller=actors[controller],
                left=actors[left],
                is_concession=concedes,
                is_change=changes,
                place_name=names.words[names.numbers[number]] or "",
            )


def _in_order(codes: Codes) -> tuple[list[str], Numbers]:
    """Return the words that occur, sorted, and the numbers by which they are called then."""
    present = sorted({codes.words[number] for number in np.unique(codes.numbers)})
    ranks = {word: rank for rank, word in enumerate(present)}
    moved = np.array([ranks.get(word, 0) for word in codes.words] or [0], dtype=np.int64)
    return present, moved[codes.numbers]


@lru_cache(maxsize=65_536)
def _day(ordinal: int) -> date:
    return date.fromordinal(ordinal)
