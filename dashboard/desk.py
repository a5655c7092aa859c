"""A reader's desk: the ledger that is looked at, and a ledger of the reader's own beside it.

What a reader drops on the page goes into the own ledger, a file that ends with the session. So
does a review of what has no ledger: the reports that are shipped. A review of a claim in a ledger
goes into that ledger, where everybody sees it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.holdings import Holdings, as_read_stamp, joined
from events.corpus import Corpus
from events.errors import LedgerError
from events.review import Review
from events.store import Ledger, address_shown
from events.types import Document

Loader = Callable[[str | None, str], Holdings]
"""Returns what the ledger at an address holds; the second word changes when that does."""

SHIPPED = "the reports that are shipped"


@dataclass
class Desk:
    """One reader's ledgers. ``where`` is None for the reports that are shipped.

    ``key`` is a word that changed whenever either ledger had when last looked at, ``read_key`` one
    that reviews do not change.
    """

    where: str | None
    _folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="claimmap-")
    )
    _latest: Corpus | None = None
    key: str = ""
    read_key: str = ""

    @property
    def own(self) -> Path:
        """The file of the reader's own ledger; there is none until something is put there."""
        return Path(self._folder.name) / "session.sqlite"

    @property
    def name(self) -> str:
        """How the page calls what is open."""
        return SHIPPED if self.where is None else address_shown(self.where)

    @property
    def is_local(self) -> bool:
        """Whether reviews go to the reader's own ledger only."""
        return self.where is None

    def check(self) -> None:
        """Raise LedgerError if what is named cannot be opened."""
        if self.where is not None:
            _stamp(self.where)

    def look(self) -> None:
        """See whether either ledger changed, and say so in ``key``; nothing is read.

        Raises
        ------
        LedgerError
            A ledger cannot be opened.
        """
        shared = _stamp(self.where) if self.where else "0 0 0 0"
        own = _stamp(self.own) if self.own.exists() else ""
        key = f"{self.where} {shared}|{f'{self.own} {own}' if own else ''}"
        if self.key != key:
            self._latest, self.key = None, key
            self.read_key = f"{self.where} {as_read_stamp(shared)}|{own and as_read_stamp(own)}"

    def corpus(self, load: Loader) -> Corpus:
        """Return all that is on the desk.

        Raises
        ------
        LedgerError
            A ledger cannot be opened or read.
        """
        self.look()
        if self._latest is None:
            self._latest = self._read(load)
        return self._latest

    def _read(self, load: Loader) -> Corpus:
        base = _revised(load, self.where)
        return joined(base, _revised(load, str(self.own))) if self.own.exists() else base

    def review(self, review: Review, corpus: Corpus) -> None:
        """Keep a decision in the ledger that the claim is from.

        Raises
        ------
        LedgerError
            The ledger cannot be written. Nothing was kept.
        RecordError
            The correction breaks the record.
        """
        where: str | Path = self.where or self.own
        if self.where and self.own.exists() and _has(self.own, review.claim_id):
            where = self.own
        with Ledger.open(where) as ledger:
            if self.where is None and ledger.original(review.claim_id) is None:
                _take_over(ledger, corpus, review.claim_id)
            ledger.review(review)

    def reviews(self) -> list[Review]:
        """Return every review of what is on the desk, the oldest first."""
        found: list[Review] = []
        for where in (self.where, self.own if self.own.exists() else None):
            if where is not None:
                with Ledger.open(where, create=False) as ledger:
                    found += ledger.reviews()
        return sorted(found, key=lambda one: str(one.at))

    def document(self, sha256: str) -> Document | None:
        """Return a report with its text, from whichever ledger has it."""
        for where in (self.own if self.own.exists() else None, self.where):
            if where is not None:
                with Ledger.open(where, create=False) as ledger:
                    if found := ledger.document(sha256):
                        return found
        return None

    def forget(self) -> None:
        """Read both ledgers anew when next asked."""
        self._latest = None

    def clear(self) -> None:
        """Forget what the reader added."""
        self.forget()
        for file in Path(self._folder.name).iterdir():
            file.unlink()


def _stamp(where: str | Path) -> str:
    with Ledger.open(where, create=False) as ledger:
        return ledger.stamp()


def _has(where: Path, claim_id: str) -> bool:
    with Ledger.open(where, create=False) as ledger:
        return ledger.original(claim_id) is not None


def _revised(load: Loader, where: str | None) -> Corpus:
    if where is None:
        return load(None, "").as_read
    with Ledger.open(where, create=False) as ledger:
        reviews: Sequence[Review] = ledger.reviews()
        stamp = ledger.stamp()
    return load(where, as_read_stamp(stamp)).revised(reviews)


def _take_over(ledger: Ledger, corpus: Corpus, claim_id: str) -> None:
    """Put a claim's report, with all that was read of it, into the reader's own ledger."""
    claim = next((one for one in corpus.claims if one.claim_id == claim_id), None)
    if claim is None:
        raise LedgerError(f"there is no claim {claim_id!r} here")
    sha256 = claim.document_sha256
    ledger.add(
        [one for one in corpus.documents if one.sha256 == sha256],
        [one for one in corpus.claims if one.document_sha256 == sha256],
        [one for one in corpus.rejected if one.document_sha256 == sha256],
    )
    if corpus.licences:
        ledger.add_gazetteer(claim.gazetteer_version, corpus.licences)
