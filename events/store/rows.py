"""Documents and claims <-> the flat rows that the ledger stores; what one reading consists of.

Rows hold what the record holds; of a database they know nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import attrgetter, itemgetter
from sys import intern
from typing import Any

from events.errors import LedgerError
from events.store.schema import FIRST_COLUMNS, added_columns, defaults, record_columns
from events.types import CLAIM_FIELDS, Claim, Document, Rejected

REJECTED_FIELDS = tuple(record_columns("rejected"))
DOCUMENT_FIELDS = tuple(record_columns("readings"))
"""What is stated of a document, and so belongs to a reading of it, not to its bytes."""

READING_FIELDS = (
    *("reading", "document_sha256", "text_sha256", "extractor_version", "version_key", "digest"),
    *DOCUMENT_FIELDS,
)
"""The columns of a reading."""

_KINDS = record_columns("claims")
_DATES = tuple(name for name, kind in _KINDS.items() if kind == "day")
_WORDS = tuple(
    name
    for name, kind in _KINDS.items()
    if kind == "text" and name not in ("claim_id", "evidence", "geo_candidates")
)
"""Texts that many claims have in common: each is in memory once."""
_FLAGS = tuple(name for name, kind in _KINDS.items() if kind == "flag")
_NUMBERS = tuple(name for name, kind in _KINDS.items() if kind == "number")
_FIRST_AT = tuple(CLAIM_FIELDS.index(name) for name in FIRST_COLUMNS["claims"])
_ADDED_AT = tuple((CLAIM_FIELDS.index(name), name) for name in added_columns("claims"))
_FIRST_STATED = itemgetter(*(DOCUMENT_FIELDS.index(name) for name in FIRST_COLUMNS["readings"]))
_STATED = tuple((DOCUMENT_FIELDS.index(name), name) for name in added_columns("readings"))
_CLAIM_DEFAULTS = {name: v for name, v in defaults("claims").items() if v is not None}
_CLAIM_ID = itemgetter(CLAIM_FIELDS.index("claim_id"))
_CLAIM_KEY = itemgetter(*map(CLAIM_FIELDS.index, ("document_sha256", "document_id")))
_VERSION = itemgetter(CLAIM_FIELDS.index("extractor_version"))
_CLAIM_VALUES = attrgetter(*CLAIM_FIELDS)
_DOCUMENT_VALUES = attrgetter(*DOCUMENT_FIELDS)
_REJECTED_VALUES = attrgetter(*REJECTED_FIELDS)

Row = tuple[Any, ...]
Key = tuple[str, str]
"""A document's hash and its id: equal bytes may have come under two names."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as read once, ready to be stored; ``digest`` tells it from other readings.

    ``described`` is what is stated of the document, in the order of ``DOCUMENT_FIELDS``.
    """

    document: Document
    described: Row
    claims: list[Row]
    rejected: tuple[Row, ...]
    version: str
    digest: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What a later reading of the same document, by the same extractor, replaces."""
        return self.document.sha256, self.document.document_id, version_key(self.version)

    def row(self, number: int) -> Row:
        """Return the row of the reading itself, in the order of ``READING_FIELDS``."""
        document = self.document
        return (
            *(number, document.sha256, document.text_sha256, self.version),
            *(version_key(self.version), self.digest, *self.described),
        )

    def contents(self) -> Iterator[Row]:
        """Yield what is stored under its hash: the bytes as they came, and the text in UTF-8."""
        document = self.document
        yield document.sha256, document.raw
        if document.text_sha256 != document.sha256:
            yield document.text_sha256, document.text.encode("utf-8")


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
    rows: dict[Key, list[Row]] = defaultdict(list)
    refused: dict[Key, list[Row]] = defaultdict(list)
    for row in map(_CLAIM_VALUES, claims):
        rows[_CLAIM_KEY(row)].append(row)
    for one in rejected:
        refused[one.document_sha256, one.document_id].append(_REJECTED_VALUES(one))
    given = {(document.sha256, document.document_id): document for document in documents}
    if strays := sorted(rows.keys() - given.keys()):
        sha256, name = strays[0]
        raise LedgerError(f"claims of a document not given with them: {sha256} ({name!r})")
    readings = [
        _reading(given[key], rows[key], refused.pop(key, []), version) for key in sorted(given)
    ]
    return Batch(readings, [row for key in sorted(refused) for row in refused[key]])


