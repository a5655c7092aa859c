"""Measure claims against the gold set, and pin what was reached in ``floors.json``.

``python -m tests.quality.measure development`` prints the figures, confusions and errors.
``--pin`` raises the floors to what is reached; ``--lower`` alone allows to lower one, or to take
over a gold file that changed. The half set aside prints figures only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from events.actors import load_conflict
from events.corpus import open_pipeline
from events.documents import read_documents
from events.evaluate import Fault, Report, read_gold, score
from events.types import as_row

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
HALVES = ("development", "held_out")
SLACK = 0.0005  # figures are rounded to four digits


def gold_path(half: str) -> Path:
    return HERE / "gold" / f"{half}.jsonl"


def digest(half: str) -> str:
    return hashlib.sha256(gold_path(half).read_bytes()).hexdigest()


def floors() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    return table


@lru_cache(maxsize=len(HALVES))
def measure(half: str) -> Report:
    """Run the pipeline that is shipped over one half and score it."""
    documents, rejected = read_documents([gold_path(half)])
    assert not rejected, rejected
    pipeline = open_pipeline("ukraine")
    predicted = [
        {**as_row(claim), "doc_id": document.document_id}
        for document in documents
        for claim in pipeline.read_report(document).claims
    ]
    sides = load_conflict("ukraine").side_of
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
    old = table[half]
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
@click.argument("half", type=click.Choice(HALVES))
@click.option("--pin", "pinning", is_flag=True, help="Raise the floors to what is reached.")
@click.option("--lower", is_flag=True, help="With --pin: allow floors to fall.")
def main(half: str, pinning: bool, lower: bool) -> None:  # noqa: FBT001 (click passes keywords)
    """Print how well claims are read on one half of the gold set."""
    report = measure(half)
    for name, rate in report.figures().items():
        click.echo(f"{rate:7.4f}  {name}{_of(report, name)}")
    click.echo(f"{len(report.false_flips):7d}  false flips")
    _echo_confusion("mode", report.modes)
    _echo_confusion("type", report.types)
    if half == "development":
        _echo_faults(report.faults)
    if pinning:
        pin(half, report, lower=lower)


def _of(report: Report, name: str) -> str:
    shares = {"precision": report.precision, "recall": report.recall, **report.fields}
    share = shares.get(name)
    return f" ({share.right} of {share.total})" if share else ""


def _echo_confusion(what: str, counts: Mapping[tuple[str, str], int]) -> None:
    for (gold, got), count in sorted(counts.items()):
        if gold != got:
            click.echo(f"{count:7d}  {what}: {gold} read as {got}")


def _echo_faults(faults: Iterable[Fault]) -> None:
    for fault in sorted(faults, key=lambda f: (f.kind, f.field or "", f.doc_id)):
        about = f"{fault.field}: " if fault.field else ""
        click.echo(
            f"\n{fault.kind} [{fault.doc_id}, {fault.place}] {about}"
            f"{fault.expected} / {fault.got}\n  {fault.evidence}"
        )


if __name__ == "__main__":
    main()
