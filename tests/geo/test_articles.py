"""Rivers and ranges by their article: "the Dnipro" is the river, "Dnipro" the city."""

from __future__ import annotations

import pytest

from geo.geoparse import Geoparser
from geo.types import Resolution


def meant(geoparser: Geoparser, text: str, name: str) -> Resolution:
    found = geoparser.parse(text, parse_all=False).resolutions
    return next(r for r in found if r.toponym.text == name)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They crossed the Dnipro at night.", "Dnipro", "water"),
        ("The Dnipro divides the city in two.", "Dnipro", "water"),
        ("The Dnipro's left bank is mined.", "Dnipro", "water"),
        ("The islands of the lower Dnipro changed hands.", "Dnipro", "water"),
        ("Units withdrew behind the Dnipro, Syrskyi said.", "Dnipro", "water"),
        ("The Inhulets overflowed after the dam was hit.", "Inhulets", "water"),
        ("They crossed the Donets in pontoon boats.", "Donets", "water"),
        ("Marines held a Dnipro crossing.", "Dnipro", "water"),
        ("Guns stood between the Oskil and the Zherebets.", "Oskil", "water"),
        ("The Rhine froze in that winter.", "Rhine", "water"),
        ("A ferry on the Mississippi sank.", "Mississippi", "water"),
        ("They crossed the Don at dawn.", "Don", "water"),
        ("Boats on the Amazon were searched.", "Amazon", "water"),
        ("Ukrainian guns stood behind the Zbruch.", "Zbruch", "water"),
        ("The bridge over the Stugna was blown up.", "Stugna", "water"),
        ("Shells fell in the Carpathians.", "Carpathians", "terrain"),
        ("The Sahara grows.", "Sahara", "terrain"),
    ],
)
def test_an_article_of_its_own_asks_for_a_river_or_range(
    geoparser: Geoparser, text: str, name: str, kind: str
) -> None:
    place = meant(geoparser, text, name).place
    assert place is not None
    assert place.kind == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Missiles hit Dnipro overnight.", "Dnipro", "settlement"),
        ("The Dnipro mayor spoke of four dead.", "Dnipro", "settlement"),
        ("Doctors at the Dnipro military hospital saved him.", "Dnipro", "settlement"),
        ("Men of the Dnipro garrison were sent to the Oskil.", "Dnipro", "settlement"),
        ("A missile hit the Dnipro, Kharkiv and Odesa airports.", "Dnipro", "settlement"),
        ("The Dnipro and Kharkiv mayors met.", "Dnipro", "settlement"),
        ("the Dnipro-Kryvyi Rih road was closed.", "Dnipro", "settlement"),
        ("The Kyiv of his youth is gone.", "Kyiv", "settlement"),
        ("He settled in the Hague.", "Hague", "settlement"),
        ("The Jordan government resigned.", "Jordan", "country"),
        ("The Mississippi governor resigned.", "Mississippi", "region"),
    ],
)
def test_an_article_before_a_compound_or_a_town_asks_for_no_river(
    geoparser: Geoparser, text: str, name: str, kind: str
) -> None:
    place = meant(geoparser, text, name).place
    assert place is not None
    assert place.kind == kind


def test_the_reason_names_the_article(geoparser: Geoparser) -> None:
    assert '"the" asks for a water' in meant(geoparser, "Across the Dnipro.", "Dnipro").reason
