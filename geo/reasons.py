"""Why a reading was chosen, in words, and how precisely it says where."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from geo.groups import Group
from geo.hits import Bearer, apart_km
from geo.scenes import Reading
from geo.types import Kind, Place, Toponym, WherePrec

_PREC: dict[Kind, WherePrec] = {
    "settlement": 1,
    "facility": 1,
    "district": 3,
    "region": 4,
    "area": 5,
    "water": 5,
    "terrain": 5,
    "country": 6,
    "continent": 7,
}
_RADIUS_M: dict[Kind, float] = {
    "settlement": 2_000.0,
    "facility": 1_000.0,
    "district": 30_000.0,
    "region": 100_000.0,
    "area": 100_000.0,
    "water": 100_000.0,
    "terrain": 50_000.0,
    "country": 500_000.0,
    "continent": 2_000_000.0,
}
_NEAR_PREC: WherePrec = 2
_FUZZY_PREC: WherePrec = 5
_NEAR_M = 10_000.0
_FUZZY_M = 25_000.0


def precision(place: Place, toponym: Toponym) -> tuple[WherePrec, float]:
    """Return ``where_prec`` and the uncertainty in metres of a toponym resolved to a place.

    A head noun that asks for something else than was found loosens both: "the Kherson direction"
    is a fuzzy area around the city, "the X airport" somewhere near X.
    """
    radius = place.radius_m or _RADIUS_M[place.kind]
    if toponym.asked == "area" and place.kind != "area":
        return _FUZZY_PREC, max(radius, _FUZZY_M)
    if toponym.asked == "facility" and place.kind == "settlement":
        return _NEAR_PREC, max(radius, _NEAR_M)
    if toponym.asked == "district" and place.kind == "settlement":
        return 3, max(radius, _RADIUS_M["district"])
    if place.kind == "terrain" and radius <= _NEAR_M:
        return 1, radius
    return _PREC[place.kind], radius


def label(place: Place) -> str:
    """Return the place's name with the unit and country that tell it from its namesakes."""
    unit = place.admin1 if place.admin1 != place.name else None
    return ", ".join(part for part in (place.name, unit, place.country) if part)


def reason(bearer: Bearer, features: Mapping[str, float], group: Group) -> str:
    """Return what spoke for a reading, in words, strongest kind of evidence first."""
    parts = []
    inside = (c for c in group.containers if f"inside {c.kind}" in features)
    holding = next((c for c in inside if c.country == bearer.country), None)
    if holding is not None:
        parts.append(f"{holding.place.name} is named beside it")
    if f"asked {bearer.kind}" in features and group.asked_word:
        parts.append(f'"{group.asked_word}" asks for a {bearer.kind}')
    elif "asked other" in features and group.asked_word:
        parts.append(f'"{group.asked_word}" asks for a {group.asked}, none is known')
    if f"unit in context {bearer.kind}" in features:
        parts.append("the words around speak of the region")
    region = bearer.place.admin1 if "region named" in features else None
    if region and bearer.kind != "region":
        parts.append(f"{region} is spoken of")
    elif "country named" in features and bearer.kind != "country" and bearer.country:
        parts.append(f"{bearer.country} is spoken of")
    if "folded" in features:
        parts.append("another spelling of the name")
    elif "how alt" in features:
        parts.append("an alternative name")
    if not parts and "first" in features:
        parts.append("best known of the name")
    return "; ".join(parts) or "bears the name"


def unknown(toponym: Toponym, *, known: bool) -> str:
    """Return why a name has no reading; ``known`` tells that other kinds of place bear it."""
    if known and toponym.asked_word:
        return f'"{toponym.asked_word}" asks for a {toponym.asked}, and none of the name is known'
    return "the gazetteer does not know the name"


def elsewhere(region: Bearer) -> str:
    """Return why a name has no reading whose namesakes lie outside the region named for it."""
    return f"{region.place.name} is named for it, and the gazetteer knows the name only elsewhere"


def sentence(best: str, candidates: Sequence[Reading], co_mentioned: Sequence[Bearer]) -> str:
    """Return the whole reason: the best candidate's, its nearest company, and the runner-up."""
    place = candidates[0].hit.bearer
    parts = [best]
    if place.kind == "settlement":
        company = [
            (apart_km(place, other), other.place.name)
            for other in co_mentioned
            if other.kind == "settlement" and _may_be_company(place, other)
        ]
        km, name = min(company, default=(math.inf, ""))
        if km < _COMPANY_KM:
            parts.append(f"{km:.0f} km from {name}")
    rival = next((c for c in candidates[1:] if apart_km(c.hit.bearer, place) > 1), None)
    parts.append(f"next: {label(rival.place)}" if rival else "the only reading")
    return "; ".join(parts)


def _may_be_company(place: Bearer, other: Bearer) -> bool:
    """Tell, without trigonometry, whether another place can be near enough to be told of."""
    return abs(place.lat - other.lat) < _COMPANY_DEGREES and other.place_id != place.place_id


_COMPANY_KM = 150
_COMPANY_DEGREES = 1.5  # of latitude: more than that many kilometres
