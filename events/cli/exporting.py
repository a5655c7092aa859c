"""Verbs for what leaves the house: export, schema."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Sequence
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
    opened,
    output_option,
    takes_judges,
    takes_query,
    write,
)
from events.errors import QueryError

if TYPE_CHECKING:
    from events.corpus import Corpus
    from events.export import Provenance, Written
    from events.types import Claim

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

    def publish(self, corpus: Corpus) -> tuple[Sequence[Claim], Provenance]:
        """Return what may leave of a corpus, and what the export says of itself."""
        about = replace(corpus.provenance(), private=self.private)
        if self.profile == INTERNAL:
            return corpus.claims, about
        from events.publication import publish

        day = self.on or date.today()
        published = publish(corpus.claims, self.profile, on=day)
        query = {**about.query, "profile": self.profile, "published_on": day.isoformat()}
        say(published.notice)
        return published.claims, replace(about, query=query, notices=(published.notice,))


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
    from events.export import licence_note, rejected_jsonl

    if form in _BINARY and output is None and _is_terminal():
        raise click.UsageError(f"{form} is no text; name a file with -o.")
    corpus = query.corpus()
    if form == _REJECTED:
        if terms.profile != INTERNAL:
            raise QueryError("what was rejected holds reports' own words: it is internal")
        write(output, rejected_jsonl(corpus.rejected, corpus.claims))
        return
    claims, provenance = terms.publish(judges.judge(corpus))
    provenance = replace(provenance, query=_asked(provenance, query))
    done = _poured(output, form, claims, provenance)
    say(*done.left_out)
    if done.is_bare:
        told = replace(provenance, notices=(*provenance.notices, *done.unfit))
        write_beside(output, lambda name: licence_note(name, claims, told))


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


def _poured(
    output: Path | None, form: str, claims: Sequence[Claim], provenance: Provenance
) -> Written:
    """Write claims part by part, whole or not at all, to the file or to standard output."""
    from events.export import write_claims

    with opened(output) as file:
        return write_claims(form, claims, provenance, file)


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _asked(provenance: Provenance, query: Query) -> dict[str, str | None]:
    asked = dict(provenance.query)
    return asked | {"conflict": query.conflict} if query.conflict else asked
