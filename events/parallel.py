"""Reports read by several processes of this machine: the same readings, in the same order.

Reading a report depends on the report and on the data that is shipped, so that a batch may be read
anywhere, and again where a process died over it. Each process opens the memory-mapped gazetteer
and the parser once.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from threading import Lock
from typing import Protocol

from events.errors import WorkerError
from events.pipeline import Reading
from events.types import Document

ATTEMPTS = 3
"""Processes may die so often, with no batch read in between, before the run is given up."""
AHEAD = 2
"""Batches for each process that are given out at once: what waits is bounded."""


class ReadsReports(Protocol):
    """What reads reports once it is opened: ``events.pipeline.Pipeline``, or a fake."""

    def read_reports(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield what came of each report, in order."""
        ...


Opener = Callable[[], ReadsReports]
"""Opens what reads. It goes to other processes, so it is small, can be pickled, and equals and
hashes as any other that opens the same, by which it is opened once in each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """Reads batches in ``workers`` processes: a `ReadsBatches` of `events.pipeline`.

    Processes are spawned, which runs the main module of the program again under another name: a
    script has to keep what it does under ``if __name__ == "__main__"``.
    """

    opener: Opener
    workers: int

    def __call__(self, batches: Iterable[Sequence[Document]]) -> Iterator[list[Reading]]:
        """Yield the readings of each batch, in order, whichever is read first.

        A batch whose process died is read again.

        Raises
        ------
        WorkerError
            Processes died `ATTEMPTS` times in a row without one batch read.
        """
        given: deque[Sequence[Document]] = deque()
        left, died = iter(batches), 0
        while True:
            try:
                for readings in self._read(given, left):
                    died = 0
                    yield readings
            except BrokenProcessPool as fault:
                died += 1
                if died == ATTEMPTS:
                    raise WorkerError(_despair(given)) from fault
            else:
                return

    def _read(
        self, given: deque[Sequence[Document]], left: Iterator[Sequence[Document]]
    ) -> Iterator[list[Reading]]:
        """Yield readings for as long as no process dies; ``given`` is what is still to be read."""
        pool = ProcessPoolExecutor(
            self.workers, mp_context=get_context("spawn"), initializer=_prepare
        )
        try:
            waiting: deque[Future[list[Reading]]] = deque(map(self._submit(pool), given))
            while True:
                while len(given) < AHEAD * self.workers and (batch := next(left, None)):
                    given.append(batch)
                    waiting.append(self._submit(pool)(batch))
                if not waiting:
                    return
                readings = waiting.popleft().result()
                given.popleft()
                yield readings
        finally:
            pool.shutdown(cancel_futures=True)

    def _submit(
        self, pool: ProcessPoolExecutor
    ) -> Callable[[Sequence[Document]], Future[list[Reading]]]:
        return lambda batch: pool.submit(read_batch, self.opener, batch)


_ONE_AT_A_TIME = Lock()


def read_batch(opener: Opener, documents: Sequence[Document]) -> list[Reading]:
    """Return what came of some reports, read by what the opener opens, once in each process."""
    with _ONE_AT_A_TIME:  # a worker of a cluster may have several threads
        return list(opened(opener).read_reports(documents))


@lru_cache(maxsize=1)
def opened(opener: Opener) -> ReadsReports:
    """Return what the opener opens, opened once in this process."""
    return opener()


def _prepare() -> None:
    """Leave interrupts to the process that started this one, and one core to each.

    To be called before NumPy is imported, which counts the cores then.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OMP", "OPENBLAS", "BLIS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def _despair(given: Sequence[Sequence[Document]]) -> str:
    names = ", ".join(repr(document.document_id) for document in given[0][:3]) if given else "none"
    return (
        f"processes died {ATTEMPTS} times in a row, perhaps for want of memory, over the batch that"
        f" begins with {names}; what was read before is stored"
    )
