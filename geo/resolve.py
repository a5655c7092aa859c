"""Toponym resolution: which place a name means, from ranked candidates with features and a reason.

Mentions of one name that ask for the same kind of place are resolved together (one sense in a
text). In passes: the first ranks by the name and by what is named beside it, the next add how well
a candidate sits among what the pass before chose for the other names. An unresolved name takes
no part in that, and so never affects the others.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from geo.bounds import bounded
from geo.calibration import calibrated
from geo.candidates import Candidates
from geo.context import Words
from geo.districts import with_districts
from geo.facilities import with_facilities
from geo.features import (
    ANOTHER,
    NEXT_IN_LIST,
    features,
    marks,
    name_key,
    near_features,
    own_name_features,
    shared_name_features,
    shared_text_features,
    weighs_nearness,
)
from geo.front import NO_FRONT, Front
from geo.groups import Group, group_mentions
from geo.hits import LARGE, Bearer, NameHit, apart_km, holds
from geo.parse import split_sentences
from geo.reasons import elsewhere, label, precision, reason, sentence, unknown
from geo.recognize import Mention, given_mentions, load_weights
from geo.scenes import Reading, Scene, first_scene, scenes
from geo.spots import NameSource
from geo.types import Candidate, Focus, Place, Resolution, Toponym

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
    opening = first_scene(groups, focus, front)
    ranked, seen = settle(groups, opening, load_weights("resolution"))
    company = [c[0].hit.bearer for c in ranked if c and c[0].score >= ABSTAIN_BELOW]
    found: dict[int, Resolution] = {}
    for group, candidates, scene in zip(groups, ranked, seen, strict=True):
        answer = _answer(group, candidates, scene, company)
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
    if not group.hits or any(_is_known(hit.bearer) for hit in group.hits):
        return group
    countries = {hit.bearer.country for hit in group.hits}
    kept = {hit.bearer.place_id for hit in group.hits}
    others = tuple(
        hit
        for hit in mentions[group.numbers[0]].hits
        if hit.folded
        and hit.bearer.kind == "settlement"
        and hit.bearer.country in countries
        and hit.bearer.place_id not in kept
    )
    return replace(group, hits=group.hits + others) if others else group


def _is_known(bearer: Bearer) -> bool:
    return bearer.kind != "settlement" or bearer.people >= _TOWN


_TOWN = 20_000  # people: a town of that size is known by its spelling


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
    return candidates[0].hit.bearer.place_id if candidates else None


class _Ranking:
    """One name that is ranked in several scenes: what the scene does not change is kept.

    A score is the sum of the features of a reading (`geo.features`), each by its weight. What
    readings that are alike share is added up once.
    """

    def __init__(self, group: Group, weights: Mapping[str, float]) -> None:
        self.group = group
        self._weights = weights
        self._by_name: dict[str, float] = {}
        self._alike: dict[Hashable, float] = {}

    def rank(self, scene: Scene) -> list[Reading]:
        """Return the readings, likeliest first; the scores of all of them sum to one."""
        near: _Nearness = {}
        hits = weighed(self.group, scene, near)
        if not hits:
            return []
        scores = [
            name + unit + own
            for name, unit, own in zip(
                map(self._name_score, hits),
                self._unit_scores(hits, scene),
                self._own_scores(hits, scene, near),
                strict=True,
            )
        ]
        top = max(scores)
        odds = [math.exp(score - top) for score in scores]
        total = sum(odds)
        ranked = sorted(
            (-odd / total, hit.bearer.place_id, number)
            for number, (odd, hit) in enumerate(zip(odds, hits, strict=True))
        )
        return [Reading(hits[number], -share) for share, _, number in ranked]

    def _name_score(self, hit: NameHit) -> float:
        """Return what the name and what stands beside it say for a reading."""
        place_id = hit.bearer.place_id
        score = self._by_name.get(place_id)
        if score is None:
            key = name_key(hit, self.group)
            shared = self._alike.get(key)
            if shared is None:
                shared = self._alike[key] = self._sum(shared_name_features(hit, self.group))
            own = own_name_features(hit, self.group)
            score = self._by_name[place_id] = shared + self._sum(own)
        return score

    def _unit_scores(self, hits: Sequence[NameHit], scene: Scene) -> Iterator[float]:
        """Yield what the countries and units of the text say for each reading."""
        known: dict[Hashable, float] = {}
        for hit in hits:
            bearer = hit.bearer
            key = bearer.unit, bearer.kind, hit.how, hit.folded
            score = known.get(key)
            if score is None:
                score = known[key] = self._sum(shared_text_features(hit, scene))
            yield score

    def _own_scores(
        self, hits: Sequence[NameHit], scene: Scene, near: _Nearness
    ) -> Iterator[float]:
        """Yield what the places of the text say for each reading: those near, and itself.

        ``near`` has what is known already of those that are near.
        """
        around = scene.surroundings
        another, next_in_list = (self._weights.get(n, 0.0) for n in (ANOTHER, NEXT_IN_LIST))
        marked = bool(scene.districts or scene.focus_ids or scene.chosen_ids)
        for hit in hits:
            bearer = hit.bearer
            score = self._sum(marks(bearer, scene)) if marked else 0.0
            if around and bearer.kind not in LARGE:
                close, in_list = around.closeness(bearer)
                score += another * close + next_in_list * in_list
            if scene.has_company and weighs_nearness(bearer, self.group, scene):
                known = near.get(bearer.place_id)
                score += self._sum(near_features(bearer, scene) if known is None else known)
            yield score

    def _sum(self, features: Mapping[str, float]) -> float:
        if not features:
            return 0.0
        weights = self._weights
        return sum([weights.get(name, 0.0) * value for name, value in features.items()])


_Nearness: TypeAlias = dict[str, Mapping[str, float]]
"""What being near gives, by the place."""


def weighed(group: Group, scene: Scene, near: _Nearness) -> Sequence[NameHit]:
    """Return the readings that are weighed: all but of a very common name.

    Of that, the best by name, then those in a unit that the text names or near what it speaks of.
    What is worked out of who is near is put into ``near``.
    """
    if len(group.hits) <= MOST_CANDIDATES:
        return group.hits
    if not (scene.regions or group.containers or scene.has_company or scene.focus_ids):
        return group.hits[:MOST_CANDIDATES]

    def spoken_of(hit: NameHit) -> float:
        bearer = hit.bearer
        named = bearer.unit in scene.regions
        named = named or any(holds(c, bearer) for c in group.containers)
        focus = bearer.place_id in scene.focus_ids
        if not scene.has_company:
            return named + 2.0 * focus
        own = near[bearer.place_id] = near_features(bearer, scene)
        return named + 2 * focus + max(own.values(), default=0.0)

    best, others = group.hits[:_ALWAYS_WEIGHED], group.hits[_ALWAYS_WEIGHED:]
    return [*best, *sorted(others, key=spoken_of, reverse=True)][:MOST_CANDIDATES]


class _Answer(NamedTuple):
    """What all mentions of a group share; ``place`` is None where nothing decides."""

    place: Place | None
    share: float
    reason: str
    candidates: Sequence[Candidate]


def _answer(
    group: Group, ranked: Sequence[Reading], scene: Scene, company: Sequence[Bearer]
) -> _Answer | None:
    """Return the answer for a group, or None where its name has no reading."""
    if not ranked:
        return _Answer(None, 0.0, elsewhere(group.missing_in), ()) if group.missing_in else None
    best = ranked[0].hit
    share = sum(
        score for hit, score in ranked if apart_km(hit.bearer, best.bearer, _FAR_KM) <= SAME_SPOT_KM
    )
    kept = Candidates(group, scene.bare(), ranked[:_KEPT_CANDIDATES])
    if share < ABSTAIN_BELOW:
        rivals = "; ".join(label(reading.place) for reading in ranked[:3])
        why = f"several places bear the name and nothing decides between them: {rivals}"
        return _Answer(None, share, why, kept)
    own = features(best, group, scene)
    why = sentence(reason(best.bearer, own, group), ranked, company)
    return _Answer(best.bearer.place, share, why, kept)


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


def _unresolved(toponym: Toponym, why: str, candidates: Sequence[Candidate]) -> Resolution:
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
