"""The layer under the Open Database Licence: official names, districts and codes of Ukraine."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry import shape

from geo.build.drafts import Draft, Drafts, NamedAs, count_of, position_of
from geo.build.tables import Row, read_features, read_table
from geo.distance import distance_m
from geo.names import plain, transliterate
from geo.types import Position

JOIN = "ua_places_raion_katottg.csv.gz"
DISTRICTS = "ua_adm2_raion.geojson.gz"
EXTRA = "ua_places_osm_extra.csv.gz"
SAME_PLACE_M = 1_000.0
_CELL = 50  # of a degree: about 2 km


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What the register says of a place of the main layer; empty strings stand for unknown.

    ``name`` is the official name, romanised, where it is another than the main one, or the same in
    another spelling.
    """

    district: str
    code: str = ""
    name: str = ""
    names: tuple[NamedAs, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """Places that only this layer has, and what it adds to places of the main layer."""

    drafts: Drafts
    joined: dict[str, Joined]


def read_official(main: Drafts, tables: Path, settled: frozenset[str]) -> Official:
    """Read the tables; ``settled`` are the places whose main name an override has decided."""
    columns = (
        "place_id", "raion_katottg", "katottg", "katottg_name", "katottg_name_romanized", "match",
    )  # fmt: skip
    rows = [r for r in read_table(tables / JOIN, columns) if r["place_id"] in main.places]
    official = Official(drafts=Drafts(), joined={})
    for row in rows:
        place_id = row["place_id"]
        official.joined[place_id] = _joined(row, main.places[place_id], settled=place_id in settled)
    regions = {r["raion_katottg"]: main.places[r["place_id"]].admin1 for r in rows}
    _add_districts(official, tables, regions)
    _add_extra(official, main, tables, regions)
    return official


def _joined(row: Row, draft: Draft, *, settled: bool) -> Joined:
    name, romanised = row["katottg_name"], row["katottg_name_romanized"]
    if not name or row["match"] == "fuzzy":
        names: tuple[NamedAs, ...] = ((name, "alt"), (romanised, "alt")) if name else ()
        return Joined(district=row["raion_katottg"], names=_new_names(names, draft))
    another = not settled and romanised != draft.name
    return Joined(
        district=row["raion_katottg"],
        code=row["katottg"],
        name=romanised if another else "",
        names=_new_names(((name, "official"), (romanised, "official")), draft),
    )


def _new_names(names: tuple[NamedAs, ...], draft: Draft) -> tuple[NamedAs, ...]:
    known = {plain(name) for name, how in draft.names if how != "alt"}
    return tuple(named for named in names if plain(named[0]) not in known)


def _add_districts(official: Official, tables: Path, regions: Mapping[str, str]) -> None:
    for feature in read_features(tables / DISTRICTS):
        properties = {key: str(value or "") for key, value in feature["properties"].items()}
        if properties["katottg"] not in regions or not properties["name_uk"].endswith("район"):
            official.drafts.reject(DISTRICTS, properties["name_uk"], "no district with places")
            continue
        geometry = shape(feature["geometry"])
        centre = Position(lon=round(geometry.centroid.x, 5), lat=round(geometry.centroid.y, 5))
        west, south, east, north = geometry.bounds
        corner = Position(lon=east, lat=north)
        official.drafts.add(
            Draft(
                place_id=properties["katottg"],
                kind="district",
                position=centre,
                names=_district_names(properties),
                feature="ADM2",
                country="UA",
                admin1=regions[properties["katottg"]],
                radius_m=distance_m(Position(lon=west, lat=south), corner) / 2,
            )
        )


def _district_names(properties: Mapping[str, str]) -> tuple[NamedAs, ...]:
    adjective = transliterate(properties["name_uk"].removesuffix(" район"), "uk")
    stem = re.sub(r"(?i)\s+(?:raion|district)$", "", properties["name_en"]) or adjective
    names: list[NamedAs] = [(f"{stem} Raion", "name"), (f"{stem} District", "name")]
    names += [(properties["name_uk"], "ukrainian"), (f"{adjective} Raion", "romanised")]
    names += [(f"{adjective} District", "romanised"), (properties["name_ru"], "russian")]
    names += [(stem, "stem"), (adjective, "stem")]
    return tuple(dict.fromkeys(named for named in names if named[0]))


def _add_extra(official: Official, main: Drafts, tables: Path, regions: Mapping[str, str]) -> None:
    columns = ("katottg", "name_uk", "name_uk_romanized", "raion_katottg", "lat", "lon")
    unlinked = _Grid(main.places[i] for i, joined in official.joined.items() if not joined.code)
    for row in read_table(tables / EXTRA, columns):
        position = position_of(row["lon"], row["lat"])
        if position is None:
            official.drafts.reject(EXTRA, row["katottg"], "no position")
            continue
        same = unlinked.nearest(position)
        if same is None:
            _add_settlement(official, row, position, regions)
        else:
            reason = f"is {same.place_id} ({same.name}), which gains the official name"
            official.drafts.reject(EXTRA, f"{row['katottg']} {row['name_uk']}", reason)
            official.joined[same.place_id] = _joined({**row, **_as_join(row)}, same, settled=False)


def _as_join(row: Row) -> Row:
    name, romanised = row["name_uk"], row["name_uk_romanized"]
    return {"katottg_name": name, "katottg_name_romanized": romanised, "match": "near"}


def _add_settlement(
    official: Official, row: Row, position: Position, regions: Mapping[str, str]
) -> None:
    names: list[NamedAs] = [(row["name_uk_romanized"], "name"), (row["name_uk"], "ukrainian")]
    if row.get("name_ru"):
        names += [(row["name_ru"], "russian"), (transliterate(row["name_ru"], "ru"), "russian")]
    official.drafts.add(
        Draft(
            place_id=row["katottg"],
            kind="settlement",
            position=position,
            names=tuple(dict.fromkeys(names)),
            feature="PPL",
            country="UA",
            admin1=regions.get(row["raion_katottg"], ""),
            population=count_of(row.get("population", "")),
        )
    )
    official.joined[row["katottg"]] = Joined(district=row["raion_katottg"], code=row["katottg"])


class _Grid:
    """Places by cell, for the nearest one within `SAME_PLACE_M`."""

    def __init__(self, drafts: Iterator[Draft]) -> None:
        self._cells: dict[tuple[int, int], list[Draft]] = defaultdict(list)
        for draft in drafts:
            self._cells[self._cell(draft.position)].append(draft)

    @staticmethod
    def _cell(position: Position) -> tuple[int, int]:
        return round(position.lon * _CELL), round(position.lat * _CELL)

    def nearest(self, position: Position) -> Draft | None:
        column, row = self._cell(position)
        around = [(column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        near = [(distance_m(d.position, position), d) for c in around for d in self._cells[c]]
        close = [(metres, d.place_id, d) for metres, d in near if metres < SAME_PLACE_M]
        return min(close)[2] if close else None
