"""What stands beside a name, and the places in focus, decide which small namesake is meant."""

from __future__ import annotations

import pytest

from events.actors import load_conflict
from geo.front import NO_FRONT, Front
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.types import Place
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


def test_a_city_is_not_drawn_away_from_its_region_by_the_front(geoparser: Geoparser) -> None:
    text = "Shells fell near Synkivka, Kharkiv region."
    assert _found(geoparser, text, "Kharkiv").kind == "region"


def test_places_in_focus_draw_near_and_what_is_far_from_all_not(
    gazetteer: Gazetteer, front: Front
) -> None:
    bakhmut, lviv = gazetteer.look_up("Bakhmut")[0].place, gazetteer.look_up("Lviv")[0].place
    assert front.nearness(bakhmut) == 1.0
    assert front.nearness(lviv) == 0.0
    assert NO_FRONT.nearness(bakhmut) == 0.0


def test_a_river_may_pass_near_any_front(gazetteer: Gazetteer, front: Front) -> None:
    assert front.nearness(gazetteer.get("river-dnipro")) == 1.0
