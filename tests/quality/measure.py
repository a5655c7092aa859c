"""Measure claims against the gold set, and pin what was reached in ``floors.json``.

``python -m tests.quality.measure development`` prints the figures, confusions and errors, and
``sudan`` those of the second war, which shows that a profile is enough to read another.
``--pin`` raises the floors to what is reached; ``--lower`` alone allows to lower one, or to take
over a gold file that changed. The half set aside prints figures only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from events.actors import load_conflict
from events.cli.measuring import echo_report, predict
from events.evaluate import Report, read_gold, score

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
HALVES = ("development", "held_out")
CONFLICTS = {"development": "ukraine", "held_out": "ukraine", "sudan": "sudan"}
SETS = tuple(CONFLICTS)
SLACK = 0.0005  # figures are rounded to four digits


def gold_path(half: str) -> Path:
    return HERE / "gold" / f"{half}.jsonl"


def digest(half: str) -> str:
    return hashlib.sha256(gold_path(half).read_bytes()).hexdigest()


def floors() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    return table


@lru_cache(maxsize=len(SETS))
def measure(half: str) -> Report:
    """Run the pipeline that is shipped over one set and score it."""
    predicted = predict(gold_path(half), CONFLICTS[half])
    sides = load_conflict(CONFLICTS[half]).side_of
    return score(read_gold(gold_path(half)), predicted, sides=sides)


def below(figures: Mapping[str, float], floor: Mapping[str, float]) -> dict[str, str]:
    """Return the figures that are below their floor, with both numbers."""
    return {
        name: f"{figures.get(name, 0.0):.4f} < {least:.4f}"
        for name, least in floor.items()
        if figures.get(name, 0.0) < least - SLACK
    }


def pin(half: str, report: Report, *, lower: bool) -> None:
    """Write the figures reached into the floors; refuse to lower any unless told to."""
    table = floors()
    figures = report.figures()
    old = table.get(half, {"sha256": digest(half), "false_flips": 0, "floors": {}})
    lost = below(figures, old["floors"])
    if old["sha256"] != digest(half):
        lost["gold"] = "the file changed"
    if len(report.false_flips) > old["false_flips"] or lost:
        lost["false flips"] = f"{len(report.false_flips)}, pinned {old['false_flips']}"
        if not lower:
            raise click.ClickException(f"pinning would lower: {lost}; --lower allows it")
    table[half] = {
        "sha256": digest(half),
        "false_flips": len(report.false_flips),
        "floors": dict(sorted(figures.items())),
    }
    FLOORS.write_text(json.dumps(table, indent=2) + "\n", "utf-8")


@click.command()
@click.argument("half", type=click.Choice(SETS))
@click.option("--pin", "pinning", is_flag=True, help="Raise the floors to what is reached.")
@click.option("--lower", is_flag=True, help="With --pin: allow floors to fall.")
def main(half: str, pinning: bool, lower: bool) -> None:  # noqa: FBT001 (click passes keywords)
    """Print how well claims are read on one set of the gold."""
    report = measure(half)
    echo_report(report, errors=half != "held_out")
    if pinning:
        pin(half, report, lower=lower)


if __name__ == "__main__":
    main()
