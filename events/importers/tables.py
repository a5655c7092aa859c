"""Tables of rows -> batches: one loop for all formats, in the memory of one batch."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from events.errors import TableError
from events.importers.claims import Assembler, Coded, Context, LeftOut, Outcome, Refused
from events.importers.options import Batch
from events.importers.records import Record, delimiter_of, open_table, read_records, split
from events.importers.rows import BadRowError, Row, row_of
from events.resting import collector_at_rest
from events.types import Claim, Document, Rejected

BATCH_ROWS = 10_000
"""Claims and rejections that go to the ledger in one transaction."""
_FOUND_SHOWN = 60
_BEGIN_SHOWN = 40  # characters

RowReader = Callable[[Row, Context], Coded | LeftOut]
RowsReader = Callable[[Iterator[Row | Refused], Context], Iterator[Outcome]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a kind of table is told and read.

    ``required`` are the columns it must have, ``marks`` those by which it is recognised.
    Of each group of ``one_of`` one column must be there. ``columns`` are its columns where the file
    has no header; cells are then split at tabs. A cell that is ``blank`` is empty.
    """

    name: str
    required: tuple[str, ...]
    marks: tuple[str, ...]
    read: RowsReader
    columns: tuple[str, ...] | None = None
    one_of: tuple[tuple[str, ...], ...] = ()
    blank: str | None = None


def each(read_row: RowReader) -> RowsReader:
    """Return a reader of rows that takes each by itself."""

    def read(rows: Iterator[Row | Refused], context: Context) -> Iterator[Outcome]:
        for row in rows:
            yield row if isinstance(row, Refused) else attempt(read_row, row, context)

    return read


def attempt(read_row: RowReader, row: Row, context: Context) -> Outcome:
    """Return a row as coded, or refused with the reason."""
    try:
        return read_row(row, context)
    except BadRowError as fault:
        return Refused(row.line, row.raw, str(fault))


def import_rows(form: Format, path: Path, context: Context) -> Iterator[Batch]:
    """Yield the rows of a table as batches.

    Raises
    ------
    TableError
        At the first batch: the file cannot be read, or columns are missing.
    """
    with open_table(path) as stream:
        counted = _Counted(stream)
        reader = io.BufferedReader(counted)
        outcomes = form.read(counted.rows_of(_rows(form, reader, path)), context)
        yield from _batches(outcomes, Assembler.of(context, path.name), counted)


def _rows(form: Format, stream: io.BufferedReader[_Counted], path: Path) -> Iterator[Row | Refused]:
    if form.columns is not None:
        _check_tabs(form, stream.peek(), path)
        yield from _named(read_records(stream, "\t", quoted=False), form.columns, form.blank)
        return
    header = stream.readline(1 << 16)
    delimiter = delimiter_of(header.decode("utf-8", errors="replace"))
    try:
        columns = header_of(header, delimiter)
    except csv.Error as fault:
        raise TableError(f"{path} has no header: {fault}") from fault
    check_columns(form, columns, path)
    yield from _named(read_records(stream, delimiter, after=1), columns, form.blank)


def _named(
    records: Iterable[Record], columns: Sequence[str], blank: str | None
) -> Iterator[Row | Refused]:
    for record in records:
        if record.fault:
            yield Refused(record.line, record.raw, record.fault)
            continue
        try:
            yield row_of(record, columns, blank)
        except BadRowError as fault:
            yield Refused(record.line, record.raw, str(fault))


def header_of(line: bytes, delimiter: str) -> tuple[str, ...]:
    """Return the names of the columns, in lower case; a nameless one is named by its number.

    Raises `csv.Error` where the line is no row of a table.
    """
    text = line.decode("utf-8-sig", errors="replace").strip("\r\n")
    names = (cell.strip().lower() for cell in split(text, delimiter))
    return tuple(name or f"column {n}" for n, name in enumerate(names, start=1))


def check_columns(form: Format, columns: Sequence[str], path: Path) -> None:
    """Raise `TableError` where columns are missing or doubled: it names them, and what there is."""
    missing = [name for name in form.required if name not in columns]
    missing += [" or ".join(names) for names in form.one_of if not set(names) & set(columns)]
    if missing:
        found = ", ".join(columns[:_FOUND_SHOWN]) or "nothing"
        raise TableError(
            f"{path} is no {form.name} table: it lacks {', '.join(missing)};"
            f" its columns are: {found}"
        )
    if doubled := [name for name, n in Counter(columns).items() if n > 1]:
        raise TableError(f"{path} has columns of the same name: {', '.join(doubled)}")


def _check_tabs(form: Format, begin: bytes, path: Path) -> None:
    """Raise `TableError` where a file without a header is no table at all, by its first line."""
    first = begin.splitlines()[:1]
    if first and b"\t" not in first[0]:
        raise TableError(
            f"{path} is no {form.name} table: that has columns between tabs, and no header; its"
            f" first line begins {first[0].decode('utf-8', errors='replace')[:_BEGIN_SHOWN]!r}"
        )


class _Counted(io.RawIOBase):
    """A stream that hashes what is read from it, and counts the rows that come of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.rows = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._hash.update(data)
        buffer[: len(data)] = data
        return len(data)

    def rows_of(self, rows: Iterator[Row | Refused]) -> Iterator[Row | Refused]:
        for row in rows:
            self.rows += 1
            yield row

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


@dataclass
class _Held:
    """What waits for the next batch; a row whose bytes are there already is not taken twice."""

    documents: dict[str, Document] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def add(self, document: Document, claim: Claim) -> None:
        if document.sha256 not in self.documents:
            self.documents[document.sha256] = document
            self.claims.append(claim)

    def batch(self, rows: int) -> Batch:
        return Batch(
            documents=list(self.documents.values()),
            claims=self.claims,
            rejected=self.rejected,
            rows=rows,
        )

    @property
    def is_full(self) -> bool:
        return len(self.claims) + len(self.rejected) >= BATCH_ROWS


def _batches(
    outcomes: Iterator[Outcome], assembler: Assembler, counted: _Counted
) -> Iterator[Batch]:
    left = Counter[str]()
    while (held := _filled(outcomes, assembler, left)).is_full:
        yield held.batch(counted.rows)
    held.rejected += [
        assembler.count(reason, n, counted.sha256) for reason, n in sorted(left.items())
    ]
    yield held.batch(counted.rows)


def _filled(outcomes: Iterator[Outcome], assembler: Assembler, left: Counter[str]) -> _Held:
    """Return the next batch, full but for the last; what is left out is counted."""
    held = _Held()
    with collector_at_rest():
        for outcome in outcomes:
            if isinstance(outcome, LeftOut):
                left[outcome.reason] += 1
            else:
                _hold(held, outcome, assembler)
            if held.is_full:
                break
    return held


def _hold(held: _Held, outcome: Coded | Refused, assembler: Assembler) -> None:
    if isinstance(outcome, Coded):
        held.add(*assembler.take(outcome))
    else:
        held.rejected.append(assembler.refuse(outcome))
