"""Which claims to review first, and why: those on which the most hangs (pure)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter

from events.types import CONTESTED, TERRITORIAL, Claim, ControlStatus, Word

LOW_CONFIDENCE = 0.6
"""Below this share the reading itself is doubtful, however sure the speaker is."""

_ALONE, _DECIDES, _CONTRADICTS, _UNSURE, _MISPLACED = 16, 8, 4, 2, 1
_REST = "nothing hangs on it now"
_Rank = tuple[int, float, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A claim to review, and the reasons why it stands where it does, the weightiest first."""

    claim: Claim
    reasons: tuple[str, ...]


def queue(claims: Iterable[Claim], statuses: Iterable[ControlStatus]) -> list[Queued]:
    """Return the claims that nobody has reviewed, those that matter most first.

    First come claims that decide who holds a place (alone before together with others), then
    those that contradict another side's word, then doubtful readings, then places that are not
    sure; among equals the least sure, then the latest. Order of input does not matter.

    Parameters
    ----------
    statuses
        Control as of the day that matters, from ``events.control.control_as_of``.
    """
    return first_of({claim.claim_id: claim for claim in claims}.values(), statuses)


def first_of(
    claims: Iterable[Claim], statuses: Iterable[ControlStatus], *, most: int | None = None
) -> list[Queued]:
    """Return the first of the `queue`, all of it by default, of claims that come each once.

    Of very many claims only as many are kept meanwhile.
    """
    ranked = _ranked(claims, statuses)
    by_rank = itemgetter(0)
    chosen = sorted(ranked, key=by_rank) if most is None else nsmallest(most, ranked, key=by_rank)
    return [queued for _, queued in chosen]


def _ranked(
    claims: Iterable[Claim], statuses: Iterable[ControlStatus]
) -> Iterator[tuple[_Rank, Queued]]:
    weighed = _weights(statuses)
    for claim in claims:
        if claim.review_status != "machine":
            continue
        found = sorted({*weighed.get(claim.claim_id, ()), *_own_weights(claim)}, reverse=True)
        weight = sum({weight for weight, _ in found})
        reasons = tuple(reason for _, reason in found) or (_REST,)
        yield _rank(claim, weight), Queued(claim=claim, reasons=reasons)


def _rank(claim: Claim, weight: int) -> _Rank:
    sure = 1.0 if claim.extraction_confidence is None else claim.extraction_confidence
    published = claim.published.toordinal() if claim.published else 0
    return -weight, sure, -published, claim.claim_id


def _weights(statuses: Iterable[ControlStatus]) -> dict[str, list[tuple[int, str]]]:
    """Return what hangs on each claim by the places' control."""
    weighed: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for status in statuses:
        alone = len(status.deciding) == 1
        for claim_id in status.deciding:
            how = "alone decides" if alone else "decides"
            weighed[claim_id].append((_ALONE if alone else _DECIDES, f"{how} {_held(status)}"))
        for word in status.words:
            for reason in _contradictions(word, status):
                for claim_id in word.claim_ids:
                    weighed[claim_id].append((_CONTRADICTS, reason))
    return weighed


def _held(status: ControlStatus) -> str:
    place, holder = status.place_name, status.holder
    if holder == CONTESTED:
        return f"that {place} is contested"
    return (
        f"that {place} has no known holder"
        if holder == "unknown"
        else f"that {holder} holds {place}"
    )


def _contradictions(word: Word, status: ControlStatus) -> Iterator[str]:
    for other in status.words:
        if other.side != word.side and other.controller != word.controller:
            yield f"contradicts {_said(other, status.place_name)}"


def _said(word: Word, place: str) -> str:
    who = "third parties" if word.side == "third" else word.side
    if word.controller is None:
        return f"{who}, who leave open who holds {place}"
    if word.controller == CONTESTED:
        return f"{who}, by whom {place} is contested"
    return f"{who}, by whom {word.controller} holds {place}"


def _own_weights(claim: Claim) -> Iterator[tuple[int, str]]:
    """Yield what is doubtful about the reading itself."""
    sure = claim.extraction_confidence
    if sure is not None and sure < LOW_CONFIDENCE:
        yield _UNSURE, f"a doubtful reading (confidence {sure:.2f})"
    if claim.where_flag:
        yield _MISPLACED, f"its place is in doubt: {claim.where_flag}"
    elif claim.place_id is None and claim.event_type in TERRITORIAL:
        yield _MISPLACED, "its place is not resolved"
