"""The committed base map as a value, and the region under a point."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

LAYERS = ("world", "region", "oblasts", "towns")
"""Files of the base map; each layer's licence is told in ``seeds/basemap/README.md``."""

Ring = Sequence[tuple[float, float]]


@lru_cache(maxsize=1)
def base_map() -> Mapping[str, Any]:
    """Return all layers of the shipped base map, by name, as the scripts read them."""
    folder = files("seeds") / "basemap"
    return {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in LAYERS
    }


def unit_at(lon: float, lat: float) -> str | None:
    """Return the ISO 3166-2 code of the first-order unit under a point, or None.

    Only units whose outline the base map has are known. A unit that lies inside another one (a
    city in its oblast) wins.
    """
    inside = [unit for unit in _units() if _within(unit["outline"], lon, lat)]
    return min(inside, key=lambda unit: float(unit["extent"]))["iso"] if inside else None


def country_at(lon: float, lat: float) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of the country under a point, or None."""
    for country in _countries():
        if _within(country["outline"], lon, lat):
            return str(country["iso"])
    return None


@lru_cache(maxsize=1)
def _units() -> tuple[dict[str, Any], ...]:
    layer = base_map()["oblasts"]
    return tuple(_outlined(unit, layer["scale"]) for unit in layer["units"])


@lru_cache(maxsize=1)
def _countries() -> tuple[dict[str, Any], ...]:
    layers = (base_map()["region"], base_map()["world"])
    return tuple(_outlined(row, layer["scale"]) for layer in layers for row in layer["countries"])


def _outlined(row: Mapping[str, Any], scale: int) -> dict[str, Any]:
    outline = [list(_points(ring, scale)) for ring in row["rings"]]
    lons = [lon for ring in outline for lon, _ in ring]
    return {"iso": row["iso"], "outline": outline, "extent": max(lons) - min(lons)}


def _points(ring: Sequence[int], scale: int) -> Iterator[tuple[float, float]]:
    across = up = 0
    for i in range(0, len(ring), 2):
        across, up = across + ring[i], up + ring[i + 1]
        yield across / scale, up / scale


def _within(outline: Sequence[Ring], lon: float, lat: float) -> bool:
    """Tell by the even-odd rule whether a point lies in a shape of outer and inner rings."""
    inside = False
    for ring in outline:
        last_lon, last_lat = ring[-1]
        for here_lon, here_lat in ring:
            if (here_lat > lat) != (last_lat > lat):
                crossing = (last_lon - here_lon) * (lat - here_lat) / (last_lat - here_lat)
                inside ^= lon < here_lon + crossing
            last_lon, last_lat = here_lon, here_lat
    return inside
