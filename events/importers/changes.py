"""What a source last said of places, so that only what it changes is taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from events.types import Claim


def held_by(claims: Iterable[Claim], source: str, before: date) -> dict[str, str]:
    """Return who holds which place by a source's latest assessment before a day.

    Parameters
    ----------
    claims
        What is known, in any order.
    source
        Whose assessments count.
    before
        Leave out those of this day and later.

    Returns
    -------
    dict
        From place id to the actor, for places that the source says somebody holds.
    """
    latest: dict[str, tuple[date, str, str | None]] = {}
    for claim in claims:
        if claim.speech_act != "assesses" or claim.source != source or claim.place_id is None:
            continue
        day = claim.event_date_end
        if day is None or day >= before:
            continue
        said = (day, claim.claim_id, claim.claimed_controller)
        if claim.place_id not in latest or latest[claim.place_id][:2] < said[:2]:
            latest[claim.place_id] = said
    return {place: holder for place, (_, _, holder) in latest.items() if holder is not None}
