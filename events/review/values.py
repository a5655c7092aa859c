"""A reviewer's decision, a source's change of word, and what both make of a claim (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final, Literal, get_args

from events.errors import RecordError
from events.review.corrections import CORRECTABLE, corrected, fingerprint
from events.types import Claim, ReviewStatus

Decision = Literal["accept", "correct", "reject"]
CREDIBILITY: Final[Mapping[str, str]] = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
"""The Admiralty code's second half. It is a person's judgement; nothing computes it."""
Change = Literal["correct", "retract"]
_STATUS: dict[Decision, ReviewStatus] = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What one person decided about one claim, as it was read.

    ``corrected`` has the fields that a correction changes, and their values. ``credibility`` is
    how far the reviewer believes what is claimed (a code of `CREDIBILITY`), None where that was not
    judged; a claim that the report does not make has none. ``at`` (with a time zone) and
    ``as_read``, the claim's fingerprint, are set by the ledger where they are missing.

    Raises
    ------
    RecordError
        Naming every fault: no such decision, nobody who decides, no reason, a correction that
        corrects nothing or what cannot be corrected, no such credibility, a time without its zone.
    """

    claim_id: str
    decision: Decision
    reviewer: str
    reason: str
    corrected: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    as_read: str = ""
    credibility: str | None = None

    def __post_init__(self) -> None:
        named = {"reviewer": self.reviewer, "reason": self.reason}
        faults = _faults(self.decision, get_args(Decision), named, self.corrected)
        if self.at is not None and self.at.tzinfo is None:
            faults.append(f"the time {self.at.isoformat()} has no zone")
        if self.credibility is not None and self.credibility not in CREDIBILITY:
            faults.append(f"credibility is {self.credibility!r}, must be 1 to 6")
        if self.credibility is not None and self.decision == "reject":
            faults.append("what the report does not claim has no credibility")
        if faults:
            raise RecordError(f"review of claim {self.claim_id!r}: {'; '.join(faults)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A source's word, published on a day, that a claim of its was wrong: a new row of its own.

    ``url`` is where it says so, ``recorded_by`` who entered it, ``at`` when (set by the ledger).

    Raises
    ------
    RecordError
        Naming every fault, as `Review` does.
    """

    claim_id: str
    decision: Change
    source: str
    reason: str
    published: date
    corrected: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    recorded_by: str = ""
    at: datetime | None = None

    def __post_init__(self) -> None:
        named = {"source": self.source, "reason": self.reason}
        if faults := _faults(self.decision, get_args(Change), named, self.corrected):
            raise RecordError(f"notice about claim {self.claim_id!r}: {'; '.join(faults)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What was said of claims: a function from a claim as read to the claim as it now stands.

    ``reviews`` has the latest of each claim, ``notices`` all of each in order of publication.
    """

    reviews: Mapping[str, Review] = field(default_factory=dict)
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)

    @property
    def claim_ids(self) -> frozenset[str]:
        """The claims of which anything was said."""
        return frozenset((*self.reviews, *self.notices))

    def touches(self, claim_id: str) -> bool:
        """Tell whether anything was said of a claim."""
        return claim_id in self.reviews or claim_id in self.notices

    def __call__(self, claim: Claim) -> Claim | None:
        """Return the claim as it stands, or None if its source took it back."""
        if not self.touches(claim.claim_id):
            return claim
        standing = claim
        for notice in self.notices.get(claim.claim_id, ()):
            if notice.decision == "retract":
                return None
            standing = corrected(standing, notice.corrected)
        review = self.reviews.get(claim.claim_id)
        if review is None or review.as_read != fingerprint(claim):
            return standing
        return replace(
            corrected(standing, review.corrected), review_status=_STATUS[review.decision]
        )


def _faults(
    decision: str, decisions: tuple[str, ...], named: Mapping[str, str], values: Mapping[str, Any]
) -> list[str]:
    faults = [f"{name} is missing" for name, said in named.items() if not said.strip()]
    if decision not in decisions:
        faults.append(f"decision is {decision!r}, must be one of {', '.join(decisions)}")
    if decision == "correct" and not values:
        faults.append("it corrects no field")
    if decision != "correct" and values:
        faults.append(f"only a correction changes fields, not {decision!r}")
    if locked := sorted(set(values) - set(CORRECTABLE)):
        faults.append(f"{', '.join(locked)} cannot be corrected; can: {', '.join(CORRECTABLE)}")
    return faults
