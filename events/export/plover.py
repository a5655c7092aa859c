"""Claims in the codes of PLOVER (Political Language Ontology for Verifiable Event Records).

One JSON object a line and a claim. What is not asserted (ordered, planned, denied …) carries the
context ``hypothetical``, the one that PLOVER has for what has not happened, beside our modality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from events.export.about import Provenance
from events.export.codes import code_table
from events.export.prepared import Prepared
from events.export.rows import Row, json_lines
from events.types import Claim

_NOT_DONE = "hypothetical"


def claims_plover(claims: Iterable[Claim], provenance: Provenance) -> tuple[str, list[str]]:
    """Return the claims that PLOVER has a code for as JSON lines, and what was left out, why."""
    codes = code_table("event_types")
    rows: list[Row] = []
    left: Counter[str] = Counter()
    for row in Prepared.of(claims, provenance).rows():
        if "plover" in codes[row["event_type"]]:
            rows.append(_plover(row))
        else:
            left[row["event_type"]] += 1
    notes = [f"Left out ({left[kind]}): PLOVER has no code for {kind}." for kind in sorted(left)]
    return json_lines(rows), notes


def _plover(row: Row) -> Row:
    code = code_table("event_types")[row["event_type"]]
    contexts = [code["plover_context"]] if "plover_context" in code else []
    if row["modality"] != "asserted":
        contexts.append(_NOT_DONE)
    return {
        "id": row["claim_id"],
        "event_id": row["event_id"],
        "date": row["event_date"],
        "date_end": row["event_date_end"],
        "source": [row["actor1"]] if row["actor1"] else [],
        "target": [row["actor2"]] if row["actor2"] else [],
        "event": code["plover"],
        "mode": code.get("plover_mode"),
        "context": contexts,
        "modality": row["modality"],
        "location": {n: row[n] for n in ("place_name", "admin1", "country", "lat", "lon")},
        "geonameid": _geonameid(row["place_id"]),
        "text": row["evidence"],
        "language": row["lang"],
        "publisher": row["source"],
        "published": row["published"],
        "url": row["source_url"],
        "claimant": row["claimant"],
        "document": row["document_sha256"],
        "licence": row["licence"],
        "review_status": row["review_status"],
    }


def _geonameid(place_id: str | None) -> int | None:
    known = place_id is not None and place_id.startswith("gn") and place_id[2:].isdigit()
    return int(place_id[2:]) if place_id and known else None
