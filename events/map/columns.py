"""Claims -> the typed columns that the scripts draw: sorted by day, strings coded in tables.

What the first picture needs is apart from what is read on the way to a single claim, and quotes,
which weigh more than all the rest, are apart from both. A *spot* is where claims are drawn (a
point, a circle or an outline); a *place* gathers the spots of one gazetteer entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from events.actors import Conflict
from events.control import Sides
from events.map.ground import country_at, unit_at
from events.map.wire import UNKNOWN_DAY, Column, Raw, Table, day_number
from events.types import CONTESTED, Claim, Document, Event

_FIRST = {"modality": "modality", "side": "claimant_side"}
_HELD = {"controller": "claimed_controller", "projected": "projected_controller"}
_REST = {
    "type": "event_type",
    "actor1": "actor1",
    "actor2": "actor2",
    "claimant": "claimant",
    "role": "claimant_role",
    "kind": "claimant_kind",
    "act": "speech_act",
    "via": "reported_via",
    "verification": "verification",
    "review": "review_status",
    "basis": "date_basis",
    "date_text": "date_text",
    "mention": "mention",
    "flag": "where_flag",
    "share_of": "share_of",
    "counts": "counts",
}
"""From the short name of a coded column to the field of the record."""
_RADIUS_M = {2: 25_000.0, 3: 30_000.0, 4: 100_000.0, 5: 50_000.0}
"""How far off an uncertain place is drawn where the claim does not say, by ``where_prec``; 2 is
the bound of UCDP GED, the others only keep the mark from looking exact."""
_HEXADECIMAL = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Columns:
    """``first``: what the map is drawn from; ``rest``: what claims say; ``quotes``: their words.

    The values of `first` and `rest` are for `events.map.wire.packed`.
    """

    first: dict[str, Any]
    rest: dict[str, Any]
    quotes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What claims are told with: events, conflicts' profiles, reports, and how many quotes."""

    events: Sequence[Event] = ()
    conflicts: Sequence[Conflict] = ()
    documents: Sequence[Document] = ()
    most_quotes: int | None = None


def columns_of(claims: Sequence[Claim], told: Told | None = None) -> Columns:
    """Return claims as columns; equal sets of claims give equal values, whatever their order.

    Of quotes there are at most ``told.most_quotes``, those of the latest claims.
    """
    told = told or Told()
    ordered = sorted(claims, key=_order)
    places, spots, spot = _places_and_spots(ordered)
    tables, coded = _coded(ordered, _FIRST)
    side_of = Sides(told.conflicts)
    held, sides = {}, {}
    for name, source in _HELD.items():
        tables[name], sides[name], held[name] = _holders(ordered, source, side_of)
    reports, report = _reports(ordered)
    event, independent = _events(ordered, told.events)
    day = [day_number(claim.event_date) for claim in ordered]
    first = {
        "n": len(ordered),
        "dated": sum(claim.event_date is not None for claim in ordered),
        "columns": coded
        | held
        | {
            "day": Column(day, delta=True),
            "days": Column([_days(claim) for claim in ordered]),
            "spot": Column(spot),
            "event": Column(event, delta=True),
            "report": Column(report, delta=True),
            "share": Column([round((claim.share_percent or 0) * 10) for claim in ordered]),
        },
        "tables": tables,
        "fought_for": sides,
        "places": places,
        "spots": spots,
        "sides": _sides(ordered, told.conflicts),
        "actors": _actors(ordered, side_of),
        "coverage": _coverage(ordered, told.documents),
        "countries": sorted({code for war in told.conflicts for code in war.countries}),
    }
    quotes, quote = _quotes(ordered, told.most_quotes)
    words, rest = _coded(ordered, _REST)
    rest |= _numbers(ordered) | {"quote": quote, "independent": Column(independent)}
    return Columns(
        first, {"tables": words, "columns": rest, "reports": reports, **_ids(ordered)}, quotes
    )


