"""The queue as a reviewer walks through it, and what a correction changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.reviewing import Round, actors_of, changed, place_choices, sides_of
from dashboard.wording import said_of
from events.actors import load_conflict
from events.review import Queued, corrected, place_values
from events.types import Claim
from geo.gazetteer import Gazetteer
from tests.map.sample import sample_claims

CLAIMS = sample_claims()
ROUND = Round(tuple(Queued(claim=claim, reasons=("why",)) for claim in CLAIMS))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def reviewed(*numbers: int) -> dict[str, Claim]:
    return {
        claim.claim_id: replace(claim, review_status="accepted") if i in numbers else claim
        for i, claim in enumerate(CLAIMS)
    }


def test_moving_stops_at_either_end() -> None:
    assert ROUND.moved(-1).at == 0
    assert ROUND.moved(1).at == 1
    assert ROUND.moved(1000).at == len(CLAIMS) - 1
    assert Round(()).moved(1).current is None


def test_after_a_decision_comes_the_next_that_nobody_reviewed() -> None:
    assert ROUND.after(reviewed(0, 1)).at == 2
    last = replace(ROUND, at=len(CLAIMS) - 1)
    assert last.after(reviewed(0, len(CLAIMS) - 1)).at == 1
    done = ROUND.after(reviewed(*range(len(CLAIMS))))
    assert done.current is None


def test_a_claim_that_was_taken_back_is_passed_over() -> None:
    standing = reviewed(0)
    del standing[CLAIMS[1].claim_id]
    assert ROUND.after(standing).at == 2


def test_the_list_shows_what_is_about_the_current_entry() -> None:
    middle = replace(ROUND, at=15).around(6)
    assert len(middle) == 6
    assert 15 in [number for number, _ in middle]
    assert [number for number, _ in ROUND.around(6)] == list(range(6))
    assert ROUND.at_place("gn713105").current.claim.place_name == "Avdiivka"  # type: ignore[union-attr]
    assert ROUND.at_place("nowhere") == ROUND


def test_only_what_differs_is_a_correction_with_days_as_text() -> None:
    claim = CLAIMS[0]
    given = {"event_type": claim.event_type, "event_date": date(2022, 6, 20)}
    assert changed(claim, given) == {"event_date": "2022-06-20"}


def test_a_claim_that_is_no_longer_asserted_names_who_would_hold_the_place() -> None:
    values = changed(CLAIMS[0], {"modality": "predicted"})
    then = corrected(CLAIMS[0], values)
    assert (then.claimed_controller, then.projected_controller) == (None, "Russia")
    back = corrected(then, changed(then, {"modality": "asserted"}))
    assert back == CLAIMS[0]


def test_places_to_choose_from_are_those_considered_and_those_of_a_name(
    gazetteer: Gazetteer,
) -> None:
    claim = replace(CLAIMS[0], geo_candidates='[{"place_id": "gn706930", "name": "Hirske"}]')
    assert list(place_choices(claim, "", gazetteer)) == ["gn706930"]
    named = place_choices(claim, "Avdiivka", gazetteer)
    assert "Avdiivka" in next(iter(named.values()))
    assert "gn706930" in named
    there = corrected(claim, place_values(gazetteer.get(next(iter(named)))))
    assert there.place_name == "Avdiivka"
    assert there.where_prec == 1


def test_actors_and_sides_are_those_of_the_claims_war() -> None:
    wars = [load_conflict("ukraine"), load_conflict("sudan")]
    actors = actors_of(CLAIMS[0], wars)
    assert {"Russia", "Ukraine", "contested"} <= set(actors)
    assert "RSF" not in actors
    assert sides_of(CLAIMS[0], wars) == ["Russia", "Ukraine"]


def test_a_claim_is_told_in_words_that_say_how_it_is_put() -> None:
    told = [said_of(claim) for claim in CLAIMS]
    assert any("Said to hold it: Russia" in one for one in told)
    assert any("Would hold it: Russia" in one and "predicted" in one for one in told)
    assert all(claim.modality in one for claim, one in zip(CLAIMS, told, strict=True))
