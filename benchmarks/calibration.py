"""What is reached on articles that the weights were not learnt from, and how far scores are true.

`benchmarks.train_geoparser` hands over the weights of each fold; every article is read with those
learnt without it. Knots between score and share right are fitted to such answers alone
(`geo.calibration`); those of the table's last column, to the answers of the other folds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unittest.mock import patch

from benchmarks.ablation import swapped
from benchmarks.geoparse import (
    HEADER,
    NOTES_RADIUS_M,
    WORLD_RADIUS_M,
    gold_at,
    is_placed,
    is_right,
    measure,
)
from benchmarks.notes import Article
from benchmarks.peers import Answer, answer_of
from geo.calibration import Knots, between, sort_of
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.types import Resolution

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
AS_IS: Mapping[str, Knots] = dict.fromkeys(("local", "wide"), ((0.0, 0.0), (1.0, 1.0)))
_KNOTS = 9

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer for a text not learnt from: its score before the knots, and whether it is right."""

    score: float
    right: bool
    fold: int
    sort: str


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Reads each text with the weights learnt without it; ``folds`` are two models each."""

    gazetteer: Gazetteer
    fold_of: Mapping[str, int]
    folds: Sequence[tuple[Weights, Weights]]

    def resolutions(self, text: str) -> Sequence[Resolution]:
        """Return the resolutions of a text; their scores are as the models have them."""
        recognition, resolution = self.folds[self.fold_of[text]]
        with (
            swapped("recognition", recognition),
            swapped("resolution", resolution),
            patch("geo.resolve.calibrated", lambda score, _: score),
        ):
            return Geoparser(self.gazetteer).parse(text, parse_all=False).resolutions

    def answers(self, text: str) -> list[Answer]:
        """Return the answers of a text, as a system to be measured."""
        return [answer_of(resolution) for resolution in self.resolutions(text)]


def report(sets: Mapping[str, Sequence[Article]], held_out: HeldOut) -> Mapping[str, Knots]:
    """Print the figures of each set and the tables over all; return the knots fitted to all."""
    print(f"\ncross-validated\n{HEADER}")
    judged: list[Judged] = []
    for name, articles in sets.items():
        radius_m = NOTES_RADIUS_M if "notes" in name else WORLD_RADIUS_M
        print(measure(held_out.answers, articles, radius_m).row(name))
        for article in articles:
            judged += _judged(held_out, article, radius_m)
    others = [fit([j for j in judged if j.fold != fold]) for fold in range(len(held_out.folds))]
    _table("as the models have it", judged, [AS_IS] * len(others))
    _table("calibrated, by the other folds", judged, others)
    return fit(judged)


def _judged(held_out: HeldOut, article: Article, radius_m: float) -> list[Judged]:
    """Return the answers with a place; one that is no toponym by the gold is wrong."""
    found = []
    for resolution in held_out.resolutions(article.text):
        place = resolution.place
        gold = gold_at(article.toponyms, answer_of(resolution))
        demonym = resolution.toponym.use == "demonym" and not article.demonyms
        if place is None or demonym or (gold is not None and not is_placed(gold)):
            continue
        right = gold is not None and is_right(gold, place, radius_m)
        fold = held_out.fold_of[article.text]
        found.append(Judged(resolution.score, right, fold, sort_of(place.kind)))
    return found


def fit(judged: Sequence[Judged]) -> Mapping[str, Knots]:
    """Return the knots of each sort of place."""
    sorts = sorted({j.sort for j in judged})
    return {sort: fit_knots([j for j in judged if j.sort == sort]) for sort in sorts}


def fit_knots(judged: Sequence[Judged]) -> Knots:
    """Return knots through bins of as many answers each, smaller at the foot where few fall.

    The share right never falls: bins that would break this are pooled with the one before. The
    first knot is (0, 0), and beyond the last bin the share stays as it is.
    """
    ordered = sorted(judged, key=lambda j: j.score)
    size = max(1, len(ordered) // (2 * _KNOTS))
    edges = [*(0, size // 3, size), *range(2 * size, len(ordered) - size + 1, 2 * size)]
    pools: list[tuple[float, float, int]] = []
    for start, end in zip(edges, [*edges[1:], len(ordered)], strict=True):
        part = ordered[start:end]
        pool = (sum(j.score for j in part), float(sum(j.right for j in part)), len(part))
        while pools and pools[-1][1] * pool[2] >= pool[1] * pools[-1][2]:
            last = pools.pop()
            pool = (last[0] + pool[0], last[1] + pool[1], last[2] + pool[2])
        pools.append(pool)
    knots = [(round(s / n, 3), round(r / n, 3)) for s, r, n in pools if n]
    return ((0.0, 0.0), *knots, (1.0, knots[-1][1]))


def _table(title: str, judged: Sequence[Judged], knots_of: Sequence[Mapping[str, Knots]]) -> None:
    print(f"\n{title}\nscore        toponyms  mean score  right")
    for low, high in pairwise(BINS):
        scored = [(between(knots_of[j.fold][j.sort], j.score), j.right) for j in judged]
        inside = [(score, right) for score, right in scored if low <= score < high]
        total = len(inside)
        if not total:
            continue
        mean, right = (sum(column) / total for column in zip(*inside, strict=True))
        print(f"{low:.2f}-{min(1.0, high):.2f}  {total:9d}  {mean:10.2f}  {right:5.2f}")
