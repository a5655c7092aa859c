"""Verbs that weigh who says it: events with their origins, and track records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from events.cli.options import cli, format_option, output_option
from events.cli.questions import Answer, Question, takes_question
from events.errors import QueryError

if TYPE_CHECKING:
    from events.corpus import Corpus
    from events.told import Told
    from events.types import Claim, Event


@cli.command()
@takes_question(judged=True)
@click.option("--explain", metavar="EVENT_ID", help="Why its claims have so many origins.")
@format_option("table", "csv", "json")
@output_option
def events(question: Question, explain: str | None, form: str, output: Path | None) -> None:
    """List the happenings that claims tell of, and how many tell of each independently.

    It is put to LEDGER (a file or URL, else --store), or to REPORTS that are read for it.
    """
    from events.cli.answers import EVENTS, aligned, written

    asked = Answer(question.told(), "table" if explain else form, output)
    if explain:
        return asked.give(_explained(asked.allowed, explain))
    rows = _rows(asked.allowed)
    if form != "table":
        return asked.give(written(form, rows, EVENTS))
    names = ("event_id", "event_date", "place_name", "event_type", "modality")
    head = ("EVENT", "DAY", "PLACE", "TYPE", "MODE", "REPORTS", "INDEPENDENT", "JUDGED")
    shown = ([*(row[n] for n in names), *_counts(row)] for row in rows)
    return asked.give(aligned(head, shown))


@cli.command("track-record")
@takes_question()
@format_option("table", "csv", "json")
@output_option
def track_record(question: Question, form: str, output: Path | None) -> None:
    """Say how many of an institution's claims the other side later confirmed.

    Bodies and publishers only, never persons. Pending is what the other side has not spoken of:
    silence is not falsity. It is put to LEDGER (a file or URL, else --store), or to REPORTS.
    """
    from events.cli.answers import RECORDS, aligned, record_rows, written
    from events.track_record import TRACKED, track_records_in

    asked = Answer(question.told(), form, output)
    told = asked.allowed
    rows = record_rows(track_records_in(told.by_place(*TRACKED), told.conflicts))
    if form != "table":
        return asked.give(written(form, rows, RECORDS))
    head = tuple(name.upper().replace("_", " ") for name in RECORDS)
    return asked.give(aligned(head, (list(row.values()) for row in rows)))


def _rows(told: Told | Corpus) -> list[dict[str, Any]]:
    from events.cli.answers import event_row

    rows = [event_row(event, members, told.admiralty) for event, members in _happenings(told)]
    return sorted(rows, key=lambda row: (str(row["event_date"] or ""), row["event_id"]))


def _happenings(told: Told | Corpus) -> Iterator[tuple[Event, list[Claim]]]:
    """Yield each event with what decides it of its claims, in no order."""
    from events.export.parted import HAPPENING
    from events.merge import events_of

    for claims in told.by_place(*HAPPENING, "place_name"):
        by_id = {claim.claim_id: claim for claim in claims}
        for event in events_of(claims):
            yield event, [by_id[one] for one in event.claim_ids]


def _counts(row: dict[str, Any]) -> Sequence[object]:
    return row["n_reports"], row["n_independent"], " ".join(row["judged"])


def _explained(told: Told | Corpus, event_id: str) -> str:
    from events.cli.answers import explained, told_of
    from events.merge import independence_of

    event = next((one for one, _ in _happenings(told) if one.event_id == event_id), None)
    if event is None:
        raise QueryError(f"there is no event {event_id!r}; claimmap events lists them")
    members = told.some(event.claim_ids)
    return explained(event, independence_of(members), told_of(members, told.admiralty))
