"""Claims -> the typed columns that the scripts draw: sorted by day, strings coded in tables.

Columns are little-endian arrays in base64, so that a hundred thousand claims cost some twenty
bytes each. A *spot* is where claims are drawn (a point, a circle or an outline); a *place* gathers
the spots of one gazetteer entry and the claims about it that have no spot.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events.actors import Conflict
from events.map.ground import country_at, unit_at
from events.types import CONTESTED, Claim, Document, Event

UNKNOWN_DAY = 2**31 - 1
"""The day of a claim without a date: it sorts behind all others."""
_EPOCH = date(1970, 1, 1).toordinal()
_CODED = {
    "controller": "claimed_controller",
    "projected": "projected_controller",
    "type": "event_type",
    "modality": "modality",
    "actor1": "actor1",
    "actor2": "actor2",
    "claimant": "claimant",
    "side": "claimant_side",
    "role": "claimant_role",
    "kind": "claimant_kind",
    "act": "speech_act",
    "via": "reported_via",
    "verification": "verification",
    "review": "review_status",
    "source": "source",
    "url": "source_url",
    "title": "title",
    "basis": "date_basis",
    "date_text": "date_text",
    "document": "document_id",
    "mention": "mention",
    "flag": "where_flag",
    "share_of": "share_of",
    "counts": "counts",
    "evidence": "evidence",
    "id": "claim_id",
}
"""From the short name of a coded column to the field of the record."""
_RADIUS_M = {2: 25_000.0, 3: 30_000.0, 4: 100_000.0, 5: 50_000.0}
"""How far off an uncertain place is drawn where the claim does not say, by ``where_prec``; 2 is
the bound of UCDP GED, the others only keep the mark from looking exact."""


@dataclass
class _Table:
    """Strings in order of first use; 0 stands for null."""

    words: list[str] = field(default_factory=lambda: [""])
    index: dict[str, int] = field(default_factory=dict)

    def code(self, word: str | None) -> int:
        if word is None or word == "":
            return 0
        if word not in self.index:
            self.index[word] = len(self.words)
            self.words.append(word)
        return self.index[word]


def columns_of(
    claims: Sequence[Claim],
    events: Sequence[Event] = (),
    conflicts: Sequence[Conflict] = (),
    documents: Sequence[Document] = (),
) -> dict[str, Any]:
    """Return claims as a JSON-able value of columns, tables, places and spots.

    Parameters
    ----------
    claims : sequence of Claim
        In any order; equal sets give equal values.
    events : sequence of Event
        The happenings they were merged into; a claim in none stands for itself.
    conflicts : sequence of Conflict
        Profiles that tell sides and which actor fights for which side.
    documents : sequence of Document
        All reports read, those without a claim included: they make the coverage band.

    Returns
    -------
    dict
        ``n``, ``dated`` (how many have a day), ``columns``, ``tables``, ``places``, ``spots``,
        ``sides``, ``actors``, ``coverage``, ``countries``.
    """
    ordered = sorted(claims, key=_order)
    tables = {name: _Table() for name in _CODED}
    columns: dict[str, Any] = {
        name: [tables[name].code(getattr(claim, source)) for claim in ordered]
        for name, source in _CODED.items()
    }
    places, spots, where = _places_and_spots(ordered)
    columns |= {**where, **_numbers(ordered), **_events(ordered, events)}
    actors = _actors(ordered, conflicts)
    return {
        "n": len(ordered),
        "dated": sum(claim.event_date is not None for claim in ordered),
        "columns": {name: _packed(values) for name, values in columns.items()},
        "tables": {name: table.words for name, table in tables.items()},
        "places": places,
        "spots": spots,
        "sides": _sides(ordered, conflicts),
        "actors": actors,
        "coverage": _coverage(ordered, documents),
        "countries": sorted({code for war in conflicts for code in war.countries}),
    }


def day_number(day: date | None) -> int:
    """Return days since 1970-01-01, or `UNKNOWN_DAY`."""
    return UNKNOWN_DAY if day is None else day.toordinal() - _EPOCH


def _order(claim: Claim) -> tuple[int, str, int, str]:
    day = day_number(claim.event_date)
    return day, claim.document_id, claim.evidence_start, claim.claim_id


def _numbers(claims: Sequence[Claim]) -> dict[str, list[int]]:
    return {
        "day": [day_number(c.event_date) for c in claims],
        "day_end": [day_number(c.event_date_end or c.event_date) for c in claims],
        "published": [day_number(c.published) for c in claims],
        "date_prec": [c.date_prec or 0 for c in claims],
        "where_prec": [c.where_prec or 0 for c in claims],
        "share": [round((c.share_percent or 0) * 10) for c in claims],
        "start": [c.evidence_start for c in claims],
        "concedes": [int(c.against_interest) for c in claims],
    }


def _packed(values: Sequence[int]) -> dict[str, str]:
    """Return whole numbers >= 0 in the narrowest unsigned type, little-endian, in base64."""
    top, low = max(values, default=0), min(values, default=0)
    kind, code = ("u8", "B") if top < 2**8 else ("u16", "H") if top < 2**16 else ("i32", "i")
    if low < 0:
        kind, code = "i32", "i"
    data = struct.pack(f"<{len(values)}{code}", *values)
    return {"type": kind, "data": base64.b64encode(data).decode("ascii")}


def _events(claims: Sequence[Claim], events: Sequence[Event]) -> dict[str, list[int]]:
    """Return each claim's event as a number, and how many independent origins that one has."""
    event_of = {claim_id: event for event in events for claim_id in event.claim_ids}
    found = [event_of.get(claim.claim_id) for claim in claims]
    table = _Table()
    pairs = zip(claims, found, strict=True)
    return {
        "event": [table.code(event.event_id if event else c.claim_id) for c, event in pairs],
        "independent": [event.n_independent if event else 0 for event in found],
    }


