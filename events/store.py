"""The ledger: an append-only SQLite file with the documents, their claims and what was rejected.

Bytes are stored by their SHA-256 (reports as they came, and their decoded text). Each time a
document is read differently (a newer extractor, another date given) a new *reading* of it is
added; nothing is edited or removed. What the ledger answers with is each document's current
reading: the one of the newest extractor, and of that one the last. Adding what is there already
adds nothing. When and by which run something was stored is in the custody log only, so that equal
input gives equal answers.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from events.errors import LedgerError
from events.rows import (
    DOCUMENT_FIELDS,
    MIGRATIONS,
    READING_FIELDS,
    REJECTED_FIELDS,
    Batch,
    Reading,
    Row,
    batch_of,
    claim_of,
    columns,
    document_of,
    version_key,
)
from events.types import CLAIM_FIELDS, Claim, Document, Rejected

MEMORY = ":memory:"
"""Instead of a file: a ledger that is forgotten when it is closed."""
SCHEMA_VERSION = len(MIGRATIONS)
_APPLICATION_ID = 0x636C6D70  # "clmp", so that a foreign SQLite file is told from ours
_BUSY_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many rows an ``add`` brought in; all zero where everything was there already."""

    documents: int = 0
    readings: int = 0
    claims: int = 0
    rejected: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(
            documents=self.documents + other.documents,
            readings=self.readings + other.readings,
            claims=self.claims + other.claims,
            rejected=self.rejected + other.rejected,
        )


