"""Sentences to claims: joins trigger, place, speaker, mode and date into the record (pure)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from events.actors import Conflict
from events.claims.attribution import Attribution, Statement, attribute
from events.claims.dating import date_of
from events.claims.modality import Mode, mode_of
from events.claims.numbers import counts_of
from events.claims.places import (
    PlaceRef,
    indefinite_object,
    loose_places,
    place_refs,
    topic_place,
)
from events.claims.roles import Roles, controller_of, roles_of
from events.claims.scene import Scene, span_of
from events.claims.screen import screened
from events.claims.speakers import Speaker
from events.claims.triggers import Hit, find_hits, is_bare
from events.claims.verification import verify
from events.types import TERRITORIAL, Claim, DateSpan, Document, Rejected
from geo.types import Geoparse, Sentence

EXTRACTOR_VERSION = "1"
"""Raised whenever the rules or lexicons of this package change what they yield."""

NEAR_M = 10_000.0
"""Uncertainty in metres of "near X" where nothing more is said."""

_LINK_CONFIDENCE = {"direct": 0.9, "joined": 0.75, "pointed": 0.6, "loose": 0.4, "topic": 0.35}
_FIRM = frozenset({"direct", "joined", "pointed"})
_CONCEDING = frozenset({"official", "military", "local"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A trigger with all that was read about it, before it becomes a record."""

    sentence: Sentence
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


def extract_claims(
    document: Document,
    geoparse: Geoparse,
    conflict: Conflict,
    *,
    gazetteer_version: str = "",
    name_on: Callable[[str, date | None], str] | None = None,
) -> tuple[list[Claim], list[Rejected]]:
    """Read the claims of one report.

    Parameters
    ----------
    document
        The report; its ``published`` date is what relative dates are read against.
    geoparse
        The same text geoparsed, with tokens in every sentence that may matter.
    conflict
        The war it speaks of; its profile names sides, actors and speakers.
    gazetteer_version
        Written into every claim.
    name_on
        From a place's id and a day to the name it then bore; without it the present name is used.

    Returns
    -------
    claims, rejected
        In order of the text. What looked like a claim and is none is in ``rejected`` with a reason.
    """
    scene = Scene(document=document, geoparse=geoparse, conflict=conflict)
    attribution = attribute(scene)
    found: list[_Found] = []
    rejected: list[Rejected] = []
    for number, sentence in enumerate(scene.sentences):
        hits = find_hits(scene, sentence)
        reason = screened(scene, sentence)
        if reason:
            if hits or scene.resolutions_in(sentence.start, sentence.end):
                rejected.append(_rejected(scene, sentence.start, sentence.end, reason))
            continue
        for item in _read(scene, attribution, number, sentence, hits, found):
            if isinstance(item, Rejected):
                rejected.append(item)
            else:
                found.append(item)
    claims = [_record(scene, item, gazetteer_version) for item in found]
    if name_on is not None:
        claims = [_named_then(claim, name_on) for claim in claims]
    return _marked_leads(scene, verify(scene, _distinct(claims))), rejected


def _read(
    scene: Scene,
    attribution: Attribution,
    number: int,
    sentence: Sentence,
    hits: list[Hit],
    before: Sequence[_Found],
) -> Iterator[_Found | Rejected]:
    statements = [s for s in attribution.statements if s.sentence == number]
    placed = place_refs(scene, sentence, hits, statements)
    for hit, refs in zip(hits, placed, strict=True):
        statement, via = attribution.at(hit.start)
        if hit.holder is not None and not (statement and statement.quoted):
            statement, via = None, ()  # "Russian-held" is how the report itself puts it
        places = refs or _further(scene, sentence, number, hit, statement, before)
        reason = _no_claim(scene, sentence, hit, places)
        if reason:
            yield _rejected(scene, sentence.start, sentence.end, f"{hit.head.text}: {reason}")
            continue
        for place in places or [None]:
            yield _one(scene, attribution, number, sentence, hit, place, statement, via, hits)


def _further(
    scene: Scene,
    sentence: Sentence,
    number: int,
    hit: Hit,
    statement: Statement | None,
    before: Sequence[_Found],
) -> list[PlaceRef]:
    """Place a trigger by what stands in its sentence, else by the topic of the sentences before."""
    loose = loose_places(scene, sentence, statement, hit)
    if loose or hit.trigger.needs_place:
        return loose
    unnamed = indefinite_object(sentence, hit)
    if unnamed is not None:
        start, end = span_of(sentence, sentence.subtree(unnamed.index))
        return [PlaceRef(start=start, end=end, text=scene.text[start:end], resolution=None)]
    if hit.trigger.event_type not in {"withdrawal", "encirclement"}:
        return []
    topic = topic_place(scene, number) or _same_subject(hit, statement, before)
    return [topic] if topic else []


