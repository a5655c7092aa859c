"""What the verbs share: the group, options packed into values, a bar, and where output goes."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from events.errors import DocumentError

if TYPE_CHECKING:
    from events.corpus import Corpus
    from events.pipeline import Progress
    from events.types import Document, Rejected

Command = Callable[..., None]
Row = dict[str, Any]
Address = Path | str
"""Where a ledger is: a file, or the URL of one."""

FILE = click.Path(path_type=Path)
_STORE = Path("out/ledger.sqlite")
_SAID = 100  # reports not read that are named one by one: an archive can hold thousands


def ledger_address(written: Address) -> Address:
    """Return a path, or a URL as it is (a path would make one slash of two)."""
    return written if "://" in str(written) else Path(written)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimmap")
def cli() -> None:
    """Tell who says who holds which place, since when, and on what evidence.

    claimmap reads war reports, finds and geocodes their places offline, and turns what each
    speaker asserts into dated claims. A claim is not a fact.
    """


def _to_day(
    _context: click.Context, _option: click.Parameter, value: datetime | None
) -> date | None:
    return None if value is None else value.date()


def day_option(name: str, meaning: str, *, required: bool = False) -> Callable[[Command], Command]:
    """Return an option whose value is a day, or None where it is not required."""
    kind = click.DateTime(["%Y-%m-%d"])
    return click.option(
        name, type=kind, metavar="DATE", callback=_to_day, help=meaning, required=required
    )


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Return ``--format`` with its choices, of which the first is the default."""
    kind = click.Choice(formats)
    meaning = "What to write."
    return click.option(
        "--format", "form", type=kind, default=formats[0], show_default=True, help=meaning
    )


store_option = click.option(
    *("--store", "--ledger", "store"),
    type=ledger_address,
    metavar="LEDGER",
    default=_STORE,
    show_default=True,
    help="The ledger: a file, or postgresql://USER@HOST/NAME.",
)
confidence_option = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="Only claims read with this confidence, 0 to 1 [default: all].",
)
output_option = click.option(
    "-o", "--output", type=FILE, help="File to write [default: standard output]."
)


@dataclass(frozen=True, slots=True)
class Reports:
    """What to read, and how."""

    paths: tuple[Path, ...]
    published: date | None
    conflict: str | None

    def read(self) -> tuple[list[Document], list[Rejected]]:
        """Return the reports, and what could not be read, which is said.

        Raises
        ------
        DocumentError
            A path does not exist, or there is no report at all.
        """
        from events.documents import SUFFIXES, read_documents

        documents, unread = read_documents(self.paths, published=self.published)
        say_each("not read", unread[:_SAID])
        if more := len(unread) - len(unread[:_SAID]):
            click.echo(f"not read: {more} more; claimmap run keeps each with its reason", err=True)
        if not documents and not unread:
            places = ", ".join(map(str, self.paths))
            raise DocumentError(f"no report ({', '.join(SUFFIXES)}) found in {places}")
        return documents, unread


@dataclass(frozen=True, slots=True)
class Query:
    """What to ask of which ledger."""

    store: Address
    conflict: str | None
    known_on: date | None
    min_confidence: float | None = None

    def corpus(self) -> Corpus:
        """Open the ledger and return what it holds that the query asks for."""
        from events.corpus import Corpus
        from events.store import Ledger

        with Ledger.open(self.store, create=False) as ledger:
            corpus = Corpus.of(ledger, known_on=self.known_on, conflict=self.conflict)
        return corpus if self.min_confidence is None else corpus.confident(self.min_confidence)


def takes_reports(command: Command) -> Command:
    """Give a command REPORTS, ``--published`` and ``--conflict``, packed in its first argument."""

    @click.argument("reports", nargs=-1, required=True, type=FILE)
    @day_option("--published", "Publication date of reports that state none.")
    @click.option("--conflict", metavar="ID", help="Profile to read by [default: by report].")
    @functools.wraps(command)
    def packed(
        reports: tuple[Path, ...], published: date | None, conflict: str | None, **rest: object
    ) -> None:
        command(Reports(reports, published, conflict), **rest)

    return packed


def takes_query(command: Command) -> Command:
    """Give a command the options that ask a ledger, packed in its first argument."""

    @store_option
    @click.option("--conflict", metavar="ID", help="Only claims of this conflict [default: all].")
    @day_option("--known-on", "Only what was published by this day [default: all].")
    @confidence_option
    @functools.wraps(command)
    def packed(
        store: Address,
        conflict: str | None,
        known_on: date | None,
        min_confidence: float | None,
        **rest: object,
    ) -> None:
        command(Query(store, conflict, known_on, min_confidence), **rest)

    return packed


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(unit="report", disable=not sys.stderr.isatty(), leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield progress


def say_each(what: str, rejected: Iterable[Rejected]) -> None:
    """Say of each report on standard error what became of it, and why."""
    for one in rejected:
        click.echo(f"{what}: {one.document_id}: {one.reason}", err=True)


def json_lines(rows: Iterable[Row]) -> str:
    """Return one JSON object a line; days as ISO 8601."""
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)


def write(output: Path | None, content: str | bytes) -> None:
    """Write to the file, whole or not at all, or to standard output."""
    from events.export import write_whole

    if output is None:
        click.echo(content, nl=False)
    else:
        write_whole(output, content)
