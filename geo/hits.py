"""What a name may name: places of which only what tells them from their namesakes is read at once.

A village may have sixty namesakes, of which a text means one: to read the names, districts and
codes of all of them would take longer than to choose.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from geo.types import Kind, Place
from geo.vicinity import Point, km_of, lies_apart, point_at, reach_km

if TYPE_CHECKING:
    from geo.layers import How

LARGE = ("country", "region", "continent")
"""Kinds of place whose middle says little of what is near them."""
_VILLAGE = 10_000  # people; so small a place is hardly named but with what is near it
_TOWN_KM = 30


class Bearer:
    """A place that bears a name, as far as weighing it against its namesakes asks for.

    ``lon`` and ``lat`` are degrees (WGS 84), ``people`` is 0 where the tables do not say, ``unit``
    is the country with the first-order unit, both empty where unknown. `place` has everything.
    """

    __slots__ = (
        "_place", "_point", "_read", "_row", "country", "feature_code", "kind", "lat", "lon",
        "people", "place_id", "reach_km", "unit",
    )  # fmt: skip

    place_id: str
    kind: Kind
    country: str | None
    unit: tuple[str, str]
    people: int
    feature_code: str | None
    lon: float
    lat: float
    reach_km: float

    def __init__(self, row: int = 0, read: Callable[[int], Place] | None = None) -> None:
        self._row = row
        self._read = read
        self._place: Place | None = None
        self._point: Point | None = None

    @classmethod
    def of(cls, place: Place) -> Bearer:
        """Return a place that is known already, to be weighed."""
        bearer = cls()
        bearer._place = place
        bearer.place_id, bearer.kind = place.place_id, place.kind
        bearer.country, bearer.feature_code = place.country, place.feature_code
        bearer.unit = place.country or "", place.admin1_code or ""
        bearer.people = place.population or 0
        bearer.lon, bearer.lat = place.position.lon, place.position.lat
        bearer.reach_km = reach_km(place.kind, place.radius_m)
        return bearer

    @property
    def place(self) -> Place:
        """The place with all that the gazetteer knows of it; read when it is first asked for."""
        if self._place is None:
            assert self._read is not None  # who made it gave one of the two
            self._place = self._read(self._row)
        return self._place

    @property
    def point(self) -> Point:
        """Where it lies on the sphere; worked out when it is first asked for."""
        if self._point is None:
            self._point = point_at(self.lon, self.lat)
        return self._point

    @property
    def is_village(self) -> bool:
        """Whether it is a settlement of few people, or of nobody knows how many."""
        return self.kind == "settlement" and self.people < _VILLAGE


class NameHit:
    """A place that a name names: how, whether by its folded form only, whether a common word."""

    __slots__ = ("bearer", "common", "folded", "how")

    def __init__(self, *, place: Place | Bearer, how: How, folded: bool, common: bool) -> None:
        self.bearer = place if isinstance(place, Bearer) else Bearer.of(place)
        self.how = how
        self.folded = folded
        self.common = common

    @property
    def place(self) -> Place:
        """The place named."""
        return self.bearer.place

    @property
    def as_written(self) -> bool:
        """Whether the name is a usual one of the place, in this spelling."""
        return self.how != "alt" and not self.folded

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NameHit) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, str, bool, bool]:
        return self.bearer.place_id, self.how, self.folded, self.common

    def respelt(self) -> NameHit:
        """Return the same hit, met by another spelling of the name."""
        return NameHit(place=self.bearer, how=self.how, folded=True, common=self.common)


def apart_km(a: Bearer, b: Bearer, at_most: float = math.inf) -> float:
    """Return the distance of two places in kilometres, as `geo.vicinity.rough_km` does."""
    if lies_apart(a.lat, b.lat, at_most):
        return at_most
    return km_of(math.dist(a.point, b.point))


def holds(container: Bearer, inner: Bearer) -> bool:
    """Tell whether a place lies in another of a larger kind; a town holds what is near it."""
    if container.country != inner.country or container.kind == inner.kind:
        return False
    if container.kind == "country":
        return True
    if container.kind == "region":
        return bool(inner.unit[1]) and container.unit[1] == inner.unit[1]
    if container.kind == "district":
        district = inner.place.admin2
        return bool(district) and district in (container.place.admin2, container.place.name)
    return container.kind == "settlement" and apart_km(container, inner, _TOWN_KM) < _TOWN_KM
