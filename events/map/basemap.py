"""Raw map tables -> the small base map that is committed under ``seeds/basemap``.

Every geometry is written as rings or lines of whole numbers: the first pair is (lon, lat) in units
of ``1 / scale`` degree (WGS 84), each further pair the step from the one before. Group C of the
tables (ODbL) goes to a file of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

import geopandas as gpd
from shapely import coverage_simplify, make_valid, union_all
from shapely.geometry import LineString, MultiLineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from events.actors import conflict_ids, load_conflict
from events.errors import EventError
from events.map.towns import towns_for_labels

WINDOW = (19.0, 42.0, 43.0, 54.5)
"""West, south, east, north of the part drawn in detail, in degrees."""
SEAM = 0.02
"""By how many degrees the coarse world reaches into the detailed window, so that no gap shows."""
MUST_SURVIVE = frozenset(
    {
        "Ukraine",
        "Russia",
        "Belarus",
        "Poland",
        "Romania",
        "Moldova",
        "Turkey",
        "Hungary",
        "Slovakia",
    }
)
"""Countries of the window that a careless clip has been seen to drop."""
FINE, COARSE = 1000, 100
NEAR = 3.0
"""Countries so many degrees about one with a profile of its war are drawn as finely as known."""
LARGEST_GAP = 2.0
"""Square degrees up to which land that no country has in this view (Abyei) is drawn as land."""


class BaseMapError(EventError, ValueError):
    """Raised when the tables give no sound base map: a country lost, a town without a name."""


@dataclass(frozen=True, slots=True)
class _Grain:
    """How finely a layer is drawn: units per degree, tolerance and smallest part in degrees."""

    scale: int
    tolerance: float
    smallest: float = 0.0


_Feature = dict[str, Any]


def build_basemap(tables: Path, out: Path) -> dict[str, int]:
    """Write the base map made from the raw tables into the folder ``out``.

    Parameters
    ----------
    tables : Path
        Folder with the gzip-compressed GeoJSON and CSV tables.
    out : Path
        Folder for ``world.json``, ``region.json``, ``oblasts.json`` and ``towns.json``.

    Returns
    -------
    dict of str to int
        Bytes written, by file name.

    Raises
    ------
    BaseMapError
        If a named country is lost on the way.
    """
    out.mkdir(parents=True, exist_ok=True)
    countries = _read(tables, "region_countries_10m")
    sea = union_all([row["geometry"] for row in _read(tables, "region_sea_10m")])
    layers = {
        "world.json": _world(_read(tables, "world_countries")),
        "region.json": _region(tables, countries),
        "oblasts.json": _oblasts(_read(tables, "ua_adm1_oblast"), countries, sea),
        "towns.json": {"towns": towns_for_labels(tables)},
    }
    return {name: _write(out / name, layer) for name, layer in layers.items()}


def _read(tables: Path, name: str) -> list[_Feature]:
    """Return a layer's features as dicts of their properties and a valid ``geometry``."""
    frame = gpd.read_file(f"/vsigzip/{tables / (name + '.geojson.gz')}")
    frame["geometry"] = frame.geometry.map(make_valid)
    return [{str(key): row[key] for key in row} for row in frame.to_dict("records")]


