"""The base map that is shipped, and the one that the tables make."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import LineString, box

from events.map import basemap
from events.map.basemap import MUST_SURVIVE, BaseMapError, build_basemap
from events.map.ground import base_map, base_map_of, country_at, lands_at, layer_names, unit_at
from events.map.lands import lands


def test_named_countries_survive_in_the_detailed_window() -> None:
    drawn = {row["name"] for row in base_map()["region"]["countries"] if row["rings"]}
    assert drawn >= MUST_SURVIVE


def test_the_rest_of_the_world_is_there_coarsely() -> None:
    drawn = {row["iso"] for row in base_map()["world"]["countries"]}
    assert drawn >= {"SD", "EG", "FR", "US", "RU", "CN", "MM"}


@pytest.mark.parametrize(
    ("name", "lon", "lat", "country", "unit"),
    [
        ("Simferopol", 34.10, 44.95, "UA", "UA-43"),
        ("Sevastopol", 33.62, 44.58, "UA", "UA-40"),
        ("Kyiv", 30.52, 50.45, "UA", "UA-30"),
        ("Hirske", 38.50, 48.75, "UA", "UA-09"),
        ("Rostov-on-Don", 39.70, 47.23, "RU", None),
        ("Khartoum", 32.53, 15.55, "SD", "SD-KH"),
        ("Wad Madani", 33.52, 14.40, "SD", "SD-GZ"),
        ("Babanusa", 27.81, 11.33, "SD", "SD-GK"),
        ("Abyei", 28.44, 9.60, None, None),
        ("the Black Sea", 34.0, 43.3, None, None),
    ],
)
def test_places_lie_in_the_country_and_oblast_they_belong_to(
    name: str, lon: float, lat: float, country: str | None, unit: str | None
) -> None:
    assert (country_at(lon, lat), unit_at(lon, lat)) == (country, unit), name


def test_countries_bear_whole_names_and_no_mans_land_bears_none() -> None:
    labelled = {row["name"] for row in base_map()["world"]["countries"] if "label" in row}
    assert "South Sudan" in labelled
    assert "Bir Tawil" not in labelled
    assert labelled.isdisjoint({"S. Sudan", "Central African Rep.", "Bosnia and Herz."})


def test_all_oblasts_are_there_and_cut_at_the_coast() -> None:
    assert len(base_map()["oblasts"]["units"]) == 27
    assert unit_at(31.5, 46.2) is None  # in the sea, off Mykolaiv Oblast


def test_towns_bear_the_names_in_use_and_quarters_are_no_towns() -> None:
    names = {town[0] for town in base_map()["towns"]["towns"]}
    assert names >= {"Kyiv", "Odesa", "Zaporizhzhia", "Bakhmut", "Kropyvnytskyi", "Khartoum"}
    assert names.isdisjoint({"Kiev", "Kirovohrad", "Artemivsk", "Saltivka", "Obolon"})


def test_a_town_has_its_own_name_and_not_that_of_a_namesake() -> None:
    near = {
        name: (lon, lat)
        for name, lon, lat, *_ in base_map()["towns"]["towns"]
        if abs(lon - 37.768) < 0.01 and abs(lat - 48.862) < 0.01
    }
    assert list(near) == ["Mykolaivka"]


def test_a_country_has_one_capital_of_a_name() -> None:
    capitals = [name for name, *_, capital in base_map()["towns"]["towns"] if capital]
    assert {"Washington", "Kyiv", "Khartoum", "Moscow"} <= set(capitals)
    assert capitals.count("Washington") == capitals.count("Hanoi") == 1


def test_all_states_of_sudan_and_its_great_rivers_are_there() -> None:
    assert len({unit["iso"] for unit in base_map()["sd_units"]["units"]}) == 18
    rivers = " ".join(row["name"] for row in base_map()["sd_waters"]["rivers"])
    for name in ("Nile", "White Nile", "Blue Nile", "Atbara"):
        assert name in rivers


@pytest.mark.parametrize(
    ("points", "countries", "codes"),
    [
        ([(38.5, 48.75)], ["UA", "SD"], ("UA",)),
        ([(32.5, 15.6), (25.3, 13.6)], ["UA"], ("SD",)),
        ([(38.5, 48.75), (32.5, 15.6)], [], ("SD", "UA")),
        ([], ["SD"], ("SD",)),
        ([(0.0, 0.0)], [], ("SD", "UA")),
    ],
)
def test_a_map_has_those_lands_in_detail_where_its_claims_lie(
    points: list[tuple[float, float]], countries: list[str], codes: tuple[str, ...]
) -> None:
    assert lands_at(points, countries) == codes
    drawn = base_map_of(codes)
    assert len(drawn["units"]) == len(codes)
    west, south, east, north = drawn["home"]
    assert west < east
    assert south < north


def test_tables_of_a_land_make_its_waters_and_its_units_cut_at_the_border(tmp_path: Path) -> None:
    country = {"iso_a2": "SD", "iso_a3": "SDN", "geometry": box(22, 9, 38, 22)}
    line = {"name": "Nile", "featurecla": "River", "scalerank": 1}
    _write(tmp_path, "sd_rivers_10m", [{**line, "geometry": LineString([(30, 5), (30, 30)])}])
    lake = {"name": "Reservoir", "featurecla": "Reservoir", "scalerank": 5}
    _write(tmp_path, "sd_lakes_10m", [{**lake, "geometry": box(31, 12, 32, 13)}])
    units = [
        {"adm1_pcode": "SD01", "adm1_name": "A", "geometry": box(20, 8, 30, 23)},
        {"adm1_pcode": "SD02", "adm1_name": "B", "geometry": box(30, 8, 40, 23)},
    ]
    _write(tmp_path, "sd_units", units)
    made = lands(tmp_path, [country], {"SD"})
    assert made["sd_waters.json"]["window"] == [21.5, 8.5, 38.5, 22.5]
    assert made["sd_waters.json"]["rivers"][0]["lines"] == [[30000, 8500, 0, 14000]]
    assert [unit["iso"] for unit in made["sd_units.json"]["units"]] == ["SD-KH", "SD-DN"]
    assert len(made["sd_units.json"]["lines"]) == 1  # between the two, not along the border
    assert lands(tmp_path, [country], {"UA"}) == {}


def _write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    frame = gpd.GeoDataFrame(rows, crs="EPSG:4326")
    (folder / f"{name}.geojson.gz").write_bytes(gzip.compress(frame.to_json().encode()))


def test_the_base_map_is_small() -> None:
    folder = Path(basemap.__file__).parents[2] / "seeds" / "basemap"
    assert sum((folder / f"{name}.json").stat().st_size for name in layer_names()) < 650_000


def test_the_shipped_base_map_is_what_the_tables_make(tables: Path, tmp_path: Path) -> None:
    build_basemap(tables, tmp_path)
    made = {file.stem: json.loads(file.read_text("utf-8")) for file in tmp_path.iterdir()}
    assert made.keys() >= {"world", "region", "oblasts", "towns"}
    assert made == {name: base_map()[name] for name in made}


def test_a_country_lost_on_the_way_stops_the_build(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = basemap.read_layer

    def without_hungary(folder: Path, name: str) -> list[dict[str, Any]]:
        return [row for row in read(folder, name) if row.get("name") != "Hungary"]

    monkeypatch.setattr(basemap, "read_layer", without_hungary)
    monkeypatch.setattr(basemap, "_world", lambda *_: {})  # it takes longest, and is not asked for
    with pytest.raises(BaseMapError, match="Hungary"):
        build_basemap(tables, tmp_path)
