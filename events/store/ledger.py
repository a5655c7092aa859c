"""The ledger: an append-only book of documents, their claims, and what people said of them.

Bytes are stored by their SHA-256 (reports as they came, and their decoded text). Each time a
document is read differently (a newer extractor, another date given) a new *reading* of it is
added; nothing is edited or removed, and the database itself refuses to. Which reading counts is
settled when it is asked (`events.store.answers`). Adding what is there already adds nothing. When
and by which run something was stored is in the custody log only, so that equal input gives equal
answers, in whatever order it came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from events.errors import LedgerError
from events.resting import collector_at_rest
from events.review import Notice, Review
from events.store.adding import Added, add_batch
from events.store.answers import Answers
from events.store.opening import open_backend
from events.store.rows import batch_of
from events.types import Claim, Document, Rejected


class Ledger(Answers):
    """An open ledger, to ask and to add to. Use it as a context manager, or call ``close``.

    One process may write while others read; a second writer waits.
    """

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

    def add_gazetteer(self, version: str, licences: Sequence[str]) -> None:
        """Keep the licences of a gazetteer's data, so that exports can carry them without it."""
        row = (version, json.dumps(licences))
        with self._backend.transaction():
            self._backend.append_new("gazetteers", ("version", "licences"), [row])

    def _known(self, claim_id: str) -> Claim:
        claim = self.original(claim_id)
        if claim is None:
            raise LedgerError(f"the ledger {self.name} has no claim {claim_id!r}")
        return claim