def _same_subject(
    hit: Hit, statement: Statement | None, before: Sequence[_Found]
) -> PlaceRef | None:
    """Return where the same speaker last placed the same kind of event."""
    if statement is None:
        return None
    same = [
        f.place
        for f in before
        if f.place is not None
        and f.place.resolution is not None
        and f.speaker.name == statement.speaker.name
        and f.hit.trigger.event_type == hit.trigger.event_type
    ]
    return replace(same[-1], link="topic") if same and same[-1] else None


def _no_claim(
    scene: Scene, sentence: Sentence, hit: Hit, places: Sequence[PlaceRef]
) -> str | None:
    """Return why a trigger yields no claim, or None."""
    trigger = hit.trigger
    if trigger.effect in {"takes", "holds"} and hit.holder is None and is_bare(sentence, hit):
        return "it is not said by whom"
    if trigger.places_only and not any(p.link == "direct" for p in places):
        return "nothing says that a place fell"
    if not places and (trigger.effect != "leaves" or hit.noun):
        return "no place is named for it"
    abroad = [p for p in places if _abroad(scene, p)]
    if places and len(abroad) == len(places):
        return "outside the conflict's area"
    return None


def _abroad(scene: Scene, place: PlaceRef) -> bool:
    found = place.resolution.place if place.resolution else None
    if found is None or found.country is None:
        return False
    return found.country not in scene.conflict.area


def _one(
    scene: Scene,
    attribution: Attribution,
    number: int,
    sentence: Sentence,
    hit: Hit,
    place: PlaceRef | None,
    statement: Statement | None,
    via: tuple[str, ...],
    others: Sequence[Hit],
) -> _Found:
    speaker = statement.speaker if statement else attribution.own_voice
    roles = roles_of(scene, sentence, hit, speaker)
    actor_side = scene.conflict.side_of.get(roles.agent or "")
    mode = mode_of(
        sentence,
        hit,
        own_side=speaker.side is not None and speaker.side == actor_side,
        stop=statement.verb_start if statement else None,
    )
    mode = _act_mode(mode, statement)
    return _Found(
        sentence=sentence,
        number=number,
        hit=hit,
        place=place,
        statement=statement,
        via=via,
        speaker=speaker,
        mode=mode,
        roles=roles,
        controller=controller_of(scene, sentence, hit, roles, speaker),
        when=date_of(scene, sentence, hit, statement, mode, others),
    )


_ACT_MODES = {"denies": "denied", "orders": "ordered", "predicts": "predicted",
              "declines": "hypothetical"}  # fmt: skip


def _act_mode(mode: Mode, statement: Statement | None) -> Mode:
    """Let the act of saying decide where the words themselves would be an assertion."""
    if statement is None or mode.modality != "asserted":
        return mode
    return replace(mode, modality=_ACT_MODES.get(statement.act, "asserted"))


def _named_then(claim: Claim, name_on: Callable[[str, date | None], str]) -> Claim:
    """Return the claim with the place's name of its day (the event's, else publication's)."""
    if claim.place_id is None:
        return claim
    day = claim.event_date_end or claim.published
    return replace(claim, place_name=name_on(claim.place_id, day))


def _record(scene: Scene, item: _Found, gazetteer_version: str) -> Claim:
    document = scene.document
    values: dict[str, Any] = {
        **_what(scene, item),
        **_when(item.when),
        **_where(scene, item.place, item),
        **_who(scene, item),
        "source": document.source,
        "source_url": document.source_url,
        "archived_url": document.archived_url,
        "title": document.title,
        "lang": document.lang,
        "published": document.published,
        "published_basis": document.published_basis,
        "known_from": document.published,
        "document_id": document.document_id,
        "document_sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "evidence": scene.text[item.sentence.start : item.sentence.end],
        "evidence_start": item.sentence.start,
        "evidence_end": item.sentence.end,
        "licence": document.licence,
        "extractor_version": EXTRACTOR_VERSION,
        "gazetteer_version": gazetteer_version,
        "conflict": scene.conflict.id,
        "extraction_confidence": _confidence(item),
    }
    return Claim(claim_id=_claim_id(values), **values)


def _what(scene: Scene, item: _Found) -> dict[str, Any]:
    asserted = item.mode.modality == "asserted"
    territorial = item.hit.trigger.event_type in TERRITORIAL
    place = item.place
    shared = place is not None and place.share_percent is not None and place.kind != "settlement"
    certain = place is not None and (
        shared
        or (place.whole and not place.near and item.mode.whole and place.link in _FIRM)
    )
    holds = item.controller if territorial else None
    return {
        "event_type": item.hit.trigger.event_type,
        "modality": item.mode.modality,
        "actor1": item.roles.agent,
        "actor2": item.roles.patient,
        "claimed_controller": holds if asserted and certain else None,
        "projected_controller": holds if not asserted else None,
        "share_percent": place.share_percent if place else None,
        "share_of": place.share_of if place else None,
        "counts": counts_of(scene, item.sentence),
        "against_interest": _against_interest(scene, item, holds),
    }


