"""spaCy's small English model, run in large batches: sentences in, words with their grammar out.

Tagger and parser are spaCy's own; ``geo.network`` does their sums. What would cost more than they
do is done once: the rules that turn a tag into a part of speech and a word into its lemma look at
the word, its tag and its dependency alone, so their answer for one such word serves all others of
the kind. The few rules that look at two words ("gon na") are left to spaCy each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from geo.network import Network

BATCH = 128
"""Sentences that are tagged and parsed in one go: more gain nothing and take memory."""
REMEMBERED_WORDS = 200_000

_RULES = ("attribute_ruler", "lemmatizer")
_SEPARATOR = ("\n", "_SP", "")
_EXPLETIVE = "expl"
PAIRED = re.compile(r"\b(?:gon\s?na|got\s?ta|c'm\s?on|y'?\s?all)\b|\blet\s?'s|\bai\s?n'?t", re.I)
"""Pairs of words that the model has rules for; also those of an expletive and a form of "be"."""


class Word(NamedTuple):
    """A word of a sentence: where it begins and ends there, and the number of its head."""

    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int


class _Form(NamedTuple):
    """What the rules say of every word with the same letters, tag and dependency."""

    lemma: str
    pos: str
    tag: str
    dep: str
    is_space: bool


_Key = tuple[int, int, int, bool]
"""Hashes of a word, its tag and its dependency, and whether an expletive stands before it."""


class Grammar:
    """The tagger, parser and lemmatiser of one installed spaCy model, without its NER.

    Parameters
    ----------
    model
        Name of the installed spaCy package. It is loaded at the first sentence, not before.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self._loaded: tuple[Language, Network] | None = None
        self._forms: dict[_Key, _Form] = {}

    @property
    def language(self) -> Language:
        """The loaded pipeline."""
        return self._load()[0]

    def _load(self) -> tuple[Language, Network]:
        if self._loaded is None:
            from geo.network import Network

            language = _load(self._model)
            self._loaded = language, Network(language)
        return self._loaded

    def read(self, texts: Iterable[str]) -> Iterator[list[Word]]:
        """Yield the words of each sentence, in order; white space is none."""
        waiting = iter(texts)
        language, network = self._load()
        while batch := list(islice(waiting, BATCH)):
            docs = [language.make_doc(text) for text in batch]
            network.annotate(docs)
            expletive = language.vocab.strings[_EXPLETIVE]
            rows = [_rows(doc, expletive) for doc in docs]
            self._learn(key for row in rows for key, *_ in row)
            for text, doc, row in zip(batch, docs, rows, strict=True):
                forms = self._paired(doc) if PAIRED.search(text) else None
                yield _without_spaces(row, forms or [self._forms[key] for key, *_ in row])

    def _paired(self, doc: Doc) -> list[_Form]:
        """Let all rules see the sentence itself."""
        self._rule(doc)
        return [_form(doc, number) for number in range(len(doc))]

    def _rule(self, doc: Doc) -> None:
        for name in _RULES:
            doc = self.language.get_pipe(name)(doc)

    def _learn(self, keys: Iterable[_Key]) -> None:
        """Let the rules see words that are new, each behind a line break or an expletive."""
        from spacy.tokens import Doc

        if len(self._forms) > REMEMBERED_WORDS:
            self._forms.clear()
        new = [key for key in dict.fromkeys(keys) if key not in self._forms]
        if not new:
            return
        strings = self.language.vocab.strings
        words: list[tuple[str, str, str]] = []
        for word, tag, dep, after_expletive in new:
            before = ("there", "EX", _EXPLETIVE) if after_expletive else _SEPARATOR
            words += [before, (strings[word], strings[tag], strings[dep])]
        doc = Doc(
            self.language.vocab,
            words=[word for word, _, _ in words],
            tags=[tag for _, tag, _ in words],
            deps=[dep for _, _, dep in words],
            heads=list(range(len(words))),
        )
        self._rule(doc)
        for n, key in enumerate(new):
            self._forms[key] = _form(doc, 2 * n + 1)


_Row = tuple[_Key, int, int, int]
"""Key, start, length, and the number of the head in the sentence."""


def _rows(doc: Doc, expletive: int) -> list[_Row]:
    rows: list[_Row] = []
    before = 0
    table = doc.to_array(["ORTH", "TAG", "DEP", "HEAD", "IDX", "LENGTH"]).tolist()
    for n, (word, tag, dep, head, start, length) in enumerate(table):
        offset = head - (1 << 64) if head >> 63 else head
        rows.append(((word, tag, dep, before == expletive), start, length, n + offset))
        before = dep
    return rows


def _form(doc: Doc, number: int) -> _Form:
    word = doc[number]
    return _Form(word.lemma_.lower(), word.pos_, word.tag_, word.dep_, word.is_space)


def _without_spaces(rows: Sequence[_Row], forms: Sequence[_Form]) -> list[Word]:
    """Return the words; a word whose head is white space has the next head above it."""
    number_of: dict[int, int] = {}
    for n, form in enumerate(forms):
        if not form.is_space:
            number_of[n] = len(number_of)
    words = []
    for n, ((_, start, length, head), form) in enumerate(zip(rows, forms, strict=True)):
        if form.is_space:
            continue
        while head not in number_of and rows[head][3] != head:
            head = rows[head][3]
        number = number_of.get(head, number_of[n])
        lemma, pos, tag, dep, _ = form
        words.append(Word(start, start + length, lemma, pos, tag, dep, number))
    return words


def _load(model: str) -> Language:
    import importlib

    language: Language = importlib.import_module(model).load(exclude=["ner"])
    lemmatizer: Any = language.get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    for pos in list(index):
        index[pos] = frozenset(index[pos])  # spaCy searches a list for each unknown word
    return language
