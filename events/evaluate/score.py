"""Precision, recall and F1 of claims, accuracy per field, confusions, and the hard gate.

A claim is found when type, place and mode agree. A false flip is a prediction that gives a place to
somebody on words that, by the gold, give it to nobody or to another: one is too many.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from events.evaluate.compare import (
    EXACT_FIELDS,
    Sides,
    same_chain,
    same_claimant,
    same_controller,
    same_date,
    same_exactly,
)
from events.evaluate.faults import Fault, false_flips, whole, wrong
from events.evaluate.pairs import NEAR_M, Pair, Pairing, distance_between, pair_claims
from events.evaluate.rows import Row

_PLACED = 2  # where_prec up to which a position is one place's, so that a distance means something
_MAIN_FIELDS = frozenset({"claimant", "claimed_controller", "event_date", "place"})


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were right. ``rate`` is 1.0 of nothing."""

    right: int
    total: int

    @property
    def rate(self) -> float:
        """The share that was right, 0..1."""
        return self.right / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A predicted claim that counts: ``right`` if it was found (type, place and mode agree).

    ``complete`` tells that claimant, controller, date and pin agree as well. Claims that the gold
    leaves to taste are not judged.
    """

    claim: Row
    right: bool
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of a comparison.

    ``precision`` and ``recall`` are of claims found (type, place and mode). ``fields`` holds the
    share that was right among the claims found; ``event_type`` and ``modality`` among all claims
    met at their place. The confusions count (gold, predicted). ``judged`` has every prediction
    that counts, right or wrong.
    """

    precision: Share
    recall: Share
    fields: Mapping[str, Share]
    modes: Mapping[tuple[str, str], int]
    types: Mapping[tuple[str, str], int]
    faults: tuple[Fault, ...]
    judged: tuple[Judged, ...] = ()

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0..1."""
        total = self.precision.total + self.recall.total
        return 2 * self.precision.right / total if total else 1.0

    @property
    def false_flips(self) -> tuple[Fault, ...]:
        """The faults that break the hard gate."""
        return tuple(f for f in self.faults if f.kind == "false flip")

    def figures(self) -> dict[str, float]:
        """Return every figure that a floor can be set for, by name, rounded to 4 digits."""
        shares = {"precision": self.precision.rate, "recall": self.recall.rate, "f1": self.f1}
        shares |= {name: share.rate for name, share in self.fields.items()}
        return {name: round(rate, 4) for name, rate in shares.items()}


def score(gold: Sequence[Row], predicted: Sequence[Row], *, sides: Sides | None = None) -> Report:
    """Set predicted claims against a gold set.

    ``sides`` maps an actor's id to its side's, so that a place held by a side's militia counts as
    held by that side. Predictions for reports that the gold does not have are left out.
    """
    by_report: dict[str, list[Row]] = defaultdict(list)
    for row in predicted:
        by_report[row["doc_id"]].append(row)
    tally = _Tally(sides or {})
    for report in gold:
        tally.add(report, by_report[report["doc_id"]])
    return tally.report()


class _Tally:
    """Counts while the reports are gone through."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._found = self._expected = self._given = 0
        self._fields: Counter[tuple[str, bool]] = Counter()
        self._modes: Counter[tuple[str, str]] = Counter()
        self._types: Counter[tuple[str, str]] = Counter()
        self._faults: list[Fault] = []
        self._judged: list[Judged] = []

    def add(self, report: Row, predicted: Sequence[Row]) -> None:
        doc_id, source = report["doc_id"], report.get("source")
        pairing = pair_claims(report["claims"], predicted, source)
        met = len(pairing.answered) + len(pairing.mistyped)
        self._expected += met + len(pairing.missed)
        self._given += met + len(pairing.invented)
        for pair in pairing.answered:
            self._answer(doc_id, source, pair)
        self._mistype(doc_id, pairing)
        self._faults += [whole("missed", doc_id, claim) for claim in pairing.missed]
        self._faults += [whole("invented", doc_id, claim) for claim in pairing.invented]
        self._judged += [Judged(claim, right=False) for claim in pairing.invented]
        self._faults += false_flips(report, predicted, self._sides)

    def report(self) -> Report:
        names = dict.fromkeys(name for name, _ in self._fields)
        return Report(
            precision=Share(self._found, self._given),
            recall=Share(self._found, self._expected),
            fields={n: self._share(n) for n in names},
            modes=dict(self._modes),
            types=dict(self._types),
            faults=tuple(self._faults),
            judged=tuple(self._judged),
        )

    def _share(self, name: str) -> Share:
        right = self._fields[name, True]
        return Share(right, right + self._fields[name, False])

    def _answer(self, doc_id: str, source: str | None, pair: Pair) -> None:
        gold, predicted = pair.gold, pair.predicted
        self._fields["event_type", True] += 1
        self._types[gold["event_type"], predicted["event_type"]] += 1
        self._modes[gold["modality"], predicted["modality"]] += 1
        right = "modality" in gold.get("unscored", ()) or (
            gold["modality"] == predicted["modality"]
        )
        self._fields["modality", right] += 1
        if not right:
            self._faults.append(wrong("wrong mode", doc_id, pair, "modality"))
            self._judged.append(Judged(predicted, right=False))
            return
        self._found += 1
        lost = set()
        for name, equal in _compared(pair, source, self._sides):
            self._fields[name, equal] += 1
            if not equal:
                lost.add(name)
                self._faults.append(wrong("wrong field", doc_id, pair, name))
        self._judged.append(Judged(predicted, right=True, complete=not lost & _MAIN_FIELDS))

    def _mistype(self, doc_id: str, pairing: Pairing) -> None:
        for pair in pairing.mistyped:
            self._fields["event_type", False] += 1
            self._types[pair.gold["event_type"], pair.predicted["event_type"]] += 1
            self._faults.append(wrong("wrong type", doc_id, pair, "event_type"))
            self._judged.append(Judged(pair.predicted, right=False))


def _compared(pair: Pair, source: str | None, sides: Sides) -> Iterator[tuple[str, bool]]:
    """Yield each field that the gold decides, and whether the prediction agrees."""
    gold, predicted = pair.gold, pair.predicted
    checks: dict[str, Callable[[Row, Row], bool]] = {
        "claimant": partial(same_claimant, source=source),
        "claimed_controller": partial(same_controller, field="claimed_controller", sides=sides),
        "projected_controller": partial(same_controller, field="projected_controller", sides=sides),
        "event_date": same_date,
        "reported_via": same_chain,
        **{name: same_exactly(name) for name in EXACT_FIELDS},
    }
    unscored = gold.get("unscored", ())
    for name, agree in checks.items():
        if name not in unscored:
            yield name, agree(gold, predicted)
    if gold["lat"] is not None and gold["where_prec"] <= _PLACED and "place" not in unscored:
        apart = distance_between(gold, predicted)
        yield "place", apart is not None and apart <= NEAR_M
