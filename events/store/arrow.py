"""Rows of claims as an Arrow table, in chunks, so that many are read without making each one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from events.review import Revision
from events.store.rows import claim_of
from events.store.schema import defaults, record_columns
from events.types import CLAIM_FIELDS

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

_CLAIM_ID = CLAIM_FIELDS.index("claim_id")


def table_of(chunks: Iterable[list[Row]], revise: Revision) -> pa.Table:
    """Return rows as the ledger stores them as a table, each as what was said of it leaves it."""
    return pa.Table.from_batches((_batch(_revised(rows, revise)) for rows in chunks), SCHEMA)


def _revised(rows: list[Row], revise: Revision) -> Iterator[Row]:
    for row in rows:
        if not revise.touches(row[_CLAIM_ID]):
            yield row
        elif (claim := revise(claim_of(row))) is not None:
            yield tuple(getattr(claim, name) for name in CLAIM_FIELDS)


def _batch(rows: Iterable[Row]) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True)) or [()] * len(CLAIM_FIELDS)
    return pa.RecordBatch.from_arrays(
        [_array(field, column) for field, column in zip(SCHEMA, columns, strict=True)],
        schema=SCHEMA,
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
    if field.type == pa.bool_():
        values = [bool(flag) for flag in values]
    return pa.array(values).cast(field.type)


_DEFAULTS = {name: value for name, value in defaults("claims").items() if value is not None}
