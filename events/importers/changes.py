"""What a source said before: of places, so that only what it changes is taken, and of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from events.review import Notice
from events.store import Version
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


def superseded(
    claims: Iterable[Claim], versions: Iterable[Version], source: str
) -> Iterator[Notice]:
    """Yield the notices that a source took rows back by publishing them anew.

    Rows of a living table keep their id. Of two states of a row the later published one counts, of
    two of one day the one that was stored later; its publication takes the other's claim back. A
    state without a day of publication takes nothing back.

    Parameters
    ----------
    claims
        Those of the source that still stand.
    versions
        The states of all documents that are stored in several.
    source
        Whose rows.
    """
    of = {claim.document_sha256: claim for claim in claims if claim.source == source}
    states: dict[str, list[tuple[date, int, Claim]]] = defaultdict(list)
    for version in versions:
        claim = of.get(version.sha256)
        if claim is not None and version.published is not None:
            states[version.document_id].append((version.published, version.number, claim))
    for known in states.values():
        known.sort(key=lambda state: state[:2])
        for (_, _, old), (published, _, _) in pairwise(known):
            reason = "the source published this row anew"
            yield Notice(
                claim_id=old.claim_id,
                decision="retract",
                source=source,
                reason=reason,
                published=published,
            )
