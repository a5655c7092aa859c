"""What of the claims that were read is kept: of those that say the same, the firmest (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from events.types import TERRITORIAL, Claim


def distinct(claims: Iterable[tuple[Claim, float]]) -> list[Claim]:
    """Keep the firmest claim of those that say the same of the same place in the same sentence."""
    best: dict[tuple[Any, ...], dict[str | None, tuple[Claim, float]]] = {}
    for claim, firm in claims:
        key = (
            claim.evidence_start,
            claim.event_type,
            claim.place_id or claim.mention_start,
            claim.claimant,
            claim.modality,
        )
        holders = best.setdefault(key, {})
        holder = claim.claimed_controller
        if holder not in holders or firm > holders[holder][1]:
            holders[holder] = claim, firm
    return [
        claim
        for holders in best.values()
        for holder, (claim, _) in holders.items()
        if holder is not None or len(holders) == 1  # one taken and lost again was held by both
    ]


def latest(claims: Sequence[Claim]) -> list[Claim]:
    """Take the holder from an undated claim where its sentence names another one, with a day.

    So in "Bucha, seized by the Russians, was back in Ukrainian hands by 1 April".
    """
    dated: dict[tuple[int | None, str | None, str | None], set[str | None]] = {}
    for claim in claims:
        if claim.claimed_controller and claim.event_date:
            key = (claim.evidence_start, claim.place_id, claim.claimant)
            dated.setdefault(key, set()).add(claim.claimed_controller)
    return [
        replace(c, claimed_controller=None)
        if c.claimed_controller
        and c.event_date is None
        and dated.get((c.evidence_start, c.place_id, c.claimant), set()) - {c.claimed_controller}
        else c
        for c in claims
    ]


def marked_leads(claims: Sequence[Claim]) -> list[Claim]:
    """Mark what the report says in its own voice and attributes to somebody, earlier or later."""
    attributed = {
        (c.event_type, c.place_id)
        for c in claims
        if c.claimant_start is not None and c.place_id is not None
    }
    return [
        replace(c, own_voice_lead=True)
        if c.claimant_start is None and (_unlocated(c) or (c.event_type, c.place_id) in attributed)
        else c
        for c in claims
    ]


def _unlocated(claim: Claim) -> bool:
    return claim.place_id is None and claim.event_type in TERRITORIAL
