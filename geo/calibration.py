"""From a model's score to how often such an answer was right: knots to read between.

The knots stand in ``seeds/lexicons/resolution.toml``; ``benchmarks/train_geoparser.py`` fits them
to answers for texts that the weights were not learnt from. Towns and the like have their own: the
middle of a country or a region is more often not where somebody else would put it.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from geo.types import Kind

Knots = tuple[tuple[float, float], ...]
"""Pairs of a score and the share that was right there, both rising from 0."""
WIDE: frozenset[Kind] = frozenset(("country", "continent", "region", "area", "water"))
"""Kinds of place without one obvious point."""


def calibrated(score: float, kind: Kind) -> float:
    """Return how likely an answer of a kind is right: never falls as the score rises."""
    return between(load_knots()[sort_of(kind)], score)


def sort_of(kind: Kind) -> str:
    """Return which knots a kind of place goes by: ``wide`` or ``local``."""
    return "wide" if kind in WIDE else "local"


def between(knots: Sequence[tuple[float, float]], score: float) -> float:
    """Return the share at a score, on a straight line between the knots beside it."""
    scores = [knot[0] for knot in knots]
    here = min(max(bisect_right(scores, score), 1), len(knots) - 1)
    (low, start), (high, end) = knots[here - 1], knots[here]
    part = min(1.0, max(0.0, (score - low) / (high - low)))
    return start + part * (end - start)


@lru_cache(maxsize=1)
def load_knots() -> Mapping[str, Knots]:
    """Read the knots, by the sort of place."""
    path = files("seeds").joinpath("lexicons", "resolution.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))["calibration"]
    return {
        sort: tuple(zip(map(float, own["score"]), map(float, own["right"]), strict=True))
        for sort, own in table.items()
    }
