"""Distance, bearing and destination agree with each other and with known figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import bearing_deg, destination, distance_m
from geo.types import Position

SIEVIERODONETSK = Position(lon=38.48754, lat=48.94414)
HIRSKE = Position(lon=38.49596, lat=48.74046)
POSITIONS = st.builds(
    lambda lon, lat: Position(lon=lon, lat=lat), st.floats(-179, 179), st.floats(-80, 80)
)


def test_hirske_is_about_23_km_south_of_sievierodonetsk() -> None:
    assert distance_m(SIEVIERODONETSK, HIRSKE) == pytest.approx(22_660, abs=100)
    assert bearing_deg(SIEVIERODONETSK, HIRSKE) == pytest.approx(178.4, abs=0.2)


def test_a_point_has_no_distance_from_itself_and_its_bearing_is_north() -> None:
    assert distance_m(HIRSKE, HIRSKE) == 0
    assert bearing_deg(HIRSKE, HIRSKE) == 0


@given(POSITIONS, POSITIONS)
def test_distance_is_the_same_both_ways(a: Position, b: Position) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=0.01)


@given(POSITIONS, st.floats(0, 359.9), st.floats(1_000, 500_000))
def test_a_destination_lies_at_the_distance_and_bearing_asked_for(
    origin: Position, bearing: float, metres: float
) -> None:
    there = destination(origin, bearing_deg=bearing, distance_m=metres)
    assert distance_m(origin, there) == pytest.approx(metres, abs=0.01)
    turned = (bearing_deg(origin, there) - bearing + 180) % 360 - 180
    assert turned == pytest.approx(0, abs=0.001)
