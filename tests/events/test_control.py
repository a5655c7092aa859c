"""Who holds a place: the rules of control, one by one and as laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.actors import load_conflict
from events.control import CURRENT_DAYS, STALE_DAYS, Sides, control_as_of, voices_of
from events.errors import QueryError
from events.types import Claim, ControlStatus, Word
from tests.events.sample import MAYOR, PAPER, RUSSIA, SIDES, UKRAINE, claim, claims, june

END = june(30)


def control(*given: Claim, as_of: date = END, **query: Any) -> ControlStatus | None:
    """Return the status of the one place of these claims."""
    found = control_as_of(given, as_of, side_of=SIDES, **query)
    assert len(found) <= 1
    return found[0] if found else None


def verdict(*given: Claim, **query: Any) -> tuple[str, str] | None:
    status = control(*given, **query)
    return (status.holder, status.basis) if status else None


def word(status: ControlStatus | None, side: str) -> Word:
    assert status is not None
    return next(word for word in status.words if word.side == side)


HELD = {"event_type": "control", "claimed_controller": "Ukraine"}
LEFT = {"event_type": "withdrawal", "claimed_controller": None}


def on(day: int) -> dict[str, Any]:
    return {"event_date": june(day), "event_date_end": june(day)}


def test_a_place_claimed_by_one_side_is_held_on_the_word_of_one_side() -> None:
    taken = claim(RUSSIA)
    status = control(taken)
    assert status is not None
    assert (status.place_id, status.place_name) == ("gn1", "Hirske")
    assert (status.holder, status.basis, status.currency) == ("Russia", "one side", "current")
    assert (status.since, status.last_evidence) == (june(24), june(24))
    assert status.deciding == (taken.claim_id,)
    assert [(w.side, w.controller) for w in status.words] == [("Russia", "Russia")]


def test_a_place_of_which_both_sides_say_the_same_is_agreed() -> None:
    boast, concession = claim(RUSSIA, on(20)), claim(MAYOR)
    status = control(boast, concession)
    assert status is not None
    assert (status.holder, status.basis, status.since) == ("Russia", "agreed", june(24))
    assert set(status.deciding) == {boast.claim_id, concession.claim_id}


def test_what_only_the_loser_admits_is_conceded() -> None:
    assert verdict(claim(MAYOR)) == ("Russia", "conceded")


@pytest.mark.parametrize("kind", ["expert", "media", "anonymous", None])
def test_nobody_but_officials_and_forces_can_concede_for_a_side(kind: str | None) -> None:
    admitted = claim(MAYOR, claimant_kind=kind)
    assert verdict(admitted) == ("Russia", "third party")
    assert verdict(admitted, claim(UKRAINE, HELD, on(20))) == ("Ukraine", "one side")


def test_third_parties_decide_only_where_no_side_has_spoken() -> None:
    paper = claim(PAPER, on(26))
    assert verdict(paper) == ("Russia", "third party")
    status = control(paper, claim(UKRAINE, HELD))
    assert status is not None
    assert (status.holder, status.basis) == ("Ukraine", "one side")
    assert word(status, "third").controller == "Russia"


def test_contrary_words_of_one_time_are_disputed_and_the_place_contested() -> None:
    taken, held = claim(RUSSIA), claim(UKRAINE, HELD, on(25))
    status = control(taken, held)
    assert status is not None
    assert (status.holder, status.basis) == ("contested", "disputed")
    assert set(status.deciding) == {taken.claim_id, held.claim_id}


def test_a_boast_repeated_does_not_win_over_a_contrary_word() -> None:
    boasts = [claim(RUSSIA, on(day), document_sha256=f"d{day}") for day in (20, 26, 27, 28)]
    assert verdict(*boasts, claim(UKRAINE, HELD, on(25))) == ("contested", "disputed")


def test_a_later_change_supersedes_what_was_said_before_it() -> None:
    assert verdict(claim(UKRAINE, HELD, on(20)), claim(RUSSIA)) == ("Russia", "one side")


def test_a_state_claimed_later_supersedes_only_what_is_no_longer_current() -> None:
    taken = claim(RUSSIA, event_date=date(2022, 5, 20), event_date_end=date(2022, 5, 20))
    assert verdict(taken, claim(UKRAINE, HELD, on(19))) == ("contested", "disputed")
    assert verdict(taken, claim(UKRAINE, HELD, on(20))) == ("Ukraine", "one side")


def test_a_concession_outweighs_a_boast_of_the_same_side_and_day() -> None:
    assert verdict(claim(MAYOR), claim(UKRAINE, HELD)) == ("Russia", "conceded")


def test_a_concession_outweighs_a_boast_whose_span_reaches_back_to_it() -> None:
    vague = claim(
        UKRAINE, HELD, event_date=june(20), event_date_end=june(28), date_prec=4, published=june(28)
    )
    assert verdict(claim(MAYOR), vague) == ("Russia", "conceded")


def test_later_evidence_supersedes_a_concession() -> None:
    back = claim(UKRAINE, claimed_controller="Ukraine", **on(26))
    assert verdict(claim(MAYOR), back) == ("Ukraine", "one side")


def test_a_concession_outweighs_the_boast_of_a_third_force() -> None:
    boast = claim(claimant_side="Rebels", claimant_kind="military", claimed_controller="Rebels")
    assert verdict(claim(MAYOR), boast) == ("Russia", "conceded")


def test_two_concessions_that_contradict_each_other_are_disputed() -> None:
    other = claim(RUSSIA, HELD, against_interest=True)
    assert verdict(claim(MAYOR), other) == ("contested", "disputed")


def test_a_withdrawal_ends_the_hold_and_gives_the_place_to_nobody() -> None:
    taken = claim(RUSSIA, on(10))
    left = claim(RUSSIA, LEFT, on(20), actor1="Russia", against_interest=True)
    status = control(taken, left)
    assert status is not None
    assert (status.holder, status.basis, status.since) == ("unknown", "conceded", june(20))
    assert word(status, "Russia").controller is None
    assert verdict(taken, left, as_of=june(19)) == ("Russia", "one side")


def test_a_withdrawal_that_only_the_enemy_tells_of_is_the_word_of_one_side() -> None:
    left = claim(UKRAINE, LEFT, on(20), actor1="Russia")
    assert verdict(claim(RUSSIA, on(10)), left) == ("unknown", "one side")
    assert verdict(claim(RUSSIA, on(22), event_type="control"), left) == ("contested", "disputed")


def test_a_withdrawal_of_one_who_did_not_hold_the_place_changes_nothing() -> None:
    left = claim(UKRAINE, LEFT, on(26), actor1="Russia")
    assert verdict(claim(UKRAINE, HELD), left) == ("Ukraine", "one side")
    assert verdict(claim(UKRAINE, HELD), claim(RUSSIA, LEFT, actor1="Russia", **on(26))) == (
        "Ukraine",
        "conceded",
    )


def test_a_withdrawal_gives_the_place_to_whom_the_text_says() -> None:
    left = claim(RUSSIA, LEFT, actor1="Russia", claimed_controller="Ukraine")
    assert verdict(claim(RUSSIA, on(10)), left) == ("Ukraine", "conceded")


def test_a_withdrawal_agreed_by_both_leaves_the_holder_unknown() -> None:
    left = [claim(who, LEFT, actor1="Russia") for who in (RUSSIA, UKRAINE)]
    assert verdict(*left) == ("unknown", "agreed")


@pytest.mark.parametrize(
    "fault",
    [
        {"where_prec": 2},
        {"where_prec": 4},
        {"where_prec": None},
        {"place_id": None},
        {"event_type": "advance"},
        {"claimed_controller": None},
        {"share_percent": 60.0},
        {"own_voice_lead": True},
        {"review_status": "rejected"},
        {"event_date": None, "event_date_end": None, "published": None},
        {"event_type": "withdrawal", "claimed_controller": None, "actor1": None},
    ],
    ids=str,
)
def test_what_says_nothing_of_the_place_itself_does_not_count(fault: dict[str, Any]) -> None:
    assert control(claim(RUSSIA, fault)) is None


@pytest.mark.parametrize(
    "modality", ["ordered", "planned", "predicted", "attempted", "denied", "hypothetical"]
)
def test_what_was_not_asserted_does_not_count(modality: Any) -> None:
    assert control(claim(RUSSIA, modality=modality, claimed_controller=None, **on(20))) is None


def test_the_whole_of_a_place_counts() -> None:
    assert verdict(claim(RUSSIA, share_percent=100.0)) == ("Russia", "one side")


def test_what_a_report_says_for_itself_and_could_not_verify_does_not_count() -> None:
    own = claim(PAPER, claimant="Daily", verification="unverifiable")
    assert control(own) is None
    assert control(replace(own, verification="none")) is not None
    assert control(replace(own, claimant="The Paper")) is not None


def test_an_undated_event_counts_from_its_publication() -> None:
    status = control(claim(RUSSIA, event_date=None, event_date_end=None))
    assert status is not None
    assert status.since == june(24)


def test_an_event_of_an_uncertain_day_counts_from_when_it_had_happened() -> None:
    in_june = claim(RUSSIA, event_date=june(1), event_date_end=june(30), date_prec=4)
    assert control(in_june, as_of=june(23)) is None, "on the 23rd it may not have happened yet"
    assert verdict(in_june, as_of=june(24)) == ("Russia", "one side"), "published, so it had"


def test_a_state_that_lasted_is_evidence_to_its_last_day() -> None:
    lasting = claim(RUSSIA, event_type="control", event_date=june(1), event_date_end=june(25))
    for day, last in ((30, 25), (20, 20)):
        status = control(lasting, as_of=june(day))
        assert status is not None
        assert (status.since, status.last_evidence) == (june(1), june(last))


def test_what_was_published_later_was_not_known() -> None:
    late = claim(RUSSIA, event_date=june(10), event_date_end=june(10))
    assert control(late, known_on=june(23)) is None
    assert control(late, known_on=june(24)) is not None
    assert control(replace(late, published=None, known_from=None), known_on=END) is None


def test_each_side_can_be_asked_alone() -> None:
    given = [claim(MAYOR), claim(RUSSIA, on(20)), claim(PAPER, claimed_controller="Ukraine")]
    assert verdict(*given, according_to="Russia") == ("Russia", "one side")
    assert verdict(*given, according_to="Ukraine") == ("Russia", "conceded")
    assert verdict(*given, according_to="third") == ("Ukraine", "third party")


def test_to_ask_for_an_unknown_side_names_the_choices() -> None:
    with pytest.raises(QueryError, match="'Mars'; choose from all, Russia, Ukraine, third"):
        control(claim(RUSSIA), according_to="Mars")
    assert voices_of([claim(claimant_side="Rebels")]) == ["all", "Rebels", "third"]


def test_a_proxy_counts_as_its_side() -> None:
    taken = claim(claimant_side="DPR", claimant_kind="military", claimed_controller="DPR")
    assert verdict(taken, claim(MAYOR)) == ("Russia", "agreed")


def test_on_one_day_a_change_outweighs_a_state() -> None:
    lost = claim(PAPER, event_type="capture")
    assert verdict(lost, claim(PAPER, HELD)) == ("Russia", "third party")


def test_contrary_words_of_one_side_on_one_day_are_contested() -> None:
    assert verdict(claim(PAPER), claim(PAPER, claimed_controller="Ukraine")) == (
        "contested",
        "third party",
    )


@pytest.mark.parametrize(
    ("days", "currency"),
    [
        (CURRENT_DAYS, "current"),
        (CURRENT_DAYS + 1, "stale"),
        (STALE_DAYS, "stale"),
        (STALE_DAYS + 1, "no coverage"),
    ],
)
def test_silence_fades_but_never_flips(days: int, currency: str) -> None:
    status = control(claim(RUSSIA), as_of=june(24) + timedelta(days=days))
    assert status is not None
    assert (status.holder, status.currency) == ("Russia", currency)


def test_a_place_without_a_name_in_its_claims_is_listed_all_the_same() -> None:
    status = control(claim(RUSSIA, place_name=None), claim(RUSSIA, on(20), place_name="Girske"))
    assert status is not None
    assert status.place_name == "Girske"


SUDAN = Sides([load_conflict("sudan"), load_conflict("ukraine")])
WAR = {"conflict": "sudan", "claimant": "SUNA", "claimant_side": "SAF", "claimant_kind": "military"}


def in_sudan(*given: Claim, as_of: date = date(2024, 12, 1)) -> tuple[str, str]:
    (status,) = control_as_of(given, as_of, side_of=SUDAN)
    return status.holder, status.basis


def of(year: int, month: int, day: int) -> dict[str, Any]:
    then = date(year, month, day)
    return {"event_date": then, "event_date_end": then, "published": then, "known_from": then}


def test_who_changed_sides_left_for_the_side_of_that_day() -> None:
    """Keikal's men were the RSF's until October 2024: only since then do they leave for SAF."""
    held = claim(WAR, of(2024, 6, 1), event_type="control", claimed_controller="SAF")
    gone: dict[str, Any] = WAR | LEFT | {"actor1": "SudanShield"}
    assert in_sudan(held, claim(gone, of(2024, 9, 1))) == ("SAF", "one side")
    after = claim(gone, of(2024, 11, 1), against_interest=True)
    assert in_sudan(held, after) == ("unknown", "conceded")
    took = claim(WAR, of(2024, 9, 1), claimed_controller="SudanShield")
    assert in_sudan(took) == ("RSF", "conceded")


def test_an_actor_of_two_wars_fights_for_a_side_of_the_war_that_is_told_of() -> None:
    ours = Sides([load_conflict("ukraine")])
    assert ours.on("ukraine", june(24))["DPR"] == "Russia"
    assert ours.on("sudan", june(24)) is ours, "a war that is not known has no links of its own"
    assert dict(ours) == load_conflict("ukraine").side_of
    assert len(ours) == len(dict(ours))
    wagner = [SUDAN.on(war, date(2023, 6, 1)).get("Wagner") for war in ("ukraine", "sudan")]
    assert wagner[0] == "Russia"
    assert wagner[0] != wagner[1]


LAWS = st.lists(claims(), max_size=12)


@given(LAWS, st.randoms())
def test_the_order_of_claims_never_matters(given: list[Claim], random: Any) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)
    assert control_as_of(shuffled, END, side_of=SIDES) == control_as_of(given, END, side_of=SIDES)


@given(LAWS)
def test_repeated_claims_never_matter(given: list[Claim]) -> None:
    assert control_as_of(given * 2, END, side_of=SIDES) == control_as_of(given, END, side_of=SIDES)


@given(LAWS, st.dates(june(1), june(30)))
def test_later_events_never_matter(given: list[Claim], day: date) -> None:
    """Claims whose every day lies after the day asked for change nothing."""
    earlier = [c for c in given if c.event_date is not None and c.event_date <= day]
    asked = [control_as_of(some, day, side_of=SIDES) for some in (given, earlier)]
    assert asked[0] == asked[1]


@given(LAWS)
def test_claims_that_are_not_asserted_never_matter(given: list[Claim]) -> None:
    asserted = [c for c in given if c.modality == "asserted"]
    asked = [control_as_of(some, END, side_of=SIDES) for some in (given, asserted)]
    assert asked[0] == asked[1]


@given(LAWS)
def test_own_voice_leads_never_matter(given: list[Claim]) -> None:
    said = [c for c in given if not c.own_voice_lead]
    asked = [control_as_of(some, END, side_of=SIDES) for some in (given, said)]
    assert asked[0] == asked[1]


@given(st.lists(claims(place_id="gn1", where_prec=1), max_size=6), st.dates(june(1), END))
def test_a_concession_outweighs_every_boast_up_to_its_day(given: list[Claim], day: date) -> None:
    """Whatever Ukraine's speakers boasted before or on that day, its word is the concession."""
    boasts = [
        replace(c, claimed_controller="Ukraine", event_type="control", modality="asserted")
        for c in given
    ]
    admitted = claim(MAYOR, event_date=day, event_date_end=day, date_prec=1, published=END)
    until = [c for c in boasts if c.event_date is not None and c.event_date <= day]
    until = [replace(c, claimant_side="Ukraine", claimant_kind="official") for c in until]
    assert verdict(*until, admitted, according_to="Ukraine") == ("Russia", "conceded")


