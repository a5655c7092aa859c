"""A disk that takes no more: the fault names the place, nothing stored is lost, no half is left.

Files may not grow beyond a size here, as the system itself refuses it.
"""

from __future__ import annotations

import csv
import hashlib
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

import pytest
from click.testing import CliRunner

from events.cli import cli
from events.errors import LedgerError
from events.export import FORMATS, write_whole
from events.store import Ledger
from tests.events.importer_tables import ACLED_COLUMNS, ACLED_ROW
from tests.events.sample import RUSSIA, claim, document

KILOBYTE = 1024


@contextmanager
def no_file_over(kilobytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * KILOBYTE, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fault_of(*arguments: object) -> BaseException | None:
    return CliRunner().invoke(cli, [str(one) for one in arguments]).exception


def names_in(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A ledger with claims that no compression makes small, each an event of its own."""
    words = [hashlib.sha512(str(n).encode()).hexdigest() for n in range(400)]
    report = document(" ".join(words))
    claims = [
        claim(RUSSIA, of=report, claim_id=word[:16], place_id=word[:9], evidence=word)
        for word in words
    ]
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.add([report], claims)
    return tmp_path / "ledger.sqlite"


def test_an_ingest_that_finds_no_room_adds_nothing_and_loses_nothing(store: Path) -> None:
    more = [document(f"Zolote was taken, {n}." + " Nothing else." * 40) for n in range(400)]
    with Ledger.open(store) as ledger:
        before, stamp = ledger.claims(), ledger.stamp()
        with no_file_over(64), pytest.raises(LedgerError, match=str(store)):
            ledger.add(more, [claim(RUSSIA, of=one, claim_id=one.sha256[:16]) for one in more])
        assert (ledger.claims(), ledger.stamp()) == (before, stamp)
        ledger.add(more)
    with Ledger.open(store, create=False) as ledger:
        assert len(ledger.documents()) == len(more) + 1
        assert ledger.claims() == before


def test_a_ledger_that_cannot_be_made_leaves_no_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    with no_file_over(1), pytest.raises(LedgerError, match=str(path)):
        Ledger.open(path)
    assert not names_in(tmp_path)


def test_a_file_that_finds_no_room_is_named_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text("what was here before")
    with no_file_over(1), pytest.raises(OSError, match="File too large") as told:
        write_whole(path, "x" * 2 * KILOBYTE)
    assert told.value.filename == str(path)
    assert path.read_text() == "what was here before"
    assert names_in(tmp_path) == {path.name}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_export_that_finds_no_room_tells_where_and_leaves_the_old_one(
    store: Path, form: str
) -> None:
    path = store.with_name("out")
    path.write_text("what was here before")
    with no_file_over(60):
        fault = fault_of("export", "--store", store, "--format", form, "-o", path)
    assert isinstance(fault, OSError)
    assert fault.filename in (str(path), gettempdir())  # where the parts lie on the way
    assert path.read_text() == "what was here before"
    assert names_in(store.parent) == {path.name, store.name}


@pytest.mark.parametrize("form", ["csv", "gpkg"])
def test_an_export_to_standard_output_tells_that_there_is_no_room_for_its_parts(
    store: Path, form: str
) -> None:
    with no_file_over(60):
        fault = fault_of("export", "--store", store, "--format", form)
    assert isinstance(fault, OSError)
    assert fault.filename == gettempdir()


def test_an_import_into_a_file_that_finds_no_room_leaves_no_half_of_it(tmp_path: Path) -> None:
    table, path = tmp_path / "acled.csv", tmp_path / "claims.jsonl"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ACLED_COLUMNS)
        writer.writeheader()
        writer.writerows({**ACLED_ROW, "event_id_cnty": f"UKR{n}"} for n in range(60))
    with no_file_over(40):
        fault = fault_of("import", "acled", table, "--source", "ACLED", "-o", path)
    assert isinstance(fault, OSError)
    assert fault.filename == str(path)
    assert names_in(tmp_path) == {table.name}
