"""A table's places -> the gazetteer's: by id where the table has one, else by name and nearness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.importers.options import KnowsPlaces
from geo.distance import distance_m
from geo.errors import UnknownPlace
from geo.types import Place, Position

LINK_M = 15_000.0
"""A place of the same name that lies no further off, in metres, is taken for the same place."""
_REMEMBERED = 100_000
_AFTER_NAME = re.compile(r"\s+-\s+.*|\s*\(.*\)\s*|,.*")


@dataclass(frozen=True, slots=True)
class Link:
    """The gazetteer's place for a table's, or None; and why."""

    place: Place | None
    reason: str


class Linker:
    """Links places, remembering what it found."""

    def __init__(self, gazetteer: KnowsPlaces | None) -> None:
        self._gazetteer = gazetteer
        self.version = gazetteer.version if gazetteer else ""
        self._links: dict[tuple[str, float, float], Link] = {}
        self._names: dict[tuple[str, date | None], str] = {}
        self._countries: dict[str, str | None] = {}

    def by_name(self, name: str, position: Position, where_prec: int | None) -> Link:
        """Return the settlement of a name near a position; none for an area, which is no place."""
        if where_prec is None or where_prec > 2:
            return Link(None, "position as the table has it, of an area")
        key = (name, position.lon, position.lat)
        if key not in self._links:
            _make_room(self._links)
            self._links[key] = self._find(name, position)
        return self._links[key]

    def by_id(self, place_id: str) -> Place | None:
        """Return the place with an id of the gazetteer, or None."""
        try:
            return self._gazetteer.get(place_id) if self._gazetteer else None
        except UnknownPlace:
            return None

    def country(self, name: str | None) -> str | None:
        """Return the ISO 3166-1 alpha-2 code of a country by its English name, or None."""
        if name is None or self._gazetteer is None:
            return None
        if name not in self._countries:
            hits = self._gazetteer.look_up(_AFTER_NAME.sub("", name))
            found = (hit.place.country for hit in hits if hit.place.kind == "country")
            self._countries[name] = next(found, None)
        return self._countries[name]

    def name_on(self, place: Place, day: date | None) -> str:
        """Return the name of a place that was valid on a day."""
        if self._gazetteer is None:
            return place.name
        key = (place.place_id, day)
        if key not in self._names:
            _make_room(self._names)
            self._names[key] = self._gazetteer.name_on(*key)
        return self._names[key]

    def _find(self, name: str, position: Position) -> Link:
        if self._gazetteer is None:
            return Link(None, "position as the table has it; no gazetteer to link it to")
        names = dict.fromkeys((name, _AFTER_NAME.sub("", name)))
        hits = [hit for one in names if one for hit in self._gazetteer.look_up(one)]
        near = [
            (metres, hit.place.place_id, hit.place)
            for hit in hits
            if hit.place.kind == "settlement" and not _is_far(hit.place.position, position)
            if (metres := distance_m(hit.place.position, position)) <= LINK_M
        ]
        if not near:
            reason = f"no settlement of that name within {LINK_M / 1000:.0f} km"
            return Link(None, f"position as the table has it; {reason}")
        metres, _, place = min(near, key=lambda one: one[:2])
        reason = f"the settlement of that name, {metres / 1000:.1f} km off"
        return Link(place, f"position as the table has it; {reason}")


def _make_room(remembered: dict[Any, Any]) -> None:
    if len(remembered) >= _REMEMBERED:
        remembered.clear()


def _is_far(one: Position, other: Position) -> bool:
    """Tell at once most of what is too far: LINK_M is less than 0.2 degrees of latitude."""
    return abs(one.lat - other.lat) > 0.2


def place_values(link: Link, linker: Linker, day: date | None) -> dict[str, Any]:
    """Return the fields of a claim that the gazetteer knows of a linked place."""
    if link.place is None:
        return {"geo_reason": link.reason}
    place = link.place
    return {
        "place_id": place.place_id,
        "place_name": linker.name_on(place, day),
        "admin1": place.admin1,
        "admin2": place.admin2,
        "official_code": place.official_code,
        "country": place.country,
        "geo_reason": link.reason,
    }
