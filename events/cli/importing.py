"""The verb that takes in other people's tables and maps: import."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.options import FILE, Address, Command, cli, day_option, ledger_address, say_each
from events.cli.output import write_lines
from events.errors import TableError

if TYPE_CHECKING:
    from events.importers import Batch, ImportOptions
    from events.store import Ledger
    from events.types import Claim, Rejected

_STORE = Path("out/ledger.sqlite")
_SAID = 20
"""Rejections that are said one by one; the ledger keeps them all."""


@dataclass(frozen=True, slots=True)
class Table:
    """What to import, and what is said of it."""

    form: str
    path: Path
    source: str
    date: datetime.date | None
    licence: str | None


@dataclass(frozen=True, slots=True)
class Areas:
    """How a map says who holds its polygons, and on which day."""

    controller_field: str | None
    controller: str | None
    date_field: str | None
    outside: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where claims go: into a ledger, or into a file as JSON lines."""

    store: Address
    output: Path | None


def packs(kind: type, *options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Give a command these options, packed into one value after those packed before it."""
    names = [one.name for one in fields(kind)]

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def packed(*values: object, **said: object) -> None:
            command(*values, kind(*(said.pop(name) for name in names)), **said)

        given: Command = packed
        for option in reversed(options):
            given = option(given)
        return given

    return decorate


@cli.command("import")
@packs(
    Table,
    click.argument("form", metavar="FORMAT"),
    click.argument("path", metavar="FILE", type=FILE),
    click.option("--source", required=True, metavar="NAME", help="Who published it."),
    day_option("--date", "When it was published, where rows do not say; of a map, its day."),
    click.option("--licence", metavar="ID", help="Its licence [default: the publisher's]."),
)
@packs(
    Areas,
    click.option("--controller-field", metavar="NAME", help="Of a map: who holds a polygon."),
    click.option("--controller", metavar="SIDE", help="Of a map: who holds all its polygons."),
    click.option("--date-field", metavar="NAME", help="Of a map: the day of a polygon."),
    click.option("--outside", metavar="SIDE", help="Of a map: who holds what left its polygons."),
)
@packs(
    Target,
    click.option(
        *("--store", "--ledger", "store"),
        type=ledger_address,
        metavar="LEDGER",
        default=_STORE,
        show_default=True,
        help="The ledger: a file, or postgresql://USER@HOST/NAME.",
    ),
    click.option("-o", "--output", type=FILE, help="Write claims there as JSON lines; no ledger."),
)
@click.option("--conflict", metavar="ID", help="Profile to name parties by [default: by row].")
@click.option("--labels", type=FILE, help="Of VIINA: the labels, where a file of their own.")
def import_(
    table: Table, areas: Areas, target: Target, conflict: str | None, labels: Path | None
) -> None:
    """Take a table or map (FILE) into the ledger, as claims of its source.

    FORMAT is acled, ucdp, viina, viina-control, gdelt or polygons; or auto, to go by what is in
    the file. Tables may lie in a ZIP archive or under gzip. What cannot be taken is kept with the
    reason.
    """
    from events.importers import ImportOptions
    from geo.gazetteer import Gazetteer

    options = ImportOptions(
        source=table.source,
        date=table.date,
        licence=table.licence,
        conflict=conflict,
        gazetteer=Gazetteer.open(),
        labels=labels,
        controller_field=areas.controller_field,
        controller=areas.controller,
        date_field=areas.date_field,
        outside=areas.outside,
    )
    form = _form(table)
    if target.output is None:
        _store(form, table.path, options, target.store)
    else:
        _write(form, table.path, options, target.output)


def _form(table: Table) -> str:
    from events.importers import FORMATS, sniff

    if table.form != "auto":
        return table.form
    form = sniff(table.path)
    if form is None:
        raise TableError(f"{table.path} is of no known format; there are: {', '.join(FORMATS)}")
    return form


def _store(form: str, path: Path, options: ImportOptions, store: Address) -> None:
    from events.importers import VERSION, held_by, import_table
    from events.store import Added, Ledger, address_shown
    from geo.gazetteer import Gazetteer

    if form == "polygons":
        said = _said_before(store, options.source)
        options = replace(options, held=functools.partial(held_by, said, options.source))
    batches = import_table(form, path, options)  # a table that is none leaves no ledger behind
    added, tally = Added(), _Tally()
    if isinstance(store, Path):
        store.parent.mkdir(parents=True, exist_ok=True)
    with Ledger.open(store) as ledger:
        gazetteer = options.gazetteer
        assert isinstance(gazetteer, Gazetteer)
        ledger.add_gazetteer(gazetteer.version, gazetteer.licences)
        for batch in tally.follow(batches):
            added += ledger.add(
                batch.documents, batch.claims, batch.rejected, extractor_version=VERSION
            )
        taken_back = _take_back(ledger, form, options.source)
    tally.say()
    new = f"{added.claims} claims, {added.rejected} rejections"
    if taken_back:
        new += f"; {taken_back} claims of rows that were published anew are taken back"
    click.echo(f"new to {address_shown(store)}: {new}")


def _take_back(ledger: Ledger, form: str, source: str) -> int:
    """Take back the claims of rows that the source published anew; return how many."""
    from events.importers import superseded
    from events.told import Told

    versions = [one for one in ledger.versions() if one.document_id.startswith(f"{form}:")]
    if not versions or form == "polygons":
        return 0
    told = {notice.claim_id for notice in ledger.notices()}
    columns = Told.of(ledger, names=["document_sha256"])
    standing = columns.where("document_sha256", (one.sha256 for one in versions))
    notices = [n for n in superseded(standing, versions, source) if n.claim_id not in told]
    for notice in notices:
        ledger.notice(notice)
    return len(notices)


def _said_before(store: Address, source: str) -> list[Claim]:
    """Return what a ledger holds of a source; nothing where there is no ledger yet."""
    from events.store import Ledger
    from events.told import Told

    if isinstance(store, Path) and not store.exists():
        return []
    with Ledger.open(store) as ledger:
        return Told.of(ledger, names=["source"]).where("source", [source])


def _write(form: str, path: Path, options: ImportOptions, output: Path) -> None:
    from events.importers import import_table
    from events.types import as_row

    batches, tally = import_table(form, path, options), _Tally()
    write_lines(output, (as_row(c) for batch in tally.follow(batches) for c in batch.claims))
    tally.say()


@dataclass
class _Tally:
    """What was read so far; shows a bar on a terminal."""

    rows: int = 0
    claims: int = 0
    rejected: int = 0
    first: list[Rejected] = field(default_factory=list)

    def follow(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """Yield the batches, counting."""
        from tqdm import tqdm

        with tqdm(unit="row", disable=None, leave=False) as bar:
            for batch in batches:
                yield batch
                bar.update(batch.rows - self.rows)
                self.rows = batch.rows
                self.claims += len(batch.claims)
                self.rejected += len(batch.rejected)
                self.first += batch.rejected[: _SAID - len(self.first)]

    def say(self) -> None:
        """Say what became of the rows."""
        say_each("not taken", self.first)
        if more := self.rejected - len(self.first):
            click.echo(f"not taken: {more} more; see claimmap export --format rejected", err=True)
        click.echo(f"{self.rows} rows read: {self.claims} claims, {self.rejected} rejected")
