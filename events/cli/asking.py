"""Verbs that ask a ledger: snapshot, control, verify, dashboard."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.exporting import say, write_beside
from events.cli.options import (
    Address,
    Query,
    cli,
    day_option,
    format_option,
    output_option,
    store_option,
    takes_query,
    write,
)
from events.errors import EventError

if TYPE_CHECKING:
    from events.corpus import Corpus
    from events.types import ControlStatus


@cli.command()
@takes_query
@day_option("--as-of", "The day to show control as of [default: that of the last report].")
@output_option
def snapshot(query: Query, as_of: date | None, output: Path | None) -> None:
    """Write the map of a ledger as one HTML file that needs no network."""
    write(output, query.corpus().snapshot(as_of))


@cli.command()
@takes_query
@day_option("--as-of", "The day asked for [default: that of the last report].")
@click.option(
    "--according-to",
    default="all",
    show_default=True,
    metavar="WHO",
    help="all, third (third parties only), or a side: only its own word.",
)
@format_option("table", "geojson", "csv")
@output_option
def control(
    query: Query, as_of: date | None, according_to: str, form: str, output: Path | None
) -> None:
    """Say who holds which place as of a day, on what basis, and how fresh that is."""
    from events.export import control_csv, control_geojson, licence_note

    corpus = query.corpus()
    day = as_of or corpus.last_day
    told = corpus if form == "table" else _passed_on(corpus)
    statuses = told.control(day, according_to=according_to)
    writers: dict[str, Callable[[], str]] = {
        "table": lambda: _control_table(statuses, day),
        "csv": lambda: control_csv(statuses),
        "geojson": lambda: control_geojson(
            statuses, corpus.claims, corpus.provenance(day, according_to)
        ),
    }
    write(output, writers[form]())
    if form == "csv" and output is not None:
        about = corpus.provenance(day, according_to)
        write_beside(output, licence_note(output.name, corpus.claims, about))


@cli.command()
@store_option
def verify(store: Address) -> None:
    """Check every claim against its stored report: both hashes and every span.

    The text of pages, archives and the like is taken out of their bytes once more.
    """
    from events.documents import made_here, text_again
    from events.store import Ledger, address_shown
    from events.verify import verify as faults_of

    with Ledger.open(store, create=False) as ledger:
        claims, documents = ledger.claims(as_read=True), ledger.documents()
    faults = faults_of(claims, documents, text_again)
    for fault in faults:
        click.echo(f"{fault.document_id} {fault.claim_id or '-'}: {fault.what}", err=True)
    if faults:
        raise EventError(f"{len(faults)} faults in {address_shown(store)}")
    if older := sum(not made_here(document) for document in documents):
        click.echo(f"{older} texts not taken out again: another version made them", err=True)
    click.echo(f"{len(claims)} claims from {len(documents)} reports: all hold")


@cli.command()
@store_option
def dashboard(store: Address) -> None:
    """Open the dashboard on a ledger, for this computer only."""
    from events.store import Ledger

    Ledger.open(store, create=False).close()
    app = Path(__file__).parents[2] / "app.py"
    environment = {**os.environ, "CLAIMMAP_STORE": str(_absolute(store))}
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    os.chdir(app.parent)
    os.execve(sys.executable, command, environment)  # so that what stops this stops Streamlit


def _absolute(store: Address) -> Address:
    return store.resolve() if isinstance(store, Path) else store


def _passed_on(corpus: Corpus) -> Corpus:
    """Return the corpus without the claims whose licence bars redistribution, which is said."""
    from events.export import kept_back

    kept, barred = kept_back(corpus.claims)
    say(*map(str, barred))
    return replace(corpus, claims=tuple(kept)) if barred else corpus


def _control_table(statuses: Sequence[ControlStatus], day: date | None) -> str:
    head = ("PLACE", "HOLDER", "BASIS", "CURRENCY", "SINCE", "LAST EVIDENCE")
    rows = [head] + [
        (s.place_name, s.holder, s.basis, s.currency, str(s.since), str(s.last_evidence))
        for s in sorted(statuses, key=lambda s: (s.place_name, s.place_id))
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    note = f"As of {day}, by what was claimed. Places not listed: nobody said who holds them."
    return "\n".join([*lines, note]) + "\n"
