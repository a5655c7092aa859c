"""What a ledger is asked for: the statements, and claims in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from operator import itemgetter

from events.store.backend import Backend, Row
from events.store.rows import DOCUMENT_FIELDS, REJECTED_FIELDS
from events.store.schema import quoted
from events.types import CLAIM_FIELDS

_AT_ONCE = 500  # readings whose claims are asked for at a time: SQLite takes 999 values
_ORDER = ("document_sha256", "evidence_start", "claim_id")

DOCUMENTS = (
    f"SELECT document_sha256, text_sha256, raw.content, words.content, {quoted(DOCUMENT_FIELDS)}"
    " FROM readings JOIN current USING (reading) JOIN bytes AS raw ON raw.sha256 = document_sha256"
    " JOIN bytes AS words ON words.sha256 = text_sha256"
)
DESCRIPTIONS = (
    f"SELECT document_sha256, text_sha256, {quoted(DOCUMENT_FIELDS)}"
    " FROM readings JOIN current USING (reading)"
)
"""Documents without their bytes and texts, which are most of a ledger."""
REJECTED = (
    f"SELECT {quoted(REJECTED_FIELDS)} FROM rejected WHERE reading IS NULL"
    " OR reading IN (SELECT reading FROM current)"
)


def claim_rows(
    backend: Backend, known_on: date | None, names: Sequence[str] = CLAIM_FIELDS
) -> Iterator[list[Row]]:
    """Yield rows of these columns of the claims, those of some documents at a time, in order.

    Behind the columns asked for may stand others. Rows are sorted here: a database would sort all
    of them at once, on its disk.
    """
    columns = (*names, *(name for name in _ORDER if name not in names))
    in_order = itemgetter(*map(columns.index, _ORDER))
    known = "" if known_on is None else f" AND known_from <= '{known_on.isoformat()}'"
    ordered = backend.query(
        "SELECT reading FROM readings JOIN current USING (reading) ORDER BY document_sha256"
    )
    readings = (reading for (reading,) in ordered)
    for rows in _in_readings(backend, columns, readings, known):
        yield sorted(rows, key=in_order)


def claims_in(backend: Backend, readings: Iterable[int], names: Sequence[str]) -> Iterator[Row]:
    """Yield these columns of the claims of some readings, in no order."""
    for rows in _in_readings(backend, names, readings):
        yield from rows


def reading_rows(backend: Backend) -> Iterator[tuple[list[Row], list[Row]]]:
    """Yield documents as `DOCUMENTS` gives them with all claims of theirs, some at a time."""
    ordered = backend.query(
        "SELECT reading FROM readings JOIN current USING (reading)"
        " ORDER BY document_id, document_sha256"
    )
    left = (reading for (reading,) in ordered)
    while some := list(islice(left, _AT_ONCE)):
        marks = ", ".join("?" * len(some))
        order = " ORDER BY document_id, document_sha256"
        documents = backend.query(f"{DOCUMENTS} WHERE reading IN ({marks}){order}", some)
        yield documents, list(claims_in(backend, some, CLAIM_FIELDS))


def named_rows(backend: Backend, claim_ids: Iterable[str]) -> Iterator[Row]:
    """Yield the claims of the current readings that have one of these ids, all fields of each."""
    left = iter(claim_ids)
    while some := list(islice(left, _AT_ONCE)):
        marks = ", ".join("?" * len(some))
        yield from backend.query(
            f"SELECT {quoted(CLAIM_FIELDS)} FROM claims JOIN current USING (reading)"
            f" WHERE claim_id IN ({marks})",
            some,
        )


def _in_readings(
    backend: Backend, columns: Sequence[str], readings: Iterable[int], known: str = ""
) -> Iterator[list[Row]]:
    left = iter(readings)
    while some := list(islice(left, _AT_ONCE)):
        marks = ", ".join("?" * len(some))
        yield backend.query(
            f"SELECT {quoted(columns)} FROM claims WHERE reading IN ({marks}){known}", some
        )
