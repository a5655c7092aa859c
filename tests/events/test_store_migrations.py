"""Ledgers of other schemas: earlier ones are brought up to date, newer ones are refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from events.errors import LedgerError
from events.review import Review
from events.store import SCHEMA_VERSION, Added, Ledger
from events.store import postgres as postgres_module
from events.store import sqlite as sqlite_module
from events.store.schema import added_columns
from tests.events.old_ledger import make_old_ledger
from tests.events.sample import claim, document
from tests.events.test_store import refusal

ONE = document("Hirske was taken.")
CLAIMS = [claim(of=ONE), claim(of=ONE, event_type="attack", against_interest=True)]
BROKEN = ("CREATE TABLE half (a text)", "CREATE TABLE half (a text)")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.sqlite"
    make_old_ledger(path, ONE, CLAIMS, [refusal(ONE)])
    return path


def versions(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as database:
        (now,) = database.execute("PRAGMA user_version").fetchone()
        taken = [n for (n,) in database.execute("SELECT version FROM migrations ORDER BY version")]
    assert taken == list(range(1, now + 1)), "every step has its record"
    return taken


@pytest.mark.parametrize("create", [True, False])
def test_a_ledger_of_the_first_schema_is_brought_up_to_date(old: Path, *, create: bool) -> None:
    with Ledger.open(old, create=create) as ledger:
        assert sorted(ledger.claims(), key=hash) == sorted(CLAIMS, key=hash)
        assert ledger.documents() == [ONE]
        assert ledger.rejected() == [refusal(ONE)]
        assert ledger.licences() == ["A"]
        assert [entry.run for entry in ledger.custody()] == ["old"]
    assert versions(old) == list(range(1, SCHEMA_VERSION + 1))


def test_what_an_old_ledger_holds_is_not_added_again_and_can_be_reviewed(old: Path) -> None:
    with Ledger.open(old) as ledger:
        assert ledger.add([ONE], CLAIMS, [refusal(ONE)], extractor_version="1") == Added()
        one = CLAIMS[0].claim_id
        ledger.review(Review(claim_id=one, decision="reject", reviewer="Ann", reason="no"))
        status = {c.claim_id: c.review_status for c in ledger.claims()}
    assert status == {one: "rejected", CLAIMS[1].claim_id: "machine"}


def test_an_old_ledger_that_may_not_be_written_says_so_and_stays(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(LedgerError, match="earlier schema and may not be written"):
        Ledger.open(old, create=False)
    assert old.read_bytes() == before


def test_opening_again_takes_no_step_twice(address: str) -> None:
    for _ in range(2):
        with Ledger.open(address) as ledger:
            taken = ledger._backend.query("SELECT version FROM migrations ORDER BY version")
    assert taken == [(number,) for number in range(1, SCHEMA_VERSION + 1)]


def steps(monkeypatch: pytest.MonkeyPatch, *more: tuple[str, ...]) -> None:
    """Make this claimmap one that knows further steps."""
    for module, name in ((sqlite_module, "SQLITE_STEPS"), (postgres_module, "POSTGRES_STEPS")):
        known = (*getattr(module, name), *more)
        monkeypatch.setattr(module, name, known)
        monkeypatch.setattr(module, "SCHEMA_VERSION", len(known))


def test_a_step_and_its_record_share_one_transaction(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.open(address) as ledger:
        ledger.add([ONE], CLAIMS)
    steps(monkeypatch, ("CREATE TABLE whole (a text)",), BROKEN)
    with pytest.raises(LedgerError, match=r"half\"? already exists"):
        Ledger.open(address)
    monkeypatch.undo()
    steps(monkeypatch, ("CREATE TABLE whole (a text)",))
    with Ledger.open(address, create=False) as ledger:
        assert len(ledger.claims()) == 2, "what was there is there"
        taken = ledger._backend.query("SELECT max(version) FROM migrations")
        assert taken == [(SCHEMA_VERSION + 1,)], "the step before the broken one was taken"
        assert ledger._backend.query("SELECT * FROM whole") == []
        with pytest.raises(LedgerError, match="half"):
            ledger._backend.query("SELECT * FROM half")


def test_a_newer_ledger_is_refused_and_left_as_it_was(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps(monkeypatch, ("CREATE TABLE newer (a text)",))
    Ledger.open(address).close()
    monkeypatch.undo()
    for create in (True, False):
        with pytest.raises(LedgerError, match=rf"schema {SCHEMA_VERSION + 1}; this version"):
            Ledger.open(address, create=create)


@pytest.mark.parametrize("create", [True, False])
def test_a_field_that_the_record_gains_gets_its_column(
    address: str, monkeypatch: pytest.MonkeyPatch, *, create: bool
) -> None:
    def added(table: str) -> Mapping[str, str]:
        more = {"mood": "text", "seen_on": "day"} if table == "claims" else {}
        return {**added_columns(table), **more}

    with Ledger.open(address) as ledger:
        ledger.add([ONE], CLAIMS)
    for module in (sqlite_module, postgres_module):
        monkeypatch.setattr(module, "added_columns", added)
    for _ in range(2):
        with Ledger.open(address, create=create) as ledger:
            assert ledger._backend.query("SELECT mood, seen_on FROM claims") == [(None, None)] * 2
            assert len(ledger.claims()) == 2


def test_a_field_added_to_the_record_changes_no_digest_until_it_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from events.store import rows

    before = rows.batch_of([ONE], CLAIMS, [], "1").readings[0].digest
    monkeypatch.setattr(rows, "_ADDED_AT", ((rows.CLAIM_FIELDS.index("licence"), "licence"),))
    monkeypatch.setattr(rows, "_FIRST_AT", tuple(range(len(rows.CLAIM_FIELDS))))
    monkeypatch.setattr(rows, "defaults", lambda _: {"licence": None})
    assert rows.batch_of([ONE], CLAIMS, [], "1").readings[0].digest == before
    changed = [replace(one, licence="CC0-1.0") for one in CLAIMS]
    assert rows.batch_of([ONE], changed, [], "1").readings[0].digest != before


def test_the_contents_of_an_old_ledger_are_kept_and_stay_append_only(old: Path) -> None:
    Ledger.open(old).close()
    with closing(sqlite3.connect(old)) as database:
        kept = dict(database.execute("SELECT sha256, content FROM bytes"))
        for change in ("UPDATE bytes SET content = x'00'", "DELETE FROM bytes"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only: bytes takes no"):
                database.execute(change)
    assert kept[ONE.sha256] == ONE.raw