def _order(claim: Claim) -> tuple[int, str, int, str]:
    day = day_number(claim.event_date)
    return day, claim.document_id, claim.evidence_start, claim.claim_id


def _days(claim: Claim) -> int:
    """Return how many days a claim spans beyond its first."""
    return 0 if claim.event_date is None else _number(claim.event_date_end, claim.event_date)


def _number(end: date | None, start: date) -> int:
    return 0 if end is None else (end - start).days


def _coded(
    claims: Sequence[Claim], fields: Mapping[str, str]
) -> tuple[dict[str, list[str]], dict[str, Column]]:
    tables, columns = {}, {}
    for name, source in fields.items():
        values = [value or "" for value in map(attrgetter(source), claims)]
        index = {word: code for code, word in enumerate(dict.fromkeys(["", *values]))}
        tables[name] = list(index)
        columns[name] = Column([index[value] for value in values])
    return tables, columns


def _holders(
    claims: Sequence[Claim], field: str, side_of: Sides
) -> tuple[list[str], list[str], Column]:
    """Return who is said to hold places, for which side each fought, and each claim's own.

    Who changed sides is there once for each: on the day of a claim, in the war that it is of.
    """
    rows: dict[tuple[str, str], int] = {("", ""): 0}
    codes = []
    for claim in claims:
        actor = getattr(claim, field) or ""
        day = claim.event_date or claim.published
        side = side_of.on(claim.conflict, day).get(actor, actor) if actor else ""
        codes.append(rows.setdefault((actor, side), len(rows)))
    return [actor for actor, _ in rows], [side for _, side in rows], Column(codes)


def _numbers(claims: Sequence[Claim]) -> dict[str, Column]:
    return {
        "date_prec": Column([c.date_prec or 0 for c in claims]),
        "where_prec": Column([c.where_prec or 0 for c in claims]),
        "start": Column([c.evidence_start for c in claims]),
        "length": Column([c.evidence_end - c.evidence_start for c in claims]),
        "concedes": Column([int(c.against_interest) for c in claims]),
    }


def _ids(claims: Sequence[Claim]) -> dict[str, Any]:
    """Return the ids, as eight bytes each where all are sixteen digits to the base of sixteen."""
    ids = [claim.claim_id for claim in claims]
    if all(map(_HEXADECIMAL.fullmatch, ids)):
        return {"ids": Raw(bytes.fromhex("".join(ids)))}
    return {"ids": ids}


def _quotes(claims: Sequence[Claim], most: int | None) -> tuple[list[str], Column]:
    """Return the quotes to send, each once, and for each claim its own; 0 for one left out."""
    table = Table()
    latest = sorted(range(len(claims)), key=lambda i: (claims[i].event_date is not None, i))
    sent = set(latest if most is None else latest[len(latest) - min(most, len(latest)) :])
    codes = [table.code(one.evidence) if i in sent else 0 for i, one in enumerate(claims)]
    return table.words, Column(codes, delta=True)


def _events(claims: Sequence[Claim], events: Sequence[Event]) -> tuple[list[int], list[int]]:
    """Return each claim's event as a number, and how many independent origins that one has."""
    event_of = {claim_id: event for event in events for claim_id in event.claim_ids}
    found = [event_of.get(claim.claim_id) for claim in claims]
    table = Table([])
    pairs = zip(claims, found, strict=True)
    codes = [table.code(event.event_id if event else c.claim_id) for c, event in pairs]
    return codes, [event.n_independent if event else 0 for event in found]


def _reports(claims: Sequence[Claim]) -> tuple[dict[str, Any], list[int]]:
    """Return what is known of the reports, each once, and for each claim its report."""
    rows: dict[tuple[Any, ...], int] = {}
    codes = []
    for one in claims:
        row = (one.document_id, one.source, one.source_url, one.title, one.published)
        codes.append(rows.setdefault(row, len(rows)))
    sources = Table()
    return {
        "document": [row[0] for row in rows],
        "source": Column([sources.code(row[1]) for row in rows]),
        "sources": sources.words,
        "url": [row[2] or "" for row in rows],
        "title": [row[3] or "" for row in rows],
        "published": Column([day_number(row[4]) for row in rows]),
    }, codes


