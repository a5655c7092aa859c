"""Places in a box of degrees."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.types import Position


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@given(st.floats(30, 40), st.floats(46, 51), st.floats(0.01, 0.1))
def test_a_box_holds_what_is_near_its_middle_and_inside_it(
    lon: float, lat: float, half: float
) -> None:
    west, south, east, north = lon - half, lat - half, lon + half, lat + half
    near = gazetteer().near(Position(lon=lon, lat=lat), 20_000)
    inside = {
        place.place_id
        for place in near
        if west <= place.position.lon <= east and south <= place.position.lat <= north
    }
    assert {place.place_id for place in gazetteer().within(west, south, east, north)} == inside


def test_an_empty_sea_holds_nothing() -> None:
    assert gazetteer().within(-40, 30, -39, 31) == []
