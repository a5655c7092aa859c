"""How surely the text says what a claim says: a logistic model over what the reading knows (pure).

The weights stand in ``seeds/lexicons/confidence.toml``; ``benchmarks/train_confidence.py`` fits
them. What is promised is the share of claims with such cues whose type, place and mode an expert
would sign.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from events.claims.place_ref import PlaceRef
from events.claims.scene import Scene
from events.claims.triggers import Hit

if TYPE_CHECKING:
    from events.claims.record import Found

Cues = Mapping[str, float]
"""What speaks for or against a reading, by name: 1.0 where it is so, else a measure near 0..1."""

LONG = 25.0
"""Words of a sentence that is long enough to be misread: the measure of length and distance."""
_WIDE = frozenset({"country", "continent", "region", "district", "area", "water"})


def confidence(scene: Scene, item: Found) -> float:
    """Return how likely a claim's type, place and mode are what the text says, 0 to 1."""
    return promise(cues_of(scene, item), load_weights())


def promise(cues: Cues, weights: Cues) -> float:
    """Return the chance that the weights give to a reading with these cues, to two digits."""
    odds = sum(weights.get(name, 0.0) * value for name, value in cues.items())
    return round(1.0 / (1.0 + math.exp(-odds)), 2)


def cues_of(scene: Scene, item: Found) -> Cues:
    """Return the cues of one reading by name; what is absent is 0."""
    return {
        "bias": 1.0,
        **_place_cues(item.place),
        **_trigger_cues(item.hit),
        **_voice_cues(item),
        "sentence length": len(item.hit.sentence.tokens) / LONG,
        "place apart": _apart(scene, item.hit, item.place),
    }


@lru_cache(maxsize=1)
def load_weights() -> Cues:
    """Return the weight of each cue, in log odds."""
    path = files("seeds").joinpath("lexicons", "confidence.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))["weights"]
    return {name: float(weight) for name, weight in table.items()}


def _place_cues(place: PlaceRef | None) -> dict[str, float]:
    if place is None:
        return {"place none": 1.0}
    cues = {f"place {place.link}": 1.0}
    resolution = place.resolution
    if resolution is None or resolution.place is None:
        cues["place unresolved"] = 1.0
    else:
        cues["pin doubt"] = 1.0 - min(1.0, resolution.score)
    if not place.whole:
        cues["place in part"] = 1.0
    if place.kind is not None and place.kind != "settlement":
        cues["place wide" if place.kind in _WIDE else "place facility"] = 1.0
    return cues


def _trigger_cues(hit: Hit) -> dict[str, float]:
    cues = {f"type {hit.trigger.event_type}": 1.0}
    if hit.noun:
        cues["trigger noun"] = 1.0
    if len(hit.tokens) > 1:
        cues["trigger phrase"] = 1.0
    return cues


def _voice_cues(item: Found) -> dict[str, float]:
    cues = {f"mode {item.mode.modality}": 1.0, f"speaker {item.speaker.kind}": 1.0}
    if item.when.basis in {"explicit", "relative"}:
        cues["dated"] = 1.0
    return cues


def _apart(scene: Scene, hit: Hit, place: PlaceRef | None) -> float:
    """Return how many words stand between trigger and place, as a share of a long sentence."""
    if place is None or place.link == "topic":
        return 0.0
    between = scene.text[place.end : hit.start] or scene.text[hit.head.end : place.start]
    return min(2.0, len(between.split()) / LONG)
