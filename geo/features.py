"""What speaks for one reading of a name: named features, weighed in ``geo.resolve``."""

from __future__ import annotations

import math
from collections.abc import Hashable

from geo.front import NO_FRONT
from geo.groups import Group
from geo.hits import LARGE, Bearer, NameHit, apart_km, holds
from geo.lexicon import load_lexicon
from geo.scenes import Scene

_CITY_SHARE = 0.08  # of the unit's people: more live in Luhansk than this, fewer in Quebec
_CITY_KM = 300
_VILLAGE = 10_000  # people; no great city is that small
_GREAT_CITY = 400_000  # people
_UNITS = ("region", "district")
_UNIT_ASKED = ("region", "country", "district")
_USUAL = ("name", "official", "ukrainian", "romanised", "russian", "alias")


def features(hit: NameHit, group: Group, scene: Scene) -> dict[str, float]:
    """Return the named features of one reading of a name, each between about -1 and 1."""
    found = shared_name_features(hit, group) | own_name_features(hit, group)
    found |= shared_text_features(hit, scene) | marks(hit.bearer, scene)
    if scene.surroundings and hit.bearer.kind not in LARGE:
        near, in_list = scene.surroundings.closeness(hit.bearer)
        found |= {name: own for name, own in ((ANOTHER, near), (NEXT_IN_LIST, in_list)) if own}
    if weighs_nearness(hit.bearer, group, scene):
        found |= near_features(hit.bearer, scene)
    return found


ANOTHER, NEXT_IN_LIST = "near another", "near the next in a list"
"""The features on the scale of countries: `Surroundings.closeness` has their values."""


def name_key(hit: NameHit, group: Group) -> Hashable:
    """Return what readings of a name have in common that have the same shared features."""
    bearer = hit.bearer
    alone = group.is_seat or bearer.kind in _UNITS
    own = bearer.place_id if alone else bearer.people > 0
    return own, bearer.kind, hit.how, hit.folded, bearer.feature_code


def shared_name_features(hit: NameHit, group: Group) -> dict[str, float]:
    """Return what the name and the sort of place give, whatever else is named."""
    bearer = hit.bearer
    found = {f"how {hit.how}": 1.0, f"kind {bearer.kind}": 1.0}
    if not bearer.people and bearer.kind == "settlement":
        found["population unknown"] = 1.0
    if hit.folded:
        found["folded"] = 1.0
    if bearer.feature_code in ("PPLC", "PPLA"):
        found[f"code {bearer.feature_code}"] = 1.0
    return found | _asked_features(bearer, hit.how, group)


def own_name_features(hit: NameHit, group: Group) -> dict[str, float]:
    """Return what the people of a place, its rank and what stands beside its name give."""
    bearer, best = hit.bearer, group.hits[0].bearer
    settled = bearer.kind == "settlement"
    size = "population settlement" if settled else "population unit"
    found = {size: math.log10(bearer.people + 1) / 7}
    if group.containers:
        found |= _container_features(bearer, group)
    if bearer.place_id == best.place_id:
        found["first"] = 1.0
    elif settled and best.people >= _GREAT_CITY and _is_dwarfed(bearer, best):
        found["village named as a great city"] = 1.0
    return found


def _is_dwarfed(bearer: Bearer, best: Bearer) -> bool:
    return bearer.people < _VILLAGE and bearer.country == best.country


def shared_text_features(hit: NameHit, scene: Scene) -> dict[str, float]:
    """Return what the country and the first-order unit give; the same for all in a unit."""
    found: dict[str, float] = {}
    unit = hit.bearer.unit
    share = scene.countries.get(unit[0])
    if share:
        found |= {"country in text": share, "country named": 1.0}
    share = scene.regions.get(unit)
    if share and hit.bearer.kind != "country":
        found |= {"region in text": share, "region named": 1.0}
    if unit[0] in scene.focus.countries:
        found["focus country"] = 1.0
    if unit[0] in scene.theatres and hit.as_written:
        found["theatre"] = 1.0
    return found


def marks(bearer: Bearer, scene: Scene) -> dict[str, float]:
    """Return what is known of this very place: in focus, chosen, of a district that is named."""
    found: dict[str, float] = {}
    if scene.districts and _lies_in_district(bearer, scene):
        found["district named"] = 1.0
    if bearer.place_id in scene.focus_ids:
        found["focus place"] = 1.0
    if bearer.place_id in scene.chosen_ids:
        found["chosen elsewhere"] = 1.0
    return found


def weighs_nearness(bearer: Bearer, group: Group, scene: Scene) -> bool:
    """Tell whether what is near counts: not for what is large, nor where a unit is asked for."""
    asks = group.region_context or group.asked in _UNIT_ASKED
    return scene.has_company and not asks and bearer.kind not in LARGE


def _lies_in_district(bearer: Bearer, scene: Scene) -> bool:
    """Tell whether it is a settlement of a district that the text names."""
    if bearer.kind != "settlement":
        return False
    return (bearer.unit[0], bearer.place.admin2 or "") in scene.districts


def near_features(bearer: Bearer, scene: Scene) -> dict[str, float]:
    """Return how near a reading lies to what is named beside it, on the scale of villages."""
    found = scene.surroundings.near_features(bearer)
    if scene.front is NO_FRONT:
        return found
    front = scene.front.nearness(bearer)
    return found | {"near the front": front} if front else found


def _asked_features(bearer: Bearer, how: str, group: Group) -> dict[str, float]:
    found: dict[str, float] = {}
    if group.asked == bearer.kind:
        return {f"asked {group.asked}": 1.0}
    if group.asked is not None:
        found = {"asked other": 1.0, f"asked {group.asked} got {bearer.kind}": 1.0}
    if bearer.kind in _UNITS:
        if group.region_context:
            found[f"unit in context {bearer.kind}"] = 1.0
        elif group.is_seat:
            found["unit with the name of a seat"] = 1.0
        elif _has_city(bearer, group):
            leads = bearer.country in load_lexicon().words["units.lead"]
            found["unit that leads its city" if leads else "unit with its city"] = 1.0
    elif how == "stem":
        found["stem alone"] = 1.0
    elif _is_seat(bearer, group):
        found["seat"] = 1.0
    return found


def _is_seat(bearer: Bearer, group: Group) -> bool:
    """Tell whether it is the town that a seat of government's name stands for: the largest."""
    if bearer.kind != "settlement" or not group.is_seat:
        return False
    towns = (hit.bearer for hit in group.hits if hit.bearer.kind == "settlement")
    return bearer.people >= max(town.people for town in towns)


def _has_city(unit: Bearer, group: Group) -> bool:
    """Tell whether a city that the unit is named after bears the bare name too."""
    least = _CITY_SHARE * unit.people
    return any(
        hit.bearer.kind == "settlement"
        and hit.bearer.country == unit.country
        and apart_km(hit.bearer, unit, 2 * _CITY_KM) <= _CITY_KM
        and hit.bearer.people >= least
        and hit.how in _USUAL
        for hit in group.hits
    )


def _container_features(bearer: Bearer, group: Group) -> dict[str, float]:
    found: dict[str, float] = {}
    for container in group.containers:
        if container.place_id == bearer.place_id:
            continue
        if holds(container, bearer):
            found[f"inside {container.kind}"] = 1.0
        elif container.kind in ("country", "region"):
            found["not inside"] = 1.0
    if len(found) > 1:  # inside another of them
        found.pop("not inside", None)
    return found
