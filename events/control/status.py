"""The question and its answer: who holds which place as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from events.control.statements import THIRD, Statement, statement_of
from events.control.words import CURRENT_DAYS, Voice, latest_word, verdict_of
from events.errors import QueryError
from events.types import Claim, ControlStatus, Currency, Word

STALE_DAYS: Final = 180
"""Up to so many days after the last evidence a status is stale; later there is no coverage."""
EVERYONE: Final = "all"

_NO_SIDES: Mapping[str, str] = MappingProxyType({})


def control_as_of(
    claims: Iterable[Claim],
    as_of: date,
    *,
    known_on: date | None = None,
    according_to: str = EVERYONE,
    side_of: Mapping[str, str] = _NO_SIDES,
) -> list[ControlStatus]:
    """Return who holds each place of which somebody said so, by the rules of `events.control`.

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
    counted: dict[str, list[tuple[Claim, Statement]]] = defaultdict(list)
    for claim in unique.values():
        if claim.place_id is not None and _is_known(claim, known_on):
            statement = statement_of(claim, side_of)
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


def _is_asked(statement: Statement, according_to: str) -> bool:
    return according_to in (EVERYONE, statement.voice)


def _status(place_id: str, counted: list[tuple[Claim, Statement]], as_of: date) -> ControlStatus:
    by_voice: dict[str, list[Statement]] = defaultdict(list)
    for _, statement in counted:
        by_voice[statement.voice].append(statement)
    voices = [latest_word(side, by_voice[side]) for side in sorted(by_voice)]
    verdict = verdict_of(voices)
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


def _word(voice: Voice, as_of: date) -> Word:
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
