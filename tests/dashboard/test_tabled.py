"""Claims in a table are the claims themselves, made when they are looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import beside
from dashboard.beside import claims_of
from dashboard.columns import Columns, Window
from dashboard.holdings import Holdings
from dashboard.tabled import Tabled, column
from events.control import control_as_of
from events.control.table import ControlTable
from events.corpus import Corpus
from events.review import Notice, Review, Revision, fingerprint
from events.store import MEMORY, Ledger
from events.types import CLAIM_FIELDS, Claim
from tests.map.sample import DOCUMENTS, FRIDAY, sample_claims


def read_back() -> list[Claim]:
    """Return the sample as a ledger gives it back."""
    with Ledger.open(MEMORY) as ledger:
        ledger.add(DOCUMENTS, sample_claims(), extractor_version="1")
        return ledger.claims()


CLAIMS = read_back()
NUMBERS = st.integers(0, len(CLAIMS) - 1)


def table() -> Tabled:
    """Return the sample in a table of which no claim was made yet."""
    return Tabled(Tabled.of(CLAIMS).table)


def said(rejected: set[int], retracted: set[int]) -> Revision:
    """Return that these claims were rejected by a reviewer, and those taken back."""
    reviews = {
        CLAIMS[row].claim_id: Review(
            claim_id=CLAIMS[row].claim_id, decision="reject", reviewer="R", reason="r",
            as_read=fingerprint(CLAIMS[row]),
        )
        for row in rejected
    }  # fmt: skip
    notices = {
        CLAIMS[row].claim_id: (
            Notice(claim_id=CLAIMS[row].claim_id, decision="retract", source="Wire",
                   reason="an error", published=FRIDAY),
        )
        for row in retracted
    }  # fmt: skip
    return Revision(reviews=reviews, notices=notices)


def test_they_are_the_same_claims_in_the_same_order() -> None:
    assert list(table()) == CLAIMS
    assert len(table()) == len(CLAIMS)
    assert table()[3] == CLAIMS[3]
    assert table()[-1] == CLAIMS[-1]
    assert table()[2:9] == CLAIMS[2:9]
    assert list(Tabled.of([])) == []


def test_a_claim_is_made_once() -> None:
    claims = table()
    assert claims[1] is claims[1] is list(claims)[1]


@given(st.sets(NUMBERS, max_size=5), st.sets(NUMBERS, max_size=3))
def test_they_are_as_reviews_and_notices_leave_them(
    rejected: set[int], retracted: set[int]
) -> None:
    revise = said(rejected, retracted)
    expected = [now for claim in CLAIMS if (now := revise(claim)) is not None]
    found = table().revised(revise)
    for name in CLAIM_FIELDS:
        assert found.column(name).to_pylist() == [getattr(one, name) for one in expected]
        assert column(expected, name).to_pylist() == found.column(name).to_pylist()
    assert found[0] == expected[0]
    assert list(found) == expected
    again = found.revised(Revision())
    assert list(again) == CLAIMS


def test_columns_of_a_table_are_those_of_its_claims() -> None:
    tabled, plain = Columns(table()), Columns(CLAIMS)
    week = Window(date(2022, 6, 17), FRIDAY)
    assert list(tabled.inside(tabled.all, week)) == list(plain.inside(plain.all, week))
    assert tabled.words("claimant_side") == plain.words("claimant_side")
    assert list(tabled.latest_first(tabled.all)) == list(plain.latest_first(plain.all))
    assert tabled.find(CLAIMS[4].claim_id) == CLAIMS[4]
    assert tabled.find("absent") is tabled.find(None) is None
    assert tabled.some([5, 1]) == plain.some([5, 1]) == [CLAIMS[5], CLAIMS[1]]


def test_who_holds_what_is_told_from_columns_as_from_claims() -> None:
    twice = Columns([*CLAIMS, *CLAIMS])
    told = ControlTable.of_table(twice.of_control(twice.all)).as_of(FRIDAY)
    assert told == control_as_of(CLAIMS, FRIDAY)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a ledger of the sample, which counts as a big one."""
    monkeypatch.setattr(beside, "MANY", 10)
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        opened.add(DOCUMENTS, CLAIMS, extractor_version="1")
    return tmp_path / "ledger.sqlite"


def kept(ledger: Path) -> Path:
    return ledger.with_name("ledger.sqlite.claims")


def read(ledger: Path) -> Tabled:
    with Ledger.open(ledger, create=False) as opened:
        return claims_of(opened, str(ledger))


def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(Ledger, "claims", refused)


def test_a_big_ledger_is_read_once_also_when_it_is_reviewed(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(read(ledger))
    with Ledger.open(ledger) as opened:
        opened.review(
            Review(claim_id=CLAIMS[0].claim_id, decision="reject", reviewer="R", reason="r")
        )
    no_reading(monkeypatch)
    assert list(read(ledger)) == first


def test_what_is_added_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "MANY", 1)
    ledger = tmp_path / "ledger.sqlite"
    for documents in (DOCUMENTS[:1], DOCUMENTS[1:]):
        given = {document.sha256 for document in documents}
        claims = [claim for claim in CLAIMS if claim.document_sha256 in given]
        with Ledger.open(ledger) as opened:
            opened.add(documents, claims, extractor_version="1")
            expected = opened.claims()
        assert list(read(ledger)) == expected
        assert kept(ledger).is_file()


@pytest.mark.parametrize("damage", [b"", b"no head", b"cut"])
def test_what_is_damaged_is_made_anew(ledger: Path, damage: bytes) -> None:
    first, good = list(read(ledger)), kept(ledger).read_bytes()
    kept(ledger).write_bytes(good[:-9] if damage == b"cut" else damage)
    assert list(read(ledger)) == first
    assert kept(ledger).read_bytes() == good


def test_a_table_of_another_record_is_made_anew(ledger: Path) -> None:
    first = list(read(ledger))
    with Ledger.open(ledger, create=False) as opened:
        mark = beside._mark(opened)
    beside._write(kept(ledger), mark, Tabled.of(CLAIMS).table.drop_columns("source"))
    assert list(read(ledger)) == first


def test_small_ledgers_and_folders_that_may_not_be_written_to_keep_nothing(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", refused)
        assert len(read(ledger)) == len(CLAIMS)
    monkeypatch.setattr(beside, "MANY", len(CLAIMS) + 1)
    assert len(read(ledger)) == len(CLAIMS)
    assert not kept(ledger).exists()


def test_what_is_held_tells_its_wars_and_last_day_as_the_corpus_does(ledger: Path) -> None:
    with Ledger.open(ledger, create=False) as opened:
        held, corpus = Holdings.of(opened, ledger).as_read, Corpus.of(opened)
    assert held.last_day == corpus.last_day
    assert held.conflicts == corpus.conflicts
    assert replace(held, claims=()).last_day is None
