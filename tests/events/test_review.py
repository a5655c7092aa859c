"""Reviews, notices and corrections as values; the queue of what to review first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.control import control_as_of
from events.errors import RecordError
from events.review import (
    CORRECTABLE,
    Notice,
    Review,
    Revision,
    as_correction,
    corrected,
    fingerprint,
    first_of,
    queue,
)
from events.types import Claim
from tests.events.sample import RUSSIA, SIDES, UKRAINE, claim, claims, june

ONE = claim(RUSSIA)


def review(decision: str = "accept", **more: Any) -> Review:
    values: dict[str, Any] = {"claim_id": ONE.claim_id, "reviewer": "Ann", "reason": "so it says"}
    values |= {"decision": decision, "as_read": fingerprint(ONE)}
    return Review(**(values | more))


def notice(decision: str = "retract", **more: Any) -> Notice:
    values: dict[str, Any] = {"claim_id": ONE.claim_id, "source": "Daily", "reason": "an error"}
    return Notice(**(values | {"decision": decision, "published": june(26)} | more))


@pytest.mark.parametrize(
    ("decision", "more", "fault"),
    [
        ("approve", {}, "must be one of accept, correct, reject"),
        ("accept", {"reviewer": " "}, "reviewer is missing"),
        ("accept", {"reason": ""}, "reason is missing"),
        ("correct", {}, "it corrects no field"),
        ("accept", {"corrected": {"lon": 1.0}}, "only a correction changes fields"),
        ("correct", {"corrected": {"evidence": "x"}}, "evidence cannot be corrected"),
        ("accept", {"credibility": "7"}, "credibility is '7', must be 1 to 6"),
        ("reject", {"credibility": "5"}, "does not claim has no credibility"),
        ("accept", {"at": datetime(2026, 1, 1)}, "has no zone"),  # that is the fault
    ],
)
def test_a_review_that_is_none_is_refused(decision: str, more: dict[str, Any], fault: str) -> None:
    with pytest.raises(RecordError, match=fault):
        review(decision, **more)


def test_a_review_names_all_its_faults_at_once() -> None:
    with pytest.raises(RecordError, match="reviewer is missing; reason is missing"):
        review(reviewer="", reason="")


@pytest.mark.parametrize(
    ("decision", "more", "fault"),
    [
        ("accept", {}, "must be one of correct, retract"),
        ("retract", {"source": ""}, "source is missing"),
        ("correct", {}, "it corrects no field"),
    ],
)
def test_a_notice_that_is_none_is_refused(decision: str, more: dict[str, Any], fault: str) -> None:
    with pytest.raises(RecordError, match=fault):
        notice(decision, **more)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("event_date=2022-06-23", ("event_date", "2022-06-23")),
        ("claimed_controller = Ukraine", ("claimed_controller", "Ukraine")),
        ("actor1=", ("actor1", None)),
        ("date_prec=2", ("date_prec", 2)),
        ("share_percent=55.5", ("share_percent", 55.5)),
        ("against_interest=yes", ("against_interest", True)),
        ("own_voice_lead=False", ("own_voice_lead", False)),
        ('reported_via=["TASS"]', ("reported_via", '["TASS"]')),
        ("claimant=a=b", ("claimant", "a=b")),
    ],
)
def test_a_correction_is_read_by_the_kind_of_its_field(
    written: str, meant: tuple[str, object]
) -> None:
    name, value = as_correction(written)
    assert (name, value) == meant
    changed = corrected(ONE, {name: value})
    assert getattr(changed, name) == (june(23) if name == "event_date" else value)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("event_date", "write field=value"),
        ("evidence=words", "'evidence' cannot be corrected; these can: event_type"),
        ("event_date=tomorrow", "event_date is 'tomorrow', must be a day such as 2022-06-24"),
        ("date_prec=one", "must be a whole number"),
        ("lon=east", "must be a number"),
        ("against_interest=maybe", "must be true or false"),
        ("counts=many", "must be a JSON list"),
        ("counts={}", "must be a JSON list"),
    ],
)
def test_a_correction_that_is_none_says_what_is_wrong(written: str, fault: str) -> None:
    with pytest.raises(RecordError, match=fault):
        as_correction(written)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"evidence_start": 3}, "evidence_start cannot be corrected"),
        ({"event_date": 3}, "event_date is 3, must be a day"),
        ({"event_date": "June"}, "event_date is 'June', must be a day"),
        ({"date_prec": True}, "date_prec is True, must be a whole number"),
        ({"claimant": 3, "lon": "x"}, "claimant is 3, must be text; lon is 'x', must be a number"),
        ({"modality": "denied"}, "a claim that is denied may not set claimed_controller"),
        ({"event_type": None}, "event_type is None"),
        ({"lat": 99.0}, "lat 99.0 is outside"),
    ],
)
def test_the_claim_itself_checks_what_a_correction_makes_of_it(
    values: dict[str, Any], fault: str
) -> None:
    with pytest.raises(RecordError, match=fault):
        corrected(ONE, values)


def test_what_can_be_corrected_is_what_was_claimed_and_not_where_it_stands() -> None:
    locked = ("claim_id", "document_sha256", "text_sha256", "evidence", "mention", "review_status")
    assert not set(locked) & set(CORRECTABLE)
    assert {"event_date", "claimed_controller", "place_id", "claimant"} <= set(CORRECTABLE)


def test_the_claim_as_it_stands_is_what_source_and_reviewer_leave_of_it() -> None:
    said = (notice("correct", corrected={"event_date": june(20), "date_prec": 2}),)
    decided = review("correct", corrected={"date_prec": 1})
    revise = Revision(notices={ONE.claim_id: said}, reviews={ONE.claim_id: decided})
    standing = revise(ONE)
    assert standing is not None
    assert (standing.event_date, standing.date_prec) == (june(20), 1)
    assert standing.review_status == "corrected"
    other = claim(UKRAINE)
    assert revise(other) is other
    assert Revision(notices={ONE.claim_id: (*said, notice())})(ONE) is None


def test_a_review_does_not_count_for_a_claim_that_is_read_differently_now() -> None:
    revise = Revision(reviews={ONE.claim_id: review("accept")})
    again = corrected(ONE, {"claimed_controller": "Ukraine"})
    accepted, machine = revise(ONE), revise(again)
    assert accepted is not None
    assert machine is not None
    assert (accepted.review_status, machine.review_status) == ("accepted", "machine")


DISPUTED = [
    claim(RUSSIA, claim_id="boast", extraction_confidence=0.9),
    claim(
        UKRAINE,
        claim_id="denial",
        event_type="control",
        claimed_controller="Ukraine",
        extraction_confidence=0.8,
    ),
    claim(RUSSIA, claim_id="alone", place_id="gn2", place_name="Zolote"),
    claim(RUSSIA, claim_id="doubtful", event_type="attack", extraction_confidence=0.4),
    claim(RUSSIA, claim_id="flagged", event_type="attack", where_flag="12 km from where it says"),
    claim(RUSSIA, claim_id="nowhere", place_id=None, lon=None, lat=None),
    claim(RUSSIA, claim_id="plain", event_type="attack"),
    claim(RUSSIA, claim_id="done", review_status="accepted"),
]


def queued(some: list[Claim]) -> list[tuple[str, tuple[str, ...]]]:
    statuses = control_as_of(some, june(24), side_of=SIDES)
    return [(one.claim.claim_id, one.reasons) for one in queue(some, statuses)]


def test_the_queue_begins_with_what_decides_a_holder_and_says_why() -> None:
    assert queued(DISPUTED) == [
        ("alone", ("alone decides that Russia holds Zolote",)),
        (
            "denial",
            (
                "decides that Hirske is contested",
                "contradicts Russia, by whom Russia holds Hirske",
            ),
        ),
        (
            "boast",
            (
                "decides that Hirske is contested",
                "contradicts Ukraine, by whom Ukraine holds Hirske",
            ),
        ),
        ("doubtful", ("a doubtful reading (confidence 0.40)",)),
        ("flagged", ("its place is in doubt: 12 km from where it says",)),
        ("nowhere", ("its place is not resolved",)),
        ("plain", ("nothing hangs on it now",)),
    ]


def test_the_first_of_many_are_the_first_of_the_queue() -> None:
    statuses = control_as_of(DISPUTED, june(24), side_of=SIDES)
    whole = queue(DISPUTED, statuses)
    for most in (0, 1, 3, len(whole), 50):
        assert first_of(iter(DISPUTED[::-1]), statuses, most=most) == whole[:most]


def test_what_is_left_open_is_said_in_words() -> None:
    left = claim(
        RUSSIA, event_type="withdrawal", actor1="Russia", claimed_controller=None, claim_id="left"
    )
    ((name, reasons),) = queued([left])
    assert (name, reasons) == ("left", ("alone decides that Hirske has no known holder",))
    fought = claim(UKRAINE, event_type="control", claimed_controller="contested", claim_id="fought")
    said = dict(queued([left, fought]))
    assert "contradicts Russia, who leave open who holds Hirske" in said["fought"]
    assert "contradicts Ukraine, by whom Hirske is contested" in said["left"]


@given(st.lists(claims(), max_size=6), st.randoms())
def test_the_queue_is_the_same_whatever_the_order_of_claims(some: list[Claim], luck: Any) -> None:
    shuffled = [*some, *some[:2]]
    luck.shuffle(shuffled)
    assert queued(shuffled) == queued(some)
    assert {name for name, _ in queued(some)} == {one.claim_id for one in some}


def test_a_time_in_any_zone_will_do() -> None:
    assert review(at=datetime(2026, 1, 1, tzinfo=UTC)).at is not None
