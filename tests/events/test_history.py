"""Who held a place when: histories say on each day what control says; changes have their word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.control import control_as_of
from events.errors import QueryError
from events.history import Period, changes, find_place, histories, history_of, known_by
from events.types import Claim, ControlStatus
from tests.events.sample import MAYOR, PAPER, RUSSIA, SIDES, UKRAINE, claim, claims, june

END = june(30)
LAWS = st.lists(claims(), max_size=12)


def on(day: int) -> dict[str, Any]:
    return {"event_date": june(day), "event_date_end": june(day)}


def told(*given: Claim, until: date = END) -> list[tuple[int, int, str, str, str]]:
    """Return the periods of Hirske by their days of June, with what holds in them."""
    periods = history_of(given, "gn1", until, side_of=SIDES)
    return [(_june(p.first), _june(p.last), p.holder, p.basis, p.currency) for p in periods]


def _june(day: date) -> int:
    return (day - june(1)).days + 1


def test_a_history_begins_with_the_first_word_and_ends_on_the_day_asked() -> None:
    assert told(claim(RUSSIA, on(20)), claim(UKRAINE, on(26), claimed_controller="Ukraine")) == [
        (20, 25, "Russia", "one side", "current"),
        (26, 30, "Ukraine", "one side", "current"),
    ]
    assert told(claim(RUSSIA, on(20)), until=june(19)) == []
    assert told() == []
    assert told(claim(RUSSIA, on(20)), until=date.max)[-1][2:] == (
        *("Russia", "one side", "no coverage"),
    )


def test_a_history_fades_in_silence_and_does_not_flip() -> None:
    assert told(claim(RUSSIA, on(1)), until=date(2023, 1, 1)) == [
        (1, 31, "Russia", "one side", "current"),
        (32, 181, "Russia", "one side", "stale"),
        (182, 215, "Russia", "one side", "no coverage"),
    ]


def test_what_is_said_again_lengthens_a_period_and_adds_its_claims() -> None:
    first, again = claim(RUSSIA, on(2)), claim(RUSSIA, on(9), document_sha256="d2")
    (period,) = history_of([first, again], "gn1", END, side_of=SIDES)
    assert (period.first, period.last) == (june(2), END)
    assert set(period.deciding) == {first.claim_id, again.claim_id}


def test_a_history_can_be_that_of_one_side() -> None:
    given = [claim(RUSSIA, on(20)), claim(UKRAINE, on(26), claimed_controller="Ukraine")]
    (period,) = history_of(given, "gn1", END, according_to="Russia", side_of=SIDES)
    assert period.holder == "Russia"
    with pytest.raises(QueryError, match="nobody speaks as 'Mars'"):
        history_of(given, "gn1", END, according_to="Mars", side_of=SIDES)


def day_of(periods: list[Period], day: date) -> tuple[str, str, str] | None:
    here = [p for p in periods if p.first <= day <= p.last]
    assert len(here) <= 1
    return (here[0].holder, here[0].basis, here[0].currency) if here else None


@given(LAWS, st.integers(0, 250))
def test_a_history_says_on_each_day_what_control_says_of_that_day(
    given: list[Claim], days: int
) -> None:
    day = june(1) + timedelta(days=days)
    everywhere = histories(given, june(1) + timedelta(days=300), side_of=SIDES)
    by_place = {s.place_id: s for s in control_as_of(given, day, side_of=SIDES)}
    for place, periods in everywhere.items():
        status = by_place.get(place)
        asked = (status.holder, status.basis, status.currency) if status else None
        assert day_of(periods, day) == asked
        assert periods == history_of(given, place, june(1) + timedelta(days=300), side_of=SIDES)
    assert set(by_place) <= set(everywhere)


@given(LAWS)
def test_periods_follow_each_other_without_gap_and_rest_on_the_claims_that_decide(
    given: list[Claim],
) -> None:
    for place, periods in histories(given, date(2023, 6, 1), side_of=SIDES).items():
        assert periods[-1].last == date(2023, 6, 1)
        for one, following in pairwise(periods):
            assert following.first == one.last + timedelta(days=1)
        for period in periods:
            then = control_as_of(given, period.first, side_of=SIDES)
            status = next(s for s in then if s.place_id == place)
            assert set(status.deciding) <= set(period.deciding)


def control(*given: Claim, as_of: date = END) -> list[ControlStatus]:
    return control_as_of(given, as_of, side_of=SIDES)


def test_a_change_names_the_word_on_which_it_rests() -> None:
    given = [claim(RUSSIA, on(20)), claim(MAYOR, on(26))]
    (change,) = changes(control(*given, as_of=june(22)), control(*given), given)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.basis, change.after.basis) == ("one side", "agreed")
    assert (change.what, change.new, change.gone) == (("basis",), (given[1],), ())


def test_a_place_that_is_new_or_gone_has_no_status_on_the_other_side() -> None:
    given = [claim(RUSSIA, on(20))]
    (new,) = changes([], control(*given), given)
    assert (new.before, new.what) == (None, ("holder", "basis", "currency"))
    (gone,) = changes(control(*given), [], given)
    assert (gone.after, gone.new, gone.gone) == (None, (), tuple(given))


def test_what_fades_changes_on_nobodys_word() -> None:
    given = [claim(RUSSIA, on(20))]
    (faded,) = changes(control(*given), control(*given, as_of=date(2022, 8, 1)), given)
    assert (faded.what, faded.new, faded.gone) == (("currency",), (), ())


def test_one_day_as_known_on_two_tells_what_was_learned() -> None:
    given = [claim(RUSSIA, on(10)), claim(MAYOR, on(10), published=june(20), known_from=june(20))]
    then, now = (control(*known_by(given, june(day))) for day in (24, 30))
    assert changes(then, now, given) == []
    early = [replace(c, known_from=june(12)) for c in given[:1]]
    then, now = (control(*known_by([*early, given[1]], june(day))) for day in (12, 20))
    (learned,) = changes(then, now, given)
    assert learned.new == (given[1],)
    assert known_by([claim(published=None, known_from=None)], END) == []
    assert known_by(given, None) == given


@given(LAWS, st.dates(june(1), END), st.dates(june(1), END))
def test_changes_are_exactly_the_places_that_differ(
    given: list[Claim], one: date, other: date
) -> None:
    before, after = (control_as_of(given, day, side_of=SIDES) for day in (one, other))
    then, now = (
        {s.place_id: (s.holder, s.basis, s.currency) for s in some} for some in (before, after)
    )
    differ = {place for place in {*then, *now} if then.get(place) != now.get(place)}
    assert {change.place_id for change in changes(before, after, given)} == differ


def test_a_place_is_found_by_id_name_or_mention() -> None:
    given = [claim(RUSSIA, mention="Girskoye"), claim(PAPER, place_id="gn2", place_name="Zolote")]
    assert [find_place(given, asked) for asked in ("gn2", "hirske", "GIRSKOYE")] == [
        *("gn2", "gn1", "gn1")
    ]
    with pytest.raises(QueryError, match="no claim is about a place called 'Kyiv'"):
        find_place(given, "Kyiv")


def test_a_name_that_several_places_bear_lists_them() -> None:
    given = [claim(admin1="Luhansk Oblast"), claim(place_id="gn9", admin1="Donetsk Oblast")]
    with pytest.raises(QueryError) as told:
        find_place(given, "Hirske")
    assert str(told.value).endswith(
        "name one by its id: gn1 (Hirske, Luhansk Oblast); gn9 (Hirske, Donetsk Oblast)"
    )
