"""How well and how fast the geoparser reads, beside a small-model NER and a dictionary.

Run from the checkout: ``python -m benchmarks.geoparse --tables DIR [--tr-news FILE]
[--geovirus FILE] [--ablation]``. One run measures all systems on the same texts, on one core.
``geoparse.md`` beside this file has what was reached. Figures:

- ``F1``: toponyms found, a match being any overlap, each used once; demonyms are left out where a
  set does not annotate them;
- ``end to end``: share of the toponyms with a known place that were found and put within the
  radius, or given the same GeoNames id;
- ``given``: the same share where the gold mentions are handed over;
- ``none``: share of the found toponyms left without a place;
- ``texts/s``: texts read in a second of processor time, so that other work on the computer tells
  little. Each system has read one text of ours before, which loads what it loads but once.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.ablation import PARTS, without
from benchmarks.corpora import read_geovirus, read_tr_news
from benchmarks.notes import (
    DRAWN_AGAIN,
    DRAWN_NOTES,
    FRESH_NEWS,
    FRESH_NOTES,
    Article,
    Gold,
    read_notes,
)
from benchmarks.peers import Answer, System, ours, peers
from geo.distance import distance_m
from geo.gazetteer import Gazetteer
from geo.resolve import resolve
from geo.types import Place, Position, Toponym

WORLD_RADIUS_M = 161_000.0
NOTES_RADIUS_M = 10_000.0
WARM_UP = (
    "A convoy stood 10 km south of Bakhmut, at 48.5 N, 37.9 E, between Lyman and Izium, officials "
    "said. Fighting went on near Severodonesk, the U.S. said, у Харкові."
)


@dataclass(slots=True)
class Score:
    """Counts over a set, from which the figures are worked out."""

    found: int = 0
    answers: int = 0
    gold: int = 0
    placed: int = 0
    right: int = 0
    pinned: int = 0
    given_right: int = 0
    unresolved: int = 0
    errors_km: list[float] = field(default_factory=list)
    seconds: float = 0.0
    articles: int = 0

    def row(self, name: str) -> str:
        """Return the figures as one line of the table."""
        precision = self.found / max(1, self.answers)
        recall = self.found / max(1, self.gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        place_f1 = 2 * self.right / max(1, self.pinned + self.placed)
        cells = (
            f"{precision:.3f}",
            f"{recall:.3f}",
            f"{f1:.3f}",
            f"{self.right / self.placed:.3f}",
            f"{place_f1:.3f}",
            f"{self.right / max(1, self.pinned):.3f}",
            f"{self.given_right / self.placed:.3f}" if self.given_right else "-",
            f"{median(self.errors_km or [0.0]):.1f}",
            f"{self.unresolved / max(1, self.answers):.3f}",
            f"{self.articles / self.seconds:.0f}",
        )
        return f"{name:<36}" + "".join(f"{cell:>11}" for cell in cells)


HEADER = f"{'':<36}" + "".join(
    f"{name:>11}"
    for name in (
        "precision",
        "recall",
        "F1",
        "end to end",
        "place F1",
        "place prec",
        "given",
        "median km",
        "none",
        "texts/s",
    )
)


def measure(system: System, articles: Sequence[Article], radius_m: float) -> Score:
    """Return the counts of one system on one set; time is that of the system alone."""
    score = Score(articles=len(articles))
    for article in articles:
        started = time.process_time()
        answers = system(article.text)
        score.seconds += time.process_time() - started
        if not article.demonyms:
            answers = [a for a in answers if not a.demonym or gold_at(article.toponyms, a)]
        _count(score, article, answers, radius_m)
    return score


def _count(score: Score, article: Article, answers: list[Answer], radius_m: float) -> None:
    score.answers += len(answers)
    score.gold += len(article.toponyms)
    score.unresolved += sum(answer.place is None for answer in answers)
    score.placed += sum(map(is_placed, article.toponyms))
    used: set[int] = set()
    for answer in answers:
        gold = gold_at([g for n, g in enumerate(article.toponyms) if n not in used], answer)
        if gold is not None:
            used.add(article.toponyms.index(gold))
            score.found += 1
        if answer.place is None or (gold is not None and not is_placed(gold)):
            continue
        score.pinned += 1
        if gold is not None:
            score.right += is_right(gold, answer.place, radius_m)
            if gold.lat is not None:
                score.errors_km.append(distance_to_m(gold, answer.place) / 1000)


def is_placed(gold: Gold) -> bool:
    """Tell whether the gold says where the toponym is."""
    return gold.lat is not None or gold.region is not None


def gold_at(toponyms: Iterable[Gold], answer: Answer) -> Gold | None:
    """Return the first gold toponym that an answer overlaps."""
    return next((g for g in toponyms if g.start < answer.end and answer.start < g.end), None)


def is_right(gold: Gold, place: Place, radius_m: float) -> bool:
    """Tell whether a place is the gold's: the same GeoNames id, the same unit, or near enough."""
    if gold.region is not None:
        return place.kind == "region" and place.name.startswith(gold.region[:5])
    same = gold.geonameid is not None and gold.geonameid == place.geonameid
    return same or (gold.lat is not None and distance_to_m(gold, place) <= radius_m)


