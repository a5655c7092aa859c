"""Verbs for what leaves the house: export, schema."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.options import (
    Command,
    Judges,
    Query,
    cli,
    day_option,
    format_option,
    output_option,
    takes_judges,
    takes_query,
)
from events.cli.output import opened, write
from events.errors import QueryError

if TYPE_CHECKING:
    from events.export import Prepares, Provenance

FORMATS = ("geojson", "geoparquet", "gpkg", "kml", "csv", "jsonl", "plover", "acled")
"""The names in `events.export.FORMATS`, which takes long to load; a test keeps them equal."""

INTERNAL = "internal"
PROFILES = (INTERNAL, "public")
"""The names in `events.publication.profile_ids`; a test keeps them equal."""

_REJECTED = "rejected"
_BINARY = ("geoparquet", "gpkg")


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms claims leave the house."""

    profile: str
    on: date | None
    private: bool

    def prepared(self, query: Query, judges: Judges) -> Prepares:
        """Return what may leave of what a query asks for, and what the export says of itself.

        Under a profile all claims are there at once: names are learnt from each of them.
        """
        if self.profile == INTERNAL:
            from events.export.streamed import COLUMNS, Streamed

            told = query.told((*COLUMNS, "extraction_confidence"))
            about = replace(told.provenance(), admiralty=judges.beside(told.admiralty))
            return Streamed.of(told.selection, self._about(about, query))
        from events.export import Prepared
        from events.publication import publish

        corpus = judges.judge(query.corpus())
        day = self.on or date.today()
        published = publish(corpus.claims, self.profile, on=day)
        say(published.notice)
        about = corpus.provenance()
        asked = {**about.query, "profile": self.profile, "published_on": day.isoformat()}
        about = replace(about, query=asked, notices=(published.notice,))
        return Prepared.of(published.claims, self._about(about, query))

    def _about(self, about: Provenance, query: Query) -> Provenance:
        asked = {**about.query, **({"conflict": query.conflict} if query.conflict else {})}
        return replace(about, query=asked, private=self.private)


def takes_terms(command: Command) -> Command:
    """Give a command ``--profile``, ``--on`` and ``--private``, packed in ``terms``."""

    @click.option(
        "--profile",
        type=click.Choice(PROFILES),
        default=INTERNAL,
        show_default=True,
        help="Terms of publication: public delays, coarsens and names no person.",
    )
    @day_option("--on", "The day of publishing, for the profile's delay [default: today].")
    @click.option(
        "--private",
        is_flag=True,
        help="For your own use only: keep rows whose licence bars redistribution.",
    )
    @functools.wraps(command)
    def packed(
        *given: object, profile: str, on: date | None, private: bool, **rest: object
    ) -> None:
        command(*given, terms=Terms(profile, on, private), **rest)

    return packed


@cli.command()
@takes_query
@takes_terms
@takes_judges
@format_option(*FORMATS, _REJECTED)
@output_option
def export(query: Query, terms: Terms, judges: Judges, form: str, output: Path | None) -> None:
    """Write the claims of a ledger; or, as JSON lines, what was rejected.

    plover and acled are the codes of these two; acled has one row an event that somebody asserts.
    What may not be passed on, or has no place in a format, is left out, and counted.
    """
    from events.export import note_of, rejected_jsonl, write_prepared

    if form in _BINARY and output is None and _is_terminal():
        raise click.UsageError(f"{form} is no text; name a file with -o.")
    if form == _REJECTED:
        if terms.profile != INTERNAL:
            raise QueryError("what was rejected holds reports' own words: it is internal")
        reviewed = query.told(("extraction_confidence",)).reviewed
        write(output, rejected_jsonl(query.rejected(), reviewed))
        return
    prepared = terms.prepared(query, judges)
    with opened(output) as file:
        done = write_prepared(form, prepared, file)
    say(*done.left_out)
    if done.is_bare:
        notices = [*prepared.about["notices"], *done.unfit]
        write_beside(output, lambda name: note_of(name, {**prepared.about, "notices": notices}))


@cli.command()
@format_option("claim", "geojson")
@output_option
def schema(form: str, output: Path | None) -> None:
    """Write the JSON Schema of a claim as a row, or of claims as GeoJSON."""
    from events.schema import claim_schema, collection_schema

    made = claim_schema() if form == "claim" else collection_schema()
    write(output, json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def say(*sentences: str) -> None:
    """Say on standard error what became of the claims that are not in the output."""
    for sentence in sentences:
        click.echo(sentence, err=True)


def write_beside(output: Path | None, note: Callable[[str], str]) -> None:
    """Write the text that goes with a file which has no room for it itself.

    ``note`` makes it for the file's name. Of what goes to standard output it is said on the other.
    """
    if output is None:
        click.echo(note("standard output"), err=True, nl=False)
    else:
        write(output.with_name(f"{output.name}.licence.txt"), note(output.name))


def _is_terminal() -> bool:
    return sys.stdout.isatty()
