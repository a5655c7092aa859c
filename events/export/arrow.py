"""Claims as an Arrow table with points as WKB: what GeoParquet and GeoPackage are written from."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from events.export.prepared import Prepared
from events.schema import COMPUTED_KINDS, FIELD_KINDS
from events.types import Claim

if TYPE_CHECKING:
    import pyarrow as pa

GEOMETRY: Final = "geometry"
"""The column of points: WKB, (longitude, latitude), WGS 84, null where the place is unresolved."""

_POINT = struct.Struct("<BIdd")


def arrow_table(prepared: Prepared) -> pa.Table:
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
    kinds = {n: k for n, k in FIELD_KINDS.items() if n not in ("lon", "lat")}
    columns = {
        name: pa.array([getattr(claim, name) for claim in prepared.claims], types[kind])
        for name, kind in kinds.items()
    }
    computed = [prepared.computed[claim.claim_id] for claim in prepared.claims]
    columns |= {
        name: pa.array([row[name] for row in computed], types[kind])
        for name, kind in COMPUTED_KINDS.items()
    }
    columns[GEOMETRY] = pa.array([_wkb(claim) for claim in prepared.claims], pa.binary())
    return pa.table(columns)


def _wkb(claim: Claim) -> bytes | None:
    return None if claim.lon is None else _POINT.pack(1, 1, claim.lon, claim.lat)
