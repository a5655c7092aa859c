"""The networks of spaCy's small model, run forward in NumPy over many sentences at once.

Weights, transitions and what may follow what stay spaCy's; only the arithmetic is done here, since
spaCy's costs twice as much: it embeds each word anew wherever it stands, and takes and gives back
Python's lock for each vector it adds. What a word is by itself, as far as its share in the first
layer, is worked out once. Sums are added in another order, so that scores differ from spaCy's by
a millionth; trees and tags do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.api import Model

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

REMEMBERED_WORDS = 10_000
"""Words whose vectors are kept: 4 KB each."""
_EPSILON = np.float32(1e-8)
_MIXERS = tuple(np.uint64(n) for n in (
    0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB,
    0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB,
))  # fmt: skip


class Network:
    """The vectors, tags and trees of one loaded pipeline with a ``tagger`` and a ``parser``."""

    def __init__(self, language: Language) -> None:
        embed, encode = _model(language, "tok2vec").layers
        self._tagger: Any = language.get_pipe("tagger")
        self._layers = [_Layer(each.layers[0].layers[1]) for each in encode.layers[0].layers]
        self._pad = int(encode.attrs["pad"])
        self._words = _Words(embed, self._layers[0])
        self._steps = _Steps(language)
        self._tags = _linear(_model(language, "tagger").layers[1].layers[0])

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Set tags, heads and dependencies."""
        vectors = self.vectors(docs)
        weights, bias = self._tags
        guesses = (vectors @ weights + bias).argmax(axis=1)
        ends = np.cumsum([len(doc) for doc in docs])
        self._tagger.set_annotations(docs, np.split(guesses, ends[:-1]))
        self._steps.parse(docs, vectors)

    def vectors(self, docs: Sequence[Doc]) -> Floats:
        """Return a row for each word of all sentences; between sentences the layers see blanks."""
        lengths = [len(doc) for doc in docs]
        own, first = self._words.numbers(docs)
        blanks = self._pad * np.arange(1, len(lengths) + 1)
        places = np.arange(len(own)) + np.repeat(blanks, lengths)
        numbers = np.zeros(len(own) + self._pad * (len(lengths) + 1), dtype=np.int64)
        numbers[places] = own
        vectors: Floats = self._words.vectors[numbers]
        vectors += self._layers[0].finish(_beside(first, numbers))
        for layer in self._layers[1:]:
            vectors += layer(vectors)
        return vectors[places]


class _Words:
    """What is known of words by themselves: number 0 is the blank between two sentences."""

    def __init__(self, embed: Model[Any, Any], first: _Layer) -> None:
        for layer in embed.walk():
            layer.ops = NumpyOps(use_blis=False)  # not all processors are known to BLIS
        extract, _, hashed, mixed, _ = embed.layers
        self._columns: list[int | str] = extract.attrs["columns"]
        self._embed = (hashed, mixed)
        self._first = first
        self._numbers: dict[int, int] = {}
        self._forget()

    def _forget(self) -> None:
        self._numbers.clear()
        width = self._first.width
        self.vectors: Floats = np.zeros((1, width), np.float32)
        self._shares: Floats = np.zeros((1, 3, width * self._first.pieces), np.float32)

    def numbers(self, docs: Sequence[Doc]) -> tuple[Numbers, Floats]:
        """Return the number of each word, and by number its shares in the first layer."""
        if len(self._numbers) > REMEMBERED_WORDS:
            self._forget()
        rows = np.concatenate([doc.to_array(self._columns) for doc in docs])
        keys = (rows * np.array(_MIXERS, np.uint64)).sum(axis=1, dtype=np.uint64).tolist()
        known = self._numbers
        new: dict[int, int] = {}
        for place, key in enumerate(keys):
            if key not in known and key not in new:
                new[key] = place
        if new:
            self._learn(rows[list(new.values())])
            known |= {key: number for number, key in enumerate(new, start=len(known) + 1)}
        return np.array([known[key] for key in keys], np.int64), self._shares

    def _learn(self, rows: NDArray[np.uint64]) -> None:
        vectors: Any = rows
        for layer in self._embed:
            vectors = layer.predict(vectors)
        self.vectors = np.concatenate([self.vectors, vectors])
        self._shares = np.concatenate([self._shares, self._first.shares(vectors)])


def _beside(shares: Floats, numbers: Numbers) -> Floats:
    """Return for each place the sum of the shares of the word before, of its own, of the next."""
    found: Floats = shares[numbers, 1]
    found[1:] += shares[numbers[:-1], 0]
    found[:-1] += shares[numbers[1:], 2]
    return found


