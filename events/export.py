"""What leaves the house: claims, control and rejections as GeoJSON, CSV and JSON lines.

Every writer returns the whole text of a file and depends on its input as a set: equal input in any
order gives equal bytes. Nothing of when or where it was run is in it. Coordinates are
(longitude, latitude), WGS 84, rounded to six decimals (about 0.1 m).
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from events.merge import events_of
from events.types import CLAIM_FIELDS, Claim, ControlStatus, Event, Rejected, as_row

_DECIMALS = 6
_COMPUTED = ("event_id", "n_reports", "n_independent")
_CONTROL_FIELDS = (
    *("place_id", "place_name", "as_of", "holder", "basis", "currency"),
    *("since", "last_evidence", "words", "deciding"),
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_REVIEWED = ("accepted", "corrected", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What every export says of itself: query, licences and attributions, version."""

    claimmap_version: str
    licences: tuple[str, ...] = ()
    query: Mapping[str, str | None] = field(default_factory=dict)


def claims_geojson(claims: Iterable[Claim], provenance: Provenance) -> str:
    """Return the claims as a GeoJSON FeatureCollection (RFC 7946), one flat feature a claim.

    Properties are the record's fields, days in ISO 8601, and what is computed from all the claims
    given: ``event_id``, ``n_reports``, ``n_independent``. An unresolved place has a null geometry.
    """
    rows = claim_rows(claims)
    features = [
        _feature(row["claim_id"], row, _position(row.pop("lon"), row.pop("lat"))) for row in rows
    ]
    return _collection(features, _about(rows, provenance))


def control_geojson(
    statuses: Iterable[ControlStatus], claims: Iterable[Claim], provenance: Provenance
) -> str:
    """Return control as of one date as GeoJSON: one feature a place, at its claims' position.

    ``words`` is a JSON list, one entry a side; ``deciding`` a JSON list of claim ids.
    """
    known = list(claims)
    positions = _positions(known)
    features = [
        _feature(row["place_id"], row, positions.get(row["place_id"]))
        for row in control_rows(statuses)
    ]
    return _collection(features, _about([as_row(claim) for claim in known], provenance))


def rejected_jsonl(rejected: Iterable[Rejected]) -> str:
    """Return what was rejected, one JSON object a line, sorted by document and position."""
    rows = [asdict(one) for one in rejected]
    rows.sort(
        key=lambda row: (row["document_id"], row["document_sha256"], row["start"], _json(row))
    )
    return "".join(_json(row) + "\n" for row in rows)


def claims_csv(claims: Iterable[Claim]) -> str:
    """Return the claims as CSV with a header, the record's fields and the computed ones.

    Cells that a spreadsheet would take for a formula are preceded by an apostrophe.
    """
    return _csv((*CLAIM_FIELDS, *_COMPUTED), claim_rows(claims))


def control_csv(statuses: Iterable[ControlStatus]) -> str:
    """Return control as of one date as CSV with a header, safe to open in a spreadsheet."""
    return _csv(_CONTROL_FIELDS, control_rows(statuses))


def licence_note(name: str, claims: Iterable[Claim], provenance: Provenance) -> str:
    """Return what a GeoJSON export says of itself as a text, for a file that has no room for it.

    ``name`` is that of the file which the text is to lie beside.
    """
    about = _about([as_row(claim) for claim in claims], provenance)
    asked = [f"{what} {value}" for what, value in about["query"].items() if value]
    parts = [
        f"{name}: written by claimmap {about['version']} ({', '.join(asked) or 'all claims'}).",
        "Every row rests on claims by somebody, which are no facts; absence is no evidence.",
        f"Review: {about['review']}.",
        "Licences and attributions that go with it:",
        *(f"- {licence}" for licence in about["licences"] or ["none known"]),
    ]
    return "\n".join(parts) + "\n"


def claim_rows(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Return plain rows (days as ISO 8601) with the computed fields, in order of the exports."""
    unique = {claim.claim_id: claim for claim in claims}
    events = {i: event for event in events_of(unique.values()) for i in event.claim_ids}
    ordered = sorted(unique.values(), key=_order)
    return [_plain(as_row(claim)) | _computed(events[claim.claim_id]) for claim in ordered]


def control_rows(statuses: Iterable[ControlStatus]) -> list[dict[str, Any]]:
    """Return plain rows of control, sorted by place; words and deciding claims as JSON."""
    rows = []
    for status in sorted(statuses, key=lambda status: status.place_id):
        words = [_plain(asdict(word)) for word in status.words]
        row = {name: getattr(status, name) for name in _CONTROL_FIELDS}
        row |= {"words": _json(words), "deciding": _json(status.deciding)}
        rows.append(_plain(row))
    return rows


def write_whole(path: Path, text: str) -> None:
    """Write a file so that its readers see the old one or the new one, never half of it.

    Raises
    ------
    OSError
        The folder cannot be written, the disk is full; it names ``path``, and the old file is
        untouched.
    """
    try:
        _write_beside(path, text)
    except OSError as fault:  # it names a temporary file, of which nobody has heard
        raise OSError(fault.errno, fault.strerror or str(fault), str(path)) from fault


def _write_beside(path: Path, text: str) -> None:
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)  # a temporary file is private, an export is not
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _order(claim: Claim) -> tuple[str, str, int, str]:
    return str(claim.published or ""), claim.document_id, claim.evidence_start, claim.claim_id


def _computed(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in _COMPUTED}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def _positions(claims: Iterable[Claim]) -> dict[str, tuple[float, float]]:
    """Return where each place lies, by the claims about the place itself."""
    found: dict[str, tuple[float, float]] = {}
    for claim in sorted(claims, key=_order):
        position = _position(claim.lon, claim.lat)
        if claim.place_id and claim.where_prec == 1 and position:
            found.setdefault(claim.place_id, position)
    return found


def _position(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    if lon is None or lat is None:
        return None
    return round(lon, _DECIMALS), round(lat, _DECIMALS)


def _feature(
    identity: str, properties: dict[str, Any], position: tuple[float, float] | None
) -> dict[str, Any]:
    point = None if position is None else {"type": "Point", "coordinates": position}
    return {"type": "Feature", "id": identity, "properties": properties, "geometry": point}


def _about(rows: Sequence[Mapping[str, Any]], provenance: Provenance) -> dict[str, Any]:
    reviewed = sum(row["review_status"] in _REVIEWED for row in rows)
    return {
        "version": provenance.claimmap_version,
        "extractor_versions": sorted({row["extractor_version"] for row in rows}),
        "gazetteer_versions": sorted({row["gazetteer_version"] for row in rows}),
        "query": dict(provenance.query),
        "licences": _licences(rows, provenance),
        "review": f"machine-coded, {reviewed} of {len(rows)} reviewed",
        "meaning": "Each feature is a claim by somebody, not a fact; absence is no evidence.",
    }


def _licences(rows: Sequence[Mapping[str, Any]], provenance: Provenance) -> list[str]:
    of_reports = {f"Reports: {row['licence']}" for row in rows if row["licence"]}
    return [*provenance.licences, *sorted(of_reports)]


def _collection(features: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> str:
    """Lay a collection out with one feature a line, so that versions of it can be compared."""
    lines = ",\n".join(_json(feature) for feature in features)
    return f'{{"type":"FeatureCollection","claimmap":{_json(about)},"features":[\n{lines}\n]}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _csv(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return sheet.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
