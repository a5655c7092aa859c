"""The whole course of who holds each place, as columns: what control would say of every day.

The scripts look a day up in it, so that the map of who holds what follows the time control without
asking Python. The rules are those of `events.control`; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from events.control import CURRENT_DAYS, EVERYONE, STALE_DAYS, THIRD
from events.control.statements import Statement
from events.control.status import spoken_of
from events.control.words import Voice, verdict_of, word_after
from events.map.wire import Column, Table, day_number
from events.types import Claim

BASES = ("agreed", "conceded", "one side", "third party", "disputed", "none")


@dataclass(frozen=True, slots=True)
class Turn:
    """From a day on, until the next turn of the same voice, a place's holder stands as told here.

    ``voice`` is ``"all"`` for the verdict on all words, else a side or ``"third"``. Days count from
    1970; ``last`` is the last day of evidence, which may lie after ``day``.
    """

    day: int
    voice: str
    holder: str
    basis: str
    last: int


def turns_of(claims: Iterable[Claim], side_of: Mapping[str, str]) -> dict[str, tuple[Turn, ...]]:
    """Return the turns of each place in order of day, by ``place_id`` in order.

    The last turn of a voice up to a day says what `events.control.control_as_of` says of that day,
    asked for everyone or for that voice. Claims repeated under one ``claim_id`` count once.
    """
    unique = {claim.claim_id: claim for claim in claims}
    spoken = spoken_of(unique.values(), side_of)
    return {place: tuple(_turns(spoken[place])) for place in sorted(spoken)}


def turn_columns(
    turns: Mapping[str, Sequence[Turn]], place_of: Mapping[str, int]
) -> dict[str, Any]:
    """Return turns as columns of numbers, by place as numbered; those of no place are left out.

    The value has ``voices`` and ``holders`` (tables), ``bases``, the days after which a status is
    stale and after which nothing is known of it, and ``columns``.
    """
    rows = [(place_of[key], one) for key in turns if key in place_of for one in turns[key]]
    rows.sort(key=lambda row: row[0])
    voices, holders = Table([EVERYONE]), Table([])
    columns = {
        "place": Column([place for place, _ in rows], delta=True),
        "day": Column([one.day for _, one in rows], delta=True),
        "lag": Column([one.last - one.day for _, one in rows]),
        "voice": Column([voices.code(one.voice) for _, one in rows]),
        "holder": Column([holders.code(one.holder) for _, one in rows]),
        "basis": Column([BASES.index(one.basis) for _, one in rows]),
    }
    return {
        "voices": voices.words, "holders": holders.words, "bases": BASES, "third": THIRD,
        "current": CURRENT_DAYS, "stale": STALE_DAYS, "columns": columns,
    }  # fmt: skip


def _turns(statements: list[Statement]) -> Iterator[Turn]:
    voices: dict[str, Voice] = {}
    told: dict[str, Turn] = {}
    ordered = sorted(statements, key=lambda one: (one.day, one.voice, one.claim_id))
    for day, same_day in groupby(ordered, key=attrgetter("day")):
        spoken = []
        for side, same_side in groupby(same_day, key=attrgetter("voice")):
            voice = word_after(voices.get(side), list(same_side), side)
            if voice is not None:
                voices[side] = voice
                spoken.append(side)
        everyone = [voices[side] for side in sorted(voices)]
        for name, heard in [(EVERYONE, everyone), *((side, [voices[side]]) for side in spoken)]:
            turn = _turn(day_number(day), name, heard)
            before = told.get(name)
            if before is None or _said(turn) != _said(before):
                told[name] = turn
                yield turn


def _turn(day: int, name: str, heard: list[Voice]) -> Turn:
    verdict = verdict_of(heard)
    return Turn(day, name, verdict.holder, verdict.basis, day_number(verdict.last))


def _said(turn: Turn) -> tuple[str, str, int]:
    return turn.holder, turn.basis, turn.last
