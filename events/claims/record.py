"""From what was read about a trigger to a row of the record."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from events.claims.around import Mode
from events.claims.confidence import confidence
from events.claims.numbers import counts_of
from events.claims.place_ref import PlaceRef
from events.claims.roles import Roles
from events.claims.scene import Scene
from events.claims.speakers import Speaker
from events.claims.statement import Statement
from events.claims.triggers import Hit
from events.types import TERRITORIAL, Claim, DateSpan, document_values
from geo.candidates import places_scored
from geo.types import Sentence

EXTRACTOR_VERSION = "7"
"""Raised whenever the rules or lexicons of this package change what they yield."""
NEAR_M = 10_000.0
"""Uncertainty in metres of "near X" where nothing more is said."""
_LINK_FIRMNESS = {"direct": 0.9, "joined": 0.75, "pointed": 0.6, "loose": 0.4, "topic": 0.35}
_FIRM = frozenset({"direct", "joined", "pointed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A trigger with all that was read about it, before it becomes a record."""

    number: int
    hit: Hit
    place: PlaceRef | None
    statement: Statement | None
    via: tuple[str, ...]
    speaker: Speaker
    mode: Mode
    roles: Roles
    controller: str | None
    when: DateSpan
    evidence: Sentence | None = None  # where another sentence than the trigger's says it

    @property
    def sentence(self) -> Sentence:
        """The sentence that is the evidence."""
        return self.evidence or self.hit.sentence


def record_of(scene: Scene, item: Found, gazetteer_version: str) -> Claim:
    """Return the row of the record; raises RecordError where it breaks the record's rules."""
    values: dict[str, Any] = {
        **_what(scene, item),
        **_when(item.when),
        **_where(scene, item.place, item),
        **_who(scene, item),
        **document_values(scene.document),
        "evidence": scene.text[item.sentence.start : item.sentence.end],
        "evidence_start": item.sentence.start,
        "evidence_end": item.sentence.end,
        "extractor_version": EXTRACTOR_VERSION,
        "gazetteer_version": gazetteer_version,
        "conflict": scene.conflict.id,
        "extraction_confidence": confidence(scene, item),
    }
    return Claim(claim_id=_claim_id(values), **values)


def named_then(claim: Claim, name_on: Callable[[str, date | None], str]) -> Claim:
    """Return the claim with the place's name of its day (the event's, else publication's)."""
    if claim.place_id is None:
        return claim
    name = name_on(claim.place_id, claim.event_date_end or claim.published)
    return claim if name == claim.place_name else replace(claim, place_name=name)


def _what(scene: Scene, item: Found) -> dict[str, Any]:
    asserted = item.mode.modality == "asserted"
    territorial = item.hit.trigger.event_type in TERRITORIAL
    place = item.place
    shared = place is not None and place.share_percent is not None and place.kind != "settlement"
    certain = place is not None and (
        shared or (place.whole and not place.near and item.mode.whole and place.link in _FIRM)
    )
    holds = item.controller if territorial else None
    loses = item.hit.trigger.effect == "loses"
    return {
        "event_type": _event_type(item),
        "modality": item.mode.modality,
        "actor1": None if loses else item.roles.agent,
        "actor2": item.roles.agent if loses else item.roles.patient,
        "claimed_controller": holds if asserted and certain and _stands(scene, item) else None,
        "projected_controller": holds if not asserted else None,
        "share_percent": place.share_percent if place else None,
        "share_of": place.share_of if place else None,
        "counts": counts_of(scene, item.sentence),
        "against_interest": _against_interest(scene, item, holds),
    }


def _stands(scene: Scene, item: Found) -> bool:
    """Tell whether a hold was said to be, or to have been on days that the text names."""
    published, end = scene.document.published, item.when.end
    if not item.mode.over:
        return True
    if re.match(r"(until|till)\b", item.when.text or "", re.IGNORECASE):
        return False  # that day it ended
    return (
        item.when.basis == "explicit"
        and end is not None
        and published is not None
        and end < published
    )


def _event_type(item: Found) -> str:
    """Return the type; what is taken in part, or slowly, is an advance."""
    place = item.place
    part = place is not None and place.link in _FIRM and place.part and not place.near
    taking = item.hit.trigger.effect == "takes" and (not item.mode.whole or part)
    return "advance" if taking else item.hit.trigger.event_type


def _against_interest(scene: Scene, item: Found, holder: str | None) -> bool:
    """Tell whether the speaker says something that does not suit the speaker's own side."""
    side = item.speaker.side
    if side is None or item.mode.modality == "denied":
        return False
    agent = scene.conflict.side_of.get(item.roles.agent or "")
    there = item.hit.trigger.event_type == "advance" or item.hit.trigger.inside
    if there and item.mode.modality == "asserted":
        return agent in scene.conflict.opponents(side)
    if holder is not None and holder in scene.conflict.side_ids:
        return holder != side and item.mode.modality == "asserted"
    if item.mode.modality not in {"asserted", "ordered", "planned"}:
        return False
    leaves = item.hit.trigger.effect == "leaves"
    return leaves and agent == side


