"""What a ledger holds, kept as it was read, and as people's reviews leave it.

A review touches one claim. So what is slow to load is loaded once, as it was read, and what was
said of it since is laid over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from events.corpus import Corpus
from events.review import Notice, Review, Revision
from events.store import Ledger
from events.types import Claim


@dataclass(frozen=True)
class Holdings:
    """What a ledger holds as read, with what sources took back or corrected."""

    as_read: Corpus
    notices: Sequence[Notice] = ()

    @classmethod
    def of(cls, ledger: Ledger) -> Holdings:
        """Read all that a ledger holds, but for its reviews."""
        corpus = Corpus(
            documents=tuple(ledger.documents()),
            claims=tuple(ledger.claims(as_read=True)),
            rejected=tuple(ledger.rejected()),
            licences=tuple(ledger.licences()),
        )
        return cls(corpus, tuple(ledger.notices()))

    def revised(self, reviews: Iterable[Review]) -> Corpus:
        """Return the corpus as these reviews (the latest of each claim last) leave it.

        It has how far the reviewers believe what is claimed.
        """
        reviews = tuple(reviews)
        notices: dict[str, tuple[Notice, ...]] = {}
        for notice in self.notices:
            notices[notice.claim_id] = (*notices.get(notice.claim_id, ()), notice)
        revise = Revision(reviews={one.claim_id: one for one in reviews}, notices=notices)
        if not revise.reviews and not notices:
            return self.as_read
        return replace(
            self.as_read,
            claims=tuple(_standing(self.as_read.claims, revise)),
            admiralty=self.as_read.admiralty.reviewed(reviews),
        )


def _standing(claims: Iterable[Claim], revise: Revision) -> list[Claim]:
    return [standing for claim in claims if (standing := revise(claim)) is not None]


def as_read_stamp(stamp: str) -> str:
    """Return of a ledger's stamp what changes when more was read or taken back, reviews aside.

    A stamp counts custody, reviews, notices and files not read, in this order.
    """
    custody, _, *rest = stamp.split()
    return " ".join((custody, *rest))


def joined(base: Corpus, more: Corpus) -> Corpus:
    """Return two corpora as one; a document that is in both is as ``more`` has it."""
    if not more.documents and not more.rejected:
        return base
    read_anew = {document.sha256 for document in more.documents}
    kept = (claim for claim in base.claims if claim.document_sha256 not in read_anew)
    judged = {**base.admiralty.reviews, **more.admiralty.reviews}
    return replace(
        base,
        admiralty=replace(base.admiralty, reviews=judged),
        documents=tuple(
            {d.sha256: d for d in (*base.documents, *more.documents)}.values(),
        ),
        claims=(*kept, *more.claims),
        rejected=tuple(dict.fromkeys((*base.rejected, *more.rejected))),
        licences=tuple(sorted({*base.licences, *more.licences})),
    )
