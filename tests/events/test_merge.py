"""Claims about one happening share an event, and its origins are counted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.merge import events_of
from events.types import Claim
from tests.events.sample import MAYOR, PAPER, RUSSIA, UKRAINE, claim, claims, june

QUOTE = "We had no choice but to fall back from the town, because nothing was left to defend there"


def on(first: int, last: int | None = None, **more: Any) -> dict[str, Any]:
    return {"event_date": june(first), "event_date_end": june(last or first), **more}


def groups(*given: Claim) -> set[frozenset[str]]:
    return {frozenset(event.claim_ids) for event in events_of(given)}


def together(*given: Claim) -> bool:
    return len(events_of(given)) == 1


def independent(*given: Claim) -> int:
    (event,) = events_of(given)
    return event.n_independent


def test_one_happening_told_by_several_is_one_event() -> None:
    told = [claim(RUSSIA), claim(MAYOR, document_sha256="d2"), claim(PAPER, document_sha256="d3")]
    (event,) = events_of(told)
    assert set(event.claim_ids) == {c.claim_id for c in told}
    assert (event.n_reports, event.n_independent) == (3, 3)


@pytest.mark.parametrize(
    "other",
    [
        {"place_id": "gn2"},
        {"where_prec": 2},
        {"event_type": "attack"},
        {"claimed_controller": "Ukraine"},
        {"modality": "denied", "claimed_controller": None},
        {"modality": "planned", "claimed_controller": None, "projected_controller": "Russia"},
        {"conflict": "sudan"},
        on(26),
    ],
    ids=str,
)
def test_what_differs_in_place_time_type_mood_or_party_is_another_event(
    other: dict[str, Any],
) -> None:
    assert not together(claim(RUSSIA), claim(RUSSIA, other))


def test_what_is_ordered_and_what_is_predicted_is_one_thing_not_done_yet() -> None:
    ahead = {"claimed_controller": None, "actor1": "Ukraine", "event_type": "withdrawal"}
    assert together(
        claim(UKRAINE, ahead, modality="ordered"), claim(PAPER, ahead, modality="predicted")
    )


def test_unresolved_places_are_one_where_they_are_called_the_same() -> None:
    nowhere = {"place_id": None, "lon": None, "lat": None, "where_prec": None}
    assert together(
        claim(nowhere, mention="Oleksandrivka"), claim(PAPER, nowhere, mention="oleksandrivka ")
    )
    unnamed = [claim(nowhere, mention=None, document_sha256=d) for d in ("d1", "d2")]
    assert len(groups(*unnamed)) == 2


def test_days_that_overlap_one_into_the_next_are_one_event() -> None:
    assert together(claim(on(1, 5)), claim(on(10, 12)), claim(on(4, 11)))
    assert len(groups(claim(on(1, 5)), claim(on(10, 12)))) == 2


def test_a_vague_claim_joins_the_one_event_that_it_fits() -> None:
    month = claim(PAPER, on(1, 30, date_prec=4))
    assert together(claim(on(20)), month)
    first, second = claim(on(10)), claim(on(20))
    assert len(groups(first, second, month)) == 3, "it may be either, so it is neither"


def test_a_claim_of_no_party_or_no_date_joins_the_one_event_that_it_fits() -> None:
    open_party = claim(PAPER, claimed_controller=None, actor1=None)
    undated = claim(UKRAINE, event_date=None, event_date_end=None, date_prec=None)
    assert together(claim(RUSSIA), open_party, undated)
    russian, ukrainian = claim(RUSSIA), claim(UKRAINE, claimed_controller="Ukraine")
    assert len(groups(russian, ukrainian, open_party)) == 3


def test_claims_that_join_nothing_stay_together_only_if_as_vague_as_each_other() -> None:
    months = [claim(who, on(1, 30, date_prec=4)) for who in (RUSSIA, PAPER)]
    assert together(*months)
    assert len(groups(*months, claim(UKRAINE, on(1, 15, date_prec=4)))) == 2


def test_one_claimant_in_two_papers_is_one_origin() -> None:
    assert independent(claim(RUSSIA), claim(RUSSIA, document_sha256="d2")) == 1


def test_the_same_agency_in_two_papers_is_one_origin() -> None:
    wire = {"claimant": None, "claimant_kind": "source", "origin_agency": "Reuters"}
    papers = [claim(wire, source=s, document_sha256=s) for s in ("Daily", "Herald")]
    assert independent(*papers) == 1
    assert independent(*[claim(wire, origin_agency=None, source=s) for s in ("A", "B")]) == 2
    assert independent(claim(wire, origin_agency=None, source=None)) == 1


def test_nearly_the_same_quotation_in_two_documents_is_one_origin() -> None:
    told = claim(claimant="an officer", evidence=f"“{QUOTE},” an officer told us.")
    again = claim(claimant="a soldier", evidence=f"A soldier: '{QUOTE}!'", document_sha256="d2")
    own = claim(claimant="a nurse", evidence="They left at dawn and nobody stayed in the hospital")
    assert independent(told, again) == 1
    assert independent(told, own) == 2


def test_two_speakers_of_one_sentence_are_two_origins() -> None:
    assert independent(*[claim(claimant=who, evidence=QUOTE) for who in ("Kyiv", "Moscow")]) == 2


def test_what_corroborates_nothing_adds_no_origin() -> None:
    own = {"claimant": "Daily", "source": "Daily", "claimant_kind": "source"}
    lead = claim(own, own_voice_lead=True)
    unverified = claim(own, verification="unverifiable")
    assert independent(claim(RUSSIA), lead, unverified) == 1
    assert independent(lead) == 0
    assert independent(claim(own), claim(RUSSIA)) == 2


LAWS = st.lists(claims(), max_size=12)


@given(LAWS, st.randoms())
def test_order_and_repetition_never_matter(given: list[Claim], random: Any) -> None:
    shuffled = [*given, *given]
    random.shuffle(shuffled)
    assert events_of(shuffled) == events_of(given)


@given(LAWS)
def test_every_claim_is_in_exactly_one_event(given: list[Claim]) -> None:
    events = events_of(given)
    ids = [claim_id for event in events for claim_id in event.claim_ids]
    assert sorted(ids) == sorted({c.claim_id for c in given})
    assert len({event.event_id for event in events}) == len(events)
    for event in events:
        assert 1 <= event.n_reports <= len(event.claim_ids)
        assert 0 <= event.n_independent <= len(event.claim_ids)
