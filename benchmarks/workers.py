"""How many reports a second this process, one worker and two read, in turn in one run.

Run from the checkout: ``python -m benchmarks.workers [--reports N] [--workers N ...]``. Reports are
those of the gold set's development half, again and again under other names. Everything is read
once before the clock starts in this process, and workers start with the clock: what starting them
costs is told by ``first``, the seconds until the first batch is there. Seconds of the processor
are those of this process and its workers together, which other programs disturb less than the
seconds that pass; their ratio to those of this process alone says what handing over costs.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice

from benchmarks.pipeline import GOLD
from events.documents import read_documents
from events.parallel import Processes
from events.pipeline import ReadsBatches, batches
from events.types import Document
from events.wiring import Shipped

REPORTS = 256


@dataclass(frozen=True, slots=True)
class Measured:
    """What reading took: seconds that passed, of which until the first batch; of the processor."""

    seconds: float
    first: float
    processor: float
    claims: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure this process, then each number of workers, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    options = parser.parse_args(arguments)
    documents = list(_reports(options.reports))
    pipeline = Shipped()()
    print(f"{len(documents)} reports; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':<14}{'reports/s':>10}{'first':>8}{'CPU s':>8}{'CPU ratio':>10}{'claims':>8}")
    list(pipeline.read_reports(documents[:64]))
    alone = measure(lambda given: map(pipeline.read_reports, given), documents)
    print(row("this process", alone, alone, documents))
    for workers in options.workers:
        found = measure(Processes(opener=Shipped(), workers=workers), documents)
        print(row(f"{workers} worker{'s' * (workers > 1)}", found, alone, documents))


def measure(read: ReadsBatches, documents: Sequence[Document]) -> Measured:
    """Read all reports and count what it took."""
    began, used, first, claims = time.perf_counter(), _processor(), 0.0, 0
    for batch in read(batches(documents)):
        claims += sum(len(reading.claims) for reading in batch)
        first = first or time.perf_counter() - began
    return Measured(time.perf_counter() - began, first, _processor() - used, claims)


def row(name: str, found: Measured, alone: Measured, documents: Sequence[Document]) -> str:
    """Return a line of the table; reports a second are counted from the first batch on."""
    size = len(next(batches(documents)))
    rate = (len(documents) - size) / (found.seconds - found.first)
    ratio = found.processor / alone.processor
    cells = (f"{rate:10.1f}", f"{found.first:8.1f}", f"{found.processor:8.1f}", f"{ratio:10.2f}")
    return f"{name:<14}{''.join(cells)}{found.claims:8d}"


def _processor() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, kinds))


def _reports(number: int) -> Iterator[Document]:
    gold, _ = read_documents([GOLD])
    for n, document in enumerate(islice(cycle(gold), number)):
        yield replace(document, document_id=f"report-{n}")


if __name__ == "__main__":
    main()
