"""A ledger in one SQLite file: one process writes while others read (write-ahead log)."""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from events.errors import LedgerError
from events.store.backend import Row, Values
from events.store.rows import iso
from events.store.schema import (
    FIRST_COLUMNS,
    SCHEMA_VERSION,
    SQLITE_STEPS,
    added_columns,
    quoted,
    record_columns,
)

MEMORY = ":memory:"
"""Instead of a file: a ledger that is forgotten when it is closed."""

_APPLICATION_ID = 0x636C6D70  # "clmp", so that a foreign SQLite file is told from ours
_BUSY_SECONDS = 30.0
_CACHE_KIB = 64 * 1024
_PAGE_BYTES = 16_384  # holds a dozen claims: a fifth faster to fill than SQLite's usual 4 kB
_DAYS = frozenset(
    name for table in FIRST_COLUMNS for name, kind in record_columns(table).items() if kind == "day"
)
"""The columns that hold days, which are ISO 8601 text here."""
_ROWS_AT_HAND = 128
_LOG_PAGES = 16_384  # 256 MB are written beside the file before they are folded into it


class SqliteBackend:
    """An open file; see `events.store.backend.Backend` for what its methods promise."""

    def __init__(self, database: sqlite3.Connection, name: str) -> None:
        self._database = database
        self.name = name

    @classmethod
    def open(cls, path: Path, *, create: bool) -> SqliteBackend:
        """Open a ledger to add to it or, without ``create``, to ask it only.

        One of an earlier schema is brought up to date in either case, where it may be written.
        """
        if not create and not path.is_file():
            raise LedgerError(f"no ledger at {path}; make one with: claimmap run REPORTS --out DIR")
        was_there = path.is_file()
        backend = cls._connected(path, create=create)
        try:
            behind = backend._is_behind(create=create)
            if behind and not create:
                backend.close()
                cls._upgrade(path)
                backend = cls._connected(path, create=False)
                behind = False
            with backend._faults():
                backend._prepare(create=create, behind=behind)
        except LedgerError:
            backend.close()
            if not was_there and path.is_file() and path.stat().st_size == 0:
                path.unlink()  # a full disk holds a name, and nothing under it
            raise
        return backend

    @classmethod
    def _connected(cls, path: Path, *, create: bool) -> SqliteBackend:
        try:
            return cls(_connect(path, create=create), str(path))
        except sqlite3.Error as fault:
            raise LedgerError(f"cannot open the ledger {path}: {fault}") from fault

    @classmethod
    def _upgrade(cls, path: Path) -> None:
        if not _may_be_written(path):
            raise LedgerError(
                f"the ledger {path} has an earlier schema and may not be written; open it once"
                " where it may be, which brings it up to date"
            )
        cls.open(path, create=True).close()

    def query(self, statement: str, values: Values = ()) -> list[Row]:
        """Return all rows."""
        with self._faults():
            return self._database.execute(statement, values).fetchall()

    def append(self, table: str, names: Sequence[str], rows: Iterable[Values]) -> None:
        """Add rows that are new for certain; columns that are null in all of them are not named.

        A third of a claim is null, and a null takes as long to hand over as a word. Rows are handed
        over while the processor still has them at hand.
        """
        left = iter(rows)
        while some := list(islice(left, _ROWS_AT_HAND)):
            columns = zip(names, zip(*some, strict=True), strict=True)
            used = {
                name: map(_day, values) if name in _DAYS else values
                for name, values in columns
                if values[0] is not None or values.count(None) < len(values)
            }
            with self._faults():
                self._database.executemany(
                    _insert(table, tuple(used)), zip(*used.values(), strict=True)
                )

    def append_new(self, table: str, names: Sequence[str], rows: Iterable[Values]) -> int:
        """Add the rows that are not there yet; return how many."""
        before = self._database.total_changes
        with self._faults():
            new = f"{_insert(table, tuple(names))} ON CONFLICT DO NOTHING"
            self._database.executemany(new, rows)
        return self._database.total_changes - before

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of it or nothing."""
        with self._faults():
            self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise
        with self._faults():
            self._database.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def _is_behind(self, *, create: bool) -> bool:
        """Tell whether steps or columns are missing; refuse what is no ledger that we know."""
        with self._faults():
            (application,) = self._database.execute("PRAGMA application_id").fetchone()
            (tables,) = self._database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            version = self._version()
        if application != _APPLICATION_ID and (tables or not create):
            raise LedgerError(f"{self.name} is no ledger of claimmap")
        if version > SCHEMA_VERSION:
            raise LedgerError(
                f"the ledger {self.name} has schema {version}; this version of claimmap knows"
                f" {SCHEMA_VERSION}: use a newer claimmap"
            )
        if not tables:
            return True
        self._check_columns(version)
        return version < SCHEMA_VERSION or any(self._missing().values())

    def _prepare(self, *, create: bool, behind: bool) -> None:
        self._database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        if not create:
            self._database.execute("PRAGMA query_only = ON")
            return
        self._database.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # of a new file only
        self._database.execute("PRAGMA journal_mode = WAL")
        # After a power cut the last reports may be missing, and are added again; nothing breaks.
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        self._database.execute("PRAGMA recursive_triggers = ON")  # REPLACE is a deletion too
        if behind:
            for number in range(1, SCHEMA_VERSION + 1):
                self._step(number)
            self._add_columns()

    def _version(self) -> int:
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        return int(version)

    def _step(self, number: int) -> None:
        """Take one step unless it, or a later one, is taken: with its record, or not at all."""
        with self.transaction():
            if self._version() >= number:
                return
            self._database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, at TEXT)"
            )
            for statement in SQLITE_STEPS[number - 1]:
                self._database.execute(statement)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self._database.execute(
                "INSERT INTO migrations (version, at) VALUES (?, ?)", (number, now)
            )
            self._database.execute(f"PRAGMA user_version = {number}")

    def _add_columns(self) -> None:
        with self.transaction():
            for table, names in self._missing().items():
                for name in names:
                    self._database.execute(f"ALTER TABLE {table} ADD COLUMN {quoted([name])}")

    def _missing(self) -> dict[str, list[str]]:
        """Return the columns of fields that the record gained and these tables do not have."""
        found = _columns_of(self._database)
        return {
            table: [name for name in added_columns(table) if name not in found[table]]
            for table in FIRST_COLUMNS
        }

    def _check_columns(self, version: int) -> None:
        """Refuse a ledger whose tables are not as its schema makes them."""
        found = _columns_of(self._database)
        with closing(sqlite3.connect(MEMORY)) as empty:
            for statement in _statements(version):
                empty.execute(statement)
            expected = _columns_of(empty)
        for table in FIRST_COLUMNS:
            found[table] -= added_columns(table).keys()
        if amiss := sorted(t for t in expected if not _agree(t, expected, found)):
            raise LedgerError(
                f"the ledger {self.name} was made by another version of claimmap (it differs in"
                f" {', '.join(amiss)}); move it away and read the reports anew:"
                " claimmap run REPORTS --out DIR"
            )

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise LedgerError(f"ledger {self.name}: {fault}") from fault


def _agree(table: str, expected: Mapping[str, set[str]], found: Mapping[str, set[str]]) -> bool:
    # The first view of the current readings showed all columns of a reading, whatever they were.
    return table == "current" or expected[table] == found.get(table)


def _statements(version: int) -> Iterator[str]:
    yield "CREATE TABLE migrations (version INTEGER PRIMARY KEY, at TEXT)"
    yield from chain.from_iterable(SQLITE_STEPS[:version])


@lru_cache(maxsize=256)
def _insert(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({quoted(names)}) VALUES ({', '.join('?' * len(names))})"


@lru_cache(maxsize=4096)
def _day(day: date | None) -> str | None:
    return None if day is None else iso(day)


def _may_be_written(path: Path) -> bool:
    return all(os.access(one, os.W_OK) for one in (path, path.parent))


def _adapt() -> None:
    """Tell Python's sqlite3 that nulls and flags are bound as they are.

    It seeks an adapter for every one that it binds, and finding none takes ten times as long as to
    bind a text. A third of a claim is null.
    """
    sqlite3.register_adapter(type(None), dict[None, str]().get)
    sqlite3.register_adapter(bool, int)


def _connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Connect to a ledger, asking for no more than is needed and allowed.

    SQLite keeps two files beside a ledger that is open. Whoever may write the folder opens for
    writing even to read, because a reader that may not would leave those files behind. Whoever
    may not write it needs to be told that nobody does (``immutable``), unless the files are there.
    """
    mode = "rwc" if create else "rw"
    if not create and not _may_be_written(path):
        mode = "ro" if path.with_name(f"{path.name}-wal").exists() else "ro&immutable=1"
    _adapt()
    name = MEMORY if str(path) == MEMORY else f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(name, isolation_level=None, timeout=_BUSY_SECONDS, uri=True)


def _columns_of(database: sqlite3.Connection) -> defaultdict[str, set[str]]:
    """Return the names of the columns of each table and view."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table, column in database.execute(
        "SELECT made.name, columns.name FROM sqlite_schema AS made"
        " JOIN pragma_table_info(made.name) AS columns WHERE made.type IN ('table', 'view')"
    ):
        found[table].add(column)
    return found
