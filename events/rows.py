"""Documents and claims <-> the flat rows that the ledger stores; what one reading consists of.

Days are ISO 8601 text, flags 0 or 1, everything else as it is. Knows no database.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from events.errors import LedgerError
from events.types import CLAIM_FIELDS, Claim, Document, Rejected

REJECTED_FIELDS = tuple(f.name for f in fields(Rejected))
DOCUMENT_FIELDS = tuple(
    f.name for f in fields(Document) if f.name not in ("text", "raw", "sha256", "text_sha256")
)
"""What is stated of a document, and so belongs to a reading of it, not to its bytes."""

READING_FIELDS = (
    *("document_sha256", "text_sha256", "extractor_version", "version_key", "digest"),
    *DOCUMENT_FIELDS,
)
"""The columns of a reading but its number, which the ledger gives."""

_DATES = ("event_date", "event_date_end", "published", "known_from")
_FLAGS = ("against_interest", "own_voice_lead")
_DATE_AT = tuple(CLAIM_FIELDS.index(name) for name in _DATES)
_CLAIM_ID = itemgetter(CLAIM_FIELDS.index("claim_id"))
_CLAIM_VALUES = attrgetter(*CLAIM_FIELDS)
_DOCUMENT_VALUES = attrgetter(*DOCUMENT_FIELDS)
_REJECTED_VALUES = attrgetter(*REJECTED_FIELDS)

Row = tuple[Any, ...]


def columns(names: Iterable[str]) -> str:
    """Return column names as SQL. In brackets: SQLite takes a wrong name in quotes for text."""
    return ", ".join(f"[{name}]" for name in names)


_FIRST_SCHEMA = (
    "CREATE TABLE bytes (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE readings (reading INTEGER PRIMARY KEY, document_sha256 TEXT NOT NULL"
    " REFERENCES bytes, text_sha256 TEXT NOT NULL REFERENCES bytes,"
    " extractor_version TEXT NOT NULL, version_key TEXT NOT NULL, digest TEXT NOT NULL,"
    f" {columns(DOCUMENT_FIELDS)})",
    "CREATE INDEX readings_of ON readings (document_sha256, version_key, reading)",
    f"CREATE TABLE claims (reading INTEGER NOT NULL REFERENCES readings, {columns(CLAIM_FIELDS)})",
    "CREATE INDEX claims_of ON claims (reading)",
    f"CREATE TABLE rejected (reading INTEGER REFERENCES readings, {columns(REJECTED_FIELDS)})",
    "CREATE INDEX rejected_of ON rejected (reading)",
    f"CREATE UNIQUE INDEX unread ON rejected ({columns(REJECTED_FIELDS)}) WHERE reading IS NULL",
    "CREATE TABLE custody (entry INTEGER PRIMARY KEY, stored_at TEXT NOT NULL, run TEXT,"
    " reading INTEGER NOT NULL REFERENCES readings)",
    "CREATE TABLE gazetteers (version TEXT PRIMARY KEY, licences TEXT NOT NULL)",
    "CREATE VIEW current AS SELECT * FROM (SELECT *, row_number() OVER"
    " (PARTITION BY document_sha256 ORDER BY version_key DESC, reading DESC) AS age"
    " FROM readings) WHERE age = 1",
)
MIGRATIONS = (_FIRST_SCHEMA,)
"""The statements that bring a ledger from schema n to n + 1. Steps are added, never changed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as read once, ready to be stored; ``digest`` tells it from other readings."""

    document: Document
    claims: tuple[Row, ...]
    rejected: tuple[Row, ...]
    version: str
    digest: str

    @property
    def described(self) -> list[object]:
        """What is stated of the document, in the order of ``DOCUMENT_FIELDS``."""
        return [_plain(value) for value in _DOCUMENT_VALUES(self.document)]

    def claim_rows(self, number: int) -> Iterator[Row]:
        """Yield the claims' rows, each after the number of the reading."""
        return ((number, *row) for row in self.claims)

    def rejected_rows(self, number: int) -> Iterator[Row]:
        """Yield the rejections' rows, each after the number of the reading."""
        return ((number, *row) for row in self.rejected)


@dataclass(frozen=True, slots=True)
class Batch:
    """Readings, and the rejections that belong to none since their reports were not read."""

    readings: list[Reading]
    unread: list[Row]


def batch_of(
    documents: Sequence[Document],
    claims: Iterable[Claim],
    rejected: Iterable[Rejected],
    version: str,
) -> Batch:
    """Sort claims and rejections to their documents, whatever order they come in.

    ``version`` is the extractor's, for documents without a claim to tell it. Raises `LedgerError`
    where a claim is of a document that is not among them.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    refused: dict[str, list[Row]] = defaultdict(list)
    versions: dict[str, str] = {}
    for claim in claims:
        rows[claim.document_sha256].append(_claim_row(claim))
        versions[claim.document_sha256] = claim.extractor_version
    for one in rejected:
        refused[one.document_sha256].append(_REJECTED_VALUES(one))
    by_hash = {document.sha256: document for document in documents}
    if strays := sorted(set(rows) - set(by_hash)):
        raise LedgerError(f"claims of documents that were not given with them: {strays[0]}…")
    readings = [
        _reading(by_hash[sha], rows[sha], refused.pop(sha, []), versions.get(sha, version))
        for sha in sorted(by_hash)
    ]
    return Batch(readings, [row for sha in sorted(refused) for row in refused[sha]])


def _reading(
    document: Document,
    claims: list[Row],
    rejected: list[Row],
    version: str,
) -> Reading:
    claims.sort(key=_CLAIM_ID)
    rejected.sort()
    described = [_plain(value) for value in _DOCUMENT_VALUES(document)]
    said = json.dumps([document.sha256, document.text_sha256, described, claims, rejected])
    digest = hashlib.sha256(said.encode("ascii")).hexdigest()
    return Reading(document, tuple(claims), tuple(rejected), version, digest)


def version_key(version: str) -> str:
    """Return a key by which versions sort as people count them: 0.9 before 0.10."""
    return re.sub(r"\d+", lambda number: number.group().zfill(8), version)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _claim_row(claim: Claim) -> Row:
    row = list(_CLAIM_VALUES(claim))
    for at in _DATE_AT:
        row[at] = _plain(row[at])
    return tuple(row)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def claim_of(row: Row) -> Claim:
    """Return the claim of a row, columns in the order of ``CLAIM_FIELDS``."""
    values = dict(zip(CLAIM_FIELDS, row, strict=True))
    for name in _DATES:
        values[name] = _day(values[name])
    for name in _FLAGS:
        values[name] = bool(values[name])
    return Claim(**values)


def document_of(row: Row) -> Document:
    """Return the document of a row: both hashes, bytes, text in UTF-8, ``DOCUMENT_FIELDS``."""
    sha256, text_sha256, raw, text, *described = row
    values = dict(zip(DOCUMENT_FIELDS, described, strict=True))
    values["published"] = _day(values["published"])
    return Document(
        sha256=sha256, text_sha256=text_sha256, raw=raw, text=text.decode("utf-8"), **values
    )
