"""Places of Ukraine: settlements, districts of before 2020, power plants."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from geo.build.drafts import (
    Draft,
    Drafts,
    NamedAs,
    centre_of,
    count_of,
    position_of,
    usable_alternatives,
)
from geo.build.tables import Row, read_table
from geo.distance import distance_m
from geo.names import fold, plain, transliterate
from geo.types import Position

PLACES = "ua_places.csv.gz"
PLANTS = "ua_power_plants.csv.gz"
COMPUTED_SOURCES = frozenset({"whosonfirst", "qs_pg", "quattroshapes", "naturalearth"})
COMPUTED_RADIUS_M = 5_000.0
UKRAINIAN_SOURCE = "geonames-2026"  # romanises Ukrainian names; the older ones mix languages
DISTRICT_MEMBERS = 5


def add_settlements(drafts: Drafts, tables: Path, common: frozenset[str]) -> None:
    """Add the settlements, and the districts of before the reform of 2020 that they tell of."""
    columns = (
        "place_id", "name", "name_uk", "name_uk_romanized", "name_ru", "lat", "lon",
        "feature_code", "admin1", "raion_pre2020", "population", "coord_src", "alt_names",
    )  # fmt: skip
    districts: dict[tuple[str, str], list[Position]] = defaultdict(list)
    twins = _Twins()
    rows = read_table(tables / PLACES, columns)
    for row in sorted(rows, key=lambda row: _SOURCE_ORDER.get(row["coord_src"], 9)):
        position = position_of(row["lon"], row["lat"])
        if position is None or not row["name"]:
            drafts.reject(PLACES, row["place_id"], "no name or no position")
            continue
        draft = _settlement(row, position, common)
        twin = twins.twin_of(draft)
        if twin:
            drafts.reject(PLACES, row["place_id"], f"is {twin.place_id} ({twin.name}) once more")
            drafts.add(replace(draft, place_id=twin.place_id))
            continue
        drafts.add(draft)
        if row["raion_pre2020"] and row["admin1"]:
            districts[row["admin1"], row["raion_pre2020"]].append(position)
    _add_old_districts(drafts, districts)


_SOURCE_ORDER = {"geonames-2026": 0, "geonames-wof": 1}
TWIN_M = 1_500.0


class _Twins:
    """Tells settlements that the table has twice: one name in one region, hardly apart."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[str, str], list[Draft]] = defaultdict(list)

    def twin_of(self, draft: Draft) -> Draft | None:
        """Return the settlement met before that is this one, or None, and remember this one."""
        best = {name for name, how in draft.names if how in ("name", "ukrainian")}
        keys = {(draft.admin1, fold(name)) for name in best}
        met = [other for key in sorted(keys) for other in self._by_name[key]]
        near = (other for other in met if distance_m(other.position, draft.position) < TWIN_M)
        twin = next(near, None)
        if twin is None:
            for key in keys:
                self._by_name[key].append(draft)
        return twin


def _settlement(row: Row, position: Position, common: frozenset[str]) -> Draft:
    cells = (cell for cell in row["alt_names"].split("|") if not names_a_person(cell))
    alternatives = usable_alternatives(cells, common)
    return Draft(
        place_id=row["place_id"],
        kind="settlement",
        position=position,
        names=_settlement_names(row) + tuple((name, "alt") for name in alternatives),
        feature=row["feature_code"],
        country="UA",
        admin1=f"UA.{row['admin1']}" if row["admin1"] else "",
        population=count_of(row["population"]),
        radius_m=COMPUTED_RADIUS_M if row["coord_src"] in COMPUTED_SOURCES else None,
    )


_PERSON = re.compile(r"\S+ \S+ \S+(?:[оеєії]вич|[оеєії]вна|ична|ovych|[iy]ovych|ivna|yivna)$")


def names_a_person(name: str) -> bool:
    """Tell whether a name is a person's in full, with a patronymic.

    The table gives some villages the name of a namesake of theirs: an artist or a footballer.
    """
    return _PERSON.fullmatch(name) is not None


_RUSSIAN_LETTERS = re.compile("[ыэъё]", re.IGNORECASE)


def _settlement_names(row: Row) -> tuple[NamedAs, ...]:
    """Return the names of a settlement; the main one is in the style of English news.

    That is the romanised Ukrainian name, where the table's own name is only another spelling of it
    or of the Russian name. Where it is another name, it wins: the table's Ukrainian one is older.
    The table's own spelling stays a name all the same.
    """
    if names_a_person(row["name_uk"]):
        return ((row["name"], "name"),)
    romanised, ukrainian = row["name_uk_romanized"], row["name_uk"]
    russian = row["name_ru"].replace("\N{COMBINING ACUTE ACCENT}", "")
    spelled = {fold(name) for name in (romanised, russian) if name}
    main = romanised if romanised and fold(row["name"]) in spelled else row["name"]
    main = transliterate(main, "ru" if _RUSSIAN_LETTERS.search(main) else "uk")
    main = re.sub("[’'ʼ]", "", main)
    if main != romanised and row["coord_src"] == UKRAINIAN_SOURCE:
        main = respell(main)
    names: list[NamedAs] = [(main, "name"), (row["name"], "name")]
    names += [(ukrainian, "ukrainian"), (romanised, "romanised")]
    if russian:
        names += [(russian, "russian"), (transliterate(russian, "ru"), "russian")]
    return tuple(dict.fromkeys(name for name in names if name[0]))


