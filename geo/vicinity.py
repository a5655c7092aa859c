"""How near two places are: quick, and good enough to rank."""

from __future__ import annotations

import math
from typing import NamedTuple

from geo.types import Kind, Place

POINTS = ("settlement", "facility")
"""Kinds of place that lie where their position says; others reach far."""


def rough_km(a: Place, b: Place, at_most: float = math.inf) -> float:
    """Return the distance of two places in kilometres on a sphere: quick, good to 0.6 %.

    Where the latitudes alone are further apart than ``at_most``, that is returned.
    """
    here, there = a.position, b.position
    if lies_apart(here.lat, there.lat, at_most):
        return at_most
    return km_of(math.dist(point_at(here.lon, here.lat), point_at(there.lon, there.lat)))


def lies_apart(lat: float, other: float, km: float) -> bool:
    """Tell whether two latitudes alone are further apart than some kilometres."""
    return abs(lat - other) * _KM_PER_DEGREE > km


class Point(NamedTuple):
    """A place on a sphere of radius 1 about its middle, so that a distance takes few sums.

    The distance of two is that of the chord (`math.dist`); `km_of` has it along the surface.
    """

    x: float
    y: float
    z: float


def point_at(lon: float, lat: float) -> Point:
    """Return where a position lies on the sphere; degrees."""
    x, y = math.radians(lon), math.radians(lat)
    return Point(math.cos(y) * math.cos(x), math.cos(y) * math.sin(x), math.sin(y))


def km_of(chord: float) -> float:
    """Return the distance on the earth, in kilometres, of two points so far apart."""
    return _DIAMETER_KM * math.asin(min(1.0, chord / 2))


def chord_of(km: float) -> float:
    """Return how far apart two points lie that are so many kilometres from each other."""
    return 2 * math.sin(km / _DIAMETER_KM)


_DIAMETER_KM = 12_742.0
_KM_PER_DEGREE = _DIAMETER_KM * math.pi / 360


def reach_km(kind: Kind, radius_m: float | None) -> float:
    """Return how far a place that is no point reaches from its position, in kilometres."""
    return 0.0 if kind in POINTS else (radius_m or 0.0) / 1000


def nearness(km: float) -> float:
    """Return 1 up to 5 km, falling with the logarithm to 0 at 150 km: the scale of villages."""
    if km >= APART_KM:
        return 0.0
    return 1.0 - math.log10(max(km, _BESIDE_KM) / _BESIDE_KM) / _DECADES


APART_KM = 150.0
"""From here on a place is not near."""
_BESIDE_KM = 5.0
_DECADES = math.log10(APART_KM / _BESIDE_KM)
