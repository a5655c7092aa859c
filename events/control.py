"""Who holds a place as of a date, and according to whom (pure).

The rules, in words. They read claims; they never say what is true.

*What counts.* A claim counts if it is asserted, of a kind that can say who holds a place (capture,
withdrawal, control), about the place itself (``where_prec`` 1: "near X", "around X", a district or
a region never change X) and dated: its day is the event's, else the day of publication. Where only
a span is known ("in May"), its day is the span's last, or the day of publication if that is
earlier: by then it had happened. A share of a place is not the place. What a report says at its
head in its own voice and attributes later, and what it says in its own voice under its own "could
not verify", corroborates nothing and does not count.

*What a claim says.* A capture or control claim says that ``claimed_controller`` holds the place;
where that is null it says nothing. A withdrawal says that ``actor1`` left; it ends the hold of the
one who leaves and gives the place to nobody, unless the claim names a controller.

*Whose word it is.* It is the word of ``claimant_side``, and of third parties where there is none.
A statement against the interest of the speaker's side (the other side holds the place; ours left)
is that side's word only when its officials, forces or local authorities say it: then it is a
concession. From an expert, a journalist or a resident it is a third party's word.

*The latest word of a side* stands until a later one. Its "since" is the first day of the unbroken
run in which it says the same, so that repeating it makes it no stronger. On one day a concession
outweighs a boast, and so it does wherever the boast's span reaches back to the concession's day;
then a change (capture, withdrawal) outweighs a state; what is still contradictory is contested.
"X left" changes the word of a side that held X to be there, or that had said nothing.

*Holder and basis.* A word is superseded where another side says something contrary that began after
its last evidence, with a change (a capture, a withdrawal) or when it was no longer current: a state
claimed a day after the enemy's capture contradicts it, a capture after the enemy's hold explains
itself. Of the words that stand: all the same, from two sides or more → agreed; one
side's, against its interest → conceded; one side's → one side; contrary words → disputed, and the
holder is contested, except that a concession outweighs the boasts of others. A place that was left
and claimed by nobody has the holder unknown. Third parties decide only where no side has spoken.
Silence never flips: without a later claim the state remains, and its currency fades.

*Currency.* Days from the last evidence of the words that decide to the date asked for: current to
``CURRENT_DAYS``, stale to ``STALE_DAYS``, then no coverage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from types import MappingProxyType

from events.errors import QueryError
from events.types import (
    CONTESTED,
    TERRITORIAL,
    Basis,
    Claim,
    ControlStatus,
    Currency,
    Word,
    is_own_voice,
)

CURRENT_DAYS = 30
"""Up to so many days after the last evidence a status is current."""
STALE_DAYS = 180
"""Up to so many days it is stale; later there is no coverage."""
THIRD = "third"
"""The name under which the word of third parties is given."""
EVERYONE = "all"
UNKNOWN = "unknown"

_CONCEDING_KINDS = frozenset({"official", "military", "local"})
_NO_SIDES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one counted claim says of its place, in terms of sides."""

    claim_id: str
    voice: str  # a side, or THIRD
    start: date  # the first day it may speak of
    day: date  # the day by which it had happened
    last: date  # the last day it is evidence for
    controller: str | None
    left: str | None
    is_concession: bool
    is_change: bool


@dataclass(frozen=True, slots=True)
class _Voice:
    """The latest word of one side, and what it rests on."""

    side: str
    controller: str | None
    left: frozenset[str]  # who is said to have gone, where nobody is said to hold it
    since: date
    last: date
    ids: tuple[str, ...]
    is_change: bool  # whether the run began with a capture or a withdrawal
    conceded_on: date | None  # the last day on which it was said against the side's interest


@dataclass(frozen=True, slots=True)
class _Verdict:
    holder: str
    basis: Basis
    voices: tuple[_Voice, ...]  # those that decide


