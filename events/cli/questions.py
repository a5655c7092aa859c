"""What a question is put to: a ledger, or reports that are read for it and not kept."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from events.cli.exporting import say, write_beside
from events.cli.options import (
    Address,
    Command,
    Judges,
    Query,
    Reports,
    day_option,
    ledger_address,
    progress_bar,
    store_option,
    takes_judges,
)
from events.cli.output import write

if TYPE_CHECKING:
    from events.corpus import Corpus
    from events.export import Barred, Provenance
    from events.told import Told

_NO_TABLES = Judges()
_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask of which ledger or reports, and by whose tables to judge the answer."""

    where: tuple[Address, ...]
    query: Query
    according_to: str = "all"
    judges: Judges = _NO_TABLES

    def told(self) -> Told | Corpus:
        """Return what the ledger, or the reports, hold that the question asks for, judged.

        Of a ledger that is columns: a claim is read where it is shown.
        """
        if self._ledger is None:
            return self.judges.judge(self._read())
        told = replace(self.query, store=self._ledger).told()
        return replace(told, admiralty=self.judges.beside(told.admiralty))

    @property
    def _ledger(self) -> Address | None:
        """The ledger that is asked, None where reports are read."""
        if not self.where:
            return self.query.store
        return self.where[0] if len(self.where) == 1 and _is_ledger(self.where[0]) else None

    def known_on(self, day: date | None) -> Question:
        """Return the question as it could be answered on a day."""
        return replace(self, query=replace(self.query, known_on=day))

    def _read(self) -> Corpus:
        from events.corpus import Hands, take
        from events.history import known_by

        conflict, known_on = self.query.conflict, self.query.known_on
        asked = Reports(tuple(map(Path, self.where)), None, conflict)
        with asked.gathered() as reports, progress_bar() as progress:
            hands = Hands(conflict=conflict, progress=progress)
            corpus = take(reports, reports.unread, hands)
        known = tuple(known_by(corpus.claims, known_on))
        return replace(corpus, claims=known, known_on=known_on)


def takes_question(*, voice: bool = False, judged: bool = False) -> Callable[[Command], Command]:
    """Give a command WHERE and what to choose from it, packed in its first argument.

    With ``voice`` it can be asked by whose word, with ``judged`` how people judge that.
    """

    def decorate(command: Command) -> Command:
        @click.argument("where", nargs=-1, type=ledger_address, metavar="[LEDGER | REPORTS]...")
        @store_option
        @click.option("--conflict", metavar="ID", help="Only claims of this conflict.")
        @day_option("--known-on", "Only what was published by this day [default: all].")
        @functools.wraps(command)
        def packed(
            where: tuple[Address, ...], store: Address, conflict: str | None,
            known_on: date | None, **rest: object,
        ) -> None:  # fmt: skip
            chosen = {name: rest.pop(name) for name in _CHOICES if name in rest}
            command(Question(where, Query(store, conflict, known_on), **chosen), **rest)  # type: ignore[arg-type]  # click gives each its type

        made: Command = takes_judges(packed) if judged else packed
        return _according(made) if voice else made

    return decorate


_CHOICES = ("according_to", "judges")
_according = click.option(
    "--according-to",
    default="all",
    show_default=True,
    metavar="WHO",
    help="all, third (third parties only), or a side: only its own word.",
)


@dataclass(frozen=True)
class Answer:
    """What a question found, and how and where its answer is written.

    A ``table`` is for the eyes; another form may be passed on, and rests on what may.
    """

    found: Corpus | Told
    form: str
    output: Path | None

    @cached_property
    def allowed(self) -> Corpus | Told:
        """What the answer rests on; what a licence keeps out of it is said."""
        say(*map(str, self._allowed[1]))
        return self._allowed[0]

    @cached_property
    def _allowed(self) -> tuple[Corpus | Told, list[Barred]]:
        return (self.found, []) if self.form == "table" else self.found.passed_on()

    def said(self, about: Provenance) -> dict[str, Any]:
        """Return what the file says of itself that the answer is in."""
        from events.export import about_counted

        return about_counted(self.allowed.counted, about, self._allowed[1])

    def give(self, content: str, about: Provenance | None = None) -> None:
        """Write the answer, and how it was coded: below a table, else beside the file."""
        from events.export import note_of, reviewed_note

        if self.form == "table":
            coded = reviewed_note(*self.found.reviewed).capitalize()
            write(self.output, f"{content}{coded}.\n")
            return
        write(self.output, content)
        if self.form != "geojson":
            said = self.said(about or self.found.provenance())
            write_beside(self.output, lambda name: note_of(name, said))


def _is_ledger(where: Address) -> bool:
    if "://" in str(where):
        return True
    path = Path(where)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
