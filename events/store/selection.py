"""Some columns of all claims of a ledger, and all columns of those that are chosen by them.

So that what is asked of a million claims holds a few columns of each, and the claims themselves
only while they are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from events.store.arrow import READING, SCHEMA, batch_of
from events.store.asking import claims_in
from events.store.backend import Backend
from events.types import CLAIM_FIELDS, Claim

AT_ONCE = 5_000
"""Claims that are read whole at a time."""
NEEDED = (READING.name, "claim_id")
"""The columns that every selection has."""


@dataclass(frozen=True)
class Selection:
    """A table of some columns of claims; ``said`` has those of which something was said.

    It asks the ledger it is from, which has to be open.
    """

    table: pa.Table
    backend: Backend
    said: Mapping[str, Claim | None]

    def __len__(self) -> int:
        return len(self.table)

    def of(self, rows: Any) -> Selection:  # noqa: ANN401  # flags or numbers of rows, as in Arrow
        """Return the rows with a flag (an Arrow array), or those with these numbers, in order."""
        is_flag = getattr(rows, "type", None) == pa.bool_()
        chosen = self.table.filter(rows) if is_flag else self.table.take(rows)
        return Selection(chosen, self.backend, self.said)

    def bare(self, *names: str) -> Selection:
        """Return the rows without any column but these and those that find the claims."""
        return Selection(self.table.select((*NEEDED, *names)), self.backend, self.said)

    def where(self, name: str, words: Iterable[str]) -> Selection:
        """Return the rows that have one of these words in a column."""
        wanted = pa.array(sorted(set(words)), pa.string())
        return self.of(pc.is_in(self.table[name], wanted))

    def claims(self) -> list[Claim]:
        """Return the claims, whole, in the order of the rows."""
        return [Claim(**row) for batch in self.batches() for row in batch.to_pylist()]

    def batches(self, names: Sequence[str] = CLAIM_FIELDS) -> Iterator[pa.RecordBatch]:
        """Yield the claims as batches of these fields, in the order of the rows."""
        schema = pa.schema([SCHEMA.field(name) for name in names])
        for start in range(0, len(self), AT_ONCE):
            yield batch_of(self._rows(self.table.slice(start, AT_ONCE), names), schema)

    def _rows(self, some: pa.Table, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        readings = some[READING.name].to_pylist()
        asked = claims_in(self.backend, sorted(set(readings)), (*NEEDED, *names))
        found = {row[:2]: row[2:] for row in asked}
        for key in zip(readings, some["claim_id"].to_pylist(), strict=True):
            claim = self.said.get(key[1])
            yield tuple(getattr(claim, name) for name in names) if claim else found[key]
