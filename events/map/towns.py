"""The towns that the base map names, from the raw tables of places."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from events.actors import conflict_ids, load_conflict

RENAMED_BELOW = 0.7
"""Likeness of two spellings (0..1) below which they are two names and not two romanisations."""
TOWN_POPULATION, CITY_POPULATION = 8_000, 600_000
WAR_POPULATION = 15_000
"""Inhabitants from which a town is named in another country with a profile of its war."""


class Town(NamedTuple):
    """A town of the labels, as it is written: degrees east and north, capital 0 or 1."""

    name: str
    lon: float
    lat: float
    population: int
    capital: int


def towns_for_labels(tables: Path) -> list[Town]:
    """Return towns of the raw tables, the largest first, without doubles and quarters."""
    towns = [*_towns_of_ukraine(tables), *_towns_of_the_world(tables)]
    return sorted(_apart(towns), key=lambda town: (-town.population, *town))


def country_names(tables: Path) -> dict[str, str]:
    """Return the names of countries by their ISO 3166-1 alpha-2 codes."""
    return {row["iso"]: row["name"] for row in _rows(tables, "world_countries")}


def _towns_of_ukraine(tables: Path) -> Iterator[Town]:
    for row in _rows(tables, "ua_places"):
        population = round(float(row["population"] or 0))
        # City districts carry no Ukrainian name in this table; they are no towns.
        if population >= TOWN_POPULATION and row["name_uk"]:
            name = _town_name(row["name"], row["name_uk_romanized"])
            yield _town(name, row, population, name == "Kyiv")


def _towns_of_the_world(tables: Path) -> Iterator[Town]:
    seats = _seats(tables)
    wars = {code for war in conflict_ids() for code in load_conflict(war).countries}
    for row in _rows(tables, "world_cities500"):
        population = round(float(row["population"] or 0))
        is_seat = seats.get((row["country"], row["name"])) == population
        fewest = WAR_POPULATION if row["country"] in wars else CITY_POPULATION
        if row["country"] != "UA" and (is_seat or population >= fewest):
            yield _town(row["name"], row, population, is_seat)


def _seats(tables: Path) -> dict[tuple[str, str], int]:
    """Return each capital's inhabitants by country and name: the largest town of that name."""
    seats = {(row["iso"], row["capital"]): -1 for row in _rows(tables, "world_countries")}
    for row in _rows(tables, "world_cities500"):
        key = row["country"], row["name"]
        if key in seats:
            seats[key] = max(seats[key], round(float(row["population"] or 0)))
    return seats


def _rows(tables: Path, name: str) -> Iterator[dict[str, str]]:
    with gzip.open(tables / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _town_name(present: str, romanized: str) -> str:
    """Return the spelling of current English news; a town that was renamed has its new name.

    The romanisation is of the Ukrainian name in the table, which may be an older one, or that of a
    namesake: Mykolaivka is not Mykolaiv.
    """
    renamed = SequenceMatcher(None, present.lower(), romanized.lower()).ratio() < RENAMED_BELOW
    lengthened = present.startswith(romanized) and len(present) > len(romanized) + 1
    name = present if renamed or lengthened else romanized
    return name.replace("’", "").replace("'", "")


def _town(name: str, row: Mapping[str, str], population: int, is_seat: object) -> Town:
    lon, lat = round(float(row["lon"]), 3), round(float(row["lat"]), 3)
    return Town(name, lon, lat, population, int(bool(is_seat)))


def _apart(towns: Iterable[Town]) -> list[Town]:
    """Drop doubles and the quarters and suburbs that a far larger town covers."""
    kept: list[Town] = []
    for town in sorted(towns, key=lambda town: (-town.population, *town)):
        if not any(_covers(other, town) for other in kept):
            kept.append(town)
    return kept


def _covers(large: Town, small: Town) -> bool:
    """Tell whether the smaller of two towns is a double or a quarter of the larger one."""
    across, up = abs(large.lon - small.lon), abs(large.lat - small.lat)
    if large.name == small.name:
        near = across <= 0.2 and up <= 0.15
        return near or large.population == small.population > 0
    return across <= 0.12 and up <= 0.09 and large.population > 3 * small.population
