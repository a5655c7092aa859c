"""The committed base map as a value, and the region under a point."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from shapely import LineString, Point, STRtree, build_area, union_all
from shapely.geometry.base import BaseGeometry

EVERYWHERE = ("world", "region", "towns", "water_names")
"""Layers that every map has; each layer's licence is told in ``seeds/basemap/README.md``."""


@dataclass(frozen=True, slots=True)
class Land:
    """A country at war: the layers that a map has whose claims lie there, and whose these are."""

    layers: tuple[str, ...]
    credit: str
    licence: str


@lru_cache(maxsize=1)
def lands() -> Mapping[str, Land]:
    """Return the lands of ``lands.toml`` by their ISO 3166-1 alpha-2 codes."""
    rows = tomllib.loads((files("seeds") / "basemap" / "lands.toml").read_text(encoding="utf-8"))
    return {
        code: Land(tuple(row["layers"]), row["credit"], row["licence"])
        for code, row in rows.items()
    }


def layer_names() -> tuple[str, ...]:
    """Return the names of all files of the base map, without their endings."""
    return (*EVERYWHERE, *(name for land in lands().values() for name in land.layers))


@lru_cache(maxsize=1)
def base_map() -> Mapping[str, Any]:
    """Return all layers of the shipped base map, by name, as the scripts read them."""
    folder = files("seeds") / "basemap"
    return {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in layer_names()
    }


def lands_at(points: Iterable[tuple[float, float]], countries: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the lands that a map of these points (lon, lat) shows in detail.

    Where no point lies in one, those of the countries; where there is none of these, all.
    """
    inside = set()
    for lon, lat in points:
        inside |= {
            code
            for code, (west, south, east, north) in _windows().items()
            if code not in inside and west < lon < east and south < lat < north
        }
    return tuple(sorted(inside or set(countries) & lands().keys() or lands()))


def base_map_of(codes: Sequence[str]) -> dict[str, Any]:
    """Return the base map with these lands in detail, as the scripts read it.

    Those of `EVERYWHERE` as they are, ``units`` and ``waters`` as lists of layers,
    and ``home``: west, south, east and north of these lands together.
    """
    layers = base_map()
    named = [name for code in codes for name in lands()[code].layers]
    west, south, east, north = zip(*(_windows()[code] for code in codes), strict=True)
    return {
        **{name: layers[name] for name in EVERYWHERE},
        "units": [layers[name] for name in named if "units" in layers[name]],
        "waters": [layers[name] for name in named if "rivers" in layers[name]],
        "home": [min(west), min(south), max(east), max(north)],
    }


@lru_cache(maxsize=1)
def _windows() -> dict[str, Sequence[float]]:
    """Return west, south, east and north of each land, in degrees."""
    layers = base_map()
    windows = {
        code: layers[name]["window"]
        for code, land in lands().items()
        for name in land.layers
        if "window" in layers[name]
    }
    return {"UA": layers["world"]["window"], **windows}


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
    layers = [base_map()[name] for land in lands().values() for name in land.layers]
    return _Areas(
        (unit["iso"], _shape(unit["rings"], layer["scale"]))
        for layer in layers
        for unit in layer.get("units", ())
    )


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
    lines = [LineString(list(_points(ring, scale))) for ring in rings]
    return build_area(union_all(lines))


def _points(ring: Sequence[int], scale: int) -> Iterator[tuple[float, float]]:
    across = up = 0
    for i in range(0, len(ring), 2):
        across, up = across + ring[i], up + ring[i + 1]
        yield across / scale, up / scale
