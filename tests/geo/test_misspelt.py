"""Near misses of place names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.geoparse import Geoparser
from geo.misspelt import one_letter_off

WORDS = st.text(alphabet="abcdxyz", min_size=2, max_size=10)


@given(WORDS, st.data())
def test_dropping_a_letter_is_undone(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    assert word in set(one_letter_off(word[:at] + word[at + 1 :]))


@given(WORDS)
def test_all_spellings_begin_alike_and_have_about_the_same_length(word: str) -> None:
    for spelling in one_letter_off(word):
        assert spelling[0] == word[0]
        assert abs(len(spelling) - len(word)) <= 1


@given(WORDS, st.sets(WORDS, min_size=1, max_size=8))
def test_no_spelling_of_a_known_name_is_lost_by_looking_at_how_it_begins(
    word: str, names: set[str]
) -> None:
    names |= {word[:-1], word[0] + word}
    found = set(one_letter_off(word, lambda head: any(name.startswith(head) for name in names)))
    assert found & names == set(one_letter_off(word)) & names


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("In Lysychanks a man was hurt.", "Lysychanks", "Lysychansk"),
        ("Troops near Kramatrosk were shelled.", "Kramatrosk", "Kramatorsk"),
        ("A fire broke out in Melborune.", "Melborune", "Melbourne"),
    ],
)
def test_a_long_name_with_one_letter_wrong_is_the_known_town(
    geoparser: Geoparser, text: str, name: str, place: str
) -> None:
    (found,) = geoparser.parse(text).resolutions
    assert found.toponym.text == name
    assert found.place is not None
    assert found.place.name == place
    assert "another spelling of the name" in found.reason


@pytest.mark.parametrize("text", ["Mr Lysychanks spoke.", "It was hot in Prais."])
def test_what_speaks_of_no_place_or_is_short_is_left_alone(geoparser: Geoparser, text: str) -> None:
    assert geoparser.parse(text).resolutions == ()
