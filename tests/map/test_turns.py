"""The columns of control say of every day what control says of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.actors import load_conflict
from events.control import EVERYONE, THIRD, Sides, control_as_of
from events.map.turns import BASES, Turn, turn_columns, turns_of
from events.map.wire import day_number
from events.types import Basis, Claim
from tests.map.sample import claim

SIDES = Sides([load_conflict("ukraine")])
FIRST = date(2022, 6, 1)


@st.composite
def spoken(draw: st.DrawFn) -> list[Claim]:
    """Return claims of two places on who holds them, by anybody, over two months."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        start = FIRST + timedelta(days=draw(st.integers(0, 60)))
        more: dict[str, Any] = {
            "claimant": "Somebody",
            "claimant_side": draw(st.sampled_from(["Russia", "Ukraine", None])),
            "claimant_kind": draw(st.sampled_from(["official", "media"])),
            "event_date": start,
            "event_date_end": start + timedelta(days=draw(st.integers(0, 9))),
            "date_prec": draw(st.sampled_from([1, 4])),
            "claimed_controller": draw(st.sampled_from(["Russia", "Ukraine", "LPR", None])),
            "actor1": draw(st.sampled_from(["Russia", "Ukraine"])),
            "claim_id": f"{number:016x}",
        }
        place = draw(st.sampled_from(["Hirske", "Zolote"]))
        kind = draw(st.sampled_from(["capture", "control", "withdrawal", "clash"]))
        found.append(claim(place, kind, "Words.", more))
    return found


def last(turns: tuple[Turn, ...], voice: str, day: date) -> Turn | None:
    said = [one for one in turns if one.voice == voice and one.day <= day_number(day)]
    return said[-1] if said else None


@given(spoken(), st.integers(0, 100))
def test_the_last_turn_says_what_control_says_of_that_day(claims: list[Claim], after: int) -> None:
    day = FIRST + timedelta(days=after)
    turns = turns_of(claims, SIDES)
    for voice in (EVERYONE, "Russia", "Ukraine", THIRD):
        statuses = control_as_of(claims, day, according_to=voice, side_of=SIDES)
        found = {place: last(turns[place], voice, day) for place in turns}
        told = {
            place: (turn.holder, turn.basis, min(turn.last, day_number(day)))
            for place, turn in found.items()
            if turn is not None
        }
        assert told == {
            s.place_id: (s.holder, s.basis, day_number(s.last_evidence)) for s in statuses
        }


@given(spoken())
def test_a_turn_is_told_only_where_something_turns(claims: list[Claim]) -> None:
    for turns in turns_of(claims, SIDES).values():
        for voice in {turn.voice for turn in turns}:
            told = [(t.holder, t.basis, t.last) for t in turns if t.voice == voice]
            assert all(a != b for a, b in pairwise(told))


def test_columns_number_places_and_leave_out_those_that_are_not_drawn() -> None:
    claims = [
        claim(place, "capture", place, {"claimant": "A"}, claimed_controller="Russia")
        for place in ("Hirske", "Zolote")
    ]
    turns = turns_of(claims, SIDES)
    made = turn_columns(turns, {"gn706930": 7})
    assert set(made["columns"]["place"].values) == {7}
    assert made["voices"] == ["all", "third"]
    assert made["holders"] == ["Russia"]
    assert made["columns"]["lag"].values == [0, 0]


def test_every_basis_has_a_number() -> None:
    from typing import get_args

    assert set(BASES) == set(get_args(Basis))
