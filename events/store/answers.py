"""What a ledger answers: the current readings of its documents, and what was said of them.

It answers with each document's current reading: the one of the newest extractor, and of that one
the last. Equal content gives equal answers, in whatever order it came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from events.review import Notice, Review, Revision
from events.store.asking import (
    DESCRIPTIONS,
    DOCUMENTS,
    REJECTED,
    claim_rows,
    named_rows,
    reading_rows,
)
from events.store.backend import Backend
from events.store.opinions import Opinions
from events.store.rows import claim_of, described_of, document_of, rejected_of
from events.store.schema import quoted
from events.store.versions import VERSIONS, Custody, Version, versions_of
from events.types import CLAIM_FIELDS, Claim, Document, Rejected

if TYPE_CHECKING:
    import geopandas as gpd
    import pyarrow as pa

    from events.store.selection import Selection


class Answers:
    """An open ledger as it is asked."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._opinions = Opinions(backend)

    @property
    def name(self) -> str:
        """How messages call it: its path, or its address without the password."""
        return self._backend.name

    def claims(self, *, known_on: date | None = None, as_read: bool = False) -> list[Claim]:
        """Return the claims of the current readings, sorted by document and position in it.

        Each is as its latest review leaves it, with that in ``review_status``; one that its source
        took back is left out, and is among what was rejected.

        Parameters
        ----------
        known_on
            Leave out what was published after this day, and what has no date of publication,
            since nobody can tell that it was known. What a source took back or corrected after
            this day is as it was before. Reviews count whenever they were made: a misreading was
            one on every day.
        as_read
            Give every claim as it was read, as if nobody had said anything of it.
        """
        revise = Revision() if as_read else self._opinions.revision(known_on)
        read = (claim_of(row) for rows in claim_rows(self._backend, known_on) for row in rows)
        return [claim for claim in map(revise, read) if claim is not None]

    def table(self, *, known_on: date | None = None) -> pa.Table:
        """Return what ``claims`` returns as an Arrow table, without making the claims one by one.

        For many claims: columns are the fields of the record, in its order; days are ``date32``.
        """
        return self._table(CLAIM_FIELDS, known_on, self._said(known_on))

    def selection(self, names: Iterable[str], *, known_on: date | None = None) -> Selection:
        """Return some columns of what ``claims`` returns, which find the claims when asked.

        For very many claims, which are never all there at once. ``names`` are fields of the
        record. The ledger has to stay open as long as the claims are asked for.
        """
        from events.store.selection import NEEDED, Selection

        said = self._said(known_on)
        columns = tuple(dict.fromkeys((*NEEDED, *names)))
        return Selection(self._table(columns, known_on, said), self._backend, said)

    def _table(
        self, names: Sequence[str], known_on: date | None, said: Mapping[str, Claim | None]
    ) -> pa.Table:
        from events.store.arrow import table_of

        return table_of(claim_rows(self._backend, known_on, names), said, names)

    def _said(self, known_on: date | None) -> dict[str, Claim | None]:
        """Return the claims of which something was said, as they stand, None if taken back."""
        revise = self._opinions.revision(known_on)
        touched = map(claim_of, named_rows(self._backend, sorted(revise.claim_ids)))
        return {claim.claim_id: revise(claim) for claim in touched}

    def frame(self, *, known_on: date | None = None) -> gpd.GeoDataFrame:
        """Return what ``claims`` returns as a GeoDataFrame; for many claims, by way of `table`."""
        from events.frames import frame_of

        return frame_of(self.table(known_on=known_on))

    def original(self, claim_id: str) -> Claim | None:
        """Return a claim as it was read, whatever was said of it since; None if there is none."""
        query = f"SELECT {quoted(CLAIM_FIELDS)} FROM claims JOIN current USING (reading)"
        rows = self._backend.query(f"{query} WHERE claim_id = ?", (claim_id,))
        return claim_of(rows[0]) if rows else None

    def documents(self, *, bodies: bool = True) -> list[Document]:
        """Return every document as currently read, sorted by ``document_id`` and hash.

        Each version of an edited page is a document of its own; `versions` tells which they are.
        Without ``bodies`` their bytes and texts, which are most of a ledger, are left empty.
        """
        order = " ORDER BY document_id, document_sha256"
        if not bodies:
            return [described_of(row) for row in self._backend.query(DESCRIPTIONS + order)]
        return [document_of(row) for row in self._backend.query(DOCUMENTS + order)]

    def readings(self) -> Iterator[tuple[list[Document], list[Claim]]]:
        """Yield documents, in the order of `documents`, with their claims as read, some at a time.

        For what looks at each of very many and keeps none.
        """
        for documents, claims in reading_rows(self._backend):
            yield list(map(document_of, documents)), list(map(claim_of, claims))

    def document(self, sha256: str) -> Document | None:
        """Return the document with these bytes, or None where the ledger has none such."""
        rows = self._backend.query(f"{DOCUMENTS} WHERE document_sha256 = ?", (sha256,))
        return document_of(rows[0]) if rows else None

    def versions(self) -> list[Version]:
        """Return the states of documents that came in several, sorted by address and number."""
        return versions_of(self._backend.query(VERSIONS))

    def rejected(self, *, known_on: date | None = None) -> list[Rejected]:
        """Return what was rejected: reports not read, sentences of the current readings.

        And claims that their source took back, or had by ``known_on``.
        """
        rows = self._backend.query(REJECTED)
        taken_back = (
            _taken_back(claim, notice)
            for notice in self._opinions.notices(known_on)
            if notice.decision == "retract"
            and (claim := self.original(notice.claim_id)) is not None
        )
        found = {*map(rejected_of, rows), *taken_back}
        return sorted(
            found,
            key=lambda one: (
                *(one.document_id, one.document_sha256, one.start, one.end),
                *(one.stage, one.reason),
            ),
        )

    def reviews(self) -> list[Review]:
        """Return every review, the oldest first."""
        return self._opinions.reviews()

    def notices(self, *, known_on: date | None = None) -> list[Notice]:
        """Return what sources took back or corrected, in order of its publication."""
        return self._opinions.notices(known_on)

    def licences(self) -> list[str]:
        """Return the licences of the gazetteers that claims were read with, each once, sorted."""
        rows = self._backend.query(
            "SELECT licences FROM gazetteers WHERE version IN (SELECT gazetteer_version FROM claims"
            " JOIN current USING (reading))"
        )
        return sorted({licence for (listed,) in rows for licence in json.loads(listed)})

    def custody(self) -> list[Custody]:
        """Return the log of what was stored when, oldest first. It is in no export."""
        query = "SELECT stored_at, run, document_sha256, digest FROM custody JOIN readings"
        rows = self._backend.query(f"{query} USING (reading) ORDER BY entry")
        return [Custody(*row) for row in rows]

    def stamp(self) -> str:
        """Return a word that is another one whenever something was added: to keep answers by."""
        (numbers,) = self._backend.query(
            "SELECT (SELECT max(entry) FROM custody), (SELECT max(entry) FROM reviews),"
            " (SELECT max(entry) FROM notices),"
            " (SELECT count(*) FROM rejected WHERE reading IS NULL)"
        )
        return " ".join(str(number or 0) for number in numbers)


def _taken_back(claim: Claim, notice: Notice) -> Rejected:
    """Return a claim that its source took back, as something rejected with its reason."""
    return Rejected(
        document_id=claim.document_id,
        document_sha256=claim.document_sha256,
        start=claim.evidence_start,
        end=claim.evidence_end,
        text=claim.evidence,
        reason=f"retracted by {notice.source} on {notice.published}: {notice.reason}",
        stage="claim",
    )
