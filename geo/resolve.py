"""Toponym resolution: which place a name means, from ranked candidates with features and a reason.

Mentions of one name that ask for the same kind of place are resolved together (one sense in a
text). In passes: the first ranks by the name and by what is named beside it, the next add how well
a candidate sits among what the pass before chose for the other names. An unresolved name takes
no part in that, and so never affects the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from geo.bounds import bounded
from geo.calibration import calibrated
from geo.context import Words
from geo.districts import with_districts
from geo.facilities import with_facilities
from geo.features import Bearer, bearer_of, name_features, near_features, text_features
from geo.front import NO_FRONT, Front
from geo.groups import Group, group_mentions
from geo.parse import split_sentences
from geo.reasons import elsewhere, label, precision, reason, sentence, unknown
from geo.recognize import Mention, given_mentions, load_weights
from geo.scenes import Reading, Scene, first_scene, scenes
from geo.spots import NameSource
from geo.types import Candidate, Focus, Place, Resolution, Toponym
from geo.vicinity import holds, rough_km

if TYPE_CHECKING:
    from geo.gazetteer import NameHit

ABSTAIN_BELOW = 0.4
"""A best candidate whose share of the weighed readings is less is not chosen."""
SAME_SPOT_KM = 20.0
_FAR_KM = 2 * SAME_SPOT_KM
"""Candidates nearer than this are the same answer, in two entries of the gazetteer."""
MOST_CANDIDATES = 25
"""Of a name with more readings, the best are weighed, and those in units that the text names."""
_ALWAYS_WEIGHED = 12
PASSES = 2
"""How often names are ranked anew by what the others were resolved to, as long as that changes."""
_KEPT_CANDIDATES = 5


def resolve(
    text: str, toponyms: Sequence[Toponym], gazetteer: NameSource, focus: Focus | None = None
) -> list[Resolution]:
    """Return one resolution for each toponym given, in order; they must not overlap.

    Head nouns beside the toponyms are read from the text; demonyms and short forms are known.
    """
    words = Words(text, split_sentences(text))
    mentions = with_districts(words, given_mentions(words, toponyms, gazetteer), gazetteer)
    return resolve_mentions(words, with_facilities(words, mentions, gazetteer), focus or Focus())


def resolve_mentions(
    words: Words, mentions: Sequence[Mention], focus: Focus, front: Front = NO_FRONT
) -> list[Resolution]:
    """Return one resolution for each mention, in order; ``front`` has the places in focus."""
    groups = bounded(words, mentions, grouped(words, mentions))
    ranked = rank_groups(groups, focus, front)
    company = [c[0].place for c in ranked if c and c[0].score >= ABSTAIN_BELOW]
    found: dict[int, Resolution] = {}
    for group, candidates in zip(groups, ranked, strict=True):
        answer = _answer(group, candidates, company)
        for number in group.numbers:
            found[number] = _resolution(mentions[number], answer)
    return [found[number] for number in range(len(mentions))]


def grouped(words: Words, mentions: Sequence[Mention]) -> list[Group]:
    """Return the mentions grouped by sense; villages keep the readings of another spelling."""
    return [_with_spellings(g, mentions) for g in group_mentions(words, mentions)]


def _with_spellings(group: Group, mentions: Sequence[Mention]) -> Group:
    """Return the group with the villages that tables spell otherwise, where only villages fit.

    One table has a village as Pristin, another as Prystin: the spelling of a report tells little.
    """
    if not group.hits or any(_is_known(hit.place) for hit in group.hits):
        return group
    countries = {hit.place.country for hit in group.hits}
    kept = {hit.place.place_id for hit in group.hits}
    others = tuple(
        hit
        for hit in mentions[group.numbers[0]].hits
        if hit.folded
        and hit.place.kind == "settlement"
        and hit.place.country in countries
        and hit.place.place_id not in kept
    )
    return replace(group, hits=group.hits + others) if others else group


def _is_known(place: Place) -> bool:
    return place.kind != "settlement" or (place.population or 0) >= _TOWN


_TOWN = 20_000  # people: a town of that size is known by its spelling


def rank_groups(
    groups: Sequence[Group], focus: Focus, front: Front = NO_FRONT
) -> list[list[Reading]]:
    """Return the ranked candidates of each group, after all passes."""
    return settle(groups, first_scene(groups, focus, front), load_weights("resolution"))[0]


def settle(
    groups: Sequence[Group], opening: Scene, weights: Mapping[str, float]
) -> tuple[list[list[Reading]], list[Scene]]:
    """Return the ranked candidates of each group, and the scenes that they were ranked in last."""
    rankings = [_Ranking(group, weights) for group in groups]
    ranked = [ranking.rank(opening) for ranking in rankings]
    seen = [opening] * len(groups)
    for _ in range(PASSES):
        best = [_best_id(candidates) for candidates in ranked]
        seen = scenes(groups, ranked, opening)
        ranked = [
            ranking.rank(scene) if len(ranking.group.hits) > 1 else before
            for ranking, scene, before in zip(rankings, seen, ranked, strict=True)
        ]
        if [_best_id(candidates) for candidates in ranked] == best:
            break
    return ranked, seen


def _best_id(candidates: Sequence[Reading]) -> str | None:
    return candidates[0].place.place_id if candidates else None


class _Known(NamedTuple):
    """What a reading has in every scene: what the name says for it."""

    score: float
    features: Mapping[str, float]


class _Ranking:
    """One name that is ranked in several scenes: what the scene does not change is kept."""

    def __init__(self, group: Group, weights: Mapping[str, float]) -> None:
        self.group = group
        self._weights = weights
        self._bearers: dict[str, Bearer] = {}
        self._known: dict[str, _Known] = {}

    def rank(self, scene: Scene) -> list[Reading]:
        """Return the readings, likeliest first; the scores of all of them sum to one."""
        hits = weighed(self.group, scene, self._bearer_of)
        if not hits:
            return []
        known = [self._known_of(hit) for hit in hits]
        texts = [text_features(self._bearer_of(hit), self.group, scene) for hit in hits]
        scores = [one.score + self._sum(text) for one, text in zip(known, texts, strict=True)]
        top = max(scores)
        odds = [math.exp(score - top) for score in scores]
        total = sum(odds)
        readings = [
            Reading(hit.place, odd / total, one.features, text)
            for hit, odd, one, text in zip(hits, odds, known, texts, strict=True)
        ]
        return sorted(readings, key=lambda r: (-r.score, r.place.place_id))

    def _bearer_of(self, hit: NameHit) -> Bearer:
        place_id = hit.place.place_id
        bearer = self._bearers.get(place_id)
        if bearer is None:
            bearer = self._bearers[place_id] = bearer_of(hit)
        return bearer

    def _known_of(self, hit: NameHit) -> _Known:
        place_id = hit.place.place_id
        known = self._known.get(place_id)
        if known is None:
            own = name_features(hit, self.group)
            known = self._known[place_id] = _Known(self._sum(own), own)
        return known

    def _sum(self, features: Mapping[str, float]) -> float:
        weights = self._weights
        return sum([weights.get(name, 0.0) * value for name, value in features.items()])


def weighed(
    group: Group, scene: Scene, bearer_of: Callable[[NameHit], Bearer] = bearer_of
) -> Sequence[NameHit]:
    """Return the readings that are weighed: all but of a very common name.

    Of that, the best by name, then those in a unit that the text names or near what it speaks of.
    """
    if len(group.hits) <= MOST_CANDIDATES:
        return group.hits
    if not (scene.regions or group.containers or scene.has_company or scene.focus_ids):
        return group.hits[:MOST_CANDIDATES]

    def spoken_of(hit: NameHit) -> float:
        bearer = bearer_of(hit)
        named = bearer.unit in scene.regions
        named = named or any(holds(c, hit.place) for c in group.containers)
        near = near_features(bearer, scene) if scene.has_company else {}
        focus = hit.place.place_id in scene.focus_ids
        return named + 2 * focus + max(near.values(), default=0.0)

    best, others = group.hits[:_ALWAYS_WEIGHED], group.hits[_ALWAYS_WEIGHED:]
    return [*best, *sorted(others, key=spoken_of, reverse=True)][:MOST_CANDIDATES]


class _Answer(NamedTuple):
    """What all mentions of a group share; ``place`` is None where nothing decides."""

    place: Place | None
    share: float
    reason: str
    candidates: tuple[Candidate, ...]


def _answer(
    group: Group, candidates: Sequence[Reading], company: Sequence[Place]
) -> _Answer | None:
    """Return the answer for a group, or None where its name has no reading."""
    if not candidates:
        return _Answer(None, 0.0, elsewhere(group.missing_in), ()) if group.missing_in else None
    best = candidates[0]
    share = sum(
        c.score for c in candidates if rough_km(c.place, best.place, _FAR_KM) <= SAME_SPOT_KM
    )
    kept = tuple(
        Candidate(
            place=reading.place,
            score=reading.score,
            reason=reason(reading.place, own, group),
            features=MappingProxyType(own),
        )
        for reading in candidates[:_KEPT_CANDIDATES]
        for own in (reading.features,)
    )
    if share < ABSTAIN_BELOW:
        rivals = "; ".join(label(c.place) for c in kept[:3])
        why = f"several places bear the name and nothing decides between them: {rivals}"
        return _Answer(None, share, why, kept)
    return _Answer(best.place, share, sentence(kept[0].reason, candidates, company), kept)


def _resolution(mention: Mention, answer: _Answer | None) -> Resolution:
    toponym = mention.toponym
    if answer is None:
        return _unresolved(toponym, unknown(toponym, known=bool(mention.hits)), ())
    if answer.place is None:
        return _unresolved(toponym, answer.reason, answer.candidates)
    place = answer.place
    prec, uncertainty_m = precision(place, toponym)
    return Resolution(
        toponym=toponym,
        place=place,
        position=place.position,
        where_prec=prec,
        uncertainty_m=uncertainty_m,
        score=round(calibrated(answer.share * mention.probability, place.kind), 4),
        reason=answer.reason,
        candidates=answer.candidates,
    )


def _unresolved(toponym: Toponym, why: str, candidates: tuple[Candidate, ...]) -> Resolution:
    return Resolution(
        toponym=toponym,
        place=None,
        position=None,
        where_prec=None,
        uncertainty_m=None,
        score=0.0,
        reason=why,
        candidates=candidates,
    )
