"""Positions no finer than promised: settlements, districts, or cells of a grid.

What points at a place goes with its position: id, name, mention, code, the candidates and reasons.
A claim that was moved off its place has ``where_prec`` 2 or more, so that it decides no holder.
Positions of districts and larger things (``where_prec`` 3 to 7) are coarser already and stay.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, Protocol

from events.publication.profile import Profile
from events.types import Claim
from geo.distance import distance_m
from geo.errors import UnknownPlace
from geo.types import Place, Position

_NEAREST_M: Final = 30_000.0
"""A settlement farther off says nothing of where something is."""

_CLOSE_M: Final = 10_000.0
_SETTLEMENT_M: Final = 2_000.0
_DISTRICT_M: Final = 40_000.0
_KM_PER_DEGREE: Final = 111.32
_FINE: Final = 2
"""Up to this ``where_prec`` a claim is about a place itself or a spot near it."""


class Hit(Protocol):
    """What a look-up by name gives."""

    @property
    def place(self) -> Place:
        """The place that the name names."""
        ...


class Places(Protocol):
    """What publishing asks of a gazetteer; `geo.gazetteer.Gazetteer` is one."""

    def get(self, place_id: str) -> Place:
        """Return the place with this id, or raise `UnknownPlace`."""
        ...

    def near(self, position: Position, radius_m: float) -> list[Place]:
        """Return the places within so many metres of a position, nearest first."""
        ...

    def name_on(self, place_id: str, on: date | None) -> str:
        """Return the name of a place that was valid on a day."""
        ...

    def look_up(self, name: str) -> Sequence[Hit]:
        """Return the places of a name, best first."""
        ...


class Atlas:
    """A gazetteer asked where things belong; it remembers the answers, which cost most."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._settlements: dict[Position, Place | None] = {}
        self._ways: dict[tuple[Position, Position], float] = {}

    def settlement_of(self, position: Position) -> Place | None:
        """Return the largest settlement close by, to which a plant belongs; else the nearest."""
        if position not in self._settlements:
            close = self._settlements_near(position, _CLOSE_M)
            largest = max(close, key=lambda one: one.population or 0, default=None)
            if largest is None or not largest.population:
                nearest = close or self._settlements_near(position, _NEAREST_M)
                largest = next(iter(nearest), None)
            self._settlements[position] = largest
        return self._settlements[position]

    def way_m(self, start: Position, end: Position) -> float:
        """Return the metres between two positions."""
        if (start, end) not in self._ways:
            self._ways[start, end] = distance_m(start, end)
        return self._ways[start, end]

    def _settlements_near(self, position: Position, radius_m: float) -> list[Place]:
        return [one for one in self.places.near(position, radius_m) if one.kind == "settlement"]


def coarsened(claim: Claim, profile: Profile, atlas: Atlas) -> Claim:
    """Return the claim with a position no finer than the profile promises."""
    if profile.positions == "as_found" or _is_coarse(claim):
        return claim
    if profile.positions == "settlement":
        return at_settlement(claim, atlas)
    if profile.positions == "district":
        return _at_district(claim, atlas.places)
    return _in_cell(claim, profile.grid_km or 0.0)


def _is_coarse(claim: Claim) -> bool:
    return (claim.where_prec or 1) > _FINE


def at_settlement(claim: Claim, atlas: Atlas) -> Claim:
    """Return the claim at the centroid of its settlement, else of one close by, else nowhere."""
    if _is_coarse(claim):
        return claim
    named = _place(claim, atlas.places)
    if named is not None and named.kind == "settlement":
        return _moved(claim, named, atlas) if claim.lon is not None else claim
    here = _position(claim) or (named and named.position)
    settlement = atlas.settlement_of(here) if here else None
    if settlement is None:
        return _nowhere(claim)
    return replace(
        _moved(claim, settlement, atlas),
        place_id=settlement.place_id,
        place_name=atlas.places.name_on(settlement.place_id, claim.event_date),
        mention=None,
        admin1=settlement.admin1,
        admin2=settlement.admin2,
        official_code=settlement.official_code,
        country=settlement.country,
        where_prec=_FINE,
        **_NO_TRACE,
    )


def _moved(claim: Claim, place: Place, atlas: Atlas) -> Claim:
    """Return the claim at the centre of a place, its uncertainty wide enough for the way there.

    It grows by doubling, since the way itself would tell how far from the centre it was.
    """
    here = _position(claim)
    way = atlas.way_m(here, place.position) if here else 0.0
    reach = _SETTLEMENT_M
    while reach < way:
        reach *= 2
    reach = max(claim.uncertainty_m or 0.0, place.radius_m or 0.0, reach)
    return replace(claim, lon=place.position.lon, lat=place.position.lat, uncertainty_m=reach)


def _at_district(claim: Claim, places: Places) -> Claim:
    """Return the claim at its second-order unit, without a position where nobody knows it."""
    district = _district(claim, places)
    if district is None:
        return _nowhere(claim)
    position = district.position
    return replace(
        _nowhere(claim),
        place_id=district.place_id,
        place_name=district.name,
        official_code=district.official_code,
        lon=position.lon,
        lat=position.lat,
        where_prec=3,
        uncertainty_m=max(claim.uncertainty_m or 0.0, district.radius_m or 0.0, _DISTRICT_M),
    )


def _district(claim: Claim, places: Places) -> Place | None:
    found = places.look_up(claim.admin2) if claim.admin2 else ()
    units = [hit.place for hit in found if hit.place.kind == "district"]
    return next((unit for unit in units if unit.admin1 == claim.admin1), None)


def _in_cell(claim: Claim, side_km: float) -> Claim:
    """Return the claim in the middle of its cell of the grid; rows of cells run along parallels."""
    here = _position(claim)
    if here is None:
        return _nowhere(claim)
    step = side_km / _KM_PER_DEGREE
    lat = min(90.0, max(-90.0, (math.floor(here.lat / step) + 0.5) * step))
    wide = min(360.0, step / max(math.cos(math.radians(lat)), 0.01))
    lon = min(180.0, max(-180.0, (math.floor(here.lon / wide) + 0.5) * wide))
    half_diagonal = side_km * 1000 / math.sqrt(2)
    return replace(
        _nowhere(claim),
        lon=round(lon, 5),
        lat=round(lat, 5),
        where_prec=_FINE if half_diagonal <= 25_000 else 3,
        uncertainty_m=max(claim.uncertainty_m or 0.0, half_diagonal),
    )


def _nowhere(claim: Claim) -> Claim:
    """Return the claim without a position and without what would give one away."""
    return replace(
        claim,
        place_id=None,
        place_name=claim.admin2 or claim.admin1,
        mention=None,
        official_code=None,
        lon=None,
        lat=None,
        where_prec=None,
        uncertainty_m=None,
        **_NO_TRACE,
    )


_NO_TRACE: Final[dict[str, Any]] = {"geo_reason": None, "geo_candidates": None, "where_flag": None}


def _place(claim: Claim, places: Places) -> Place | None:
    try:
        return places.get(claim.place_id) if claim.place_id else None
    except UnknownPlace:
        return None


def _position(claim: Claim) -> Position | None:
    if claim.lon is None or claim.lat is None:
        return None
    return Position(lon=claim.lon, lat=claim.lat)
