"""The formats of claims, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from events.errors import QueryError
from events.export.about import Provenance
from events.export.acled import claims_acled
from events.export.geojson import claims_geojson
from events.export.geopackage import claims_geopackage
from events.export.geoparquet import claims_geoparquet
from events.export.kml import claims_kml
from events.export.licences import kept_back
from events.export.plover import claims_plover
from events.export.prepared import Prepared
from events.export.rows import json_lines
from events.export.sheet import claims_csv
from events.types import Claim


@dataclass(frozen=True, slots=True)
class Export:
    """A file's content, and sentences about what is not in it.

    ``barred`` is what a licence kept out, ``unfit`` what the format has no place for. ``is_bare``:
    the file has no room to say what it is, so `licence_note` should lie beside it.
    """

    content: bytes
    barred: tuple[str, ...]
    unfit: tuple[str, ...]
    is_bare: bool

    @property
    def left_out(self) -> tuple[str, ...]:
        """All that is to be said of what is not in the file."""
        return self.barred + self.unfit


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write claims. ``is_bare``: the file has no room to say what it is."""

    suffix: str
    write: Callable[[list[Claim], Provenance], str | bytes | tuple[str, list[str]]]
    is_bare: bool = False


def _csv(claims: list[Claim], provenance: Provenance) -> str:
    return claims_csv(claims, Provenance(claimmap_version="", private=provenance.private))


def _jsonl(claims: list[Claim], provenance: Provenance) -> str:
    return json_lines(Prepared.of(claims, provenance).rows())


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "geojson": Format(".geojson", claims_geojson),
        "geoparquet": Format(".parquet", claims_geoparquet),
        "gpkg": Format(".gpkg", claims_geopackage),
        "kml": Format(".kml", claims_kml),
        "csv": Format(".csv", _csv, is_bare=True),
        "jsonl": Format(".jsonl", _jsonl, is_bare=True),
        "plover": Format(".plover.jsonl", claims_plover, is_bare=True),
        "acled": Format(".acled.csv", claims_acled, is_bare=True),
    }
)
"""The formats in which claims are written, by the name that asks for them."""


def export_claims(form: str, claims: Iterable[Claim], provenance: Provenance) -> Export:
    """Write claims in a format of `FORMATS`.

    Raises
    ------
    QueryError
        There is no such format; the message names those there are.
    """
    if form not in FORMATS:
        raise QueryError(f"there is no format {form!r}; there are: {', '.join(FORMATS)}")
    given = list(claims)
    written = FORMATS[form].write(given, provenance)
    _, barred = kept_back(given, private=provenance.private)
    content, notes = written if isinstance(written, tuple) else (written, [])
    whole = content.encode("utf-8") if isinstance(content, str) else content
    return Export(whole, tuple(map(str, barred)), tuple(notes), FORMATS[form].is_bare)
