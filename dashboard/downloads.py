"""Files for what is on screen, each with whom to credit and how it was made.

What a licence bars from being passed on is in none of them, and the file says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from events.corpus import Corpus
from events.export import (
    FORMATS,
    Provenance,
    claims_csv,
    control_rows,
    export_claims,
    kept_back,
)
from events.export.about import about
from events.export.rows import CONTROL_FIELDS
from events.export.sheet import table
from events.publication import load_profile, publish
from events.types import Claim, ControlStatus, Rejected

INTERNAL: Final = "internal"

TITLES: Final[Mapping[str, str]] = {
    "geojson": "GeoJSON, for maps",
    "csv": "CSV, for spreadsheets",
    "geoparquet": "GeoParquet, for data tools",
    "gpkg": "GeoPackage, for GIS",
    "kml": "KML, for Google Earth",
    "jsonl": "JSON lines, the whole record",
    "acled": "CSV in ACLED's columns (asserted events only)",
    "plover": "JSON lines in PLOVER's codes",
    "map": "This map as one HTML file",
}
"""What can be downloaded, by name of the format."""

_CREDIT = ("attribution", "notice")
_REJECTED = ("document_id", "document_sha256", "start", "end", "stage", "reason", "text")


@dataclass(frozen=True)
class Terms:
    """On what terms something leaves: a profile of publication, and the day of it."""

    profile: str
    on: date

    def publish(self, corpus: Corpus) -> tuple[Corpus, Provenance]:
        """Return what may leave of a corpus, and what the file says of itself."""
        day = corpus.last_day
        provenance = corpus.provenance(day)
        if self.profile == INTERNAL:
            return corpus, provenance
        published = publish(corpus.claims, load_profile(self.profile), on=self.on)
        query = {**provenance.query, "profile": self.profile, "published_on": self.on.isoformat()}
        told = replace(provenance, query=query, notices=(published.notice,))
        return replace(corpus, claims=published.claims, documents=(), rejected=()), told


def written(form: str, corpus: Corpus, terms: Terms) -> bytes:
    """Return the claims of a corpus as a file of a format, or as the map."""
    allowed, provenance = terms.publish(corpus)
    if form == "map":
        kept, _ = kept_back(allowed.claims)
        return replace(allowed, claims=tuple(kept)).snapshot().encode("utf-8")
    if form == "csv":
        return claims_csv(allowed.claims, provenance).encode("utf-8")
    return export_claims(form, allowed.claims, provenance).content


def file_name(form: str, terms: Terms) -> str:
    """Return what to call such a file."""
    mark = "" if terms.profile == INTERNAL else f"-{terms.profile}"
    return f"claims{mark}{FORMATS[form].suffix}" if form in FORMATS else f"map{mark}.html"


def control_sheet(
    claims: Sequence[Claim],
    control: Callable[[Sequence[Claim]], Sequence[ControlStatus]],
    provenance: Provenance,
) -> str:
    """Return control as CSV, each row with whom to credit; decided by what may be passed on.

    ``control`` tells who holds which place by the claims it is given.
    """
    kept, barred = kept_back(claims)
    said = about(kept, provenance, barred)
    return _credited(CONTROL_FIELDS, control_rows(control(kept)), said)


def rejected_sheet(rejected: Iterable[Rejected]) -> str:
    """Return what was not taken as CSV, safe to open in a spreadsheet. It is internal."""
    rows = [{name: getattr(one, name) for name in _REJECTED} for one in rejected]
    return table(_REJECTED, rows)


def sheet(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows of any kind as CSV, safe to open in a spreadsheet."""
    return table(tuple(rows[0]) if rows else (), rows)


def _credited(
    names: Sequence[str], rows: Iterable[Mapping[str, Any]], said: Mapping[str, Any]
) -> str:
    credit = {
        "attribution": "; ".join(said["licences"]),
        "notice": " ".join((f"claimmap {said['version']}, {said['review']}.", *said["notices"])),
    }
    return table((*names, *_CREDIT), ({**row, **credit} for row in rows))
