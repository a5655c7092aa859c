"""Rows of claims as an Arrow table, in chunks, so that many are read without making each one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from events.store.schema import defaults, record_columns
from events.types import Claim

Row = tuple[Any, ...]

_TYPES = {
    "text": pa.string(),
    "day": pa.date32(),
    "flag": pa.bool_(),
    "whole": pa.int32(),
    "number": pa.float64(),
}
SCHEMA = pa.schema([(name, _TYPES[kind]) for name, kind in record_columns("claims").items()])
"""The columns of a table of claims: the fields of the record, in its order."""
READING = pa.field("reading", pa.int64())
"""The number of the reading that a claim is of, by which the ledger finds it again."""


def table_of(
    chunks: Iterable[list[Row]], said: Mapping[str, Claim | None], names: Sequence[str]
) -> pa.Table:
    """Return rows of these columns as a table; more that stands behind them is left out.

    ``said`` has the claims of which something was said as they stand now, None for one that was
    taken back.
    """
    schema = pa.schema([READING if name == READING.name else SCHEMA.field(name) for name in names])
    standing = _Standing(said, names)
    return pa.Table.from_batches((batch_of(standing(rows), schema) for rows in chunks), schema)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Puts into rows what was said of their claims."""

    said: Mapping[str, Claim | None]
    names: Sequence[str]

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        if not self.said:
            yield from rows
            return
        at, end = self.names.index("claim_id"), len(self.names)
        for row in rows:
            if row[at] not in self.said:
                yield row[:end]
            elif (claim := self.said[row[at]]) is not None:
                yield tuple(
                    getattr(claim, name, value)  # the reading is no field of a claim
                    for name, value in zip(self.names, row, strict=False)
                )


def batch_of(rows: Iterable[Row], schema: pa.Schema = SCHEMA) -> pa.RecordBatch:
    """Return rows as columns of a schema, the fields of a row in its order."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.RecordBatch.from_arrays(
        [_array(field, column) for field, column in zip(schema, columns, strict=False)],
        schema=schema,
    )


def _array(field: pa.Field, values: Iterable[Any]) -> pa.Array:
    """Return a column. Days come as text from SQLite, else as dates; flags come as 0 and 1."""
    default = _DEFAULTS.get(field.name)
    if default is not None:
        values = [default if value is None else value for value in values]
    if field.type == pa.string():
        return pa.array(values, pa.string())
    if field.type == pa.date32():
        values = [day.isoformat() if isinstance(day, date) else day for day in values]
        return pa.array(values, pa.string()).cast(pa.date32())
    if field.type == pa.bool_():
        values = [bool(flag) for flag in values]
    return pa.array(values).cast(field.type)


_DEFAULTS = {name: value for name, value in defaults("claims").items() if value is not None}