def _against_interest(scene: Scene, item: _Found, holder: str | None) -> bool:
    """Tell whether the speaker says something that does not suit the speaker's own side."""
    side = item.speaker.side
    if side is None or item.speaker.kind not in _CONCEDING or item.mode.modality == "denied":
        return False
    if holder is not None and holder in scene.conflict.side_ids:
        return holder != side and item.mode.modality == "asserted"
    if item.mode.modality not in {"asserted", "ordered", "planned"}:
        return False
    leaves = item.hit.trigger.effect == "leaves"
    return leaves and scene.conflict.side_of.get(item.roles.agent or "") == side


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


def _where(scene: Scene, ref: PlaceRef | None, item: _Found) -> dict[str, Any]:
    if ref is None:
        return {}
    mention = {"mention": ref.text, "mention_start": ref.start, "mention_end": ref.end}
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


def _resolved(scene: Scene, ref: PlaceRef, item: _Found) -> dict[str, Any]:
    resolution = ref.resolution
    if resolution is None:
        return {}
    values: dict[str, Any] = {
        "mention": _mention(ref),
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


def _only_destination(item: _Found, ref: PlaceRef) -> bool:
    """Tell whether a withdrawal names only where it goes: the place is then not left."""
    return item.hit.trigger.effect == "leaves" and (
        ref.prep in {"to", "into", "toward", "towards", "inside", "behind", "across"}
        or ref.link == "loose"
    )


def _mention(ref: PlaceRef) -> str:
    if ref.link in {"pointed", "topic"} or ref.resolution is None:
        return ref.text
    return ref.resolution.toponym.text


def _candidates(ref: PlaceRef) -> str | None:
    if ref.resolution is None or not ref.resolution.candidates:
        return None
    return json.dumps(
        [
            {"place_id": c.place.place_id, "name": c.place.name, "score": round(c.score, 3)}
            for c in ref.resolution.candidates[:5]
        ],
        ensure_ascii=False,
    )


def _who(scene: Scene, item: _Found) -> dict[str, Any]:
    speaker, statement = item.speaker, item.statement
    return {
        "claimant": speaker.name,
        "claimant_side": speaker.side if speaker.side in scene.conflict.side_ids else None,
        "claimant_role": speaker.role,
        "claimant_kind": speaker.kind,
        "speech_act": statement.act if statement else "asserts",
        "reported_via": json.dumps(list(item.via), ensure_ascii=False) if item.via else None,
        "origin_agency": scene.document.origin_agency or scene.agency,
        "claimant_start": speaker.start if statement else None,
        "claimant_end": speaker.end if statement else None,
    }


def _confidence(item: _Found) -> float:
    """Return how surely the text says this, 0 to 1: by how place, actor and mode were found."""
    value = _LINK_CONFIDENCE[item.place.link] if item.place else 0.3
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


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Keep one claim of those that say the same of the same place in the same sentence."""
    best: dict[tuple[Any, ...], Claim] = {}
    for claim in claims:
        key = (
            claim.evidence_start,
            claim.event_type,
            claim.place_id or claim.mention_start,
            claim.claimant,
            claim.modality,
        )
        kept = best.get(key)
        if kept is None or _weight(claim) > _weight(kept):
            best[key] = claim
    return list(best.values())


def _weight(claim: Claim) -> tuple[bool, float]:
    return claim.claimed_controller is not None, claim.extraction_confidence or 0.0


def _marked_leads(scene: Scene, claims: Sequence[Claim]) -> list[Claim]:
    """Mark what the report says in its own voice and attributes to somebody, earlier or later."""
    attributed = {
        (c.event_type, c.place_id)
        for c in claims
        if c.claimant_start is not None and c.place_id is not None
    }
    return [
        replace(c, own_voice_lead=True)
        if c.claimant_start is None
        and (_unlocated(c) or (c.event_type, c.place_id) in attributed)
        else c
        for c in claims
    ]


def _unlocated(claim: Claim) -> bool:
    return claim.place_id is None and claim.event_type in TERRITORIAL


def _rejected(scene: Scene, start: int, end: int, reason: str) -> Rejected:
    return Rejected(
        document_id=scene.document.document_id,
        document_sha256=scene.document.sha256,
        start=start,
        end=end,
        text=scene.text[start:end],
        reason=reason,
        stage="claim",
    )
