"""GeoPackage 1.4 by way of GDAL: one layer of points that QGIS and ArcGIS open with its types."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from events.export.about import Provenance
from events.export.arrow import GEOMETRY, arrow_table
from events.export.prepared import Prepared
from events.export.rows import compact
from events.export.text import without_controls
from events.types import Claim

LAYER: Final = "claims"
_WRITTEN: Final = "1970-01-01T00:00:00.000Z"
"""The time of the last change that each file states: equal claims give equal bytes."""


def claims_geopackage(claims: Iterable[Claim], provenance: Provenance) -> bytes:
    """Return the claims as a GeoPackage; what it says of itself is metadata of the layer.

    Control characters, which SQLite's tools cut text at, become U+FFFD.
    """
    from pyogrio.raw import write_arrow

    prepared = Prepared.of(map(without_controls, claims), provenance)
    file = io.BytesIO()
    with _as_of_old():
        write_arrow(
            arrow_table(prepared),
            file,
            layer=LAYER,
            driver="GPKG",
            geometry_name=GEOMETRY,
            geometry_type="Point",
            crs="EPSG:4326",
            layer_metadata={"claimmap": compact(prepared.about)},
        )
    return file.getvalue()


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
