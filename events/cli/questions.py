"""What a question is put to: a ledger, or reports that are read for it and not kept."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.exporting import say
from events.cli.options import (
    FILE,
    Address,
    Command,
    Query,
    Reports,
    day_option,
    ledger_address,
    progress_bar,
    store_option,
)

if TYPE_CHECKING:
    from events.corpus import Corpus
    from events.reliability import Admiralty

_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask of which ledger or reports, and by whose tables to judge the answer."""

    where: tuple[Address, ...]
    query: Query
    according_to: str = "all"
    sources: Path | None = None
    claims: Path | None = None

    def corpus(self) -> Corpus:
        """Return what the ledger, or the reports, hold that the question asks for."""
        if not self.where:
            return self.query.corpus()
        if len(self.where) == 1 and _is_ledger(self.where[0]):
            return replace(self.query, store=self.where[0]).corpus()
        return self._read()

    def known_on(self, day: date | None) -> Question:
        """Return the question as it could be answered on a day."""
        return replace(self, query=replace(self.query, known_on=day))

    def admiralty(self) -> Admiralty:
        """Return how people judge sources and claims, by the tables given."""
        from events.reliability import Admiralty

        return Admiralty.read(self.sources, self.claims)

    def _read(self) -> Corpus:
        from events.corpus import Hands, take
        from events.history import known_by

        conflict, known_on = self.query.conflict, self.query.known_on
        documents, unread = Reports(tuple(map(Path, self.where)), None, conflict).read()
        with progress_bar() as progress:
            corpus = take(documents, unread, Hands(conflict=conflict, progress=progress))
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

        options = [
            *([_according] if voice else []),
            *([_credibility, _reliability] if judged else []),
        ]
        return functools.reduce(lambda made, option: option(made), options, packed)

    return decorate


_CHOICES = ("according_to", "sources", "claims")
_according = click.option(
    "--according-to",
    default="all",
    show_default=True,
    metavar="WHO",
    help="all, third (third parties only), or a side: only its own word.",
)
_reliability = click.option(
    "--reliability", "sources", type=FILE, metavar="CSV",
    help="Your table of sources, A to F: source, reliability, reason, reviewer, date.",
)  # fmt: skip
_credibility = click.option(
    "--credibility", "claims", type=FILE, metavar="CSV",
    help="Your table of claims, 1 to 6: claim_id, credibility, reason, reviewer, date.",
)  # fmt: skip


def passed_on(corpus: Corpus) -> Corpus:
    """Return the corpus without the claims whose licence bars redistribution, which is said."""
    from events.export import kept_back

    kept, barred = kept_back(corpus.claims)
    say(*map(str, barred))
    return replace(corpus, claims=tuple(kept)) if barred else corpus


def _is_ledger(where: Address) -> bool:
    if "://" in str(where):
        return True
    path = Path(where)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
