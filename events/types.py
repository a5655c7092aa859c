"""The record: documents, claims, events and control status, in the field's terms.

Offsets are half-open ``[start, end)`` in Unicode code points of the document's decoded text. Dates
are calendar days as the report counts them (local to the conflict); positions are WGS 84 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from events.errors import RecordError

EventType = Literal[
    "capture",
    "advance",
    "withdrawal",
    "encirclement",
    "counterattack",
    "attack",
    "attack_repelled",
    "clash",
    "bombardment",
    "destruction",
    "control",
    "nuclear_safety",
    "other",
]
Modality = Literal[
    "asserted", "ordered", "planned", "predicted", "attempted", "denied", "hypothetical"
]
SpeechAct = Literal["asserts", "confirms", "denies", "orders", "predicts", "assesses", "declines"]
ClaimantKind = Literal[
    "official", "military", "local", "media", "expert", "agency", "source", "anonymous"
]
DateBasis = Literal["explicit", "relative", "inferred", "published"]
PublishedBasis = Literal["stated", "given", "inferred", "unknown"]
Verification = Literal["none", "unverifiable", "verified", "disputed"]
ReviewStatus = Literal["machine", "accepted", "corrected", "rejected"]
Basis = Literal["agreed", "conceded", "one side", "third party", "disputed", "none"]
Currency = Literal["current", "stale", "no coverage"]

TERRITORIAL: frozenset[str] = frozenset({"capture", "withdrawal", "control"})
"""Event types that can say who holds a place."""

CONTESTED = "contested"
"""The ``claimed_controller`` of a place said to be fought over, held by nobody in full."""

_VOCABULARY: dict[str, tuple[str, ...]] = {
    "event_type": get_args(EventType),
    "modality": get_args(Modality),
    "speech_act": get_args(SpeechAct),
    "claimant_kind": get_args(ClaimantKind),
    "date_basis": get_args(DateBasis),
    "published_basis": get_args(PublishedBasis),
    "verification": get_args(Verification),
    "review_status": get_args(ReviewStatus),
}
_REQUIRED = ("event_type", "modality", "verification", "review_status", "published_basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """When something happened: ``start``..``end`` inclusive, both None when unknown.

    ``prec`` is UCDP GED ``date_prec``, 1 the day to 5 more than a month: what is not known, not
    how long it lasted. ``text_start``/``text_end`` span the words it was read from, or are None.
    """

    start: date | None
    end: date | None
    prec: int | None
    basis: DateBasis | None
    text: str | None = None
    text_start: int | None = None
    text_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report as read: its text, where it came from, and the hashes that pin both.

    ``sha256`` is of the bytes as they came (a file, or one line of JSONL without its line break),
    ``text_sha256`` of the decoded text in UTF-8, which is what offsets count in. ``extractor``
    says what took the text out of bytes that are more than a text (a web page, say), with the
    versions and the encoding, so that it can be taken out again; None where text is all there is.
    """

    document_id: str
    text: str
    raw: bytes
    sha256: str
    text_sha256: str
    title: str | None = None
    source: str | None = None
    source_url: str | None = None
    archived_url: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = "unknown"
    lang: str | None = None
    licence: str | None = None
    origin_agency: str | None = None
    note: str | None = None
    extractor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one claimant asserts, in one document, about one place: one row of the record.

    Fields and their meaning are listed in ARCHITECTURE.md ("The record"). Null means unknown.

    Raises
    ------
    RecordError
        Naming every fault: a word outside its vocabulary, a controller set by a claim that is not
        asserted, an end before its start, a position off the earth.
    """

    # what
    claim_id: str
    event_type: EventType
    modality: Modality
    actor1: str | None = None
    actor2: str | None = None
    claimed_controller: str | None = None
    projected_controller: str | None = None
    share_percent: float | None = None
    share_of: str | None = None
    counts: str | None = None  # JSON: [{"number": 2000, "what": "encircled", "of": "soldiers"}]
    against_interest: bool = False
    # when
    event_date: date | None = None
    event_date_end: date | None = None
    date_prec: int | None = None
    date_basis: DateBasis | None = None
    date_text: str | None = None
    # where
    place_id: str | None = None
    place_name: str | None = None
    mention: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    official_code: str | None = None
    country: str | None = None
    lon: float | None = None
    lat: float | None = None
    where_prec: int | None = None
    uncertainty_m: float | None = None
    where_flag: str | None = None
    geo_reason: str | None = None
    geo_candidates: str | None = None  # JSON: [{"place_id", "name", "score"}], best first
    # who says
    claimant: str | None = None
    claimant_side: str | None = None
    claimant_role: str | None = None
    claimant_kind: ClaimantKind | None = None
    speech_act: SpeechAct | None = None
    reported_via: str | None = None  # JSON list, outermost first
    origin_agency: str | None = None
    # how sure
    verification: Verification = "none"
    extraction_confidence: float | None = None
    review_status: ReviewStatus = "machine"
    # from where
    source: str | None = None
    source_url: str | None = None
    archived_url: str | None = None
    title: str | None = None
    lang: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = "unknown"
    known_from: date | None = None
    document_id: str = ""
    document_sha256: str = ""
    text_sha256: str = ""
    evidence: str = ""
    evidence_start: int = 0
    evidence_end: int = 0
    mention_start: int | None = None
    mention_end: int | None = None
    claimant_start: int | None = None
    claimant_end: int | None = None
    date_start: int | None = None  # span of date_text in the document
    date_end: int | None = None
    verification_start: int | None = None
    verification_end: int | None = None
    own_voice_lead: bool = False  # said in the report's own voice, attributed later: see control
    licence: str | None = None
    extractor_version: str = ""
    gazetteer_version: str = ""
    conflict: str | None = None

    def __post_init__(self) -> None:
        faults = [*_vocabulary_faults(self), *_claim_faults(self)]
        if faults:
            raise RecordError(f"claim {self.claim_id!r}: " + "; ".join(faults))


CLAIM_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Claim))


def _vocabulary_faults(claim: Claim) -> list[str]:
    faults = []
    for name, words in _VOCABULARY.items():
        value = getattr(claim, name)
        if value is None and name not in _REQUIRED:
            continue
        if value not in words:
            faults.append(f"{name} is {value!r}, must be one of {', '.join(words)}")
    return faults


def _claim_faults(claim: Claim) -> list[str]:
    faults = []
    if claim.claimed_controller is not None and claim.modality != "asserted":
        faults.append(f"a claim that is {claim.modality} may not set claimed_controller")
    if claim.event_date and claim.event_date_end and claim.event_date_end < claim.event_date:
        faults.append(f"event_date_end {claim.event_date_end} is before {claim.event_date}")
    if (claim.lon is None) != (claim.lat is None):
        faults.append("lon and lat must both be known or both be null")
    if claim.lat is not None and abs(claim.lat) > 90:
        faults.append(f"lat {claim.lat} is outside -90..90")
    if claim.lon is not None and abs(claim.lon) > 180:
        faults.append(f"lon {claim.lon} is outside -180..180")
    for name, low, high in (("date_prec", 1, 5), ("where_prec", 1, 7)):
        value = getattr(claim, name)
        if value is not None and not low <= value <= high:
            faults.append(f"{name} is {value}, must be {low}..{high}")
    if claim.evidence_end < claim.evidence_start:
        faults.append(f"evidence ends at {claim.evidence_end}, before {claim.evidence_start}")
    return faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Something that looked like a claim or a row and was not taken, with the reason why."""

    document_id: str
    document_sha256: str
    start: int
    end: int
    text: str
    reason: str
    stage: str  # read, place, claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The claims about one happening, all kept: computed for a query, never stored.

    ``independence`` names the origins that are counted, and why claims share one or have none.
    """

    event_id: str
    claim_ids: tuple[str, ...]
    n_reports: int
    n_independent: int
    independence: str = ""


class Word(NamedTuple):
    """What one side (or the third parties) says of a place as of a date, by its latest claims.

    A tuple, since control makes two or three of them for each of many places.
    """

    side: str  # a side's id, or "third"
    controller: str | None
    since: date | None
    last_evidence: date | None
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStatus:
    """Who holds a place as of a date: holder, basis and currency, and each side's word."""

    place_id: str
    place_name: str
    as_of: date
    holder: str  # an actor id, "contested" or "unknown"
    basis: Basis
    currency: Currency
    since: date | None
    last_evidence: date | None
    words: tuple[Word, ...]
    deciding: tuple[str, ...]  # claim ids


def as_row(claim: Claim) -> dict[str, Any]:
    """Return the claim as a plain dict in field order; dates stay dates."""
    return {name: getattr(claim, name) for name in CLAIM_FIELDS}


def document_values(document: Document) -> dict[str, Any]:
    """Return the fields that a claim has from its document."""
    return {
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
        "licence": document.licence,
    }


def is_own_voice(claim: Claim) -> bool:
    """Tell whether the report speaks for itself, its agency included, and quotes nobody."""
    if claim.claimant is None:
        return claim.claimant_kind in (None, "source")
    own = (claim.source, claim.origin_agency)
    return claim.claimant_kind == "source" or claim.claimant in own
