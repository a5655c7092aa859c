"""Place names in Ukrainian and Russian cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.geoparse import Geoparser
from geo.inflection import name_forms, nominatives


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Краматорську", "Краматорськ"),
        ("Авдіївці", "Авдіївка"),
        ("Харкова", "Харків"),
        ("Києві", "Київ"),
        ("Рубіжному", "Рубіжне"),
        ("Сумах", "Суми"),
        ("Бахмуте", "Бахмут"),
        ("Авдеевкой", "Авдеевка"),
        ("Харьковской", "Харьковская"),
    ],
)
def test_the_nominative_is_among_the_forms(form: str, name: str) -> None:
    assert name in nominatives(form)


@given(st.text(alphabet="абвгдеиіїклмнопрстуьяюй", max_size=12))
def test_a_word_may_always_be_its_own_nominative_and_keeps_a_stem(word: str) -> None:
    forms = nominatives(word)
    assert forms[0] == word
    assert all(form[:2] == word[:2] for form in forms)
    assert len(set(forms)) == len(forms)


def test_each_word_of_a_name_is_inflected() -> None:
    forms = name_forms(("Часового", "Яру"))
    assert "Часів Яр" in forms
    assert "Часового Яру" not in forms


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Поблизу Авдіївки тривають бої.", "Авдіївки", "Avdiivka"),
        ("Сили оборони вийшли з Часового Яру.", "Часового Яру", "Chasiv Yar"),
        ("У Харківській області загинула жінка.", "Харківській області", "Kharkiv Oblast"),
        ("В Бахмуте ранены двое.", "Бахмуте", "Bakhmut"),
        ("Взрывы в Москве и в Киеве.", "Москве", "Moscow"),
        ("До Черкас летять безпілотники.", "Черкас", "Cherkasy"),
    ],
)
def test_a_place_is_found_in_any_case(
    geoparser: Geoparser, text: str, name: str, place: str
) -> None:
    found = {r.toponym.text: r.place for r in geoparser.parse(text).resolutions}
    assert found[name] is not None
    assert found[name].name == place


def test_the_names_of_people_are_not_made_into_places(geoparser: Geoparser) -> None:
    assert geoparser.parse("Про це сказав Олександр Сирський.").resolutions == ()
