"""The geoparser as a whole: texts of any length, tokens on demand, flat rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser, rows
from geo.parse import Mask, Parser, Wanted
from geo.types import Focus, Sentence, Token

COLUMNS = [
    "doc_id", "start", "end", "text", "use", "place_id", "geonameid", "name", "lat", "lon",
    "where_prec", "score", "reason",
]  # fmt: skip
NOTE = "Shells hit Hirske in the Luhansk region. It rained. Ukrainian troops left."


class RecordingParser:
    """A parser that gives each sentence one token and remembers what it was asked for."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []
        self.masks: list[Mask] = []

    def parse_texts(self, wanted: Iterable[Wanted]) -> Iterator[list[Sentence]]:
        for text, sentences, masks in wanted:
            self.sentences += sentences
            self.masks += masks
            yield [
                Sentence(start=s.start, end=s.end, paragraph=s.paragraph, tokens=(_token(text, s),))
                for s in sentences
            ]


def _token(text: str, sentence: Sentence) -> Token:
    return Token(
        index=0, start=sentence.start, end=sentence.end, text=text[sentence.start : sentence.end],
        lemma="", pos="X", tag="X", dep="ROOT", head=0,
    )  # fmt: skip


def test_a_short_text_is_parsed_whole(gazetteer: Gazetteer) -> None:
    parser = RecordingParser()
    found = Geoparser(gazetteer, parser).parse(NOTE)
    assert len(found.sentences) == len(parser.sentences) == 3
    assert all(sentence.tokens for sentence in found.sentences)


def test_names_are_masked_by_a_familiar_name_of_their_kind(gazetteer: Gazetteer) -> None:
    parser = RecordingParser()
    Geoparser(gazetteer, parser).parse(NOTE)
    assert [(NOTE[m.start : m.end], m.word) for m in parser.masks] == [
        ("Hirske", "London"),
        ("Luhansk", "Texas"),
    ]


def test_of_a_long_text_only_sentences_beside_toponyms_are_parsed(gazetteer: Gazetteer) -> None:
    parser = RecordingParser()
    text = "It rained. " * 3_000 + NOTE
    found = Geoparser(gazetteer, parser).parse(text)
    assert 0 < len(parser.sentences) < 6
    assert sum(bool(s.tokens) for s in found.sentences) == len(parser.sentences)


def test_parse_all_parses_a_long_text_too(gazetteer: Gazetteer) -> None:
    parser = RecordingParser()
    text = "It rained. " * 3_000
    Geoparser(gazetteer, parser).parse(text, parse_all=True)
    assert len(parser.sentences) == 3_000


def test_nothing_is_parsed_where_nobody_asks(gazetteer: Gazetteer) -> None:
    parser = RecordingParser()
    found = Geoparser(gazetteer, parser).parse(NOTE, parse_all=False)
    assert parser.sentences == []
    assert not any(sentence.tokens for sentence in found.sentences)
    assert len(found.resolutions) == 3


def test_texts_parsed_together_come_out_as_if_alone(gazetteer: Gazetteer) -> None:
    texts = [NOTE, "", "no names here", "Kherson was shelled. Troops left it."]
    geoparser = Geoparser(gazetteer, Parser())
    together = geoparser.with_tokens(map(geoparser.places, texts))
    assert list(together) == [geoparser.parse(text) for text in texts]


def test_without_a_parser_places_are_all_there_is(gazetteer: Gazetteer) -> None:
    geoparser = Geoparser(gazetteer)
    assert geoparser.parse(NOTE) == geoparser.places(NOTE)


def test_the_real_parser_keeps_a_masked_name_as_one_noun(gazetteer: Gazetteer) -> None:
    text = "Russian troops captured Velyka Novosilka on Friday."
    (sentence,) = Geoparser(gazetteer, Parser()).parse(text).sentences
    token = next(t for t in sentence.tokens if t.text == "Velyka Novosilka")
    assert (token.pos, token.dep) == ("PROPN", "dobj")


