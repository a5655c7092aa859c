"""Control from columns says what control says of the claims one by one, whatever is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.actors import load_conflict
from events.control import EVERYONE, THIRD, Sides, control_as_of
from events.control.status import spoken_of
from events.control.table import ControlTable
from events.errors import QueryError
from events.store import Ledger
from events.types import Claim
from tests.events.sample import MAYOR, PAPER, RUSSIA, SIDES, UKRAINE, claim, claims, document, june

END = june(30)


@st.composite
def varied(draw: st.DrawFn) -> Claim:
    """Draw claims of every sort that the rules tell apart, some of them worth nothing."""
    drawn: Claim = draw(claims())
    changes: dict[str, Any] = {
        "share_percent": draw(st.sampled_from([None, None, 60.0, 100.0])),
        "review_status": draw(st.sampled_from(["machine", "machine", "accepted", "rejected"])),
        "claimant_kind": draw(st.sampled_from(["military", "local", "media", "source", None])),
        "claimant": draw(st.sampled_from(["Daily", "mayor", None])),
        "source": draw(st.sampled_from(["Daily", None])),
        "origin_agency": draw(st.sampled_from(["mayor", None])),
        "against_interest": draw(st.booleans()),
        "place_name": draw(st.sampled_from(["Hirske", "Girske", None])),
        "known_from": draw(st.none() | st.dates(june(1), END)),
        "conflict": draw(st.sampled_from(["ukraine", "sudan", None])),
    }
    if draw(st.integers(0, 5)) == 0:
        changes |= {"event_date": None, "event_date_end": None}
    return replace(drawn, **changes)


@st.composite
def telling(draw: st.DrawFn) -> Claim:
    """Draw claims that all count, about one place and few days: ties, turns and concessions."""
    first = draw(st.integers(1, 8))
    vague = draw(st.integers(0, 3)) == 0
    kind = draw(st.sampled_from(["capture", "control", "withdrawal", "withdrawal"]))
    return claim(
        draw(st.sampled_from([RUSSIA, UKRAINE, UKRAINE, MAYOR, PAPER])),
        event_type=kind,
        claimed_controller=draw(st.sampled_from(["Russia", "Ukraine", "contested", None])),
        actor1=draw(st.sampled_from(["Russia", "Ukraine", "DPR", "Rebels", None])),
        event_date=june(first),
        event_date_end=june(first + 6 if vague else first),
        date_prec=3 if vague else 1,
        published=june(12),
        place_name=draw(st.sampled_from(["Hirske", "Hirske", "Girske", None])),
        document_sha256=str(draw(st.integers())),
    )


LAWS = st.lists(varied(), max_size=14) | st.lists(telling(), max_size=10)
DAYS = st.dates(date(2022, 5, 30), date(2023, 3, 1))


@given(LAWS, DAYS, st.none() | st.dates(june(1), END))
def test_columns_say_what_the_claims_say(given: list[Claim], day: date, known: date | None) -> None:
    table = ControlTable.of(given, SIDES)
    assert table.as_of(day, known_on=known) == control_as_of(
        given, day, known_on=known, side_of=SIDES
    )


@given(LAWS, DAYS)
def test_columns_say_what_each_side_says(given: list[Claim], day: date) -> None:
    table = ControlTable.of(given, SIDES)
    for who in (EVERYONE, "Russia", "Ukraine", THIRD):
        asked = control_as_of(given, day, according_to=who, side_of=SIDES)
        assert table.as_of(day, according_to=who) == asked
    assert {place: set(said) for place, said in table.statements().items()} == {
        place: set(said)
        for place, said in spoken_of({c.claim_id: c for c in given}.values(), SIDES).items()
    }


def test_columns_leave_what_needs_its_history_to_the_fold() -> None:
    """Two who leave on one day, and a span that reaches back behind a concession."""
    gone: dict[str, Any] = {"event_type": "withdrawal", "claimed_controller": None}
    both = [claim(PAPER, gone, actor1=who) for who in ("Russia", "Ukraine")]
    admitted = claim(MAYOR, event_date=june(10), event_date_end=june(10))
    boast = claim(UKRAINE, claimed_controller="Ukraine", event_type="control", date_prec=4,
                  event_date=june(1), event_date_end=june(20))  # fmt: skip
    for told in (both, [admitted, boast]):
        table = ControlTable.of(told, SIDES)
        assert table.as_of(END) == control_as_of(told, END, side_of=SIDES)
    assert ControlTable.of([admitted, boast], SIDES).as_of(END)[0].holder == "Russia"


def test_columns_know_whom_actors_fought_for_on_each_day() -> None:
    wars = Sides([load_conflict("sudan"), load_conflict("ukraine")])
    held = {"claimant_side": "SAF", "claimant_kind": "military", "conflict": "sudan"}
    days = [date(2024, 6, 1), date(2024, 9, 1), date(2024, 11, 1)]
    when = [{"event_date": day, "event_date_end": day, "published": day} for day in days]
    gone: dict[str, Any] = {"event_type": "withdrawal", "claimed_controller": None}
    gone |= {"actor1": "SudanShield"}
    told = [
        claim(held, when[0], event_type="control", claimed_controller="SAF"),
        claim(held, when[1], gone),
        claim(held, when[2], gone),
    ]
    table = ControlTable.of(told, wars)
    holders = [table.as_of(day)[0].holder for day in days]
    assert holders == ["SAF", "SAF", "unknown"]
    assert [control_as_of(told, day, side_of=wars) for day in days] == list(map(table.as_of, days))


def test_a_table_of_the_ledger_answers_without_a_claim_being_made() -> None:
    told = document()
    with Ledger.open(":memory:") as ledger:
        ledger.add([told], [claim(RUSSIA, of=told)], extractor_version="1")
        table = ControlTable.of_table(ledger.table(), SIDES)
        assert table.as_of(END) == control_as_of(ledger.claims(), END, side_of=SIDES)
        assert len(table.as_of(END)) == 1


def test_nothing_said_is_no_place_and_an_unknown_voice_is_refused() -> None:
    empty = ControlTable.of([], SIDES)
    assert empty.as_of(END) == []
    assert empty.statements() == {}
    assert ControlTable.of([claim(RUSSIA)], SIDES).as_of(june(1)) == []
    assert ControlTable.of([claim(RUSSIA)], SIDES).as_of(END, according_to="Ukraine") == []
    with pytest.raises(QueryError, match="nobody speaks as 'Mars'; choose from all, Russia, Ukr"):
        empty.as_of(END, according_to="Mars")
