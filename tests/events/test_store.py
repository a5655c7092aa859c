"""The ledger: append-only, idempotent, the same answers for the same input."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import LedgerError
from events.store import MEMORY, SCHEMA_VERSION, Added, Ledger
from events.types import Claim, Document, Rejected
from tests.events.sample import claim, document, june

ONE, TWO = document("Hirske was taken."), document("Zolote was taken.")
CLAIMS = [claim(of=ONE), claim(of=TWO, place_name="Zolote"), claim(of=ONE, event_type="attack")]


def refusal(of: Document, reason: str = "no place") -> Rejected:
    return Rejected(
        document_id=of.document_id,
        document_sha256=of.sha256,
        start=0,
        end=6,
        text="Hirske",
        reason=reason,
        stage="claim",
    )


UNREAD = Rejected(
    document_id="bad", document_sha256="0", start=0, end=0, text="", reason="empty", stage="read"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def test_what_was_added_comes_back_as_it_was(path: Path) -> None:
    with Ledger.open(path) as ledger:
        added = ledger.add([ONE, TWO], CLAIMS, [refusal(TWO), UNREAD])
    assert added == Added(documents=2, readings=2, claims=3, rejected=2)
    with Ledger.open(path, create=False) as ledger:
        assert sorted(ledger.claims(), key=hash) == sorted(CLAIMS, key=hash)
        assert ledger.documents() == sorted([ONE, TWO], key=lambda d: d.document_id)
        assert ledger.document(ONE.sha256) == ONE
        assert ledger.document("unknown") is None
        assert ledger.rejected() == [UNREAD, refusal(TWO)]


def test_adding_again_adds_nothing(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.add([ONE, TWO], CLAIMS, [refusal(TWO), UNREAD], run="first")
        custody = ledger.custody()
        again = ledger.add([TWO, ONE], reversed(CLAIMS), [UNREAD, refusal(TWO)], run="second")
        assert again == Added()
        assert ledger.custody() == custody
        assert {entry.run for entry in custody} == {"first"}


def test_every_field_survives_the_way_there_and_back(path: Path) -> None:
    full = claim(
        of=ONE,
        against_interest=True,
        own_voice_lead=True,
        share_percent=55.0,
        uncertainty_m=0.1,
        extraction_confidence=0.25,
        counts='[{"number": 2000}]',
        geo_candidates="[]",
        reported_via='["TASS"]',
    )
    report = replace(ONE, title="T", archived_url="https://a", origin_agency="Reuters", note="n")
    with Ledger.open(path) as ledger:
        ledger.add([report], [full])
        assert ledger.claims() == [full]
        assert ledger.documents() == [report]


def test_only_what_was_published_by_a_day_was_known_on_it(path: Path) -> None:
    late = claim(of=ONE, published=june(25), known_from=june(25))
    undated = claim(of=ONE, published=None, known_from=None)
    with Ledger.open(path) as ledger:
        ledger.add([ONE, TWO], [CLAIMS[1], late, undated])
        assert ledger.claims(known_on=june(24)) == [CLAIMS[1]]
        assert len(ledger.claims(known_on=june(25))) == 2
        assert len(ledger.claims()) == 3


def test_a_newer_extractor_supersedes_and_the_old_reading_is_kept(path: Path) -> None:
    old = claim(of=ONE, extractor_version="1.9")
    new = claim(of=ONE, extractor_version="1.10", event_type="control")
    with Ledger.open(path) as ledger:
        ledger.add([ONE], [old], [refusal(ONE, "old")])
        ledger.add([ONE], [new], [refusal(ONE, "new")])
        assert ledger.add([ONE], [old], [refusal(ONE, "old")]) == Added(), "an old one comes late"
        assert ledger.claims() == [new]
        assert [r.reason for r in ledger.rejected()] == ["new"]
        assert [d.document_id for d in ledger.documents()] == [ONE.document_id]
    kept = sqlite3.connect(path).execute("SELECT count(*) FROM claims").fetchone()
    assert kept == (2,)


def test_a_newer_extractor_that_finds_nothing_supersedes_too(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.add([ONE], [claim(of=ONE)])
        ledger.add([ONE], extractor_version="2")
        assert ledger.claims() == []


def test_reading_a_report_with_another_date_is_a_new_reading_of_it(path: Path) -> None:
    given = replace(ONE, published=june(20), published_basis="given")
    dated = [claim(of=given, published=june(20))]
    with Ledger.open(path) as ledger:
        ledger.add([ONE], [CLAIMS[0]])
        assert ledger.add([given], dated).documents == 0
        assert ledger.claims() == dated
        assert ledger.documents() == [given]
        ledger.add([ONE], [CLAIMS[0]])
        assert ledger.claims() == [CLAIMS[0]], "the last reading counts"


def test_the_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    answers = []
    for name, order in (("a", [ONE, TWO]), ("b", [TWO, ONE])):
        with Ledger.open(tmp_path / name) as ledger:
            for report in order:
                own = [c for c in CLAIMS if c.document_sha256 == report.sha256]
                ledger.add([report], own, [refusal(report)])
            answers.append((ledger.claims(), ledger.documents(), ledger.rejected()))
    assert answers[0] == answers[1]


@given(st.permutations(CLAIMS))
def test_the_order_of_claims_does_not_matter(shuffled: list[Claim]) -> None:
    with Ledger.open(MEMORY) as ledger:
        ledger.add([ONE, TWO], shuffled)
        assert ledger.claims() == sorted(
            CLAIMS, key=lambda c: (c.document_sha256, c.evidence_start, c.claim_id)
        )


def test_a_claim_without_its_document_is_refused_and_nothing_is_added(path: Path) -> None:
    with Ledger.open(path) as ledger:
        with pytest.raises(LedgerError, match=TWO.sha256):
            ledger.add([ONE], CLAIMS)
        assert ledger.documents() == []


def test_a_fault_on_the_way_leaves_the_ledger_as_it_was(path: Path) -> None:
    bad = replace(ONE, title=object())  # type: ignore[arg-type]  # SQLite cannot store it
    with Ledger.open(path) as ledger:
        ledger.add([TWO])
        with pytest.raises((LedgerError, TypeError)):
            ledger.add([document("another"), bad])
        assert ledger.documents() == [TWO]


def test_the_licences_of_the_gazetteers_in_use_are_kept(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.add_gazetteer("g1", ["B", "A"])
        ledger.add_gazetteer("g1", ["B", "A"])
        ledger.add_gazetteer("unused", ["C"])
        ledger.add([ONE], [CLAIMS[0]])
        assert ledger.licences() == ["A", "B"]


def test_readers_see_the_ledger_while_another_writes(path: Path) -> None:
    with Ledger.open(path) as writer, Ledger.open(path, create=False) as reader:
        writer.add([ONE], [CLAIMS[0]])
        assert len(reader.claims()) == 1


def test_the_schema_and_its_record_are_made_in_one_transaction(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ("CREATE TABLE half (a)", "CREATE TABLE half (a)")
    monkeypatch.setattr("events.store.MIGRATIONS", (broken,))
    with pytest.raises(LedgerError, match="table half already exists"):
        Ledger.open(path)
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_schema").fetchall() == []
    monkeypatch.undo()
    with Ledger.open(path):
        pass
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert database.execute("SELECT version FROM migrations").fetchall() == [(SCHEMA_VERSION,)]


def test_a_missing_ledger_is_made_only_if_asked(path: Path) -> None:
    with pytest.raises(LedgerError, match=r"no ledger at .*ledger\.sqlite; make one with"):
        Ledger.open(path, create=False)
    assert not path.exists()


def _foreign(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE theirs (a)")
    database.commit()
    database.close()


def _newer(path: Path) -> None:
    Ledger.open(path).close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.commit()
    database.close()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.write_text("a text, " * 200), "file is not a database"),
        (lambda path: path.mkdir(), "cannot open"),
        (_foreign, "no ledger of claimmap"),
        (_newer, "has schema 99"),
    ],
    ids=["text", "folder", "foreign", "newer"],
)
def test_what_is_no_ledger_is_named_and_left_as_it_was(path: Path, make: Any, why: str) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=why) as caught:
        Ledger.open(path)
    assert str(path) in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_damaged_ledger_is_told(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.add([ONE], [claim(of=ONE, evidence="x" * 9000, claim_id=str(n)) for n in range(9)])
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(LedgerError, match=r"ledger\.sqlite"), Ledger.open(path) as ledger:
        ledger.claims()


def _changed(path: Path, statement: str) -> None:
    with Ledger.open(path) as ledger:
        ledger.add([ONE], [CLAIMS[0]])
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(statement)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("ALTER TABLE custody ADD COLUMN document_sha256 TEXT", "custody"),
        ("ALTER TABLE claims DROP COLUMN uncertainty_m", "claims"),
        ("DROP TABLE gazetteers", "gazetteers"),
    ],
)
@pytest.mark.parametrize("create", [True, False])
def test_a_ledger_of_an_earlier_revision_says_what_to_do(
    path: Path, statement: str, table: str, *, create: bool
) -> None:
    _changed(path, statement)
    with pytest.raises(LedgerError, match=rf"differs in {table}\); move it away and read"):
        Ledger.open(path, create=create)


def test_a_ledger_opened_to_be_asked_takes_nothing_in(path: Path) -> None:
    Ledger.open(path).close()
    with (
        Ledger.open(path, create=False) as ledger,
        pytest.raises(LedgerError, match="readonly database"),
    ):
        ledger.add([ONE])
    assert [file.name for file in path.parent.iterdir()] == [path.name], "and leaves nothing"


def test_an_empty_file_is_no_ledger_to_ask(path: Path) -> None:
    path.touch()
    with pytest.raises(LedgerError, match="no ledger of claimmap"):
        Ledger.open(path, create=False)
    assert path.read_bytes() == b""


@pytest.mark.parametrize("name", ["a b?c#d%20.sqlite", "Журнал.sqlite"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    with Ledger.open(tmp_path / name) as ledger:
        ledger.add([ONE])
    assert [file.name for file in tmp_path.iterdir()] == [name]
    with Ledger.open(tmp_path / name, create=False) as ledger:
        assert ledger.documents() == [ONE]


class TestWhereNothingMayBeWritten:
    """A reader without the right to write: the system enforces it, unless the tests run as root."""

    @pytest.fixture(autouse=True)
    def barred(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        with Ledger.open(path) as ledger:
            ledger.add([ONE], [CLAIMS[0]])
        path.chmod(0o444)
        path.parent.chmod(0o555)
        monkeypatch.setattr("os.access", lambda *_: False)
        yield
        path.parent.chmod(0o755)

    def test_the_ledger_can_be_asked_and_no_file_is_made_beside_it(self, path: Path) -> None:
        with Ledger.open(path, create=False) as ledger:
            assert ledger.claims() == [CLAIMS[0]]
            assert [file.name for file in path.parent.iterdir()] == [path.name]

    def test_what_another_is_writing_is_seen(self, path: Path) -> None:
        path.parent.chmod(0o755)
        path.chmod(0o644)
        with Ledger.open(path) as writer:
            writer.add([TWO])
            with Ledger.open(path, create=False) as reader:
                assert len(reader.documents()) == 2
