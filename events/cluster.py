"""Reports read on a Dask cluster: its workers write parts, and here they are read in order.

The cluster is somebody else's: it has claimmap installed, in the version that is installed here,
and shares a folder with us. A scheduler runs what it is sent, so only its owner should reach it;
Dask's own configuration has the certificates for TLS.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from events.errors import WorkerError
from events.parallel import AHEAD, Opener, opened, read_batch
from events.parts import Order, is_whole, read_part, write_part
from events.pipeline import Pipeline, Reading
from events.types import Document

if TYPE_CHECKING:
    from distributed import Client, Future

_SECONDS = 30.0  # until a scheduler that does not answer is given up
_LOOK_SECONDS = 10.0
_WORKERLESS_SECONDS = 300.0  # a cluster may have to start its workers first, or again


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Reads batches on the cluster of a Dask scheduler: a `ReadsBatches` of `events.pipeline`.

    ``order`` names the folder for the parts and the versions that are to read. A part that is
    there already is not read again, so that a run that broke off goes on where it was.
    """

    opener: Opener
    scheduler: str
    order: Order

    def __call__(self, batches: Iterable[Sequence[Document]]) -> Iterator[list[Reading]]:
        """Yield the readings of each batch, in order, whichever is read first.

        Dask gives a batch whose worker died to another.

        Raises
        ------
        WorkerError
            Dask is not installed, nobody answers at the address, the workers have another version
            of claimmap or do not share the folder, a batch killed several of them, or there have
            been none for five minutes.
        """
        client = _connected(self.scheduler)
        try:
            yield from self._read(client, iter(batches))
        finally:
            client.close()

    def _read(self, client: Client, left: Iterator[Sequence[Document]]) -> Iterator[list[Reading]]:
        waiting: deque[tuple[Path, Future | None]] = deque()
        while True:
            threads = max(1, sum(client.nthreads().values()))  # workers come and go
            while len(waiting) < AHEAD * threads and (batch := next(left, None)):
                waiting.append(self._submitted(client, batch))
            if not waiting:
                return
            path, future = waiting.popleft()
            if future is not None:
                _wait_for(future, client)
            yield read_part(path)

    def _submitted(self, client: Client, batch: Sequence[Document]) -> tuple[Path, Future | None]:
        path = self.order.path_of(batch)
        if is_whole(path):
            return path, None
        return path, client.submit(make_part, self.opener, self.order, batch, pure=False)


def make_part(opener: Opener, order: Order, documents: Sequence[Document]) -> None:
    """Read reports and write their part: what a worker of the cluster does.

    Raises
    ------
    WorkerError
        What is installed here is of other versions than the order asks for.
    """
    pipeline = opened(opener)
    if isinstance(pipeline, Pipeline):
        _check(pipeline, order)
    path = order.path_of(documents)
    if not is_whole(path):
        write_part(path, read_batch(opener, documents))


def _check(pipeline: Pipeline, order: Order) -> None:
    asked = order.extractor_version, order.gazetteer_version
    here = pipeline.extractor_version, pipeline.gazetteer_version
    if here != asked:
        raise WorkerError(
            f"a worker reads by extractor {here[0]} and gazetteer {here[1]}, not by {asked[0]} and"
            f" {asked[1]}: install the same version of claimmap on the cluster"
        )


def _connected(scheduler: str) -> Client:
    try:
        from distributed import Client
    except ImportError as fault:
        raise WorkerError(
            "reading on a cluster needs Dask: install claimmap with the extra claimmap[dask]"
        ) from fault
    try:
        return Client(scheduler, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise WorkerError(f"no Dask scheduler answers at {scheduler}: {fault}") from fault


def _wait_for(future: Future, client: Client) -> None:
    from distributed import KilledWorker

    _see_done(future, client)
    try:
        future.result()
    except KilledWorker as fault:
        raise WorkerError(
            "several workers of the cluster died over one batch, perhaps for want of memory:"
            f" {fault}"
        ) from fault


def _see_done(future: Future, client: Client) -> None:
    """Return once a batch is read or given up; a task waits for workers for ever, we do not."""
    manned = monotonic()
    while not future.done():
        with suppress(TimeoutError):
            future.exception(timeout=_LOOK_SECONDS)
        if client.nthreads():
            manned = monotonic()
        elif monotonic() - manned > _WORKERLESS_SECONDS:
            raise WorkerError(
                f"the cluster has had no workers for {_WORKERLESS_SECONDS:g} s; what was read is"
                " in its parts: run the same again once it has some"
            )
