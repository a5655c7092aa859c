"""Verbs that ask a ledger: control, history, diff, verify, dashboard."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from events.cli.options import (
    DAY,
    Address,
    cli,
    day_option,
    format_option,
    output_option,
    store_option,
)
from events.cli.questions import Answer, Question, takes_question
from events.errors import EventError


@cli.command()
@takes_question(voice=True)
@day_option("--as-of", "The day asked for [default: that of the last report].")
@format_option("table", "geojson", "csv")
@output_option
def control(question: Question, as_of: date | None, form: str, output: Path | None) -> None:
    """Say who holds which place as of a day, on what basis, and how fresh that is.

    It is put to LEDGER (a file or URL, else --store), or to REPORTS that are read for it.
    """
    from events.cli.answers import control_table
    from events.export import control_csv, notice_of, placed_geojson

    asked, whose = Answer(question.told(), form, output), question.according_to
    day = as_of or asked.found.last_day
    statuses = asked.allowed.control(day, according_to=whose)
    if form == "table":
        return asked.give(control_table(statuses, day))
    about = asked.found.provenance(day, whose)
    said = asked.said(about)
    if form == "csv":
        return asked.give(control_csv(statuses, notice_of(said)), about)
    return asked.give(placed_geojson(statuses, asked.allowed.positions(), said), about)


@cli.command()
@click.argument("place")
@takes_question(voice=True, judged=True)
@day_option("--until", "The last day asked for [default: that of the last report].")
@format_option("table", "csv", "json")
@output_option
def history(
    question: Question, place: str, until: date | None, form: str, output: Path | None
) -> None:
    """Say who held PLACE when, and on whose word; PLACE is a name or an id.

    It is put to LEDGER (a file or URL, else --store), or to REPORTS that are read for it.
    """
    from events.cli.answers import HISTORY, history_rows, history_text, told_of, written

    asked = Answer(question.told(), form, output)
    told = asked.allowed
    place_id = told.place(place)
    here = told.about(place_id)
    name = next((claim.place_name for claim in here if claim.place_name), place)
    last = until or told.last_day or date.min
    periods = told.history(place_id, last, according_to=question.according_to)
    if form != "table":
        return asked.give(written(form, history_rows(place_id, name, periods), HISTORY))
    shown = told_of(here, told.admiralty)
    return asked.give(history_text(f"{name} ({place_id})", periods, shown))


@cli.command()
@click.argument("days", nargs=2, type=DAY, metavar="DAY1 DAY2")
@takes_question(voice=True, judged=True)
@day_option("--known-on-then", "For DAY1, only what was published by this day [as --known-on].")
@format_option("table", "csv", "json")
@output_option
def diff(
    question: Question,
    days: tuple[date, date],
    known_on_then: date | None,
    form: str,
    output: Path | None,
) -> None:
    """Say what changed from DAY1 to DAY2, and on whose word.

    One day given twice, known first by --known-on-then and then by --known-on, tells what was
    learned of it in between. It is put to LEDGER (a file or URL, else --store), or to REPORTS.
    """
    from events.cli.answers import CHANGES, change_rows, changes_text, told_of, written
    from events.history import changes

    asked = Answer(question.told(), form, output)
    now = then = asked.allowed
    if known_on_then:
        then = Answer(question.known_on(known_on_then).told(), form, output).allowed
    whose = question.according_to
    before, after = (
        told.control(day, according_to=whose) for told, day in zip((then, now), days, strict=True)
    )
    decide = {one for status in (*before, *after) for one in status.deciding}
    claims = [*then.some(decide), *now.some(decide)]
    found = changes(before, after, claims)
    if form == "table":
        return asked.give(changes_text(found, told_of(claims, now.admiralty)))
    return asked.give(written(form, change_rows(found), CHANGES))


@cli.command()
@store_option
def verify(store: Address) -> None:
    """Check every claim against its stored report: both hashes and every span.

    The text of pages, archives and the like is taken out of their bytes once more. The root that
    is told is that of a map's manifest: another one says that reports were added or exchanged.
    """
    from events.documents import made_here, text_again
    from events.store import Ledger, address_shown
    from events.verify import root_of
    from events.verify import verify as faults_of

    hashes: list[str] = []
    checked = faulty = older = 0
    with Ledger.open(store, create=False) as ledger:
        for documents, claims in ledger.readings():
            for fault in faults_of(claims, documents, text_again):
                faulty += 1
                click.echo(f"{fault.document_id} {fault.claim_id or '-'}: {fault.what}", err=True)
            checked += len(claims)
            older += sum(not made_here(document) for document in documents)
            hashes += (document.sha256 for document in documents)
    if faulty:
        raise EventError(f"{faulty} faults in {address_shown(store)}")
    if older:
        click.echo(f"{older} texts not taken out again: another version made them", err=True)
    root = root_of(hashes)
    click.echo(f"{checked} claims from {len(hashes)} reports: all hold; root {root}")


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
