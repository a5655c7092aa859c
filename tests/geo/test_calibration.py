"""The score of a resolution says how often such answers are right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.calibration import between, calibrated, load_knots, sort_of

SCORES = st.floats(0.0, 1.0)


@given(low=SCORES, high=SCORES)
def test_a_higher_score_never_promises_less(low: float, high: float) -> None:
    low, high = sorted((low, high))
    for kind in ("settlement", "country"):
        assert 0.0 <= calibrated(low, kind) <= calibrated(high, kind) <= 1.0


def test_between_two_knots_the_share_lies_on_a_straight_line() -> None:
    knots = ((0.0, 0.0), (0.5, 0.4), (1.0, 0.9))
    assert between(knots, 0.25) == pytest.approx(0.2)
    assert between(knots, 0.5) == pytest.approx(0.4)
    assert between(knots, 0.75) == pytest.approx(0.65)


def test_scores_outside_the_knots_have_the_share_of_the_last() -> None:
    knots = ((0.0, 0.0), (1.0, 0.9))
    assert between(knots, -1.0) == 0.0
    assert between(knots, 2.0) == pytest.approx(0.9)


def test_the_middle_of_a_country_promises_less_than_a_town() -> None:
    assert (sort_of("country"), sort_of("facility")) == ("wide", "local")
    assert calibrated(0.98, "country") < calibrated(0.98, "settlement")


def test_the_knots_that_are_shipped_rise_from_zero() -> None:
    for knots in load_knots().values():
        assert knots[0] == (0.0, 0.0)
        assert knots[-1][0] == 1.0
        assert list(knots) == sorted(knots)
