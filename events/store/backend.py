"""What the ledger asks of a database; SQLite and PostgreSQL answer it.

Statements are in the SQL that both speak, with ``?`` for values. Every fault of a database comes
out as `LedgerError`, naming the ledger and never a password.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]
Values = Sequence[object]


class Backend(Protocol):
    """An open database that holds a ledger of the present schema."""

    @property
    def name(self) -> str:
        """How messages call the ledger: its path, or its address without the password."""
        ...

    def query(self, statement: str, values: Values = ()) -> list[Row]:
        """Return all rows."""
        ...

    def append(self, table: str, names: Sequence[str], rows: Iterable[Values]) -> None:
        """Add rows that are new for certain, as fast as the database takes them."""
        ...

    def append_new(self, table: str, names: Sequence[str], rows: Iterable[Values]) -> int:
        """Add the rows that a unique index does not find there already; return how many."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Do all of it or nothing. Another writer waits meanwhile; readers do not."""
        ...

    def close(self) -> None:
        """Close the connection. Closing twice does no harm."""
        ...
