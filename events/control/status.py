"""The question and its answer: who holds which place as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from events.control.statements import THIRD, Statement, known_from, statement_of
from events.control.words import CURRENT_DAYS, Verdict, Voice, latest_word, verdict_of
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
        From an actor to its side, where the two differ (a proxy, a state's forces); `Sides` where
        links to sides have dates.

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
    check_voice(according_to, voices_of(unique.values(), side_of))
    known = (claim for claim in unique.values() if _is_known(claim, known_on))
    spoken = spoken_of(known, side_of, according_to)
    said = {place: [s for s in spoken[place] if s.day <= as_of] for place in sorted(spoken)}
    return [_status(place_id, said[place_id], as_of) for place_id in said if said[place_id]]


def spoken_of(
    claims: Iterable[Claim], side_of: Mapping[str, str] = _NO_SIDES, according_to: str = EVERYONE
) -> dict[str, list[Statement]]:
    """Return by place what the claims that count say of who holds it, in their order."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for claim in claims:
        if claim.place_id is not None:
            statement = statement_of(claim, side_of)
            if statement and according_to in (EVERYONE, statement.voice):
                found[claim.place_id].append(statement)
    return found


def voices_of(claims: Iterable[Claim], side_of: Mapping[str, str] = _NO_SIDES) -> list[str]:
    """Return whose word can be asked for: ``"all"``, the sides in order of name, ``"third"``."""
    sides = {claim.claimant_side for claim in claims if claim.claimant_side}
    sides = {side_of.get(side, side) for side in sides} | set(side_of.values())
    return [EVERYONE, *sorted(sides), THIRD]


def check_voice(according_to: str, choices: Sequence[str]) -> None:
    """Raise QueryError where nobody speaks under this name."""
    if according_to not in choices:
        raise QueryError(f"nobody speaks as {according_to!r}; choose from {', '.join(choices)}")


def _is_known(claim: Claim, known_on: date | None) -> bool:
    known = known_from(claim)
    return known_on is None or (known is not None and known <= known_on)


def _status(place_id: str, said: Sequence[Statement], as_of: date) -> ControlStatus:
    by_voice: dict[str, list[Statement]] = defaultdict(list)
    for statement in said:
        by_voice[statement.voice].append(statement)
    voices = [latest_word(side, by_voice[side]) for side in sorted(by_voice)]
    return status_of(Place(place_id, name_of(said)), voices, verdict_of(voices), as_of)


@dataclass(frozen=True, slots=True)
class Place:
    """A place's id, and the name that claims give it."""

    id: str
    name: str


def status_of(
    place: Place, voices: Iterable[Voice], verdict: Verdict, as_of: date
) -> ControlStatus:
    """Return the status of a place by the latest words on it and the verdict on them."""
    last = min(as_of, verdict.last)
    return ControlStatus(
        place_id=place.id,
        place_name=place.name,
        as_of=as_of,
        holder=verdict.holder,
        basis=verdict.basis,
        currency=currency_after((as_of - last).days),
        since=verdict.since,
        last_evidence=last,
        words=tuple(
            [
                Word(side, controller, since, evidence if evidence < as_of else as_of, ids)
                for side, controller, _, since, evidence, ids, _, _ in voices
            ]
        ),
        deciding=verdict.ids,
    )


def name_of(said: Iterable[Statement]) -> str:
    """Return the latest name that claims give a place; the same whatever their order."""
    return max((s.place_name != "", s.start, s.place_name, s.claim_id) for s in said)[2]


def currency_after(days: int) -> Currency:
    """Return how fresh a status is so many days after its last evidence."""
    if days <= CURRENT_DAYS:
        return "current"
    return "stale" if days <= STALE_DAYS else "no coverage"
