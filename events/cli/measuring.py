"""The verb that measures: evaluate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.options import FILE, cli
from events.errors import DocumentError

if TYPE_CHECKING:
    from events.evaluate import Fault, Report, Row


@cli.command()
@click.argument("gold", type=FILE)
@click.option("--predicted", type=FILE, help="Claims to score [default: read GOLD's reports now].")
@click.option("--conflict", metavar="ID", help="Profile to read by [default: by report].")
@click.option("--errors/--no-errors", default=True, show_default=True, help="List every error.")
def evaluate(gold: Path, predicted: Path | None, conflict: str | None, *, errors: bool) -> None:
    """Score claims against GOLD: reports with the claims that an expert reads in them."""
    from events.actors import conflict_ids, load_conflict
    from events.evaluate import read_gold, read_predicted, score

    rows = read_gold(gold)
    if not rows:
        raise DocumentError(f"no report in {gold}: there is nothing to score")
    claims = read_predicted(predicted) if predicted else predict(gold, conflict)
    wars = [load_conflict(known) for known in ([conflict] if conflict else conflict_ids())]
    sides = {actor: side for war in wars for actor, side in war.side_of.items()}
    report = score(rows, claims, sides=sides)
    echo_report(report, errors=errors)


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
        {**as_row(claim), "doc_id": document.document_id}
        for document in documents
        for claim in pipeline.read_report(document).claims
    ]


def echo_report(report: Report, *, errors: bool) -> None:
    """Print the figures, the confusions of mode and type, and, if asked, every error."""
    for name, rate in report.figures().items():
        click.echo(f"{rate:7.4f}  {name}{_of(report, name)}")
    click.echo(f"{len(report.false_flips):7d}  false flips")
    _echo_confusion("mode", report.modes)
    _echo_confusion("type", report.types)
    if errors:
        _echo_faults(report.faults)


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
