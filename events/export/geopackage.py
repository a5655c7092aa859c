"""GeoPackage 1.4 by way of GDAL: one layer of points that QGIS and ArcGIS open with its types."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import IO, TYPE_CHECKING, Final

from events.export.arrow import GEOMETRY, arrow_schema
from events.export.files import naming
from events.export.prepared import Prepares
from events.export.rows import compact
from events.export.text import clean

if TYPE_CHECKING:
    import pyarrow as pa

LAYER: Final = "claims"
_WRITTEN: Final = "1970-01-01T00:00:00.000Z"
"""The time of the last change that each file states: equal claims give equal bytes."""


def write_geopackage(prepared: Prepares, file: IO[bytes]) -> None:
    """Write the claims as a GeoPackage; what it says of itself is metadata of the layer.

    Control characters, which SQLite's tools cut text at, become U+FFFD.
    """
    import pyarrow as pa
    from pyogrio.raw import write_arrow

    batches = pa.RecordBatchReader.from_batches(
        arrow_schema(), map(_without_controls, prepared.batches())
    )
    with TemporaryDirectory() as folder, _as_of_old():
        path = Path(folder, "claims.gpkg")
        with naming(gettempdir()), _as_faults_of_the_disk():
            write_arrow(
                batches,
                path,
                layer=LAYER,
                driver="GPKG",
                geometry_name=GEOMETRY,
                geometry_type="Point",
                crs="EPSG:4326",
                layer_metadata={"claimmap": compact(prepared.about)},
            )
        with path.open("rb") as written:
            shutil.copyfileobj(written, file)


@contextmanager
def _as_faults_of_the_disk() -> Iterator[None]:
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        yield
    except (DataLayerError, DataSourceError) as fault:  # GDAL writes what we made: only the disk
        raise OSError(errno.EIO, str(fault)) from fault


def _without_controls(batch: pa.RecordBatch) -> pa.RecordBatch:
    import pyarrow as pa

    texts = [n for n, kind in enumerate(batch.schema.types) if kind == pa.string()]
    for at in texts:
        cleaned = [text and clean(text) for text in batch.column(at).to_pylist()]
        batch = batch.set_column(at, batch.schema.field(at), pa.array(cleaned, pa.string()))
    return batch


@contextmanager
def _as_of_old() -> Iterator[None]:
    """Let GDAL write a day of old as the time of the last change."""
    from pyogrio import get_gdal_config_option, set_gdal_config_options

    name = "OGR_CURRENT_DATE"
    before = get_gdal_config_option(name)
    set_gdal_config_options({name: _WRITTEN})
    try:
        yield
    finally:
        set_gdal_config_options({name: before})
