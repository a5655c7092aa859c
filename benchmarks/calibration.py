"""What is reached on articles that the weights were not learnt from, and how far scores are true.

`benchmarks.train_geoparser` hands over the weights of each fold; every article is read with those
learnt without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.types import Resolution

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Reads each text with the weights learnt without it; ``folds`` are two models each."""

    gazetteer: Gazetteer
    fold_of: Mapping[str, int]
    folds: Sequence[tuple[Weights, Weights]]

    def resolutions(self, text: str) -> Sequence[Resolution]:
        """Return the resolutions of a text."""
        recognition, resolution = self.folds[self.fold_of[text]]
        with swapped("recognition", recognition), swapped("resolution", resolution):
            return Geoparser(self.gazetteer).parse(text, parse_all=False).resolutions

    def answers(self, text: str) -> list[Answer]:
        """Return the answers of a text, as a system to be measured."""
        return [answer_of(resolution) for resolution in self.resolutions(text)]


def report(sets: Mapping[str, Sequence[Article]], held_out: HeldOut) -> None:
    """Print the figures of each set and one reliability table over all."""
    print(f"\ncross-validated\n{HEADER}")
    counts = [[0, 0, 0.0] for _ in BINS[1:]]
    for name, articles in sets.items():
        radius_m = NOTES_RADIUS_M if "notes" in name else WORLD_RADIUS_M
        print(measure(held_out.answers, articles, radius_m).row(name))
        for article in articles:
            _count(counts, article, held_out.resolutions(article.text), radius_m)
    print("\nscore        toponyms  mean score  right")
    for low, high, (total, right, scores) in zip(BINS, BINS[1:], counts, strict=False):
        shown = f"{scores / total:10.2f}  {right / total:5.2f}" if total else ""
        print(f"{low:.2f}-{min(1.0, high):.2f}  {int(total):9d}  {shown}")


def _count(
    counts: list[list[float]], article: Article, found: Sequence[Resolution], radius_m: float
) -> None:
    """Count the placed toponyms; one that is no toponym by the gold is not right."""
    for resolution in found:
        gold = gold_at(article.toponyms, answer_of(resolution))
        demonym = resolution.toponym.use == "demonym" and not article.demonyms
        if resolution.place is None or demonym or (gold is not None and not is_placed(gold)):
            continue
        number = next(n for n, high in enumerate(BINS[1:]) if resolution.score < high)
        right = gold is not None and is_right(gold, resolution.place, radius_m)
        counts[number][0] += 1
        counts[number][1] += right
        counts[number][2] += resolution.score
