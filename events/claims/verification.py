"""What a report says of whether its claims were checked, and which claims that speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from events.claims.lexicon import verification_marks
from events.claims.scene import Scene
from events.types import Claim, Verification
from geo.types import Sentence

RECENT_DAYS = 7
"""An account is of the day when it speaks of no more than so many days before publication."""

_ALL = re.compile(
    r"\b(any|all|none|either|both|the) (of the )?"
    r"((these|two|side['’]?s|sides['’]|military|battlefield) )*"
    r"(accounts?|claims?|reports?|details?|battlefield|specifics|information|statements?)\b"
    r"|\bbattlefield\b|\bfighting\b",
    re.IGNORECASE,
)


_THIS = re.compile(
    r"\b(that|this|its|the) (announcement|claim|report|statement|account|assertion)\b",
    re.IGNORECASE,
)
"""One claim is spoken of: that of the nearest sentence."""

_OWN_WATCH = re.compile(r"\b(observed?|assess(ed)?|geolocated)\b", re.IGNORECASE)
"""An analyst's remark on what was seen speaks of the claim beside it, not of the report."""


def verify(scene: Scene, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with ``verification`` set from the report's own words.

    ``claims`` are in order of the text. A mark about "any of the accounts" speaks of every claim
    of the report that is about what happened on the ground. One in the same sentence as a claim
    speaks of that claim, otherwise of the claims of the two sentences before.
    """
    marked = list(claims)
    starts = [c.evidence_start for c in claims]
    said_of_all: set[str] = set()
    for number, sentence in enumerate(scene.spans):
        mark = _mark(scene.text[sentence.start : sentence.end])
        if mark is None:
            continue
        verification, match, is_of_all = mark
        if verification == "unverifiable" and _is_silence(scene, sentence, match):
            continue
        before = scene.spans[max(0, number - 2)].start
        here = range(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
        reach = here or range(bisect_left(starts, before), here.start)
        if not here and reach and _THIS.search(scene.text, sentence.start, sentence.end):
            nearest = starts[reach[-1]]
            reach = range(bisect_left(starts, nearest), here.start)
        alone = verification == "unverifiable" and not here and not is_of_all
        spoken = _spoken_of(scene, sentence, marked) if alone else []
        if is_of_all and not here:
            if verification in said_of_all:
                continue
            said_of_all.add(verification)
            reach = range(len(marked))
        span = (sentence.start + match.start(), sentence.start + match.end())
        for n in spoken or reach:
            if not is_of_all or here or _from_the_field(scene, marked[n]):
                marked[n] = _marked(marked[n], verification, span)
    return marked


def _spoken_of(scene: Scene, sentence: Sentence, claims: Sequence[Claim]) -> list[int]:
    """Return the claims told before about the places that the mark's own sentence names."""
    places = {
        r.place.place_id
        for _, r in scene.resolutions_in(sentence.start, sentence.end)
        if r.place is not None and r.place.kind in {"settlement", "facility"}
    }
    return [
        n
        for n, claim in enumerate(claims)
        if claim.place_id in places
        and claim.evidence_start < sentence.start
        and _from_the_field(scene, claim)
    ]


def _mark(text: str) -> tuple[Verification, re.Match[str], bool] | None:
    """Return what a sentence says of checking, where, and whether of all accounts."""
    for verification, pattern in verification_marks():
        match = pattern.search(text)
        if match is not None:
            of_all = _ALL.search(text) is not None and _OWN_WATCH.search(text) is None
            return verification, match, of_all
    return None


def _is_silence(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """Tell whether it is a belligerent who has not confirmed: that tells nothing of checking."""
    start = sentence.start + match.start()
    named = scene.mentions_in(max(sentence.start, start - 40), start)
    party = any(
        m.entity.side in scene.conflict.side_ids and m.entity.sort != "medium" for m in named
    )
    return party and "confirmed" in match.group() and "independently" not in match.group()


def _from_the_field(scene: Scene, claim: Claim) -> bool:
    """Tell whether a claim is one of the day's accounts, not background or a standing state."""
    if claim.event_type in {"nuclear_safety", "other"}:
        return False
    published = scene.document.published
    if published and claim.event_date is None and claim.claimant_start is None:
        return False
    if published and claim.event_date_end and (published - claim.event_date_end).days > RECENT_DAYS:
        return False
    return claim.event_type != "control" or claim.claimant_start is not None


def _marked(claim: Claim, verification: Verification, span: tuple[int, int]) -> Claim:
    rank = {"none": 0, "unverifiable": 1, "disputed": 2, "verified": 3}
    if rank[verification] <= rank[claim.verification]:
        return claim
    return replace(
        claim, verification=verification, verification_start=span[0], verification_end=span[1]
    )
