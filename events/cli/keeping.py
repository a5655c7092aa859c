"""Verbs that say something of claims in a ledger: review, retract, correct. Nothing is edited."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import click

from events.cli.options import (
    Address,
    Command,
    Query,
    cli,
    day_option,
    ledger_address,
    store_option,
)

if TYPE_CHECKING:
    from events.review import Notice, Review
    from events.store import Ledger
    from events.types import Claim

_SHOWN = 20
_AT_ONCE = 1_000
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of which claim, by whom and why."""

    store: Address
    claim_id: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Publication:
    """Where and when a source said it."""

    published: date
    url: str


set_option = click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE",
    help="A field and what it should be; nothing after = is null. May be given several times. With"
    " place_id the rest of the place comes from the gazetteer.",
)


credibility_option = click.option(
    "--credibility",
    type=click.Choice(list("123456")),
    help="How far you believe it: 1 confirmed by others, 2 probably true, 3 possibly, 4 doubtful, 5"
    " improbable, 6 cannot be judged [default: not judged].",
)


def takes_verdict(by: str) -> Callable[[Command], Command]:
    """Give a command CLAIM_ID, ``--by``, ``--reason``, ``--store``, packed in one argument."""

    def decorate(command: Command) -> Command:
        @click.argument("claim_id")
        @click.option("--by", required=True, metavar="NAME", help=by)
        @click.option("--reason", required=True, metavar="TEXT", help="Why, in a sentence.")
        @store_option
        @functools.wraps(command)
        def packed(store: Address, claim_id: str, by: str, reason: str, **rest: object) -> None:
            command(Verdict(store, claim_id, by, reason), **rest)

        return packed

    return decorate


def takes_publication(command: Command) -> Command:
    """Give a command ``--published`` and ``--url``, packed in one argument."""

    @day_option("--published", "The day on which it said so.", required=True)
    @click.option("--url", default="", metavar="URL", help="Where it said so.")
    @functools.wraps(command)
    def packed(verdict: Verdict, published: date, url: str, **rest: object) -> None:
        command(verdict, Publication(published, url), **rest)

    return packed


