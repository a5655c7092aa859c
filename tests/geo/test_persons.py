"""People with names of places, capitals that act, and Russian spellings of Ukrainian names."""

from __future__ import annotations

import pytest

from events.actors import load_conflict
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.names import ukrainised


def _found(geoparser: Geoparser, text: str) -> dict[str, str]:
    return {r.toponym.text: r.toponym.use for r in geoparser.places(text).resolutions}


@pytest.mark.parametrize(
    "text",
    [
        "Odessa Smith said the rains had come early.",
        "The teacher Odessa Smith won a prize.",
        "Charlotte Brown and Florence Baker met the pupils.",
    ],
)
def test_a_given_name_before_a_surname_is_no_place_even_in_focus(
    text: str, geoparser: Geoparser
) -> None:
    focus = load_conflict("ukraine").focus()
    assert not geoparser.places(text, focus).resolutions


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("George Washington crossed the river. Officials in Washington agreed.", 1),
        ("Washington said it would help. The George Washington bridge was closed.", 1),
        ("In May London agreed.", 1),
    ],
)
def test_a_seat_behind_a_given_name_is_a_surname_whatever_the_name_is_elsewhere(
    text: str, times: int, geoparser: Geoparser
) -> None:
    assert len(geoparser.places(text).resolutions) == times


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pretoria protested against the arrest of its envoy.", "Pretoria"),
        ("Nairobi denounced the attack.", "Nairobi"),
        ("Nairobi decided to send police.", "Nairobi"),
        ("Lima recalled its ambassador.", "Lima"),
    ],
)
def test_a_capital_that_protests_or_decides_stands_for_its_government(
    text: str, name: str, geoparser: Geoparser
) -> None:
    assert _found(geoparser, text)[name] == "metonymic"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Gryanikovka", "Hrianykivka"),
        ("Kuzyomovka", "Kuzemivka"),
        ("Travnyovoye", "Travneve"),
        ("Gladosovo", "Hladosove"),
        ("Dubovo-Vasilevka", "Dubovo-Vasylivka"),
    ],
)
def test_a_russian_spelling_finds_the_ukrainian_name(
    written: str, name: str, gazetteer: Gazetteer
) -> None:
    hits = (hit for spelling in ukrainised(written) for hit in gazetteer.look_up(spelling))
    assert name in {hit.place.name for hit in hits}


def test_names_without_a_russian_ending_have_no_other_spelling() -> None:
    assert ukrainised("Bakhmut") == ukrainised("Hirske") == ()


def test_villages_in_russian_spellings_are_found_in_a_list(geoparser: Geoparser) -> None:
    text = "Russian forces took Gryanikovka, Kuzyomovka and Dubovo-Vasilevka."
    names = {r.place.name for r in geoparser.places(text).resolutions if r.place}
    assert names == {"Russia", "Hrianykivka", "Kuzemivka", "Dubovo-Vasylivka"}
