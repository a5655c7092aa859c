"""How near two places are and whether one holds the other: quick, and good enough to rank."""

from __future__ import annotations

import math

from geo.types import Place

POINTS = ("settlement", "facility")
"""Kinds of place that lie where their position says; others reach far."""


def rough_km(a: Place, b: Place, at_most: float = math.inf) -> float:
    """Return the distance of two places in kilometres on a sphere: quick, good to 0.6 %.

    Where the latitudes alone are further apart than ``at_most``, that is returned.
    """
    if abs(a.position.lat - b.position.lat) * _KM_PER_DEGREE > at_most:
        return at_most
    lat_a, lat_b = math.radians(a.position.lat), math.radians(b.position.lat)
    lon = math.radians(b.position.lon - a.position.lon)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(lon / 2) ** 2
    return 12_742.0 * math.asin(min(1.0, math.sqrt(half)))


_KM_PER_DEGREE = 12_742.0 * math.pi / 360


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
