"""Counties: read with their head noun, never as the town of the name."""

from __future__ import annotations

from geo.geoparse import Geoparser
from geo.types import Resolution


def read(geoparser: Geoparser, text: str) -> dict[str, Resolution]:
    return {r.toponym.text: r for r in geoparser.parse(text, parse_all=False).resolutions}


def test_a_county_is_a_district_in_the_state_named_beside_it(geoparser: Geoparser) -> None:
    found = read(geoparser, "A man was shot in Cook County, Illinois, on Friday.")["Cook County"]
    assert found.place is not None
    assert (found.place.kind, found.place.admin1) == ("district", "Illinois")
    assert found.where_prec == 3


def test_the_plural_makes_a_county_of_each_name_joined_by_and(geoparser: Geoparser) -> None:
    found = read(geoparser, "Fires spread in Fulton and Cobb counties, Georgia.")
    for name in ("Fulton", "Cobb"):
        place = found[name].place
        assert place is not None
        assert (place.name, place.admin1) == (f"{name} County", "Georgia")


def test_a_namesake_town_never_stands_in_for_an_unknown_county(geoparser: Geoparser) -> None:
    found = read(geoparser, "The governor of Nairobi County spoke in Nairobi County.")["Nairobi"]
    assert found.place is None
    assert found.reason == '"county" asks for a district, and none of the name is known'


def test_the_state_spoken_of_tells_a_county_from_its_namesakes(geoparser: Geoparser) -> None:
    found = read(geoparser, "The Clark County sheriff spoke in Washington state on Monday.")
    place = found["Clark County"].place
    assert place is not None
    assert place.admin1 == "Washington"


def test_a_district_of_a_town_is_nothing_of_the_name_elsewhere(geoparser: Geoparser) -> None:
    found = read(geoparser, "Fighting goes on in the Kanal district of Bakhmut.")
    assert found["Kanal"].place is None
    bakhmut = found["Bakhmut"].place
    assert bakhmut is not None
    assert bakhmut.admin1 == "Donetsk Oblast"


def test_a_district_of_an_island_or_a_unit_is_no_part_of_a_town(geoparser: Geoparser) -> None:
    found = read(geoparser, "Six villagers of the Kabanjahe district of Sumatra fell ill.")
    assert found["Kabanjahe"].place is not None


def test_a_plural_behind_asks_for_the_districts_of_all_names_it_joins(
    geoparser: Geoparser,
) -> None:
    found = read(geoparser, "Shells hit the Izium and Kupiansk districts.")
    names = [r.place.name for r in found.values() if r.place]
    assert names == ["Izium Raion", "Kupiansk Raion"]


def test_a_hromada_lies_where_its_town_does(geoparser: Geoparser) -> None:
    found = read(geoparser, "People left, the Romny hromada said.")["Romny"]
    assert found.place is not None
    assert (found.place.kind, found.where_prec) == ("settlement", 3)
