"""Train the weights of the geoparser on the development sets and write their readable files.

Run from the checkout: ``python -m benchmarks.train_geoparser --tables DIR --tr-news FILE
--geovirus FILE [--write]``. Recognition is a logistic model over cues, resolution a softmax over
the readings of each name; both keep to what we put down as likely (PRIORS) where the sets say
little. Resolution learns from the places of the gold claims for development too, which are read
with the focus of their war. Cross-validated figures and how far scores are true are printed;
without ``--write`` that is all. NumPy alone is used.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.calibration import HeldOut, report
from benchmarks.corpora import read_claims, read_geovirus, read_tr_news
from benchmarks.geoparse import is_placed
from benchmarks.notes import Article, Gold, read_notes
from benchmarks.weights import add_knots, write_weights
from events.actors import load_conflict
from geo.context import Words
from geo.districts import with_districts
from geo.facilities import with_facilities
from geo.features import features
from geo.front import Front
from geo.gazetteer import Gazetteer
from geo.groups import Group
from geo.lexicon import load_lexicon
from geo.parse import split_sentences
from geo.recognize import candidate_cues, find_mentions, given_mentions
from geo.resolve import grouped, settle, weighed
from geo.scenes import Scene, first_scene
from geo.spots import find_spots
from geo.types import Focus, Place, Position, Toponym
from geo.vicinity import rough_km

PRIORS = Path(__file__).parent / "data" / "priors.toml"
CLAIMS = Path(__file__).parents[1] / "tests" / "quality" / "gold" / "development.jsonl"
FOLDS = 5
ROUNDS = 3
_NEAR_M: Mapping[str, float] = {"country": 3e6, "continent": 5e6, "region": 5e5}
_TOWN_M = 40_000.0
_NOTE_M = 12_000.0

Cues = Mapping[str, float]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """The readings of one name: their features, which are right, and how much it counts."""

    features: tuple[Cues, ...]
    right: tuple[bool, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Named:
    """An article with its toponyms grouped by name and sense; some golds may have no place."""

    article: Article
    golds: tuple[Gold, ...]
    groups: tuple[Group, ...]
    opening: Scene


def main(arguments: Sequence[str] | None = None) -> None:
    """Cross-validate both models, print the figures, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--tr-news", type=Path)
    parser.add_argument("--geovirus", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    if None in (options.tables, options.tr_news, options.geovirus):
        print("nothing trained: --tables, --tr-news and --geovirus are all needed")
        return
    gazetteer = Gazetteer.open()
    sets = {
        "TR-News": read_tr_news(options.tr_news),
        "GeoVirus": read_geovirus(options.geovirus),
        "Ukrainian notes": read_notes(options.tables),
    }
    articles = [article for own in sets.values() for article in own]
    priors = tomllib.loads(PRIORS.read_text(encoding="utf-8"))
    *held_out, recognition = train_recognition(articles, gazetteer, priors["recognition"])
    reports = [*articles, *read_claims(CLAIMS)]
    *others, resolution = train_resolution(reports, gazetteer, priors["resolution"])
    fold_of = {article.text: number % FOLDS for number, article in enumerate(articles)}
    knots = report(sets, HeldOut(gazetteer, fold_of, list(zip(held_out, others, strict=True))))
    if options.write:
        write_weights("recognition", recognition)
        write_weights("resolution", resolution)
        add_knots(knots)


def _focus(article: Article, number: int) -> Focus:
    """Return a focus for every other note, so that reading with and without one is learnt."""
    notes = article.article_id.startswith("note-")
    if article.article_id.startswith("war-"):
        return load_conflict("ukraine").focus()
    return Focus(countries=("UA",)) if notes and number % 2 else Focus()


def train_recognition(
    articles: Sequence[Article], gazetteer: Gazetteer, prior: Cues
) -> list[dict[str, float]]:
    """Print the figures; return the weights without each fold, then those of all articles."""
    rows: list[tuple[int, Cues, bool]] = []
    missed = 0
    lexicon = load_lexicon()
    for number, article in enumerate(articles):
        words = Words(article.text, split_sentences(article.text))
        spots = find_spots(words, gazetteer, lexicon)
        cues = candidate_cues(words, spots, _focus(article, number), lexicon)
        spans = [(spot.start, spot.end) for spot in spots]
        missed += sum(not _touches(gold, spans) for gold in article.toponyms)
        golds = [(gold.start, gold.end) for gold in article.toponyms]
        rows += [
            (number, own, any(s < spot.end and spot.start < e for s, e in golds))
            for spot, own in zip(spots, cues, strict=True)
            if not spot.demonym
        ]
    found: list[tuple[float, bool]] = []
    learnt = []
    for fold in range(FOLDS):
        weights = _fit_logistic([row for row in rows if row[0] % FOLDS != fold], prior)
        learnt.append(weights)
        found += [(_score(weights, own), right) for n, own, right in rows if n % FOLDS == fold]
    hits = sum(score >= 0 and right for score, right in found)
    taken = sum(score >= 0 for score, _ in found)
    wanted = sum(right for _, right in found)
    print(f"recognition: precision {hits / taken:.3f}, recall {hits / (wanted + missed):.3f}")
    return [*learnt, _fit_logistic(rows, prior)]


def _touches(gold: Gold, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < gold.end and gold.start < end for start, end in spans)


def _score(weights: Cues, own: Cues) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in own.items())


