"""From the address of a ledger to the database that keeps it."""

from __future__ import annotations

import re
from pathlib import Path

from events.errors import LedgerError
from events.store.backend import Backend
from events.store.postgres import PostgresBackend, without_password
from events.store.sqlite import SqliteBackend

_POSTGRES = ("postgresql", "postgres")


def address_shown(where: str | Path) -> str:
    """Return the address of a ledger as messages may show it: without a password."""
    is_url = str(where).startswith(tuple(f"{scheme}://" for scheme in _POSTGRES))
    return without_password(str(where)) if is_url else str(where)


def open_backend(where: str | Path, *, create: bool) -> Backend:
    """Open a path, ``sqlite:///PATH`` or ``postgresql://…``; raises `LedgerError` as they do."""
    scheme, _, rest = str(where).partition("://")
    if scheme in _POSTGRES and rest:
        return PostgresBackend.open(str(where), create=create)
    if scheme == "sqlite" and rest:
        return SqliteBackend.open(Path(rest.removeprefix("/")), create=create)
    if re.match(r"[a-z][a-z0-9+]+:/", str(where)):
        raise LedgerError(
            f"no ledger can be at an address that begins with {str(where).partition('/')[0]}; give"
            " a path, sqlite:///PATH or postgresql://USER@HOST/NAME, as text"
        )
    return SqliteBackend.open(Path(where), create=create)
