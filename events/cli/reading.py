"""Verbs that read reports: run, geoparse, claims."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.exporting import say
from events.cli.options import (
    FILE,
    Address,
    Command,
    Reports,
    Row,
    cli,
    confidence_option,
    ledger_address,
    output_option,
    progress_bar,
    say_each,
    takes_reports,
)
from events.cli.output import write_lines
from events.errors import DocumentError

if TYPE_CHECKING:
    from events.corpus import Corpus, Hands
    from events.pipeline import Pipeline, Progress
    from events.types import Claim, Document, Rejected
    from geo.types import Resolution

_NONE_READ = "no report could be read"


@dataclass(frozen=True, slots=True)
class Workforce:
    """Who reads: processes of this machine, or a Dask cluster with a folder that it shares."""

    workers: int
    scheduler: str | None
    parts: Path | None

    def hands(self, conflict: str | None, parts: Path, progress: Progress) -> Hands:
        """Return who reads by one profile, the folder ``parts`` being used if none was given."""
        from events.corpus import Hands

        return Hands(
            conflict=conflict,
            workers=self.workers,
            scheduler=self.scheduler,
            parts=self.parts or parts,
            progress=progress,
        )


def takes_workforce(command: Command) -> Command:
    """Give a command ``--workers``, ``--scheduler`` and ``--parts``, packed in ``workforce``."""

    @click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="Processes that read; the result is the same for any number.",
    )
    @click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Read on the cluster of this Dask scheduler, such as tcp://HOST:8786.",
    )
    @click.option(
        "--parts",
        type=FILE,
        help="With --scheduler: a folder that its workers share [default: parts in --out].",
    )
    @functools.wraps(command)
    def packed(
        reports: Reports,
        workers: int,
        scheduler: str | None,
        parts: Path | None,
        **rest: object,
    ) -> None:
        if scheduler and workers > 1:
            raise click.UsageError("--workers and --scheduler exclude each other")
        command(reports, workforce=Workforce(workers, scheduler, parts), **rest)

    return packed


@cli.command()
@takes_reports
@click.option("--out", type=FILE, default=Path("out"), show_default=True, help="Output folder.")
@click.option(
    "--store",
    type=ledger_address,
    metavar="LEDGER",
    help="The ledger: a file, or postgresql://USER@HOST/NAME [default: ledger.sqlite in --out].",
)
@takes_workforce
def run(reports: Reports, out: Path, store: Address | None, workforce: Workforce) -> None:
    """Read REPORTS (files, folders) into the ledger; write all exports and the map."""
    from events.corpus import take
    from events.store import address_shown

    ledger = store or out / "ledger.sqlite"
    with reports.gathered() as given, progress_bar() as progress:
        hands = workforce.hands(reports.conflict, out / "parts", progress)
        corpus = take(given, given.unread, hands, ledger=ledger)
        read_now = given.hashes
    paths = corpus.write(out)
    say(*map(str, corpus.passed_on()[1]))
    _say_claimless(one for one in corpus.rejected if one.document_sha256 in read_now)
    click.echo(_summary(corpus))
    for path in (*paths, address_shown(ledger)):
        click.echo(f"  {path}")
    if not read_now:
        raise DocumentError(f"{_NONE_READ}; what is written is what the ledger held before")


@cli.command()
@takes_reports
@click.option("--region", metavar="REGION", help="Read names as places of a region or country.")
@output_option
def geoparse(reports: Reports, region: str | None, output: Path | None) -> None:
    """Find the places that REPORTS name: JSON lines, one row a toponym."""
    from events.cli.places import region_called
    from geo.gazetteer import Gazetteer
    from geo.narrowing import narrowed

    gazetteer = Gazetteer.open()
    asked = None if region is None else region_called(gazetteer, region)

    def rows_of(pipeline: Pipeline, documents: Iterable[Document]) -> Iterator[Iterable[Row]]:
        for document in documents:
            _, _, parsed = pipeline.geoparse(document)
            found: Iterable[Resolution] = parsed.resolutions
            if asked is not None:
                found = narrowed(found, asked, gazetteer)
            yield map(_toponym_row, found)

    write_lines(output, _read_rows(reports, rows_of, parsing=False))


@cli.command()
@takes_reports
@confidence_option
@output_option
def claims(reports: Reports, min_confidence: float | None, output: Path | None) -> None:
    """Read the claims of REPORTS without a ledger: JSON lines, one row a claim."""
    least = min_confidence or 0.0

    def rows_of(pipeline: Pipeline, documents: Iterable[Document]) -> Iterator[Iterable[Row]]:
        for found in pipeline.read_reports(documents):
            _say_claimless(found.rejected)
            yield [_claim_row(c) for c in found.claims if (c.extraction_confidence or 0) >= least]

    write_lines(output, _read_rows(reports, rows_of))


def _say_claimless(rejected: Iterable[Rejected]) -> None:
    """Name the reports from which no claim could be taken: those refused as a whole."""
    say_each("no claims", (one for one in rejected if one.stage == "read"))


def _summary(corpus: Corpus) -> str:
    places = {claim.place_id for claim in corpus.claims if claim.place_id}
    return (
        f"{len(corpus.claims)} claims about {len(places)} places from {len(corpus.documents)}"
        f" reports, {len(corpus.rejected)} passages or reports rejected"
    )


def _read_rows(
    reports: Reports,
    rows_of: Callable[[Pipeline, Iterable[Document]], Iterator[Iterable[Row]]],
    *,
    parsing: bool = True,
) -> Iterator[Row]:
    """Yield the rows of each report under its own ``doc_id``; say what could not be read."""
    from events.corpus import open_pipeline

    with reports.gathered() as documents, progress_bar() as progress:
        if not documents:
            raise DocumentError(_NONE_READ)
        pipeline = open_pipeline(reports.conflict, parsing=parsing)
        each = zip(documents, rows_of(pipeline, documents), strict=True)
        for done, (document, rows) in enumerate(each, start=1):
            for row in rows:
                yield {"doc_id": _given_id(document), **row}
            progress(done, len(documents))


def _given_id(document: Document) -> object:
    """Return the id as the report's line of JSON has it (a number stays one), else as we do."""
    try:
        row = json.loads(document.raw)
    except ValueError:
        return document.document_id
    stated = [row.get(name) for name in ("doc_id", "id")] if isinstance(row, dict) else []
    return next((one for one in stated if str(one) == document.document_id), document.document_id)


def _toponym_row(one: Resolution) -> Row:
    place, position = one.place, one.position
    return {
        "start": one.toponym.start,
        "end": one.toponym.end,
        "text": one.toponym.text,
        "use": one.toponym.use,
        "place_id": place and place.place_id,
        "geonameid": place and place.geonameid,
        "name": place and place.name,
        "lat": position and position.lat,
        "lon": position and position.lon,
        "where_prec": one.where_prec,
        "score": one.score,
        "reason": one.reason,
    }


def _claim_row(claim: Claim) -> Row:
    from events.types import as_row

    return as_row(claim)
