"""The day a report came out, where its text decides it, and silence where it doesn't."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.dates import infer_published

STARTS = date(2014, 2, 20)
ANCHOR = date(2022, 2, 24)
DAY = date(2022, 6, 24)
BODY = "Troops took the town, the governor said on Friday."


def _infer(text: str, ends: date | None = None, starts: date = STARTS) -> date | None:
    day, reason = infer_published(text, starts=starts, ends=ends, anchor=ANCHOR)
    assert reason
    return day


@pytest.mark.parametrize(
    "text",
    [
        f"KYIV, June 24, 2022 (Agency) - {BODY}",
        f"DNIPRO, Ukraine, 24 June 2022 — {BODY}",
        f"Published: 24 June 2022\n\n{BODY}",
        f"{BODY}\nFirst published on June 24, 2022 at 10:15",
        f"A headline\nFriday 24 June 2022\n{BODY}",
        f"A headline\nFri, 24 June 2022 18:40 GMT\n{BODY}",
        f"A headline\nBy Ann Example, 24 June 2022\n{BODY}",
        f"2022-06-24\n{BODY}",
        f"24.06.2022\n{BODY}",
        f"Updated 24 June 2022\n{BODY}",
        f"Published 24 June 2022\nUpdated 26 June 2022\n{BODY}",
    ],
)
def test_a_date_stated_in_its_own_line_or_a_dateline_decides(text: str) -> None:
    assert _infer(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "Exactly four months after the invasion began the city is lost. We are on June 24.",
        "Four months to the day since the war began, he said today, 24 June: we hold.",
        f"As of June 24 the city holds. On the 121st day of the war the ring closed. {BODY}",
        f"Day 121 of the invasion: what we know. {BODY}",
        f"It came seventeen weeks and more on. {BODY} Four months to the day when troops moved "
        "across the border, the town fell.",
        f"KYIV, June 24 (Agency) - {BODY} It was four months to the day since the invasion.",
    ],
)
def test_a_count_from_the_first_day_and_the_present_together_decide(text: str) -> None:
    assert _infer(text) == DAY


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (f"KYIV, June 24 (Agency) - {BODY}", date(2022, 12, 31)),
        ("It is now June 24 and we still fight.", date(2022, 12, 31)),
        ("Today, 24 June, it fell, he said on Thursday.", date(2022, 12, 31)),
    ],
)
def test_where_the_war_has_an_end_one_fitting_year_decides(text: str, ends: date) -> None:
    assert _infer(text, ends, starts=ANCHOR) == DAY


def test_a_weekday_tied_to_the_day_tells_the_year() -> None:
    text = "As of Wednesday, 24 June, the town holds."
    assert _infer(text, date(2022, 12, 31)) is None  # 2015 and 2020
    assert _infer(text, date(2022, 12, 31), starts=date(2016, 1, 1)) == date(2020, 6, 24)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "",
        "The invasion began on February 24.",
        "On 24 February 2022 Russia invaded.",
        f"KYIV, June 24 (Agency) - {BODY}",  # which year?
        "We are there on June 24, and on June 25 we fight.",
        f"Four months to the day since he was born. {BODY}",
        "He said much. The town fell exactly three months after the invasion began.",
        f"Almost four months into the war. {BODY}",
        f"It is June 20. It came four months to the day after the invasion. {BODY}",
        f"Monday 24 June 2022\n{BODY}",  # it was a Friday
        f"Published 24 June 2022\nPublished 25 June 2022\n{BODY}",
        f"31 June 2022\n{BODY}",
        f"Published 24 June 2005\n{BODY}",
        f"We are on June 24. {BODY} Day 121 of the war. On 30 June 2022 it fell.",
        f"As of June 23, and as of June 24. {BODY}",
    ],
)
def test_thin_or_conflicting_evidence_decides_nothing(text: str) -> None:
    assert _infer(text) is None


def test_a_war_that_has_ended_has_no_reports_stated_after_it() -> None:
    assert _infer(f"Published 24 June 2022\n{BODY}", date(2021, 1, 1)) is None


def test_without_a_first_day_nothing_is_counted() -> None:
    text = f"Day 121 of the war. {BODY}"
    assert infer_published(text, starts=STARTS, ends=None, anchor=None)[0] is None


def test_several_years_that_fit_leave_it_open() -> None:
    assert _infer("We are on June 24.", date(2022, 12, 31)) is None


@pytest.mark.originals
@pytest.mark.parametrize(("name", "day"), [("000", DAY), ("001", None), ("003", None)])
def test_of_the_originals_only_the_first_tells_its_day(
    originals: Path, name: str, day: date | None
) -> None:
    (path,) = originals.glob(f"{name}_*.txt")
    assert _infer(path.read_text(encoding="utf-8")) == day


@pytest.mark.parametrize(("name", "day"), [("000", DAY), ("001", None), ("003", None)])
def test_our_restatements_tell_what_the_originals_tell(
    root: Path, name: str, day: date | None
) -> None:
    (path,) = (root / "seeds" / "reports").glob(f"{name}_*.md")
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    assert _infer(body) == day


_PARTS = st.sampled_from(
    [
        BODY,
        "We are on June 24.",
        "Day 121 of the war.",
        "Four months to the day since the invasion began.",
        "\nPublished: 24 June 2022\n",
        "\nKYIV, May 5 (Agency) - Words.",
        "On 3 July 2023 it fell.",
        "He spoke on Tuesday, 12 July.",
    ]
)


@given(
    st.lists(_PARTS, max_size=5).map(" ".join),
    st.dates(STARTS, date(2030, 1, 1)) | st.none(),
)
def test_a_day_inferred_lies_within_the_war(text: str, ends: date | None) -> None:
    day = _infer(text, ends)
    assert day is None or (day >= STARTS and (ends is None or day <= ends))
