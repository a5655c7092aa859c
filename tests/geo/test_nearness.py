"""What stands beside a name, and the places in focus, decide which small namesake is meant."""

from __future__ import annotations

import pytest

from events.actors import load_conflict
from geo.front import NO_FRONT, Front
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.hits import Bearer
from geo.types import Focus, Place
from geo.vicinity import nearness, rough_km


@pytest.fixture(scope="module")
def front(gazetteer: Gazetteer) -> Front:
    return Front(map(gazetteer.get, load_conflict("ukraine").focus().place_ids))


def _found(geoparser: Geoparser, text: str, name: str) -> Place:
    focus = load_conflict("ukraine").focus()
    places = {r.toponym.text: r.place for r in geoparser.places(text, focus).resolutions}
    place = places[name]
    assert place is not None
    return place


def test_nearness_falls_from_one_to_nothing_on_the_scale_of_villages() -> None:
    assert nearness(0) == nearness(5) == 1.0
    assert nearness(10) > nearness(50) > nearness(149) > 0.0
    assert nearness(150) == nearness(5_000) == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("text", "name", "beside", "km"),
    [
        ("Troops cleared Vesele and Rubizhne east of Dobropillia.", "Rubizhne", "Dobropillia", 15),
        ("Fighting went on near Semenivka, Umanske and Netailove.", "Semenivka", "Umanske", 15),
        ("A unit was cut off near Uspenivka south of Kurakhove.", "Uspenivka", "Kurakhove", 15),
        ("They took Ivanivka, about 15 km from Pokrovsk.", "Ivanivka", "Pokrovsk", 25),
    ],
)
def test_a_small_namesake_beside_the_place_named_is_meant(
    text: str, name: str, beside: str, km: float, geoparser: Geoparser
) -> None:
    assert rough_km(_found(geoparser, text, name), _found(geoparser, text, beside)) < km


@pytest.mark.parametrize(
    "text",
    [
        "Terny, Makiivka and Zarichne were shelled.",
        "Fighting took place near Terny, Makiivka and Zarichne.",
    ],
)
def test_a_village_between_its_neighbours_in_a_list_outweighs_a_city_of_the_name(
    text: str, geoparser: Geoparser
) -> None:
    places = {r.toponym.text: r.place for r in geoparser.places(text).resolutions}
    terny, makiivka = places["Terny"], places["Makiivka"]
    assert terny
    assert makiivka
    assert makiivka.admin1 == "Luhansk Oblast"
    assert rough_km(terny, makiivka) < 25


def test_a_city_is_not_drawn_away_from_its_region_by_the_front(geoparser: Geoparser) -> None:
    text = "Shells fell near Synkivka, Kharkiv region."
    assert _found(geoparser, text, "Kharkiv").kind == "region"


def test_places_in_focus_draw_near_and_what_is_far_from_all_not(
    gazetteer: Gazetteer, front: Front
) -> None:
    bakhmut, lviv = (gazetteer.look_up(name)[0].bearer for name in ("Bakhmut", "Lviv"))
    assert front.nearness(bakhmut) == 1.0
    assert front.nearness(lviv) == 0.0
    assert NO_FRONT.nearness(bakhmut) == 0.0


def test_a_river_may_pass_near_any_front(gazetteer: Gazetteer, front: Front) -> None:
    assert front.nearness(Bearer.of(gazetteer.get("river-dnipro"))) == 1.0


def test_two_names_of_many_places_find_each_other(geoparser: Geoparser) -> None:
    text = "Ukrainian troops pushed the enemy out of Basivka and are fighting for Novenke."
    found = geoparser.parse(text, parse_all=False).resolutions
    units = {
        r.toponym.text: r.place and r.place.admin1 for r in found if r.toponym.text != "Ukrainian"
    }
    assert units == {"Basivka": "Sumy Oblast", "Novenke": "Sumy Oblast"}


def test_a_great_city_is_not_taken_for_a_hamlet_of_its_name(geoparser: Geoparser) -> None:
    text = "Grad rockets struck Teplychne and Matviivka on the edge of Zaporizhzhia."
    found = geoparser.parse(text, parse_all=False).resolutions
    place = next(r.place for r in found if r.toponym.text == "Zaporizhzhia")
    assert place is not None
    assert (place.population or 0) > 500_000


def test_a_direction_of_the_front_places_what_its_sentence_names(
    geoparser: Geoparser, ukraine: Focus
) -> None:
    text = "In the Lyman direction the enemy attacked near Terny and Nevske."
    found = geoparser.parse(text, ukraine, parse_all=False).resolutions
    near = {
        r.toponym.text
        for r in found
        if r.candidates and "near its anchor" in r.candidates[0].features
    }
    assert near == {"Terny", "Nevske"}


def test_every_village_of_a_district_is_as_near_to_it(geoparser: Geoparser) -> None:
    text = "A guided bomb hit the council building of Oleksandrivka, Kramatorsk raion."
    place = geoparser.parse(text, parse_all=False).resolutions[0].place
    assert place is not None
    assert (place.population or 0) > 5_000


def test_a_village_keeps_the_readings_of_another_spelling(geoparser: Geoparser) -> None:
    text = "On the Izium axis the enemy hit Prystin, east of Izium."
    found = geoparser.parse(text, parse_all=False).resolutions
    place = next(r.place for r in found if r.toponym.text == "Prystin")
    assert place is not None
    assert abs(place.position.lon - 37.48) < 0.05
