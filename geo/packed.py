"""The sentences of a long text with their tokens packed: unpacked when looked at, one by one.

A token takes a tenth of the memory it takes as a value of its own, so that a report of a million
words can be gone through from front to back, more than once, in little memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import lru_cache
from itertools import chain
from typing import overload

from geo.types import Sentence, Token

_NUMBERS = 7  # of each token: start, end, lemma, pos, tag, dep, head
_UNPACKED = 16
"""Sentences that stay unpacked: what is looked at is mostly looked at again at once."""


class PackedSentences(Sequence[Sentence]):
    """The sentences of a text, in order; offsets count in ``text``.

    Parameters
    ----------
    text
        The text that the sentences are of.
    bare
        All sentences of the text, without tokens.
    parsed
        From the number of a sentence to the same with tokens, in any order; each may be dropped
        by whoever yields it as soon as the next is asked for.
    """

    def __init__(
        self, text: str, bare: Iterable[Sentence], parsed: Iterable[tuple[int, Sentence]]
    ) -> None:
        self._text = text
        self._bare = tuple(bare)
        numbers: dict[str, int] = {}
        self._packed = {n: _packed(sentence, numbers) for n, sentence in parsed}
        self._words = tuple(numbers)
        self._unpacked = lru_cache(maxsize=_UNPACKED)(self._unpack)

    def __len__(self) -> int:
        return len(self._bare)

    @overload
    def __getitem__(self, at: int) -> Sentence: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Sentence, ...]: ...
    def __getitem__(self, at: int | slice) -> Sentence | tuple[Sentence, ...]:
        if isinstance(at, slice):
            return tuple(self[n] for n in range(*at.indices(len(self))))
        return self._unpacked(range(len(self))[at])

    def __iter__(self) -> Iterator[Sentence]:
        return (self[n] for n in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(self._bare)

    def spans(self) -> tuple[Sentence, ...]:
        """Return the sentences without tokens."""
        return self._bare

    def changed(self, by: Callable[[Sentence], Sentence]) -> PackedSentences:
        """Return the same sentences, each changed whenever it is unpacked; spans stay."""
        found = copy(self)
        found._unpacked = lru_cache(maxsize=_UNPACKED)(lambda number: by(self._unpack(number)))
        return found

    def _unpack(self, number: int) -> Sentence:
        bare = self._bare[number]
        packed = self._packed.get(number)
        if packed is None:
            return bare
        rows = (packed[at : at + _NUMBERS] for at in range(0, len(packed), _NUMBERS))
        tokens = tuple(self._token(bare.start, index, row) for index, row in enumerate(rows))
        return Sentence(start=bare.start, end=bare.end, paragraph=bare.paragraph, tokens=tokens)

    def _token(self, origin: int, index: int, row: array[int]) -> Token:
        start, end, lemma, pos, tag, dep, head = row
        return Token(
            index=index,
            start=origin + start,
            end=origin + end,
            text=self._text[origin + start : origin + end],
            lemma=self._words[lemma],
            pos=self._words[pos],
            tag=self._words[tag],
            dep=self._words[dep],
            head=head,
        )


def _packed(sentence: Sentence, numbers: dict[str, int]) -> array[int]:
    """Return the numbers of the tokens; ``numbers`` has one for each word so far, and gains."""

    def number(word: str) -> int:
        return numbers.setdefault(word, len(numbers))

    origin = sentence.start
    return array(
        "I",
        chain.from_iterable(
            (
                *(t.start - origin, t.end - origin),
                *(number(t.lemma), number(t.pos), number(t.tag), number(t.dep), t.head),
            )
            for t in sentence.tokens
        ),
    )
