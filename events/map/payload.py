"""All that a page needs to draw claims: columns, base map, words and manifest.

The snapshot and the dashboard hand the scripts the same value.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from events.actors import Conflict
from events.control import control_as_of
from events.export import Provenance
from events.map.assets import leaflet_version, words
from events.map.columns import columns_of
from events.map.ground import base_map
from events.merge import events_of
from events.types import Claim, ControlStatus, Document

TITLE = "Who says who holds which place"
CREDIT = "© OpenStreetMap contributors · Natural Earth · GeoNames · Leaflet"
BASE_MAP_LICENCES = (
    "Oblast outlines: © OpenStreetMap contributors, ODbL 1.0, by way of geoBoundaries",
    "Countries, lakes, rivers: made with Natural Earth (public domain)",
    "Town names: GeoNames (CC BY 4.0) and Who's On First, modified",
    "Map library: Leaflet (BSD-2-Clause)",
)
_LEVEL = 9  # of zlib; part of what makes equal input give equal bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a map is drawn from. Claims are sorted by the map itself; their order is free."""

    claims: Sequence[Claim]
    documents: Sequence[Document] = ()
    conflicts: Sequence[Conflict] = ()
    provenance: Provenance = field(default_factory=lambda: Provenance(claimmap_version=""))

    @property
    def side_of(self) -> Mapping[str, str]:
        """From actor to side, over all conflicts."""
        return {actor: side for war in self.conflicts for actor, side in war.side_of.items()}


def packed(value: object) -> str:
    """Return a JSON-able value as base64 of zlib-packed UTF-8: safe inside any markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(zlib.compress(text.encode("utf-8"), _LEVEL)).decode("ascii")


@lru_cache(maxsize=1)
def packed_base_map() -> str:
    """Return the shipped base map, packed."""
    return packed(base_map())


def payload_of(drawn: Drawn, as_of: date | None = None) -> dict[str, str]:
    """Return ``claims``, ``basemap`` and ``page``, each packed, for the scripts.

    Parameters
    ----------
    drawn
        What to draw.
    as_of
        The day for which each place's control status is told; the last day of the claims if None.
    """
    columns = columns_of(drawn.claims, events_of(drawn.claims), drawn.conflicts, drawn.documents)
    day = as_of or last_day(drawn.claims)
    statuses = control_as_of(drawn.claims, day, side_of=drawn.side_of) if day else []
    page = {
        "dictionary": words(),
        "statuses": _statuses(statuses, day),
        "about": {
            "title": TITLE,
            "note": note(drawn),
            "credit": CREDIT,
            "manifest": manifest(drawn, day),
        },
    }
    return {"claims": packed(columns), "basemap": packed_base_map(), "page": packed(page)}


def last_day(claims: Sequence[Claim]) -> date | None:
    """Return the last day that a claim speaks of or was published on, None without any."""
    days = [d for c in claims for d in (c.event_date_end, c.published) if d is not None]
    return max(days, default=None)


def note(drawn: Drawn) -> str:
    """Return what the map shows in one line: how much, and how far it was reviewed."""
    claims = drawn.claims
    reviewed = sum(claim.review_status != "machine" for claim in claims)
    reports = len({c.document_id for c in claims} | {d.document_id for d in drawn.documents})
    return (
        f"{_counted(len(claims), 'claim')} from {_counted(reports, 'report')}; "
        f"machine-coded, {reviewed} of {len(claims)} reviewed. A claim is not a fact."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def manifest(drawn: Drawn, as_of: date | None) -> dict[str, Any]:
    """Return what the page is made from, so that it can be checked and cited."""
    claims = drawn.claims
    query = {name: value or "all" for name, value in drawn.provenance.query.items()}
    return {
        "query": query or "all claims",
        "as of": as_of.isoformat() if as_of else "no date known",
        "known on": drawn.provenance.query.get("known_on") or "all that was read",
        "review": note(drawn),
        "conflicts": [war.name for war in drawn.conflicts],
        "versions": {
            "claimmap": drawn.provenance.claimmap_version,
            "extractor": sorted({c.extractor_version for c in claims if c.extractor_version}),
            "gazetteer": sorted({c.gazetteer_version for c in claims if c.gazetteer_version}),
            "Leaflet": leaflet_version(),
        },
        "documents": _documents(drawn),
        "licences": [*drawn.provenance.licences, *BASE_MAP_LICENCES],
    }


def _documents(drawn: Drawn) -> list[dict[str, str]]:
    """Return each report's hashes and origin, in order of id."""
    hashes = {claim.document_id: claim.document_sha256 for claim in drawn.claims}
    hashes |= {document.document_id: document.sha256 for document in drawn.documents}
    rows: dict[str, dict[str, str | None]] = {}
    reports: list[Claim | Document] = [*drawn.claims, *drawn.documents]
    for one in reports:
        rows[one.document_id] = {
            "report": one.document_id,
            "title": one.title,
            "source": one.source,
            "address": one.source_url,
            "published": one.published.isoformat() if one.published else None,
            "sha256": hashes[one.document_id],
            "licence": one.licence,
        }
    return [{k: v for k, v in rows[key].items() if v} for key in sorted(rows)]


def _statuses(statuses: Sequence[ControlStatus], as_of: date | None) -> dict[str, Any]:
    places = {
        one.place_id: {"holder": one.holder, "basis": one.basis, "currency": one.currency}
        for one in statuses
    }
    return {"as_of": as_of.isoformat() if as_of else None, "places": places}
