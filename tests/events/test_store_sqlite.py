"""What is SQLite's own about a ledger: files, faults, rights, and what is no ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from events.errors import LedgerError
from events.store import Ledger
from events.verify import verify
from tests.events.sample import claim, document

ONE, TWO = document("Hirske was taken."), document("Zolote was taken.")
CLAIMS = [claim(of=ONE)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


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


@pytest.mark.parametrize("content", ["Hirske was lost.", b"\xff\xfe"], ids=["text", "no UTF-8"])
def test_a_report_that_was_exchanged_by_hand_is_told_by_its_hashes(
    path: Path, content: str | bytes
) -> None:
    with Ledger.open(path) as ledger:
        ledger.add([ONE], CLAIMS)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TRIGGER bytes_no_update")
        database.execute("UPDATE bytes SET content = ?", (content,))
    with Ledger.open(path, create=False) as ledger:
        faults = verify(ledger.claims(), ledger.documents())
    assert any("the hash of its bytes is" in fault.what for fault in faults)
