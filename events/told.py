"""What the claims of a ledger say of control, asked as columns: for many claims, of which few show.

The answers are those of `events.corpus.Corpus`, whose methods have the same names; a claim is made
only where it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Self

from events.actors import Conflict, conflict_ids, load_conflict
from events.control import EVERYONE, Sides
from events.control.table import ControlTable
from events.history import Period, find_place, history_of
from events.reliability import Admiralty
from events.store import Ledger
from events.types import Claim, ControlStatus

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class Told:
    """Claims as a table (``Ledger.table``), and how people judge them."""

    table: pa.Table
    admiralty: Admiralty = field(default_factory=Admiralty)

    @classmethod
    def of(
        cls, ledger: Ledger, *, known_on: date | None = None, conflict: str | None = None
    ) -> Self:
        """Return what a ledger holds, or of it what was known on a day, or of one conflict.

        Raises
        ------
        ConflictError
            There are no claims of this conflict, and no such conflict either.
        """
        import pyarrow.compute as pc

        table = ledger.table(known_on=known_on)
        if conflict is not None:
            if conflict not in table["conflict"].unique().to_pylist():
                load_conflict(conflict)
            table = table.filter(pc.equal(table["conflict"], conflict))
        return cls(table=table, admiralty=Admiralty().reviewed(ledger.reviews()))

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The profiles that the claims were read by, as far as they are shipped."""
        named = set(self.table["conflict"].unique().to_pylist())
        return tuple(load_conflict(one) for one in conflict_ids() if one in named)

    @cached_property
    def side_of(self) -> Sides:
        """From an actor to the side it fights for, in these conflicts, on each day."""
        return Sides(self.conflicts)

    @property
    def last_day(self) -> date | None:
        """The day of the latest publication, else of the latest event; None without either."""
        import pyarrow.compute as pc

        days = (pc.max(self.table[name]).as_py() for name in ("published", "event_date"))
        return next((day for day in days if day), None)

    @property
    def reviewed(self) -> tuple[int, int]:
        """How many of the claims a person has looked at, and how many there are."""
        import pyarrow.compute as pc

        machine = pc.sum(pc.equal(self.table["review_status"], "machine")).as_py() or 0
        return len(self.table) - machine, len(self.table)

    def control(
        self, as_of: date | None = None, *, according_to: str = EVERYONE
    ) -> list[ControlStatus]:
        """Return who holds which place as of a day (by default the last), and by whose word.

        Raises
        ------
        QueryError
            ``according_to`` is no side of these claims.
        """
        day = as_of or self.last_day
        return [] if day is None else self._control.as_of(day, according_to=according_to)

    @cached_property
    def _control(self) -> ControlTable:
        return ControlTable.of_table(self.table, self.side_of)

    def place(self, asked: str) -> str:
        """Return the id of a place asked for by id or name, as `events.history.find_place`."""
        return find_place(self._one_each("place_id", "place_name", "mention"), asked)

    def about(self, place_id: str) -> list[Claim]:
        """Return the claims about a place."""
        return self.where("place_id", [place_id])

    def some(self, claim_ids: Iterable[str]) -> list[Claim]:
        """Return the claims with these ids."""
        return self.where("claim_id", claim_ids)

    def where(self, name: str, words: Iterable[str]) -> list[Claim]:
        """Return the claims that have one of these words in a field."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(sorted(set(words)), pa.string())
        return _made(self.table.filter(pc.is_in(self.table[name], wanted)))

    def history(self, place_id: str, until: date, *, according_to: str) -> list[Period]:
        """Return the periods of a place up to a day, as `events.history.history_of`."""
        told = [*self.about(place_id), *self._one_each("claimant_side")]  # for the voices there are
        return history_of(told, place_id, until, according_to=according_to, side_of=self.side_of)

    def _one_each(self, *names: str) -> list[Claim]:
        """Return one claim for each combination of values in some columns."""
        import numpy as np
        import pyarrow as pa

        rows = pa.array(np.arange(len(self.table)))
        keys = self.table.select(names).append_column("row", rows)
        first = keys.group_by(list(names)).aggregate([("row", "min")])["row_min"]
        return _made(self.table.take(first))


def _made(table: pa.Table) -> list[Claim]:
    rows: Sequence[dict[str, object]] = table.to_pylist()
    return [Claim(**row) for row in rows]  # type: ignore[arg-type]  # the columns are its fields
