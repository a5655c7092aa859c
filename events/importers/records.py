"""The shared reader: a file of delimited text -> its records, each with its own bytes.

A record is what lies between two line breaks outside quotes. It is read as it comes, so that a
file of any length takes the memory of one record; a quote that is never closed spoils the line it
is in, not the rest of the file.
"""

from __future__ import annotations

import csv
import gzip
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from events.errors import TableError

LONGEST_RECORD = 1 << 20
"""Bytes after which a record without an end counts as broken."""
_BOM = b"\xef\xbb\xbf"
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its line (the first is 1), its bytes without the line break, its cells.

    ``fault`` says why the cells could not be read; they are then empty.
    """

    line: int
    raw: bytes
    cells: tuple[str, ...]
    fault: str | None = None


@contextmanager
def open_table(path: Path) -> Iterator[IO[bytes]]:
    """Open a table for reading bytes: a plain file, one under gzip, or the one in a ZIP archive.

    Raises
    ------
    TableError
        The file cannot be opened, or the archive holds no table or more than one.
    """
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(path.open("rb"))
            start = stream.read(4)
            stream.seek(0)
            if start.startswith(b"\x1f\x8b"):
                yield cast(IO[bytes], stack.enter_context(gzip.open(stream)))
            elif start.startswith(b"PK\x03\x04"):
                archive = stack.enter_context(zipfile.ZipFile(stream))
                yield stack.enter_context(archive.open(_only_table(archive, path)))
            else:
                yield stream
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as fault:
            reason = getattr(fault, "strerror", None) or str(fault)
            raise TableError(f"{path} cannot be read: {reason}") from fault


def _only_table(archive: zipfile.ZipFile, path: Path) -> str:
    names = [name for name in archive.namelist() if name.lower().endswith(_TEXT_SUFFIXES)]
    names = [name for name in names if not name.startswith("__MACOSX/")]
    if len(names) != 1:
        kinds, found = ", ".join(_TEXT_SUFFIXES), ", ".join(names) or "none"
        raise TableError(f"{path} must hold one table ({kinds}), it has {found}")
    return names[0]


def read_records(
    stream: IO[bytes], delimiter: str, *, quoted: bool = True, after: int = 0
) -> Iterator[Record]:
    """Yield the records of a stream; blank lines are passed over.

    Parameters
    ----------
    stream
        The bytes, UTF-8; a byte order mark is dropped.
    delimiter
        What stands between two cells.
    quoted
        False where a quotation mark is a character like any other.
    after
        How many lines of the file were read before.
    """
    lines = _Lines(stream, after)
    while held := lines.take_record(quoted=quoted):
        raw = b"".join(held).rstrip(b"\r\n")
        if raw.strip():
            yield _record(lines.number - len(held) + 1, raw, delimiter, quoted=quoted)


class _Lines:
    """The lines of a stream, of which some can be given back; none is longer than a record."""

    def __init__(self, stream: IO[bytes], after: int) -> None:
        self._stream = stream
        self._back: deque[bytes] = deque()
        self.number = after

    def take(self) -> bytes:
        line = self._back.popleft() if self._back else self._stream.readline(LONGEST_RECORD)
        self.number += bool(line)
        return line.removeprefix(_BOM) if self.number == 1 else line

    def take_record(self, *, quoted: bool) -> list[bytes]:
        """Return the lines of one record, [] at the end; one line where its quote never closes."""
        held = [line] if (line := self.take()) else []
        is_open = quoted and _opens(line)
        size = len(line)
        while is_open and size <= LONGEST_RECORD and (line := self.take()):
            held.append(line)
            size += len(line)
            is_open ^= _opens(line)
        if is_open:
            self._back.extendleft(reversed(held[1:]))
            self.number -= len(held) - 1
            held = held[:1]
        return held


def _opens(line: bytes) -> bool:
    return line.count(b'"') % 2 == 1


def _record(line: int, raw: bytes, delimiter: str, *, quoted: bool) -> Record:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        return Record(line, raw, (), f"not UTF-8 at byte {fault.start}")
    if len(raw) >= LONGEST_RECORD:
        return Record(line, raw, (), f"longer than {LONGEST_RECORD} bytes")
    if "\0" in text:
        return Record(line, raw, (), "binary: it holds zero bytes")
    try:
        return Record(line, raw, split(text, delimiter, quoted=quoted))
    except csv.Error as fault:
        return Record(line, raw, (), f"no row of a table: {fault}")


def split(text: str, delimiter: str, *, quoted: bool = True) -> tuple[str, ...]:
    """Return the cells of one record, without the quotes around them.

    Raises `csv.Error` where a quote is never closed.
    """
    if not quoted:
        return tuple(text.split(delimiter))
    return tuple(next(csv.reader((text,), delimiter=delimiter, strict=True), ()))


def delimiter_of(header: str) -> str:
    """Return the delimiter of a header: the one that gives the most columns."""
    return max(_DELIMITERS, key=header.count)
