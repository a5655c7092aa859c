"""Names: which spellings meet, and how Cyrillic is romanised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import names
from geo.names import fold, plain, spellings, transliterate

UKRAINIAN = st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hirs'ke", "Hirs’ke"),
        ("Hirs'ke", "HIRSKE"),
        ("Zürich", "Zurich"),
        ("Ivano-Frankivsk", "Ivano Frankivsk"),
        ("U.S.", "US"),
        ("Łódź", "Lodz"),
        ("Дми́тров", "Дмитров"),
        ("Орёл", "Орел"),
    ],
)
def test_plain_ignores_case_accents_apostrophes_dots_and_hyphens(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_plain_keeps_the_letters_that_tell_ukrainian_names_apart() -> None:
    assert plain("Київ") == "київ"
    assert plain("Майдан") == "майдан"


def test_plain_of_what_has_no_letters_is_empty() -> None:
    assert plain(" – ’ ") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zaporizhzhia", "Zaporizhzhya"),
        ("Zaporizhzhia", "Запоріжжя"),
        ("Izium", "Izyum"),
        ("Kyiv", "Kyjiv"),
        ("Hirske", "Girs'ke"),
        ("Sievierodonetsk", "Severodonec'k"),
        ("Odesa", "Odessa"),
        ("Kharkiv", "Harkiv"),
        ("Balakliia", "Balakliya"),
        ("Skhidnytsia", "Східниця"),
        ("Zghurivka", "Згурівка"),
        ("Oleksandrivka", "Olexandrivka"),
    ],
)
def test_fold_makes_the_usual_romanisations_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hirske", "Zolote"), ("Lyman", "Izium"), ("Kherson", "Kharkiv")]
)
def test_fold_keeps_different_names_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(alphabet="aeiouchkstzn", min_size=1, max_size=8))
def test_a_word_without_a_pair_of_letters_that_sounds_alike_stays_as_it_is(word: str) -> None:
    if not names._TWO_LETTERS.search(word):
        assert all(pattern.sub(sound, word) == word for pattern, sound in names._SAME_SOUND)


@given(UKRAINIAN)
def test_a_ukrainian_name_folds_like_its_romanisation(name: str) -> None:
    assert fold(transliterate(name, "uk")) == fold(name)


@given(UKRAINIAN, UKRAINIAN)
def test_fold_works_word_by_word(one: str, other: str) -> None:
    parts = [part for part in (fold(one), fold(other)) if part]
    assert fold(f"{one} {other}") == " ".join(parts)


@given(st.text(max_size=20))
def test_plain_is_stable(name: str) -> None:
    assert plain(plain(name)) == plain(name)


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Запоріжжя", "Zaporizhzhia"),
        ("Єнакієве", "Yenakiieve"),
        ("Згурівка", "Zghurivka"),
        ("Юр’ївка", "Yurivka"),
        ("Кам'янець-Подільський", "Kamianets-Podilskyi"),
        ("ХАРКІВ", "KHARKIV"),
        ("Щастя", "Shchastia"),
        ("Azot 2", "Azot 2"),
        ("d'Ivoire", "d'Ivoire"),
    ],
)
def test_ukrainian_is_romanised_by_the_standard_of_2010(name: str, latin: str) -> None:
    assert transliterate(name, "uk") == latin


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Северодонецк", "Severodonetsk"),
        ("Енакиево", "Yenakiyevo"),
        ("Красный Лиман", "Krasny Liman"),
        ("Попасная", "Popasnaya"),
        ("Рубежное", "Rubezhnoye"),
        ("Ю", "Yu"),
    ],
)
def test_russian_is_romanised_as_news_do(name: str, latin: str) -> None:
    assert transliterate(name, "ru") == latin


def test_spellings_of_a_cyrillic_name_are_latin_and_in_both_news_styles() -> None:
    found = spellings("Балаклія")
    assert {"Balakliia", "Balakliya"} <= found
    assert "Izyum" in spellings("Ізюм")


def test_spellings_of_a_latin_name_hold_it_with_and_without_apostrophe() -> None:
    assert {"Hirs'ke", "Hirske"} <= spellings("Hirs'ke")
