"""Readers of the public development sets of toponyms in news, and of pins in our gold claims.

TR-News and GeoVirus come with Gritta, Pilehvar and Collier (2020), "A pragmatic guide to
geoparsing evaluation", and are kept outside this repository. Offsets that do not fit the text are
put right by looking for the phrase nearby.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.notes import Article, Gold

_DRIFT = 12


def read_tr_news(path: Path) -> list[Article]:
    """Return the articles of TR-News; demonyms are annotated, with GeoNames ids."""
    articles = []
    for node in ET.parse(path).getroot().iter("article"):
        text = node.findtext("text") or ""
        found = [_tr_gold(text, toponym) for toponym in node.iter("toponym")]
        articles.append(
            Article(
                article_id=node.get("docid", ""),
                text=text,
                toponyms=_apart(found),
                demonyms=True,
            )
        )
    return articles


def read_geovirus(path: Path) -> list[Article]:
    """Return the articles of GeoVirus; demonyms are not annotated, offsets count from one."""
    articles = []
    for number, node in enumerate(ET.parse(path).getroot().iter("article")):
        text = node.findtext("text") or ""
        found = [_virus_gold(text, location) for location in node.iter("location")]
        articles.append(
            Article(
                article_id=f"geovirus-{number}", text=text, toponyms=_apart(found), demonyms=False
            )
        )
    return articles


_SPOTS = (1, 2)  # where_prec of a place itself, or near it
_UNIT = 4


def read_claims(path: Path) -> list[Article]:
    """Return the reports of a file of gold claims with the places that the claims are about.

    Other toponyms of theirs are not annotated.
    """
    reports = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Article(
            article_id=f"war-{report['doc_id']}",
            text=report["text"],
            toponyms=_apart([gold for claim in report["claims"] for gold in _claim_gold(claim)]),
            demonyms=False,
        )
        for report in reports
    ]


def _claim_gold(claim: Mapping[str, Any]) -> list[Gold]:
    """Return where the claim names its place, if it does and that is a place or a unit."""
    mention, precision = claim.get("mention"), claim.get("where_prec")
    if not mention or claim.get("lat") is None or precision not in (*_SPOTS, _UNIT):
        return []
    at = claim["evidence"].find(mention)
    if at < 0 or not mention[0].isupper():
        return []
    start = claim["evidence_start"] + at
    end = start + len(mention)
    if precision == _UNIT:
        return [Gold(start=start, end=end, region=claim["place"].removesuffix(" Oblast"))]
    return [Gold(start=start, end=end, lat=claim["lat"], lon=claim["lon"])]


def _tr_gold(text: str, node: ET.Element) -> Gold:
    start, end = _placed(
        text, node.findtext("phrase") or "", _int(node, "start"), _int(node, "end")
    )
    tag = node.find("gaztag")
    latitude = tag.findtext("lat") if tag is not None else None
    longitude = tag.findtext("lon") if tag is not None else None
    number = tag.get("geonameid") if tag is not None else None
    known = bool(latitude and longitude)
    return Gold(
        start=start,
        end=end,
        lat=float(latitude or 0) if known else None,
        lon=float(longitude or 0) if known else None,
        geonameid=int(number) if number else None,
    )


def _virus_gold(text: str, node: ET.Element) -> Gold:
    start, end = _int(node, "start") - 1, _int(node, "end") - 1
    start, end = _placed(text, node.findtext("name") or "", start, end)
    return Gold(
        start=start,
        end=end,
        lat=float(node.findtext("lat") or 0),
        lon=float(node.findtext("lon") or 0),
    )


def _int(node: ET.Element, name: str) -> int:
    return int(node.findtext(name) or 0)


def _placed(text: str, phrase: str, start: int, end: int) -> tuple[int, int]:
    for shift in sorted(range(-_DRIFT, _DRIFT + 1), key=abs):
        if text[start + shift : end + shift] == phrase:
            return start + shift, end + shift
    return start, end


def _apart(found: list[Gold]) -> tuple[Gold, ...]:
    """Return the toponyms in order, leaving out those that overlap one before."""
    kept: list[Gold] = []
    for gold in sorted(found, key=lambda g: (g.start, -g.end)):
        if not kept or gold.start >= kept[-1].end:
            kept.append(gold)
    return tuple(kept)
