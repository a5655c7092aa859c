"""How near two places are and whether one holds the other: quick, and good enough to rank."""

from __future__ import annotations

import math
from typing import NamedTuple

from geo.types import Place, Position

POINTS = ("settlement", "facility")
"""Kinds of place that lie where their position says; others reach far."""


def rough_km(a: Place, b: Place, at_most: float = math.inf) -> float:
    """Return the distance of two places in kilometres on a sphere: quick, good to 0.6 %.

    Where the latitudes alone are further apart than ``at_most``, that is returned.
    """
    if abs(a.position.lat - b.position.lat) * _KM_PER_DEGREE > at_most:
        return at_most
    return km_of(math.dist(point_of(a), point_of(b)))


class Point(NamedTuple):
    """A place on a sphere of radius 1 about its middle, so that a distance takes few sums.

    The distance of two is that of the chord (`math.dist`); `km_of` has it along the surface.
    """

    x: float
    y: float
    z: float


def point_of(place: Place) -> Point:
    """Return where a place lies on the sphere; worked out once for each."""
    known = _points.get(place.place_id)
    if known is None or known[0] is not place.position:
        if len(_points) >= _REMEMBERED:
            _points.clear()
        known = _points[place.place_id] = place.position, _point(place.position)
    return known[1]


_points: dict[str, tuple[Position, Point]] = {}
_REMEMBERED = 50_000


def _point(position: Position) -> Point:
    lat, lon = math.radians(position.lat), math.radians(position.lon)
    return Point(math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))


def km_of(chord: float) -> float:
    """Return the distance on the earth, in kilometres, of two points so far apart."""
    return _DIAMETER_KM * math.asin(min(1.0, chord / 2))


def chord_of(km: float) -> float:
    """Return how far apart two points lie that are so many kilometres from each other."""
    return 2 * math.sin(km / _DIAMETER_KM)


_DIAMETER_KM = 12_742.0
_KM_PER_DEGREE = _DIAMETER_KM * math.pi / 360


def reach_km(place: Place) -> float:
    """Return how far a place that is no point reaches from its position, in kilometres."""
    return 0.0 if place.kind in POINTS else (place.radius_m or 0.0) / 1000


def nearness(km: float) -> float:
    """Return 1 up to 5 km, falling with the logarithm to 0 at 150 km: the scale of villages."""
    if km >= APART_KM:
        return 0.0
    return 1.0 - math.log10(max(km, _BESIDE_KM) / _BESIDE_KM) / _DECADES


APART_KM = 150.0
"""From here on a place is not near."""
_BESIDE_KM = 5.0
_DECADES = math.log10(APART_KM / _BESIDE_KM)


def holds(container: Place, place: Place) -> bool:
    """Tell whether a place lies in another of a larger kind; a town holds what is near it."""
    if container.country != place.country or container.kind == place.kind:
        return False
    if container.kind == "country":
        return True
    if container.kind == "region":
        return bool(place.admin1_code) and container.admin1_code == place.admin1_code
    if container.kind == "district":
        return bool(place.admin2) and place.admin2 in (container.admin2, container.name)
    return container.kind == "settlement" and rough_km(container, place, _TOWN_KM) < _TOWN_KM


_TOWN_KM = 30
