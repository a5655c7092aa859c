"""The geopy geocoder over the gazetteer."""

from __future__ import annotations

import pytest
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geo.gazetteer import Gazetteer
from geo.geocode import GazetteerGeocoder


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="module")
def geocoder(gazetteer: Gazetteer) -> GazetteerGeocoder:
    return GazetteerGeocoder(gazetteer)


def test_it_is_a_geopy_geocoder_that_finds_a_place_offline(geocoder: GazetteerGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)
    found = geocoder.geocode("Hirske")
    assert isinstance(found, Location)
    assert found.point.latitude == pytest.approx(48.74, abs=0.01)
    assert found.point.longitude == pytest.approx(38.50, abs=0.01)
    assert found.address == "Hirske, Siverskodonetsk Raion, Luhansk Oblast, UA"
    assert found.raw["place_id"] == "gn708273"
    assert "its main name" in found.raw["reason"]


def test_a_region_or_a_neighbour_narrows_the_search(
    geocoder: GazetteerGeocoder, gazetteer: Gazetteer
) -> None:
    lviv = gazetteer.get("gn702549")
    assert geocoder.geocode("Hirske", within=lviv).raw["admin1"] == "Lviv Oblast"
    near = gazetteer.get("gn702550").position
    assert geocoder.geocode("Hirske", near=near).raw["admin1"] == "Lviv Oblast"


def test_all_candidates_come_on_request(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.geocode("Hirske", exactly_one=False)
    assert len(found) >= 3
    assert found[0].raw["score"] >= found[1].raw["score"]


def test_an_unknown_name_gives_none_as_in_geopy(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.geocode("Xyzzyqqq") is None
    assert geocoder.geocode("Xyzzyqqq", exactly_one=False) is None


def test_a_point_gives_the_nearest_settlement(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.reverse((48.741, 38.497)).raw["place_id"] == "gn708273"
    assert geocoder.reverse("48.741, 38.497").raw["place_id"] == "gn708273"
    many = geocoder.reverse((48.741, 38.497), exactly_one=False)
    assert all(location.raw["kind"] == "settlement" for location in many)


def test_a_point_in_mid_ocean_gives_none(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.reverse((-45.0, -140.0)) is None