_RUSSIAN_STYLE = re.compile(r"g|(?:[ae]ya|[eoy]ye|skiy|[eo]vka)\b", re.IGNORECASE)
_OLDER_STYLE = (
    (re.compile("yy"), "yi"),  # ий
    (re.compile("(?<=[AEIOUaeiou])yi"), "i"),  # ї
    (re.compile(r"(?<=[a-z])(?<!\bPr)y(?=[aeu])"), "i"),  # я, ю, є
    (re.compile("(?<=[AEIOUaeiou])y(?![aeiou])"), "i"),  # й
)


def respell(name: str) -> str:
    """Bring a romanised Ukrainian name to the standard of 2010 (Mykhaylivka, Mykhailivka).

    A name in the style of Russian stays as it is, and so does ``Pry-``, where the vowel after it
    may stand for itself ("Pryazovske").
    """
    if _RUSSIAN_STYLE.search(name):
        return name
    for older, letters in _OLDER_STYLE:
        name = older.sub(letters, name)
    return name


def _add_old_districts(drafts: Drafts, districts: dict[tuple[str, str], list[Position]]) -> None:
    for (admin1, adjective), positions in sorted(districts.items()):
        place_id = f"ua-district-2019-{admin1}-{plain(adjective).replace(' ', '-')}"
        if len(positions) < DISTRICT_MEMBERS:
            drafts.reject(PLACES, place_id, f"district with fewer than {DISTRICT_MEMBERS} places")
            continue
        centre = centre_of(positions)
        drafts.add(
            Draft(
                place_id=place_id,
                kind="district",
                position=centre,
                names=((f"{adjective} Raion", "old"), (f"{adjective} District", "old")),
                feature="ADM2H",
                country="UA",
                admin1=f"UA.{admin1}",
                radius_m=max(distance_m(centre, position) for position in positions),
            )
        )


_FUEL_NAMES = {
    "Nuclear": ("Nuclear Power Plant", "NPP", "nuclear plant", "nuclear power station"),
    "Hydro": ("Hydroelectric Power Plant", "HPP", "hydroelectric plant", "hydropower plant"),
    "Coal": ("Thermal Power Plant", "TPP", "power station", "power plant"),
    "Gas": ("Thermal Power Plant", "TPP", "power station", "power plant"),
}


def add_power_plants(drafts: Drafts, tables: Path) -> None:
    """Add the power plants of the table, as it spells them.

    A plant that is in our own table of facts is named there, and is left out here: the two are
    within a kilometre, and have the same fuel in their feature code.
    """
    known = [d for d in drafts.places.values() if d.kind == "facility"]
    columns = ("gppd_idnr", "name", "primary_fuel", "latitude", "longitude")
    for row in read_table(tables / PLANTS, columns):
        position = position_of(row["longitude"], row["latitude"])
        if position is None:
            drafts.reject(PLANTS, row["gppd_idnr"], "no position")
        elif any(_same_plant(row, position, draft) for draft in known):
            drafts.reject(PLANTS, row["gppd_idnr"], "is in the table of facts, with better names")
        else:
            drafts.add(_power_plant(row, position))


_FUEL_FEATURES = {"Nuclear": "PSN", "Hydro": "PSH"}


def _same_plant(row: Row, position: Position, draft: Draft) -> bool:
    feature = _FUEL_FEATURES.get(row["primary_fuel"], "PST")
    return draft.feature == feature and distance_m(position, draft.position) < 1_500


def _power_plant(row: Row, position: Position) -> Draft:
    stem = re.sub(r"\s+(?:CHP )?power station$|\s*\(.*\)$", "", row["name"])
    titles = _FUEL_NAMES[row["primary_fuel"]]
    names: list[NamedAs] = [(f"{stem} {titles[0]}", "name"), (row["name"], "alt")]
    names += [(f"{stem} {title}", "alias") for title in titles[1:]]
    return Draft(
        place_id=f"gppd-{row['gppd_idnr']}",
        kind="facility",
        position=position,
        names=(*dict.fromkeys(names), (stem, "stem")),
        feature=_FUEL_FEATURES.get(row["primary_fuel"], "PST"),
        country="UA",
        radius_m=1_000.0,
    )
