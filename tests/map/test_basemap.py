"""The base map that is shipped, and the one that the tables make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from events.map import basemap
from events.map.basemap import MUST_SURVIVE, BaseMapError, build_basemap
from events.map.ground import LAYERS, base_map, country_at, unit_at


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
        ("Khartoum", 32.53, 15.55, "SD", None),
        ("the Black Sea", 34.0, 43.3, None, None),
    ],
)
def test_places_lie_in_the_country_and_oblast_they_belong_to(
    name: str, lon: float, lat: float, country: str | None, unit: str | None
) -> None:
    assert (country_at(lon, lat), unit_at(lon, lat)) == (country, unit), name


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


def test_the_base_map_is_small() -> None:
    folder = Path(basemap.__file__).parents[2] / "seeds" / "basemap"
    assert sum((folder / f"{name}.json").stat().st_size for name in LAYERS) < 600_000


def test_the_shipped_base_map_is_what_the_tables_make(tables: Path, tmp_path: Path) -> None:
    build_basemap(tables, tmp_path)
    made = {name: json.loads((tmp_path / f"{name}.json").read_text("utf-8")) for name in LAYERS}
    assert made == base_map()


def test_a_country_lost_on_the_way_stops_the_build(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = basemap._read

    def without_hungary(folder: Path, name: str) -> list[dict[str, Any]]:
        return [row for row in read(folder, name) if row.get("name") != "Hungary"]

    monkeypatch.setattr(basemap, "_read", without_hungary)
    with pytest.raises(BaseMapError, match="Hungary"):
        build_basemap(tables, tmp_path)
