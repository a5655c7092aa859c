"""The verb that reaches the Web: fetch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.importing import packs
from events.cli.options import FILE, cli
from events.errors import FetchError

if TYPE_CHECKING:
    from events.fetch import Web

_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Manners:
    """How the Web is asked."""

    pause: float
    seconds: float
    megabytes: float
    private: bool
    agent: str | None

    def web(self) -> Web:
        """Return a Web with these manners."""
        from events.fetch import Limits, Web, Wire, is_any, is_public

        limits = Limits(bytes=int(self.megabytes * _MEGA), seconds=self.seconds)
        web = Web(Wire(limits=limits, allowed=is_any if self.private else is_public))
        web.pause_s = self.pause
        web.agent = self.agent or web.agent
        return web


@cli.command()
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@click.option("--out", type=FILE, required=True, metavar="FOLDER", help="Where to keep the pages.")
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Pages to fetch of one feed.",
)
@packs(
    Manners,
    click.option(
        "--pause",
        type=click.FloatRange(min=0),
        default=2.0,
        show_default=True,
        metavar="SECONDS",
        help="Between two requests to a host, at least.",
    ),
    click.option(
        *("--timeout", "seconds"),
        type=click.FloatRange(min=0, min_open=True),
        default=30.0,
        show_default=True,
        metavar="SECONDS",
        help="For one request in all.",
    ),
    click.option(
        *("--size", "megabytes"),
        type=click.FloatRange(0, 8, min_open=True),
        default=8.0,
        show_default=True,
        metavar="MB",
        help="Of one page or feed, at most.",
    ),
    click.option(
        *("--allow-private", "private"),
        is_flag=True,
        help="Also ask this computer and private networks, which a feed from elsewhere must not.",
    ),
    click.option("--user-agent", "agent", metavar="TEXT", help="What to tell hosts that we are."),
)
def fetch(manners: Manners, feeds: tuple[str, ...], out: Path, most: int) -> None:
    """Fetch the pages that feeds name, from the network, into a folder to read reports from.

    FEED is the address of an RSS or Atom feed or of a page, or a feed in a file. Hosts are asked
    slowly, by their robots.txt, and only for what changed. An edited page is a new version of its
    report. Then: claimmap run FOLDER.
    """
    from events.fetch import Kept, fetch_feeds

    sources = [feed if "://" in feed else Path(feed) for feed in feeds]
    tally: Counter[str] = Counter()
    for had in fetch_feeds(sources, manners.web(), Kept.open(out), most=most):
        tally[had.outcome] += 1
        if had.why:
            click.echo(f"not fetched: {had.why}", err=True)
    said = ", ".join(f"{tally[outcome]} {outcome}" for outcome in ("new", "changed", "unchanged"))
    click.echo(f"{said}, {tally['failed']} not fetched")
    if tally.total() == tally["failed"]:
        raise FetchError("nothing could be fetched")
    click.echo(f"read them: claimmap run {out}")