def _fit_logistic(rows: Sequence[tuple[int, Cues, bool]], prior: Cues) -> dict[str, float]:
    """Return the weights of a logistic model with a normal prior, by Newton's method."""
    names = sorted({name for _, own, _ in rows for name in own})
    matrix = _matrix([own for _, own, _ in rows], names)
    right = np.array([float(row[2]) for row in rows])
    middle = np.array([prior.get(name, 0.0) for name in names])
    stiffness = np.array([0.01 if name == "bias" else 1.0 for name in names])
    weights = middle.copy()
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-(matrix @ weights)))
        slope = matrix.T @ (chance - right) + stiffness * (weights - middle)
        bend = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(stiffness)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-4:
            break
    return dict(zip(names, weights.tolist(), strict=True))


def train_resolution(
    articles: Sequence[Article], gazetteer: Gazetteer, prior: Cues
) -> list[dict[str, float]]:
    """Print the figures; return the weights without each fold, then those of all articles."""
    named = [_named(article, number, gazetteer) for number, article in enumerate(articles)]
    right = total = 0
    learnt = []
    for fold in range(FOLDS):
        weights = _learn([n for i, n in enumerate(named) if i % FOLDS != fold], prior)
        learnt.append(weights)
        for item in (n for i, n in enumerate(named) if i % FOLDS == fold):
            hits, all_of = _count_right(item, weights)
            right, total = right + hits, total + all_of
    print(f"resolution: {right / total:.3f} of {total} mentions right by the training's measure")
    return [*learnt, _learn(named, prior)]


def _named(article: Article, number: int, gazetteer: Gazetteer) -> Named:
    words = Words(article.text, split_sentences(article.text))
    focus = _focus(article, number)
    if article.article_id.startswith("war-"):
        mentions = find_mentions(words, gazetteer, focus)
        golds = tuple(_gold_of(mention.toponym, article.toponyms) for mention in mentions)
    else:
        golds = tuple(gold for gold in article.toponyms if is_placed(gold))
        toponyms = [
            Toponym(start=g.start, end=g.end, text=article.text[g.start : g.end]) for g in golds
        ]
        mentions = given_mentions(words, toponyms, gazetteer)
    mentions = with_facilities(words, with_districts(words, mentions, gazetteer), gazetteer)
    groups = tuple(grouped(words, mentions))
    front = Front(map(gazetteer.get, focus.place_ids))
    return Named(article, golds, groups, first_scene(groups, focus, front))


def _gold_of(toponym: Toponym, golds: Sequence[Gold]) -> Gold:
    """Return the gold that a toponym found is, or one without a place; a head noun may differ."""
    spans = (g for g in golds if g.start == toponym.start and toponym.end <= g.end)
    return next(spans, Gold(start=toponym.start, end=toponym.end))


