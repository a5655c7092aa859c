"""What speaks for one reading of a name: named features, weighed in ``geo.resolve``."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from geo.front import NO_FRONT, Front
from geo.gazetteer import NameHit
from geo.groups import Group
from geo.lexicon import load_lexicon
from geo.types import Candidate, Focus, Place
from geo.vicinity import POINTS, holds, nearness, rough_km

_T = TypeVar("_T")
_SURE = 0.7
_MOST_COMPANY = 30
_CITY_SHARE = 0.08  # of the unit's people: more live in Luhansk than this, fewer in Quebec
_CITY_KM = 300
_FAR_KM = 1000.0
_LARGE = ("country", "region", "continent")
_UNIT_ASKED = ("region", "country", "district")
_USUAL = ("name", "official", "ukrainian", "romanised", "russian", "alias")


@dataclass(frozen=True, slots=True)
class Scene:
    """What the whole text says about where it is: shares of countries and units, chosen places."""

    countries: Mapping[str, float]
    regions: Mapping[tuple[str, str], float]
    chosen: tuple[Place, ...]
    focus: Focus
    districts: frozenset[tuple[str, str]] = frozenset()
    listed: tuple[Candidate, ...] = ()  # readings of the names next to it in a list
    beside: tuple[Candidate, ...] = ()  # of those in the same sentence
    around: tuple[Place, ...] = ()  # chosen places of the same paragraph
    anchors: tuple[Candidate, ...] = ()  # readings of the names that a phrase places it by
    front: Front = NO_FRONT


def features(hit: NameHit, group: Group, scene: Scene) -> dict[str, float]:
    """Return the named features of one reading of a name, each between about -1 and 1."""
    place = hit.place
    found = {f"how {hit.how}": 1.0, f"kind {place.kind}": 1.0}
    size = "settlement" if place.kind == "settlement" else "unit"
    found[f"population {size}"] = math.log10((place.population or 0) + 1) / 7
    if not place.population and place.kind == "settlement":
        found["population unknown"] = 1.0
    if hit.folded:
        found["folded"] = 1.0
    if place.feature_code in ("PPLC", "PPLA"):
        found[f"code {place.feature_code}"] = 1.0
    found |= _asked_features(place, hit.how, group)
    found |= _container_features(place, group)
    found |= _scene_features(place, scene)
    if place.kind not in _LARGE and group.asked not in _UNIT_ASKED and not group.region_context:
        found |= near_features(place, scene)
    if place is group.hits[0].place:
        found["first"] = 1.0
    return found


def _asked_features(place: Place, how: str, group: Group) -> dict[str, float]:
    found: dict[str, float] = {}
    if group.asked == place.kind:
        return {f"asked {group.asked}": 1.0}
    if group.asked is not None:
        found = {"asked other": 1.0, f"asked {group.asked} got {place.kind}": 1.0}
    if place.kind in ("region", "district"):
        if group.region_context:
            found[f"unit in context {place.kind}"] = 1.0
        elif _has_city(place, group):
            leads = place.country in load_lexicon().words["units.lead"]
            found["unit that leads its city" if leads else "unit with its city"] = 1.0
    elif how == "stem":
        found["stem alone"] = 1.0
    return found


def _has_city(unit: Place, group: Group) -> bool:
    """Tell whether a city that the unit is named after bears the bare name too."""
    least = _CITY_SHARE * (unit.population or 0)
    return any(
        hit.place.kind == "settlement"
        and hit.place.country == unit.country
        and rough_km(hit.place, unit) <= _CITY_KM
        and (hit.place.population or 0) >= least
        and hit.how in _USUAL
        for hit in group.hits
    )


def _container_features(place: Place, group: Group) -> dict[str, float]:
    found: dict[str, float] = {}
    for container in group.containers:
        if container.place_id == place.place_id:
            continue
        if holds(container, place):
            found[f"inside {container.kind}"] = 1.0
        elif container.kind in ("country", "region"):
            found["not inside"] = 1.0
    if any(name.startswith("inside") for name in found):
        found.pop("not inside", None)
    return found


def _scene_features(place: Place, scene: Scene) -> dict[str, float]:
    found: dict[str, float] = {}
    country = place.country or ""
    if scene.countries.get(country):
        found["country in text"] = scene.countries[country]
        found["country named"] = 1.0
    unit = (country, place.admin1_code or "")
    if place.kind != "country" and scene.regions.get(unit):
        found["region in text"] = scene.regions[unit]
        found["region named"] = 1.0
    if place.kind == "settlement" and (country, place.admin2 or "") in scene.districts:
        found["district named"] = 1.0
    if country in scene.focus.countries:
        found["focus country"] = 1.0
    if place.place_id in scene.focus.place_ids:
        found["focus place"] = 1.0
    if any(place.place_id == other.place_id for other in scene.chosen):
        found["chosen elsewhere"] = 1.0
    if place.kind in _LARGE:
        return found
    company = [other for other in scene.chosen if other.kind not in _LARGE]
    nearest = min(
        (rough_km(place, other) for other in company if other.place_id != place.place_id),
        default=_FAR_KM,
    )
    found["near another"] = _closeness(nearest)
    beside = [other.score * _closeness(rough_km(place, other.place)) for other in scene.listed]
    if beside:
        found["near the next in a list"] = max(beside)
    return found


def near_features(place: Place, scene: Scene) -> dict[str, float]:
    """Return how near a reading lies to what is named beside it, on the scale of villages."""
    known: dict[str, float] = {}

    def near(other: Place) -> float:
        found = known.get(other.place_id)
        if found is None:
            found = known[other.place_id] = nearness(_apart_km(place, other))
        return found

    found = {"near the front": scene.front.nearness(place)}
    for name, readings in (
        ("near in sentence", scene.beside),
        ("near in list", scene.listed),
        ("near its anchor", scene.anchors),
    ):
        if readings:
            found[name] = max(c.score * near(c.place) for c in readings)
    if scene.around:
        found["near in paragraph"] = max(map(near, scene.around))
    return {name: value for name, value in found.items() if value}


def _apart_km(place: Place, other: Place) -> float:
    """Return how far another place is from the edge of this one; a river may pass anywhere."""
    reach = 0.0 if place.kind in POINTS else (place.radius_m or 0.0) / 1000
    return max(0.0, rough_km(place, other) - reach)


def _closeness(km: float) -> float:
    """Return 1 up to 10 km, falling with the logarithm to 0 at 1000 km."""
    return 1.0 - math.log10(min(max(km, 10.0), _FAR_KM) / 10) / 2


def first_scene(groups: Sequence[Group], focus: Focus, front: Front = NO_FRONT) -> Scene:
    """Return what is sure before anything is resolved: countries and units named as such."""
    countries: Counter[str] = Counter()
    regions: Counter[tuple[str, str]] = Counter()
    for group in groups:
        if not group.hits:
            continue
        place = group.hits[0].place
        if place.kind == "country":
            countries[place.country or ""] += len(group.numbers)
        units = {h.place.admin1_code: h.place for h in group.hits if h.place.kind == "region"}
        if len(units) == 1 and (group.asked == "region" or place.kind == "region"):
            unit = next(iter(units.values()))
            regions[unit.country or "", unit.admin1_code or ""] += len(group.numbers)
    return Scene(_shares(countries), _shares(regions), (), focus, front=front)


def scenes(
    groups: Sequence[Group], ranked: Sequence[Sequence[Candidate]], opening: Scene
) -> list[Scene]:
    """Return for each group what the sure answers for the other groups say about the text.

    ``opening`` has the focus and the front, which stay; it is the scene of a name that leaves no
    choice, too.
    """
    sure = [(n, c[0].place) for n, c in enumerate(ranked) if c and c[0].score >= _SURE]
    countries: Counter[str] = Counter()
    regions: Counter[tuple[str, str]] = Counter()
    for number, place in sure:
        _count(place, len(groups[number].numbers), countries, regions)
    answers = dict(sure)
    group_of = {mention: n for n, group in enumerate(groups) for mention in group.numbers}
    districts = frozenset(
        (place.country or "", place.name) for _, place in sure if place.kind == "district"
    )
    in_sentence = _by_sentence(groups)
    found = []
    for number, group in enumerate(groups):
        if len(group.hits) < _CHOICE:
            found.append(opening)
            continue
        own_countries, own_regions = Counter(countries), Counter(regions)
        if number in answers:
            _count(answers[number], -len(group.numbers), own_countries, own_regions)
        near = sorted(sure, key=lambda pair: abs(pair[0] - number))[: _MOST_COMPANY + 1]
        next_to = {group_of[mention] for mention in group.listed} - {number}
        anchors = {group_of[mention] for mention in group.anchors} - {number}
        beside = {n for sentence in group.sentences for n in in_sentence[sentence]} - {number}
        found.append(
            replace(
                opening,
                countries=_shares(own_countries),
                regions=_shares(own_regions),
                chosen=tuple(place for other, place in near if other != number),
                districts=districts,
                listed=_readings(next_to, ranked, _LISTED_READINGS),
                beside=_readings(_nearest(beside, number), ranked, _BESIDE_READINGS),
                around=_around(group, number, near, groups),
                anchors=_readings(anchors, ranked, _BESIDE_READINGS),
            )
        )
    return found


def _around(
    group: Group, number: int, near: Sequence[tuple[int, Place]], groups: Sequence[Group]
) -> tuple[Place, ...]:
    """Return the sure answers for the other groups that stand in a paragraph of this one."""
    return tuple(
        place
        for other, place in near
        if other != number
        and place.kind not in _LARGE
        and group.paragraphs & groups[other].paragraphs
    )


def _by_sentence(groups: Sequence[Group]) -> Mapping[int, Sequence[int]]:
    """Return the numbers of the groups that stand in each sentence."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for sentence in group.sentences:
            found[sentence].append(number)
    return found


def _nearest(numbers: Iterable[int], number: int) -> list[int]:
    return sorted(numbers, key=lambda other: (abs(other - number), other))[:_MOST_BESIDE]


def _readings(
    numbers: Iterable[int], ranked: Sequence[Sequence[Candidate]], most: int
) -> tuple[Candidate, ...]:
    """Return the likelier readings of the names of some groups that lie somewhere in particular."""
    return tuple(
        candidate
        for number in sorted(numbers)
        for candidate in ranked[number][:most]
        if candidate.place.kind not in _LARGE
    )


_CHOICE = 2
_LISTED_READINGS = 4
_BESIDE_READINGS = 3
_MOST_BESIDE = 8


def _count(
    place: Place, times: int, countries: Counter[str], regions: Counter[tuple[str, str]]
) -> None:
    countries[place.country or ""] += times
    if place.kind != "country":
        regions[place.country or "", place.admin1_code or ""] += times


def _shares(counts: Counter[_T]) -> dict[_T, float]:
    total = sum(counts.values())
    return {key: count / total for key, count in counts.items() if count > 0}
