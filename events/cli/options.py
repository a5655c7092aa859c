"""What the verbs share: the group, options packed into values, and a bar."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from events.errors import DocumentError

if TYPE_CHECKING:
    from events.corpus import Corpus
    from events.documents import Gathered
    from events.pipeline import Progress
    from events.reliability import Admiralty
    from events.told import Told
    from events.types import Rejected

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


class _Day(click.ParamType[date]):
    """A day, written YYYY-MM-DD."""

    name = "day"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day that is written."""
        if isinstance(value, date):
            return value
        try:
            if len(value) == len("YYYY-MM-DD"):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(f"{value!r} is no day; write it as YYYY-MM-DD, such as 2022-06-24.", param, ctx)


DAY = _Day()


def day_option(name: str, meaning: str, *, required: bool = False) -> Callable[[Command], Command]:
    """Return an option whose value is a day, or None where it is not required."""
    return click.option(name, type=DAY, metavar="DATE", help=meaning, required=required)


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

    @contextmanager
    def gathered(self) -> Iterator[Gathered]:
        """Give the reports, with what could not be read, which is said.

        Raises
        ------
        DocumentError
            A path does not exist, or there is no report at all.
        """
        from events.documents import SUFFIXES, gathered

        with gathered(self.paths, published=self.published) as reports:
            unread = reports.unread
            say_each("not read", unread[:_SAID])
            if more := len(unread) - len(unread[:_SAID]):
                end = "more; claimmap run keeps each with its reason"
                click.echo(f"not read: {more} {end}", err=True)
            if not reports and not unread:
                places = ", ".join(map(str, self.paths))
                raise DocumentError(f"no report ({', '.join(SUFFIXES)}) found in {places}")
            yield reports


@dataclass(frozen=True, slots=True)
class Query:
    """What to ask of which ledger."""

    store: Address
    conflict: str | None
    known_on: date | None
    min_confidence: float | None = None

    def corpus(self) -> Corpus:
        """Open the ledger and return what it holds that the query asks for, texts left out."""
        from events.corpus import Corpus
        from events.store import Ledger

        with Ledger.open(self.store, create=False) as ledger:
            corpus = Corpus.of(ledger, known_on=self.known_on, conflict=self.conflict, bodies=False)
        return corpus if self.min_confidence is None else corpus.confident(self.min_confidence)

    def told(self, names: Sequence[str] | None = None) -> Told:
        """Return what `corpus` does as columns, all that control needs unless some are named.

        The ledger stays open until the command ends.
        """
        from events.store import Ledger
        from events.told import CONTROL, Told

        ledger = click.get_current_context().with_resource(Ledger.open(self.store, create=False))
        asked = CONTROL if names is None else names
        told = Told.of(ledger, known_on=self.known_on, conflict=self.conflict, names=asked)
        return told if self.min_confidence is None else told.confident(self.min_confidence)

    def rejected(self) -> list[Rejected]:
        """Return what was rejected of the reports that were known when the query asks."""
        from events.asked import rejected_by
        from events.store import Ledger

        with Ledger.open(self.store, create=False) as ledger:
            return rejected_by(ledger, self.known_on)


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


@dataclass(frozen=True, slots=True)
class Judges:
    """By whose tables sources and claims have their Admiralty code, beside the reviews."""

    sources: Path | None = None
    claims: Path | None = None

    def judge(self, corpus: Corpus) -> Corpus:
        """Return the corpus as they judge it."""
        return replace(corpus, admiralty=self.beside(corpus.admiralty))

    def beside(self, reviewed: Admiralty) -> Admiralty:
        """Return these tables with the judgements that reviews hold."""
        from events.reliability import Admiralty

        return replace(Admiralty.read(self.sources, self.claims), reviews=reviewed.reviews)


def takes_judges(command: Command) -> Command:
    """Give a command ``--reliability`` and ``--credibility``, packed in ``judges``."""

    @click.option(
        *("--reliability", "sources"),
        type=FILE,
        metavar="CSV",
        help="Your table of sources, A to F: source, reliability, reason, reviewer, date.",
    )
    @click.option(
        *("--credibility", "claims"),
        type=FILE,
        metavar="CSV",
        help="Your table of claims, 1 to 6: claim_id, credibility, reason, reviewer, date.",
    )
    @functools.wraps(command)
    def packed(*given: object, sources: Path | None, claims: Path | None, **rest: object) -> None:
        command(*given, judges=Judges(sources, claims), **rest)

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
