"""Columns of claims give what the claims one by one would."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dashboard.columns import FILTERS, NOBODY, Columns, Window
from events.export.rows import computed_of
from events.types import TERRITORIAL, Claim
from tests.map.sample import FRIDAY, sample_claims

CLAIMS = sample_claims()
COLUMNS = Columns(CLAIMS)
DAYS = st.dates(FRIDAY - timedelta(days=120), FRIDAY + timedelta(days=10))


def ids(claims: list[Claim]) -> set[str]:
    return {claim.claim_id for claim in claims}


def of(rows: list[int]) -> set[str]:
    return {CLAIMS[row].claim_id for row in rows}


@given(DAYS, DAYS)
def test_a_window_holds_what_touches_it_and_no_claim_without_a_day(one: date, other: date) -> None:
    start, end = sorted((one, other))
    inside = of(list(COLUMNS.inside(COLUMNS.all, Window(start, end))))
    expected = [
        claim
        for claim in CLAIMS
        if claim.event_date
        and claim.event_date <= end
        and (claim.event_date_end or claim.event_date) >= start
    ]
    assert inside == ids(expected)


def test_the_whole_window_holds_claims_without_a_day_too() -> None:
    assert len(COLUMNS.inside(COLUMNS.all, Window())) == len(CLAIMS)


def test_a_window_goes_by_the_words_of_one_side_or_of_third_parties() -> None:
    russia = COLUMNS.inside(COLUMNS.all, Window(according="Russia"))
    third = COLUMNS.inside(COLUMNS.all, Window(according="third"))
    assert of(list(russia)) == ids([c for c in CLAIMS if c.claimant_side == "Russia"])
    assert of(list(third)) == ids([c for c in CLAIMS if c.claimant_side is None])


@given(st.sampled_from(sorted(FILTERS)), st.data())
def test_a_filter_lets_through_what_holds_one_of_its_words(name: str, data: st.DataObject) -> None:
    field = FILTERS[name][1]
    words = data.draw(st.lists(st.sampled_from(COLUMNS.words(field)), min_size=1))
    expected = [claim for claim in CLAIMS if (getattr(claim, field) or NOBODY) in words]
    assert of(list(COLUMNS.chosen({field: words}))) == ids(expected)


def test_no_filter_lets_everything_through_and_third_parties_come_last() -> None:
    assert len(COLUMNS.chosen({"source": []})) == len(CLAIMS)
    assert COLUMNS.words("claimant_side") == ["Russia", "Ukraine", NOBODY]


def test_claims_that_can_decide_control_are_all_there() -> None:
    expected = [c for c in CLAIMS if c.event_type in TERRITORIAL and c.modality == "asserted"]
    told = COLUMNS.of_control(COLUMNS.all)
    assert set(told["claim_id"].to_pylist()) == ids(expected)
    assert told.num_rows == len(expected)


def test_origins_counted_by_place_are_those_counted_over_all() -> None:
    everything = {key: row["n_independent"] for key, row in computed_of(CLAIMS).items()}
    for row, claim in enumerate(CLAIMS):
        assert COLUMNS.origins([row])[claim.claim_id] == everything[claim.claim_id]


def test_the_latest_come_first_and_what_has_no_day_last() -> None:
    ordered = [CLAIMS[row].event_date for row in COLUMNS.latest_first(COLUMNS.all)]
    dated = [day for day in ordered if day]
    assert dated == sorted(dated, reverse=True)
    assert ordered[: len(dated)] == dated


def test_the_map_tells_its_window_as_it_is() -> None:
    assert Window.told(None) == Window()
    assert Window.told({"all": True, "according": "third"}) == Window(according="third")
    told = {"all": False, "from": "2022-06-01", "to": "2022-06-24", "according": "all",
            "place": "gn706930"}  # fmt: skip
    assert Window.told(told) == Window(date(2022, 6, 1), FRIDAY, "all", "gn706930")
    assert ids([CLAIMS[row] for row in COLUMNS.about(COLUMNS.all, "gn706930")]) == ids(
        [c for c in CLAIMS if c.place_id == "gn706930"]
    )
