"""The Admiralty code is people's word; track records rest on what the other side said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.actors import load_conflict
from events.errors import RecordError
from events.reliability import Admiralty
from events.review import Review
from events.track_record import TrackRecord, institution_of, track_records, track_records_in
from events.types import Claim
from tests.events.sample import PAPER, UKRAINE, claim, claims, june

SAMPLES = Path(__file__).parents[2] / "seeds" / "reliability"
HEAD = "source,reliability,reason,reviewer,date\n"
UKRAINIAN = load_conflict("ukraine")


def table(folder: Path, rows: str, head: str = HEAD) -> Path:
    path = folder / "table.csv"
    path.write_text(head + rows, "utf-8")
    return path


def test_who_is_in_no_table_cannot_be_judged() -> None:
    assert Admiralty().of(claim(PAPER)) == ("F", "6")
    assert Admiralty.read().of(claim()) == ("F", "6")


def test_the_latest_judgement_of_a_source_counts_whatever_the_case(tmp_path: Path) -> None:
    rows = "DAILY,b,Better now,Ann,2024-05-01\nDaily,D,Careless,Ann,2024-01-01\n"
    judged = Admiralty.read(table(tmp_path, rows))
    assert judged.of(claim(PAPER)) == ("B", "6")
    assert judged.of(claim(source="Herald", origin_agency="daily")) == ("B", "6")


def test_credibility_is_a_reviewers_word_on_one_claim(tmp_path: Path) -> None:
    one, other = claim(), claim(PAPER)
    rows = f"{one.claim_id},2,Seen on two videos,Ann,2024-05-01\n"
    head = "claim_id,credibility,reason,reviewer,date\n"
    judged = Admiralty.read(claims=table(tmp_path, rows, head))
    assert judged.codes([one, other]) == {
        one.claim_id: {"source_reliability": "F", "information_credibility": "2"},
        other.claim_id: {"source_reliability": "F", "information_credibility": "6"},
    }


def test_a_review_may_say_how_far_its_claim_is_believed() -> None:
    one = claim()
    review = Review(
        claim_id=one.claim_id,
        decision="accept",
        reviewer="Ann",
        reason="Seen on two videos",
        credibility="2",
        at=datetime(2024, 5, 1, tzinfo=UTC),
    )
    later = replace(review, credibility=None, at=datetime(2024, 6, 1, tzinfo=UTC))
    judged = Admiralty().reviewed([review, later])
    assert judged.of(replace(one, review_status="accepted")) == ("F", "2")
    assert judged.of(one) == ("F", "6"), "read anew, it is to be reviewed again"
    assert judged.of(replace(one, review_status="rejected")) == ("F", "6")


@pytest.mark.parametrize(("day", "code"), [("2024-04-30", "2"), ("2024-05-02", "5")])
def test_of_a_table_and_a_review_the_later_counts(tmp_path: Path, day: str, code: str) -> None:
    one = claim(review_status="accepted")
    rows = f"{one.claim_id},5,Staged,Ben,{day}\n"
    judged = Admiralty.read(
        claims=table(tmp_path, rows, "claim_id,credibility,reason,reviewer,date\n")
    )
    review = Review(
        claim_id=one.claim_id,
        decision="accept",
        reviewer="Ann",
        reason="Seen on two videos",
        credibility="2",
        at=datetime(2024, 5, 1, tzinfo=UTC),
    )
    assert judged.reviewed([review]).of(one) == ("F", code)


def test_every_fault_of_a_table_is_named(tmp_path: Path) -> None:
    rows = "Daily,G,Because,Ann,2024-01-01\nHerald,A,,Ann,soon\n"
    with pytest.raises(RecordError) as told:
        Admiralty.read(table(tmp_path, rows))
    assert "row 2: reliability is 'G', must be A|B|C|D|E|F" in str(told.value)
    assert "row 3 has no reason; row 3: date is 'soon'" in str(told.value)
    with pytest.raises(RecordError, match=r"lacks the columns reason, reviewer, date"):
        Admiralty.read(table(tmp_path, "", "source,reliability\n"))


def test_the_samples_can_be_read() -> None:
    judged = Admiralty.read(SAMPLES / "sources.csv", SAMPLES / "claims.csv")
    assert (len(judged.sources), len(judged.claims)) == (2, 1)


MINISTRY = {
    "claimant": "Russian Ministry of Defence",
    "claimant_side": "Russia",
    "claimant_kind": "military",
}
STAFF = UKRAINE | {"claimant": "General Staff of the Armed Forces of Ukraine"}


def on(day: int, known: int | None = None) -> dict[str, Any]:
    then = june(known or day)
    when = {"event_date": june(day), "event_date_end": june(day)}
    return when | {"published": then, "known_from": then}


def record(*given: Claim, of: str = "Russian Ministry of Defence") -> TrackRecord | None:
    found = track_records(given, [UKRAINIAN])
    return next((one for one in found if one.institution == of), None)


def fates(*given: Claim) -> tuple[int, int, int, int, int]:
    one = record(*given)
    assert one is not None
    return one.claims, one.confirmed, one.contradicted, one.echoed, one.pending


TAKEN = claim(MINISTRY, on(10))
HELD = {"event_type": "control", "claimed_controller": "Ukraine"}


def test_a_claim_that_the_other_side_concedes_later_is_confirmed_after_so_many_days() -> None:
    found = record(TAKEN, claim(STAFF, on(10, 17), against_interest=True))
    assert found is not None
    assert (found.claims, found.confirmed, found.median_days) == (1, 1, 7)
    assert found.side == "Russia"


def test_that_its_men_left_concedes_a_capture() -> None:
    left = claim(STAFF, on(12), event_type="withdrawal", claimed_controller=None, actor1="Ukraine")
    assert fates(TAKEN, left) == (1, 1, 0, 0, 0)


def test_silence_is_not_falsity_and_third_parties_do_not_confirm() -> None:
    assert fates(TAKEN, claim(PAPER, on(12))) == (1, 0, 0, 0, 1)


def test_what_the_other_side_holds_against_it_contradicts_until_it_gives_in() -> None:
    held = claim(STAFF, on(12), HELD)
    assert fates(TAKEN, held) == (1, 0, 1, 0, 0)
    assert fates(TAKEN, held, claim(STAFF, on(11, 20))) == (1, 1, 0, 0, 0)


def test_that_somebody_left_is_contradicted_by_who_says_to_be_there() -> None:
    fled = claim(MINISTRY, on(10), event_type="withdrawal", claimed_controller=None,
                 actor1="Ukraine")  # fmt: skip
    assert fates(fled, claim(STAFF, on(10, 12), HELD)) == (1, 0, 1, 0, 0)


def test_a_denial_contradicts() -> None:
    denied = claim(
        STAFF, on(11), modality="denied", claimed_controller=None, projected_controller="Russia"
    )
    assert fates(TAKEN, denied) == (1, 0, 1, 0, 0)


def test_what_happened_later_settles_nothing() -> None:
    back = claim(STAFF, on(20), claimed_controller="Ukraine")
    assert fates(TAKEN, back) == (1, 0, 0, 0, 1)
    lost_again = claim(STAFF, event_date=date(2022, 8, 1), event_date_end=date(2022, 8, 1),
                       published=date(2022, 8, 2), known_from=date(2022, 8, 2))  # fmt: skip
    assert fates(TAKEN, lost_again) == (1, 0, 0, 0, 1)


def test_who_says_what_the_other_side_has_admitted_is_not_confirmed_by_it() -> None:
    assert fates(claim(MINISTRY, on(10, 12)), claim(STAFF, on(10))) == (1, 0, 0, 1, 0)


def test_a_claim_repeated_counts_once() -> None:
    again = [claim(MINISTRY, on(day), document_sha256=f"d{day}") for day in (11, 12)]
    assert fates(TAKEN, *again) == (1, 0, 0, 0, 1)


def test_no_person_has_a_record() -> None:
    mayor = claim(claimant="Volodymyr Zelensky", claimant_kind="official", claimant_side="Ukraine")
    unknown = claim(claimant="Ivan Ivanenko", claimant_kind="local", claimant_side="Ukraine")
    expert = claim(claimant="Institute for the Study of War", claimant_kind="expert")
    for one in (mayor, unknown, expert):
        assert institution_of(one, [UKRAINIAN]) is None
    assert track_records([mayor, unknown, expert], [UKRAINIAN]) == []


def test_a_publisher_has_the_record_of_what_it_says_itself() -> None:
    own = claim(on(10), source="Daily", claimant="Daily", claimant_kind="source")
    found = record(own, claim(STAFF, on(10, 14)), claim(MINISTRY, on(10, 11)), of="Daily")
    assert found is not None
    assert (found.confirmed, found.median_days, found.side) == (1, 4, None)
    person = claim(on(10), source="Volodymyr Zelensky", claimant=None, claimant_kind="source")
    assert institution_of(person, [UKRAINIAN]) is None


def test_what_nobody_knows_the_day_of_is_left_out() -> None:
    assert record(claim(MINISTRY, published=None, known_from=None)) is None


@given(st.lists(claims(), max_size=12), st.randoms())
def test_order_and_repetition_never_matter_and_each_claim_has_one_fate(
    given: list[Claim], random: Any
) -> None:
    shuffled = [*given, *given]
    random.shuffle(shuffled)
    found = track_records(given, [UKRAINIAN])
    assert track_records(shuffled, [UKRAINIAN]) == found
    by_place = [[one for one in given if one.place_id == place] for place in ("gn2", "gn1")]
    assert track_records_in(by_place, [UKRAINIAN]) == found
    for one in found:
        assert one.claims == one.confirmed + one.contradicted + one.echoed + one.pending
        assert (one.median_days is None) == (one.confirmed == 0)


@given(st.lists(claims(), max_size=12))
def test_silence_confirms_and_contradicts_nothing(given: list[Claim]) -> None:
    for one in track_records([c for c in given if c.claimant_side != "Ukraine"], [UKRAINIAN]):
        if one.side == "Russia":
            assert one.pending == one.claims
