"""Claims in a table, each made when it is looked at.

To make 100,000 claims takes seconds; the first page asks for some columns of all, and for a
hundred claims.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from operator import attrgetter
from typing import Any, Self, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.review import Revision
from events.store.arrow import SCHEMA
from events.types import CLAIM_FIELDS, Claim

_AT_ONCE = 5_000
_values = attrgetter(*CLAIM_FIELDS)
Numbers = np.ndarray[Any, np.dtype[np.int64]]


class Tabled(Sequence[Claim]):
    """The claims of an Arrow table that has the fields of the record, in its order.

    ``revised`` gives them as reviews leave them; both then share the claims that either made.
    """

    def __init__(self, table: pa.Table, made: dict[int, Claim] | None = None) -> None:
        self._table = table
        self._made = {} if made is None else made
        self._said: dict[int, Claim] = {}
        self._rows: Numbers = np.arange(len(table))

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Self:
        """Return claims that were made already, with their table."""
        columns = list(zip(*map(_values, claims), strict=True)) or [()] * len(SCHEMA)
        arrays = [pa.array(values, one.type) for one, values in zip(SCHEMA, columns, strict=True)]
        return cls(pa.Table.from_arrays(arrays, schema=SCHEMA), dict(enumerate(claims)))

    @property
    def table(self) -> pa.Table:
        """The claims as they were read, whatever was said of them since."""
        return self._table

    def revised(self, revise: Revision) -> Tabled:
        """Return the claims as they stand, those left out that were taken back."""
        touched = pc.is_in(self._ids, pa.array(sorted(revise.claim_ids), pa.string()))
        rows = np.flatnonzero(touched.to_numpy(zero_copy_only=False))
        standing = {int(row): revise(self._claim(int(row))) for row in rows}
        found = Tabled(self._table, self._made)
        found._said = {row: claim for row, claim in standing.items() if claim is not None}
        gone = [row for row in standing if row not in found._said]
        found._rows = np.delete(found._rows, gone)
        return found

    def column(self, name: str) -> pa.Array:
        """Return a field of all claims as they stand."""
        values = self._table.column(name)
        if not self._said:
            whole = len(self._rows) == len(self._table)
            return (values if whole else values.take(self._rows)).combine_chunks()
        now = pa.array([getattr(one, name) for one in self._said.values()], values.type)
        where = np.arange(len(self._table))
        where[list(self._said)] = len(self._table) + np.arange(len(now))
        both = pa.chunked_array([*values.chunks, now], values.type)
        return both.take(where[self._rows]).combine_chunks()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Claim: ...
    @overload
    def __getitem__(self, at: slice) -> list[Claim]: ...
    def __getitem__(self, at: int | slice) -> Claim | list[Claim]:
        """Return a claim, or some."""
        if isinstance(at, slice):
            return self.some(np.arange(len(self))[at])
        return self._claim(int(self._rows[at]))

    def __iter__(self) -> Iterator[Claim]:
        """Yield all, which makes those that nobody has looked at yet."""
        if len(self._made) < len(self._table):
            with kept_for_good():
                for start in range(0, len(self), _AT_ONCE):
                    self[start : start + _AT_ONCE]
        return (self._claim(row) for row in self._rows.tolist())

    def some(self, numbers: Iterable[int]) -> list[Claim]:
        """Return the claims with these numbers."""
        rows = [int(self._rows[number]) for number in numbers]
        self._make([row for row in rows if row not in self._made and row not in self._said])
        return [self._said.get(row) or self._made[row] for row in rows]

    @cached_property
    def _ids(self) -> pa.Array:
        return self._table.column("claim_id").combine_chunks()

    def _claim(self, row: int) -> Claim:
        if row in self._said:
            return self._said[row]
        if row not in self._made:
            self._make([row])
        return self._made[row]

    def _make(self, rows: list[int]) -> None:
        if rows:
            values = self._table.take(rows).to_pylist()
            self._made |= {row: Claim(**one) for row, one in zip(rows, values, strict=True)}


def column(claims: Sequence[Claim], name: str) -> pa.Array:
    """Return a field of claims, whether they are in a table or not."""
    if isinstance(claims, Tabled):
        return claims.column(name)
    return pa.array([getattr(claim, name) for claim in claims], SCHEMA.field(name).type)


@contextmanager
def kept_for_good() -> Iterator[None]:
    """Make what all sessions share without Python looking for garbage in it, then or later.

    Looking through 100,000 claims holds up everybody for about a second, again and again.
    """
    is_outermost = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if is_outermost:
            gc.enable()
            gc.freeze()