class _Listing(click.Group):
    """A group that lists where none of its verbs is named: ``claimmap review LEDGER``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {*self.commands, *ctx.help_option_names}
        named = bool(args) and args[0] in known
        return super().parse_args(ctx, args if named else ["list", *args])


@cli.group(cls=_Listing)
def review() -> None:
    """List the claims to review first, and why; accept, reject or correct one.

    "claimmap review LEDGER" is short for "claimmap review list LEDGER". A review is a row of its
    own: the latest counts, and the claim as it was read stays.
    """


@review.command("list")
@click.argument("ledger", type=ledger_address, required=False)
@store_option
@day_option("--as-of", "The day whose holders matter [default: that of the last report].")
@click.option("--all", "whole", is_flag=True, help=f"All of them, not the first {_SHOWN} only.")
def list_queue(ledger: Address | None, store: Address, as_of: date | None, *, whole: bool) -> None:
    """List the claims that nobody has reviewed, those on which the most hangs first."""
    from events.review import first_of
    from events.told import CONTROL

    doubts = ("extraction_confidence", "where_flag")
    told = Query(ledger or store, None, None).told((*CONTROL, *doubts))
    sketches = told.sketches(*doubts)
    queued = first_of(sketches, told.control(as_of), most=None if whole else _SHOWN)
    for start in range(0, len(queued), _AT_ONCE):
        some = queued[start : start + _AT_ONCE]
        claims = {claim.claim_id: claim for claim in told.some(one.claim.claim_id for one in some)}
        for one in some:
            click.echo(_entry(claims[one.claim.claim_id], one.reasons))
    done, there = told.reviewed
    click.echo(f"{done} of {there} claims reviewed, {there - done} to review")


@review.command("log")
@click.argument("ledger", type=ledger_address, required=False)
@store_option
def list_reviews(ledger: Address | None, store: Address) -> None:
    """List every review, and what sources took back or corrected, the oldest first."""
    from events.store import Ledger

    with Ledger.open(ledger or store, create=False) as asked:
        said: list[tuple[datetime | None, Review | Notice, str]] = [
            *((one.at, one, f"{one.reviewer}") for one in asked.reviews()),
            *((one.at, one, f"{one.source}, {one.published}") for one in asked.notices()),
        ]
    for at, one, who in sorted(said, key=lambda row: str(row[0])):
        changes = "".join(f"; {name}={value}" for name, value in sorted(one.corrected.items()))
        judged = getattr(one, "credibility", None)
        belief = f"; credibility {judged}" if judged else ""
        click.echo(f"{at}  {one.claim_id}  {one.decision} by {who}: {one.reason}{changes}{belief}")


@review.command()
@takes_verdict("Who reviews it.")
@credibility_option
def accept(verdict: Verdict, credibility: str | None) -> None:
    """Say that the report claims this, as it was read."""
    _review(verdict, "accept", credibility=credibility)


@review.command()
@takes_verdict("Who reviews it.")
def reject(verdict: Verdict) -> None:
    """Say that the report does not claim this: it is kept, and decides nothing."""
    _review(verdict, "reject")


@review.command("correct")
@takes_verdict("Who reviews it.")
@set_option
@credibility_option
def correct_reading(verdict: Verdict, changes: Sequence[str], credibility: str | None) -> None:
    """Say what the report claims instead of what was read."""
    _review(verdict, "correct", _corrections(changes), credibility)


@cli.command()
@takes_verdict("The source that takes it back.")
@takes_publication
def retract(verdict: Verdict, publication: Publication) -> None:
    """Keep that a source took back a claim of its own: from that day on it decides nothing."""
    _notice(verdict, publication, {})


@cli.command()
@takes_verdict("The source that corrects it.")
@takes_publication
@set_option
def correct(verdict: Verdict, publication: Publication, changes: Sequence[str]) -> None:
    """Keep that a source corrected a claim of its own: from that day on the correction counts."""
    _notice(verdict, publication, _corrections(changes))


def _review(
    verdict: Verdict,
    decision: Literal["accept", "correct", "reject"],
    corrected: Mapping[str, Any] = _NOTHING,
    credibility: str | None = None,
) -> None:
    from events.review import Review
    from events.told import Told

    review = Review(
        claim_id=verdict.claim_id,
        decision=decision,
        reviewer=verdict.by,
        reason=verdict.reason,
        corrected=dict(corrected),
        credibility=credibility,
    )
    with _opened(verdict.store) as ledger:
        ledger.review(review)
        done, claims = Told.of(ledger, names=()).reviewed
    click.echo(f"{verdict.claim_id}: {decision}; {done} of {claims} claims reviewed")


def _notice(verdict: Verdict, publication: Publication, corrected: dict[str, Any]) -> None:
    from events.review import Notice

    notice = Notice(
        claim_id=verdict.claim_id,
        decision="correct" if corrected else "retract",
        source=verdict.by,
        reason=verdict.reason,
        published=publication.published,
        corrected=corrected,
        url=publication.url,
    )
    with _opened(verdict.store) as ledger:
        ledger.notice(notice)
    click.echo(f"{verdict.claim_id}: {notice.decision} by {notice.source}, {notice.published}")


@contextmanager
def _opened(store: Address) -> Iterator[Ledger]:
    """Open a ledger that is there, to add to it."""
    from events.store import Ledger

    Ledger.open(store, create=False).close()
    with Ledger.open(store) as ledger:
        yield ledger


def _corrections(changes: Sequence[str]) -> dict[str, Any]:
    """Return what to correct; a place named by its id alone brings what the gazetteer knows."""
    from events.review import as_correction

    values = dict(as_correction(change) for change in changes)
    if values.get("place_id"):
        from events.review import place_values
        from geo.gazetteer import Gazetteer

        return place_values(Gazetteer.open().get(values["place_id"])) | values
    return values


def _entry(claim: Claim, reasons: Sequence[str]) -> str:
    day = claim.event_date or claim.published or "undated"
    holder = claim.claimed_controller or claim.projected_controller
    said = f"{claim.event_type}, {claim.modality}" + (f", {holder}" if holder else "")
    where = claim.place_name or claim.mention or "no place"
    who = claim.claimant or claim.source or "somebody"
    lines = (
        f"{claim.claim_id}  {day}  {where}: {said}",
        f"    {who}: {' '.join(claim.evidence.split())}",
        f"    {'; '.join(reasons)}",
    )
    return "\n".join(lines)
