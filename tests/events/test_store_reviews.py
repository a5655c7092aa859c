"""What people say of the claims in a ledger, in both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from events.control import control_as_of
from events.corpus import Corpus
from events.errors import LedgerError, RecordError
from events.export import Provenance, claims_geojson
from events.review import Notice, Review
from events.store import Ledger
from events.types import Claim
from tests.events.sample import RUSSIA, SIDES, claim, document, june

REPORT = document("Hirske was taken.")
ONE = claim(RUSSIA, of=REPORT, claim_id="one")
TWO = claim(RUSSIA, of=REPORT, claim_id="two", event_type="attack", claimed_controller=None)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def ledger(address: str) -> Any:
    with Ledger.open(address) as opened:
        opened.add([REPORT], [ONE, TWO])
        yield opened


def review(decision: str = "accept", hours: int = 0, **more: Any) -> Review:
    values: dict[str, Any] = {"claim_id": "one", "reviewer": "Ann", "reason": "so it says"}
    values |= {"decision": decision, "at": NOON + timedelta(hours=hours)}
    return Review(**(values | more))


def notice(decision: str = "retract", **more: Any) -> Notice:
    values: dict[str, Any] = {"claim_id": "one", "source": "Daily", "reason": "an error"}
    return Notice(**(values | {"decision": decision, "published": june(26)} | more))


def standing(ledger: Ledger, claim_id: str = "one", **query: Any) -> Claim | None:
    found = {one.claim_id: one for one in ledger.claims(**query)}
    return found.get(claim_id)


def status(ledger: Ledger) -> str | None:
    one = standing(ledger)
    return one and one.review_status


def test_the_latest_review_wins_and_all_are_kept(ledger: Ledger) -> None:
    assert status(ledger) == "machine"
    later, first = review("reject", hours=2, reviewer="Ben"), review("accept", hours=1)
    for one in (later, first):
        ledger.review(one)
    assert status(ledger) == "rejected", "by time, not by entry"
    assert [(r.reviewer, r.decision, r.at) for r in ledger.reviews()] == [
        ("Ann", "accept", first.at),
        ("Ben", "reject", later.at),
    ]
    ledger.review(review("accept", hours=3))
    assert status(ledger) == "accepted"
    assert len(ledger.reviews()) == 3


def test_a_review_without_a_time_gets_the_present_one_in_utc(ledger: Ledger) -> None:
    before = datetime.now(UTC)
    kept = ledger.review(review(at=None))
    assert kept.at is not None
    assert before <= kept.at <= datetime.now(UTC)
    assert ledger.reviews() == [kept]
    east = datetime(2026, 1, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    assert ledger.review(review(at=east)).at == NOON


def test_the_same_review_again_adds_nothing(ledger: Ledger) -> None:
    for _ in range(2):
        ledger.review(review())
        ledger.notice(notice("correct", corrected={"date_prec": 2}))
    assert len(ledger.reviews()) == len(ledger.notices()) == 1


def test_a_review_keeps_how_far_its_claim_is_believed(ledger: Ledger) -> None:
    ledger.review(review(credibility="2"))
    ledger.review(review(hours=1))
    assert [one.credibility for one in ledger.reviews()] == ["2", None]


def test_a_correction_counts_and_the_claim_as_read_stays(ledger: Ledger) -> None:
    ledger.review(review("correct", corrected={"event_date": "2022-06-23", "date_prec": 2}))
    one = standing(ledger)
    assert one is not None
    assert (one.event_date, one.date_prec, one.review_status) == (june(23), 2, "corrected")
    assert ledger.original("one") == ONE
    assert standing(ledger, as_read=True) == ONE
    assert ledger.original("none") is None
    (row,) = [row for row in ledger.table().to_pylist() if row["claim_id"] == "one"]
    assert Claim(**row) == one, "in bulk too"


def test_a_correction_that_breaks_the_record_is_refused_and_not_kept(ledger: Ledger) -> None:
    with pytest.raises(RecordError, match="may not set claimed_controller"):
        ledger.review(review("correct", corrected={"modality": "planned"}))
    with pytest.raises(RecordError, match="is before 2022-06-30"):
        ledger.notice(notice("correct", corrected={"event_date": "2022-06-30"}))
    assert ledger.reviews() == []
    assert ledger.notices() == []


def test_a_claim_that_is_not_there_cannot_be_spoken_of(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="has no claim 'none'"):
        ledger.review(review(claim_id="none"))
    with pytest.raises(LedgerError, match="has no claim 'none'"):
        ledger.notice(notice(claim_id="none"))


def test_a_rejected_claim_decides_nothing(ledger: Ledger) -> None:
    def holders() -> dict[str, str]:
        found = control_as_of(ledger.claims(), june(24), side_of=SIDES)
        return {one.place_id: one.holder for one in found}

    assert holders() == {"gn1": "Russia"}
    ledger.review(review("reject"))
    assert holders() == {}


def test_what_a_source_took_back_is_gone_from_that_day_on_and_kept_with_the_reason(
    ledger: Ledger,
) -> None:
    kept = ledger.notice(notice(url="https://daily.example/errata", recorded_by="Ann"))
    assert standing(ledger) is None
    assert standing(ledger, known_on=june(25)) == ONE, "nobody knew it then"
    assert standing(ledger, known_on=june(26)) is None
    assert ledger.notices() == [kept]
    assert ledger.notices(known_on=june(25)) == []
    (rejected,) = ledger.rejected()
    assert rejected.reason == "retracted by Daily on 2022-06-26: an error"
    assert (rejected.start, rejected.end, rejected.text) == (0, len(REPORT.text), REPORT.text)
    assert ledger.rejected(known_on=june(25)) == []
    assert ledger.table().num_rows == 1
    with pytest.raises(LedgerError, match="taken back by its source"):
        ledger.review(review())


def test_what_a_source_corrected_counts_from_that_day_on(ledger: Ledger) -> None:
    ledger.notice(notice("correct", corrected={"claimed_controller": "Ukraine"}))
    now, before = standing(ledger), standing(ledger, known_on=june(25))
    assert now is not None
    assert before == ONE
    assert (now.claimed_controller, now.review_status) == ("Ukraine", "machine")


def test_a_review_counts_whatever_was_known_when(ledger: Ledger) -> None:
    ledger.review(review("reject"))
    assert [c.review_status for c in ledger.claims(known_on=june(24))] == ["rejected", "machine"]


def test_a_review_outlives_a_newer_extractor_that_reads_the_same(ledger: Ledger) -> None:
    ledger.review(review())
    newer = {"extractor_version": "2", "extraction_confidence": 0.5}
    ledger.add([REPORT], [claim(RUSSIA, of=REPORT, claim_id="one", **newer)])
    assert status(ledger) == "accepted"
    newer |= {"extractor_version": "3", "claimed_controller": "Ukraine"}
    ledger.add([REPORT], [claim(RUSSIA, of=REPORT, claim_id="one", **newer)])
    assert status(ledger) == "machine", "nobody has seen this reading"
    assert len(ledger.reviews()) == 1


def test_exports_and_snapshots_say_how_many_were_reviewed(ledger: Ledger) -> None:
    ledger.review(review())
    said = "machine-coded, 1 of 2 reviewed"
    corpus = Corpus.of(ledger)
    assert said in claims_geojson(corpus.claims, Provenance(claimmap_version="1"))
    assert said in corpus.snapshot()
