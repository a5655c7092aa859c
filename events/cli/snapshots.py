"""The verb for a map that can be passed on: snapshot."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.exporting import PROFILES, say
from events.cli.options import FILE, Command, Query, cli, day_option, takes_query
from events.cli.output import write

if TYPE_CHECKING:
    from events.corpus import Corpus
    from events.map.manifest import Drawn

_PUBLIC = "public"
_MOST = 400  # maps of one series: more is a mistake of the command
_DAYS = {"d": 1, "w": 7}


@dataclass(frozen=True, slots=True)
class For:
    """For whom a map is made: on what terms, as published on which day, with how many quotes."""

    profile: str
    on: date | None
    private: bool
    quotes: int | None

    def drawn(self, corpus: Corpus, day: date | None) -> Drawn:
        """Return what is drawn of a corpus on these terms."""
        from events.map.manifest import Drawn
        from events.map.terms import on_terms

        drawn = Drawn(
            claims=corpus.claims,
            documents=corpus.documents,
            conflicts=corpus.conflicts,
            provenance=replace(corpus.provenance(day), private=self.private),
            quotes=self.quotes,
        )
        return on_terms(drawn, self.profile, self.on or date.today())


@dataclass(frozen=True, slots=True)
class Days:
    """The days of which maps are made: one, or a series."""

    as_of: date | None
    series: tuple[date, date] | None
    every: int

    def each(self) -> Iterator[date]:
        """Yield the days of the series, its last day always among them."""
        if self.series is None:
            return
        first, last = self.series
        for step in range(0, (last - first).days, self.every):
            yield first + timedelta(days=step)
        yield last


def _quotes(_c: click.Context, _o: click.Parameter, value: str) -> int | None:
    if value in ("all", "none"):
        return None if value == "all" else 0
    if not value.isdigit():
        raise click.BadParameter("give a number, all, or none")
    return int(value)


def _span(_c: click.Context, _o: click.Parameter, value: str | None) -> tuple[date, date] | None:
    if value is None:
        return None
    first, _, last = value.partition("..")
    try:
        span = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is no FROM..TO, such as 2022-06-01..2022-07-01"
        ) from error
    if span[0] > span[1]:
        raise click.BadParameter(f"{first} is after {last}")
    return span


def _period(_c: click.Context, _o: click.Parameter, value: str) -> int:
    found = re.fullmatch(r"([1-9]\d{0,3})([dw])", value)
    if found is None:
        raise click.BadParameter(f"{value!r} is no period, such as 7d or 2w")
    return int(found[1]) * _DAYS[found[2]]


def takes_readers(command: Command) -> Command:
    """Give a command the options of `For`, packed in ``readers``."""

    @click.option(
        "--profile",
        type=click.Choice(PROFILES[::-1]),
        default=_PUBLIC,
        show_default=True,
        help="Terms of publication: public delays, coarsens and names no person; said on the map.",
    )
    @day_option("--on", "The day of publishing, for the profile's delay [default: today].")
    @click.option("--private", is_flag=True, help="Keep rows whose licence bars redistribution.")
    @click.option(
        "--quotes",
        metavar="N|all|none",
        default="all",
        show_default=True,
        callback=_quotes,
        help="How many of the words that claims rest on are carried, the latest first.",
    )
    @functools.wraps(command)
    def packed(
        *given: object, profile: str, on: date | None, private: bool, quotes: int | None,
        **rest: object,
    ) -> None:  # fmt: skip
        command(*given, readers=For(profile, on, private, quotes), **rest)

    return packed


def takes_days(command: Command) -> Command:
    """Give a command the options of `Days`, packed in ``days``."""

    @day_option("--as-of", "The day whose holders are shown [default: that of the last report].")
    @click.option(
        "--series",
        metavar="FROM..TO",
        callback=_span,
        help="A map of each day's knowledge, into the folder named with -o.",
    )
    @click.option(
        "--every", metavar="PERIOD", default="7d", show_default=True, callback=_period,
        help="Between the maps of a series: days or weeks, such as 7d or 2w.",
    )  # fmt: skip
    @functools.wraps(command)
    def packed(
        *given: object, as_of: date | None, series: tuple[date, date] | None, every: int,
        **rest: object,
    ) -> None:  # fmt: skip
        command(*given, days=Days(as_of, series, every), **rest)

    return packed


@cli.command()
@takes_query
@takes_readers
@takes_days
@click.option("--png", is_flag=True, help="Write a picture of it beside it, through Chromium.")
@click.option("-o", "--output", type=FILE, help="File, or folder of a series [default: map.html].")
def snapshot(query: Query, readers: For, days: Days, output: Path | None, *, png: bool) -> None:
    """Write the map as one HTML file that needs no network, or a series of them.

    It holds what it is made from: query, dates, versions, hashes of reports, licences and terms.
    The same ledger, query and day of publishing give the same bytes.
    """
    if png:
        from events.map.picture import chromium

        chromium()  # before the work, not after it
    if days.series is None:
        drawn = readers.drawn(query.corpus(), days.as_of)
        _say(drawn)
        _write(drawn, days.as_of, output or Path("map.html"), png=png)
        return
    each = list(days.each())
    if days.as_of or len(each) > _MOST:
        raise click.UsageError(f"a series has its own days, {_MOST} at most; widen --every")
    folder = output or Path("maps")
    folder.mkdir(parents=True, exist_ok=True)
    for day in each:
        known = replace(query, known_on=min(day, query.known_on or day))
        drawn = readers.drawn(known.corpus(), day)
        _write(drawn, day, folder / f"map-{day.isoformat()}.html", png=png)


def _say(drawn: Drawn) -> None:
    say(*drawn.provenance.notices)


def _write(drawn: Drawn, day: date | None, path: Path, *, png: bool) -> None:
    from events.map.snapshot import snapshot_html

    page = snapshot_html(drawn, day)
    write(path, page)
    click.echo(f"{path}  {len(drawn.claims)} claims")
    if png:
        from events.map.picture import picture_of

        picture = path.with_suffix(".png")
        write(picture, picture_of(page))
        click.echo(picture)
