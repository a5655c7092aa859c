"""The claims of a big ledger as a table in a file beside it: a shortcut that nothing depends on.

Where the file is missing, damaged, of other contents or of another version of the record, the
ledger is read; where it cannot be written, nothing is lost. Reviews leave it as it is, for it has
the claims as they were read.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from dashboard.tabled import Tabled
from events.store import Ledger
from events.store.arrow import SCHEMA

MANY = 20_000  # claims from which reading them, or drawing their map, takes seconds
ENDING = ".claims"


def claims_of(ledger: Ledger, where: str | Path) -> Tabled:
    """Return the claims of a ledger as they were read, from the file beside it if that is good."""
    if not Path(where).is_file():
        return Tabled.of(ledger.claims(as_read=True))
    file = Path(where).with_name(Path(where).name + ENDING)
    mark = _mark(ledger) if file.is_file() else b""
    if mark and (known := _read(file, mark)) is not None:
        return Tabled(known)
    found = Tabled.of(ledger.claims(as_read=True))
    if len(found) >= MANY:
        _write(file, mark or _mark(ledger), found.table)
    return found


def _mark(ledger: Ledger) -> bytes:
    """Return a word for what was read: the log of custody has the digest of each reading."""
    entries = [(one.stored_at, one.document_sha256, one.digest) for one in ledger.custody()]
    return hashlib.sha256(repr(entries).encode()).hexdigest().encode()


def _read(file: Path, mark: bytes) -> pa.Table | None:
    with suppress(OSError, ValueError, pa.ArrowException):
        head, _, body = file.read_bytes().partition(b"\n")
        if head == _head(mark, body):
            table = pa.ipc.open_file(pa.BufferReader(body)).read_all()
            return table if table.schema.equals(SCHEMA) else None
    return None


def _write(file: Path, mark: bytes, table: pa.Table) -> None:
    """Keep it, whole or not at all."""
    body = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(body, table.schema, options=options) as writer:
        writer.write_table(table)
    packed = body.getvalue().to_pybytes()
    begun = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        begun.write_bytes(_head(mark, packed) + b"\n" + packed)
        begun.replace(file)


def _head(mark: bytes, body: bytes) -> bytes:
    return mark + b" " + hashlib.sha256(body).hexdigest().encode()