class Ledger:
    """An open ledger. Use it as a context manager, or call ``close``.

    One process may write while others read (write-ahead log); a second writer waits.
    """

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self.path = path

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Ledger:
        """Open the ledger at ``path``, to add to it or, with ``create=False``, to ask it only.

        To be added to, it is made if absent and brought up to date if older.

        Parameters
        ----------
        path
            The file. Its folder must exist.
        create
            False where a missing ledger is an error. Nothing can then be added, and the file and
            its folder need not be writable.

        Raises
        ------
        LedgerError
            The file is missing (with ``create=False``), cannot be opened, is damaged, is not a
            ledger, or was written by another version of claimmap. The file is left as it was.
        """
        path = Path(path)
        if not create and not path.is_file():
            raise LedgerError(f"no ledger at {path}; make one with: claimmap run REPORTS --out DIR")
        try:
            database = _connect(path, create=create)
        except sqlite3.Error as fault:
            raise LedgerError(f"cannot open the ledger {path}: {fault}") from fault
        ledger = cls(database, path)
        try:
            with ledger._faults():
                ledger._prepare(create=create)
        except LedgerError:
            ledger.close()
            raise
        return ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Closing twice does no harm."""
        self._database.close()

    def add(
        self,
        documents: Sequence[Document],
        claims: Iterable[Claim] = (),
        rejected: Iterable[Rejected] = (),
        *,
        extractor_version: str | None = None,
        run: str | None = None,
    ) -> Added:
        """Take in documents with the claims and rejections read from them, all or nothing.

        Parameters
        ----------
        documents
            The documents that were read. One that yielded no claim is added all the same.
        claims, rejected
            What came of them. A rejection whose document is not among ``documents`` (it could not
            be read at all) is kept on its own.
        extractor_version
            The version that read documents without a claim; those of claims say their own.
        run
            A name of this run for the custody log.

        Raises
        ------
        LedgerError
            A claim's document is not among ``documents``; or the file cannot be written, in which
            case nothing was added.
        """
        batch = batch_of(documents, claims, rejected, extractor_version or "")
        with self._faults(), self._transaction():
            return self._add(batch, run)

    def claims(self, *, known_on: date | None = None) -> list[Claim]:
        """Return the claims of the current readings, sorted by document and position in it.

        Parameters
        ----------
        known_on
            Leave out what was published after this day, and what has no date of publication,
            since nobody can tell that it was known.
        """
        known = "" if known_on is None else " WHERE known_from <= ?"
        query = (
            f"SELECT {columns(CLAIM_FIELDS)} FROM claims JOIN (SELECT reading FROM current)"
            f" USING (reading){known} ORDER BY document_sha256, evidence_start, claim_id"
        )
        with self._faults():
            rows = self._database.execute(query, () if known_on is None else (str(known_on),))
            return [claim_of(row) for row in rows]

    def documents(self) -> list[Document]:
        """Return every document as currently read, sorted by ``document_id`` and hash."""
        with self._faults():
            return [document_of(row) for row in self._database.execute(_DOCUMENTS_QUERY)]

    def document(self, sha256: str) -> Document | None:
        """Return the document with these bytes, or None where the ledger has none such."""
        query = _DOCUMENTS_QUERY.replace(" ORDER BY", " WHERE document_sha256 = ? ORDER BY")
        with self._faults():
            row = self._database.execute(query, (sha256,)).fetchone()
        return None if row is None else document_of(row)

    def rejected(self) -> list[Rejected]:
        """Return what was rejected: reports not read, and sentences of the current readings."""
        query = (
            f"SELECT {columns(REJECTED_FIELDS)} FROM rejected WHERE reading IS NULL OR reading"
            " IN (SELECT reading FROM current) ORDER BY document_id, document_sha256, [start],"
            " [end], stage, reason"
        )
        with self._faults():
            return [
                Rejected(**dict(zip(REJECTED_FIELDS, row, strict=True)))
                for row in self._database.execute(query)
            ]

    def add_gazetteer(self, version: str, licences: Sequence[str]) -> None:
        """Keep the licences of a gazetteer's data, so that exports can carry them without it."""
        with self._faults(), self._transaction():
            self._database.execute(
                "INSERT OR IGNORE INTO gazetteers (version, licences) VALUES (?, ?)",
                (version, json.dumps(licences)),
            )

    def licences(self) -> list[str]:
        """Return the licences of the gazetteers that claims were read with, each once, sorted."""
        query = (
            "SELECT licences FROM gazetteers WHERE version IN (SELECT gazetteer_version FROM claims"
            " JOIN (SELECT reading FROM current) USING (reading))"
        )
        with self._faults():
            rows = self._database.execute(query).fetchall()
        return sorted({licence for (listed,) in rows for licence in json.loads(listed)})

    def custody(self) -> list[Custody]:
        """Return the log of what was stored when, oldest first. It is in no export."""
        with self._faults():
            query = "SELECT stored_at, run, document_sha256, digest FROM custody JOIN readings"
            rows = self._database.execute(f"{query} USING (reading) ORDER BY entry")
            return [Custody(*row) for row in rows]

    def _add(self, batch: Batch, run: str | None) -> Added:
        new, fresh = [], 0
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for reading in batch.readings:
            last, is_fresh = self._last_digest(reading)
            if last != reading.digest:
                fresh += is_fresh
                new.append((self._insert_reading(reading, run, now), reading))
        self._insert("claims", (row for at, one in new for row in one.claim_rows(at)))
        self._insert("rejected", (row for at, one in new for row in one.rejected_rows(at)))
        lone = self._insert("rejected", ((None, *row) for row in batch.unread))
        return Added(
            documents=fresh,
            readings=len(new),
            claims=sum(len(reading.claims) for _, reading in new),
            rejected=sum(len(reading.rejected) for _, reading in new) + lone,
        )

    def _last_digest(self, reading: Reading) -> tuple[str | None, bool]:
        """Return the digest of the last reading by this extractor, and whether there is none."""
        sha256 = reading.document.sha256
        rows = self._database.execute(
            "SELECT version_key, digest FROM readings WHERE document_sha256 = ? ORDER BY reading",
            (sha256,),
        ).fetchall()
        same = [digest for key, digest in rows if key == version_key(reading.version)]
        return (same[-1] if same else None), not rows

    def _insert_reading(self, reading: Reading, run: str | None, now: str) -> int:
        document = reading.document
        text = document.text.encode("utf-8")
        self._database.executemany(
            "INSERT OR IGNORE INTO bytes (sha256, content) VALUES (?, ?)",
            [(document.sha256, document.raw), (document.text_sha256, text)],
        )
        row = (
            *(document.sha256, document.text_sha256, reading.version),
            *(version_key(reading.version), reading.digest, *reading.described),
        )
        marks = ", ".join("?" * len(row))
        number = self._database.execute(
            f"INSERT INTO readings ({columns(READING_FIELDS)}) VALUES ({marks})", row
        ).lastrowid
        assert number is not None  # SQLite sets it for every row inserted
        self._database.execute(
            "INSERT INTO custody (stored_at, run, reading) VALUES (?, ?, ?)", (now, run, number)
        )
        return number

    def _insert(self, table: str, rows: Iterable[Row]) -> int:
        """Add rows, passing over what a unique index says is there; return how many were new."""
        before = self._database.total_changes
        names = {"claims": CLAIM_FIELDS, "rejected": REJECTED_FIELDS}[table]
        into = f"INSERT INTO {table} (reading, {columns(names)})"
        marks = ", ".join("?" * (len(names) + 1))
        self._database.executemany(f"{into} VALUES ({marks}) ON CONFLICT DO NOTHING", rows)
        return self._database.total_changes - before

    def _prepare(self, *, create: bool) -> None:
        (application,) = self._database.execute("PRAGMA application_id").fetchone()
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        (tables,) = self._database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if application != _APPLICATION_ID and (tables or not create):
            raise LedgerError(f"{self.path} is no ledger of claimmap")
        if version > SCHEMA_VERSION:
            raise LedgerError(
                f"the ledger {self.path} has schema {version}; this version of claimmap knows"
                f" {SCHEMA_VERSION}: use a newer claimmap"
            )
        if create:
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA foreign_keys = ON")
            if version < SCHEMA_VERSION:
                self._migrate(version)
        else:
            self._database.execute("PRAGMA query_only = ON")
        self._check_columns()

    def _check_columns(self) -> None:
        """Refuse a ledger whose tables are not as this version makes them."""
        with closing(sqlite3.connect(MEMORY)) as empty:
            for statement in chain.from_iterable(MIGRATIONS):
                empty.execute(statement)
            expected = _columns_of(empty)
        found = _columns_of(self._database)
        if amiss := sorted(t for t in expected if expected[t] != found.get(t)):
            raise LedgerError(
                f"the ledger {self.path} was made by another version of claimmap (it differs in"
                f" {', '.join(amiss)}); move it away and read the reports anew:"
                " claimmap run REPORTS --out DIR"
            )

    def _migrate(self, version: int) -> None:
        """Bring the schema up to date: every step and its record in one transaction."""
        with self._transaction():
            self._database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, at TEXT)"
            )
            for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
                for statement in step:
                    self._database.execute(statement)
                now = datetime.now(UTC).isoformat(timespec="seconds")
                self._database.execute(
                    "INSERT INTO migrations (version, at) VALUES (?, ?)", (number, now)
                )
                self._database.execute(f"PRAGMA user_version = {number}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise LedgerError(f"ledger {self.path}: {fault}") from fault


def _connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Connect to a ledger, asking for no more than is needed and allowed.

    SQLite keeps two files beside a ledger that is open. Whoever may write the folder opens for
    writing even to read, because a reader that may not would leave those files behind. Whoever
    may not write it needs to be told that nobody does (``immutable``), unless the files are there.
    """
    mode = "rwc" if create else "rw"
    if not create and not all(os.access(one, os.W_OK) for one in (path, path.parent)):
        mode = "ro" if path.with_name(f"{path.name}-wal").exists() else "ro&immutable=1"
    name = MEMORY if str(path) == MEMORY else f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(name, isolation_level=None, timeout=_BUSY_SECONDS, uri=True)


def _columns_of(database: sqlite3.Connection) -> dict[str, set[str]]:
    """Return the names of the columns of each table and view."""
    found: dict[str, set[str]] = defaultdict(set)
    for table, column in database.execute(
        "SELECT made.name, columns.name FROM sqlite_schema AS made"
        " JOIN pragma_table_info(made.name) AS columns WHERE made.type IN ('table', 'view')"
    ):
        found[table].add(column)
    return found


@dataclass(frozen=True, slots=True)
class Custody:
    """When a reading of a document was stored (UTC, ISO 8601), by which run, and its digest."""

    stored_at: str
    run: str | None
    document_sha256: str
    digest: str


_DOCUMENTS_QUERY = (
    f"SELECT document_sha256, text_sha256, raw.content, words.content, {columns(DOCUMENT_FIELDS)}"
    " FROM current JOIN bytes AS raw ON raw.sha256 = document_sha256"
    " JOIN bytes AS words ON words.sha256 = text_sha256 ORDER BY document_id, document_sha256"
)