def test_offsets_count_in_the_whole_of_a_long_text(geoparser: Geoparser) -> None:
    text = "It rained for days.\n" * 2_000 + NOTE
    found = geoparser.parse(text, Focus(countries=("UA",)))
    assert [r.toponym.text for r in found.resolutions] == ["Hirske", "Luhansk", "Ukrainian"]
    for resolution in found.resolutions:
        toponym = resolution.toponym
        assert text[toponym.start : toponym.end] == toponym.text
    luhansk = found.resolutions[1].toponym
    assert luhansk.head_end is not None
    assert text[luhansk.start : luhansk.head_end] == "Luhansk region"


@pytest.mark.parametrize("text", ["", " \n ", "no names here"])
def test_a_text_without_names_gives_nothing(text: str, geoparser: Geoparser) -> None:
    found = geoparser.parse(text)
    assert found.resolutions == ()
    assert found.described == ()


def test_rows_are_flat_one_for_each_toponym_with_nulls(geoparser: Geoparser) -> None:
    text = "Shells hit Sloviansk. Ivanivka is silent, Russian media say."
    table = rows("d1", geoparser.parse(text))
    assert list(table[0]) == COLUMNS
    assert [(row["doc_id"], row["text"], row["use"]) for row in table] == [
        ("d1", "Sloviansk", "literal"),
        ("d1", "Ivanivka", "literal"),
        ("d1", "Russian", "demonym"),
    ]
    assert table[0]["lat"] == pytest.approx(48.85, abs=0.1)
    assert table[0]["where_prec"] == 1


@pytest.mark.originals
def test_the_town_to_the_south_is_not_hirske(geoparser: Geoparser, originals: Path) -> None:
    text = next(originals.glob("000_*.txt")).read_text(encoding="utf-8")
    found = geoparser.parse(text, Focus(countries=("UA",)))
    town = next(d for d in found.described if "to the south" in d.text)
    assert (town.named, town.where_prec) == (False, 2)
    assert found.resolutions[town.anchors[0]].toponym.text == "Sievierodonetsk"


@pytest.mark.originals
@pytest.mark.parametrize(
    ("report", "name", "lat", "lon"),
    [
        ("000", "Sievierodonetsk", 48.95, 38.49),
        ("000", "Hirske", 48.75, 38.50),
        ("000", "Zolote", 48.69, 38.52),
        ("000", "Lysychansk", 48.90, 38.43),
        ("000", "Mariupol", 47.10, 37.55),
        ("000", "Olhine", 47.44, 33.5),
        ("000", "Avdiivka", 48.14, 37.75),
        ("000", "Azot", 48.94, 38.45),
        ("001", "Toshkivka", 48.78, 38.56),
        ("003", "Severodonetsk", 48.95, 38.49),
    ],
)
def test_the_places_of_the_originals_are_where_they_are(
    report: str, name: str, lat: float, lon: float, geoparser: Geoparser, originals: Path
) -> None:
    text = next(originals.glob(f"{report}_*.txt")).read_text(encoding="utf-8")
    found = geoparser.parse(text, Focus(countries=("UA",))).resolutions
    pins = [r.position for r in found if r.toponym.text == name]
    assert pins
    for pin in pins:
        assert pin is not None
        assert pin.lat == pytest.approx(lat, abs=0.1)
        assert pin.lon == pytest.approx(lon, abs=0.15)


def test_a_text_that_names_nothing_in_the_countries_asked_for_is_not_resolved(
    gazetteer: Gazetteer,
) -> None:
    geoparser = Geoparser(gazetteer)
    assert geoparser.places(NOTE, among={"UA"}) == geoparser.places(NOTE)
    elsewhere = geoparser.places(NOTE, among={"NZ"})
    assert elsewhere.resolutions == ()
    assert elsewhere.sentences == geoparser.places(NOTE).sentences
