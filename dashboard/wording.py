"""A claim in a sentence, as a reviewer reads it."""

from __future__ import annotations

from events.types import Claim


def said_of(claim: Claim) -> str:
    """Return who says what of which place, when, in words that follow the record."""
    where = claim.place_name or claim.mention or "no place"
    who = claim.claimant or claim.source or "somebody"
    what = claim.event_type.replace("_", " ")
    parts = [f"{who} {claim.speech_act or 'says'}: {what} at {where}"]
    if claim.actor1:
        parts.append(f"by {claim.actor1}")
    if claim.actor2:
        parts.append(f"against {claim.actor2}")
    if claim.event_date:
        last = claim.event_date_end
        span = f"{claim.event_date}" + (f" to {last}" if last and last != claim.event_date else "")
        parts.append(f"({span})")
    sentence = " ".join(parts) + f". It is {claim.modality}."
    if claim.claimed_controller:
        sentence += f" Said to hold it: {claim.claimed_controller}."
    if claim.projected_controller:
        sentence += f" Would hold it: {claim.projected_controller}."
    return sentence
