"""Toponym recognition: what is a place name, what is a person, an organisation, a word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.parse import split_sentences
from geo.recognize import recognize
from geo.types import Focus, Toponym


def found(text: str, gazetteer: Gazetteer) -> list[Toponym]:
    toponyms = recognize(text, split_sentences(text), gazetteer)
    assert all(text[t.start : t.end] == t.text for t in toponyms)
    return toponyms


def names(text: str, gazetteer: Gazetteer) -> list[str]:
    return [toponym.text for toponym in found(text, gazetteer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vitaly Kiselev spoke in Lysychansk. Kiselev left.", ["Lysychansk"]),
        ("Volodymyr Zelensky met reporters in Kharkiv.", ["Kharkiv"]),
        ("President Vladimir Putin flew to Vladivostok.", ["Vladivostok"]),
        ("The Luhansk People's Republic claimed Popasna.", ["Popasna"]),
        ("Kharkiv University closed.", []),
        ("Shakhtar Donetsk played in Lviv.", ["Lviv"]),
        ("Officials of NATO and the EU met in Paris.", ["Paris"]),
        ("The attack came in May and on Friday.", []),
        ("Fighters of the Islamic State left Mosul.", ["Mosul"]),
    ],
)
def test_people_and_organisations_are_no_places(
    text: str, expected: list[str], gazetteer: Gazetteer
) -> None:
    assert names(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The Russians left.", "Russians"),
        ("North Korean troops arrived.", "North Korean"),
        ("Ukrainian forces advanced.", "Ukrainian"),
        ("European leaders met.", "European"),
    ],
)
def test_a_demonym_is_a_toponym_with_its_own_use(
    text: str, word: str, gazetteer: Gazetteer
) -> None:
    (toponym,) = found(text, gazetteer)
    assert (toponym.text, toponym.use) == (word, "demonym")


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("Moscow has surrounded the town.", "Moscow", "metonymic"),
        ("Officials say that Kyiv said nothing.", "Kyiv", "metonymic"),
        ("Talks of Poland with Russia failed.", "Russia", "metonymic"),
        ("Russia and its proxies attacked.", "Russia", "metonymic"),
        ("Moscow-backed fighters left.", "Moscow", "metonymic"),
        ("An expert based in Kyiv spoke.", "Kyiv", "literal"),
        ("A Kyiv-based expert spoke.", "Kyiv", "associative"),
        ("Kherson residents fled.", "Kherson", "associative"),
        ("Ukraine's army advanced.", "Ukraine", "associative"),
        ("Shells fell in Kherson.", "Kherson", "literal"),
        ("Khartoum is held by the army.", "Khartoum", "literal"),
        ("Khartoum has been besieged.", "Khartoum", "literal"),
        ("Moscow is preparing an attack.", "Moscow", "metonymic"),
        ("Moscow allegedly wants more.", "Moscow", "metonymic"),
    ],
)
def test_each_toponym_says_how_it_is_used(
    text: str, name: str, use: str, gazetteer: Gazetteer
) -> None:
    toponym = next(t for t in found(text, gazetteer) if t.text == name)
    assert toponym.use == use


@pytest.mark.parametrize(
    ("text", "name", "kind", "word"),
    [
        ("Shells hit the Luhansk region.", "Luhansk", "region", "region"),
        ("Shells hit Bakhmut hromada.", "Bakhmut", "district", "hromada"),
        ("The city of Sumy lost power.", "Sumy", "settlement", "city"),
        ("The port city Mariupol fell.", "Mariupol", "settlement", "city"),
        ("On the Kupiansk direction it was calm.", "Kupiansk", "area", "direction"),
        ("The bank of the Dnipro is mined.", "Dnipro", "water", "bank"),
        ("Fire broke out at Sumy power plant.", "Sumy", "facility", "power plant"),
    ],
)
def test_a_head_noun_asks_for_a_kind(
    text: str, name: str, kind: str, word: str, gazetteer: Gazetteer
) -> None:
    toponym = next(t for t in found(text, gazetteer) if t.text == name)
    assert (toponym.asked, toponym.asked_word) == (kind, word)
    assert word.split()[0] in text[toponym.head_start : toponym.head_end]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Donetsk and Luhansk regions were hit.", "region"),
        ("The regions of Kharkiv, Sumy and Chernihiv were hit.", "region"),
        ("The cities of Kharkiv and Sumy lost power.", "settlement"),
    ],
)
def test_a_plural_head_belongs_to_all_names_it_joins(
    text: str, kind: str, gazetteer: Gazetteer
) -> None:
    toponyms = found(text, gazetteer)
    assert len(toponyms) > 1
    assert {t.asked for t in toponyms} == {kind}


def test_a_name_that_holds_its_head_noun_asks_by_it(gazetteer: Gazetteer) -> None:
    (toponym,) = found("Shells hit Donetsk Oblast.", gazetteer)
    assert (toponym.text, toponym.asked) == ("Donetsk Oblast", "region")


def test_short_forms_are_read_by_their_capitals(gazetteer: Gazetteer) -> None:
    assert names("The U.S. and the UK told us in Louisville, Ky., to stay.", gazetteer) == [
        "U.S.",
        "UK",
        "Louisville",
        "Ky.",
    ]


def test_a_headline_in_capitals_is_read(gazetteer: Gazetteer) -> None:
    assert names("RUSSIAN FORCES SHELL KHARKIV", gazetteer) == ["RUSSIAN", "KHARKIV"]


def test_the_focus_helps_small_names(geoparser: Geoparser) -> None:
    text = "The flood left Korsunka under water."
    near = geoparser.parse(text, Focus(countries=("UA",))).resolutions
    assert [r.toponym.text for r in near] == ["Korsunka"]


@given(st.text(max_size=300))
def test_any_text_is_read_without_overlaps(text: str) -> None:
    toponyms = recognize(text, split_sentences(text), Gazetteer.open())
    assert all(text[t.start : t.end] == t.text for t in toponyms)
    assert all(a.end <= b.start for a, b in pairwise(toponyms))


@pytest.mark.parametrize(
    "text",
    ["The Washington Post misquoted him.", "The Dallas Cowboys lost.", "Paris Saint-Germain won."],
)
def test_a_paper_or_a_club_named_after_a_city_is_no_place(text: str, gazetteer: Gazetteer) -> None:
    assert names(text, gazetteer) == []


def test_a_village_without_a_population_is_found_in_a_list(gazetteer: Gazetteer) -> None:
    text = "In the areas of Berdychi, Tonenke and Nevelske of the Donetsk region shells fell."
    assert "Nevelske" in names(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("They reported the liberation of the Luhansk People’s Republic.", ["region"]),
        ("Villages of the self-proclaimed DPR were shelled.", ["region"]),
        ("The Luhansk People's Republic said so.", []),
        ("LPR troops advanced.", []),
    ],
)
def test_the_land_of_a_republic_is_a_place_and_the_republic_is_none(
    text: str, kinds: list[str], geoparser: Geoparser
) -> None:
    assert [r.place.kind for r in geoparser.places(text).resolutions if r.place] == kinds


def test_a_list_behind_a_preposition_of_the_genitive_is_read(geoparser: Geoparser) -> None:
    names = [r.place.name for r in geoparser.places("Из Сум и Прилук ушли.").resolutions if r.place]
    assert names == ["Sumy", "Pryluky"]


@pytest.mark.parametrize(
    "text",
    [
        "Troops of the Dnepr group of forces struck Kherson.",
        "The Vostok group of troops struck Kherson.",
        "The Zapad battlegroup struck Kherson.",
        "The Khortytsia group of forces reported clashes near Kherson.",
        "The Siversk group was sent to Kherson.",
    ],
)
def test_a_formation_named_after_a_place_is_none(geoparser: Geoparser, text: str) -> None:
    found = geoparser.parse(text, parse_all=False).resolutions
    assert [r.toponym.text for r in found] == ["Kherson"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paris Hilton opened a club in Berlin.", ["Berlin"]),
        ("Sydney Sweeney was filmed in Rome.", ["Rome"]),
        ("Chelsea Clinton spoke in Boston.", ["Boston"]),
        ("Protests in Paris went on.", ["Paris"]),
        ("The Paris police closed a road.", ["Paris"]),
    ],
)
def test_a_city_that_people_are_named_after_is_none_before_a_surname(
    text: str, expected: list[str], gazetteer: Gazetteer
) -> None:
    assert names(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Robotyne was cleared of Russian soldiers.",
        "Klishchiivka was cleared by Ukrainian assault brigades.",
        "Andriivka fell on Friday.",
        "Orlivka was overrun in the night.",
    ],
)
def test_a_village_that_opens_a_sentence_is_told_by_what_befell_it(
    text: str, gazetteer: Gazetteer
) -> None:
    assert names(text, gazetteer)[0] == text.split()[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Students of the Kharkiv Polytechnic Institute fled to Sumy.", ["Sumy"]),
        ("The Lviv National Medical University sent doctors to Sumy.", ["Sumy"]),
        ("Troops tried to enter Karpivka and were thrown back.", ["Karpivka"]),
        ("Nairobi said it would help.", ["Nairobi"]),
        ("Battle for Severodonetsk rages on", ["Severodonetsk"]),
        ("Shelling of Severodonesk went on.", ["Severodonesk"]),
    ],
)
def test_institutes_are_none_and_what_is_entered_is_a_place(
    text: str, expected: list[str], gazetteer: Gazetteer
) -> None:
    assert names(text, gazetteer) == expected
