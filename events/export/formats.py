"""The formats of claims, by name."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Final

from events.errors import QueryError
from events.export.about import Provenance, notice_of
from events.export.acled import acled_lines
from events.export.geojson import geojson_parts
from events.export.geopackage import write_geopackage
from events.export.geoparquet import write_geoparquet
from events.export.kml import kml_parts
from events.export.plover import left_by_plover, plover_lines
from events.export.prepared import Prepared, Prepares
from events.export.rows import json_lines
from events.export.sheet import csv_lines
from events.types import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Sentences about what is not in a file.

    ``barred`` is what a licence kept out, ``unfit`` what the format has no place for. ``is_bare``:
    the file has no room to say what it is, so `licence_note` should lie beside it.
    """

    barred: tuple[str, ...]
    unfit: tuple[str, ...]
    is_bare: bool

    @property
    def left_out(self) -> tuple[str, ...]:
        """All that is to be said of what is not in the file."""
        return self.barred + self.unfit


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Written):
    """A file's content, and what is not in it."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write claims: ``write`` returns sentences about what there is no place for.

    ``is_bare``: the file has no room to say what it is, but for a notice in each row.
    """

    suffix: str
    write: Callable[[Prepares, IO[bytes]], list[str]]
    is_bare: bool = False


def _pour(parts: Iterable[str], file: IO[bytes]) -> list[str]:
    for part in parts:
        file.write(part.encode("utf-8"))
    return []


def _geojson(prepared: Prepares, file: IO[bytes]) -> list[str]:
    return _pour(geojson_parts(prepared), file)


def _geoparquet(prepared: Prepares, file: IO[bytes]) -> list[str]:
    write_geoparquet(prepared, file)
    return []


def _geopackage(prepared: Prepares, file: IO[bytes]) -> list[str]:
    write_geopackage(prepared, file)
    return []


def _kml(prepared: Prepares, file: IO[bytes]) -> list[str]:
    return _pour(kml_parts(prepared), file)


def _csv(prepared: Prepares, file: IO[bytes]) -> list[str]:
    return _pour(csv_lines(prepared, {"notice": notice_of(prepared.about)}), file)


def _jsonl(prepared: Prepares, file: IO[bytes]) -> list[str]:
    notice = {"notice": notice_of(prepared.about)}
    return _pour(json_lines(row | notice for row in prepared.rows()), file)


def _plover(prepared: Prepares, file: IO[bytes]) -> list[str]:
    left: Counter[str] = Counter()
    return _pour(plover_lines(prepared, left), file) + left_by_plover(left)


def _acled(prepared: Prepares, file: IO[bytes]) -> list[str]:
    lines, left = acled_lines(prepared)
    return _pour(lines, file) + left


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "geojson": Format(".geojson", _geojson),
        "geoparquet": Format(".parquet", _geoparquet),
        "gpkg": Format(".gpkg", _geopackage),
        "kml": Format(".kml", _kml),
        "csv": Format(".csv", _csv, is_bare=True),
        "jsonl": Format(".jsonl", _jsonl, is_bare=True),
        "plover": Format(".plover.jsonl", _plover, is_bare=True),
        "acled": Format(".acled.csv", _acled, is_bare=True),
    }
)
"""The formats in which claims are written, by the name that asks for them."""


def write_claims(
    form: str, claims: Iterable[Claim], provenance: Provenance, file: IO[bytes]
) -> Written:
    """Write claims in a format of `FORMATS` to a file opened in binary, part by part.

    Raises
    ------
    QueryError
        There is no such format; the message names those there are.
    """
    return write_prepared(form, Prepared.of(claims, provenance), file)


def write_prepared(form: str, prepared: Prepares, file: IO[bytes]) -> Written:
    """Write what was prepared, and raise what `write_claims` raises."""
    if form not in FORMATS:
        raise QueryError(f"there is no format {form!r}; there are: {', '.join(FORMATS)}")
    unfit = FORMATS[form].write(prepared, file)
    barred = tuple(map(str, prepared.barred))
    return Written(barred=barred, unfit=tuple(unfit), is_bare=FORMATS[form].is_bare)


def export_claims(form: str, claims: Iterable[Claim], provenance: Provenance) -> Export:
    """Return what `write_claims` writes, and raise what it raises."""
    file = io.BytesIO()
    done = write_claims(form, claims, provenance, file)
    return Export(
        content=file.getvalue(), barred=done.barred, unfit=done.unfit, is_bare=done.is_bare
    )