def _reading(
    document: Document,
    claims: list[Row],
    rejected: list[Row],
    version: str,
) -> Reading:
    claims.sort(key=_CLAIM_ID)
    rejected.sort()
    described = _DOCUMENT_VALUES(document)
    stated = _stated(described)
    counted = [_said(row) for row in claims] if _ADDED_AT else claims
    said = [document.sha256, document.text_sha256, stated, counted]
    digest = hashlib.sha256(_ENCODE([*said, rejected]).encode("ascii")).hexdigest()
    told = _VERSION(claims[-1]) if claims else version
    return Reading(document, described, claims, tuple(rejected), told, digest)


def _stated(described: Row) -> object:
    """Return what a document's digest counts: a field added since only where it is set."""
    return [*_FIRST_STATED(described), *([n, described[at]] for at, n in _STATED if described[at])]


def _said(row: Row) -> object:
    """Return what a claim's digest counts: a field added to the record only where it is set."""
    more = [[name, row[at]] for at, name in _ADDED_AT if row[at] != defaults("claims")[name]]
    return [*(row[at] for at in _FIRST_AT), *more]


@lru_cache(maxsize=4096)
def iso(day: date) -> str:
    """Return a day as ISO 8601 text."""
    return date.isoformat(day)  # which raises TypeError for anything else


_ENCODE = json.JSONEncoder(check_circular=False, default=iso).encode
"""What is counted, as JSON with days as text: rows hold nothing that holds itself."""


@lru_cache
def version_key(version: str) -> str:
    """Return a key by which versions sort as people count them: 0.9 before 0.10."""
    return re.sub(r"\d+", lambda number: number.group().zfill(8), version)


@lru_cache(maxsize=4096)
def _day(value: str | date | None) -> date | None:
    """Return a day as SQLite (text) or PostgreSQL (a date) gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def claim_of(row: Row) -> Claim:
    """Return the claim of a row, columns in the order of ``CLAIM_FIELDS``."""
    values = dict(zip(CLAIM_FIELDS, row, strict=True))
    for name, default in _CLAIM_DEFAULTS.items():
        if values[name] is None:
            values[name] = default
    for name in _WORDS:
        if values[name] is not None:
            values[name] = intern(values[name])
    for name in _DATES:
        values[name] = _day(values[name])
    for name in _FLAGS:
        values[name] = bool(values[name])
    for name in _NUMBERS:
        if values[name] is not None:
            values[name] = float(values[name])  # SQLite gives 2000 back as it was given
    return Claim(**values)


def document_of(row: Row) -> Document:
    """Return the document of a row: both hashes, bytes, text in UTF-8, ``DOCUMENT_FIELDS``.

    What somebody put in their place by hand is returned as far as it can be: the hashes tell.
    """
    sha256, text_sha256, raw, text, *described = row
    return replace(
        described_of((sha256, text_sha256, *described)),
        raw=_bytes(raw),
        text=_bytes(text).decode("utf-8", errors="replace"),
    )


def _bytes(content: bytes | str) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def described_of(row: Row) -> Document:
    """Return the document of a row without its bytes and text: hashes, ``DOCUMENT_FIELDS``."""
    sha256, text_sha256, *described = row
    values = dict(zip(DOCUMENT_FIELDS, described, strict=True))
    values["published"] = _day(values["published"])
    values |= {n: v for n, v in defaults("readings").items() if values[n] is None}
    return Document(sha256=sha256, text_sha256=text_sha256, raw=b"", text="", **values)


def rejected_of(row: Row) -> Rejected:
    """Return the rejection of a row, columns in the order of ``REJECTED_FIELDS``."""
    return Rejected(**dict(zip(REJECTED_FIELDS, row, strict=True)))
