"""What a text says of where it is: the ground on which the readings of its names are weighed."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeVar

from geo.front import NO_FRONT, Front
from geo.groups import Group
from geo.hits import LARGE, Bearer, NameHit
from geo.lexicon import load_lexicon
from geo.surroundings import Likely, Surroundings
from geo.types import Focus, Place

_T = TypeVar("_T")
_SURE = 0.7
_MOST_COMPANY = 30


class Reading(NamedTuple):
    """A place that a name may mean, and how likely it does."""

    hit: NameHit
    score: float

    @property
    def place(self) -> Place:
        """The place, read from the gazetteer when it is asked for."""
        return self.hit.bearer.place


@dataclass(frozen=True)
class Scene:
    """What the whole text says about where it is: shares of countries and units, chosen places."""

    countries: Mapping[str, float]
    regions: Mapping[tuple[str, str], float]
    chosen: tuple[Bearer, ...]
    focus: Focus
    districts: frozenset[tuple[str, str]] = frozenset()
    listed: tuple[Reading, ...] = ()  # readings of the names next to it in a list
    between: tuple[tuple[Reading, ...], ...] = ()  # the same by name, where there are two or more
    beside: tuple[Reading, ...] = ()  # of those in the same sentence
    around: tuple[Bearer, ...] = ()  # chosen places of the same paragraph
    anchors: tuple[Reading, ...] = ()  # readings of the names that a phrase places it by
    front: Front = NO_FRONT
    focus_ids: frozenset[str] = frozenset()  # of the places in focus
    theatres: frozenset[str] = frozenset()  # countries fought in, where no conflict is in focus

    @cached_property
    def surroundings(self) -> Surroundings:
        """Where what is named beside it lies.

        The likelihood is the root of the score for what is close by, since of two names with many
        readings each must find the other, unlikely as yet.
        """
        return Surroundings(
            [bearer for bearer in self.chosen if bearer.kind not in LARGE],
            ((reading.hit.bearer, reading.score) for reading in self.listed),
            {
                "near in sentence": _rooted(self.beside),
                "near in list": _rooted(self.listed),
                "near its anchor": _rooted(self.anchors),
                "near in paragraph": ((bearer, 1.0) for bearer in self.around),
            },
            map(_rooted, self.between),
        )

    @cached_property
    def has_company(self) -> bool:
        """Whether anything is known of what lies near."""
        beside = self.beside or self.listed or self.anchors or self.around
        return self.front is not NO_FRONT or bool(beside)

    @cached_property
    def chosen_ids(self) -> frozenset[str]:
        """The ids of the chosen places."""
        return frozenset([place.place_id for place in self.chosen])

    def bare(self) -> Scene:
        """Return the same without what was worked out of it, for whoever keeps it.

        That takes several times its memory, and is worked out again if it is asked for.
        """
        return replace(self)


def _rooted(readings: Iterable[Reading]) -> Iterator[Likely]:
    return ((reading.hit.bearer, math.sqrt(reading.score)) for reading in readings)


def first_scene(groups: Sequence[Group], focus: Focus, front: Front = NO_FRONT) -> Scene:
    """Return what is sure before anything is resolved: countries and units named as such."""
    countries: Counter[str] = Counter()
    regions: Counter[tuple[str, str]] = Counter()
    for group in groups:
        if not group.hits:
            continue
        best = group.hits[0].bearer
        if best.kind == "country":
            countries[best.unit[0]] += len(group.numbers)
        units = {h.bearer.unit[1]: h.bearer.unit for h in group.hits if h.bearer.kind == "region"}
        if len(units) == 1 and (group.asked == "region" or best.kind == "region"):
            regions[next(iter(units.values()))] += len(group.numbers)
    theatres = _theatres(countries) if not focus.countries else frozenset()
    return Scene(
        countries=_shares(countries),
        regions=_shares(regions),
        chosen=(),
        focus=focus,
        front=front,
        focus_ids=frozenset(focus.place_ids),
        theatres=theatres,
    )


def _theatres(named: Container[str]) -> frozenset[str]:
    """Return the countries that those named fight in."""
    return frozenset(
        land
        for land, others in load_lexicon().theatres.items()
        if land in named and any(other in named for other in others)
    )


def scenes(
    groups: Sequence[Group], ranked: Sequence[Sequence[Reading]], opening: Scene
) -> list[Scene]:
    """Return for each group what the sure answers for the other groups say about the text.

    ``opening`` has the focus and the front, which stay; it is the scene of a name that leaves no
    choice, too.
    """
    sure = [(n, c[0].hit.bearer) for n, c in enumerate(ranked) if c and c[0].score >= _SURE]
    countries: dict[str, int] = {}
    regions: dict[tuple[str, str], int] = {}
    for number, place in sure:
        _count(place, len(groups[number].numbers), countries, regions)
    answers = dict(sure)
    group_of = {mention: n for n, group in enumerate(groups) for mention in group.numbers}
    districts = frozenset(
        (one.unit[0], one.place.name) for _, one in sure if one.kind == "district"
    )
    in_sentence = _by_sentence(groups)
    namesakes = _by_name(groups)
    seats = {number for number, group in enumerate(groups) if group.is_seat}
    found = []
    for number, group in enumerate(groups):
        if len(group.hits) < _CHOICE:
            found.append(opening)
            continue
        own_countries, own_regions = dict(countries), dict(regions)
        near = sorted(sure, key=lambda pair: abs(pair[0] - number))[: _MOST_COMPANY + 1]
        alike = namesakes[group.name] | (seats if group.is_seat else set())
        own = {n for n in alike if n == number or group.lies_elsewhere(groups[n])}
        near = [pair for pair in near if pair[0] not in own]
        for other in own & answers.keys():
            _count(answers[other], -len(groups[other].numbers), own_countries, own_regions)
        next_to = {group_of[mention] for mention in group.listed} - own
        by_name = [_readings((n,), ranked, _LISTED_READINGS) for n in sorted(next_to)]
        anchors = {group_of[mention] for mention in group.anchors} - own
        beside = {n for sentence in group.sentences for n in in_sentence[sentence]} - own
        found.append(
            Scene(
                countries=_shares(own_countries),
                regions=_shares(own_regions),
                chosen=tuple(place for _, place in near),
                focus=opening.focus,
                districts=districts,
                listed=tuple(chain.from_iterable(by_name)),
                between=tuple(by_name) if len(by_name) > 1 else (),
                beside=_readings(_nearest(beside, number), ranked, _BESIDE_READINGS),
                around=_around(group, near, groups),
                anchors=_readings(anchors, ranked, _BESIDE_READINGS),
                front=opening.front,
                focus_ids=opening.focus_ids,
                theatres=opening.theatres,
            )
        )
    return found


def _around(
    group: Group, near: Sequence[tuple[int, Bearer]], groups: Sequence[Group]
) -> tuple[Bearer, ...]:
    """Return the sure answers for the other groups that stand in a paragraph of this one."""
    return tuple(
        place
        for other, place in near
        if place.kind not in LARGE and group.paragraphs & groups[other].paragraphs
    )


def _by_sentence(groups: Sequence[Group]) -> Mapping[int, Sequence[int]]:
    """Return the numbers of the groups that stand in each sentence."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for sentence in group.sentences:
            found[sentence].append(number)
    return found


