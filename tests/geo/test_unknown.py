"""Names that the gazetteer lacks are places where the words say so, without a pin."""

from __future__ import annotations

import pytest

from geo.geoparse import Geoparser


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The village of Qwertyivka burned.", "Qwertyivka"),
        ("A mine went off in Qwertyivka hromada.", "Qwertyivka"),
        ("Qwertyivka was shelled.", "Qwertyivka"),
        ("Shells fell in Bakhmut, Qwertyivka and Soledar.", "Qwertyivka"),
        ("Shells fell in Bakhmut, Soledar and Qwertyivka.", "Qwertyivka"),
        ("The village of Velyka Qwertyivka burned.", "Velyka Qwertyivka"),
        ("У селі Йцукенівка згоріла школа.", "Йцукенівка"),
    ],
)
def test_a_name_that_can_only_be_a_place_is_returned_unresolved(
    geoparser: Geoparser, text: str, name: str
) -> None:
    found = {r.toponym.text: r for r in geoparser.parse(text).resolutions}
    assert found[name].place is None
    assert found[name].score == 0.0
    assert "does not know the name" in found[name].reason


@pytest.mark.parametrize(
    "text",
    [
        "Mr Qwertyenko spoke.",
        "Ivan Qwertyenko and Olha Asdfenko were hurt.",
        "They met Qwertyenko, Asdfenko and others.",
        "The hopes of Qwertyenko grew.",
        "QWERTY said so.",
        "Both villages burned.",
        "Several towns burned.",
        "Another village burned.",
        "Neither town burned.",
    ],
)
def test_other_unknown_names_are_left_alone(geoparser: Geoparser, text: str) -> None:
    assert geoparser.parse(text).resolutions == ()


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Severodonesk was shelled.", "Severodonesk", "Siverskodonetsk"),
        ("They fell back in Kreminna and Lysychnsk.", "Lysychnsk", "Lysychansk"),
    ],
)
def test_one_letter_off_the_name_of_a_town_is_the_town(
    geoparser: Geoparser, text: str, name: str, place: str
) -> None:
    found = {r.toponym.text: r.place for r in geoparser.parse(text).resolutions}
    assert found[name] is not None
    assert found[name].name == place


def test_an_adjective_of_an_unknown_name_is_no_place_by_itself(geoparser: Geoparser) -> None:
    text = "Shells hit Bilozerka in the Kherson region; in Velykyi Qwertyin two people died."
    assert [r.toponym.text for r in geoparser.parse(text).resolutions] == ["Bilozerka", "Kherson"]


def test_the_second_word_of_a_known_name_is_no_unknown_name(geoparser: Geoparser) -> None:
    text = "Staryi Saltiv was retaken last week."
    assert [r.toponym.text for r in geoparser.parse(text).resolutions] == ["Staryi Saltiv"]
