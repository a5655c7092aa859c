"""What a file is, by its first bytes: a door for files that are dropped without a word."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from events.importers.records import delimiter_of
from events.importers.tables import Format, header_of

_LOOKED_AT = 1 << 16
_ZIP = b"PK\x03\x04"
_MAP_SUFFIXES = (".shp", ".kml")
_TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
POLYGONS = "polygons"


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


def _recognise(start: bytes, stream: IO[bytes], tables: Iterable[Format]) -> str | None:
    if start.startswith(_ZIP):
        return _in_archive(stream, tables)
    if start.startswith(b"\x1f\x8b"):
        with gzip.open(stream) as inside:
            start = inside.read(_LOOKED_AT)
    if is_map(start):
        is_of_points = start.lstrip().startswith(b"{") and b'Polygon"' not in start
        return None if is_of_points else POLYGONS
    return _table_of(start, tables)


def _in_archive(stream: IO[bytes], tables: Iterable[Format]) -> str | None:
    with zipfile.ZipFile(stream) as archive:
        names = _names(archive)
        if any(name.lower().endswith(_MAP_SUFFIXES) for name in names):
            return POLYGONS
        inside = [name for name in names if name.lower().endswith(_TABLE_SUFFIXES)]
        if not inside:
            return None
        with archive.open(inside[0]) as table:
            return _table_of(table.read(_LOOKED_AT), tables)


def _names(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if not name.startswith("__MACOSX/")]


def is_map(start: bytes) -> bool:
    """Tell whether bytes begin a map of a kind that carries its data inside."""
    if start.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(start)) as archive:
                return any(name.lower().endswith(_MAP_SUFFIXES) for name in _names(archive))
        except zipfile.BadZipFile:
            return False
    if start.startswith(b"SQLite format 3"):
        return start[68:72] == b"GPKG"
    words = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:_LOOKED_AT]
    if words.startswith(b"<"):
        return b"<kml" in words
    return words.startswith(b"{") and any(word in words for word in (b'"Feature', b'Polygon"'))


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
