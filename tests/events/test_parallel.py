"""Reports read by several processes: the same readings in the same order, whoever dies."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from events.corpus import EXPORTS, Hands, take
from events.documents import read_documents
from events.errors import WorkerError
from events.parallel import Processes, opened
from events.pipeline import BATCH, BATCH_CHARACTERS, Reading, batches
from events.types import Document, Rejected
from events.wiring import Shipped
from tests.events.sample import document

Batches = list[list[Document]]


@dataclass(frozen=True)
class Opener:
    """Opens a reader that notes in a folder when it is opened."""

    notes: Path

    def __call__(self) -> Reader:
        (self.notes / f"opened-{os.getpid()}").touch(exist_ok=False)
        return Reader(self.notes)


@dataclass(frozen=True)
class Reader:
    """Refuses each report with its text; dies and dawdles where the text says so."""

    notes: Path

    def read_reports(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for one in documents:
            self._obey(one.text)
            refused = Rejected(
                document_id=one.document_id, document_sha256=one.sha256, start=0,
                end=len(one.text), text=one.text, reason=one.text, stage="read",
            )  # fmt: skip
            yield Reading(document=one, claims=(), rejected=(refused,))

    def _obey(self, text: str) -> None:
        if "slow" in text:
            time.sleep(0.3)
        if "always" in text or (text.startswith("deadly") and self._is_first(text)):
            os.kill(os.getpid(), signal.SIGKILL)
        if "faulty" in text:
            raise ZeroDivisionError(text)

    def _is_first(self, text: str) -> bool:
        try:
            (self.notes / text).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def reports(*texts: str) -> Batches:
    return [[document(text), document(f"{text[-1]} goes on")] for text in texts]


def texts(readings: Iterable[list[Reading]]) -> list[list[str]]:
    return [[reading.rejected[0].text for reading in batch] for batch in readings]


def both(*names: str) -> list[list[str]]:
    return [[name, f"{name[-1]} goes on"] for name in names]


@pytest.mark.parametrize("workers", [1, 3])
def test_readings_come_in_the_order_of_the_reports_whoever_is_first(
    tmp_path: Path, workers: int
) -> None:
    given = reports("slow a", "b", "c", "slow d", "e", "f", "g")
    found = texts(Processes(opener=Opener(tmp_path), workers=workers)(given))
    assert found == both("slow a", "b", "c", "slow d", "e", "f", "g")
    assert 1 <= len(list(tmp_path.glob("opened-*"))) <= workers, "each process opens it once"


def test_a_process_that_is_killed_changes_nothing(tmp_path: Path) -> None:
    names = ("a", "b", "deadly c", "d", "deadly e", "f", "g", "h")
    found = texts(Processes(opener=Opener(tmp_path), workers=2)(reports(*names)))
    assert found == both(*names)
    assert len(list(tmp_path.glob("deadly*"))) == 2


def test_a_batch_that_always_kills_ends_the_run_and_is_named(tmp_path: Path) -> None:
    read: list[list[Reading]] = []
    with pytest.raises(WorkerError, match="3 times in a row") as told:
        read.extend(Processes(opener=Opener(tmp_path), workers=1)(reports("a", "always deadly")))
    assert texts(read) == both("a")
    assert repr(document("always deadly").document_id) in str(told.value)


def test_a_fault_of_the_program_in_a_process_is_raised_here(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError, match="faulty"):
        list(Processes(opener=Opener(tmp_path), workers=2)(reports("a", "faulty")))


def test_no_more_batches_are_taken_than_can_wait(tmp_path: Path) -> None:
    taken: list[str] = []

    def given() -> Iterator[list[Document]]:
        for batch in reports(*"abcdefghijkl"):
            taken.append(batch[0].text)
            yield batch

    readings = Processes(opener=Opener(tmp_path), workers=1)(given())
    next(readings)
    assert len(taken) <= 2
    readings.close()
    assert len(taken) <= 2


def test_without_reports_no_process_is_started(tmp_path: Path) -> None:
    assert list(Processes(opener=Opener(tmp_path), workers=2)([])) == []
    assert list(tmp_path.iterdir()) == []


def test_batches_are_bounded_by_number_and_by_length() -> None:
    short = [document(f"report {n}") for n in range(BATCH + 1)]
    assert [len(batch) for batch in batches(short)] == [BATCH, 1]
    long = [document("x" * BATCH_CHARACTERS + str(n)) for n in range(2)]
    assert list(batches([*long, short[0]])) == [[long[0]], [long[1]], [short[0]]]
    assert list(batches([])) == []


def test_what_is_shipped_is_opened_once() -> None:
    opened.cache_clear()
    assert opened(Shipped("sudan")) is opened(Shipped("sudan"))
    assert opened(Shipped("sudan")) is not opened(Shipped("ukraine"))


@pytest.mark.slow
def test_any_number_of_processes_gives_the_same_bytes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four batches of the reports that are shipped; one process is killed on the way."""
    monkeypatch.setattr("events.pipeline.BATCH", 1)
    documents, unread = read_documents([root / "seeds/reports"])
    take(documents, unread).write(tmp_path / "alone")
    take(documents, unread, Hands(workers=2, progress=_Killer())).write(tmp_path / "two")
    for name in EXPORTS:
        alone, two = ((tmp_path / by / name).read_bytes() for by in ("alone", "two"))
        assert alone == two, name


class _Killer:
    """Kills one of the processes that read, once the first report is read."""

    def __call__(self, done: int, _of: int) -> None:
        if done == 1:
            import multiprocessing

            child = multiprocessing.active_children()[0]
            child.kill()
            child.join()
