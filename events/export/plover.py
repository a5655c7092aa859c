"""Claims in the codes of PLOVER (Political Language Ontology for Verifiable Event Records).

One JSON object a line and a claim. What is not asserted (ordered, planned, denied …) carries the
context ``hypothetical``, the one that PLOVER has for what has not happened, beside our modality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from events.export.about import notice_of
from events.export.codes import code_table
from events.export.prepared import Prepares
from events.export.rows import Row, json_lines
from events.schema import COMPUTED_KINDS

_NOT_DONE = "hypothetical"


def plover_lines(prepared: Prepares, left: Counter[str]) -> Iterator[str]:
    """Yield the claims that PLOVER has a code for as JSON lines; count the others in ``left``."""
    notice = {"notice": notice_of(prepared.about)}
    for row in prepared.rows():
        if _has_code(row["event_type"]):
            yield from json_lines([_plover(row) | notice])
        else:
            left[row["event_type"]] += 1


def left_by_plover(left: Mapping[str, int]) -> list[str]:
    """Return in sentences what PLOVER has no code for."""
    return [f"Left out ({left[kind]}): PLOVER has no code for {kind}." for kind in sorted(left)]


def _has_code(event_type: str) -> bool:
    return "plover" in code_table("event_types")[event_type]


def _plover(row: Row) -> Row:
    code = code_table("event_types")[row["event_type"]]
    contexts = [code["plover_context"]] if "plover_context" in code else []
    if row["modality"] != "asserted":
        contexts.append(_NOT_DONE)
    return {
        "id": row["claim_id"],
        **{name: row[name] for name in COMPUTED_KINDS},
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
