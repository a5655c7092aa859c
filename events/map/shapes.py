"""Shapes as the base map writes them: rings and lines of whole numbers, simplified.

The first pair is (lon, lat) in units of ``1 / scale`` degree (WGS 84), each further pair the step
from the one before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
from shapely import make_valid
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

FINE, COARSE = 1000, 100
Feature: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Grain:
    """How finely a layer is drawn: units per degree, tolerance and smallest part in degrees."""

    scale: int
    tolerance: float
    smallest: float = 0.0


def read_layer(tables: Path, name: str) -> list[Feature]:
    """Return a layer's features as dicts of their properties and a valid ``geometry``."""
    frame = gpd.read_file(f"/vsigzip/{tables / (name + '.geojson.gz')}")
    frame["geometry"] = frame.geometry.map(make_valid)
    return [{str(key): row[key] for key in row} for row in frame.to_dict("records")]


def lakes_of(features: Iterable[Mapping[str, Any]], grain: Grain) -> list[Feature]:
    """Return lakes of Natural Earth as they are written, in an order of their own."""
    rows = [
        {
            "name": _text(row["name"]),
            "rank": int(row["scalerank"]),
            "rings": rings_of(row["geometry"], grain),
        }
        for row in features
    ]
    return sorted((row for row in rows if row["rings"]), key=_by_content)


def rivers_of(features: Iterable[Mapping[str, Any]], grain: Grain) -> list[Feature]:
    """Return rivers of Natural Earth, without their courses through lakes."""
    rows = [
        {
            "name": _text(row.get("name_en")) or _text(row["name"]),
            "rank": int(row["scalerank"]),
            "lines": lines_of(row["geometry"], grain),
        }
        for row in features
        if "Lake Centerline" not in str(row["featurecla"])
    ]
    return sorted((row for row in rows if row["lines"]), key=_by_content)


def units_of(
    named: Sequence[tuple[str, str, BaseGeometry]], inside: BaseGeometry, grain: Grain
) -> Feature:
    """Return first-order units (code, name, shape) and the lines between them, each line once.

    ``inside`` is the country without a rim, so that no line runs along its border.
    """
    drawn: BaseGeometry = Polygon()
    units, lines = [], []
    for code, name, shape in named:
        units.append({"name": name, "iso": code, "rings": rings_of(shape, grain)})
        edge = shape.boundary.simplify(grain.tolerance / 2)
        lines += lines_of(edge.intersection(inside).difference(drawn), grain)
        drawn = drawn.union(edge.buffer(0.012, quad_segs=2))
    return {"scale": grain.scale, "units": units, "lines": sorted(lines)}


def rings_of(shape: BaseGeometry, grain: Grain) -> list[list[int]]:
    """Return outer and inner rings of all polygons in a shape, largest part first."""
    shape = make_valid(shape.simplify(grain.tolerance))
    parts = [p for p in polygons_of(shape) if p.area >= grain.smallest] or polygons_of(shape)[:1]
    rings = []
    for part in sorted(parts, key=lambda p: (-p.area, p.bounds)):
        for ring in (part.exterior, *part.interiors):
            coded = _steps(ring.coords, grain.scale)
            if len(coded) >= 8:
                rings.append(coded)
    return rings


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """Return all polygons that a shape of any kind is made of."""
    if isinstance(shape, Polygon):
        return [] if shape.is_empty else [shape]
    parts = list(getattr(shape, "geoms", ()))
    return [polygon for part in parts for polygon in polygons_of(part)]


def lines_of(shape: BaseGeometry, grain: Grain) -> list[list[int]]:
    """Return the lines of a shape, simplified, in an order of their own."""
    parts = shape.geoms if isinstance(shape, MultiLineString) else [shape]
    kept = (p.simplify(grain.tolerance) for p in parts if isinstance(p, LineString))
    coded = [_steps(part.coords, grain.scale) for part in kept if not part.is_empty]
    return sorted(line for line in coded if len(line) >= 4)


def _steps(coords: Iterable[tuple[float, ...]], scale: int) -> list[int]:
    """Quantise (lon, lat) pairs and return first pair and steps, without steps of nothing."""
    coded: list[int] = []
    x = y = 0
    for lon, lat, *_ in coords:
        across, up = round(lon * scale) - x, round(lat * scale) - y
        if coded and not (across or up):
            continue
        coded += [across, up]
        x, y = x + across, y + up
    return coded


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _by_content(row: Feature) -> str:
    return json.dumps(row, sort_keys=True)
