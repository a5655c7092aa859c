"""A place said to lie in a region is there or has no pin; its namesakes elsewhere are not meant."""

from __future__ import annotations

import pytest

from geo.geoparse import Geoparser
from geo.types import Resolution


def read(geoparser: Geoparser, text: str) -> dict[str, Resolution]:
    return {r.toponym.text: r for r in geoparser.parse(text, parse_all=False).resolutions}


@pytest.mark.parametrize(
    "text",
    [
        "The army took Sudzha, Olhivka and Podol in the Kursk Region.",
        "The army took Olhivka and Podol, in the Kursk Region.",
        "Fighting went on near Olhivka and Podol (Kursk region).",
        "They shelled the villages of Olhivka and Podol in Russia's Kursk Region.",
        "They shelled Olhivka and Podol village in the Kursk Region.",
        "They shelled Olhivka and Podol, the first villages in the Kursk Region.",
    ],
)
def test_namesakes_outside_the_region_of_a_list_are_not_meant(
    geoparser: Geoparser, text: str
) -> None:
    found = read(geoparser, text)
    for name in ("Olhivka", "Podol"):
        assert found[name].place is None
        assert found[name].position is None
        assert "Kursk Oblast is named for it" in found[name].reason


def test_what_the_region_holds_is_pinned_there(geoparser: Geoparser) -> None:
    place = read(geoparser, "They shelled Lyman and Soledar in the Donetsk region.")["Lyman"].place
    assert place is not None
    assert place.admin1 == "Donetsk Oblast"


def test_a_city_in_the_list_lies_where_it_always_lies(geoparser: Geoparser) -> None:
    found = read(geoparser, "Drones flew over Kharkiv and Sudzha in the Kursk region.")
    assert found["Kharkiv"].place is not None
    assert found["Kharkiv"].place.admin1 == "Kharkiv Oblast"


def test_an_unknown_name_in_the_region_is_called_unknown(geoparser: Geoparser) -> None:
    found = read(geoparser, "They took the village of Qwertyivka in the Kursk region.")
    assert "does not know the name" in found["Qwertyivka"].reason


def test_a_line_break_ends_the_list(geoparser: Geoparser) -> None:
    assert read(geoparser, "Shells hit Olhivka\nin the Kursk region.")["Olhivka"].place is not None
