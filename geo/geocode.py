"""A geopy geocoder over the gazetteer: swap it in wherever geopy is used; it needs no network."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.gazetteer import Gazetteer
from geo.rank import candidates
from geo.types import Place, Position

REVERSE_RADII_M = (2_000.0, 10_000.0, 50_000.0, 250_000.0)


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy publishes no types
    """Geocodes with the cached gazetteer, offline.

    The ``raw`` of a `geopy.location.Location` is the place as a dict, with ``score`` and ``reason``
    where it was found by name.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        near: Position | None = None,
        within: Place | None = None,
        on: date | None = None,
    ) -> Location | list[Location] | None:
        """Return the best place for a name, or with ``exactly_one=False`` all of them.

        See `geo.rank.candidates` for ``near``, ``within`` and ``on``. None if nobody bears the
        name, as in geopy.
        """
        ranked = candidates(self._gazetteer, query, near=near, within=within, on=on)
        if not ranked:
            return None
        found = [
            _location(c.place, {"score": c.score, "reason": c.reason})
            for c in ranked[: 1 if exactly_one else None]
        ]
        return found[0] if exactly_one else found

    def reverse(
        self, query: Point | str | tuple[float, float], *, exactly_one: bool = True
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point (latitude before longitude, as in geopy).

        With ``exactly_one=False``, all settlements of the smallest circle that has any, nearest
        first. None where no settlement lies within 250 km.
        """
        point = Point(query)
        position = Position(lon=point.longitude, lat=point.latitude)
        for radius_m in REVERSE_RADII_M:
            around = self._gazetteer.near(position, radius_m)
            found = [_location(place, {}) for place in around if place.kind == "settlement"]
            if found:
                return found[0] if exactly_one else found
        return None


def _location(place: Place, extra: dict[str, Any]) -> Location:
    parts = (place.name, place.admin2, place.admin1, place.country)
    address = ", ".join(dict.fromkeys(part for part in parts if part))
    return Location(address, (place.position.lat, place.position.lon), {**asdict(place), **extra})
