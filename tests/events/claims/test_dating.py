"""When it happened, apart from when it was said and published."""

from __future__ import annotations

from datetime import date

import pytest

from tests.events.claims.conftest import Read

FRIDAY = date(2023, 3, 10)


@pytest.mark.parametrize(
    ("text", "start", "end", "basis"),
    [
        ("Russian troops captured Soledar on Wednesday.", date(2023, 3, 8), date(2023, 3, 8),
         "relative"),
        ("Russian troops captured Soledar on January 11.", date(2023, 1, 11), date(2023, 1, 11),
         "explicit"),
        ("Russian troops captured Soledar in January.", date(2023, 1, 1), date(2023, 1, 31),
         "explicit"),
    ],
)  # fmt: skip
def test_date_words_date_the_event(
    read: Read, text: str, start: date, end: date, basis: str
) -> None:
    [claim] = read(text)
    assert (claim.event_date, claim.event_date_end, claim.date_basis) == (start, end, basis)
    assert claim.date_start is not None
    assert text[claim.date_start : claim.date_end] == claim.date_text


def test_the_day_of_a_statement_is_not_the_day_of_the_event(read: Read) -> None:
    [claim] = read("Russia's Defence Ministry said on Monday that its troops had taken Soledar.")
    assert (claim.event_date_end, claim.date_prec) == (date(2023, 3, 6), 2)  # by then, within days
    [claim] = read(
        "Russia's Defence Ministry said on Monday that its troops took Soledar on Sunday."
    )
    assert (claim.event_date, claim.date_prec) == (date(2023, 3, 5), 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A Russian strike on Kharkiv killed one person on Thursday, the governor said.", 9),
        ("Kherson has been under fire since dawn.", 10),
        ("During the current day, two missiles hit Kostiantynivka.", 10),
        ("Russian forces struck Zaporizhzhia with guided bombs at dawn.", 10),
        ("On Tuesday Russian forces shelled Nikopol. Hours later, shells hit Kherson.", 7),
        ("On Tuesday Russian forces shelled Nikopol. On the same day, shells hit Kherson.", 7),
        ("On Tuesday Russian forces shelled Nikopol. Two days later, shells hit Kherson.", 9),
        ("She fled on Monday, when Russian troops marched into Kreminna.", 6),
        ("On Monday, a missile hit a house in Kramatorsk, killing three people.", 6),
        ("Since the beginning of the day there were 20 battles. Russian guns shelled Kherson.", 10),
    ],
)
def test_the_day_is_found_where_it_hangs(read: Read, text: str, day: int) -> None:
    assert {c.event_date for c in read(text)[-1:]} == {date(2023, 3, day)}


def test_without_date_words_the_report_itself_dates_it(read: Read) -> None:
    [claim] = read("Russian troops captured Soledar.")
    assert (claim.event_date_end, claim.date_basis) == (FRIDAY, "published")


def test_without_any_date_it_stays_unknown(read: Read) -> None:
    [claim] = read("Russian troops captured Soledar.", published=None)
    assert (claim.event_date, claim.date_prec, claim.date_basis) == (None, None, None)


def test_a_look_back_without_a_date_is_not_todays_news(read: Read) -> None:
    claims = read("Russian troops had captured Izium before the offensive.")
    assert {c.date_basis for c in claims} == {None}


def test_what_is_so_now_is_not_dated_by_what_was(read: Read) -> None:
    text = "Lyman, which Russia captured in May 2022, is again in Ukrainian hands."
    held = {c.claimed_controller: c.event_date_end for c in read(text, published=date(2024, 5, 10))}
    assert held == {"Russia": date(2022, 5, 31), "Ukraine": date(2024, 5, 10)}


def test_a_second_clause_with_its_own_subject_has_its_own_day(read: Read) -> None:
    text = "Ukrainian troops retook Robotyne on Monday, and Russian forces shelled Orikhiv."
    days = {c.place_name: c.event_date for c in read(text, published=date(2024, 5, 10))}
    assert days == {"Robotyne": date(2024, 5, 6), "Orikhiv": date(2024, 5, 9)}


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("in the first week of the war", date(2022, 2, 24), date(2022, 3, 2)),
        ("on the first day of the invasion", date(2022, 2, 24), date(2022, 2, 24)),
        ("at the start of the full-scale invasion", date(2022, 2, 24), date(2022, 3, 2)),
        ("in the opening weeks of Russia's invasion", date(2022, 2, 24), date(2022, 3, 23)),
        ("early in the war", date(2022, 2, 24), date(2022, 5, 26)),
    ],
)
def test_days_are_counted_from_the_wars_beginning(
    read: Read, words: str, first: date, last: date
) -> None:
    (claim,) = read(f"Polohy was occupied {words}.", published=date(2024, 5, 10))
    assert (claim.event_date, claim.event_date_end) == (first, last)
    assert (claim.date_text, claim.claimed_controller) == (words, "Russia")


def test_a_hold_since_the_wars_beginning_lasts(read: Read) -> None:
    text = "Melitopol has been occupied since the first days of the war."
    (claim,) = read(text, published=date(2024, 5, 10))
    assert (claim.event_date, claim.event_date_end) == (date(2022, 2, 24), date(2024, 5, 10))


def test_a_rank_since_the_wars_beginning_dates_nothing(read: Read) -> None:
    text = "The capture of Kherson was the largest gain since the start of the war."
    (claim,) = read(text, published=date(2022, 11, 12))
    assert claim.event_date != date(2022, 2, 24)


def test_a_day_without_a_year_follows_the_deed_before_it(read: Read) -> None:
    text = "Izium fell on 1 April 2022 and was liberated on 10 September."
    days = {c.claimed_controller: c.event_date for c in read(text, published=date(2024, 5, 10))}
    assert days == {"Russia": date(2022, 4, 1), "Ukraine": date(2022, 9, 10)}


def test_the_day_of_another_clause_dates_no_statement(read: Read) -> None:
    text = (
        "Bakhmut has turned into a principal battlefield, Reuters reports, and little that has "
        "happened since Russia invaded on February 24 has been as bloody."
    )
    assert {c.event_date_end for c in read(text) if c.place_name == "Bakhmut"} == {FRIDAY}
