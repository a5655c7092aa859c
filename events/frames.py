"""Claims <-> a GeoDataFrame in EPSG:4326: one row a claim, one column a field of the record.

Columns are the record's fields in its order, without ``lon`` and ``lat``, which are the point in
``geometry`` (null where the place is unresolved: the row stays). Days are ``datetime64[s]``, words
pandas strings, whole numbers ``Int64``, other numbers ``float64``; a null is the column's missing
value. The index counts from 0 and means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from shapely.geometry import Point

from events.errors import RecordError
from events.schema import FIELD_KINDS, value_of
from events.types import CLAIM_FIELDS, Claim, as_row

CRS: Final = "EPSG:4326"
_CRS84: Final = ("OGC", "CRS84")  # the same positions, as GeoParquet and GeoJSON call them
COLUMNS: Final = (*(name for name in CLAIM_FIELDS if name not in ("lon", "lat")), "geometry")
"""The columns of a frame of claims, in order."""

_DTYPES: Final = {
    "text": "string",
    "day": "datetime64[s]",
    "whole": "Int64",
    "number": "float64",
    "flag": "bool",
}
_MAPPED: Final = {pa.string(): pd.StringDtype(), pa.int32(): pd.Int64Dtype()}


def to_frame(claims: Iterable[Claim]) -> gpd.GeoDataFrame:
    """Return the claims as a frame, in their order; an empty frame has all columns too."""
    rows = [as_row(claim) for claim in claims]
    points: list[Any] = [_point(row["lon"], row["lat"]) for row in rows]
    columns = {
        name: pd.Series([row[name] for row in rows], dtype=_DTYPES[FIELD_KINDS[name]])
        for name in COLUMNS
        if name != "geometry"
    }
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(points, crs=CRS), crs=CRS)


def frame_of(table: pa.Table) -> gpd.GeoDataFrame:
    """Return the frame of an Arrow table of claims (``Ledger.table``), column by column.

    It equals what `to_frame` makes of the same claims, many times faster.
    """
    columns = {
        name: table.column(name).to_pandas(types_mapper=_MAPPED.get).astype(_DTYPES[kind])
        for name, kind in FIELD_KINDS.items()
        if name in COLUMNS
    }
    lon, lat = (table.column(name).to_numpy() for name in ("lon", "lat"))
    points = np.full(len(lon), None, dtype=object)
    located = ~np.isnan(lon)
    points[located] = shapely.points(lon[located], lat[located])
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(points, crs=CRS), crs=CRS)


def from_frame(frame: gpd.GeoDataFrame) -> list[Claim]:
    """Return the claims of a frame, as `to_frame` makes it or as read back from an export.

    Columns that the record does not have are passed over.

    Raises
    ------
    RecordError
        Columns are missing, the CRS is not EPSG:4326 or OGC:CRS84, a geometry is not a point, or
        rows break the record. The message names every fault.
    """
    if faults := _frame_faults(frame):
        raise RecordError("this is no frame of claims: " + "; ".join(faults))
    claims = []
    for number, row in enumerate(frame[list(COLUMNS)].to_dict("records")):
        try:
            claims.append(_claim(row))
        except ValueError as fault:
            faults.append(f"row {number}: {fault}")
    if faults:
        raise RecordError("; ".join(faults))
    return claims


def _point(lon: float | None, lat: float | None) -> Point | None:
    return None if lon is None or lat is None else Point(lon, lat)


def _frame_faults(frame: gpd.GeoDataFrame) -> list[str]:
    faults = []
    if missing := [name for name in COLUMNS if name not in frame.columns]:
        return [f"columns are missing: {', '.join(missing)}"]
    if frame.crs is None or (frame.crs.to_epsg() != 4326 and frame.crs.to_authority() != _CRS84):
        faults.append(f"its CRS is {frame.crs}, must be {CRS}")
    shapes = sorted({shape.geom_type for shape in frame.geometry.dropna()} - {"Point"})
    if shapes:
        faults.append(f"geometries must be points, got {', '.join(shapes)}")
    return faults


def _claim(row: Mapping[Any, Any]) -> Claim:
    point = row["geometry"]
    names = (name for name in COLUMNS if name != "geometry")
    values = {name: value_of(name, _known(row[name])) for name in names}
    has_point = point is not None and not point.is_empty
    values |= {"lon": point.x, "lat": point.y} if has_point else {"lon": None, "lat": None}
    return Claim(**values)


def _known(value: object) -> object:
    return None if pd.isna(value) else value  # type: ignore[call-overload]  # any scalar of a cell
