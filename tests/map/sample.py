"""A small made-up corpus about the east of Ukraine in June 2022, in our own words."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from events.types import Claim, Document

FRIDAY = date(2022, 6, 24)
PLACES: dict[str, dict[str, Any]] = {
    "Hirske": {"place_id": "gn706930", "lon": 38.4981, "lat": 48.7503, "admin1": "Luhansk"},
    "Zolote": {"place_id": "gn686979", "lon": 38.5178, "lat": 48.6928, "admin1": "Luhansk"},
    "Toshkivka": {"place_id": "gn691236", "lon": 38.5744, "lat": 48.7811, "admin1": "Luhansk"},
    "Sievierodonetsk": {"place_id": "gn693720", "lon": 38.4937, "lat": 48.9482},
    "Lysychansk": {"place_id": "gn702320", "lon": 38.4302, "lat": 48.9049, "admin1": "Luhansk"},
    "Zaporizhzhia NPP": {"place_id": "gppd-znpp", "lon": 34.5858, "lat": 47.5119},
    "Avdiivka": {"place_id": "gn713105", "lon": 37.7425, "lat": 48.1396, "admin1": "Donetsk"},
    "Olhine": {"place_id": "gn699160", "lon": 33.6150, "lat": 47.4170, "admin1": "Kherson"},
    "Mariupol": {"place_id": "gn701822", "lon": 37.5413, "lat": 47.0962, "admin1": "Donetsk"},
    "Luhansk Oblast": {"place_id": "gn702657", "lon": 39.0, "lat": 49.0},
    "Donetsk Oblast": {"place_id": "gn709716", "lon": 37.75, "lat": 48.1},
    "Donbas": {"place_id": "area-donbas", "lon": 38.3, "lat": 48.4},
}
MOD = {"claimant": "Russian Ministry of Defence", "claimant_side": "Russia"}
MAYOR = {"claimant": "Mayor of Hirske", "claimant_side": "Ukraine", "claimant_kind": "local"}
GOVERNOR = {"claimant": "Serhii Haidai", "claimant_side": "Ukraine", "claimant_role": "governor"}
OFFICIAL = {"claimant": "Vitaly Kiselev", "claimant_side": "Russia", "claimant_kind": "official"}
STAFF = {"claimant": "Ukrainian General Staff", "claimant_side": "Ukraine"}
WIRE = {"claimant": "Wire report", "claimant_kind": "source"}
MEDIA = {"claimant": "Ukrainian media", "claimant_side": "Ukraine", "claimant_kind": "media"}
EXPERT = {"claimant": "Military analyst in Kyiv", "claimant_kind": "expert"}
IAEA = {"claimant": "IAEA", "claimant_kind": "agency"}


def _document(number: int, published: date | None) -> Document:
    text = f"Report {number}. The ministry says <b>Hirske</b> & Zolote were taken on Friday."
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        document_id=f"report-{number}", text=text, raw=text.encode(), sha256=digest,
        text_sha256=digest, title=f"Report {number}", source=("Wire", "Gazette", "Daily")[number],
        source_url=f"https://example.org/{number}", published=published,
        published_basis="given" if published else "unknown",
    )  # fmt: skip


DOCUMENTS = [_document(0, FRIDAY), _document(1, FRIDAY), _document(2, date(2022, 6, 25))]


def claim(place: str | None, kind: str, quote: str, who: dict[str, Any], **more: Any) -> Claim:
    """Return a claim of the sample; ``more`` overrides any field."""
    report = DOCUMENTS[more.pop("report", 0)]
    values: dict[str, Any] = {
        "claim_id": hashlib.sha256(f"{place}{kind}{quote}".encode()).hexdigest()[:16],
        "event_type": kind, "modality": "asserted", "event_date": FRIDAY,
        "event_date_end": more.get("event_date", FRIDAY), "date_prec": 1, "date_basis": "explicit",
        "where_prec": 1 if place else None, "country": "UA" if place else None,
        "speech_act": "asserts", "evidence": quote, "evidence_end": len(quote),
        "source": report.source, "source_url": report.source_url, "title": report.title,
        "published": report.published, "document_id": report.document_id,
        "document_sha256": report.sha256, "text_sha256": report.text_sha256, "conflict": "ukraine",
        "place_name": place, "mention": place,
    }  # fmt: skip
    if place in PLACES:
        values |= PLACES[place]
    return Claim(**{**values, **who, **more})


def sample_claims() -> list[Claim]:
    """Return some thirty claims with every modality, every side and every sort of place."""
    unsure = {"verification": "unverifiable"}
    russia, ukraine = {"claimed_controller": "Russia"}, {"claimed_controller": "Ukraine"}
    return [
        claim("Hirske", "capture", "The ministry said its troops had taken Hirske.", MOD,
              actor1="Russia", actor2="Ukraine", **russia, **unsure),
        claim("Zolote", "capture", "The ministry said Zolote next to it had fallen too.", MOD,
              actor1="Russia", **russia, **unsure),
        claim("Hirske", "encirclement", "Up to 2,000 soldiers were cut off near Hirske.", MOD,
              actor1="Russia", actor2="Ukraine", where_prec=2, uncertainty_m=10_000,
              event_date=date(2022, 6, 23), event_date_end=date(2022, 6, 23), **unsure,
              counts='[{"number": 2000, "what": "encircled", "of": "soldiers"}]'),
        claim("Hirske", "advance", "Russian units had entered Hirske, its mayor said.", MAYOR,
              actor1="Russia", against_interest=True, **unsure),
        claim("Hirske", "capture", "The land around Hirske was taken, its mayor said.", MAYOR,
              actor1="Russia", where_prec=2, uncertainty_m=6_000, **russia, **unsure),
        claim("Hirske", "control", "A red flag hangs on the council building.",
              {"claimant": "Regional spokeswoman", "claimant_side": "Ukraine"}, **russia,
              against_interest=True, **unsure),
        claim("Hirske", "capture", "Allied forces now hold Hirske, he told the agency.", OFFICIAL,
              actor1="LPR", claimed_controller="LPR", reported_via='["TASS"]', **unsure),
        claim("Sievierodonetsk", "withdrawal", "The troops have been told to leave.", GOVERNOR,
              modality="ordered", speech_act="orders", actor1="Ukraine", report=1,
              projected_controller="Russia"),
        claim("Sievierodonetsk", "withdrawal", "A pull-back would be the worst loss.", WIRE,
              modality="hypothetical", actor1="Ukraine"),
        claim("Sievierodonetsk", "withdrawal", "They had to step back, he judged.", EXPERT,
              speech_act="assesses", actor1="Ukraine"),
        claim("Sievierodonetsk", "bombardment", "Shells have fallen on the city for weeks.", WIRE,
              actor1="Russia", report=1, date_prec=4, event_date=date(2022, 5, 25),
              event_date_end=FRIDAY),
        claim("Sievierodonetsk", "clash", "House by house they fought for it.", WIRE, report=1,
              claimed_controller="contested", date_prec=4, event_date=date(2022, 5, 25),
              event_date_end=FRIDAY),
        claim("Lysychansk", "encirclement", "They tried to close the ring there.", STAFF,
              modality="attempted", actor1="Russia", projected_controller="Russia"),
        claim("Lysychansk", "attack_repelled", "Scouts at the edge were thrown back.", GOVERNOR,
              actor1="Russia", report=1),
        claim("Lysychansk", "capture", "Ten more days and it will be ours, he said.", OFFICIAL,
              modality="predicted", speech_act="predicts", projected_controller="Russia"),
        claim("Lysychansk", "capture", "No enemy has set foot in the centre.", STAFF,
              modality="denied", speech_act="denies", projected_controller="Russia", report=2),
        claim("Lysychansk", "control", "The town stays in Ukrainian hands.", STAFF, report=2,
              event_date=date(2022, 6, 25), event_date_end=date(2022, 6, 25), **ukraine),
        claim("Toshkivka", "advance", "From Toshkivka they push on.", GOVERNOR, actor1="Russia",
              report=1),
        claim("Zolote", "control", "Our rear guard still holds Zolote.", STAFF, **ukraine),
        claim("Zaporizhzhia NPP", "control", "The plant, run under Russian guard.", WIRE, **russia,
              event_date=None, event_date_end=None, date_prec=None, date_basis=None),
        claim("Zaporizhzhia NPP", "nuclear_safety", "The agency fears for the staff.", IAEA,
              event_date=None, event_date_end=None, date_prec=None, date_basis=None),
        claim("Avdiivka", "destruction", "A shelled school burned out.", MEDIA, actor1="Russia"),
        claim("Avdiivka", "control", "Avdiivka, just inside Ukrainian lines.", WIRE, **ukraine),
        claim("Olhine", "counterattack", "The enemy left trenches near Olhine.", STAFF,
              actor1="Ukraine", where_prec=2, uncertainty_m=5_000),
        claim("Mariupol", "capture", "Mariupol was lost in May.", WIRE, actor1="Russia", **russia,
              event_date=date(2022, 5, 1), event_date_end=date(2022, 5, 31), date_prec=4),
        claim("Luhansk Oblast", "control", "Nearly all of Luhansk is theirs.", WIRE, where_prec=4,
              share_percent=95, share_of="area", actor1="Russia", report=1, **russia),
        claim("Donetsk Oblast", "control", "More than half its towns are gone.",
              {"claimant": "Pavlo Kyrylenko", "claimant_side": "Ukraine"}, where_prec=4,
              share_percent=55, share_of="cities", report=2, actor1="Russia",
              event_date=date(2022, 6, 23), event_date_end=date(2022, 6, 23), **russia),
        claim("Donbas", "attack", "The weight of the war moved to the Donbas.", WIRE, where_prec=5,
              uncertainty_m=120_000, actor1="Russia", date_prec=5, event_date=date(2022, 3, 25),
              event_date_end=date(2022, 6, 24)),
        claim("a town 10 km to the south", "capture", "A town ten kilometres south fell.", WIRE,
              actor1="Russia", where_prec=2, uncertainty_m=4_000, lon=38.494, lat=48.858,
              place_name=None, **russia, **unsure),
        claim(None, "capture", "They took one more village whose name he did not give.", OFFICIAL,
              actor1="Russia", place_name=None, mention=None, **russia),
    ]  # fmt: skip


def hostile_claims(text: str) -> list[Claim]:
    """Return the sample with ``text`` in every free field of every claim."""
    free = ("claimant", "evidence", "source", "title", "claimant_role", "date_text", "mention")
    more = ("place_name", "admin1", "admin2", "reported_via", "source_url", "counts", "where_flag")
    return [replace(c, **dict.fromkeys((*free, *more), text)) for c in sample_claims()]
