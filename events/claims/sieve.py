"""Which of the places found for a trigger are kept: no fronts, rims, origins, goals."""

from __future__ import annotations

from collections.abc import Sequence

from events.claims.lexicon import speech
from events.claims.place_ref import PlaceRef
from events.claims.scene import Scene
from events.claims.triggers import Hit

_BESIDE = frozenset({"neighbouring", "neighboring", "nearby", "adjacent"})

_FOUGHT = frozenset({"attack", "attack_repelled", "clash"})

AT_A_DISTANCE = frozenset({"bombardment", "attack", "destruction"})


def without_fronts(
    scene: Scene, hits: Sequence[Hit], owned: list[list[PlaceRef]]
) -> list[list[PlaceRef]]:
    """Drop the front that opens a sentence where the fighting on it is placed by names.

    In "in the X direction, 13 attacks took place, and assaults near Y and Z were repelled".
    """
    fought = [hit.trigger.event_type in _FOUGHT for hit in hits]
    owned = [_without_scene(scene, h, refs) for h, refs in zip(hits, owned, strict=True)]
    named = any(
        hit.trigger.event_type in {*_FOUGHT, "advance"}
        and any(r.kind == "settlement" for r in refs)
        for hit, refs in zip(hits, owned, strict=True)
    )
    if not named:
        return owned
    return [
        [r for r in refs if not (f and r.kind == "area" and _opens(scene, hit, r))]
        for hit, f, refs in zip(hits, fought, owned, strict=True)
    ]


def _without_scene(scene: Scene, hit: Hit, refs: list[PlaceRef]) -> list[PlaceRef]:
    """Drop the place that opens a sentence where a finer one is entered: "in X, they entered Y"."""
    entered = hit.trigger.effect == "takes" or hit.trigger.event_type == "advance"
    objects = [r for r in refs if r.prep in {None, "into", "of"} and r.link == "direct"]
    if not entered or not objects:
        return refs
    return [r for r in refs if r in objects or not _opens(scene, hit, r)]


def _opens(scene: Scene, hit: Hit, ref: PlaceRef) -> bool:
    """Tell whether a place stands at the start of its sentence."""
    before = scene.text[hit.sentence.start : ref.start].lower().split()
    before = [word for word in before if word not in _BESIDE]
    return before in (["in", "the"], ["on", "the"], ["in"], ["on"], ["at", "the"])


def is_new_holder(hit: Hit, ref: PlaceRef) -> bool:
    """Tell whether a country is to whom a place falls, not what falls."""
    if ref.kind != "country" or ref.share_percent is not None:
        return False
    if hit.trigger.effect in {"takes", "holds", "loses"}:
        return True  # a side's own country stands for the side: "retaken from Russia"
    return hit.trigger.effect == "falls" and ref.prep in {"to", "into"}


def is_origin(hit: Hit, ref: PlaceRef) -> bool:
    """Tell whether fire only came from there ("shelled Nikopol from Enerhodar")."""
    token = hit.sentence.token_at(ref.start)
    above = hit.sentence.ancestors(token.index) if token is not None else []
    told = any(t.lemma == "from" and hit.sentence.tokens[t.head].lemma in speech() for t in above)
    fired = hit.trigger.event_type in AT_A_DISTANCE and ref.prep == "from"
    return fired and not told  # "shelling was reported from X"


def is_goal(hit: Hit, ref: PlaceRef) -> bool:
    """Tell whether who leaves only goes there: "marched off towards X", "fell back to X"."""
    return hit.trigger.effect == "leaves" and ref.prep in {"to", "into", "toward", "towards"}


def is_rim(hit: Hit, ref: PlaceRef, refs: list[PlaceRef]) -> bool:
    """Tell whether a place only tells where what is taken lies: "X on the flank of Y"."""
    held = hit.trigger.effect in {"takes", "holds", "loses"}
    beside = ref.near and not ref.whole and ref.prep in {"on", "in", "at"}
    return held and beside and any(r.whole and not r.near and r.prep in {None, "of"} for r in refs)


def merely_country(ref: PlaceRef) -> bool:
    """Tell whether a country is only where it happened ("fighting in eastern Ukraine")."""
    return ref.kind == "continent" or (
        ref.kind == "country"
        and ref.share_percent is None
        and (ref.prep in {"in", "within", "inside"} or not ref.whole)
    )
