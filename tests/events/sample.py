"""Made-up documents and claims for the tests of the ledger, control, merging and exports."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from hypothesis import strategies as st

from events.types import Claim, Document

SIDES = {"Ukraine": "Ukraine", "Russia": "Russia", "DPR": "Russia"}
RUSSIA: dict[str, Any] = {
    "claimant": "Russian Ministry of Defence",
    "claimant_side": "Russia",
    "claimant_kind": "military",
}
UKRAINE: dict[str, Any] = {
    "claimant": "Ukrainian General Staff",
    "claimant_side": "Ukraine",
    "claimant_kind": "military",
}
MAYOR: dict[str, Any] = {
    "claimant": "mayor",
    "claimant_side": "Ukraine",
    "claimant_kind": "local",
    "against_interest": True,
}
PAPER: dict[str, Any] = {"claimant": "The Paper", "claimant_kind": "media", "source": "Daily"}


def june(day: int) -> date:
    return date(2022, 6, day)


def document(text: str = "Hirske was taken.", **more: Any) -> Document:
    """Return a document of this text with sound hashes."""
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    values: dict[str, Any] = {
        "document_id": f"doc-{digest[:6]}",
        "text": text,
        "raw": raw,
        "sha256": digest,
        "text_sha256": digest,
        "source": "Daily",
        "published": june(24),
        "published_basis": "stated",
        "licence": "CC0-1.0",
    }
    return Document(**(values | more))


def claim(*speakers: dict[str, Any], of: Document | None = None, **more: Any) -> Claim:
    """Return a sound claim: Russia captured Hirske on 24 June 2022, unless said otherwise."""
    values: dict[str, Any] = {
        "event_type": "capture",
        "modality": "asserted",
        "claimed_controller": "Russia",
        "event_date": june(24),
        "event_date_end": more.get("event_date", june(24)),
        "date_prec": 1,
        "place_id": "gn1",
        "place_name": "Hirske",
        "mention": "Hirske",
        "lon": 38.4981,
        "lat": 48.7503,
        "where_prec": 1,
        "published": june(24),
        "known_from": more.get("published", june(24)),
        "published_basis": "stated",
        "document_sha256": "d1",
        "extractor_version": "1",
        "gazetteer_version": "g1",
        "conflict": "ukraine",
    }
    if of is not None:
        values |= {
            "document_id": of.document_id,
            "document_sha256": of.sha256,
            "text_sha256": of.text_sha256,
            "evidence": of.text,
            "evidence_end": len(of.text),
        }
    for speaker in speakers:
        values |= speaker
    values |= more
    said = json.dumps(values, sort_keys=True, default=str)
    return Claim(**({"claim_id": hashlib.sha256(said.encode()).hexdigest()[:12]} | values))


_DAYS = st.dates(june(1), june(30))
_SPEAKERS = st.sampled_from([RUSSIA, UKRAINE, MAYOR, PAPER, {"claimant_side": "Ukraine"}])


@st.composite
def claims(draw: st.DrawFn, **fixed: Any) -> Claim:
    """Draw claims about two places that may agree, contradict, concede, or not count at all."""
    modality = draw(st.sampled_from(["asserted"] * 4 + ["planned", "denied"]))
    kind = draw(st.sampled_from(["capture", "control", "withdrawal", "attack"]))
    controller = draw(st.sampled_from(["Russia", "Ukraine", "DPR", "contested", None]))
    start = draw(_DAYS)
    drawn: dict[str, Any] = {
        "event_type": kind,
        "modality": modality,
        "claimed_controller": controller if modality == "asserted" else None,
        "actor1": draw(st.sampled_from(["Russia", "Ukraine", None])),
        "event_date": start,
        "event_date_end": max(start, draw(_DAYS)) if kind == "control" else start,
        "date_prec": draw(st.sampled_from([1, 2, 4, None])),
        "place_id": draw(st.sampled_from(["gn1", "gn2"])),
        "where_prec": draw(st.sampled_from([1, 1, 1, 2])),
        "published": draw(st.none() | _DAYS),
        "own_voice_lead": draw(st.sampled_from([False, False, True])),
        "verification": draw(st.sampled_from(["none", "unverifiable"])),
        "document_sha256": draw(st.sampled_from(["d1", "d2", "d3"])),
    }
    return claim(draw(_SPEAKERS), drawn, fixed, known_from=drawn["published"])
