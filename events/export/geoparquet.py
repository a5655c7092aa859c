"""GeoParquet 1.1: the whole record with its types, for analysts and for many rows."""

from __future__ import annotations

from typing import IO

from events.export.arrow import GEOMETRY, arrow_schema
from events.export.prepared import Prepares
from events.export.rows import compact

_GEO = {
    "version": "1.1.0",
    "primary_column": GEOMETRY,
    "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
}
"""Without a ``crs`` GeoParquet means OGC:CRS84: longitude, latitude, WGS 84."""


def write_geoparquet(prepared: Prepares, file: IO[bytes]) -> None:
    """Write the claims as GeoParquet; what it says of itself is in the metadata ``claimmap``."""
    import pyarrow.parquet as pq

    metadata = {"geo": compact(_GEO), "claimmap": compact(prepared.about)}
    schema = arrow_schema().with_metadata(metadata)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in prepared.batches():
            writer.write_batch(batch.replace_schema_metadata(schema.metadata))
