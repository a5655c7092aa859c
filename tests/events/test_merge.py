"""Claims about one happening share an event, and its origins are counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.merge import Independence, events_of, independence_of
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
        assert 0 <= event.n_reports <= len(event.claim_ids)
        assert 0 <= event.n_independent <= len(event.claim_ids)


def test_what_a_reviewer_rejected_is_kept_and_neither_counts_nor_joins_others() -> None:
    first, second = claim(on(1, 5)), claim(PAPER, on(10, 12), document_sha256="d2")
    between = claim(MAYOR, on(4, 11), review_status="rejected", document_sha256="d3")
    assert len(groups(first, second, between)) == 3
    (event,) = events_of([first, claim(MAYOR, on(2), review_status="rejected")])
    assert (len(event.claim_ids), event.n_reports, event.n_independent) == (2, 1, 1)


def event_id(*given: Claim) -> str:
    (event,) = events_of(given)
    return event.event_id


def known(day: int) -> dict[str, Any]:
    return {"published": june(day), "known_from": june(day)}


def test_what_becomes_known_later_leaves_the_id_of_an_event() -> None:
    first = claim(RUSSIA, on(20, 22), known(23))
    before = event_id(first)
    assert event_id(first, claim(MAYOR, on(18, 20), known(24))) == before
    assert event_id(first, claim(PAPER, on(22, 25), known(25), document_sha256="d2")) == before
    month = claim(PAPER, on(1, 30, date_prec=4), known(26))
    assert event_id(first, month) == before


def test_of_two_events_that_a_claim_joins_the_one_known_first_keeps_its_id() -> None:
    early, late = claim(on(10), known(15)), claim(on(1), known(20))
    joining = claim(PAPER, on(1, 10), known(21))
    assert event_id(late, early, joining) == event_id(early)


def test_what_comes_in_late_and_was_known_first_gives_an_event_another_id() -> None:
    first = claim(RUSSIA, on(20, 22), known(23))
    assert event_id(first, claim(MAYOR, on(19, 20), known(21))) != event_id(first)


def why(*given: Claim) -> Independence:
    return independence_of(given)


def test_who_has_it_from_an_agency_has_one_origin_with_its_text_and_its_word() -> None:
    text = claim(claimant_kind="source", source="Daily", origin_agency="Reuters")
    quoted = claim(claimant="Reuters", claimant_kind="agency", document_sha256="d2")
    via = claim(
        {"claimant": "an official", "claimant_kind": "anonymous", "document_sha256": "d3"},
        reported_via='["Herald", "Reuters"]',
    )
    found = why(text, quoted, via)
    assert [origin.name for origin in found.origins] in (["Reuters"], ["an official"])
    assert {tie.reason for tie in found.origins[0].ties} <= {
        "both have it from Reuters (its text and quoted)",
        "both have it from Reuters (quoted and told through it)",
        "both have it from Reuters (its text and told through it)",
    }
    assert len(found.origins[0].ties) == 2


def test_named_speakers_whom_one_agency_quotes_speak_separately() -> None:
    agency = {"origin_agency": "Reuters"}
    assert len(why(claim(RUSSIA, agency), claim(MAYOR, agency, document_sha256="d2")).origins) == 2


def test_a_channel_that_all_use_joins_nobody() -> None:
    told = [
        claim(claimant=who, claimant_kind="anonymous", reported_via='["his Telegram channel"]')
        for who in ("a soldier", "a nurse")
    ]
    assert len(why(*told).origins) == 2


def test_the_same_quotation_in_other_words_is_one_origin() -> None:
    told = claim(claimant="a man", evidence=f"It was over by noon. “{QUOTE},” he said in Kyiv.")
    again = claim(
        claimant="an officer",
        evidence=f"Much later an officer recalled: “{QUOTE}.” The rest of the day was calm there.",
        document_sha256="d2",
    )
    (origin,) = why(told, again).origins
    assert origin.ties[0].reason.startswith(("the same quotation, “We had", "nearly the same"))


def test_two_speakers_whom_two_papers_quote_in_one_sentence_stay_two() -> None:
    """Who copied whom does not matter where it is known whose words they are."""
    copied = [
        claim(claimant=who, evidence=QUOTE, document_sha256=paper)
        for who in ("Kyiv", "Moscow")
        for paper in ("d1", "d2")
    ]
    assert len(why(*copied).origins) == 2


def test_claims_without_an_origin_say_why() -> None:
    own = {"claimant": "Daily", "source": "Daily", "claimant_kind": "source"}
    found = why(
        claim(own, own_voice_lead=True),
        claim(own, verification="unverifiable"),
        claim(RUSSIA, review_status="rejected"),
    )
    assert found.origins == ()
    assert sorted(reason for _, reason in found.without) == [
        "rejected by a reviewer",
        "said in the report's own voice and attributed later",
        "said in the report's own voice, which could not verify it",
    ]
    assert str(found) == (
        "no origin; 1 not counted: rejected by a reviewer;"
        " 1 not counted: said in the report's own voice and attributed later;"
        " 1 not counted: said in the report's own voice, which could not verify it"
    )


def test_the_grouping_is_told_in_one_line() -> None:
    told = why(claim(RUSSIA), claim(RUSSIA, document_sha256="d2"), claim(MAYOR))
    assert str(told) == (
        "Russian Ministry of Defence (2), mayor (1);"
        " both have it from Russian Ministry of Defence (quoted)"
    )


@given(LAWS, st.randoms())
def test_every_union_has_a_reason_and_every_claim_an_origin_or_a_reason_for_none(
    given: list[Claim], random: Any
) -> None:
    unique = list({c.claim_id: c for c in given}.values())
    found = independence_of(unique)
    for origin in found.origins:
        assert len(origin.ties) == len(origin.claim_ids) - 1
    told = [i for origin in found.origins for i in origin.claim_ids] + [i for i, _ in found.without]
    assert sorted(told) == sorted(c.claim_id for c in unique)
    random.shuffle(unique)
    assert independence_of(unique) == found


@given(LAWS, LAWS)
def test_what_becomes_known_later_never_changes_the_id_of_a_dated_event(
    given: list[Claim], more: list[Claim]
) -> None:
    """Unless it joins two events: then one of the two ids stays."""
    definite: dict[str, Any] = {"date_prec": 1, "claimed_controller": None, "actor1": "Russia"}
    known_now = [replace(c, **definite, known_from=june(1)) for c in given]
    known_later = [
        replace(c, **definite, claim_id=f"later {c.claim_id}", known_from=june(2)) for c in more
    ]
    home = {i: e.event_id for e in events_of([*known_now, *known_later]) for i in e.claim_ids}
    before = {e.event_id for e in events_of(known_now)}
    assert {home[c.claim_id] for c in known_now} <= before
