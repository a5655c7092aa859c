"""Dates in reports: what words of a date come to, what only looks like one, and laws for both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from events.dates import DateHit, find_dates

FRIDAY = date(2022, 6, 24)

# text, words found, first day, last day, precision, basis, relation; read on FRIDAY
PAST: list[tuple[str, str, str, str, int, str, str]] = [
    ("took it on Friday.", "on Friday", "06-24", "06-24", 1, "relative", "on"),
    ("said on Wednesday that", "on Wednesday", "06-22", "06-22", 1, "relative", "on"),
    ("fell on Saturday", "on Saturday", "06-18", "06-18", 1, "relative", "on"),
    ("last Friday", "last Friday", "06-17", "06-17", 1, "relative", "on"),
    ("Thursday's strike", "Thursday", "06-23", "06-23", 1, "relative", "on"),
    ("late on Thursday evening", "late on Thursday evening", "06-23", "06-23", 1, "relative", "on"),
    ("on Monday last week", "on Monday last week", "06-13", "06-13", 1, "relative", "on"),
    ("on Monday of this week", "on Monday of this week", "06-20", "06-20", 1, "relative", "on"),
    ("at 6 am on Friday", "on Friday", "06-24", "06-24", 1, "relative", "on"),
    ("by noon Tuesday", "Tuesday", "06-21", "06-21", 1, "relative", "on"),
    ("overnight into Friday", "overnight into Friday", "06-23", "06-24", 2, "relative", "on"),
    ("overnight on Thursday", "overnight on Thursday", "06-22", "06-23", 2, "relative", "on"),
    ("since Tuesday", "since Tuesday", "06-21", "06-24", 1, "relative", "since"),
    ("after Wednesday's talks", "after Wednesday", "06-22", "06-24", 2, "relative", "during"),
    ("today", "today", "06-24", "06-24", 1, "relative", "on"),
    ("tonight", "tonight", "06-24", "06-24", 1, "relative", "on"),
    ("this morning", "this morning", "06-24", "06-24", 1, "relative", "on"),
    ("yesterday evening", "yesterday evening", "06-23", "06-23", 1, "relative", "on"),
    ("the day before yesterday", "the day before yesterday", "06-22", "06-22", 1, "relative", "on"),
    ("shelled overnight", "overnight", "06-23", "06-24", 2, "relative", "on"),
    ("hit last night", "last night", "06-23", "06-24", 2, "relative", "on"),
    ("taken the day before", "the day before", "06-18", "06-23", 2, "relative", "on"),
    ("the same day", "the same day", "06-19", "06-24", 2, "relative", "on"),
    ("fell a day earlier", "a day earlier", "06-18", "06-23", 2, "relative", "on"),
    ("fell two days later", "two days later", "06-19", "06-24", 2, "relative", "on"),
    ("a day after it fell", "a day after", "06-22", "06-23", 2, "relative", "on"),
    ("One day before she spoke", "One day before", "06-22", "06-23", 2, "relative", "on"),
    ("two days ago", "two days ago", "06-22", "06-22", 1, "relative", "on"),
    ("a few days ago", "a few days ago", "06-20", "06-22", 2, "relative", "on"),
    ("48 hours ago", "48 hours ago", "06-22", "06-22", 1, "relative", "on"),
    ("a fortnight ago", "a fortnight ago", "06-07", "06-13", 3, "relative", "on"),
    ("two weeks ago", "two weeks ago", "06-07", "06-13", 3, "relative", "on"),
    ("nearly two months ago", "nearly two months ago", "04-09", "05-09", 4, "relative", "on"),
    ("last week", "last week", "06-13", "06-19", 3, "relative", "on"),
    ("this week", "this week", "06-20", "06-24", 3, "relative", "on"),
    ("earlier this week", "earlier this week", "06-20", "06-23", 2, "relative", "on"),
    ("earlier in the week", "earlier in the week", "06-20", "06-23", 2, "relative", "on"),
    ("at the end of the week", "at the end of the week", "06-20", "06-24", 3, "relative", "on"),
    ("by the end of the month", "by the end of the month", "06-24", "06-30", 3, "relative", "by"),
    (
        "in the early hours of Friday",
        "in the early hours of Friday",
        "06-24",
        "06-24",
        1,
        "relative",
        "on",
    ),
    ("a month after it fell", "a month after", "05-08", "06-08", 4, "relative", "on"),
    ("over the weekend", "over the weekend", "06-18", "06-19", 2, "relative", "during"),
    ("last weekend", "last weekend", "06-18", "06-19", 2, "relative", "on"),
    ("last month", "last month", "05-01", "05-31", 4, "relative", "on"),
    ("late last month", "late last month", "05-21", "05-31", 4, "relative", "on"),
    ("at the end of last month", "at the end of last month", "05-25", "05-31", 3, "relative", "on"),
    ("earlier this month", "earlier this month", "06-01", "06-23", 4, "relative", "on"),
    ("this year", "this year", "01-01", "06-24", 5, "relative", "on"),
    ("last year", "last year", "2021-01-01", "2021-12-31", 5, "relative", "on"),
    ("early last year", "early last year", "2021-01-01", "2021-04-30", 5, "relative", "on"),
    ("last autumn", "last autumn", "2021-09-01", "2021-11-30", 5, "relative", "on"),
    ("this spring", "this spring", "03-01", "05-31", 5, "relative", "on"),
    ("last March", "last March", "03-01", "03-31", 4, "relative", "on"),
    ("in recent days", "in recent days", "06-19", "06-24", 2, "relative", "during"),
    ("in recent weeks", "in recent weeks", "05-27", "06-24", 4, "relative", "during"),
    ("over the past day", "over the past day", "06-23", "06-24", 2, "relative", "during"),
    ("in the last 24 hours", "in the last 24 hours", "06-23", "06-24", 2, "relative", "during"),
    ("over the past week", "over the past week", "06-17", "06-24", 3, "relative", "during"),
    ("in the last two weeks", "in the last two weeks", "06-10", "06-24", 4, "relative", "during"),
    (
        "over the past three months",
        "over the past three months",
        "03-24",
        "06-24",
        5,
        "relative",
        "during",
    ),
    ("for days", "for days", "06-19", "06-24", 2, "relative", "for"),
    ("for weeks", "for weeks", "05-27", "06-24", 4, "relative", "for"),
    ("for nearly a month now", "for nearly a month", "05-24", "06-24", 4, "relative", "for"),
    (
        "for the past three weeks",
        "for the past three weeks",
        "06-03",
        "06-24",
        3,
        "relative",
        "for",
    ),
    ("for four months", "for four months", "02-24", "06-24", 4, "relative", "for"),
    ("for a month and a half", "for a month and a half", "05-09", "06-24", 4, "relative", "for"),
    ("for two or three days", "for two or three days", "06-21", "06-24", 2, "relative", "for"),
    ("for twenty-five days", "for twenty-five days", "05-30", "06-24", 2, "relative", "for"),
    ("for half a year", "for half a year", "2021-12-24", "06-24", 5, "relative", "for"),
    (
        "for a third consecutive day",
        "for a third consecutive day",
        "06-22",
        "06-24",
        1,
        "relative",
        "for",
    ),
    ("for the 2nd week running", "for the 2nd week", "06-17", "06-24", 3, "relative", "for"),
    ("over many months", "over many months", "03-24", "06-24", 5, "relative", "during"),
    ("since February 24", "since February 24", "02-24", "06-24", 1, "explicit", "since"),
    ("ever since late May", "ever since late May", "05-21", "06-24", 4, "explicit", "since"),
    ("on June 24", "on June 24", "06-24", "06-24", 1, "explicit", "on"),
    ("24 June", "24 June", "06-24", "06-24", 1, "explicit", "on"),
    ("the 5th of May", "5th of May", "05-05", "05-05", 1, "explicit", "on"),
    ("on Dec. 5", "on Dec. 5", "2021-12-05", "2021-12-05", 1, "explicit", "on"),
    ("on June 27", "on June 27", "06-27", "06-27", 1, "explicit", "on"),
    ("on July 20", "on July 20", "2021-07-20", "2021-07-20", 1, "explicit", "on"),
    ("on the 20th, he said", "on the 20th", "06-20", "06-20", 1, "explicit", "on"),
    ("on the 30th.", "on the 30th", "05-30", "05-30", 1, "explicit", "on"),
    ("On Friday, June 24, it", "On Friday, June 24", "06-24", "06-24", 1, "explicit", "on"),
    ("as of June 23", "as of June 23", "06-23", "06-23", 1, "explicit", "on"),
    ("on the morning of 5 May", "on the morning of 5 May", "05-05", "05-05", 1, "explicit", "on"),
    ("in early June", "in early June", "06-01", "06-10", 4, "explicit", "on"),
    ("mid-May", "mid-May", "05-11", "05-20", 4, "explicit", "on"),
    ("at the end of May", "at the end of May", "05-25", "05-31", 3, "explicit", "on"),
    ("the last week of May", "the last week of May", "05-25", "05-31", 3, "explicit", "on"),
    ("in May", "in May", "05-01", "05-31", 4, "explicit", "on"),
    ("in June", "in June", "06-01", "06-24", 4, "explicit", "on"),
    ("in July", "in July", "2021-07-01", "2021-07-31", 4, "explicit", "on"),
    ("In May 4,500 men", "In May", "05-01", "05-31", 4, "explicit", "on"),
    ("since the spring", "since the spring", "03-01", "06-24", 5, "explicit", "since"),
    ("June 20-24", "June 20-24", "06-20", "06-24", 2, "explicit", "on"),
    ("on 23/24 June", "on 23/24 June", "06-23", "06-24", 2, "explicit", "on"),
    ("between June 20 and 24", "between June 20 and 24", "06-20", "06-24", 2, "explicit", "during"),
    ("from May 5 to June 1", "from May 5 to June 1", "05-05", "06-01", 1, "explicit", "during"),
    (
        "from Monday until Thursday",
        "from Monday until Thursday",
        "06-20",
        "06-23",
        1,
        "relative",
        "during",
    ),
    ("between March and May", "between March and May", "03-01", "05-31", 5, "explicit", "during"),
    ("by May 9", "by May 9", "05-09", "05-09", 1, "explicit", "by"),
    ("by September 1", "by September 1", "09-01", "09-01", 1, "explicit", "by"),
    ("by the end of June", "by the end of June", "06-24", "06-30", 3, "explicit", "by"),
    ("until May 20", "until May 20", "05-20", "05-20", 1, "explicit", "until"),
    ("before Thursday", "before Thursday", "06-23", "06-23", 1, "relative", "by"),
    ("for Friday's talks", "for Friday", "06-24", "06-24", 1, "relative", "on"),
    ("two days after May 9", "two days after May 9", "05-11", "05-11", 1, "explicit", "on"),
    ("a week before May 9", "a week before May 9", "04-29", "05-05", 3, "explicit", "on"),
    (
        "Four months to the day after February 24",
        "Four months to the day after February 24",
        "06-24",
        "06-24",
        1,
        "explicit",
        "on",
    ),
    # words that look ahead by themselves
    ("next Friday", "next Friday", "07-01", "07-01", 1, "relative", "on"),
    ("tomorrow", "tomorrow", "06-25", "06-25", 1, "relative", "on"),
    ("next week", "next week", "06-27", "07-03", 3, "relative", "on"),
    ("next month", "next month", "07-01", "07-31", 4, "relative", "on"),
    ("next May", "next May", "2023-05-01", "2023-05-31", 4, "relative", "on"),
    ("later this week", "later this week", "06-25", "06-26", 2, "relative", "on"),
    ("in the coming days", "in the coming days", "06-24", "06-29", 2, "relative", "during"),
    ("over the next 24 hours", "over the next 24 hours", "06-24", "06-25", 2, "relative", "during"),
    ("three days from now", "three days from now", "06-27", "06-27", 1, "relative", "on"),
]

FUTURE: list[tuple[str, str, str, int]] = [
    ("will leave on Saturday", "06-25", "06-25", 1),
    ("will leave on Friday", "06-24", "06-24", 1),
    ("to be held this weekend", "06-25", "06-26", 2),
    ("at the weekend", "06-25", "06-26", 2),
    ("this week", "06-24", "06-26", 3),
    ("in two weeks", "07-05", "07-11", 3),
    ("within hours", "06-24", "06-25", 2),
    ("another week and a half", "06-24", "07-04", 3),
    ("for two weeks", "06-24", "07-08", 3),
    ("on July 20", "07-20", "07-20", 1),
    ("in May", "2023-05-01", "2023-05-31", 4),
    ("on the 20th.", "07-20", "07-20", 1),
    ("by Wednesday", "06-29", "06-29", 1),
    ("from May 5 to June 1", "2023-05-05", "2023-06-01", 1),
]

ABSOLUTE: list[tuple[str, str, str, int, str]] = [
    ("on 24 February 2022", "2022-02-24", "2022-02-24", 1, "on"),
    ("February 24, 2022", "2022-02-24", "2022-02-24", 1, "on"),
    ("24.06.2022", "2022-06-24", "2022-06-24", 1, "on"),
    ("2022-06-24", "2022-06-24", "2022-06-24", 1, "on"),
    ("24/06/2022", "2022-06-24", "2022-06-24", 1, "on"),
    ("06/24/2022", "2022-06-24", "2022-06-24", 1, "on"),
    ("in May 2022", "2022-05-01", "2022-05-31", 4, "on"),
    ("in early May 2022", "2022-05-01", "2022-05-10", 4, "on"),
    ("June 20-24, 2022", "2022-06-20", "2022-06-24", 2, "on"),
    ("from 5 May to 1 June 2022", "2022-05-05", "2022-06-01", 1, "during"),
    ("from May 5, 2022 to June 1", "2022-05-05", "2022-06-01", 1, "during"),
    ("in 2014", "2014-01-01", "2014-12-31", 5, "on"),
    ("since 2014", "2014-01-01", "2014-12-31", 5, "since"),
    ("the 2014 annexation", "2014-01-01", "2014-12-31", 5, "on"),
    ("between 2014 and 2016", "2014-01-01", "2016-12-31", 5, "during"),
    ("late 2021", "2021-09-01", "2021-12-31", 5, "on"),
    ("spring 2023", "2023-03-01", "2023-05-31", 5, "on"),
    ("the winter of 2022", "2022-12-01", "2023-02-28", 5, "on"),
    ("in the 1990s", "1990-01-01", "1999-12-31", 5, "on"),
]

TRAPS = [
    "Kyiv may 9 be attacked and may fall",
    "the March on Kyiv",
    "columns march 20 km to the north",
    "soldiers in the sun sat down",
    "95% of the province",
    "We will win",
    "a second column, and the second line",
    "the 1st Tank Army",
    "some 4,500 servicemen",
    "HIMARS M142 launchers",
    "since it was destroyed",
    "Since then, Moscow has",
    "2,000 soldiers encircled",
    "Moscow Times 24",
    "the 24th Brigade",
    "on the 24th Mechanized Brigade's flank",
    "in 155 mm shells",
    "in the early stage of the invasion",
    "after weeks of fighting",
    "on Sunday Times pages",
    "Black Friday sales",
    "May Day",
    "Theresa May said",
    "it took Mariupol in two weeks",
    "another week of fighting",
    "a force of 2000 fighters",
    "in 2014 houses",
    "rising to 2022",
    "at 24 June Street",
    "June 20 soldiers",
    "the fall of Mariupol",
    "weather on Fridays is fair",
    "a three-day siege",
    "the daily Day",
    "an august body",
    "Month after month",
    "version 2022.1",
    "10.05 per cent",
]

UNKNOWN = ["on the 121st day of the war", "day 121 of the invasion", "05/06/2022", "31 June 2022"]


def _full(day: str) -> date:
    return date.fromisoformat(day if len(day) == 10 else f"2022-{day}")


def only(text: str, reference: date | None, tense: str | None = None) -> DateHit:
    hits = find_dates(text, 0, len(text), reference, tense=tense)
    assert len(hits) == 1, [hit.span.text for hit in hits]
    return hits[0]


@pytest.mark.parametrize(("text", "words", "start", "end", "prec", "basis", "relation"), PAST)
def test_words_come_to_days_counted_from_the_reports_own(
    text: str, words: str, start: str, end: str, prec: int, basis: str, relation: str
) -> None:
    hit = only(text, FRIDAY)
    span = hit.span
    assert (span.text, span.start, span.end) == (words, _full(start), _full(end))
    assert (span.prec, span.basis, hit.relation) == (prec, basis, relation)


@pytest.mark.parametrize(("text", "start", "end", "prec"), FUTURE)
def test_of_things_to_come_the_same_words_look_forward(
    text: str, start: str, end: str, prec: int
) -> None:
    span = only(text, FRIDAY, tense="future").span
    assert (span.start, span.end, span.prec) == (_full(start), _full(end), prec)


@pytest.mark.parametrize(("text", "start", "end", "prec", "relation"), ABSOLUTE)
def test_dates_with_a_year_need_no_reference(
    text: str, start: str, end: str, prec: int, relation: str
) -> None:
    hit = only(text, None)
    assert (hit.span.start, hit.span.end) == (_full(start), _full(end))
    assert (hit.span.prec, hit.span.basis, hit.relation) == (prec, "explicit", relation)


@pytest.mark.parametrize("row", PAST, ids=lambda row: row[0])
def test_without_a_reference_the_words_are_kept_and_the_days_are_unknown(
    row: tuple[str, str, str, str, int, str, str],
) -> None:
    span = only(row[0], None).span
    assert (span.text, span.start, span.end, span.prec, span.basis) == (row[1], *[None] * 4)


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text, 0, len(text), FRIDAY) == []


@pytest.mark.parametrize("text", UNKNOWN)
def test_dates_that_the_words_leave_open_come_back_unresolved(text: str) -> None:
    span = only(text, FRIDAY).span
    assert (span.start, span.end, span.prec) == (None, None, None)
    assert span.text == text


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("On Wednesday, a day after the town fell", "06-21"),
        ("On Wednesday he spoke, three days later he fled", "06-24"),
        ("On June 20 it was shelled; the next day it fell", "06-21"),
        ("On June 20 it was shelled, having been hit the day before", "06-19"),
        ("On Thursday, a day before he spoke", "06-24"),
        ("On Monday it fell. The same day", "06-20"),
    ],
)
def test_a_day_spoken_of_just_before_anchors_the_next(text: str, last: str) -> None:
    hit = find_dates(text, 0, len(text), FRIDAY)[-1]
    assert (hit.span.start, hit.span.prec) == (_full(last), 1)


def test_several_dates_of_a_sentence_come_in_order() -> None:
    text = "meant to have it by May 9, and we are there on June 24 and fight since February 24"
    hits = find_dates(text, 0, len(text), FRIDAY)
    assert [hit.relation for hit in hits] == ["by", "on", "since"]


def test_a_weekday_counts_from_whatever_day_the_report_came_out() -> None:
    for offset in range(7):
        span = only("on Wednesday", FRIDAY + timedelta(days=offset)).span
        assert span.start is not None
        assert span.start.weekday() == 2
        assert 0 <= (FRIDAY + timedelta(days=offset) - span.start).days < 7


def test_months_later_count_from_the_month_before() -> None:
    text = "Soledar fell in January 2023 and Bakhmut four months later."
    (_, later) = find_dates(text, 0, len(text), date(2024, 5, 10))
    assert (later.span.start, later.span.end) == (date(2023, 5, 1), date(2023, 5, 31))
