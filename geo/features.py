"""What speaks for one reading of a name: named features, weighed in ``geo.resolve``."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from geo.gazetteer import NameHit
from geo.groups import Group
from geo.lexicon import load_lexicon
from geo.scenes import LARGE, Near, Scene
from geo.types import Place
from geo.vicinity import (
    APART_KM,
    Point,
    chord_of,
    holds,
    km_of,
    nearness,
    point_of,
    reach_km,
    rough_km,
)

_CITY_SHARE = 0.08  # of the unit's people: more live in Luhansk than this, fewer in Quebec
_CITY_KM = 300
_FAR_KM = 1000.0
_VILLAGE = 10_000  # people; so small a place is hardly named but with what is near it
_GREAT_CITY = 400_000  # people
_UNIT_ASKED = ("region", "country", "district")
_USUAL = ("name", "official", "ukrainian", "romanised", "russian", "alias")


class Bearer(NamedTuple):
    """A place that bears a name, with what each look at it in a text asks for."""

    place: Place
    point: Point
    reach_km: float
    unit: tuple[str, str]  # its country and first-order unit
    large: bool
    village: bool
    as_written: bool  # a usual name of it, in this spelling


def bearer_of(hit: NameHit) -> Bearer:
    """Return the place of a reading with what is asked of it time and again."""
    place = hit.place
    return Bearer(
        place,
        point_of(place),
        reach_km(place),
        (place.country or "", place.admin1_code or ""),
        place.kind in LARGE,
        place.kind == "settlement" and (place.population or 0) < _VILLAGE,
        hit.how != "alt" and not hit.folded,
    )


def features(hit: NameHit, group: Group, scene: Scene) -> dict[str, float]:
    """Return the named features of one reading of a name, each between about -1 and 1."""
    return name_features(hit, group) | text_features(bearer_of(hit), group, scene)


def name_features(hit: NameHit, group: Group) -> dict[str, float]:
    """Return those that the name and what stands beside it give, whatever else is named."""
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
    if group.containers:
        found |= _container_features(place, group)
    best = group.hits[0].place
    if place is best:
        found["first"] = 1.0
    if place.kind == "settlement" and place.country == best.country and _is_dwarfed(place, best):
        found["village named as a great city"] = 1.0
    return found


def _is_dwarfed(place: Place, best: Place) -> bool:
    return (place.population or 0) < _VILLAGE and (best.population or 0) >= _GREAT_CITY


def text_features(bearer: Bearer, group: Group, scene: Scene) -> dict[str, float]:
    """Return those that hang on what the other names of the text were resolved to."""
    found = _scene_features(bearer, scene)
    if bearer.as_written and bearer.unit[0] in scene.theatres:
        found["theatre"] = 1.0
    if bearer.large or group.region_context or group.asked in _UNIT_ASKED:
        return found
    if scene.has_company:
        found |= near_features(bearer, scene)
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
        elif group.is_seat:
            found["unit with the name of a seat"] = 1.0
        elif _has_city(place, group):
            leads = place.country in load_lexicon().words["units.lead"]
            found["unit that leads its city" if leads else "unit with its city"] = 1.0
    elif how == "stem":
        found["stem alone"] = 1.0
    elif _is_seat(place, group):
        found["seat"] = 1.0
    return found


def _is_seat(place: Place, group: Group) -> bool:
    """Tell whether it is the town that a seat of government's name stands for: the largest."""
    if place.kind != "settlement" or not group.is_seat:
        return False
    towns = (hit.place for hit in group.hits if hit.place.kind == "settlement")
    return (place.population or 0) >= max(town.population or 0 for town in towns)


def _has_city(unit: Place, group: Group) -> bool:
    """Tell whether a city that the unit is named after bears the bare name too."""
    least = _CITY_SHARE * (unit.population or 0)
    return any(
        hit.place.kind == "settlement"
        and hit.place.country == unit.country
        and rough_km(hit.place, unit, 2 * _CITY_KM) <= _CITY_KM
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
    if len(found) > 1:  # inside another of them
        found.pop("not inside", None)
    return found


def _scene_features(bearer: Bearer, scene: Scene) -> dict[str, float]:
    found: dict[str, float] = {}
    place, unit = bearer.place, bearer.unit
    country, place_id = unit[0], place.place_id
    share = scene.countries.get(country)
    if share:
        found["country in text"] = share
        found["country named"] = 1.0
    share = scene.regions.get(unit)
    if share and place.kind != "country":
        found["region in text"] = share
        found["region named"] = 1.0
    districts = scene.districts if place.kind == "settlement" else ()
    if districts and (country, place.admin2 or "") in districts:
        found["district named"] = 1.0
    if country in scene.focus.countries:
        found["focus country"] = 1.0
    if place_id in scene.focus_ids:
        found["focus place"] = 1.0
    if place_id in scene.chosen_ids:
        found["chosen elsewhere"] = 1.0
    if not bearer.large:
        _add_distances(found, bearer, scene)
    return found


def _add_distances(found: dict[str, float], bearer: Bearer, scene: Scene) -> None:
    own, place_id = bearer.point, bearer.place.place_id
    chords = [math.dist(own, point) for other, point in scene.company if other != place_id]
    found["near another"] = _closeness(km_of(min(chords))) if chords else 0.0
    beside = [likely * _closeness(km_of(math.dist(own, p))) for p, likely in scene.listed_points]
    if beside:
        found["near the next in a list"] = max(beside)


def near_features(bearer: Bearer, scene: Scene) -> dict[str, float]:
    """Return how near a reading lies to what is named beside it, on the scale of villages."""
    found = {}
    front = scene.front.nearness(bearer.place)
    if front:
        found["near the front"] = front
    for name, others in scene.company_near:
        near = _nearest_of(bearer, others)
        if near:
            found[name] = near
            if bearer.village:
                found[f"village {name}"] = near
    if scene.between:
        near = min(_nearest_of(bearer, others) for others in scene.between_near)
        if near:
            found["near both in list"] = near
    return found


def _nearest_of(bearer: Bearer, others: Iterable[Near]) -> float:
    """Return the best nearness to one of some places, each by the root of how likely it is.

    The nearness is that of their edges: a river may pass anywhere in its reach, and every village
    of a district is as near to it as the next.
    """
    own, reach, best = bearer.point, bearer.reach_km, 0.0
    for point, likely, other_reach in others:
        if likely <= best:
            continue
        chord = math.dist(own, point)
        if chord > _FAR_CHORD and not (reach or other_reach):
            continue
        km = km_of(chord) - (reach + other_reach)
        if km < APART_KM:
            best = max(best, likely * nearness(km))
    return best


def _closeness(km: float) -> float:
    """Return 1 up to 10 km, falling with the logarithm to 0 at 1000 km."""
    return 1.0 - math.log10(min(max(km, 10.0), _FAR_KM) / 10) / 2


_FAR_CHORD = chord_of(APART_KM) + 1e-9
"""Points further apart than this are not near; told without trigonometry."""
