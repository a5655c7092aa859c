"""Ranking the places that bear a name, by the name alone and by what a user asks for.

No text is looked at here: that is `geo.resolve`. A score is a sum of the points below, kept within
0 and 1; it orders the candidates of one name and is no probability.
"""

from __future__ import annotations

import math
from datetime import date
from types import MappingProxyType

from geo.distance import distance_m
from geo.gazetteer import Gazetteer, NameHit
from geo.layers import How
from geo.names import plain
from geo.types import Candidate, Kind, Place, Position

HOW_POINTS: dict[How, float] = {
    "name": 0.40,
    "official": 0.39,
    "ukrainian": 0.39,
    "romanised": 0.38,
    "russian": 0.36,
    "alias": 0.36,
    "old": 0.36,
    "alt": 0.22,
    "demonym": 0.22,
    "stem": 0.05,
}
KIND_POINTS: dict[Kind, float] = {
    "country": 0.25,
    "continent": 0.45,
    "settlement": 0.10,
    "area": 0.05,
    "water": 0.05,
    "terrain": 0.03,
    "region": 0.04,
    "district": -0.05,
    "facility": -0.05,
}
FOLDED_POINTS = -0.20
SIZE_POINTS = 0.35  # for ten million people or metres and more; by the logarithm
NEAR_POINTS = 0.50  # at the place asked for, falling by a factor of e every NEAR_M
NEAR_M = 100_000.0
ON_POINTS = 0.10

_HOW_WORDS: dict[How, str] = {
    "name": "its main name",
    "official": "its official name",
    "ukrainian": "its Ukrainian name",
    "romanised": "its Ukrainian name, romanised",
    "russian": "its Russian name",
    "alias": "a usual name of it",
    "old": "a former name of it",
    "alt": "an alternative name of it",
    "demonym": "its people or adjective",
    "stem": "part of its name, which needs a word like plant or district",
}


def candidates(
    gazetteer: Gazetteer,
    name: str,
    *,
    near: Position | None = None,
    within: Place | None = None,
    on: date | None = None,
) -> list[Candidate]:
    """Return the places that bear a name, best first, each with a score and a reason in words.

    ``near`` prefers what lies close to a position; ``within`` keeps only what lies in a place;
    ``on`` prefers renamed places that were called so on that day. An empty list means that nobody
    bears the name, or nobody within the place asked for.
    """
    hits = [hit for hit in gazetteer.look_up(name) if within is None or inside(hit.place, within)]
    ranked = []
    for hit in hits:
        valid = on is not None and _was_renamed(gazetteer, hit.place, name, on)
        ranked.append(_candidate(hit, near, on if valid else None))
    return sorted(ranked, key=lambda c: (-c.score, -(c.place.population or 0), c.place.place_id))


def inside(place: Place, region: Place) -> bool:
    """Tell whether a place lies in a country, first-order unit or district, or within an area.

    Areas without a border are taken as a circle of their radius; a place lies in itself.
    """
    if place.place_id == region.place_id:
        return True
    if region.kind == "country":
        return place.country == region.country
    if region.kind == "region":
        return place.admin1_code is not None and place.admin1_code == region.admin1_code
    if region.kind == "district" and place.admin2 is not None:
        return place.admin2 == region.name and place.admin1_code == region.admin1_code
    return distance_m(place.position, region.position) <= (region.radius_m or 0.0)


def _was_renamed(gazetteer: Gazetteer, place: Place, name: str, on: date) -> bool:
    """Tell whether a place of today's other name was called so on a day."""
    then = gazetteer.name_on(place.place_id, on)
    return then != place.name and plain(then) == plain(name)


def _candidate(hit: NameHit, near: Position | None, on: date | None) -> Candidate:
    place = hit.place
    metres = None if near is None else distance_m(near, place.position)
    features = {
        "how": HOW_POINTS[hit.how],
        "kind": KIND_POINTS[place.kind],
        "folded": FOLDED_POINTS if hit.folded else 0.0,
        "size": SIZE_POINTS * min(1.0, math.log10(1 + _size(place)) / 7),
        "near": 0.0 if metres is None else NEAR_POINTS * math.exp(-metres / NEAR_M),
        "on": 0.0 if on is None else ON_POINTS,
    }
    score = min(1.0, max(0.0, sum(features.values())))
    return Candidate(
        place=place,
        score=round(score, 3),
        reason="; ".join(_reasons(hit, metres, on)),
        features=MappingProxyType(features),
    )


def _size(place: Place) -> float:
    """Return the people of a place; of an area, a water or a terrain, its reach in metres."""
    if place.kind in {"area", "water", "terrain"}:
        return place.radius_m or 0.0
    return float(place.population or 0)


def _reasons(hit: NameHit, metres: float | None, on: date | None) -> list[str]:
    place = hit.place
    spelling = ", in another spelling" if hit.folded else ""
    reasons = [_HOW_WORDS[hit.how] + spelling]
    where = ", ".join(filter(None, (place.admin2, place.admin1, place.country)))
    people = f" of {place.population:,} people" if place.population else ""
    reasons.append(f"{place.kind}{people}{' in ' + where if where else ''}")
    if metres is not None:
        reasons.append(f"{metres / 1_000:.0f} km away")
    if on is not None:
        reasons.append(f"so named on {on.isoformat()}")
    return reasons
