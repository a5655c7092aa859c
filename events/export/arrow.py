"""Claims as Arrow batches with points as WKB: what GeoParquet and GeoPackage are written from."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from events.schema import COMPUTED_KINDS, FIELD_KINDS
from events.types import Claim

if TYPE_CHECKING:
    import pyarrow as pa

GEOMETRY: Final = "geometry"
"""The column of points: WKB, (longitude, latitude), WGS 84, null where the place is unresolved."""

BATCH: Final = 50_000
"""Claims that are columns at a time: what is written needs no memory for all of them."""

_KINDS: Final = {n: k for n, k in FIELD_KINDS.items() if n not in ("lon", "lat")}
_POINT = struct.Struct("<BIdd")


def arrow_schema() -> pa.Schema:
    """Return a column a field of the record, without lon and lat, the computed ones, the points.

    Days are ``date32``, whole numbers ``int32``, so that equal claims give equal columns whatever
    is null in them.
    """
    import pyarrow as pa  # it takes long to load, and most verbs need none of it

    types = {
        "text": pa.string(),
        "day": pa.date32(),
        "whole": pa.int32(),
        "number": pa.float64(),
        "flag": pa.bool_(),
    }
    kinds = {**_KINDS, **COMPUTED_KINDS}
    named = [(name, types[kind]) for name, kind in kinds.items()]
    return pa.schema([*named, (GEOMETRY, pa.binary())])


def batches_of(
    claims: Sequence[Claim], computed: Callable[[Claim], Mapping[str, Any]]
) -> Iterator[pa.RecordBatch]:
    """Yield claims, and what is computed of each, as batches of `arrow_schema`, in their order."""
    import pyarrow as pa

    schema = arrow_schema()
    for at in range(0, len(claims), BATCH):
        some = claims[at : at + BATCH]
        rows = [computed(claim) for claim in some]
        columns = [
            *([getattr(claim, name) for claim in some] for name in _KINDS),
            *([row[name] for row in rows] for name in COMPUTED_KINDS),
            [point(claim.lon, claim.lat) for claim in some],
        ]
        arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def point(lon: float | None, lat: float | None) -> bytes | None:
    """Return a position as WKB, None where there is none."""
    return None if lon is None else _POINT.pack(1, 1, lon, lat)


def regrouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the same rows as batches of `BATCH`, however many there were in each."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        while sum(map(len, held)) >= BATCH:
            table = pa.Table.from_batches(held)
            yield from table.slice(0, BATCH).combine_chunks().to_batches()
            held = table.slice(BATCH).to_batches()
    if any(map(len, held)):
        yield from pa.Table.from_batches(held).combine_chunks().to_batches()
