"""What a file is, by its first bytes: a door for files that are dropped without a word."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from events.importers.records import delimiter_of
from events.importers.tables import Format, header_of

_LOOKED_AT = 1 << 16
_MAP_SUFFIXES = (".shp", ".kml", ".gpkg", ".geojson")
_TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
_POLYGONS = "polygons"


def recognise(source: Path | bytes, tables: Iterable[Format]) -> str | None:
    """Return the name of the format that bytes, or a file, have; None for no known one.

    Of a ZIP archive, the first table or map inside decides. Nothing is read but the beginning.
    """
    try:
        if isinstance(source, bytes):
            return _recognise(source, io.BytesIO(source), tables)
        with source.open("rb") as stream:
            start = stream.read(_LOOKED_AT)
            stream.seek(0)
            return _recognise(start, stream, tables)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error):
        return None


def _recognise(
    start: bytes, stream: io.BytesIO | io.BufferedReader, tables: Iterable[Format]
) -> str | None:
    if start.startswith(b"PK\x03\x04"):
        return _in_archive(stream, tables)
    if start.startswith(b"\x1f\x8b"):
        with gzip.open(stream) as inside:
            start = inside.read(_LOOKED_AT)
    return _POLYGONS if _is_map(start) else _table_of(start, tables)


def _in_archive(stream: io.BytesIO | io.BufferedReader, tables: Iterable[Format]) -> str | None:
    with zipfile.ZipFile(stream) as archive:
        names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
        if any(name.lower().endswith(_MAP_SUFFIXES) for name in names):
            return _POLYGONS
        inside = [name for name in names if name.lower().endswith(_TABLE_SUFFIXES)]
        if not inside:
            return None
        with archive.open(inside[0]) as table:
            return _table_of(table.read(_LOOKED_AT), tables)


def _is_map(start: bytes) -> bool:
    if start.startswith(b"SQLite format 3"):
        return start[68:72] == b"GPKG"
    if start.startswith(b"\x00\x00\x27\x0a"):  # the file code of a shapefile
        return True
    words = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if words.startswith(b"<"):
        return b"<kml" in words
    return words.startswith(b"{") and b'Polygon"' in words


def _table_of(start: bytes, tables: Iterable[Format]) -> str | None:
    line, _, _ = start.partition(b"\n")
    text = line.decode("utf-8-sig", errors="replace")
    try:
        columns = set(header_of(line, delimiter_of(text)))
    except csv.Error:
        return None
    cells = text.rstrip("\r").split("\t")
    for form in tables:
        if form.columns is None and columns.issuperset(form.marks):
            return form.name
        if form.columns is not None and len(cells) == len(form.columns) and cells[0].isdigit():
            return form.name
    return None
