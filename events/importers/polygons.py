"""Dated polygons of who holds what -> one source's assessment of each settlement inside.

Of successive maps only changes are taken: a settlement that is now inside, or under another holder,
or that has left all polygons. A map's settlements are those of the gazetteer; a place on the border
of a polygon is inside.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from events.errors import TableError
from events.importers.claims import Assembler, Context, claim_id
from events.importers.holders import Holders
from events.importers.maps import Area, Map, read_map
from events.importers.options import VERSION, Batch
from events.importers.places import Link, place_values
from events.importers.rows import parse_day
from events.types import CONTESTED, Claim, Document, Rejected, document_values
from geo.types import Place


@dataclass(frozen=True, slots=True)
class _Held:
    """Who holds a place by a map: None where its polygons contradict each other."""

    place: Place
    holder: str | None
    area: Area


@dataclass(frozen=True)
class _Sheet:
    """A map of one day, as a document, with the context it is read in."""

    context: Context
    document: Document
    drawn: Map
    day: date
    speaker: Mapping[str, Any]


def import_polygons(path: Path, context: Context) -> Iterator[Batch]:
    """Yield one batch with the changes that a map brings, day by day.

    Raises
    ------
    TableError
        The file is no map, no day is given, nothing says who holds its polygons, or a holder that
        is given is unknown.
    """
    options = context.options
    drawn = read_map(path)
    holders = Holders.of(context, drawn.areas)
    days = _by_day(drawn, context)
    document = _document(drawn, path, context)
    known = dict(options.held(min(days)) if options.held and days else {})
    claims: list[Claim] = []
    rejected = _unread(drawn, holders, document, dated={a.number for d in days.values() for a in d})
    for day, areas in sorted(days.items()):
        sheet = _Sheet(context, document, drawn, day, Assembler.of(context, path.name).speaker)
        found = _settlements(areas, holders, context)
        rejected += [_torn(one, sheet) for one in found if one.holder is None]
        claims += _changes(found, known, sheet)
    documents = [document] if claims or rejected else []
    yield Batch(documents=documents, claims=claims, rejected=rejected, rows=len(drawn.areas))


def _by_day(drawn: Map, context: Context) -> dict[date, list[Area]]:
    options = context.options
    if options.date_field is None:
        if options.date is None:
            raise TableError("a map needs a day: give its date, or the property that has it")
        return {options.date: list(drawn.areas)}
    days: dict[date, list[Area]] = defaultdict(list)
    for area in drawn.areas:
        day = parse_day(area.properties.get(options.date_field, ""))
        if day is not None:
            days[day].append(area)
    return days


def _document(drawn: Map, path: Path, context: Context) -> Document:
    """Return the map as a document.

    A day that was given, not read, stands before the bytes: maps of two days may be the same.
    """
    options = context.options
    given = options.date if options.date_field is None else None
    raw = drawn.raw if given is None else f"map of {given}\n".encode() + drawn.raw
    return Document(
        document_id=f"polygons:{options.source}:{given or path.stem}",
        text=drawn.text,
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        text_sha256=hashlib.sha256(drawn.text.encode()).hexdigest(),
        source=options.source,
        published=options.date,
        published_basis="given" if options.date else "unknown",
        licence=context.licence,
        title=path.name,
    )


def _settlements(areas: list[Area], holders: Holders, context: Context) -> list[_Held]:
    """Return the settlements inside polygons of whose holder something is said, by id."""
    import shapely  # takes long to load, and only maps need it

    said = [area for area in areas if holders.says_something(area)]
    if not said or context.options.gazetteer is None:
        return []
    west, south, east, north = shapely.total_bounds([area.shape for area in said])
    within = context.options.gazetteer.within(west, south, east, north)
    places = [place for place in within if place.kind == "settlement"]
    tree = shapely.STRtree([shapely.Point(p.position.lon, p.position.lat) for p in places])
    inside: dict[int, list[Area]] = defaultdict(list)
    pairs = tree.query([area.shape for area in said], predicate="covers")
    for area_at, place_at in pairs.T.tolist():
        inside[place_at].append(said[area_at])
    found = [_held(places[at], over, holders) for at, over in inside.items()]
    return sorted(filter(None, found), key=lambda one: one.place.place_id)


def _held(place: Place, over: list[Area], holders: Holders) -> _Held | None:
    by = {holder: area for area in over if (holder := holders.of_place(area, place.country))}
    if not by:
        return None
    if len(by) > 1:
        return _Held(place, None, over[0])
    ((holder, area),) = by.items()
    return _Held(place, holder, area)


def _changes(found: list[_Held], known: dict[str, str], sheet: _Sheet) -> Iterator[Claim]:
    """Yield what differs from what was known, and bring that up to date."""
    for one in found:
        if one.holder is not None and known.get(one.place.place_id) != one.holder:
            known[one.place.place_id] = one.holder
            yield _assessment(one, sheet)
    inside = {one.place.place_id for one in found}
    for place_id in sorted(set(known) - inside):
        place = sheet.context.linker.by_id(place_id)
        outside = sheet.context.options.outside
        if place is None or known[place_id] == outside:
            continue
        yield _left(place, known[place_id], sheet)
        if outside is None:
            del known[place_id]
        else:
            known[place_id] = outside


def _assessment(one: _Held, sheet: _Sheet) -> Claim:
    link = Link(one.place, f"inside polygon {one.area.number} of the map")
    what = {"event_type": "control", "claimed_controller": one.holder}
    return _claim(link, what, (one.area.start, one.area.end), sheet)


def _left(place: Place, holder: str, sheet: _Sheet) -> Claim:
    """Return what the map says of a place that is in no polygon any more: its hold has ended."""
    link = Link(place, "outside all polygons of the map, was inside one before")
    outside = sheet.context.options.outside
    what: dict[str, Any] = {"event_type": "control", "claimed_controller": outside}
    if outside is None:
        what = {"event_type": "withdrawal", "actor1": None if holder == CONTESTED else holder}
    return _claim(link, what, sheet.drawn.outside, sheet)


def _claim(link: Link, what: Mapping[str, Any], span: tuple[int, int], sheet: _Sheet) -> Claim:
    context, place, document = sheet.context, link.place, sheet.document
    assert place is not None  # a settlement of the gazetteer
    war = context.war(place.country, sheet.day)
    values: dict[str, Any] = {
        "modality": "asserted",
        "speech_act": "assesses",
        "extraction_confidence": 1.0,
        **sheet.speaker,
        **what,
        **place_values(link, context.linker, sheet.day),
        "lon": place.position.lon,
        "lat": place.position.lat,
        "where_prec": 1,
        "uncertainty_m": place.radius_m,
        "event_date": sheet.day,
        "event_date_end": sheet.day,
        "date_prec": 1,
        "date_basis": "explicit",
        "evidence": document.text[slice(*span)],
        "evidence_start": span[0],
        "evidence_end": span[1],
        **document_values(document),
        "extractor_version": VERSION,
        "gazetteer_version": context.linker.version,
        "conflict": war and war.id,
    }
    return Claim(claim_id=claim_id(values), **values)


def _torn(one: _Held, sheet: _Sheet) -> Rejected:
    reason = f"{one.place.name} ({one.place.place_id}) lies in polygons of several holders"
    return _reject(sheet.document, (one.area.start, one.area.end), f"{sheet.day}: {reason}")


def _unread(drawn: Map, holders: Holders, document: Document, dated: set[int]) -> list[Rejected]:
    """Return what of the map was not taken: shapes that are no polygon, silent polygons."""
    rejected = [
        _reject(document, (0, 0), f"left out: {n} of the kind {kind}, which is no polygon")
        for kind, n in sorted(drawn.others.items())
    ]
    for area in drawn.areas:
        span = (area.start, area.end)
        if area.number not in dated:
            rejected.append(_reject(document, span, "no day in its property"))
        elif not holders.says_something(area):
            rejected.append(_reject(document, span, holders.why_not(area)))
    return rejected


def _reject(document: Document, span: tuple[int, int], reason: str) -> Rejected:
    return Rejected(
        document_id=document.document_id,
        document_sha256=document.sha256,
        start=span[0],
        end=span[1],
        text=document.text[slice(*span)],
        reason=reason,
        stage="claim",
    )
