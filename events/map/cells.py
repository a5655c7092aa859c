"""Cells about places inside a region: a drawing aid, and no front line.

Each point of a region belongs to the place of it that is nearest and of which somebody said who
holds it. Nobody claims what lies between places, so cells are off until asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shapely import MultiPoint, Point, STRtree, make_valid, voronoi_polygons
from shapely.geometry.base import BaseGeometry

from events.map.ground import country_at, shape_of, unit_at
from events.map.wire import Column

MOST = 1500
"""So many places at most have a cell, those named first: the file stays small."""
_SCALE = 200
_TOLERANCE = 0.01  # degrees


def cells_of(spots: Mapping[str, Sequence[Any]], places: Iterable[int]) -> dict[str, Any]:
    """Return the cells of places, by their numbers, from the spots of `columns_of`.

    Returns
    -------
    dict
        ``place``, ``rings`` (how many rings each cell has), ``ends`` (how many numbers each ring
        has) and ``steps``: longitude and latitude times ``scale``, as steps along each ring.
    """
    wanted = set(places)
    by_region: dict[str, dict[tuple[float, float], int]] = defaultdict(dict)
    dots = [i for i, kind in enumerate(spots["shape"]) if kind == "dot"]
    kept = [i for i in dots if spots["place"][i] in wanted][:MOST]
    for i in kept:
        at = float(spots["lon"][i]), float(spots["lat"][i])
        region = unit_at(*at) or country_at(*at)
        if region:
            by_region[region].setdefault(at, spots["place"][i])
    found = [cell for region in sorted(by_region) for cell in _cells(region, by_region[region])]
    return _coded(sorted(found, key=lambda cell: cell[0]))


def _cells(
    region: str, points: Mapping[tuple[float, float], int]
) -> list[tuple[int, BaseGeometry]]:
    outline = shape_of(region).simplify(_TOLERANCE)
    outline = outline if outline.is_valid else make_valid(outline)
    if len(points) == 1:
        return [(place, outline) for place in points.values()]
    grown = voronoi_polygons(MultiPoint(sorted(points)), extend_to=outline)
    cells = [cell for cell in grown.geoms if not cell.is_empty]
    tree = STRtree(cells)
    found = []
    for at, place in points.items():
        for index in tree.query(Point(at), predicate="intersects")[:1]:
            found.append((place, cells[index].intersection(outline)))
    return found


def _coded(cells: Iterable[tuple[int, BaseGeometry]]) -> dict[str, Any]:
    place, rings, ends, steps = [], [], [], []
    for number, shape in cells:
        written = [_steps(ring) for ring in _rings_of(shape)]
        written = [ring for ring in written if len(ring) >= 6]
        if written:
            place.append(number)
            rings.append(len(written))
            ends += [len(ring) for ring in written]
            steps += [step for ring in written for step in ring]
    columns = {"place": place, "rings": rings, "ends": ends, "steps": steps}
    return {"scale": _SCALE, **{name: Column(values) for name, values in columns.items()}}


def _rings_of(shape: BaseGeometry) -> list[list[tuple[float, float]]]:
    parts = [one for one in getattr(shape, "geoms", [shape]) if one.geom_type == "Polygon"]
    return [list(ring.coords) for one in parts for ring in (one.exterior, *one.interiors)]


def _steps(ring: Iterable[tuple[float, float]]) -> list[int]:
    coded: list[int] = []
    x = y = 0
    for lon, lat in ring:
        across, up = round(lon * _SCALE) - x, round(lat * _SCALE) - y
        if across or up or not coded:
            coded += [across, up]
            x, y = x + across, y + up
    return coded
