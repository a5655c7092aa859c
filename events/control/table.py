"""Control of many places from columns: the answers of `control_as_of`, many times faster.

What claims say is read once, one row a statement, sorted by place, voice, day and claim. A question
takes the rows of its day and finds the last run of days on which each voice says the same (`runs`).
Only a voice whose words have to be taken one by one is folded by `latest_word`. What the words of a
place add up to is always for `verdict_of`: the rules stand there alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice, pairwise
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from events.control.columns import EPOCH, Codes, Counted, Numbers, counted_of, table_of
from events.control.runs import NOBODY, Rows, Runs, begins, last_runs
from events.control.statements import THIRD, Statement
from events.control.status import EVERYONE, Place, check_voice, name_of, status_of
from events.control.words import Voice, latest_word, verdict_of
from events.resting import collector_at_rest
from events.types import CONTESTED, Claim, ControlStatus

_NO_SIDES: Mapping[str, str] = MappingProxyType({})


class ControlTable:
    """What some claims say of who holds which place, ready to be asked for many days."""

    def __init__(self, counted: Counted, choices: Sequence[str]) -> None:
        self._choices = choices
        self._ids = counted.ids
        self._names = Codes(counted.name.numbers, [word or "" for word in counted.name.words])
        says = counted.sayings
        self._sides = sorted({said.voice for said in says})
        self._actors = sorted(
            {CONTESTED} | {actor for said in says for actor in said[1:3] if isinstance(actor, str)}
        )
        self._contested = self._actors.index(CONTESTED)
        self._places, place = _in_order(counted.place)
        self._rows = self._sorted(counted, place)
        self._named = self._settled()
        here = [frozenset([actor]) for actor in self._actors]
        self._left = _objects([*[frozenset[str]()] * len(here), *here])

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
        with collector_at_rest():
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

    def _settled(self) -> list[Place | None]:
        """Return each place whose claims give it but one name."""
        if not self._places:
            return []
        starts = np.flatnonzero(begins(self._rows.place))
        names = self._names.numbers[self._rows.number]
        low, high = np.minimum.reduceat(names, starts), np.maximum.reduceat(names, starts)
        return [
            Place(place, self._names.words[a]) if a == b else None
            for place, a, b in zip(self._places, low.tolist(), high.tolist(), strict=True)
        ]

    def _statuses(self, rows: Rows, as_of: date) -> Iterator[ControlStatus]:
        """Yield the status of each place, in order of their ids."""
        starts = np.flatnonzero(begins(rows.place, rows.voice))
        voices = self._voices(rows, starts)
        numbers = rows.place[starts]
        heads = np.flatnonzero(begins(numbers))
        places = self._called(rows, numbers[heads].tolist())
        for place, (head, tail) in zip(
            places, pairwise([*heads.tolist(), len(starts)]), strict=True
        ):
            here = voices[head:tail]
            yield status_of(place, here, verdict_of(here), as_of)

    def _called(self, rows: Rows, places: list[int]) -> Iterator[Place]:
        """Yield places by the name that these rows give them."""
        several = np.array([place is None for place in self._named], dtype=bool)[rows.place]
        said = self._statements(rows.of(several))
        given = {
            number: name_of(statement for _, statement in some)
            for number, some in groupby(
                zip(rows.place[several].tolist(), said, strict=True), key=itemgetter(0)
            )
        }
        for number in places:
            yield self._named[number] or Place(self._places[number], given[number])

    def _voices(self, rows: Rows, starts: Numbers) -> list[Voice]:
        """Return the latest word of each voice of each place, which begin in rows ``starts``."""
        runs = last_runs(rows, self._contested, len(self._actors))
        conceded = _dates(runs.conceded)
        conceded[runs.conceded == 0] = None
        columns: tuple[list[Any], ...] = (
            _objects(self._sides)[rows.voice[starts]].tolist(),
            _objects([*self._actors, *[None] * len(self._actors)])[runs.word].tolist(),
            self._left[runs.word].tolist(),
            _dates(runs.rows.day[runs.first]).tolist(),
            _dates(runs.last).tolist(),
            self._deciding(runs),
            runs.is_change.tolist(),
            conceded.tolist(),
        )
        voices = list(map(Voice, *columns))
        lengths = np.diff(starts, append=len(rows.place))
        said = self._statements(rows.of(np.repeat(runs.is_hard, lengths)))
        for at in np.flatnonzero(runs.is_hard).tolist():
            voices[at] = latest_word(voices[at].side, islice(said, int(lengths[at])))
        return voices

    def _deciding(self, runs: Runs) -> list[tuple[str, ...]]:
        """Return the claims of each voice's last run."""
        ends = np.cumsum(runs.end - runs.first)
        starts = np.append(0, ends[:-1])
        rows = np.repeat(runs.first - starts, runs.end - runs.first) + np.arange(ends[-1])
        ids = self._ids[runs.rows.number[rows]].tolist()
        return [tuple(ids[a:b]) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]

    def _statements(self, rows: Rows) -> Iterator[Statement]:
        actors = _objects([*self._actors, None])  # NOBODY is the last
        columns: tuple[list[Any], ...] = (
            self._ids[rows.number].tolist(),
            _objects(self._sides)[rows.voice].tolist(),
            _dates(rows.start).tolist(),
            _dates(rows.day).tolist(),
            _dates(rows.last).tolist(),
            actors[rows.controller].tolist(),
            actors[rows.left].tolist(),
            rows.is_concession.tolist(),
            rows.is_change.tolist(),
            _objects(self._names.words)[self._names.numbers[rows.number]].tolist(),
        )
        return map(Statement, *columns)


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    """Return values as an array of them, whatever they consist of."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _dates(ordinals: Numbers) -> NDArray[np.object_]:
    """Return days as dates, each of them made once."""
    days, which = np.unique(ordinals, return_inverse=True)
    return (days - EPOCH).astype("datetime64[D]").astype(object)[which]


def _in_order(codes: Codes) -> tuple[list[str], Numbers]:
    """Return the words that occur, sorted, and the numbers by which they are called then."""
    present = sorted({codes.words[number] for number in np.unique(codes.numbers)})
    ranks = {word: rank for rank, word in enumerate(present)}
    moved = np.array([ranks.get(word, 0) for word in codes.words] or [0], dtype=np.int64)
    return present, moved[codes.numbers]