def _write(path: Path, layer: dict[str, Any]) -> int:
    text = json.dumps(layer, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8")
    return len(text.encode())


def _world(features: list[_Feature]) -> dict[str, Any]:
    """Return all countries outside the detailed window, coarse where no war is near.

    Neighbours keep their border in common, so that no sliver shows between them. Land that is
    nobody's in this view has no name.
    """
    west, south, east, north = WINDOW
    hole = box(west + SEAM, south + SEAM, east - SEAM, north - SEAM)
    rows = []
    features = sorted(features, key=itemgetter("iso_a3"))
    for row, shape in zip(features, _simplified(features), strict=True):
        rings = _rings(make_valid(shape.difference(hole)), _Grain(COARSE, 0.0, 0.01))
        if rings:
            rows.append({**_named(row, is_inside=False), "rings": rings})
    gaps = _gaps([row["geometry"] for row in features])
    open_land = [_rings(gap, _Grain(COARSE, 0.0)) for gap in gaps if not gap.intersects(hole)]
    return {"scale": COARSE, "window": WINDOW, "countries": rows, "open": open_land}


def _simplified(features: list[_Feature]) -> list[BaseGeometry]:
    """Return the shapes of countries, those far from all wars simplified together."""
    shapes = [row["geometry"] for row in features]
    wars = {code for war in conflict_ids() for code in load_conflict(war).countries}
    # The war of the detailed window needs no fine outlines beyond it.
    at_war = [row["geometry"] for row in features if row["iso_a2"] in wars]
    outside = [shape for shape in at_war if not box(*WINDOW).intersects(shape)]
    fought = union_all(outside)
    is_near = [shape.distance(fought) <= NEAR for shape in shapes]
    far = coverage_simplify([s for s, near in zip(shapes, is_near, strict=True) if not near], 0.15)
    rest = iter(far)
    return [s if near else next(rest) for s, near in zip(shapes, is_near, strict=True)]


def _gaps(shapes: list[BaseGeometry]) -> list[Polygon]:
    """Return the small holes in the land of the world, in order of place."""
    holes = [Polygon(ring) for land in _polygons(union_all(shapes)) for ring in land.interiors]
    return sorted(
        (hole for hole in holes if 0.05 < hole.area < LARGEST_GAP), key=lambda g: g.bounds
    )


def _region(tables: Path, countries: list[_Feature]) -> dict[str, Any]:
    """Return countries, lakes and rivers of the window in detail."""
    grain = _Grain(FINE, 0.004, 0.0002)
    land = [
        {**_named(row, is_inside=True), "rings": _rings(row["geometry"], grain)}
        for row in sorted(countries, key=itemgetter("name"))
    ]
    lost = MUST_SURVIVE - {row["name"] for row in land if row["rings"]}
    if lost:
        raise BaseMapError(f"lost on the way into the base map: {', '.join(sorted(lost))}")
    return {
        "scale": FINE,
        "countries": land,
        "lakes": _lakes(_read(tables, "region_lakes_10m"), grain),
        "rivers": _rivers(_read(tables, "region_rivers_10m"), _Grain(FINE, 0.0015)),
    }


def _named(row: _Feature, *, is_inside: bool) -> dict[str, Any]:
    """Return a country's name and code, and where to write it if that is in this layer."""
    west, south, east, north = WINDOW
    lon, lat = round(row["label_x"], 2), round(row["label_y"], 2)
    names = {"name": row["name"], "iso": row["iso_a2"]}
    if (west < lon < east and south < lat < north) is is_inside:
        return {**names, "label": [lon, lat]}
    return names


def _lakes(features: list[_Feature], grain: _Grain) -> list[dict[str, Any]]:
    rows = [
        {
            "name": _text(row["name"]),
            "rank": int(row["scalerank"]),
            "rings": _rings(row["geometry"], grain),
        }
        for row in features
    ]
    return sorted((row for row in rows if row["rings"]), key=_by_content)


def _rivers(features: list[_Feature], grain: _Grain) -> list[dict[str, Any]]:
    rows = [
        {
            "name": _text(row["name_en"]) or _text(row["name"]),
            "rank": int(row["scalerank"]),
            "lines": _lines(row["geometry"], grain),
        }
        for row in features
        if "Lake Centerline" not in str(row["featurecla"])
    ]
    return sorted((row for row in rows if row["lines"]), key=_by_content)


def _oblasts(
    features: list[_Feature], countries: list[_Feature], sea: BaseGeometry
) -> dict[str, Any]:
    """Return first-order units cut at the coast, and the lines between them, each line once."""
    grain = _Grain(FINE, 0.003, 0.0004)
    ukraine = union_all([row["geometry"] for row in countries if row["name"] == "Ukraine"])
    inside = ukraine.simplify(0.01).buffer(-0.03)
    drawn: BaseGeometry = Polygon()
    units, lines = [], []
    for row in sorted(features, key=itemgetter("iso")):
        shape = make_valid(row["geometry"]).difference(sea)
        units.append({"name": row["name_en"], "iso": row["iso"], "rings": _rings(shape, grain)})
        edge = shape.boundary.simplify(grain.tolerance / 2)
        lines += _lines(edge.intersection(inside).difference(drawn), grain)
        drawn = drawn.union(edge.buffer(0.012, quad_segs=2))
    return {"scale": FINE, "units": units, "lines": sorted(lines)}


def _rings(shape: BaseGeometry, grain: _Grain) -> list[list[int]]:
    """Return outer and inner rings of all polygons in a shape, largest part first."""
    shape = make_valid(shape.simplify(grain.tolerance))
    parts = [p for p in _polygons(shape) if p.area >= grain.smallest] or _polygons(shape)[:1]
    rings = []
    for part in sorted(parts, key=lambda p: (-p.area, p.bounds)):
        for ring in (part.exterior, *part.interiors):
            coded = _steps(ring.coords, grain.scale)
            if len(coded) >= 8:
                rings.append(coded)
    return rings


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    if isinstance(shape, Polygon):
        return [] if shape.is_empty else [shape]
    parts = list(getattr(shape, "geoms", ()))
    return [polygon for part in parts for polygon in _polygons(part)]


def _lines(shape: BaseGeometry, grain: _Grain) -> list[list[int]]:
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


def _by_content(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)
