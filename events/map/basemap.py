"""Raw map tables -> the small base map that is committed under ``seeds/basemap``.

Each geometry is written as `events.map.shapes` has it. What has a licence of its own goes to a
file of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

from shapely import coverage_simplify, make_valid, union_all
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from events.actors import conflict_ids, load_conflict
from events.errors import EventError
from events.map.lands import lands
from events.map.shapes import (
    COARSE,
    FINE,
    Feature,
    Grain,
    lakes_of,
    polygons_of,
    read_layer,
    rings_of,
    rivers_of,
    units_of,
)
from events.map.towns import country_names, towns_for_labels

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
NEAR = 3.0
"""Countries so many degrees about one with a profile of its war are drawn as finely as known."""
NOBODYS = "-99"
"""The code of land that is no country, such as Bir Tawil: it bears no name on the map."""
LARGEST_GAP = 2.0
"""Square degrees up to which land that no country has in this view (Abyei) is drawn as land."""


class BaseMapError(EventError, ValueError):
    """Raised when the tables give no sound base map: a country lost, a town without a name."""


def build_basemap(tables: Path, out: Path) -> dict[str, int]:
    """Write the base map made from the raw tables into the folder ``out``.

    Parameters
    ----------
    tables : Path
        Folder with the gzip-compressed GeoJSON and CSV tables.
    out : Path
        Folder for ``world.json``, ``region.json``, ``oblasts.json``, ``towns.json`` and the files
        of `events.map.lands`.

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
    countries = read_layer(tables, "region_countries_10m")
    sea = union_all([row["geometry"] for row in read_layer(tables, "region_sea_10m")])
    world = _in_full(read_layer(tables, "world_countries"), country_names(tables))
    layers = {
        "world.json": _world(world),
        "region.json": _region(tables, countries),
        "oblasts.json": _oblasts(read_layer(tables, "ua_adm1_oblast"), countries, sea),
        "towns.json": {"towns": towns_for_labels(tables)},
        **lands(tables, world, _at_war()),
    }
    return {name: _write(out / name, layer) for name, layer in layers.items()}


def _write(path: Path, layer: dict[str, Any]) -> int:
    text = json.dumps(layer, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8")
    return len(text.encode())


def _world(features: list[Feature]) -> dict[str, Any]:
    """Return all countries outside the detailed window, coarse where no war is near.

    Neighbours keep their border in common, so that no sliver shows between them. Land that is
    nobody's in this view has no name.
    """
    west, south, east, north = WINDOW
    hole = box(west + SEAM, south + SEAM, east - SEAM, north - SEAM)
    rows = []
    features = sorted(features, key=itemgetter("iso_a3"))
    for row, shape in zip(features, _simplified(features), strict=True):
        rings = rings_of(make_valid(shape.difference(hole)), Grain(COARSE, 0.0, 0.01))
        if rings:
            rows.append({**_named(row, is_inside=False), "rings": rings})
    gaps = _gaps([row["geometry"] for row in features])
    open_land = [rings_of(gap, Grain(COARSE, 0.0)) for gap in gaps if not gap.intersects(hole)]
    return {"scale": COARSE, "window": WINDOW, "countries": rows, "open": open_land}


def _simplified(features: list[Feature]) -> list[BaseGeometry]:
    """Return the shapes of countries, those far from all wars simplified together."""
    shapes = [row["geometry"] for row in features]
    wars = _at_war()
    # The war of the detailed window needs no fine outlines beyond it.
    at_war = [row["geometry"] for row in features if row["iso_a2"] in wars]
    outside = [shape for shape in at_war if not box(*WINDOW).intersects(shape)]
    fought = union_all(outside)
    is_near = [shape.distance(fought) <= NEAR for shape in shapes]
    far = coverage_simplify([s for s, near in zip(shapes, is_near, strict=True) if not near], 0.15)
    rest = iter(far)
    return [s if near else next(rest) for s, near in zip(shapes, is_near, strict=True)]


def _at_war() -> set[str]:
    """Return the codes of the countries with a profile of their war."""
    return {code for war in conflict_ids() for code in load_conflict(war).countries}


def _gaps(shapes: list[BaseGeometry]) -> list[Polygon]:
    """Return the small holes in the land of the world, in order of place."""
    holes = [Polygon(ring) for land in polygons_of(union_all(shapes)) for ring in land.interiors]
    return sorted(
        (hole for hole in holes if 0.05 < hole.area < LARGEST_GAP), key=lambda g: g.bounds
    )


def _region(tables: Path, countries: list[Feature]) -> dict[str, Any]:
    """Return countries, lakes and rivers of the window in detail."""
    grain = Grain(FINE, 0.004, 0.0002)
    land = [
        {**_named(row, is_inside=True), "rings": rings_of(row["geometry"], grain)}
        for row in sorted(countries, key=itemgetter("name"))
    ]
    lost = MUST_SURVIVE - {row["name"] for row in land if row["rings"]}
    if lost:
        raise BaseMapError(f"lost on the way into the base map: {', '.join(sorted(lost))}")
    lakes = read_layer(tables, "region_lakes_10m")
    inside = box(*WINDOW).buffer(-0.001)  # a lake cut by the window would have a straight shore
    whole = [lake for lake in lakes if lake["geometry"].within(inside)]
    cut = union_all([lake["geometry"] for lake in lakes if not lake["geometry"].within(inside)])
    rivers = read_layer(tables, "region_rivers_10m")
    return {
        "scale": FINE,
        "countries": land,
        "lakes": lakes_of(whole, grain),
        "rivers": rivers_of(_courses(rivers, cut), Grain(FINE, 0.0015)),
    }


def _courses(rivers: list[Feature], cut: BaseGeometry) -> Iterator[Feature]:
    """Yield rivers, also their courses through lakes that are not drawn, cut by the window."""
    for river in rivers:
        is_bare = river["geometry"].intersects(cut)
        yield {**river, "featurecla": "River"} if is_bare else river


def _in_full(features: list[Feature], names: Mapping[str, str]) -> list[Feature]:
    """Return countries under their whole names, where the table shortens them."""
    parts = Counter(row["iso_a2"] for row in features)
    whole = {code: name for code, name in names.items() if parts[code] == 1}
    return [
        {**row, "name": whole.get(row["iso_a2"], row["name"])} if "." in row["name"] else row
        for row in features
    ]


def _named(row: Feature, *, is_inside: bool) -> dict[str, Any]:
    """Return a country's name and code, and where to write it if that is in this layer."""
    west, south, east, north = WINDOW
    lon, lat = round(row["label_x"], 2), round(row["label_y"], 2)
    names = {"name": row["name"], "iso": row["iso_a2"]}
    if row["iso_a2"] == NOBODYS:
        return names
    if (west < lon < east and south < lat < north) is is_inside:
        return {**names, "label": [lon, lat]}
    return names


def _oblasts(
    features: list[Feature], countries: list[Feature], sea: BaseGeometry
) -> dict[str, Any]:
    """Return first-order units cut at the coast, and the lines between them."""
    grain = Grain(FINE, 0.003, 0.0004)
    ukraine = union_all([row["geometry"] for row in countries if row["name"] == "Ukraine"])
    inside = ukraine.simplify(0.01).buffer(-0.03)
    named = [
        (row["iso"], row["name_en"], make_valid(row["geometry"]).difference(sea))
        for row in sorted(features, key=itemgetter("iso"))
    ]
    return units_of(named, inside, grain)