def _learn(named: Sequence[Named], prior: Cues) -> dict[str, float]:
    """Learn in rounds: what the other names were resolved to depends on the weights."""
    weights = dict(prior)
    for _ in range(ROUNDS):
        choices = [choice for item in named for choice in _choices(item, weights)]
        weights = dict(prior) | _fit_softmax(choices, prior)
    return weights


def _choices(item: Named, weights: Cues) -> list[Choice]:
    found = []
    _, last = settle(item.groups, item.opening, weights)
    for group, scene in zip(item.groups, last, strict=True):
        placed = [item.golds[n] for n in group.numbers if is_placed(item.golds[n])]
        if not placed:
            continue
        gold = placed[0]
        for seen, share in ((scene, 1.0), (item.opening, 0.3)):
            hits = weighed(group, seen, {})
            right = tuple(_is_right(gold, hit.place, item.article) for hit in hits)
            if not any(right) or all(right):
                continue
            own = tuple(features(hit, group, seen) for hit in hits)
            found.append(Choice(own, right, share * len(placed) ** 0.5))
    return found


def _is_right(gold: Gold, place: Place, article: Article) -> bool:
    if gold.region is not None:
        return place.kind == "region" and place.name.startswith(f"{gold.region} ")
    if gold.geonameid is not None and gold.geonameid == place.geonameid:
        return True
    if article.article_id.startswith(("note-", "war-")):
        return place.kind == "settlement" and distance_to_m(gold, place) <= _NOTE_M
    return distance_to_m(gold, place) <= _NEAR_M.get(place.kind, _TOWN_M)


def distance_to_m(gold: Gold, place: Place) -> float:
    """Return how far a place is from where the gold puts it, in metres, on a sphere."""
    there = Position(lon=gold.lon or 0.0, lat=gold.lat or 0.0)
    return 1000 * rough_km(place, replace(place, position=there))


def _count_right(item: Named, weights: Cues) -> tuple[int, int]:
    right = 0
    answers, _ = settle(item.groups, item.opening, weights)
    for group, ranked in zip(item.groups, answers, strict=True):
        right += sum(
            bool(ranked) and _is_right(item.golds[n], ranked[0].place, item.article)
            for n in group.numbers
            if is_placed(item.golds[n])
        )
    return right, sum(map(is_placed, item.golds))


def _fit_softmax(choices: Sequence[Choice], prior: Cues) -> dict[str, float]:
    """Return the weights of a conditional logit with a normal prior, by steepest descent (Adam)."""
    names = sorted({name for choice in choices for own in choice.features for name in own})
    matrix = _matrix([own for choice in choices for own in choice.features], names)
    number = np.repeat(np.arange(len(choices)), [len(choice.features) for choice in choices])
    right = np.array([flag for choice in choices for flag in choice.right], dtype=float)
    share = np.array([choice.weight for choice in choices])
    middle = np.array([prior.get(name, 0.0) for name in names])
    weights, speed, spread = middle.copy(), np.zeros(len(names)), np.zeros(len(names))
    for turn in range(1, 601):
        slope = _slope(matrix @ weights, number, right, share)
        gradient = matrix.T @ slope + 0.5 * (weights - middle)
        speed = 0.9 * speed + 0.1 * gradient
        spread = 0.99 * spread + 0.01 * gradient**2
        step = speed / (1 - 0.9**turn) / (np.sqrt(spread / (1 - 0.99**turn)) + 1e-8)
        weights -= 0.05 * step
    return dict(zip(names, weights.tolist(), strict=True))


def _slope(scores: Floats, number: npt.NDArray[np.int64], right: Floats, share: Floats) -> Floats:
    """Return the derivative of the loss by each score."""
    top = np.full(len(share), -np.inf)
    np.maximum.at(top, number, scores)
    odds = np.exp(scores - top[number])
    total = np.bincount(number, odds)
    good = np.bincount(number, odds * right)
    slope: Floats = share[number] * (odds / total[number] - odds * right / good[number])
    return slope


def _matrix(rows: Sequence[Cues], names: Sequence[str]) -> Floats:
    column = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in row.items():
            matrix[at, column[name]] = value
    return matrix


if __name__ == "__main__":
    main()
