"""Laws of date words that hold for whatever text and whatever day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.dates import find_dates
from tests.events.test_dates import ABSOLUTE, FRIDAY, FUTURE, PAST, TRAPS, only

_FRAGMENTS = st.sampled_from(
    [row[0] for row in PAST]
    + [row[0] for row in FUTURE]
    + [row[0] for row in ABSOLUTE]
    + TRAPS
    + [
        "from",
        "to",
        "and",
        "since",
        "by",
        "until",
        "between",
        "after",
        "24",
        "2022",
        "the",
        ",",
        "–",
    ]
)
_TEXTS = st.lists(_FRAGMENTS, max_size=6).map(" ".join)
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
_AHEAD = ("next", "tomorrow", "coming", "later", "from now", "day after")


@given(_TEXTS, _DAYS, st.sampled_from([None, "past", "future"]))
def test_every_hit_has_its_words_and_starts_before_it_ends(
    text: str, reference: date, tense: str | None
) -> None:
    last = 0
    for hit in find_dates(text, 0, len(text), reference, tense=tense):
        span = hit.span
        assert span.text_start is not None
        assert span.text_end is not None
        assert text[span.text_start : span.text_end] == span.text
        assert last <= span.text_start < span.text_end
        last = span.text_end
        assert (span.start is None) == (span.end is None) == (span.prec is None)
        if span.start is not None and span.end is not None:
            assert span.start <= span.end
            assert span.prec in (1, 2, 3, 4, 5)


@given(_TEXTS, _TEXTS, _TEXTS)
def test_nothing_outside_the_stretch_changes_what_is_found_in_it(
    before: str, text: str, after: str
) -> None:
    around = before + text + after
    inside = find_dates(around, len(before), len(before) + len(text), FRIDAY)
    alone = find_dates(text, 0, len(text), FRIDAY)
    assert [(hit.span.text, hit.span.start, hit.span.end) for hit in inside] == [
        (hit.span.text, hit.span.start, hit.span.end) for hit in alone
    ]
    assert [hit.span.text_start for hit in inside] == [
        (hit.span.text_start or 0) + len(before) for hit in alone
    ]


@given(st.sampled_from([row[0] for row in PAST]), st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_what_has_happened_never_lies_ahead(text: str, reference: date) -> None:
    """A short date without a year may lie up to a week ahead, a goal ("by") anywhere."""
    hit = only(text, reference)
    assert hit.span.start is not None
    if hit.relation in ("by", "until") or any(word in text for word in _AHEAD):
        return
    assert hit.span.start <= reference + timedelta(days=7)
    if hit.span.basis == "relative":
        assert hit.span.start <= reference
