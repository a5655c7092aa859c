"""Which predicted claim answers which gold claim of the same report.

Two claims can answer one another when their evidence overlaps and they speak of the same place: the
same mention, or positions within 25 km; two different names must stand for the very same spot, or
each of two neighbouring towns would answer for the other. Among those the best pairs are taken
first: same type, same mode, same mention, same controller, same claimant, then the nearer place and
the larger overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.evaluate.compare import same_claimant
from events.evaluate.rows import Row
from geo.distance import distance_m
from geo.names import fold
from geo.types import Position

NEAR_M = 25_000.0
"""Two positions nearer than this speak of the same place (UCDP GED: ``where_prec`` 2)."""

_SAME_SPOT_M = 1_000.0  # two names so near to one another are names of one place
_FIRST_LARGE_UNIT = 3  # where_prec from which a place is a unit with extent, not a settlement


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold claim and the predicted claim that answers it."""

    gold: Row
    predicted: Row


@dataclass(frozen=True, slots=True)
class Pairing:
    """One report's claims set against each other.

    ``answered`` agree in place and type, ``mistyped`` in place alone; ``missed`` and ``invented``
    found no partner. Optional gold claims are in none of these, nor are predictions that only say
    once more what a gold claim lists under ``also``, or what one that is answered lists as
    ``implied``.
    """

    answered: tuple[Pair, ...]
    mistyped: tuple[Pair, ...]
    missed: tuple[Row, ...]
    invented: tuple[Row, ...]


def pair_claims(gold: Sequence[Row], predicted: Sequence[Row], source: str | None) -> Pairing:
    """Set the gold claims of one report against those predicted for it."""
    answered = _greedy(gold, predicted, source, typed=True)
    rest_gold = _without(gold, (p.gold for p in answered))
    rest = _without(predicted, (p.predicted for p in answered))
    rest = [
        p
        for p in rest
        if not any(_repeats(g, p) for g in gold)
        and not any(_implied(pair.gold, p) for pair in answered)
    ]
    mistyped = _greedy([g for g in rest_gold if not _optional(g)], rest, source, typed=False)
    return Pairing(
        answered=tuple(p for p in answered if not _optional(p.gold)),
        mistyped=tuple(mistyped),
        missed=tuple(
            g for g in _without(rest_gold, (p.gold for p in mistyped)) if not _optional(g)
        ),
        invented=tuple(_without(rest, (p.predicted for p in mistyped))),
    )


def overlap(gold: Row, predicted: Row) -> int:
    """Return how many characters of evidence two claims share."""
    start = max(gold["evidence_start"], predicted["evidence_start"])
    end = min(gold["evidence_end"], predicted["evidence_end"])
    return max(0, int(end - start))


def same_place(gold: Row, predicted: Row) -> bool:
    """Tell whether two claims speak of one place; two claims of no place do."""
    if _same_mention(gold, predicted):
        return True
    apart = distance_between(gold, predicted)
    if apart is None:
        return gold["place"] is None and predicted.get("lat") is None
    return apart <= (_SAME_SPOT_M if _is_name(gold) and _is_name(predicted) else NEAR_M)


def distance_between(gold: Row, predicted: Row) -> float | None:
    """Return the distance in metres, or None where either has no position."""
    if gold["lat"] is None or predicted.get("lat") is None:
        return None
    return distance_m(
        Position(lon=gold["lon"], lat=gold["lat"]),
        Position(lon=predicted["lon"], lat=predicted["lat"]),
    )


def accepts_type(gold: Row, event_type: str) -> bool:
    """Tell whether a type is right for a gold claim: its own, or one listed under ``also``."""
    return event_type == gold["event_type"] or event_type in gold.get("also", ())


def _optional(gold: Row) -> bool:
    return bool(gold.get("optional"))


def _is_name(claim: Row) -> bool:
    return (claim.get("mention") or "")[:1].isupper()


def _same_mention(gold: Row, predicted: Row) -> bool:
    ours, theirs = fold(gold["mention"] or ""), fold(predicted.get("mention") or "")
    if not ours or not theirs:
        return False
    large = (gold["where_prec"] or 0) >= _FIRST_LARGE_UNIT
    return ours == theirs or (large and (ours in theirs or theirs in ours))


def _repeats(gold: Row, predicted: Row) -> bool:
    """Tell whether a prediction says again, under a type also right, what a gold claim says."""
    listed = predicted["event_type"] in gold.get("also", ())
    return (listed or (_optional(gold) and accepts_type(gold, predicted["event_type"]))) and (
        overlap(gold, predicted) > 0 and same_place(gold, predicted)
    )


def _implied(gold: Row, predicted: Row) -> bool:
    """Tell whether a prediction says what goes without saying beside a claim that was answered."""
    return (
        predicted["event_type"] in gold.get("implied", ())
        and overlap(gold, predicted) > 0
        and same_place(gold, predicted)
    )


def _greedy(
    gold: Sequence[Row], predicted: Sequence[Row], source: str | None, *, typed: bool
) -> list[Pair]:
    possible = [
        (g, p)
        for g in gold
        for p in predicted
        if overlap(g, p) and (not typed or accepts_type(g, p["event_type"])) and same_place(g, p)
    ]
    possible.sort(key=lambda pair: _closeness(pair[0], pair[1], source), reverse=True)
    pairs: list[Pair] = []
    taken: set[int] = set()
    for g, p in possible:
        if not taken & {id(g), id(p)}:
            taken |= {id(g), id(p)}
            pairs.append(Pair(g, p))
    return pairs


def _closeness(gold: Row, predicted: Row, source: str | None) -> tuple[float, ...]:
    apart = distance_between(gold, predicted)
    length = max(1, max(c["evidence_end"] - c["evidence_start"] for c in (gold, predicted)))
    return (
        gold["event_type"] == predicted["event_type"],
        gold["modality"] == predicted["modality"],
        _same_mention(gold, predicted),
        gold["claimed_controller"] == predicted.get("claimed_controller"),
        same_claimant(gold, predicted, source),
        not _optional(gold),
        -(NEAR_M if apart is None else apart),
        overlap(gold, predicted) / length,
    )


def _without(rows: Sequence[Row], taken: Iterable[Row]) -> list[Row]:
    ids = {id(row) for row in taken}
    return [row for row in rows if id(row) not in ids]
