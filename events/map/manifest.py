"""What a map says of itself, so that it can be checked and cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events.actors import Conflict
from events.control import Sides
from events.export import Provenance
from events.map.assets import leaflet_version
from events.map.ground import lands
from events.types import Claim, Document
from events.verify import root_of

INTERNAL = "internal"
MOST_LISTED = 100
"""More reports than these are told by the root of their hashes alone."""
BASE_MAP_LICENCES = (
    *(land.licence for land in lands().values()),
    "Countries, lakes, rivers: made with Natural Earth (public domain)",
    "Town names: GeoNames (CC BY 4.0) and Who's On First, modified",
    "Map library: Leaflet (BSD-2-Clause)",
)
_ROOT = "SHA-256 of the reports' own SHA-256 hashes in order, one a line, each with a line feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a map is drawn from. Claims are sorted by the map itself; their order is free.

    ``quotes`` is how many of the words that claims rest on are carried, those of the latest claims
    first; None for all. With ``fetches`` none are carried, and the page asks for those it shows. On
    what terms it is published, ``provenance`` says.
    """

    claims: Sequence[Claim]
    documents: Sequence[Document] = ()
    conflicts: Sequence[Conflict] = ()
    provenance: Provenance = field(default_factory=lambda: Provenance(claimmap_version=""))
    quotes: int | None = None
    fetches: bool = False

    @property
    def side_of(self) -> Mapping[str, str]:
        """From actor to side, over all conflicts and days."""
        return Sides(self.conflicts)

    @property
    def profile(self) -> str:
        """The terms of publication: internal, unless the provenance names others."""
        return str(self.provenance.query.get("profile") or INTERNAL)


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
        f"machine-coded, {reviewed:,} of {len(claims):,} reviewed. A claim is not a fact."
    )


def terms(drawn: Drawn) -> str:
    """Return on what terms the map is published, as one sentence; "" for internal use."""
    if drawn.profile == INTERNAL:
        return ""
    return f"Published on the {drawn.profile} terms: what these left out is told below."


def manifest(drawn: Drawn, as_of: date | None) -> dict[str, Any]:
    """Return what the page is made from: query, terms, versions, reports with hashes, licences."""
    claims = drawn.claims
    query = {name: value or "all" for name, value in drawn.provenance.query.items()}
    return {
        "query": query or "all claims",
        "as of": as_of.isoformat() if as_of else "no date known",
        "known on": drawn.provenance.query.get("known_on") or "all that was read",
        "review": note(drawn),
        "publication": _publication(drawn),
        "conflicts": [war.name for war in drawn.conflicts],
        "versions": {
            "claimmap": drawn.provenance.claimmap_version,
            "extractor": sorted({c.extractor_version for c in claims if c.extractor_version}),
            "gazetteer": sorted({c.gazetteer_version for c in claims if c.gazetteer_version}),
            "Leaflet": leaflet_version(),
        },
        **_documents(drawn),
        "licences": [*drawn.provenance.licences, *BASE_MAP_LICENCES],
    }


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _publication(drawn: Drawn) -> dict[str, Any]:
    told: dict[str, Any] = {"profile": drawn.profile, "quotes carried": _quotes(drawn)}
    notices = [notice for notice in drawn.provenance.notices if notice]
    return told | ({"notice": notices} if notices else {})


def _quotes(drawn: Drawn) -> str:
    if drawn.fetches:
        return "none; the words of a claim are fetched when it is shown"
    if drawn.quotes is None:
        return "all"
    return f"at most {drawn.quotes}, the latest" if drawn.quotes else "none"


def _documents(drawn: Drawn) -> dict[str, Any]:
    """Return the reports' hashes and origins in order of id, or how many there are; the root."""
    hashes = {claim.document_id: claim.document_sha256 for claim in drawn.claims}
    hashes |= {document.document_id: document.sha256 for document in drawn.documents}
    root = {"sha256": root_of(hashes.values()), "is": _ROOT}
    if len(hashes) > MOST_LISTED:
        return {"documents": f"{len(hashes)} reports, told by the root", "documents root": root}
    return {"documents": _listed(drawn, hashes), "documents root": root}


def _listed(drawn: Drawn, hashes: Mapping[str, str]) -> list[dict[str, str]]:
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