def _when(span: DateSpan) -> dict[str, Any]:
    return {
        "event_date": span.start,
        "event_date_end": span.end,
        "date_prec": span.prec,
        "date_basis": span.basis,
        "date_text": span.text,
        "date_start": span.text_start,
        "date_end": span.text_end,
    }


def _where(scene: Scene, ref: PlaceRef | None, item: Found) -> dict[str, Any]:
    if ref is None:
        return {}
    mention = _mention(ref)
    described = ref.described
    if ref.resolution is None:
        if described is None or described.position is None:
            return mention
        return mention | {
            "lon": described.position.lon,
            "lat": described.position.lat,
            "where_prec": described.where_prec,
            "uncertainty_m": described.uncertainty_m,
            "geo_reason": described.reason,
            "country": None,
        }
    return mention | _resolved(scene, ref, item)


def _resolved(scene: Scene, ref: PlaceRef, item: Found) -> dict[str, Any]:
    resolution = ref.resolution
    if resolution is None:
        return {}
    values: dict[str, Any] = {
        "geo_reason": resolution.reason,
        "geo_candidates": _candidates(ref),
        "where_flag": resolution.where_flag,
    }
    place, position = resolution.place, resolution.position
    if place is None or position is None:
        return values
    prec, uncertainty = resolution.where_prec, resolution.uncertainty_m
    described = ref.described
    if described is not None and described.position is not None:
        position = described.position
        prec, uncertainty = described.where_prec, described.uncertainty_m
    elif prec == 1 and (ref.near or _only_destination(item, ref)):
        prec, uncertainty = 2, max(uncertainty or 0.0, NEAR_M)
    return values | {
        "place_id": place.place_id,
        "place_name": place.name,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "official_code": place.official_code,
        "country": place.country,
        "lon": position.lon,
        "lat": position.lat,
        "where_prec": prec,
        "uncertainty_m": uncertainty,
    }


def _only_destination(item: Found, ref: PlaceRef) -> bool:
    """Tell whether a withdrawal names only where it goes: the place is then not left."""
    return item.hit.trigger.effect == "leaves" and (
        ref.prep in {"to", "into", "toward", "towards", "inside", "behind", "across"}
        or ref.link == "loose"
    )


def _mention(ref: PlaceRef) -> dict[str, Any]:
    """Return what the report wrote: the name itself, or the words that point to it."""
    start, end, text = ref.start, ref.end, ref.text
    if ref.resolution is not None and ref.link not in {"pointed", "topic"}:
        toponym = ref.resolution.toponym
        if start <= toponym.start and toponym.end <= end:
            start, end, text = toponym.start, toponym.end, toponym.text
    return {"mention": text, "mention_start": start, "mention_end": end}


def _candidates(ref: PlaceRef) -> str | None:
    if ref.resolution is None or not ref.resolution.candidates:
        return None
    return json.dumps(
        [
            {"place_id": place.place_id, "name": place.name, "score": round(score, 3)}
            for place, score in places_scored(ref.resolution.candidates)[:5]
        ],
        ensure_ascii=False,
    )


def _who(scene: Scene, item: Found) -> dict[str, Any]:
    speaker, statement = item.speaker, item.statement
    return {
        "claimant": speaker.name,
        "claimant_side": speaker.side if speaker.side in scene.conflict.side_ids else None,
        "claimant_role": speaker.role,
        "claimant_kind": speaker.kind,
        "speech_act": _act(item),
        "reported_via": json.dumps(list(item.via), ensure_ascii=False) if item.via else None,
        "origin_agency": scene.document.origin_agency or scene.agency,
        "claimant_start": speaker.start if statement else None,
        "claimant_end": speaker.end if statement else None,
    }


def _act(item: Found) -> str:
    """Return the act of saying: to assert that something will happen is to predict it."""
    act = item.statement.act if item.statement else "asserts"
    return "predicts" if act == "asserts" and item.mode.modality == "predicted" else act


def firmness(item: Found) -> float:
    """Return a rank among readings that say the same: the nearer place, the known actor first."""
    value = _LINK_FIRMNESS[item.place.link] if item.place else 0.3
    if item.place is not None and item.place.resolution is not None:
        value *= 0.6 + 0.4 * min(1.0, item.place.resolution.score)
    if item.roles.agent is None and item.hit.trigger.effect != "none":
        value *= 0.8
    if item.hit.trigger.needs_actor:
        value *= 0.95
    return round(value, 2)


def _claim_id(values: dict[str, Any]) -> str:
    """Return a stable id: the document, the evidence and what is claimed, hashed."""
    key = [
        values["document_sha256"],
        values["evidence_start"],
        values["event_type"],
        values["modality"],
        values.get("place_id") or values.get("mention_start"),
        values["claimant"],
        values["actor1"],
    ]
    return hashlib.sha256(json.dumps(key, default=str).encode()).hexdigest()[:16]
