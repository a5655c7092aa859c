"""Train the weights of a claim's confidence on gold reports and write their readable file.

Run from the checkout: ``python -m benchmarks.train_confidence GOLD... [--check GOLD] [--write]``.
A logistic model over the cues of each reading (``events/claims/confidence.py``) with a normal prior
at 0. The rules were tuned on the gold, so it is read better than what nobody has seen; therefore
the first readings of reports, made before any rule was tuned on them and kept as cues and verdicts
in ``data/first_read.jsonl``, are learnt from as well, and a cue of its own takes up how much better
known reports are read, which is then left out. ``--keep`` adds the first reading of new gold.

Printed is what is promised of first readings that a fold was not learnt from, by report, and of
each ``--check`` file, which nothing is learnt from; without ``--write`` that is all. NumPy alone is
used.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

import numpy as np

from events.actors import conflict_ids, load_conflict
from events.claims import record
from events.claims.confidence import Cues, confidence, cues_of, promise
from events.claims.record import Found
from events.claims.scene import Scene
from events.cli.measuring import predict, reliability_table
from events.evaluate import Judged, read_gold, reliability, score

FOLDS = 10
STIFFNESS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""How firmly a weight is held at 0, tried in turn: in claims of doubt."""
FIRST_READ = Path(__file__).parent / "data" / "first_read.jsonl"
_KNOWN = "report known"
_AS_GOOD = 0.001  # a difference of Brier scores that says nothing
_PATH = Path(str(files("seeds"))) / "lexicons" / "confidence.toml"
_HEAD = """\
# Weights of the cues for a claim being what the text says (events/claims/confidence.py), in log
# odds: above 0 speaks for it. Trained by benchmarks/train_confidence.py on the development gold.

[weights]
"""


class Told(float):
    """A confidence that remembers the cues it was computed from."""

    cues: Cues


@dataclass(frozen=True, slots=True)
class Example:
    """A judged claim: the report that it is from, its cues, and whether it is right."""

    report: str
    cues: Cues
    right: bool
    complete: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Cross-validate the model, print how far its promises hold, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--check", action="append", default=[], type=Path)
    parser.add_argument("--keep", action="store_true", help="GOLD is new: keep its first reading.")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    if not options.gold:
        print("nothing trained: name gold files to learn from")
        return
    read = [one for path in options.gold for one in read_examples(path)]
    if options.keep:
        keep(read)
        return
    first = first_readings()
    best = _stiffness(first, read)
    weights = fit(first, read, best)
    _show("known reports, which rules were tuned on", promised(read, weights))
    for path in options.check:
        _show(f"{path.stem}: nothing is learnt from it", promised(read_examples(path), weights))
    if options.write:
        write_weights(weights)


def read_examples(path: Path) -> list[Example]:
    """Read and judge the claims of a gold file; those it leaves to taste are left out."""
    with patch.object(record, "confidence", _told):
        claims = predict(path, None)
    sides = {
        actor: side for war in conflict_ids() for actor, side in load_conflict(war).side_of.items()
    }
    return [
        Example(
            report=one.claim["doc_id"],
            cues=one.claim["extraction_confidence"].cues,
            right=one.right,
            complete=one.complete,
        )
        for one in score(read_gold(path), claims, sides=sides).judged
    ]


def _told(scene: Scene, item: Found) -> Told:
    told = Told(confidence(scene, item))
    told.cues = cues_of(scene, item)
    return told


def keep(read: Iterable[Example]) -> None:
    """Add first readings to those kept, without the words of any report."""
    with FIRST_READ.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(one)) + "\n" for one in read)


def first_readings() -> list[Example]:
    """Return the first readings kept."""
    lines = FIRST_READ.read_text(encoding="utf-8").splitlines()
    return [Example(**json.loads(line)) for line in lines]


def _stiffness(first: Sequence[Example], known: Sequence[Example]) -> float:
    """Print what each stiffness comes to in other reports; return the firmest that is as good."""
    tried = {one: cross_validated(first, known, one) for one in STIFFNESS}
    for stiffness, judged in tried.items():
        print(f"stiffness {stiffness:4.1f}: Brier {_brier(judged):.4f}")
    least = min(map(_brier, tried.values()))
    best = max(one for one in tried if _brier(tried[one]) <= least + _AS_GOOD)
    _show(f"first readings, cross-validated by report, stiffness {best}", tried[best])
    return best


def cross_validated(
    first: Sequence[Example], known: Sequence[Example], stiffness: float
) -> list[Judged]:
    """Return the first readings with what is promised by the reports of the other folds."""
    reports = list(dict.fromkeys(one.report for one in first))
    fold_of = {report: number % FOLDS for number, report in enumerate(reports)}
    judged = []
    for fold in range(FOLDS):
        rest = [one for one in first if fold_of[one.report] != fold]
        weights = fit(rest, [one for one in known if fold_of.get(one.report) != fold], stiffness)
        judged += promised([one for one in first if fold_of[one.report] == fold], weights)
    return judged


def promised(examples: Iterable[Example], weights: Mapping[str, float]) -> list[Judged]:
    """Return the claims as judged, with what the weights promise of them."""
    return [
        Judged(
            {"extraction_confidence": promise(one.cues, weights)},
            right=one.right,
            complete=one.complete,
        )
        for one in examples
    ]


def fit(first: Sequence[Example], known: Sequence[Example], stiffness: float) -> dict[str, float]:
    """Return the weights for a report that is not known, by Newton's method; the bias is free."""
    rows = [one.cues for one in first] + [{**one.cues, _KNOWN: 1.0} for one in known]
    names = sorted({name for cues in rows for name in cues})
    matrix = np.array([[cues.get(name, 0.0) for name in names] for cues in rows])
    right = np.array([float(one.right) for one in (*first, *known)])
    hold = np.array([0.01 if name in {"bias", _KNOWN} else stiffness for name in names])
    weights = np.zeros(len(names))
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-(matrix @ weights)))
        slope = matrix.T @ (chance - right) + hold * weights
        bend = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(hold)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    learnt = dict(zip(names, weights.tolist(), strict=True))
    learnt.pop(_KNOWN, None)
    return learnt


def write_weights(weights: Mapping[str, float]) -> None:
    """Write the weights that count, by name."""
    lines = [f'"{cue}" = {weight:.2f}' for cue, weight in sorted(weights.items())]
    _PATH.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _brier(judged: Sequence[Judged]) -> float:
    found = reliability(judged)
    return found.brier if found else 1.0


def _show(title: str, judged: Sequence[Judged]) -> None:
    print(f"\n{title}")
    found = reliability(judged)
    print(reliability_table(found) if found else "no claim states a confidence")


if __name__ == "__main__":
    main()
