"""A reader's desk: what is shared, what is the reader's own, and where reviews go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboard.desk import SHIPPED, Desk
from dashboard.holdings import Holdings, as_read_stamp
from events.corpus import Corpus
from events.errors import LedgerError
from events.review import Notice, Review
from events.store import Ledger
from tests.map.sample import DOCUMENTS, FRIDAY, sample_claims

CLAIMS = sample_claims()


def load(where: str | None, stamp: str) -> Holdings:
    if where is None:
        return Holdings(Corpus(documents=tuple(DOCUMENTS), claims=tuple(CLAIMS), rejected=()))
    with Ledger.open(where, create=False) as ledger:
        return Holdings.of(ledger, where)


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        ledger.add(DOCUMENTS, CLAIMS, extractor_version="1")
    return str(path)


def review(number: int = 0, **more: Any) -> Review:
    values = {"decision": "accept", "reviewer": "R. Viewer", "reason": "it says so"} | more
    return Review(claim_id=CLAIMS[number].claim_id, **values)


def statuses(corpus: Corpus) -> dict[str, str]:
    return {claim.claim_id: claim.review_status for claim in corpus.claims}


def test_a_review_of_a_ledgers_claim_goes_into_that_ledger_and_others_see_it(store: str) -> None:
    mine, yours = Desk(store), Desk(store)
    mine.review(review(), mine.corpus(load))
    assert not mine.own.exists()
    assert statuses(yours.corpus(load))[CLAIMS[0].claim_id] == "accepted"
    assert [one.decision for one in yours.reviews()] == ["accept"]


def test_what_reviewers_believe_is_told_of_both_ledgers(store: str) -> None:
    desk = Desk(store)
    other = next(one for one in DOCUMENTS if one.sha256 != CLAIMS[0].document_sha256)
    added = [one for one in CLAIMS if one.document_sha256 == other.sha256]
    with Ledger.open(desk.own) as own:
        own.add([other], added)
    desk.review(review(credibility="2"), desk.corpus(load))
    believed = Review(
        claim_id=added[0].claim_id, decision="accept", reviewer="R.", reason="so", credibility="3"
    )
    desk.review(believed, desk.corpus(load))
    corpus = desk.corpus(load)
    told = {claim.claim_id: corpus.admiralty.of(claim)[1] for claim in corpus.claims}
    assert (told[CLAIMS[0].claim_id], told[added[0].claim_id]) == ("2", "3")
    assert list(told.values()).count("6") == len(told) - 2


def test_a_review_of_what_is_shipped_is_the_readers_own(tmp_path: Path) -> None:
    mine, yours = Desk(None), Desk(None)
    mine.review(review(decision="reject"), mine.corpus(load))
    mine.review(review(1), mine.corpus(load))
    assert mine.is_local
    assert mine.name == SHIPPED
    told = statuses(mine.corpus(load))
    assert (told[CLAIMS[0].claim_id], told[CLAIMS[1].claim_id]) == ("rejected", "accepted")
    assert len(told) == len(CLAIMS)
    assert set(statuses(yours.corpus(load)).values()) == {"machine"}
    mine.clear()
    assert set(statuses(mine.corpus(load)).values()) == {"machine"}


def test_what_a_reader_added_is_reviewed_in_the_readers_own_ledger(
    store: str, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.sqlite"
    Ledger.open(empty).close()
    desk = Desk(str(empty))
    with Ledger.open(desk.own) as ledger:
        ledger.add(DOCUMENTS, CLAIMS, extractor_version="1")
    desk.review(review(), desk.corpus(load))
    assert statuses(desk.corpus(load))[CLAIMS[0].claim_id] == "accepted"
    with Ledger.open(empty, create=False) as ledger:
        assert ledger.reviews() == []


def test_the_corpus_is_that_of_the_ledger_whatever_was_said_of_its_claims(store: str) -> None:
    with Ledger.open(store) as ledger:
        ledger.review(review(0, decision="correct", corrected={"event_type": "clash"}))
        ledger.review(review(1, decision="reject"))
        ledger.notice(
            Notice(claim_id=CLAIMS[2].claim_id, decision="retract", source="Wire",
                   reason="an error", published=FRIDAY)
        )  # fmt: skip
        expected = Corpus.of(ledger)
    found = Desk(store).corpus(load)
    assert list(found.claims) == list(expected.claims)
    assert found.rejected == expected.rejected


def test_a_review_changes_the_key_and_not_what_was_read(store: str) -> None:
    desk = Desk(store)
    corpus = desk.corpus(load)
    key, read_key = desk.key, desk.read_key
    assert desk.corpus(load) is corpus
    desk.review(review(), corpus)
    desk.corpus(load)
    assert desk.key != key
    assert desk.read_key == read_key
    assert as_read_stamp("7 3 1 0") == "7 1 0"


def test_what_is_no_claim_here_is_not_reviewed(store: str) -> None:
    desk = Desk(None)
    stranger = Review(claim_id="absent", decision="accept", reviewer="R", reason="r")
    with pytest.raises(LedgerError, match="no claim 'absent'"):
        desk.review(stranger, desk.corpus(load))
    with pytest.raises(LedgerError, match="no ledger at"):
        Desk(str(Path(store).with_name("absent.sqlite"))).check()
