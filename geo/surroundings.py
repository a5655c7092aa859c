"""What lies around a name: the places named beside it, each once, and how near a reading is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from operator import le
from typing import NamedTuple, TypeAlias

from geo.hits import Bearer
from geo.vicinity import APART_KM, chord_of, km_of, nearness

_FAR_KM = 1000.0
_SLACK = 1e-9
Likely: TypeAlias = tuple[Bearer, float]
"""A place that may be meant, and how likely it is."""


class _Sort(NamedTuple):
    """Places that stand beside the name in one way: the feature, and the number of each, weighed.

    ``village`` is the name of the same feature of villages.
    """

    feature: str
    village: str
    places: Sequence[tuple[int, float]]


class Surroundings:
    """The places named beside a name, by how they stand beside it.

    ``company`` has those that the text is surely about; of the others it is told how likely each is
    meant: ``sorts`` by the feature that being near gives, ``listed`` those next to it in a list,
    ``between`` the same by name where there are two.
    """

    def __init__(
        self,
        company: Sequence[Bearer],
        listed: Iterable[Likely],
        sorts: Mapping[str, Iterable[Likely]],
        between: Iterable[Iterable[Likely]],
    ) -> None:
        self._numbers: dict[str, int] = {}
        self._places: list[Bearer] = []
        self._company = len({self._number(bearer) for bearer in company})
        self._listed = self._numbered(listed)
        numbered = ((name, self._numbered(places)) for name, places in sorts.items())
        self._sorts = [_Sort(n, f"village {n}", places) for n, places in numbered if places]
        self._between = [self._numbered(places) for places in between]
        self._points = [bearer.point for bearer in self._places]
        self._limits = [chord_of(APART_KM + one.reach_km) + _SLACK for one in self._places]
        self._known: dict[str, list[float]] = {}

    def __bool__(self) -> bool:
        """Tell whether anything is named that lies somewhere in particular."""
        return bool(self._places)

    def _number(self, bearer: Bearer) -> int:
        number = self._numbers.setdefault(bearer.place_id, len(self._places))
        if number == len(self._places):
            self._places.append(bearer)
        return number

    def _numbered(self, places: Iterable[Likely]) -> list[tuple[int, float]]:
        return [(self._number(bearer), likely) for bearer, likely in places]

    def _chords(self, bearer: Bearer) -> list[float]:
        """Return how far a reading is from each place around it, through the sphere."""
        known = self._known.get(bearer.place_id)
        if known is None:
            own, dist = bearer.point, math.dist
            known = self._known[bearer.place_id] = [dist(own, point) for point in self._points]
        return known

    def closeness(self, bearer: Bearer) -> tuple[float, float]:
        """Return how near a reading lies to the nearest of the company, and to the next in a list.

        On the scale of countries: 1 up to 10 km, 0 from 1000 km on.
        """
        chords = self._chords(bearer)
        others = chords[: self._company]
        own = self._numbers.get(bearer.place_id, self._company)
        if own < self._company:
            del others[own]
        near = _closeness(min(others)) if others else 0.0
        listed = [likely * _closeness(chords[number]) for number, likely in self._listed]
        return near, max(listed, default=0.0)

    def near_features(self, bearer: Bearer) -> dict[str, float]:
        """Return how near a reading lies to what is named beside it, on the scale of villages.

        The nearness is that of their edges: a river may pass anywhere in its reach, and every
        village of a district is as near to it as the next.
        """
        found: dict[str, float] = {}
        chords = self._chords(bearer)
        wide, limits = bearer.reach_km > 0, self._limits
        if not (wide or any(map(le, chords, limits))):
            return found
        near = [
            self._nearness(bearer, number, chord) if wide or chord <= limits[number] else 0.0
            for number, chord in enumerate(chords)
        ]
        for feature, of_village, places in self._sorts:
            best = _best(near, places)
            if best:
                found[feature] = best
                if bearer.is_village:
                    found[of_village] = best
        if self._between:
            best = min([_best(near, places) for places in self._between])
            if best:
                found["near both in list"] = best
        return found

    def _nearness(self, bearer: Bearer, number: int, chord: float) -> float:
        return nearness(km_of(chord) - (bearer.reach_km + self._places[number].reach_km))


def _best(near: Sequence[float], places: Iterable[tuple[int, float]]) -> float:
    return max([likely * near[number] for number, likely in places], default=0.0)


def _closeness(chord: float) -> float:
    """Return 1 up to 10 km, falling with the logarithm to 0 at 1000 km."""
    km = km_of(chord)
    if km >= _FAR_KM:
        return 0.0
    return 1.0 - math.log10(max(km, 10.0) / 10) / 2
