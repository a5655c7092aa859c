"""What a ledger holds, kept as it was read, and as people's reviews leave it.

A review touches one claim. So what is slow to load is loaded once, as it was read, and what was
said of it since is laid over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow.compute as pc

from dashboard.beside import claims_of
from dashboard.tabled import Tabled, column
from events.actors import Conflict
from events.asked import profiles_of
from events.corpus import Corpus
from events.review import Notice, Review, Revision
from events.store import Ledger
from events.types import Claim


@dataclass(frozen=True, kw_only=True)
class Held(Corpus):
    """A corpus whose claims may lie in a table: what asks for a field of all looks there."""

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The profiles that the claims were read by, as far as they are shipped."""
        return profiles_of(set(column(self.claims, "conflict").unique().to_pylist()))

    @property
    def last_day(self) -> date | None:
        """The day of the latest publication, else of the latest event; None without either."""
        latest = (pc.max(column(self.claims, day)).as_py() for day in ("published", "event_date"))
        return next((day for day in latest if day), None)


@dataclass(frozen=True)
class Holdings:
    """What a ledger holds as read, with what sources took back or corrected."""

    as_read: Corpus
    notices: Sequence[Notice] = ()

    @classmethod
    def of(cls, ledger: Ledger, where: str | Path) -> Holdings:
        """Read what the ledger at an address holds, but for its reviews and the reports' texts."""
        corpus = Held(
            documents=tuple(ledger.documents(bodies=False)),
            claims=claims_of(ledger, where),
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
            claims=_standing(self.as_read.claims, revise),
            admiralty=self.as_read.admiralty.reviewed(reviews),
        )


def _standing(claims: Sequence[Claim], revise: Revision) -> Sequence[Claim]:
    held = claims if isinstance(claims, Tabled) else Tabled.of(claims)
    return held.revised(revise)


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