def _place_key(claim: Claim) -> str:
    if claim.place_id:
        return claim.place_id
    if claim.lon is not None and claim.lat is not None:
        return f"{claim.mention}@{claim.lon:.4f},{claim.lat:.4f}"
    return ""


def _place_name(claim: Claim) -> str:
    return claim.place_name or claim.mention or "Without a place"


def _places_and_spots(
    claims: Sequence[Claim],
) -> tuple[list[dict[str, Any]], dict[str, list[Any]], dict[str, list[int]]]:
    """Return places, spots as parallel lists, and the columns that point at them.

    A claim about nowhere has the place 0 and the spot 0, which is drawn nowhere.
    """
    places: list[dict[str, Any]] = [{"key": "", "name": "Without a place", "admin": ""}]
    spots: dict[str, list[Any]] = {name: [0] for name in ("lon", "lat", "radius", "place")}
    spots |= {"shape": ["none"], "unit": [""]}
    known_places, known_spots = {"": 0}, {}
    column: dict[str, list[int]] = {"place": [], "spot": []}
    for claim in claims:
        key = _place_key(claim)
        if key not in known_places:
            known_places[key] = len(places)
            admin = [
                part for part in (claim.admin1, claim.country) if part and part != claim.place_name
            ]
            name = _place_name(claim)
            places.append({"key": key, "name": name, "admin": ", ".join(admin)})
        spot = _spot(claim, known_places[key])
        if spot not in known_spots:
            known_spots[spot] = 0 if spot is None else len(spots["lon"])
            for name, value in zip(_SPOT_NAMES, spot or (), strict=False):
                spots[name].append(value)
        column["place"].append(known_places[key])
        column["spot"].append(known_spots[spot])
    return places, spots, column


_SPOT_NAMES = ("lon", "lat", "shape", "radius", "unit", "place")


def _spot(claim: Claim, place: int) -> tuple[float, float, str, float, str, int] | None:
    """Return where and as what a claim is drawn: never a dot when the place is uncertain."""
    if claim.lon is None or claim.lat is None:
        return None
    lon, lat = round(claim.lon, 5), round(claim.lat, 5)
    if claim.where_prec in (4, 6):
        at = unit_at if claim.where_prec == 4 else country_at
        unit = at(lon, lat)
        if unit:
            return lon, lat, "outline", 0, unit, place
    if claim.where_prec in (None, 1):
        return lon, lat, "dot", 0, "", place
    radius = claim.uncertainty_m or _RADIUS_M.get(claim.where_prec or 0, 100_000.0)
    return lon, lat, "circle", round(radius), "", place


def _sides(claims: Sequence[Claim], conflicts: Sequence[Conflict]) -> list[dict[str, str]]:
    """Return the sides of the conflicts, else whoever speaks or holds, in order of name."""
    told = {side.id: side.name for war in conflicts for side in war.sides}
    if not told:
        spoken = {c.claimant_side for c in claims} | {c.claimed_controller for c in claims}
        told = {name: name for name in sorted(filter(None, spoken - {CONTESTED}))}
    return [{"id": key, "name": name} for key, name in told.items()]


def _actors(claims: Sequence[Claim], conflicts: Sequence[Conflict]) -> dict[str, str]:
    """Return the side of every actor that is said to hold a place or to act; colours go by side."""
    side_of: dict[str, str] = {}
    for war in conflicts:
        side_of |= war.side_of
    held = {c.claimed_controller for c in claims} | {c.projected_controller for c in claims}
    acting = {c.actor1 for c in claims} | {c.actor2 for c in claims}
    return {name: side_of.get(name, name) for name in sorted(filter(None, held | acting))}


def _coverage(claims: Sequence[Claim], documents: Sequence[Document]) -> list[list[int]]:
    """Return [day, reports] for each day of publication, in order of day."""
    published: Mapping[str, date | None] = {c.document_id: c.published for c in claims} | {
        d.document_id: d.published for d in documents
    }
    counts: dict[int, int] = {}
    for day in published.values():
        if day is not None:
            counts[day_number(day)] = counts.get(day_number(day), 0) + 1
    return [[day, counts[day]] for day in sorted(counts)]
