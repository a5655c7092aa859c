"""Reports read on a Dask cluster: the same readings in the same order, by way of parts."""

from __future__ import annotations

import gzip
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.cluster import Cluster, make_part
from events.corpus import EXPORTS, Hands, open_pipeline, take
from events.documents import read_documents
from events.errors import WorkerError
from events.parts import Order, is_whole, read_part, write_part
from events.pipeline import Reading
from events.types import Document, Rejected
from events.wiring import Shipped
from tests.events.sample import RUSSIA, claim, document

Batches = list[list[Document]]


@dataclass(frozen=True)
class Opener:
    """Opens a reader that notes in a folder what it reads."""

    notes: Path

    def __call__(self) -> Reader:
        return Reader(self.notes)


@dataclass(frozen=True)
class Reader:
    """Makes one claim of each report; kills its process where the text says so."""

    notes: Path

    def read_reports(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for one in documents:
            note = self.notes / f"{one.document_id}.read"
            is_first = not note.exists()
            note.touch()
            if "always" in one.text or ("deadly" in one.text and is_first):
                os.kill(os.getpid(), signal.SIGKILL)
            yield reading(one)


def reading(one: Document) -> Reading:
    refused = Rejected(
        document_id=one.document_id, document_sha256=one.sha256, start=0, end=3,
        text=one.text[:3], reason="fake", stage="claim",
    )  # fmt: skip
    return Reading(document=one, claims=(claim(RUSSIA, of=one),), rejected=(refused,))


def reports(*texts: str) -> Batches:
    return [[document(text), document(f"{text[-1]} goes on")] for text in texts]


def order(folder: Path, **more: Any) -> Order:
    values: dict[str, Any] = {"extractor_version": "1", "gazetteer_version": "g1"}
    return Order(folder=folder, **(values | more))


@pytest.fixture
def scheduler() -> Iterator[str]:
    """A cluster of two workers, each a process of its own, on loopback.

    Each test has its own: on a busy machine a worker that was killed does not always come back.
    """
    distributed = pytest.importorskip("distributed")
    dask = pytest.importorskip("dask")
    patient = {"distributed.comm.timeouts.connect": "120s"}
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1, **patient}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=2, host="127.0.0.1", dashboard_address=None
        ) as cluster,
    ):
        yield cluster.scheduler_address


def test_a_part_holds_what_was_read(tmp_path: Path) -> None:
    accents = document("Київ і Донецьк. \x85 \u2028 “quoted”\n", published=date(2022, 6, 24))
    told = [reading(accents), reading(document("Plain."))]
    told[1] = replace(told[1], claims=(), rejected=())
    path = order(tmp_path / "new").path_of([one.document for one in told])
    write_part(path, told)
    assert read_part(path) == told
    assert is_whole(path)
    once = path.read_bytes()
    write_part(path, told)
    assert path.read_bytes() == once
    assert [one.name for one in path.parent.iterdir()] == [path.name], "nothing unfinished is left"


def test_another_report_version_or_conflict_is_another_part(tmp_path: Path) -> None:
    one, other = document("One."), document("Other.")
    paths = {
        order(tmp_path).path_of([one]),
        order(tmp_path).path_of([one, other]),
        order(tmp_path).path_of([other, one]),
        order(tmp_path).path_of([replace(one, published=date(2022, 1, 1))]),
        order(tmp_path, extractor_version="2").path_of([one]),
        order(tmp_path, gazetteer_version="2").path_of([one]),
        order(tmp_path, conflict="sudan").path_of([one]),
    }
    assert len(paths) == 7
    assert order(tmp_path).path_of([document("One.")]) in paths


