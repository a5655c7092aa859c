"""What the base map has of a country at war beyond the detailed window: waters and units.

For a country of a profile, by its ISO 3166-1 code in small letters, say ``sd``, the tables may have
``sd_rivers_10m`` and ``sd_lakes_10m`` (columns of Natural Earth) and ``sd_units`` (OCHA's common
data set of administrative boundaries). ``seeds/basemap/units.csv`` gives the units their codes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files
from operator import itemgetter
from pathlib import Path

from shapely import box
from shapely.geometry.base import BaseGeometry

from events.map.shapes import FINE, Feature, Grain, lakes_of, read_layer, rivers_of, units_of

RIM = 0.5
"""So many degrees of a country's surroundings have rivers and lakes, too."""


def lands(tables: Path, countries: list[Feature], codes: set[str]) -> dict[str, Feature]:
    """Return the layers, by file name, of those countries whose tables are there."""
    found: dict[str, Feature] = {}
    for row in sorted(countries, key=itemgetter("iso_a3")):
        iso, name = row["iso_a2"], str(row["iso_a2"]).lower()
        if iso in codes and (tables / f"{name}_rivers_10m.geojson.gz").is_file():
            found[f"{name}_waters.json"] = _waters(tables, name, row["geometry"])
            found[f"{name}_units.json"] = _units(tables, name, row["geometry"])
    return found


def _waters(tables: Path, name: str, country: BaseGeometry) -> Feature:
    window = box(*country.buffer(RIM).bounds)
    cut = [
        [{**row, "geometry": row["geometry"].intersection(window)} for row in read_layer(tables, t)]
        for t in (f"{name}_lakes_10m", f"{name}_rivers_10m")
    ]
    return {
        "scale": FINE,
        "window": [round(edge, 2) for edge in window.bounds],
        "lakes": lakes_of(cut[0], Grain(FINE, 0.004, 0.0002)),
        "rivers": rivers_of(cut[1], Grain(FINE, 0.003)),
    }


def _units(tables: Path, name: str, country: BaseGeometry) -> Feature:
    """Return the units cut at the border that the map draws."""
    shapes = {row["adm1_pcode"]: row["geometry"] for row in read_layer(tables, f"{name}_units")}
    named = [
        (row["iso"], row["name"], shapes[row["pcode"]].intersection(country))
        for row in _codes()
        if row["pcode"] in shapes
    ]
    inside = country.simplify(0.01).buffer(-0.05)
    return units_of(named, inside, Grain(FINE, 0.006, 0.002))


def _codes() -> Iterator[dict[str, str]]:
    table = (files("seeds") / "basemap" / "units.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(table.splitlines())
