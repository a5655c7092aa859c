"""What an ``add`` does to a ledger: new readings in, what is there already passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from events.store.backend import Backend
from events.store.rows import READING_FIELDS, REJECTED_FIELDS, Batch
from events.types import CLAIM_FIELDS

_ASKED_AT_ONCE = 500  # values in one question: SQLite takes 999

Key = tuple[str, str, str]


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


def add_batch(backend: Backend, batch: Batch, run: str | None) -> Added:
    """Add the readings that are not the last of their document and extractor already.

    To be called within a transaction, so that the number of the last reading stays the last.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    known = _digests(backend, {reading.document.sha256 for reading in batch.readings})
    fresh = [r for r in batch.readings if known.get(r.key) != r.digest]
    ((last,),) = backend.query("SELECT coalesce(max(reading), 0) FROM readings")
    new = list(enumerate(fresh, start=last + 1))
    contents = (row for _, one in new for row in one.contents())
    backend.append_new("bytes", ("sha256", "content"), contents)
    backend.append("readings", READING_FIELDS, (one.row(at) for at, one in new))
    backend.append("custody", ("stored_at", "run", "reading"), ((now, run, at) for at, _ in new))
    claims = ((at, *row) for at, one in new for row in one.claims)
    backend.append("claims", ("reading", *CLAIM_FIELDS), claims)
    refused = ((at, *row) for at, one in new for row in one.rejected)
    backend.append("rejected", ("reading", *REJECTED_FIELDS), refused)
    lone = backend.append_new("rejected", REJECTED_FIELDS, batch.unread)
    before = {sha256 for sha256, _, _ in known}
    return Added(
        documents=len({one.document.sha256 for one in fresh} - before),
        readings=len(fresh),
        claims=sum(len(one.claims) for one in fresh),
        rejected=sum(len(one.rejected) for one in fresh) + lone,
    )


def _digests(backend: Backend, hashes: Iterable[str]) -> dict[Key, str]:
    """Return the digest of the last reading of each document by each extractor."""
    found: dict[Key, str] = {}
    left = iter(sorted(hashes))
    while asked := list(islice(left, _ASKED_AT_ONCE)):
        rows = backend.query(
            "SELECT document_sha256, document_id, version_key, digest FROM readings"
            f" WHERE document_sha256 IN ({', '.join('?' * len(asked))}) ORDER BY reading",
            asked,
        )
        found |= {(sha256, name, key): digest for sha256, name, key, digest in rows}
    return found
