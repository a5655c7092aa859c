"""When what was stored, and which documents are states of one that was edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from events.store.backend import Row


@dataclass(frozen=True, slots=True)
class Custody:
    """When a reading of a document was stored (UTC, ISO 8601), by which run, and its digest."""

    stored_at: str
    run: str | None
    document_sha256: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One state of a document that was found in several: an edited page, say.

    ``address`` is what the states have in common (the page's address, else the document's id);
    ``number`` counts from 1 in the order in which they were stored, ``of`` is how many there are.
    """

    address: str
    number: int
    of: int
    document_id: str
    sha256: str
    published: date | None
    stored_at: str


def versions_of(rows: Iterable[Row]) -> list[Version]:
    """Return the states of what came in several, of rows as `VERSIONS` gives them."""
    states: dict[str, list[Row]] = {}
    for address, *state in rows:
        states.setdefault(address, []).append(tuple(state))
    return [
        Version(
            address=address,
            number=number,
            of=len(states[address]),
            document_id=document_id,
            sha256=sha256,
            published=date.fromisoformat(str(published)) if published else None,
            stored_at=stored_at,
        )
        for address in sorted(states)
        if len(states[address]) > 1
        for number, (document_id, sha256, published, stored_at) in enumerate(
            states[address], start=1
        )
    ]


VERSIONS = (
    "SELECT coalesce(source_url, document_id), document_id, document_sha256, published, stored_at"
    " FROM readings JOIN current USING (reading) JOIN (SELECT document_sha256, min(reading) AS"
    " since, min(stored_at) AS stored_at FROM readings JOIN custody USING (reading) GROUP BY"
    " document_sha256) AS stored USING (document_sha256) ORDER BY since"
)
"""The documents with their addresses, in the order in which they were first stored."""