class _Layer:
    """A layer over each word and those beside it: the largest of some sums, then normalised."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        maxout, norm = layer.layers[0].layers
        weights, bias = _param(maxout, "W"), _param(maxout, "b")
        self.width, self.pieces, wide = weights.shape
        self._weights: Floats = _rows(weights.transpose(1, 0, 2).reshape(-1, wide).T)
        self._bias: Floats = _rows(bias.T.reshape(-1))
        self._gain: Floats = _param(norm, "G")
        self._shift: Floats = _param(norm, "b")

    def shares(self, vectors: Floats) -> Floats:
        """Return what vectors add to the sums of the next word, their own and the one before."""
        parts = self._weights.reshape(3, self.width, -1)
        found: Floats = np.stack([vectors @ part for part in parts], axis=1)
        return found

    def __call__(self, vectors: Floats) -> Floats:
        """Return the layer's output for vectors in order of the text."""
        width = self.width
        wide = np.zeros((len(vectors), 3 * width), np.float32)
        wide[1:, :width] = vectors[:-1]
        wide[:, width : 2 * width] = vectors
        wide[:-1, 2 * width :] = vectors[1:]
        return self.finish(wide @ self._weights)

    def finish(self, sums: Floats) -> Floats:
        """Return the layer's output from its sums, which are overwritten."""
        sums += self._bias
        largest = _largest(sums, self.width)
        largest -= largest.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", largest, largest) / np.float32(self.width)
        largest *= (1 / np.sqrt(variance + _EPSILON))[:, None]
        largest *= self._gain
        largest += self._shift
        return largest


class _Steps:
    """The parser's network, which scores what to do next in each of many sentences."""

    def __init__(self, language: Language) -> None:
        parser: Any = language.get_pipe("parser")
        self._parser = parser
        self._asked = parser.model.predict([language.make_doc("word")])  # by spaCy's own network
        self._narrow = _linear(parser.model.get_ref("tok2vec").layers[-1])
        lower = parser.model.get_ref("lower")
        self._scores = _linear(parser.model.get_ref("upper"))
        weights, bias, blank = (_param(lower, name) for name in ("W", "b", "pad"))
        self._seen, self._hidden, self._pieces, narrow = weights.shape
        self._weights = _rows(weights.transpose(0, 2, 1, 3).reshape(-1, narrow).T)
        self._bias = _rows(bias.T.reshape(-1))
        self._blank = _rows(blank[0].transpose(0, 2, 1).reshape(-1))
        self._ops = lower.ops

    def parse(self, docs: Sequence[Doc], vectors: Floats) -> None:
        """Set heads and dependencies; ``vectors`` has a row for each word of all sentences."""
        states = self._parser.moves.init_batch(docs)
        table = self._table(vectors)
        left = [state for state in states if not state.is_final()]
        while left:
            words = self._asked.get_token_ids(left)
            places = (words + 1) * self._seen + np.arange(self._seen, dtype=words.dtype)
            sums = self._ops.gather_add(table, places.astype(np.uint32))
            sums += self._bias
            weights, bias = self._scores
            scores = _largest(sums, self._hidden) @ weights
            scores += bias
            left = self._parser.transition_states(left, scores)
        self._parser.set_annotations(docs, states)

    def _table(self, vectors: Floats) -> Floats:
        """Return what each word adds to the sums at each place looked at; first, where none is."""
        weights, bias = self._narrow
        table = np.empty((len(vectors) + 1, len(self._blank)), np.float32)
        table[0] = self._blank
        np.matmul(vectors @ weights + bias, self._weights, out=table[1:])
        return table.reshape(-1, self._pieces * self._hidden)


def _largest(sums: Floats, width: int) -> Floats:
    """Return the largest of the pieces, which stand one behind the other in each row."""
    found: Floats = np.maximum(sums[:, :width], sums[:, width : 2 * width])
    for start in range(2 * width, sums.shape[1], width):
        np.maximum(found, sums[:, start : start + width], out=found)
    return found


def _linear(layer: Model[Any, Any]) -> tuple[Floats, Floats]:
    return _rows(_param(layer, "W").T), _param(layer, "b")


def _param(layer: Model[Any, Any], name: str) -> Floats:
    array: Any = layer.get_param(name)
    return _rows(array)


def _rows(array: NDArray[np.float32]) -> Floats:
    return np.ascontiguousarray(array, np.float32)


def _model(language: Language, name: str) -> Model[Any, Any]:
    pipe: Any = language.get_pipe(name)
    model: Model[Any, Any] = pipe.model
    return model