def test_a_part_that_was_damaged_or_changed_is_refused(tmp_path: Path) -> None:
    path = order(tmp_path).path_of([document("One.")])
    with pytest.raises(WorkerError, match="must be shared"):
        read_part(path)
    write_part(path, [reading(document("One."))])
    whole = path.read_bytes()
    path.write_bytes(gzip.compress(gzip.decompress(whole).replace(b"Hirske", b"Zolote")))
    with pytest.raises(WorkerError, match="does not hold what was written"):
        read_part(path)
    for damaged in (whole[:-20], b"", b"no gzip at all", gzip.compress(b"no json\n")):
        path.write_bytes(damaged)
        with pytest.raises(WorkerError, match=r"damaged|does not hold"):
            read_part(path)
        assert not is_whole(path)


def test_a_worker_makes_a_part_once_and_a_damaged_one_anew(tmp_path: Path) -> None:
    told, asked = reports("One.")[0], order(tmp_path / "parts")
    path = asked.path_of(told)
    make_part(Opener(tmp_path), asked, told)
    assert read_part(path) == [reading(one) for one in told]
    path.write_bytes(path.read_bytes()[:-9])
    make_part(Opener(tmp_path), asked, told)
    assert is_whole(path)


def test_a_worker_of_another_version_refuses(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match=r"not by 1 and g1: install the same version"):
        make_part(Shipped("ukraine"), order(tmp_path), reports("One.")[0])


def test_without_dask_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    cluster = Cluster(opener=Opener(tmp_path), scheduler="tcp://x", order=order(tmp_path))
    with pytest.raises(WorkerError, match=r"claimmap\[dask\]"):
        next(cluster(reports("One.")))


def test_an_address_without_a_scheduler_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("events.cluster._SECONDS", 0.3)
    where = "tcp://127.0.0.1:9"
    cluster = Cluster(opener=Opener(tmp_path), scheduler=where, order=order(tmp_path))
    with pytest.raises(WorkerError, match=f"no Dask scheduler answers at {where}"):
        next(cluster(reports("One.")))


def test_a_cluster_reads_in_order_though_a_worker_is_killed(scheduler: str, tmp_path: Path) -> None:
    given = reports(*"abc", "deadly", *"efghij")
    cluster = Cluster(opener=Opener(tmp_path), scheduler=scheduler, order=order(tmp_path / "parts"))
    expected = [[reading(one) for one in batch] for batch in given]
    assert list(cluster(iter(given))) == expected
    notes = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.read")}
    assert len(notes) == 2 * len(given)
    assert list(cluster(given)) == expected
    again = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.read")}
    assert again == notes, "parts that are there are not read again"


def test_a_batch_that_kills_every_worker_ends_the_run(scheduler: str, tmp_path: Path) -> None:
    cluster = Cluster(opener=Opener(tmp_path), scheduler=scheduler, order=order(tmp_path / "parts"))
    with pytest.raises(WorkerError, match="several workers"):
        list(cluster(reports("always")))


def test_a_cluster_that_has_lost_its_workers_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("events.cluster._LOOK_SECONDS", 0.1)
    monkeypatch.setattr("events.cluster._WORKERLESS_SECONDS", 0.3)
    with distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None) as empty:
        where = empty.scheduler_address
        cluster = Cluster(opener=Opener(tmp_path), scheduler=where, order=order(tmp_path))
        with pytest.raises(WorkerError, match=r"no workers for 0\.3 s"):
            next(cluster(reports("One.")))


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_as_this_process(
    root: Path, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.pipeline.BATCH", 1)
    documents, unread = read_documents([root / "seeds/reports"])
    take(documents, unread).write(tmp_path / "alone")
    hands = Hands(scheduler=scheduler, parts=tmp_path / "parts")
    take(documents, unread, hands).write(tmp_path / "cluster")
    for name in EXPORTS:
        alone, there = ((tmp_path / by / name).read_bytes() for by in ("alone", "cluster"))
        assert alone == there, name
    assert len(list((tmp_path / "parts").rglob("*.jsonl.gz"))) == len(documents)
    with pytest.raises(WorkerError):
        next(iter(hands.reads(replace(open_pipeline(), extractor_version="0"))([documents[:1]])))
