"""A ledger in a PostgreSQL database with PostGIS, for teams: many read, one writes at a time.

Its tables are in the first schema of the connection's search path, so that
``?options=-csearch_path=NAME,public`` keeps several ledgers in one database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from events.errors import LedgerError
from events.store.backend import Row, Values
from events.store.schema import (
    FIRST_COLUMNS,
    GUARDED,
    POSTGRES_STEPS,
    POSTGRES_TYPES,
    SCHEMA_VERSION,
    added_columns,
    quoted,
)

if TYPE_CHECKING:
    import psycopg

_CONNECT_SECONDS = 10
_SECRETS = ("password", "sslpassword")


class PostgresBackend:
    """An open connection; see `events.store.backend.Backend` for what its methods promise."""

    def __init__(self, connection: psycopg.Connection[Row], name: str) -> None:
        self._connection = connection
        self.name = name

    @classmethod
    def open(cls, url: str, *, create: bool) -> PostgresBackend:
        """Open the ledger in a database to add to it or, without ``create``, to ask it only.

        One of an earlier schema is brought up to date in either case, where the user may do so.
        """
        backend = cls._connected(url)
        try:
            behind = backend._is_behind(create=create)
            if behind:
                backend._upgrade()
            if not create:
                backend.query("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", rows=False)
        except LedgerError:
            backend.close()
            raise
        return backend

    @classmethod
    def _connected(cls, url: str) -> PostgresBackend:
        name = without_password(url)
        try:
            import psycopg
        except ImportError as fault:
            raise LedgerError(
                f"the ledger {name} needs the driver for PostgreSQL, which is in the extra"
                " claimmap[postgres]; in the checkout: .venv/bin/pip install -e .[postgres]"
            ) from fault
        try:
            connection = psycopg.connect(
                url,
                autocommit=True,
                connect_timeout=_CONNECT_SECONDS,
                fallback_application_name="claimmap",
            )
        except psycopg.Error as fault:
            why = _without(_secrets(url), str(fault))
            raise LedgerError(f"cannot open the ledger {name}: {why}") from None
        return cls(connection, name)

    def query(self, statement: str, values: Values = (), *, rows: bool = True) -> list[Row]:
        """Return all rows."""
        with self._faults(), self._connection.cursor(binary=True) as cursor:
            cursor.execute(_marked(statement), values or None)
            return cursor.fetchall() if rows else []

    def append(self, table: str, names: Sequence[str], rows: Iterable[Values]) -> None:
        """Add rows that are new for certain."""
        statement = f"COPY {table} ({quoted(names)}) FROM STDIN"
        with self._faults(), self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def append_new(self, table: str, names: Sequence[str], rows: Iterable[Values]) -> int:
        """Add the rows that are not there yet; return how many."""
        columns, beside = quoted(names), f"new_{table}"
        with self._faults(), self._connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP TABLE {beside} ON COMMIT DROP AS"
                f" SELECT {columns} FROM {table} WITH NO DATA"
            )
            self.append(beside, names, rows)
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {beside}"
                " ON CONFLICT DO NOTHING"
            )
            added = cursor.rowcount
            cursor.execute(f"DROP TABLE {beside}")
            return added

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of it or nothing."""
        with self._faults(), self._connection.transaction():
            if self._exists("readings"):  # else there is nothing yet to wait for
                self.query("LOCK TABLE readings IN EXCLUSIVE MODE", rows=False)
            yield

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _is_behind(self, *, create: bool) -> bool:
        """Tell whether steps or columns are missing; refuse what is no ledger that we know."""
        missing = [table for table in GUARDED if not self._exists(table)]
        if len(missing) == len(GUARDED):
            if create:
                return True
            raise LedgerError(f"no ledger at {self.name}; make one with: claimmap run --store URL")
        if "migrations" in missing or not self._is_ours():
            raise LedgerError(f"{self.name} is no ledger of claimmap, and has tables of its names")
        version = self._version()
        if version > SCHEMA_VERSION:
            raise LedgerError(
                f"the ledger {self.name} has schema {version}; this version of claimmap knows"
                f" {SCHEMA_VERSION}: use a newer claimmap"
            )
        self._check_columns()
        return version < SCHEMA_VERSION or any(self._missing().values())

    def _upgrade(self) -> None:
        with self._alone():
            self._add_postgis()
        for number in range(1, SCHEMA_VERSION + 1):
            self._step(number)
        with self.transaction():
            for table, names in self._missing().items():
                for name in names:
                    kind = POSTGRES_TYPES[added_columns(table)[name]]
                    self.query(
                        f"ALTER TABLE {table} ADD COLUMN {quoted([name])} {kind}", rows=False
                    )

    def _add_postgis(self) -> None:
        if self.query("SELECT 1 FROM pg_extension WHERE extname = 'postgis'"):
            return
        try:
            self.query("CREATE EXTENSION postgis SCHEMA public", rows=False)
        except LedgerError as fault:
            raise LedgerError(
                f"{fault}; the database needs PostGIS: have its administrator install it and"
                " run CREATE EXTENSION postgis"
            ) from fault

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Do all of it or nothing; ledgers that are made in one database at once wait in turn."""
        with self._faults(), self._connection.transaction():
            self.query("SELECT pg_advisory_xact_lock(hashtext('claimmap'))")
            yield

    def _step(self, number: int) -> None:
        """Take one step unless it, or a later one, is taken: with its record, or not at all."""
        with self._alone():
            self.query(
                "CREATE TABLE IF NOT EXISTS migrations (version bigint PRIMARY KEY, at text)",
                rows=False,
            )
            if self._version() >= number:
                return
            self.query("COMMENT ON TABLE migrations IS 'ledger of claimmap'", rows=False)
            for statement in POSTGRES_STEPS[number - 1]:
                self.query(statement, rows=False)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self.append("migrations", ("version", "at"), [(number, now)])

    def _version(self) -> int:
        ((version,),) = self.query("SELECT coalesce(max(version), 0) FROM migrations")
        return int(version)

    def _is_ours(self) -> bool:
        ((comment,),) = self.query("SELECT obj_description('migrations'::regclass, 'pg_class')")
        return bool(comment == "ledger of claimmap")

    def _exists(self, table: str) -> bool:
        """Tell whether the table is in the ledger's own schema, not in a later one of the path."""
        return bool(self._columns(table))

    def _columns(self, table: str) -> set[str]:
        rows = self.query(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = ?",
            (table,),
        )
        return {name for (name,) in rows}

    def _missing(self) -> dict[str, list[str]]:
        """Return the columns of fields that the record gained and these tables do not have."""
        found = {table: self._columns(table) for table in FIRST_COLUMNS}
        return {
            table: [name for name in added_columns(table) if name not in found[table]]
            for table in FIRST_COLUMNS
        }

    def _check_columns(self) -> None:
        """Refuse a ledger that lacks columns of the first schema."""
        if amiss := [t for t, names in FIRST_COLUMNS.items() if names.keys() - self._columns(t)]:
            raise LedgerError(
                f"the ledger {self.name} was made by another version of claimmap (it differs in"
                f" {', '.join(amiss)}); make a new one and read the reports anew"
            )

    @contextmanager
    def _faults(self) -> Iterator[None]:
        from psycopg import Error

        try:
            yield
        except Error as fault:
            why = fault.diag.message_primary or fault
            raise LedgerError(f"ledger {self.name}: {why}") from fault


def without_password(url: str) -> str:
    """Return the address of a database as messages may show it."""
    parts = _parts(url)
    user, at, host = parts.netloc.rpartition("@")
    asked = [(k, v) for k, v in parse_qsl(parts.query) if k not in _SECRETS]
    query = f"?{urlencode(asked, quote_via=quote)}" if asked else ""
    return f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}{query}"


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # which quotes the address, password and all
        raise LedgerError("the address postgresql://… of the ledger is malformed") from None


def _secrets(url: str) -> set[str]:
    parts = _parts(url)
    written = parts.netloc.rpartition("@")[0].partition(":")[2]
    asked = {v for k, v in parse_qsl(parts.query) if k in _SECRETS}
    return {one for one in (written, unquote(written), *asked) if one}


def _without(secrets: set[str], message: str) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        message = message.replace(secret, "***")
    return message


def _marked(statement: str) -> str:
    return statement.replace("?", "%s")