def control_as_of(
    claims: Iterable[Claim],
    as_of: date,
    *,
    known_on: date | None = None,
    according_to: str = EVERYONE,
    side_of: Mapping[str, str] = _NO_SIDES,
) -> list[ControlStatus]:
    """Return who holds each place of which somebody said so, by the rules above.

    Parameters
    ----------
    claims
        In any order; repeated claims (one ``claim_id``) count once.
    as_of
        The day asked for. Claims dated later are not read.
    known_on
        Read only what was published by this day; claims without a date of publication are then
        left out.
    according_to
        ``"all"``, ``"third"`` (third parties only), or a side: only its own word.
    side_of
        From an actor to its side, where the two differ (a proxy, a state's forces).

    Returns
    -------
    list of ControlStatus
        Sorted by ``place_id``. A place is absent where nobody said who holds it: unknown.

    Raises
    ------
    QueryError
        ``according_to`` names no side of these claims; the message lists the choices.
    """
    unique = {claim.claim_id: claim for claim in claims}
    _check_voice(according_to, unique.values(), side_of)
    counted: dict[str, list[tuple[Claim, _Statement]]] = defaultdict(list)
    for claim in unique.values():
        if claim.place_id is not None and _is_known(claim, known_on):
            statement = _statement(claim, side_of)
            if statement and statement.day <= as_of and _is_asked(statement, according_to):
                counted[claim.place_id].append((claim, statement))
    return [_status(place_id, counted[place_id], as_of) for place_id in sorted(counted)]


def voices_of(claims: Iterable[Claim], side_of: Mapping[str, str] = _NO_SIDES) -> list[str]:
    """Return whose word can be asked for: ``"all"``, the sides in order of name, ``"third"``."""
    sides = {claim.claimant_side for claim in claims if claim.claimant_side}
    sides = {side_of.get(side, side) for side in sides} | set(side_of.values())
    return [EVERYONE, *sorted(sides), THIRD]


def _check_voice(according_to: str, claims: Iterable[Claim], side_of: Mapping[str, str]) -> None:
    choices = voices_of(claims, side_of)
    if according_to not in choices:
        raise QueryError(f"nobody speaks as {according_to!r}; choose from {', '.join(choices)}")


def _is_known(claim: Claim, known_on: date | None) -> bool:
    if known_on is None:
        return True
    known_from = claim.known_from or claim.published
    return known_from is not None and known_from <= known_on


def _is_asked(statement: _Statement, according_to: str) -> bool:
    return according_to in (EVERYONE, statement.voice)


def _statement(claim: Claim, side_of: Mapping[str, str]) -> _Statement | None:
    """Return what the claim says of who holds its place, or None where it does not count."""
    span = _span(claim) if _counts(claim) else None
    if span is None:
        return None
    side = _side(claim.claimant_side, side_of)
    controller = _side(claim.claimed_controller, side_of)
    left = _side(claim.actor1, side_of) if claim.event_type == "withdrawal" else None
    if controller is None and left is None:
        return None
    is_adverse = side is not None and _is_adverse(claim, side, controller, left)
    concedes = is_adverse and claim.claimant_kind in _CONCEDING_KINDS
    start, day, last = span
    return _Statement(
        claim_id=claim.claim_id,
        voice=THIRD if side is None or (is_adverse and not concedes) else side,
        start=start,
        day=day,
        last=last,
        controller=controller,
        left=left,
        is_concession=concedes,
        is_change=claim.event_type != "control",
    )


def _side(actor: str | None, side_of: Mapping[str, str]) -> str | None:
    return None if actor is None else side_of.get(actor, actor)


def _counts(claim: Claim) -> bool:
    return (
        claim.modality == "asserted"
        and claim.event_type in TERRITORIAL
        and claim.where_prec == 1
        and (claim.share_percent is None or claim.share_percent >= 100)
        and not claim.own_voice_lead
        and not (claim.verification == "unverifiable" and is_own_voice(claim))
        and claim.review_status != "rejected"
    )


def _is_adverse(claim: Claim, side: str, controller: str | None, left: str | None) -> bool:
    if controller in (side, CONTESTED):
        return False
    return claim.against_interest or controller is not None or left == side


def _span(claim: Claim) -> tuple[date, date, date] | None:
    """Return the first day, the day by which it had happened, and the last day of evidence."""
    start = claim.event_date or claim.published
    if start is None:
        return None
    end = claim.event_date_end or start
    if (claim.date_prec or 1) > 1:
        day = max(start, min(end, claim.published or end))
        return start, day, day
    return start, start, end if claim.event_type == "control" else start


def _status(place_id: str, counted: list[tuple[Claim, _Statement]], as_of: date) -> ControlStatus:
    by_voice: dict[str, list[_Statement]] = defaultdict(list)
    for _, statement in counted:
        by_voice[statement.voice].append(statement)
    voices = [_latest(side, by_voice[side]) for side in sorted(by_voice)]
    verdict = _verdict(voices)
    last = min(as_of, max(voice.last for voice in verdict.voices))
    return ControlStatus(
        place_id=place_id,
        place_name=_name(claim for claim, _ in counted),
        as_of=as_of,
        holder=verdict.holder,
        basis=verdict.basis,
        currency=_currency((as_of - last).days),
        since=max(voice.since for voice in verdict.voices),
        last_evidence=last,
        words=tuple(_word(voice, as_of) for voice in voices),
        deciding=tuple(sorted(i for voice in verdict.voices for i in voice.ids)),
    )


