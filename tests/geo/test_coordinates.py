"""Coordinates written in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coordinates import find_coordinates
from geo.geoparse import Geoparser


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("at 48.9481, 38.4879 near", 48.9481, 38.4879),
        ("48°56′53″N 38°29′16″E", 48.9481, 38.4878),
        ("N 48° 56.9' E 38° 29.3'", 48.9483, 38.4883),
        ("E 38.5° N 48.1°", 48.1, 38.5),
        ("34.5°S, 58.4°W", -34.5, -58.4),
        ("at 48.5 N, 37.9 E", 48.5, 37.9),
        ("48.5945N 37.9990E", 48.5945, 37.9990),
        ("grid 37U DP 62456 22345 was hit", 48.0533, 38.4962),
        ("37UDP6222", 48.0547, 38.4968),
    ],
)
def test_a_coordinate_is_read_in_any_usual_form(text: str, lat: float, lon: float) -> None:
    (written,) = find_coordinates(text)
    assert written.position.lat == pytest.approx(lat, abs=1e-4)
    assert written.position.lon == pytest.approx(lon, abs=1e-4)
    assert text[written.start : written.end] == written.text


@pytest.mark.parametrize(
    "text",
    [
        "scores of 3.5, 2.1",
        "a ratio of 12.345, 200.123",
        "from 20° to 30°",
        "36° 12 people",
        "48.1° N 38.5° N",
        "37U DP 62456 2234",
        "99U DP 6222",
        "37U JJ 6222",
        "12° N 95.5° N",
        "gates 12 N, 14 N and 200 E",
    ],
)
def test_other_figures_are_no_coordinates(text: str) -> None:
    assert find_coordinates(text) == []


def test_a_coordinate_written_roughly_is_uncertain() -> None:
    (rough,) = find_coordinates("48.9° N, 38.4° E")
    (fine,) = find_coordinates("48.94812° N, 38.48791° E")
    assert rough.uncertainty_m > 1000 * fine.uncertainty_m


@given(
    st.floats(min_value=-89.9, max_value=89.9),
    st.floats(min_value=-179.9, max_value=179.9),
)
def test_decimal_degrees_come_back_as_written(lat: float, lon: float) -> None:
    (written,) = find_coordinates(f"({lat:.4f}, {lon:.4f})")
    assert written.position.lat == pytest.approx(lat, abs=1e-4)
    assert written.position.lon == pytest.approx(lon, abs=1e-4)


def test_the_name_beside_a_coordinate_is_kept(geoparser: Geoparser) -> None:
    found = geoparser.parse("Rescuers reached Bakhmut (48.5944, 38.0003) at noon.")
    (described,) = found.described
    assert described.relation == "coordinates"
    assert [found.resolutions[n].toponym.text for n in described.anchors] == ["Bakhmut"]
    assert described.where_prec == 1