def _by_name(groups: Sequence[Group]) -> Mapping[str, set[int]]:
    """Return the numbers of the groups that bear each name."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        found[group.name].add(number)
    return found


def _nearest(numbers: Iterable[int], number: int) -> list[int]:
    return sorted(numbers, key=lambda other: (abs(other - number), other))[:_MOST_BESIDE]


def _readings(
    numbers: Iterable[int], ranked: Sequence[Sequence[Reading]], most: int
) -> tuple[Reading, ...]:
    """Return the likelier readings of the names of some groups that lie somewhere in particular."""
    return tuple(
        candidate
        for number in sorted(numbers)
        for candidate in ranked[number][:most]
        if candidate.hit.bearer.kind not in LARGE
    )


_CHOICE = 2
_LISTED_READINGS = 4
_BESIDE_READINGS = 3
_MOST_BESIDE = 8


def _count(
    bearer: Bearer, times: int, countries: dict[str, int], regions: dict[tuple[str, str], int]
) -> None:
    country = bearer.unit[0]
    countries[country] = countries.get(country, 0) + times
    if bearer.kind != "country":
        regions[bearer.unit] = regions.get(bearer.unit, 0) + times


def _shares(counts: Mapping[_T, int]) -> dict[_T, float]:
    total = sum(counts.values())
    return {key: count / total for key, count in counts.items() if count > 0}
