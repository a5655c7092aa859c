"""A made-up war of any length for benchmarks: claims, the same ones for the same number.

The shape is that of the record: a few thousand places along a front, some thousand days, five
claims a report, every mode, a tenth of the claims beside their place or about a region, and quotes
that differ and pack as news does (some 40 bytes each).
"""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from events.types import Claim

FIRST_DAY, DAYS = date(2022, 2, 24), 1200
PER_REPORT = 5
_PLACES = 4000
_SIDES = ("Ukraine", "Russia")
_TYPES = ("capture", "control", "withdrawal", "advance", "attack", "bombardment", "clash")
_MODES = ("asserted",) * 12 + ("ordered", "planned", "predicted", "attempted", "denied", "denied")
_SYLLABLES = ("ka", "ro", "ni", "ve", "sha", "lo", "ti", "mu", "de", "ska", "pri", "on", "er", "al")


def claims_of(number: int) -> list[Claim]:
    """Return so many claims."""
    dice = random.Random(20220224)
    words = [_word(dice) for _ in range(4000)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    places = [_place(dice, index) for index in range(_PLACES)]
    claims = []
    report: dict[str, Any] = {}
    for index in range(number):
        if index % PER_REPORT == 0:
            report = _report(dice, index // PER_REPORT)
        quote = " ".join(dice.choices(words, cum_weights=weights, k=22)).capitalize() + "."
        claims.append(_claim(dice, index, {**report, **dice.choice(places)}, quote))
    return claims


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.choice((1, 2, 2, 3, 3, 4))))


def _place(dice: random.Random, index: int) -> dict[str, Any]:
    along, across = dice.random(), dice.gauss(0, 0.7)
    return {
        "place_id": f"gn{700000 + index * 7}",
        "place_name": f"{_word(dice)}{_word(dice)}".capitalize(),
        "lon": round(33.0 + 5.5 * along + across, 4),
        "lat": round(46.5 + 3.6 * along**2 - 0.4 * across, 4),
        "admin1": ("Donetsk", "Luhansk", "Kherson", "Kharkiv")[index % 4],
    }


def _report(dice: random.Random, number: int) -> dict[str, Any]:
    day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return {
        "document_id": f"report-{number}", "document_sha256": digest, "text_sha256": digest,
        "source": f"Daily {number % 40}", "published": day, "published_basis": "stated",
        "source_url": f"https://daily.example/{day:%Y/%m/%d}/{number}",
        "title": f"{_word(dice)} {_word(dice)} {_word(dice)}".capitalize(),
        "event_date": day - timedelta(days=dice.randrange(3)),
    }  # fmt: skip


def _claim(dice: random.Random, index: int, known: dict[str, Any], quote: str) -> Claim:
    mode, kind = dice.choice(_MODES), dice.choice(_TYPES)
    actor, speaker = dice.choice(_SIDES), dice.choice((*_SIDES, *_SIDES, None))
    held = actor if kind in ("capture", "control") else None
    start = dice.randrange(4000)
    beside = dice.random() < 0.08
    return Claim(
        claim_id=hashlib.sha256(f"claim {index}".encode()).hexdigest()[:16],
        event_type=kind, modality=mode, actor1=actor,
        claimed_controller=held if mode == "asserted" else None,
        projected_controller=held if mode != "asserted" else None,
        event_date_end=known["event_date"], date_prec=1, date_basis="relative",
        date_text="on Friday", mention=known["place_name"], country="UA",
        where_prec=2 if beside else 1, uncertainty_m=5000.0 if beside else 1000.0,
        claimant=f"{speaker or 'Observer'} speaker {dice.randrange(60)}", claimant_side=speaker,
        claimant_kind=dice.choice(("military", "official", "media")), speech_act="asserts",
        verification=dice.choice(("none", "none", "unverifiable")), evidence=quote,
        evidence_start=start, evidence_end=start + len(quote), conflict="ukraine",
        extractor_version="1", gazetteer_version="g1", **known,
    )  # fmt: skip
