"""What a ledger is asked for: the statements, and claims in their order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from operator import itemgetter

from events.store.backend import Backend, Row
from events.store.rows import DOCUMENT_FIELDS, REJECTED_FIELDS
from events.store.schema import quoted
from events.types import CLAIM_FIELDS

_AT_ONCE = 500  # readings whose claims are asked for at a time: SQLite takes 999 values
_IN_ORDER = itemgetter(
    *(CLAIM_FIELDS.index(name) for name in ("document_sha256", "evidence_start", "claim_id"))
)

DOCUMENTS = (
    f"SELECT document_sha256, text_sha256, raw.content, words.content, {quoted(DOCUMENT_FIELDS)}"
    " FROM readings JOIN current USING (reading) JOIN bytes AS raw ON raw.sha256 = document_sha256"
    " JOIN bytes AS words ON words.sha256 = text_sha256"
)
REJECTED = (
    f"SELECT {quoted(REJECTED_FIELDS)} FROM rejected WHERE reading IS NULL"
    " OR reading IN (SELECT reading FROM current)"
)


def claim_rows(backend: Backend, known_on: date | None) -> Iterator[list[Row]]:
    """Yield the rows of the claims, those of some documents at a time, in order.

    They are sorted here: a database would sort all of them at once, on its disk.
    """
    ordered = backend.query(
        "SELECT reading FROM readings JOIN current USING (reading) ORDER BY document_sha256"
    )
    known = "" if known_on is None else f" AND known_from <= '{known_on.isoformat()}'"
    left = (reading for (reading,) in ordered)
    while some := list(islice(left, _AT_ONCE)):
        marks = ", ".join("?" * len(some))
        rows = backend.query(
            f"SELECT {quoted(CLAIM_FIELDS)} FROM claims WHERE reading IN ({marks}){known}", some
        )
        yield sorted(rows, key=_IN_ORDER)
