"""The ledger: an append-only book of documents, their claims, and what people said of them.

Bytes are stored by their SHA-256 (reports as they came, and their decoded text). Each time a
document is read differently (a newer extractor, another date given) a new *reading* of it is
added; nothing is edited or removed, and the database itself refuses to. What the ledger answers
with is each document's current reading: the one of the newest extractor, and of that one the last.
Adding what is there already adds nothing. When and by which run something was stored is in the
custody log only, so that equal input gives equal answers, in whatever order it came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from events.errors import LedgerError
from events.resting import collector_at_rest
from events.review import Notice, Review, Revision
from events.store.adding import Added, add_batch
from events.store.asking import (
    DESCRIPTIONS,
    DOCUMENTS,
    REJECTED,
    claim_rows,
    named_rows,
    reading_rows,
)
from events.store.backend import Backend
from events.store.opening import open_backend
from events.store.opinions import Opinions
from events.store.rows import (
    batch_of,
    claim_of,
    described_of,
    document_of,
    rejected_of,
)
from events.store.schema import quoted
from events.store.versions import VERSIONS, Custody, Version, versions_of
from events.types import CLAIM_FIELDS, Claim, Document, Rejected

if TYPE_CHECKING:
    import geopandas as gpd
    import pyarrow as pa

    from events.store.selection import Selection


class Ledger:
    """An open ledger. Use it as a context manager, or call ``close``.

    One process may write while others read; a second writer waits.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._opinions = Opinions(backend)

    @classmethod
    def open(cls, where: str | Path, *, create: bool = True) -> Ledger:
        """Open a ledger, to add to it or, with ``create=False``, to ask it only.

        To be added to, it is made if absent. One of an earlier schema is brought up to date.

        Parameters
        ----------
        where
            A file, as a path or as ``sqlite:///PATH``; its folder must exist. Or the address of a
            PostgreSQL database with PostGIS, ``postgresql://USER@HOST:PORT/NAME``, which needs the
            extra ``claimmap[postgres]``.
        create
            False where a missing ledger is an error. Nothing can then be added, and the file and
            its folder need not be writable.

        Raises
        ------
        LedgerError
            The ledger is missing (with ``create=False``), cannot be opened, is damaged, is none,
            or was written by a newer version of claimmap. It is left as it was. No message shows
            a password.
        """
        return cls(open_backend(where, create=create))

    @property
    def name(self) -> str:
        """How messages call it: its path, or its address without the password."""
        return self._backend.name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file or connection. Closing twice does no harm."""
        self._backend.close()

    def add(
        self,
        documents: Sequence[Document],
        claims: Iterable[Claim] = (),
        rejected: Iterable[Rejected] = (),
        *,
        extractor_version: str | None = None,
        run: str | None = None,
    ) -> Added:
        """Take in documents with the claims and rejections read from them, all or nothing.

        Parameters
        ----------
        documents
            The documents that were read. One that yielded no claim is added all the same.
        claims, rejected
            What came of them. A rejection whose document is not among ``documents`` (it could not
            be read at all) is kept on its own.
        extractor_version
            The version that read documents without a claim; those of claims say their own.
        run
            A name of this run for the custody log.

        Raises
        ------
        LedgerError
            A claim's document is not among ``documents``; or the ledger cannot be written, in
            which case nothing was added.
        """
        with collector_at_rest():
            batch = batch_of(documents, claims, rejected, extractor_version or "")
            with self._backend.transaction():
                return add_batch(self._backend, batch, run)

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

    def review(self, review: Review) -> Review:
        """Keep what a reviewer decided about a claim, and return it with its time.

        Nothing is edited: the claim stays as it was read (`original`), earlier reviews stay
        (`reviews`), and the latest counts. The same one again, time included, adds nothing.

        Raises
        ------
        LedgerError
            There is no such claim, or the ledger was opened to be asked only.
        RecordError
            The correction breaks the record.
        """
        return self._opinions.add_review(review, self._known(review.claim_id))

    def reviews(self) -> list[Review]:
        """Return every review, the oldest first."""
        return self._opinions.reviews()

    def notice(self, notice: Notice) -> Notice:
        """Keep that a source took a claim back or corrected it, and return that with its time.

        Raises
        ------
        LedgerError
            There is no such claim, or the ledger was opened to be asked only.
        RecordError
            The correction breaks the record.
        """
        return self._opinions.add_notice(notice, self._known(notice.claim_id))

    def notices(self, *, known_on: date | None = None) -> list[Notice]:
        """Return what sources took back or corrected, in order of its publication."""
        return self._opinions.notices(known_on)

    def add_gazetteer(self, version: str, licences: Sequence[str]) -> None:
        """Keep the licences of a gazetteer's data, so that exports can carry them without it."""
        row = (version, json.dumps(licences))
        with self._backend.transaction():
            self._backend.append_new("gazetteers", ("version", "licences"), [row])

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

    def _known(self, claim_id: str) -> Claim:
        claim = self.original(claim_id)
        if claim is None:
            raise LedgerError(f"the ledger {self.name} has no claim {claim_id!r}")
        return claim


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
