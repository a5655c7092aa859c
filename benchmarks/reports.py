"""Made-up reports and their claims: places in a grid, over a thousand days, mostly captures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from events.types import Claim, Document

PLACES = 30_000
PER_REPORT = 4
REPORTS_AT_ONCE = 2_500  # ten thousand claims, as an import adds them
FIRST_DAY = date(2022, 2, 24)
DAYS = 1_000
SIDES = {"Russia": "Russia", "Ukraine": "Ukraine"}


def reports(rows: int) -> Iterator[tuple[list[Document], list[Claim]]]:
    """Yield reports and their claims, some at a time, the same ones for the same number."""
    made = 0
    while made < rows:
        documents, claims = [], []
        while made < rows and len(documents) < REPORTS_AT_ONCE:
            document = _document(made)
            some = range(made, min(made + PER_REPORT, rows))
            claims += [_claim(number, document) for number in some]
            documents.append(document)
            made += len(some)
        yield documents, claims


def _document(number: int) -> Document:
    text = f"Report {number}. " + "Forces on both sides say that they hold the town. " * 20
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    return Document(
        document_id=f"report-{number}",
        text=text,
        raw=raw,
        sha256=digest,
        text_sha256=digest,
        source="Daily",
        source_url=f"https://daily.example/{number}",
        published=_day(number),
        published_basis="stated",
        licence="CC0-1.0",
    )


def _claim(number: int, document: Document) -> Claim:
    place = number * 7919 % PLACES
    side = ("Russia", "Ukraine")[number % 2]
    captured = number % 4 > 0
    return replace(
        _TEMPLATE,
        claim_id=f"{number:016x}",
        event_type="capture" if captured else "bombardment",
        claimed_controller=side if captured else None,
        actor1=side,
        event_date=_day(number),
        event_date_end=_day(number),
        place_id=f"p{place}",
        place_name=f"Place {place}",
        mention=f"Place {place}",
        lon=22.0 + place % 200 * 0.09,
        lat=44.5 + place // 200 * 0.05,
        claimant=f"{side}'s ministry",
        claimant_side=side,
        published=document.published,
        known_from=document.published,
        source_url=document.source_url,
        document_id=document.document_id,
        document_sha256=document.sha256,
        text_sha256=document.text_sha256,
        evidence=document.text[:120],
    )


_TEMPLATE = Claim(
    claim_id="",
    event_type="other",
    modality="asserted",
    date_prec=1,
    date_basis="explicit",
    date_text="on Friday",
    admin1="Luhansk Oblast",
    country="UA",
    where_prec=1,
    uncertainty_m=2_000.0,
    geo_reason="the only place of this name here",
    geo_candidates='[{"place_id": "p1", "name": "Place 1", "score": 0.9}]',
    claimant_kind="military",
    speech_act="asserts",
    extraction_confidence=0.84,
    source="Daily",
    title="Both sides claim the town",
    lang="en",
    published_basis="stated",
    evidence_end=120,
    licence="CC0-1.0",
    extractor_version="1",
    gazetteer_version="g1",
    conflict="ukraine",
)


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number * 31 % DAYS)
