"""Exports of claims read back as claims."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from events.errors import RecordError
from events.export.sheet import unguarded
from events.schema import value_of
from events.types import CLAIM_FIELDS, Claim


def read_claims(path: Path) -> list[Claim]:
    """Return the claims of an export that holds the whole record, in its order.

    The format is told by the file's name: ``.csv``, ``.jsonl``, ``.parquet``, ``.geoparquet``, or
    anything that GDAL reads (GeoJSON, GeoPackage, KML). A file without any claim gives an empty
    list.

    Raises
    ------
    RecordError
        The file holds no claims of ours; the message names what is amiss.
    OSError
        The file cannot be read.
    """
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [_from_cells(row) for row in csv.DictReader(file)]
    if path.suffix == ".jsonl":
        rows = map(json.loads, path.read_bytes().decode("utf-8").rstrip("\n").split("\n"))
        return [_from_row(row) for row in rows] if path.stat().st_size else []
    return _from_gdal(path)


def _from_gdal(path: Path) -> list[Claim]:
    import geopandas as gpd

    from events.frames import from_frame

    if path.suffix in (".parquet", ".geoparquet"):
        return from_frame(gpd.read_parquet(path))
    if path.suffix in (".geojson", ".json"):
        frame = gpd.read_file(path, engine="pyogrio", DATE_AS_STRING="YES")  # a text may be a day
    else:
        frame = gpd.read_file(path, engine="pyogrio")
    return [] if frame.empty else from_frame(frame)


def _from_cells(row: Mapping[str, str]) -> Claim:
    return _from_row({name: unguarded(cell) if cell else None for name, cell in row.items()})


def _from_row(row: Mapping[str, Any]) -> Claim:
    if missing := [name for name in CLAIM_FIELDS if name not in row]:
        raise RecordError(f"these are no claims: fields are missing: {', '.join(missing)}")
    return Claim(**{name: value_of(name, row[name]) for name in CLAIM_FIELDS})
