"""Plain rows of claims, control and rejections, in the order in which every export has them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from events.export.about import reviewed_note
from events.merge import events_of
from events.types import Claim, ControlStatus, Event, Rejected

DECIMALS = 6
"""Digits after the point of a degree in an export: about 0.1 m."""

COMPUTED = ("event_id", "n_reports", "n_independent", "independence")
"""What is computed from all the claims given and stands behind the record's fields."""

CONTROL_FIELDS = (
    *("place_id", "place_name", "as_of", "holder", "basis", "currency"),
    *("since", "last_evidence", "words", "deciding"),
)

_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}
"""What some readers take for the end of a line, and JSON does not."""

Row = dict[str, Any]


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Return each claim once, by publication, document and position, its point rounded."""
    unique = {claim.claim_id: claim for claim in claims}
    return [rounded(claim) for claim in sorted(unique.values(), key=order)]


def order(claim: Claim) -> tuple[str, str, int, str]:
    """Return what claims are sorted by."""
    return str(claim.published or ""), claim.document_id, claim.evidence_start, claim.claim_id


def computed_of(claims: Iterable[Claim]) -> dict[str, Row]:
    """Return, by claim id, what is computed from all these claims."""
    found: dict[str, Row] = {}
    for event in events_of(claims):
        found.update(dict.fromkeys(event.claim_ids, _computed(event)))
    return found


def control_rows(statuses: Iterable[ControlStatus]) -> list[Row]:
    """Return plain rows of control, sorted by place; words and deciding claims as JSON."""
    rows = []
    for status in sorted(statuses, key=lambda status: status.place_id):
        words = [plain(word._asdict()) for word in status.words]
        row = {name: getattr(status, name) for name in CONTROL_FIELDS}
        row |= {"words": compact(words), "deciding": compact(status.deciding)}
        rows.append(plain(row))
    return rows


def rejected_jsonl(rejected: Iterable[Rejected], reviewed: tuple[int, int] = (0, 0)) -> str:
    """Return what was rejected, one JSON object a line, sorted by document and position.

    Each says how many of the claims that were taken a person has looked at: ``reviewed`` has how
    many, and of how many.
    """
    notice = {"notice": reviewed_note(*reviewed)}
    rows = [asdict(one) for one in rejected]
    rows.sort(
        key=lambda row: (row["document_id"], row["document_sha256"], row["start"], compact(row))
    )
    return "".join(json_lines(row | notice for row in rows))


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield one JSON object a line."""
    return (compact(row) + "\n" for row in rows)


def compact(value: object) -> str:
    """Return JSON without spaces on one line, whoever splits it; other text as it is."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text if text.isascii() else text.translate(_LINE_ENDS)


def plain(row: Row) -> Row:
    """Return the row with its days in ISO 8601."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def rounded(claim: Claim) -> Claim:
    """Return the claim with its point rounded to `DECIMALS`."""
    if claim.lon is None or claim.lat is None:
        return claim
    lon, lat = round(claim.lon, DECIMALS), round(claim.lat, DECIMALS)
    return claim if (lon, lat) == (claim.lon, claim.lat) else replace(claim, lon=lon, lat=lat)


def _computed(event: Event) -> Row:
    return {name: getattr(event, name) for name in COMPUTED}
