"""Distances that are quick and good enough to rank by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.distance import distance_m
from geo.gazetteer import Gazetteer
from geo.vicinity import rough_km


def test_the_distance_is_that_on_the_ellipsoid_but_for_little(gazetteer: Gazetteer) -> None:
    kyiv, sydney = (gazetteer.look_up(name)[0].place for name in ("Kyiv", "Sydney"))
    for place in (sydney, gazetteer.look_up("Irpin")[0].place):
        metres = distance_m(kyiv.position, place.position)
        assert rough_km(kyiv, place) == pytest.approx(metres / 1000, rel=0.006)
    assert rough_km(kyiv, kyiv) == 0.0
    assert rough_km(kyiv, sydney, 100.0) == 100.0


def test_a_place_that_moved_is_measured_from_where_it_is_now(gazetteer: Gazetteer) -> None:
    kyiv, lviv = (gazetteer.look_up(name)[0].place for name in ("Kyiv", "Lviv"))
    assert rough_km(kyiv, lviv) > 400
    assert rough_km(replace(kyiv, position=lviv.position), lviv) == 0.0
