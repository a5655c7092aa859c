"""What a claim says of who holds its place, whether it counts, and whose word it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from events.control.sides import links
from events.types import CONTESTED, TERRITORIAL, Claim, is_own_voice

THIRD: Final = "third"
"""The name under which the word of third parties is given."""

_CONCEDING_KINDS = frozenset({"official", "military", "local"})


class Statement(NamedTuple):
    """What one counted claim says of its place, in terms of sides.

    A named tuple, as are all values here of which a long history makes millions.
    """

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


class Spoken(NamedTuple):
    """What of a claim says who holds its place, and in whose name: fields of the record."""

    event_type: str
    claimed_controller: str | None
    actor1: str | None
    claimant_side: str | None
    claimant_kind: str | None
    against_interest: bool


class Saying(NamedTuple):
    """What a claim says in terms of sides; its fields are those of `Statement`."""

    voice: str
    controller: str | None
    left: str | None
    is_concession: bool
    is_change: bool


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
    now = links(side_of, claim.conflict, claim.published or day)
    said = saying_of(Spoken(*(getattr(claim, name) for name in Spoken._fields)), then, now)
    if said is None:
        return None
    return Statement(
        claim_id=claim.claim_id,
        start=start,
        day=day,
        last=last,
        place_name=claim.place_name or "",
        **said._asdict(),
    )


def saying_of(spoken: Spoken, then: Mapping[str, str], now: Mapping[str, str]) -> Saying | None:
    """Return what is said in terms of sides, None if nothing of who holds the place.

    ``then`` has the sides of the day spoken of, ``now`` those of the day of speaking.
    """
    side = _side(spoken.claimant_side, now)
    controller = _side(spoken.claimed_controller, then)
    left = _side(spoken.actor1, then) if spoken.event_type == "withdrawal" else None
    if controller is None and left is None:
        return None
    is_adverse = side is not None and _is_adverse(
        side, controller, left, against_interest=spoken.against_interest
    )
    concedes = is_adverse and spoken.claimant_kind in _CONCEDING_KINDS
    return Saying(
        voice=THIRD if side is None or (is_adverse and not concedes) else side,
        controller=controller,
        left=left,
        is_concession=concedes,
        is_change=spoken.event_type != "control",
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


def _is_adverse(
    side: str, controller: str | None, left: str | None, *, against_interest: bool
) -> bool:
    if controller in (side, CONTESTED):
        return False
    return against_interest or controller is not None or left == side


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
