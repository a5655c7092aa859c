"""What people said of the claims in a ledger: reviews, and what sources took back or corrected."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime

from events.errors import LedgerError
from events.review import Notice, Review, Revision, fingerprint
from events.store.backend import Backend
from events.store.schema import quoted
from events.types import Claim

_REVIEW = (
    *("claim_id", "as_read", "decision", "corrected", "reviewer", "reason", "at"),
    "credibility",
)
_NOTICE = (
    *("claim_id", "decision", "corrected", "source", "reason", "published", "url"),
    *("recorded_by", "at"),
)


class Opinions:
    """The reviews and notices of an open ledger: rows are added and read, never edited."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def revision(self, known_on: date | None = None) -> Revision:
        """Return what was said of claims, by sources up to a day, by reviewers at any time."""
        notices: dict[str, list[Notice]] = defaultdict(list)
        for notice in self.notices(known_on):
            notices[notice.claim_id].append(notice)
        return Revision(
            reviews={review.claim_id: review for review in self.reviews()},  # the latest wins
            notices={claim_id: tuple(said) for claim_id, said in notices.items()},
        )

    def reviews(self) -> list[Review]:
        """Return every review, the oldest first."""
        rows = self._backend.query(f"SELECT {quoted(_REVIEW)} FROM reviews ORDER BY at, entry")
        return [
            Review(
                **dict(zip(_REVIEW, row, strict=True))
                | {"corrected": json.loads(row[3]), "at": datetime.fromisoformat(row[6])}
            )
            for row in rows
        ]

    def notices(self, known_on: date | None = None) -> list[Notice]:
        """Return what sources took back or corrected by a day, in order of publication."""
        known = "" if known_on is None else f" WHERE published <= '{known_on.isoformat()}'"
        rows = self._backend.query(
            f"SELECT {quoted(_NOTICE)} FROM notices{known} ORDER BY published, entry"
        )
        return [
            Notice(
                **dict(zip(_NOTICE, row, strict=True))
                | {
                    "corrected": json.loads(row[2]),
                    "published": date.fromisoformat(str(row[5])),
                    "at": datetime.fromisoformat(row[8]),
                }
            )
            for row in rows
        ]

    def add_review(self, review: Review, claim: Claim) -> Review:
        """Keep a review of this claim, given as it was read; return it with its time."""
        at = (review.at or datetime.now(UTC)).astimezone(UTC)
        kept = replace(review, at=at, as_read=fingerprint(claim))
        said = self.revision().notices.get(claim.claim_id, ())
        if Revision(notices={claim.claim_id: said}, reviews={claim.claim_id: kept})(claim) is None:
            raise LedgerError(f"claim {claim.claim_id!r} was taken back by its source")
        row = (
            *(kept.claim_id, kept.as_read, kept.decision, _json(kept.corrected)),
            *(kept.reviewer, kept.reason, at.isoformat(timespec="microseconds")),
            kept.credibility,
        )
        with self._backend.transaction():
            self._backend.append_new("reviews", _REVIEW, [row])
        return kept

    def add_notice(self, notice: Notice, claim: Claim) -> Notice:
        """Keep a source's notice about this claim, given as it was read."""
        at = (notice.at or datetime.now(UTC)).astimezone(UTC)
        kept = replace(notice, at=at)
        Revision(notices={claim.claim_id: (kept,)})(claim)  # raises if it breaks the record
        row = (
            *(kept.claim_id, kept.decision, _json(kept.corrected), kept.source, kept.reason),
            *(kept.published.isoformat(), kept.url, kept.recorded_by),
            at.isoformat(timespec="microseconds"),
        )
        with self._backend.transaction():
            self._backend.append_new("notices", _NOTICE, [row])
        return kept


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
