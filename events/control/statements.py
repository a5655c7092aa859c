"""What a claim says of who holds its place, whether it counts, and whose word it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from events.control.sides import links
from events.types import CONTESTED, TERRITORIAL, Claim, is_own_voice

THIRD: Final = "third"
"""The name under which the word of third parties is given."""

_CONCEDING_KINDS = frozenset({"official", "military", "local"})


@dataclass(frozen=True, slots=True)
class Statement:
    """What one counted claim says of its place, in terms of sides."""

    claim_id: str
    voice: str  # a side, or THIRD
    start: date  # the first day it may speak of
    day: date  # the day by which it had happened
    last: date  # the last day it is evidence for
    controller: str | None
    left: str | None
    is_concession: bool
    is_change: bool
    place_name: str


def statement_of(claim: Claim, side_of: Mapping[str, str]) -> Statement | None:
    """Return what the claim says of who holds its place, or None where it does not count.

    Who fights for whom is taken as of the day spoken of; for whom the claimant speaks, as of the
    day of speaking.
    """
    span = _span(claim) if _counts(claim) else None
    if span is None:
        return None
    start, day, last = span
    then = links(side_of, claim.conflict, day)
    side = _side(claim.claimant_side, links(side_of, claim.conflict, claim.published or day))
    controller = _side(claim.claimed_controller, then)
    left = _side(claim.actor1, then) if claim.event_type == "withdrawal" else None
    if controller is None and left is None:
        return None
    is_adverse = side is not None and _is_adverse(claim, side, controller, left)
    concedes = is_adverse and claim.claimant_kind in _CONCEDING_KINDS
    return Statement(
        claim_id=claim.claim_id,
        voice=THIRD if side is None or (is_adverse and not concedes) else side,
        start=start,
        day=day,
        last=last,
        controller=controller,
        left=left,
        is_concession=concedes,
        is_change=claim.event_type != "control",
        place_name=claim.place_name or "",
    )


def known_from(claim: Claim) -> date | None:
    """Return the day on which a claim became known, None where nobody can tell."""
    return claim.known_from or claim.published


def _side(actor: str | None, side_of: Mapping[str, str]) -> str | None:
    return None if actor is None else side_of.get(actor, actor)


def _counts(claim: Claim) -> bool:
    return (
        claim.modality == "asserted"
        and claim.event_type in TERRITORIAL
        and claim.where_prec == 1
        and (claim.share_percent is None or claim.share_percent >= 100)
        and not claim.own_voice_lead
        and not (claim.verification == "unverifiable" and is_own_voice(claim))
        and claim.review_status != "rejected"
    )


def _is_adverse(claim: Claim, side: str, controller: str | None, left: str | None) -> bool:
    if controller in (side, CONTESTED):
        return False
    return claim.against_interest or controller is not None or left == side


def _span(claim: Claim) -> tuple[date, date, date] | None:
    """Return the first day, the day by which it had happened, and the last day of evidence."""
    start = claim.event_date or claim.published
    if start is None:
        return None
    end = claim.event_date_end or start
    if (claim.date_prec or 1) > 1:
        day = max(start, min(end, claim.published or end))
        return start, day, day
    return start, start, end if claim.event_type == "control" else start
