"""What the claims of a ledger say, asked as columns: for many claims, of which few show.

The answers are those of `events.corpus.Corpus`, whose methods have the same names; a claim is made
only where it is looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

from events.asked import Asked, check_conflict
from events.control.columns import SCHEMA
from events.control.table import ControlTable
from events.export import Barred, Counted
from events.export.geojson import Position
from events.history import Period, find_place, history_of
from events.reliability import Admiralty
from events.store import Ledger
from events.types import Claim

if TYPE_CHECKING:
    import pyarrow as pa

    from events.store.selection import Selection

_SKETCHED: Final = (*SCHEMA.names, "mention", "admin1", "admin2", "country")
CONTROL: Final = (
    *_SKETCHED,
    *("lon", "lat", "document_id", "evidence_start"),
    *("licence", "extractor_version", "gazetteer_version"),
)
"""The columns that are asked for, unless others are named."""
AT_ONCE: Final = 5_000


@dataclass(frozen=True, kw_only=True)
class Told(Asked):
    """Some columns of claims, which find the claims, and how people judge them.

    The ledger has to stay open as long as claims are asked for.
    """

    selection: Selection

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        *,
        known_on: date | None = None,
        conflict: str | None = None,
        names: Sequence[str] = CONTROL,
    ) -> Self:
        """Return what a ledger holds, or of it what was known on a day, or of one conflict.

        Parameters
        ----------
        names
            The columns to ask for; questions about control need `CONTROL`.

        Raises
        ------
        ConflictError
            There are no claims of this conflict, and no such conflict either.
        """
        selection = ledger.selection((*names, "conflict", "review_status"), known_on=known_on)
        if conflict is not None:
            check_conflict(conflict, selection.table["conflict"].unique().to_pylist())
            selection = selection.where("conflict", [conflict])
        return cls(
            selection=selection,
            licences=tuple(ledger.licences()),
            known_on=known_on,
            admiralty=Admiralty().reviewed(ledger.reviews()),
        )

    def confident(self, least: float) -> Self:
        """Return those claims only that promise no less, and those that state no confidence."""
        import pyarrow.compute as pc

        sure = pc.greater_equal(self.table["extraction_confidence"], least)
        kept = self.selection.of(pc.fill_null(sure, True))
        return replace(self, selection=kept, min_confidence=least)

    def passed_on(self) -> tuple[Self, list[Barred]]:
        """Return what may be passed on, and what a licence keeps back."""
        from events.export.streamed import kept_rows

        kept, barred = kept_rows(self.selection)
        return (replace(self, selection=kept) if barred else self), barred

    @property
    def table(self) -> pa.Table:
        """The columns."""
        return self.selection.table

    @property
    def counted(self) -> Counted:
        """What an export says of these claims."""
        from events.export.streamed import counted_rows

        return counted_rows(self.table)

    @cached_property
    def conflict_ids(self) -> Collection[str | None]:
        """The conflicts that there are claims of."""
        return frozenset(self.table["conflict"].unique().to_pylist())

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

    @cached_property
    def _control(self) -> ControlTable:
        return ControlTable.of_table(self.table, self.side_of)

    def positions(self) -> dict[str, Position]:
        """Return where each place lies, by the claims about the place itself."""
        from events.export.streamed import positions_in

        return positions_in(self.table)

    def place(self, asked: str) -> str:
        """Return the id of a place asked for by id or name, as `events.history.find_place`."""
        return find_place(self._one_each("place_id", "place_name", "mention"), asked)

    def by_place(self, *names: str) -> Iterator[list[Claim]]:
        """Yield the claims in parts, these fields of each; all about one place are in one part."""
        from events.export.parted import parts
        from events.export.streamed import in_order_rows

        once = self.selection.of(in_order_rows(self.table))
        yield from (claims for claims, _ in parts(once, names))

    def sketches(self, *names: str) -> Iterator[Claim]:
        """Yield each claim once, with what control needs, without spans, and these columns."""
        from events.export.streamed import in_order_rows

        once = self.table.select((*_SKETCHED, *names)).take(in_order_rows(self.table))
        for batch in once.to_batches(max_chunksize=AT_ONCE):
            yield from (Claim(**row) for row in batch.to_pylist())

    def about(self, place_id: str) -> list[Claim]:
        """Return the claims about a place."""
        return self.where("place_id", [place_id])

    def some(self, claim_ids: Iterable[str]) -> list[Claim]:
        """Return the claims with these ids."""
        return self.where("claim_id", claim_ids)

    def where(self, name: str, words: Iterable[str]) -> list[Claim]:
        """Return the claims that have one of these words in a field."""
        return self.selection.where(name, words).claims()

    def history(self, place_id: str, until: date, *, according_to: str) -> list[Period]:
        """Return the periods of a place up to a day, as `events.history.history_of`."""
        told = [*self.about(place_id), *self._one_each("claimant_side")]  # for the voices there are
        return history_of(told, place_id, until, according_to=according_to, side_of=self.side_of)

    def _one_each(self, *names: str) -> list[Claim]:
        """Return one claim for each combination of values in some columns; spans are left out."""
        import numpy as np
        import pyarrow as pa

        rows = pa.array(np.arange(len(self.table)))
        keys = self.table.select(names).append_column("row", rows)
        first = keys.group_by(list(names)).aggregate([("row", "min")])["row_min"]
        return [Claim(**row) for row in self.table.select(_SKETCHED).take(first).to_pylist()]
