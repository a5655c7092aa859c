"""What a report says of whether its claims were checked, and which claims that speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.claims.lexicon import verification_marks
from events.claims.scene import Scene
from events.types import Claim, Verification

RECENT_DAYS = 7
"""An account is of the day when it speaks of no more than so many days before publication."""

_ALL = re.compile(
    r"\b(any|all|none|either|both|the) (of the )?(accounts?|claims?|reports?|details?|battlefield|"
    r"specifics|information|statements?)\b|\bbattlefield\b|\bfighting'?s\b|\bfighting\b",
    re.IGNORECASE,
)


def verify(scene: Scene, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with ``verification`` set from the report's own words.

    A mark about "any of the accounts" speaks of every claim of the report that is about what
    happened on the ground. One in the same sentence as a claim speaks of that claim, otherwise of
    the claims of its paragraph and the sentence before.
    """
    marked = list(claims)
    for sentence in scene.sentences:
        text = scene.text[sentence.start : sentence.end]
        for verification, pattern in verification_marks():
            match = pattern.search(text)
            if match is None:
                continue
            span = (sentence.start + match.start(), sentence.start + match.end())
            reach = _reach(scene, text, sentence.start, marked, match)
            marked = [
                _marked(c, verification, span) if n in reach else c for n, c in enumerate(marked)
            ]
            break
    return marked


def _reach(
    scene: Scene, text: str, start: int, claims: Sequence[Claim], match: re.Match[str]
) -> set[int]:
    end = start + len(text)
    here = {n for n, c in enumerate(claims) if c.evidence_start < end and c.evidence_end > start}
    if here:
        return here
    if _ALL.search(text):
        return {n for n, c in enumerate(claims) if _from_the_field(scene, c)}
    number = next(n for n, s in enumerate(scene.sentences) if s.start == start)
    before = scene.sentences[max(0, number - 2)]
    return {
        n
        for n, c in enumerate(claims)
        if before.start <= c.evidence_start and c.evidence_end <= start
    }


def _from_the_field(scene: Scene, claim: Claim) -> bool:
    """Tell whether a claim is one of the day's accounts, not background or a standing state."""
    if claim.event_type in {"nuclear_safety", "other"}:
        return False
    published = scene.document.published
    if published and claim.event_date_end and (published - claim.event_date_end).days > RECENT_DAYS:
        return False
    return claim.event_type != "control" or claim.claimant_start is not None


def _marked(claim: Claim, verification: str, span: tuple[int, int]) -> Claim:
    rank = {"none": 0, "unverifiable": 1, "disputed": 2, "verified": 3}
    if rank[verification] <= rank[claim.verification]:
        return claim
    word: Verification = verification  # type: ignore[assignment]  # from the checked lexicon
    return replace(claim, verification=word, verification_start=span[0], verification_end=span[1])
