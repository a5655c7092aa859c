"""What a comparison found wrong, and which errors are the worst."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from events.evaluate.compare import Sides, same_controller
from events.evaluate.pairs import Pair, overlap, same_place
from events.evaluate.rows import Row

Kind = Literal["missed", "invented", "wrong type", "wrong mode", "wrong field", "false flip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One error: ``field`` is the field that is wrong, or None where the whole claim is.

    ``confidence`` is what the prediction promised, None where there is none. ``grave`` tells that
    it concerns who holds a place.
    """

    kind: Kind
    doc_id: str
    evidence: str
    place: str | None
    field: str | None = None
    expected: str | None = None
    got: str | None = None
    confidence: float | None = None
    grave: bool = False


def worst(faults: Iterable[Fault], count: int) -> list[Fault]:
    """Return the worst errors: false flips, then the worst of each other kind in turn.

    Of a kind, those that concern who holds a place come first, and of these the most confident.
    They are returned by kind.
    """
    by_kind: dict[Kind, list[Fault]] = defaultdict(list)
    for fault in sorted(faults, key=_gravity):
        by_kind[fault.kind].append(fault)
    flips = by_kind.pop("false flip", [])
    turns = zip_longest(*(by_kind[kind] for kind in sorted(by_kind)))
    others = [fault for turn in turns for fault in turn if fault is not None]
    return sorted([*flips, *others][:count], key=lambda f: (f.kind, *_gravity(f)))


def whole(kind: Literal["missed", "invented"], doc_id: str, claim: Row) -> Fault:
    """Return the fault of a claim that has no partner."""
    said = f"{claim['event_type']}, {claim['modality']}"
    expected, got = (said, None) if kind == "missed" else (None, said)
    return Fault(
        kind=kind,
        doc_id=doc_id,
        evidence=_text(claim),
        place=claim.get("place") or claim.get("place_name") or claim.get("mention"),
        expected=expected,
        got=got,
        confidence=claim.get("extraction_confidence"),
        grave=bool(claim.get("claimed_controller")),
    )


def wrong(
    kind: Literal["wrong type", "wrong mode", "wrong field"], doc_id: str, pair: Pair, field: str
) -> Fault:
    """Return the fault of one field of a claim that was met."""
    holders = (pair.gold["claimed_controller"], pair.predicted.get("claimed_controller"))
    return Fault(
        kind=kind,
        doc_id=doc_id,
        evidence=_text(pair.gold),
        place=pair.gold["place"] or pair.gold["mention"],
        field=field,
        expected=_shown(pair.gold, field),
        got=_shown(pair.predicted, field),
        confidence=pair.predicted.get("extraction_confidence"),
        grave=field == "claimed_controller" or (kind != "wrong field" and any(holders)),
    )


def false_flips(report: Row, predicted: Sequence[Row], sides: Sides) -> Iterator[Fault]:
    """Yield a fault for each prediction that gives a place to whom the gold does not."""
    for claim in predicted:
        if claim.get("claimed_controller") and not _granted(report["claims"], claim, sides):
            yield Fault(
                kind="false flip",
                doc_id=report["doc_id"],
                evidence=_text(claim),
                place=claim.get("place_name") or claim.get("mention"),
                field="claimed_controller",
                expected=None,
                got=claim["claimed_controller"],
                confidence=claim.get("extraction_confidence"),
                grave=True,
            )


def _granted(gold: Iterable[Row], claim: Row, sides: Sides) -> bool:
    """Tell whether some gold claim on the same words gives the place to the same side.

    A claim that names no place it knows ("a village") gives away what the gold gives to that side.
    """
    unplaced = claim.get("place_id") is None and claim.get("lat") is None
    return any(
        (
            same_controller(g, claim, "claimed_controller", sides)
            or "claimed_controller" in g.get("unscored", ())
        )
        for g in gold
        if overlap(g, claim) and (unplaced or same_place(g, claim))
    )


def _gravity(fault: Fault) -> tuple[bool, float, str, str, str]:
    """Return what sorts the worst first."""
    sure = fault.confidence or 0.0
    return not fault.grave, -sure, fault.doc_id, fault.evidence, fault.field or ""


def _shown(row: Row, field: str) -> str | None:
    value: Any = row.get("place_name") or row.get(field) if field == "place" else row.get(field)
    return None if value is None else str(value)


def _text(claim: Row) -> str:
    return str(claim.get("evidence", ""))