@given(LAWS, st.integers(0, 400))
def test_silence_never_flips(given: list[Claim], days: int) -> None:
    """As time passes without new claims, holders and bases stay; only the currency fades."""
    then = control_as_of(given, END, side_of=SIDES)
    later = control_as_of(given, END + timedelta(days=days), side_of=SIDES)
    assert [(s.place_id, s.holder, s.basis) for s in then] == [
        (s.place_id, s.holder, s.basis) for s in later
    ]
    order = ["current", "stale", "no coverage"]
    for before, after in zip(then, later, strict=True):
        assert order.index(before.currency) <= order.index(after.currency)


@given(LAWS)
def test_every_status_rests_on_claims_that_were_given(given: list[Claim]) -> None:
    ids = {c.claim_id for c in given}
    for status in control_as_of(given, END, side_of=SIDES):
        assert status.deciding
        assert set(status.deciding) <= ids
        assert status.since is not None
        assert status.last_evidence is not None
        assert status.last_evidence <= END


@given(LAWS, LAWS, st.dates(june(1), END))
def test_what_was_known_on_a_day_replays_whatever_became_known_later(
    given: list[Claim], more: list[Claim], day: date
) -> None:
    then = [replace(c, known_from=min(c.known_from or day, day)) for c in given]
    later = [
        replace(c, claim_id=f"later {c.claim_id}", known_from=day + timedelta(days=1)) for c in more
    ]
    asked = [
        control_as_of(some, END, known_on=day, side_of=SIDES) for some in (then, [*later, *then])
    ]
    assert asked[0] == asked[1] == control_as_of(then, END, side_of=SIDES)
