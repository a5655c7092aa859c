"""Reading the upstream tables and our own: rows of strings, with clear errors."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError, GazetteerMissing

Row = dict[str, str]

MAIN_TABLES = (
    "ua_places.csv.gz",
    "world_cities500.csv.gz",
    "world_admin1.csv.gz",
    "world_countries.csv.gz",
    "world_countries.geojson.gz",
    "ua_power_plants.csv.gz",
)
ODBL_TABLES = (
    "ua_adm2_raion.geojson.gz",
    "ua_places_raion_katottg.csv.gz",
    "ua_places_osm_extra.csv.gz",
)


def check_tables(tables: Path) -> None:
    """Raise `GazetteerMissing` that names every table that the folder lacks."""
    lacking = [name for name in MAIN_TABLES + ODBL_TABLES if not (tables / name).is_file()]
    if lacking:
        raise GazetteerMissing(f"{tables} lacks the tables {', '.join(lacking)}")


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a gzip-compressed CSV; raise `GazetteerError` if a column is missing."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return _rows(csv.DictReader(file), columns, path.name)


def read_own_table(path: Traversable, columns: Sequence[str]) -> list[Row]:
    """Return the rows of one of our own CSV tables; lines that begin with # are comments."""
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return _rows(csv.DictReader(io.StringIO("\n".join(lines))), columns, path.name)


def _rows(reader: csv.DictReader[str], columns: Sequence[str], name: str) -> list[Row]:
    lacking = set(columns) - set(reader.fieldnames or ())
    if lacking:
        raise GazetteerError(f"{name} lacks the columns {', '.join(sorted(lacking))}")
    return [{key: (value or "").strip() for key, value in row.items()} for row in reader]


def read_features(path: Path) -> list[dict[str, Any]]:
    """Return the features of a gzip-compressed GeoJSON file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        features: list[dict[str, Any]] = json.load(file)["features"]
    return features


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
