"""Names read as places of a region that the reader asks for."""

from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.narrowing import narrowed
from geo.rank import candidates
from geo.types import Resolution


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _within(gazetteer: Gazetteer, text: str, region: str) -> dict[str, Resolution]:
    asked = next(c.place for c in candidates(gazetteer, region) if c.place.kind == "region")
    found = Geoparser(gazetteer).places(text).resolutions
    return {r.toponym.text: r for r in narrowed(found, asked, gazetteer)}


def test_a_name_is_put_to_the_place_in_the_region(gazetteer: Gazetteer) -> None:
    london = _within(gazetteer, "London was calm.", "Ontario")["London"]
    assert london.place is not None
    assert (london.place.country, london.place.admin1) == ("CA", "Ontario")
    assert london.reason.startswith("the reader asks for Ontario")
    assert 0 < london.score <= 1


def test_a_name_of_no_place_there_is_left_open(gazetteer: Gazetteer) -> None:
    found = _within(gazetteer, "London and Toronto were calm.", "Luhansk Oblast")
    assert found["Toronto"].place is None
    assert found["Toronto"].position is None
    assert "Luhansk Oblast" in found["Toronto"].reason


def test_what_lies_there_already_stays(gazetteer: Gazetteer) -> None:
    text = "Shells hit Hirske in Luhansk region, near Zolote."
    before = {r.toponym.text: r for r in Geoparser(gazetteer).places(text).resolutions}
    assert _within(gazetteer, text, "Luhansk Oblast")["Hirske"] == before["Hirske"]