def distance_to_m(gold: Gold, place: Place) -> float:
    """Return how far a place is from where the gold puts it, in metres."""
    return distance_m(Position(lon=gold.lon or 0.0, lat=gold.lat or 0.0), place.position)


def add_given(
    score: Score, gazetteer: Gazetteer, articles: Sequence[Article], radius_m: float
) -> None:
    """Count the right places where the gold mentions are handed over."""
    for article in articles:
        toponyms = [
            Toponym(start=g.start, end=g.end, text=article.text[g.start : g.end])
            for g in article.toponyms
        ]
        found = resolve(article.text, toponyms, gazetteer)
        score.given_right += sum(
            r.place is not None and is_placed(g) and is_right(g, r.place, radius_m)
            for g, r in zip(article.toponyms, found, strict=True)
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all systems on the sets that are given and print one table for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    default = os.environ.get("CLAIMMAP_DATA")
    parser.add_argument(
        "--tables",
        type=Path,
        default=Path(default) if default else None,
        help="the upstream tables, for our own notes; by default, where CLAIMMAP_DATA points",
    )
    parser.add_argument("--tr-news", type=Path)
    parser.add_argument("--geovirus", type=Path)
    parser.add_argument("--no-peers", action="store_true", help="measure claimmap alone")
    parser.add_argument("--ablation", action="store_true", help="and without each of its parts")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    gazetteer = Gazetteer.open()
    print(f"gazetteer opened in {time.perf_counter() - started:.2f} s")
    sets = _sets(options)
    if not sets:
        print("nothing measured: give at least one of --tables, --tr-news, --geovirus")
        return
    others = {} if options.no_peers else peers(gazetteer)
    for name, system in (("claimmap", ours(gazetteer)), *others.items()):
        started = time.perf_counter()
        system(WARM_UP)
        print(f"{name}: first text after {time.perf_counter() - started:.2f} s")
    for name, articles, radius_m in sets:
        print(f"\n{name}: {len(articles)} texts, radius {radius_m / 1000:.0f} km\n{HEADER}")
        print(_own_row("claimmap", gazetteer, articles, radius_m))
        for label, system in others.items():
            print(measure(system, articles, radius_m).row(label))
        for part in PARTS if options.ablation else ():
            with without(part):
                print(_own_row(f"- {part}", gazetteer, articles, radius_m))
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory, all systems together: {memory_mb:.0f} MB")


def _own_row(label: str, gazetteer: Gazetteer, articles: Sequence[Article], radius_m: float) -> str:
    score = measure(ours(gazetteer), articles, radius_m)
    add_given(score, gazetteer, articles, radius_m)
    return score.row(label)


def _sets(options: argparse.Namespace) -> list[tuple[str, list[Article], float]]:
    sets = []
    if options.tr_news:
        sets.append(("TR-News", read_tr_news(options.tr_news), WORLD_RADIUS_M))
    if options.geovirus:
        sets.append(("GeoVirus", read_geovirus(options.geovirus), WORLD_RADIUS_M))
    if options.tables:
        fresh_notes = read_notes(options.tables, FRESH_NOTES)
        fresh_news = read_notes(options.tables, FRESH_NEWS)
        sets.append(("Ukrainian notes", read_notes(options.tables), NOTES_RADIUS_M))
        sets.append(("Fresh notes", fresh_notes, NOTES_RADIUS_M))
        sets.append(("Fresh news", fresh_news, WORLD_RADIUS_M))
        drawn = read_notes(options.tables, DRAWN_NOTES)
        drawn_again = read_notes(options.tables, DRAWN_AGAIN)
        sets.append(("Drawn notes", drawn, NOTES_RADIUS_M))
        sets.append(("Drawn again", drawn_again, NOTES_RADIUS_M))
    return sets


if __name__ == "__main__":
    main()
