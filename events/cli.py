"""The command line: one command per verb. It wires the rooms together and prints.

Whatever is heavy is imported inside the command that needs it, so that help answers at once.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from events.errors import EventError, LedgerError
from geo.errors import GazetteerError, GeoError

if TYPE_CHECKING:
    from events.corpus import Corpus
    from events.pipeline import Pipeline, Progress
    from events.types import Claim, ControlStatus, Document
    from geo.gazetteer import Gazetteer
    from geo.types import Place, Resolution

Command = Callable[..., None]
Row = dict[str, Any]

_FILE = click.Path(path_type=Path)
_UNITS = frozenset({"region", "country", "district", "area", "continent"})
_STORE = Path("out/ledger.sqlite")


def main() -> None:
    """Run the command line; a fault that we know of ends in one line and exit code 1."""
    try:
        cli(prog_name="claimmap")
    except (EventError, GeoError) as fault:
        _fail(str(fault))
    except OSError as fault:
        _fail(f"{fault.strerror}: {fault.filename}" if fault.filename else str(fault))


def _fail(message: str) -> None:
    click.echo(f"error: {message}", err=True)
    sys.exit(1)


def _to_day(
    _context: click.Context, _option: click.Parameter, value: datetime | None
) -> date | None:
    return None if value is None else value.date()


def _day_option(name: str, meaning: str) -> Callable[[Command], Command]:
    kind = click.DateTime(["%Y-%m-%d"])
    return click.option(name, type=kind, metavar="DATE", callback=_to_day, help=meaning)


def _format_option(*formats: str) -> Callable[[Command], Command]:
    kind = click.Choice(formats)
    return click.option("--format", "form", type=kind, default=formats[0], show_default=True)


_store_option = click.option(
    "--store", type=_FILE, default=_STORE, show_default=True, help="The ledger."
)
_output_option = click.option(
    "-o", "--output", type=_FILE, help="File to write [default: standard output]."
)


@dataclass(frozen=True, slots=True)
class _Reports:
    """What to read, and how."""

    paths: tuple[Path, ...]
    published: date | None
    conflict: str | None


@dataclass(frozen=True, slots=True)
class _Query:
    """What to ask of which ledger."""

    store: Path
    conflict: str | None
    known_on: date | None

    def corpus(self) -> Corpus:
        from events.corpus import Corpus
        from events.store import Ledger

        with Ledger.open(self.store, create=False) as ledger:
            return Corpus.of(ledger, known_on=self.known_on, conflict=self.conflict)


def _takes_reports(command: Command) -> Command:
    """Give a command REPORTS, ``--published`` and ``--conflict``, packed in its first argument."""

    @click.argument("reports", nargs=-1, required=True, type=_FILE)
    @_day_option("--published", "Publication date of reports that state none.")
    @click.option("--conflict", metavar="ID", help="Profile to read by [default: by report].")
    @functools.wraps(command)
    def packed(
        reports: tuple[Path, ...], published: date | None, conflict: str | None, **rest: object
    ) -> None:
        command(_Reports(reports, published, conflict), **rest)

    return packed


def _takes_query(command: Command) -> Command:
    """Give a command ``--store``, ``--conflict``, ``--known-on``, packed in its first argument."""

    @_store_option
    @click.option("--conflict", metavar="ID", help="Only claims of this conflict [default: all].")
    @_day_option("--known-on", "Only what was published by this day [default: all].")
    @functools.wraps(command)
    def packed(store: Path, conflict: str | None, known_on: date | None, **rest: object) -> None:
        command(_Query(store, conflict, known_on), **rest)

    return packed


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimmap")
def cli() -> None:
    """Tell who says who holds which place, since when, and on what evidence.

    claimmap reads war reports, finds and geocodes their places offline, and turns what each
    speaker asserts into dated claims. A claim is not a fact.
    """


@cli.command()
@_takes_reports
@click.option("--out", type=_FILE, default=Path("out"), show_default=True, help="Output folder.")
@click.option("--store", type=_FILE, help="The ledger [default: ledger.sqlite in that folder].")
def run(reports: _Reports, out: Path, store: Path | None) -> None:
    """Read REPORTS (files, folders) into the ledger; write all exports and the map."""
    from events.corpus import read

    ledger = store or out / "ledger.sqlite"
    with _progress() as progress:
        corpus = read(
            reports.paths,
            published=reports.published,
            conflict=reports.conflict,
            ledger=ledger,
            progress=progress,
        )
    paths = corpus.write(out)
    click.echo(_summary(corpus))
    for path in (*paths, ledger):
        click.echo(f"  {path}")
    if not corpus.documents:
        raise EventError(f"no report could be read; {out / 'rejected.jsonl'} says why")


@cli.command()
@_takes_query
@_day_option("--as-of", "The day to show control as of [default: that of the last report].")
@_output_option
def snapshot(query: _Query, as_of: date | None, output: Path | None) -> None:
    """Write the map of a ledger as one HTML file that needs no network."""
    _write(output, query.corpus().snapshot(as_of))


@cli.command()
@_takes_query
@_format_option("geojson", "csv", "jsonl", "rejected")
@_output_option
def export(query: _Query, form: str, output: Path | None) -> None:
    """Write the claims of a ledger; or, as JSON lines, what was rejected."""
    from events.export import claim_rows, claims_csv, claims_geojson, rejected_jsonl

    corpus = query.corpus()
    writers: dict[str, Callable[[], str]] = {
        "geojson": lambda: claims_geojson(corpus.claims, corpus.provenance()),
        "csv": lambda: claims_csv(corpus.claims),
        "jsonl": lambda: _json_lines(claim_rows(corpus.claims)),
        "rejected": lambda: rejected_jsonl(corpus.rejected),
    }
    _write(output, writers[form]())


@cli.command()
@_takes_query
@_day_option("--as-of", "The day asked for [default: that of the last report].")
@click.option(
    "--according-to",
    default="all",
    show_default=True,
    metavar="WHO",
    help="all, third (third parties only), or a side: only its own word.",
)
@_format_option("table", "geojson", "csv")
@_output_option
def control(
    query: _Query, as_of: date | None, according_to: str, form: str, output: Path | None
) -> None:
    """Say who holds which place as of a day, on what basis, and how fresh that is."""
    from events.export import control_csv, control_geojson

    corpus = query.corpus()
    day = as_of or corpus.last_day
    statuses = corpus.control(day, according_to=according_to)
    writers: dict[str, Callable[[], str]] = {
        "table": lambda: _control_table(statuses, day),
        "csv": lambda: control_csv(statuses),
        "geojson": lambda: control_geojson(
            statuses, corpus.claims, corpus.provenance(day, according_to)
        ),
    }
    _write(output, writers[form]())


@cli.command()
@_store_option
def verify(store: Path) -> None:
    """Check every claim against its stored report: both hashes and every span."""
    from events.verify import verify as faults_of

    corpus = _Query(store, None, None).corpus()
    faults = faults_of(corpus.claims, corpus.documents)
    for fault in faults:
        click.echo(f"{fault.document_id} {fault.claim_id or '-'}: {fault.what}", err=True)
    if faults:
        raise EventError(f"{len(faults)} faults in {store}")
    click.echo(f"{len(corpus.claims)} claims from {len(corpus.documents)} reports: all hold")


@cli.command()
@click.argument("name")
@click.option("--near", metavar="PLACE", help="A place that it is near to.")
@click.option("--in", "within", metavar="REGION", help="A region or country that it lies in.")
@_day_option("--date", "Give names as they were on this day.")
def geocode(name: str, near: str | None, within: str | None, date: date | None) -> None:
    """Print the places that NAME may mean, ranked, with score and reason."""
    from geo.gazetteer import Gazetteer
    from geo.rank import candidates

    gazetteer = Gazetteer.open()
    beside = None if near is None else _place_called(gazetteer, near).position
    region = None if within is None else _place_called(gazetteer, within, _UNITS)
    found = candidates(gazetteer, name, near=beside, within=region, on=date)
    if not found:
        where = f" in {region.name}" if region else ""
        raise GazetteerError(f"no place is called {name!r}{where}")
    for candidate in found:
        place = candidate.place
        shown = gazetteer.name_on(place.place_id, date) if date else place.name
        spot = f"{place.position.lat:.5f} {place.position.lon:.5f}"
        line = f"{candidate.score:.3f}  {place.place_id}  {spot}  {shown}"
        click.echo(f"{line}: {candidate.reason}")


@cli.command()
@_takes_reports
@_output_option
def geoparse(reports: _Reports, output: Path | None) -> None:
    """Find the places that REPORTS name: JSON lines, one row a toponym."""

    def rows_of(pipeline: Pipeline, document: Document) -> Iterable[Row]:
        _, _, parsed = pipeline.geoparse(document)
        return map(_toponym_row, parsed.resolutions)

    _write(output, _json_lines(_read_rows(reports, rows_of)))


@cli.command()
@_takes_reports
@_output_option
def claims(reports: _Reports, output: Path | None) -> None:
    """Read the claims of REPORTS without a ledger: JSON lines, one row a claim."""

    def rows_of(pipeline: Pipeline, document: Document) -> Iterable[Row]:
        return map(_claim_row, pipeline.read_report(document).claims)

    _write(output, _json_lines(_read_rows(reports, rows_of)))


@cli.group()
def gazetteer() -> None:
    """Build the cached gazetteer."""


@gazetteer.command("build")
@click.argument("tables", type=_FILE, envvar="CLAIMMAP_DATA")
@click.option("-o", "--output", type=_FILE, required=True, help="Folder to write.")
def gazetteer_build(tables: Path, output: Path) -> None:
    """Build the gazetteer from the upstream TABLES [default: the folder CLAIMMAP_DATA]."""
    from geo.build import build_gazetteer

    report = build_gazetteer(tables, output)
    for name, count in report.counts.items():
        click.echo(f"{count:>9,}  {name}")
    click.echo(f"{report.size:>9,}  bytes in {output}")


@cli.group()
def basemap() -> None:
    """Build the base map."""


@basemap.command("build")
@click.argument("tables", type=_FILE, envvar="CLAIMMAP_DATA")
@click.option("-o", "--output", type=_FILE, required=True, help="Folder to write.")
def basemap_build(tables: Path, output: Path) -> None:
    """Build the base map from the upstream TABLES [default: the folder CLAIMMAP_DATA]."""
    from events.map.basemap import build_basemap

    for name, count in build_basemap(tables, output).items():
        click.echo(f"{count:>9,}  {name}")


@cli.command()
@_store_option
def dashboard(store: Path) -> None:
    """Open the dashboard on a ledger, for this computer only."""
    if not store.is_file():
        raise LedgerError(f"no ledger at {store}; make one with: claimmap run REPORTS --out DIR")
    app = Path(__file__).parents[1] / "app.py"
    environment = {**os.environ, "CLAIMMAP_STORE": str(store.resolve())}
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    sys.exit(subprocess.call(command, env=environment, cwd=app.parent))


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(unit="report", disable=not sys.stderr.isatty(), leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield progress


def _summary(corpus: Corpus) -> str:
    places = {claim.place_id for claim in corpus.claims if claim.place_id}
    return (
        f"{len(corpus.claims)} claims about {len(places)} places from {len(corpus.documents)}"
        f" reports, {len(corpus.rejected)} passages or reports rejected"
    )


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


def _place_called(gazetteer: Gazetteer, name: str, kinds: Container[str] = ()) -> Place:
    """Return the likeliest place of a name, one of these kinds if there is any."""
    from geo.rank import candidates

    found = [candidate.place for candidate in candidates(gazetteer, name)]
    if not found:
        raise GazetteerError(f"no place is called {name!r}")
    return next((place for place in found if place.kind in kinds), found[0])


def _read_rows(
    reports: _Reports, rows_of: Callable[[Pipeline, Document], Iterable[Row]]
) -> Iterator[Row]:
    """Yield the rows of each report under its own ``doc_id``; say what could not be read."""
    from events.corpus import open_pipeline
    from events.documents import read_documents

    documents, rejected = read_documents(reports.paths, published=reports.published)
    for one in rejected:
        click.echo(f"not read: {one.document_id}: {one.reason}", err=True)
    pipeline = open_pipeline(reports.conflict)
    with _progress() as progress:
        for done, document in enumerate(documents, start=1):
            for row in rows_of(pipeline, document):
                yield {"doc_id": document.document_id, **row}
            progress(done, len(documents))


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


def _json_lines(rows: Iterable[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)


def _write(output: Path | None, text: str) -> None:
    """Write to the file, whole or not at all, or to standard output."""
    from events.export import write_whole

    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text)
