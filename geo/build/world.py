"""Places of the world: towns, first-order units, countries."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from geo.build.drafts import (
    CYRILLIC_COUNTRIES,
    Draft,
    Drafts,
    NamedAs,
    centre_of,
    count_of,
    position_of,
    usable_alternatives,
)
from geo.build.tables import Row, read_features, read_own_table, read_table
from geo.distance import distance_m
from geo.types import Position

CITIES = "world_cities500.csv.gz"
UNITS = "world_admin1.csv.gz"
NEWER_UNITS = "units.csv"
COUNTRIES = "world_countries.csv.gz"
SHAPES = "world_countries.geojson.gz"


KNOWN_ABROAD = 15_000  # people; Cyrillic names of smaller towns elsewhere are left out
_CYRILLIC = re.compile("[а-яєіїґ]", re.IGNORECASE)


def add_towns(drafts: Drafts, tables: Path, common: frozenset[str]) -> None:
    """Add the towns of the world; one that is there already gains the names."""
    columns = ("geonameid", "name", "lat", "lon", "country", "admin1", "population", "alt_names")
    for row in read_table(tables / CITIES, columns):
        position = position_of(row["lon"], row["lat"])
        if position is None or not row["name"]:
            drafts.reject(CITIES, row["geonameid"], "no name or no position")
            continue
        drafts.add(_town(row, position, common))


def _town(row: Row, position: Position, common: frozenset[str]) -> Draft:
    cells = row["alt_names"].split("|")
    if row["country"] not in CYRILLIC_COUNTRIES and count_of(row["population"]) < KNOWN_ABROAD:
        cells = [cell for cell in cells if not _CYRILLIC.search(cell)]
    alternatives = usable_alternatives(cells, common)
    return Draft(
        place_id=f"gn{row['geonameid']}",
        kind="settlement",
        position=position,
        names=((row["name"], "name"), *((name, "alt") for name in alternatives)),
        feature="PPL",
        country=row["country"],
        admin1=f"{row['country']}.{row['admin1']}" if row["admin1"] else "",
        population=count_of(row["population"]),
    )


def add_units(drafts: Drafts, tables: Path, own: Traversable) -> None:
    """Add the first-order units of the countries, at the centre of the places that they contain.

    Those that are newer than the table, or that it lacks, come from a table of ours.
    """
    members: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts.places.values():
        members[draft.admin1].append(draft)
    for row in read_table(tables / UNITS, ("code", "name", "name_ascii", "geonameid")):
        _add_unit(drafts, row["code"], f"gn{row['geonameid']}", _names(row), members[row["code"]])
    for row in read_own_table(own / NEWER_UNITS, ("code", "name", "other_names", "source")):
        place_id = f"unit-{row['code'].lower().replace('.', '-')}"
        names: list[NamedAs] = [(row["name"], "name")]
        names += [(name, "alias") for name in row["other_names"].split("|") if name]
        _add_unit(drafts, row["code"], place_id, names, members[row["code"]])


def _add_unit(
    drafts: Drafts, code: str, place_id: str, names: Sequence[NamedAs], inside: Sequence[Draft]
) -> None:
    if not inside:
        drafts.reject(UNITS, code, "no place inside it is known, so it has no position")
        return
    centre = centre_of([draft.position for draft in inside])
    drafts.references[f"adm1:{code}"] = place_id
    drafts.add(
        Draft(
            place_id=place_id,
            kind="region",
            position=centre,
            names=tuple(dict.fromkeys(names)),
            feature="ADM1",
            country=code.split(".")[0],
            admin1=code,
            population=sum(draft.population for draft in inside),
            radius_m=_reach_m(centre, inside),
        )
    )


_TYPE_WORDS = re.compile(
    r"^(?:Republic of|State of|Province of|Region of)\s+"
    r"|\s+(?:(?:Autonomous )?(?:Oblast'?|Republic|Region|District)|Kra[iy]|State|Province"
    r"|Governorate|Prefecture|Department|County|Voivodeship|Division|Territory|Parish)$",
    re.IGNORECASE,
)


def _names(row: Row) -> list[NamedAs]:
    bare = _TYPE_WORDS.sub("", row["name"])
    names: list[NamedAs] = [(row["name"], "name"), (row["name_ascii"], "name")]
    if bare and bare != row["name"]:
        names.append((bare, "name"))
    return names


def _reach_m(centre: Position, inside: Sequence[Draft]) -> float:
    """Return the distance within which nine tenths of the places lie, at least 5 km."""
    step = max(1, len(inside) // 200)
    distances = sorted(distance_m(centre, draft.position) for draft in inside[::step])
    return max(5_000.0, distances[int(0.9 * (len(distances) - 1))])


def add_countries(drafts: Drafts, tables: Path) -> None:
    """Add the countries, at the point where a map would put their label."""
    shapes = _shapes_by_code(tables)
    columns = ("iso", "name", "capital", "population", "area_km2", "geonameid")
    for row in read_table(tables / COUNTRIES, columns):
        shape = shapes.get(row["iso"]) or shapes.get(row["iso3"]) or {}
        position = position_of(str(shape.get("label_x", "")), str(shape.get("label_y", "")))
        position = position or _capital_position(drafts, row)
        if position is None or count_of(row["geonameid"]) == 0:
            drafts.reject(COUNTRIES, row["iso"], "no position or no GeoNames id")
            continue
        drafts.add(_country(row, shape, position))
        drafts.references[f"iso:{row['iso']}"] = f"gn{row['geonameid']}"


def _shapes_by_code(tables: Path) -> dict[str, Mapping[str, Any]]:
    shapes: dict[str, Mapping[str, Any]] = {}
    for feature in read_features(tables / SHAPES):
        properties = feature["properties"]
        for code in (properties.get("iso_a2"), properties.get("iso_a3")):
            shapes.setdefault(str(code), properties)
    return shapes


def _capital_position(drafts: Drafts, row: Row) -> Position | None:
    towns = (d for d in drafts.places.values() if d.country == row["iso"])
    named = [d for d in towns if row["capital"] in {name for name, _ in d.names}]
    return max(named, key=lambda d: d.population).position if named else None


def _country(row: Row, shape: Mapping[str, Any], position: Position) -> Draft:
    names: list[NamedAs] = [(row["name"], "name")]
    if row["name"].startswith("The "):
        names.append((row["name"].removeprefix("The "), "name"))
    for key, how in (("name", "alias"), ("name_uk", "ukrainian"), ("name_ru", "russian")):
        if shape.get(key):
            names.append((str(shape[key]), how))  # type: ignore[arg-type]  # how is one of How
    area_km2 = float(row["area_km2"] or 0)
    return Draft(
        place_id=f"gn{row['geonameid']}",
        kind="country",
        position=Position(lon=round(position.lon, 5), lat=round(position.lat, 5)),
        names=tuple(dict.fromkeys(names)),
        feature="PCLI",
        country=row["iso"],
        population=count_of(row["population"]),
        radius_m=1_000 * math.sqrt(area_km2 / math.pi) if area_km2 else None,
    )
