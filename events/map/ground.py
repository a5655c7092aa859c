"""The committed base map as a value, and the region under a point."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from shapely import Point, Polygon, STRtree, make_valid
from shapely.geometry.base import BaseGeometry

LAYERS = ("world", "region", "oblasts", "towns")
"""Files of the base map; each layer's licence is told in ``seeds/basemap/README.md``."""


@lru_cache(maxsize=1)
def base_map() -> Mapping[str, Any]:
    """Return all layers of the shipped base map, by name, as the scripts read them."""
    folder = files("seeds") / "basemap"
    return {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in LAYERS
    }


@lru_cache(maxsize=4096)
def unit_at(lon: float, lat: float) -> str | None:
    """Return the ISO 3166-2 code of the first-order unit under a point, or None.

    Only units whose outline the base map has are known. A unit that lies inside another one (a
    city in its oblast) wins.
    """
    return _units().at(lon, lat)


@lru_cache(maxsize=4096)
def country_at(lon: float, lat: float) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of the country under a point, or None."""
    return _countries().at(lon, lat)


def shape_of(code: str) -> BaseGeometry:
    """Return the shape, in degrees, of a unit or country that was found under a point."""
    return _units().shapes.get(code) or _countries().shapes[code]


class _Areas:
    """Shapes by code, of which a country may have several, and a way to find those at a point."""

    def __init__(self, rows: Iterable[tuple[str, BaseGeometry]]) -> None:
        self.shapes: dict[str, BaseGeometry] = {}
        for code, shape in rows:
            known = self.shapes.get(code)
            self.shapes[code] = shape if known is None else known.union(shape)
        self._codes = list(self.shapes)
        self._tree = STRtree(list(self.shapes.values()))

    def at(self, lon: float, lat: float) -> str | None:
        """Return the code of the smallest shape at a point, or None."""
        found = [self._codes[i] for i in self._tree.query(Point(lon, lat), predicate="intersects")]
        return min(found, key=lambda code: (self.shapes[code].area, code), default=None)


@lru_cache(maxsize=1)
def _units() -> _Areas:
    layer = base_map()["oblasts"]
    return _Areas((unit["iso"], _shape(unit["rings"], layer["scale"])) for unit in layer["units"])


@lru_cache(maxsize=1)
def _countries() -> _Areas:
    layers = (base_map()["region"], base_map()["world"])
    return _Areas(
        (row["iso"], _shape(row["rings"], layer["scale"]))
        for layer in layers
        for row in layer["countries"]
    )


def _shape(rings: Sequence[Sequence[int]], scale: int) -> BaseGeometry:
    """Return outer and inner rings as one shape, by the even-odd rule."""
    found: BaseGeometry = Polygon()
    for ring in rings:
        found = found.symmetric_difference(make_valid(Polygon(list(_points(ring, scale)))))
    return found


def _points(ring: Sequence[int], scale: int) -> Iterator[tuple[float, float]]:
    across = up = 0
    for i in range(0, len(ring), 2):
        across, up = across + ring[i], up + ring[i + 1]
        yield across / scale, up / scale