def _name(claims: Iterable[Claim]) -> str:
    """Return the name of the latest claim that has one; the same whatever the order."""
    dated = [(c.event_date or c.published, c.place_name or "", c.claim_id) for c in claims]
    return max(dated, key=lambda entry: (entry[1] != "", *entry))[1]


def _word(voice: _Voice, as_of: date) -> Word:
    return Word(
        side=voice.side,
        controller=voice.controller,
        since=voice.since,
        last_evidence=min(as_of, voice.last),
        claim_ids=voice.ids,
    )


def _currency(days: int) -> Currency:
    if days <= CURRENT_DAYS:
        return "current"
    return "stale" if days <= STALE_DAYS else "no coverage"


def _latest(side: str, statements: Iterable[_Statement]) -> _Voice:
    """Fold a side's statements, day by day, into its latest word."""
    voice: _Voice | None = None
    ordered = sorted(statements, key=lambda s: (s.day, s.claim_id))
    for _, same_day in groupby(ordered, key=lambda s: s.day):
        voice = _after(voice, list(same_day), side)
    assert voice is not None  # a place is listed because of a statement
    return voice


def _after(voice: _Voice | None, same_day: list[_Statement], side: str) -> _Voice | None:
    """Return a side's word after one more day's statements."""
    if voice is not None and voice.conceded_on is not None:
        conceded = voice.conceded_on
        same_day = [s for s in same_day if s.is_concession or s.start > conceded]
    if not same_day:
        return voice
    new = _word_of_day(side, same_day)
    if voice is None:
        return new
    if new.controller is None and voice.controller not in (None, CONTESTED, *new.left):
        return voice  # somebody left who was not said to hold it
    if (new.controller, new.left) != (voice.controller, voice.left):
        return new
    return replace(
        voice,
        last=max(voice.last, new.last),
        ids=(*voice.ids, *new.ids),
        conceded_on=new.conceded_on or voice.conceded_on,
    )


def _word_of_day(side: str, same_day: list[_Statement]) -> _Voice:
    """Reconcile what one side says on one day."""
    said = (
        [s for s in same_day if s.is_concession] or [s for s in same_day if s.is_change] or same_day
    )
    controllers = {s.controller for s in said if s.controller is not None}
    left = frozenset(s.left for s in said if s.controller is None and s.left is not None)
    controller = min(controllers) if controllers else None
    if len(controllers) > 1 or controller in left:
        controller = CONTESTED
    return _Voice(
        side=side,
        controller=controller,
        left=left if controller is None else frozenset(),
        since=said[0].day,
        last=max(s.last for s in said),
        ids=tuple(s.claim_id for s in said),
        is_change=any(s.is_change for s in said),
        conceded_on=said[0].day if said[0].is_concession else None,
    )


def _verdict(voices: list[_Voice]) -> _Verdict:
    """Weigh the words of all who spoke of a place."""
    sides = [voice for voice in voices if voice.side != THIRD]
    if not sides:
        third = tuple(voices)
        return _Verdict(third[0].controller or UNKNOWN, "third party", third)
    latest = [v for v in sides if not any(_supersedes(other, v) for other in sides)]
    standing = tuple(v for v in latest if not any(_outweighs(other, v) for other in latest))
    if any(_is_contrary(a, b) for a in standing for b in standing):
        return _Verdict(CONTESTED, "disputed", standing)
    holders = [v.controller for v in standing if v.controller is not None]
    saying_so = len(holders) or len(standing)
    return _Verdict(holders[0] if holders else UNKNOWN, _basis(standing, saying_so), standing)


def _basis(standing: tuple[_Voice, ...], saying_so: int) -> Basis:
    if saying_so > 1:
        return "agreed"
    return "conceded" if any(v.conceded_on is not None for v in standing) else "one side"


def _is_contrary(one: _Voice, other: _Voice) -> bool:
    if one.controller is None or other.controller is None:
        return one.controller in other.left or other.controller in one.left
    return one.controller != other.controller


def _supersedes(later: _Voice, earlier: _Voice) -> bool:
    gap = (later.since - earlier.last).days
    return gap > (0 if later.is_change else CURRENT_DAYS) and _is_contrary(later, earlier)


def _outweighs(concession: _Voice, boast: _Voice) -> bool:
    return (
        concession.conceded_on is not None
        and boast.conceded_on is None
        and _is_contrary(concession, boast)
    )
