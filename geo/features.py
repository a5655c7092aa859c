"""What speaks for one reading of a name: named features, weighed in ``geo.resolve``."""

from __future__ import annotations

import math
from collections.abc import Iterable

from geo.gazetteer import NameHit
from geo.groups import Group
from geo.lexicon import load_lexicon
from geo.scenes import LARGE, Near, Scene
from geo.types import Place
from geo.vicinity import APART_KM, holds, km_of, nearness, point_of, reach_km, rough_km

_CITY_SHARE = 0.08  # of the unit's people: more live in Luhansk than this, fewer in Quebec
_CITY_KM = 300
_FAR_KM = 1000.0
_VILLAGE = 10_000  # people; so small a place is hardly named but with what is near it
_GREAT_CITY = 400_000  # people
_UNIT_ASKED = ("region", "country", "district")
_USUAL = ("name", "official", "ukrainian", "romanised", "russian", "alias")


def features(hit: NameHit, group: Group, scene: Scene) -> dict[str, float]:
    """Return the named features of one reading of a name, each between about -1 and 1."""
    return name_features(hit, group) | text_features(hit, group, scene)


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
    found |= _container_features(place, group)
    best = group.hits[0].place
    if place is best:
        found["first"] = 1.0
    if place.kind == "settlement" and place.country == best.country and _is_dwarfed(place, best):
        found["village named as a great city"] = 1.0
    return found


def _is_dwarfed(place: Place, best: Place) -> bool:
    return (place.population or 0) < _VILLAGE and (best.population or 0) >= _GREAT_CITY


def text_features(hit: NameHit, group: Group, scene: Scene) -> dict[str, float]:
    """Return those that hang on what the other names of the text were resolved to."""
    place = hit.place
    found = _scene_features(place, scene)
    if place.country in scene.theatres and hit.how != "alt" and not hit.folded:
        found["theatre"] = 1.0
    if place.kind not in LARGE and group.asked not in _UNIT_ASKED and not group.region_context:
        found |= near_features(place, scene)
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
    if place.place_id in scene.focus_ids:
        found["focus place"] = 1.0
    if place.place_id in scene.chosen_ids:
        found["chosen elsewhere"] = 1.0
    if place.kind in LARGE:
        return found
    found["near another"] = _closeness(_km_to_company(place, scene))
    beside = [c.score * _closeness(rough_km(place, c.place, _FAR_KM)) for c in scene.listed]
    if beside:
        found["near the next in a list"] = max(beside)
    return found


def _km_to_company(place: Place, scene: Scene) -> float:
    """Return how far the nearest of the other chosen places is, at most `_FAR_KM`."""
    own, place_id = point_of(place), place.place_id
    chords = [math.dist(own, point) for other, point in scene.company if other != place_id]
    return min(_FAR_KM, km_of(min(chords))) if chords else _FAR_KM


def near_features(place: Place, scene: Scene) -> dict[str, float]:
    """Return how near a reading lies to what is named beside it, on the scale of villages."""
    found = {}
    front = scene.front.nearness(place)
    if front:
        found["near the front"] = front
    village = place.kind == "settlement" and (place.population or 0) < _VILLAGE
    for name, others in scene.company_near:
        near = _nearest_of(place, others)
        if near:
            found[name] = near
            if village:
                found[f"village {name}"] = near
    return found


def _nearest_of(place: Place, others: Iterable[Near]) -> float:
    """Return the best nearness to one of some places, each by the root of how likely it is.

    The nearness is that of their edges: a river may pass anywhere in its reach, and every village
    of a district is as near to it as the next.
    """
    own, reach, best = point_of(place), reach_km(place), 0.0
    for point, likely, other_reach in others:
        if likely > best:
            km = km_of(math.dist(own, point)) - (reach + other_reach)
            if km < APART_KM:
                best = max(best, likely * nearness(km))
    return best


def _closeness(km: float) -> float:
    """Return 1 up to 10 km, falling with the logarithm to 0 at 1000 km."""
    return 1.0 - math.log10(min(max(km, 10.0), _FAR_KM) / 10) / 2
