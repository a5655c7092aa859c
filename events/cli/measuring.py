"""The verb that measures: evaluate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.options import FILE, cli
from events.errors import DocumentError

if TYPE_CHECKING:
    from events.evaluate import Fault, Reliability, Report, Row


@cli.command()
@click.argument("gold", type=FILE)
@click.option("--predicted", type=FILE, help="Claims to score [default: read GOLD's reports now].")
@click.option("--conflict", metavar="ID", help="Profile to read by [default: by report].")
@click.option("--errors/--no-errors", default=True, show_default=True, help="List every error.")
@click.option("--worst", type=click.IntRange(min=0), metavar="N", help="List N errors, the worst.")
def evaluate(
    gold: Path, predicted: Path | None, conflict: str | None, worst: int | None, *, errors: bool
) -> None:
    """Score claims against GOLD: reports with the claims that an expert reads in them.

    The reliability table holds the confidence of claims against the share that was found (type,
    place and mode) and of which claimant, controller, date and pin are right as well. --worst
    lists false flips, then the most confident errors of each kind.
    """
    from events.actors import conflict_ids, load_conflict
    from events.evaluate import read_gold, read_predicted, score

    rows = read_gold(gold)
    if not rows:
        raise DocumentError(f"no report in {gold}: there is nothing to score")
    claims = read_predicted(predicted) if predicted else predict(gold, conflict)
    wars = [load_conflict(known) for known in ([conflict] if conflict else conflict_ids())]
    sides = {actor: side for war in wars for actor, side in war.side_of.items()}
    report = score(rows, claims, sides=sides)
    echo_report(report, errors=errors, worst=worst)


def predict(gold: Path, conflict: str | None) -> list[Row]:
    """Return the claims that the shipped pipeline reads in the reports of a gold file.

    They are read by the profile of one conflict, or by that which each report points to.
    """
    from events.corpus import open_pipeline
    from events.documents import read_documents
    from events.types import as_row

    documents, _ = read_documents([gold])
    pipeline = open_pipeline(conflict)
    return [
        {**as_row(claim), "doc_id": reading.document.document_id}
        for reading in pipeline.read_reports(documents)
        for claim in reading.claims
    ]


def echo_report(report: Report, *, errors: bool, worst: int | None = None) -> None:
    """Print figures, reliability and confusions; and, if asked, every error or the worst."""
    from events.evaluate import reliability
    from events.evaluate import worst as worst_of

    for name, rate in report.figures().items():
        click.echo(f"{rate:7.4f}  {name}{_of(report, name)}")
    click.echo(f"{len(report.false_flips):7d}  false flips")
    if held := reliability(report.judged):
        click.echo(f"\n{reliability_table(held)}")
    for what, counts in (("mode", report.modes), ("type", report.types)):
        if counts:
            click.echo(f"\n{confusion_table(what, counts)}")
    if worst is not None:
        _echo_faults(worst_of(report.faults, worst))
    elif errors:
        _echo_faults(sorted(report.faults, key=lambda f: (f.kind, f.field or "", f.doc_id)))


def reliability_table(held: Reliability) -> str:
    """Return a line a bin: what was promised, what was right; then Brier and ECE."""
    lines = ["CONFIDENCE   CLAIMS  PROMISED  FOUND  ALL RIGHT"]
    for one in (*held.bins, held.total):
        name = "all" if one is held.total else f"{one.low:.2f}-{one.high:.2f}"
        shares = f"{one.promised:8.3f}  {one.right:5.3f}  {one.complete:9.3f}"
        lines.append(f"{name:<11}  {one.count:6d}  {shares}")
    return "\n".join([*lines, f"Brier {held.brier:.4f}, expected calibration error {held.ece:.4f}"])


def confusion_table(what: str, counts: Mapping[tuple[str, str], int]) -> str:
    """Return the gold's values as rows against what was read, in columns of the same numbers."""
    values = sorted({value for pair in counts for value in pair})
    width = max(len(what), *(len(value) for value in values)) + 5
    head = f"{what.upper():<{width}}" + "".join(f"{n:5d}" for n in range(1, len(values) + 1))
    rows = [
        f"{f'{number:2d}  {gold}':<{width}}"
        + "".join(f"{counts.get((gold, got), 0) or '.':>5}" for got in values)
        for number, gold in enumerate(values, start=1)
    ]
    return "\n".join([head, *rows, "Rows: the gold. Columns: as read, by the rows' numbers."])


def _of(report: Report, name: str) -> str:
    shares = {"precision": report.precision, "recall": report.recall, **report.fields}
    share = shares.get(name)
    return f" ({share.right} of {share.total})" if share else ""


def _echo_faults(faults: Iterable[Fault]) -> None:
    for fault in faults:
        about = f"{fault.field}: " if fault.field else ""
        sure = "" if fault.confidence is None else f", promised {fault.confidence:.2f}"
        click.echo(
            f"\n{fault.kind} [{fault.doc_id}, {fault.place}{sure}] {about}"
            f"{fault.expected} / {fault.got}\n  {fault.evidence}"
        )
