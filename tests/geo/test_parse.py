"""Splitting sentences, and the one parse with place names masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SpanError
from geo.parse import MAX_SENTENCE, Mask, Parser, split_sentences
from geo.types import Sentence


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def parsed(parser: Parser, text: str, masks: list[Mask]) -> list[Sentence]:
    return parser.parse(text, split_sentences(text), masks)


@pytest.mark.parametrize(
    "text",
    [
        "He left Kyiv. | It rained.",
        "Gen. Zaluzhny spoke. | “We hold,” he said.",
        "The U.S. Army came. | It left.",
        "They fled the U.S. | The rest stayed.",
        "They fled at 5 a.m. Monday. | Rain fell.",
        "The talks ended at 5 p.m. | He left.",
        "It cost $3.5 million. | No one paid.",
        "St. Petersburg and Mt. Hood are far.",
        "Also read, he said? | Yes! | No.",
        "He said: “Go.” | She went.",
        "The No. 1 reactor stopped.",
        "“It is over.” | Musiyenko said so.",
        "J. K. Rowling wrote. | Vladimir V. Putin signed.",
        "Shelling in Kherson… | Two died.",
        "Shelling went on… and on.",
        "The village (Donetsk obl.) burned. | Rain fell.",
        "Обстріляли с. Ольгине. | Двоє загинули.",
        "Visit www.example.com now. | Bye.",
        "It was close to no. | Then it ended.",
        "He met Sat. | Nobody came.",
    ],
)
def test_a_full_stop_ends_a_sentence_but_not_an_abbreviation(text: str) -> None:
    assert split(text.replace(" | ", " ")) == text.split(" | ")


def test_a_missing_space_after_a_full_stop_is_forgiven() -> None:
    assert split("They left.After weeks they came back.") == [
        "They left.",
        "After weeks they came back.",
    ]


def test_a_quotation_mark_on_the_wrong_side_still_begins_a_sentence() -> None:
    assert split('The loss is not final. "in the end we win.') == [
        "The loss is not final.",
        '"in the end we win.',
    ]


def test_a_line_break_always_ends_a_sentence_and_a_paragraph() -> None:
    sentences = split_sentences("One line\nanother. And more\n\nlast")
    assert [s.paragraph for s in sentences] == [0, 1, 1, 2]


def test_a_sentence_without_end_is_cut_at_a_space() -> None:
    parts = split("word " * 1_000)
    assert len(parts) == 3
    assert all(len(part) <= MAX_SENTENCE for part in parts)
    assert split("x" * (MAX_SENTENCE + 5)) == ["x" * MAX_SENTENCE, "xxxxx"]


@given(st.text(alphabet='ab. ?!…\n"”А.U', max_size=200))
def test_sentences_cover_all_that_is_no_white_space_in_order(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in sentences) == "".join(
        text.split()
    )
    assert all(s.start < s.end for s in sentences)


def test_tokens_count_in_the_text_as_given(parser: Parser) -> None:
    text = "It rained.  Troops left  Velyka Novosilka on Friday."
    start = text.index("Velyka")
    sentences = parsed(parser, text, [Mask(start, start + 16, "London")])
    for sentence in sentences:
        assert sentence.tokens
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text
    assert "Velyka Novosilka" in [t.text for t in sentences[1].tokens]


def test_a_masked_name_is_a_proper_noun_with_its_own_text_as_lemma(parser: Parser) -> None:
    text = "Russia took Avdiivka and Ma-Ri on Friday"
    masks = [Mask(12, 20, "London"), Mask(25, 30, "New York")]
    (sentence,) = parsed(parser, text, masks)
    avdiivka = next(t for t in sentence.tokens if t.text == "Avdiivka")
    assert (avdiivka.pos, avdiivka.lemma, avdiivka.dep) == ("PROPN", "Avdiivka", "dobj")
    assert sentence.tokens[avdiivka.head].text == "took"
    assert sentence.tokens[-1].text == "Friday"


def test_a_mask_across_the_edge_of_a_sentence_is_ignored(parser: Parser) -> None:
    (first, second) = parsed(parser, "It rained. It poured.", [Mask(3, 13, "London")])
    assert [t.text for t in first.tokens] == ["It", "rained", "."]
    assert [t.text for t in second.tokens] == ["It", "poured", "."]


def test_overlapping_masks_are_an_error(parser: Parser) -> None:
    with pytest.raises(SpanError, match="overlap"):
        parsed(parser, "It rained.", [Mask(0, 4, "A"), Mask(3, 8, "B")])


def test_only_the_sentences_asked_for_are_parsed(parser: Parser) -> None:
    text = "It rained. It poured."
    (only,) = parser.parse(text, split_sentences(text)[1:])
    assert only.tokens[1].text == "poured"


def test_the_tree_can_be_walked(parser: Parser) -> None:
    (sentence,) = parsed(parser, "Russian troops shelled a school.", [])
    root = next(t for t in sentence.tokens if t.dep == "ROOT")
    assert root.text == "shelled"
    assert {t.text for t in sentence.children(root.index)} >= {"troops", "school"}
    assert len(sentence.subtree(root.index)) == len(sentence.tokens)
    russian = sentence.token_at(0)
    assert russian is not None
    assert [t.text for t in sentence.ancestors(russian.index)] == ["troops", "shelled"]
    assert sentence.token_at(10_000) is None
