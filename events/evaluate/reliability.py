"""How far promises hold: what was promised of claims beside how many were right (pure)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from events.evaluate.score import Judged

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
"""Where the bins of confidence begin; each ends where the next begins, the last at 1."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims with a confidence from ``low`` to below ``high`` (the last: to 1).

    ``promised`` is their mean confidence, ``right`` the share that was found, ``complete`` the
    share of which claimant, controller, date and pin are right as well.
    """

    low: float
    high: float
    count: int
    promised: float
    right: float
    complete: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """A reliability table; bins without claims are left out.

    ``brier`` is the mean square of the distance between promise and outcome, ``ece`` the mean
    distance of promise and share right in a bin, by its claims: 0 is best for both.
    """

    bins: tuple[Bin, ...]
    total: Bin
    brier: float
    ece: float


def reliability(judged: Sequence[Judged]) -> Reliability | None:
    """Return how far the confidence of judged claims held; None if none of them states any."""
    sure = [
        (float(one.claim["extraction_confidence"]), one)
        for one in judged
        if one.claim.get("extraction_confidence") is not None
    ]
    if not sure:
        return None
    sorted_in: dict[int, list[tuple[float, Judged]]] = {}
    for promise, one in sure:
        sorted_in.setdefault(bisect_right(EDGES, promise) - 1, []).append((promise, one))
    ends = (*EDGES[1:], 1.0)
    bins = tuple(_bin(EDGES[n], ends[n], own) for n, own in sorted(sorted_in.items()))
    return Reliability(
        bins=bins,
        total=_bin(0.0, 1.0, sure),
        brier=sum((promise - one.right) ** 2 for promise, one in sure) / len(sure),
        ece=sum(b.count * abs(b.promised - b.right) for b in bins) / len(sure),
    )


def _bin(low: float, high: float, own: Sequence[tuple[float, Judged]]) -> Bin:
    count = len(own)
    return Bin(
        low=low,
        high=high,
        count=count,
        promised=sum(promise for promise, _ in own) / count,
        right=sum(one.right for _, one in own) / count,
        complete=sum(one.complete for _, one in own) / count,
    )
