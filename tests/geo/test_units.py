"""Regions that share the name of a city, and regions called by their seat's name."""

from __future__ import annotations

import pytest

from geo.geoparse import Geoparser
from geo.types import Focus


def kind_of(geoparser: Geoparser, text: str, name: str, focus: Focus) -> str:
    found = geoparser.parse(text, focus, parse_all=False).resolutions
    place = next(r.place for r in found if r.toponym.text == name)
    assert place is not None
    return place.kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fighting continues in Kursk's Sudzha district.", "Kursk"),
        ("Shelling in Kherson's Beryslav district killed two.", "Kherson"),
        ("Donetsk's occupied towns were without water.", "Donetsk"),
        ("A village in Kursk was shelled.", "Kursk"),
        ("Nine settlements in Kherson were shelled.", "Kherson"),
        ("In Zaporizhzhia, the town of Orikhiv was hit.", "Zaporizhzhia"),
        ("In eastern Kharkiv, the village of Dvorichna was hit.", "Kharkiv"),
        ("The Shebekino district of Belgorod was evacuated.", "Belgorod"),
        ("Shebekino in Belgorod was shelled.", "Belgorod"),
        ("Russia says that it annexed Luhansk, Donetsk, Kherson and Zaporizhzhia.", "Kherson"),
        ("In Luhansk, the region next door, Russia claimed victory.", "Luhansk"),
        ("Troops withdrew from the right bank of Kherson.", "Kherson"),
        ("The Kursk incursion surprised Moscow.", "Kursk"),
        ("A clinic in the Dnipro region was struck.", "Dnipro"),
        ("Drones attacked Bryansk, Kursk, and Oryol Oblasts.", "Oryol"),
    ],
)
def test_what_is_said_of_a_region_asks_for_the_region(
    geoparser: Geoparser, ukraine: Focus, text: str, name: str
) -> None:
    assert kind_of(geoparser, text, name, ukraine) == "region"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kherson's mayor was detained.", "Kherson"),
        ("The Kyivskyi district of Kharkiv was hit.", "Kharkiv"),
        ("Saltivka in Kharkiv was shelled.", "Kharkiv"),
        ("In Kharkiv, the city council met.", "Kharkiv"),
        ("In Belgorod, part of a block of flats came down.", "Belgorod"),
        ("Shelling in Kharkiv, Sumy and Poltava killed two.", "Sumy"),
    ],
)
def test_what_may_be_said_of_the_city_leaves_the_city(
    geoparser: Geoparser, ukraine: Focus, text: str, name: str
) -> None:
    assert kind_of(geoparser, text, name, ukraine) == "settlement"