class _Spot(NamedTuple):
    lon: float
    lat: float
    shape: str
    radius: float
    unit: str
    place: int


def _places_and_spots(
    claims: Sequence[Claim],
) -> tuple[list[dict[str, str]], dict[str, list[Any]], list[int]]:
    """Return places, spots as parallel lists, and for each claim its spot.

    A claim about nowhere has the place 0 and the spot 0, which is drawn nowhere.
    """
    places = [{"key": "", "name": "Without a place", "admin": ""}]
    known_places = {"": 0}
    known_spots = {_Spot(0, 0, "none", 0, "", 0): 0}
    codes = []
    for claim in claims:
        key = _place_key(claim)
        place = known_places.setdefault(key, len(places))
        if place == len(places):
            name = claim.place_name or claim.mention or "Without a place"
            admin = [one for one in (claim.admin1, claim.country) if one and one != name]
            places.append({"key": key, "name": name, "admin": ", ".join(admin)})
        codes.append(known_spots.setdefault(_spot(claim, place), len(known_spots)))
    columns = zip(_Spot._fields, zip(*known_spots, strict=True), strict=True)
    return places, {name: list(values) for name, values in columns}, codes


def _place_key(claim: Claim) -> str:
    if claim.place_id:
        return claim.place_id
    if claim.lon is not None and claim.lat is not None:
        return f"{claim.mention}@{claim.lon:.4f},{claim.lat:.4f}"
    return ""


def _spot(claim: Claim, place: int) -> _Spot:
    """Return where and as what a claim is drawn: never a dot when the place is uncertain."""
    if claim.lon is None or claim.lat is None:
        return _Spot(0, 0, "none", 0, "", place)
    lon, lat = round(claim.lon, 5), round(claim.lat, 5)
    if claim.where_prec in (4, 6):
        at = unit_at if claim.where_prec == 4 else country_at
        unit = at(lon, lat)
        if unit:
            return _Spot(lon, lat, "outline", 0, unit, place)
    if claim.where_prec in (None, 1):
        return _Spot(lon, lat, "dot", 0, "", place)
    radius = claim.uncertainty_m or _RADIUS_M.get(claim.where_prec or 0, 100_000.0)
    return _Spot(lon, lat, "circle", round(radius), "", place)


def _sides(claims: Sequence[Claim], conflicts: Sequence[Conflict]) -> list[dict[str, str]]:
    """Return the sides of the conflicts, else whoever speaks or holds, in order of name."""
    told = {side.id: side.name for war in conflicts for side in war.sides}
    if not told:
        spoken = {c.claimant_side for c in claims} | {c.claimed_controller for c in claims}
        told = {name: name for name in sorted(filter(None, spoken - {CONTESTED}))}
    return [{"id": key, "name": name} for key, name in told.items()]


def _actors(claims: Sequence[Claim], side_of: Mapping[str, str]) -> dict[str, str]:
    """Return the side of every actor that is said to hold a place or to act, of any day."""
    held = {c.claimed_controller for c in claims} | {c.projected_controller for c in claims}
    acting = {c.actor1 for c in claims} | {c.actor2 for c in claims}
    return {name: side_of.get(name, name) for name in sorted(filter(None, held | acting))}


def _coverage(claims: Sequence[Claim], documents: Sequence[Document]) -> list[list[int]]:
    """Return [day, reports] for each day of publication, in order of day."""
    published: dict[str, date | None] = {c.document_id: c.published for c in claims}
    published |= {d.document_id: d.published for d in documents}
    counts: dict[int, int] = {}
    for day in published.values():
        if day is not None:
            counts[day_number(day)] = counts.get(day_number(day), 0) + 1
    return [[day, counts[day]] for day in sorted(counts)]


__all__ = ["UNKNOWN_DAY", "Columns", "Told", "columns_of", "day_number"]
