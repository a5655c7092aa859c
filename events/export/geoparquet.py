"""GeoParquet 1.1: the whole record with its types, for analysts and for many rows."""

from __future__ import annotations

import io
from collections.abc import Iterable

from events.export.about import Provenance
from events.export.arrow import GEOMETRY, arrow_table
from events.export.prepared import Prepared
from events.export.rows import compact
from events.types import Claim

_GEO = {
    "version": "1.1.0",
    "primary_column": GEOMETRY,
    "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
}
"""Without a ``crs`` GeoParquet means OGC:CRS84: longitude, latitude, WGS 84."""


def claims_geoparquet(claims: Iterable[Claim], provenance: Provenance) -> bytes:
    """Return the claims as GeoParquet; what it says of itself is in the metadata ``claimmap``."""
    import pyarrow.parquet as pq

    prepared = Prepared.of(claims, provenance)
    metadata = {"geo": compact(_GEO), "claimmap": compact(prepared.about)}
    table = arrow_table(prepared).replace_schema_metadata(metadata)
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()
