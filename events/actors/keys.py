"""Names as keys: the folded words of a spelling, by which it is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from geo.names import fold

Word = tuple[int, int, str]
"""A word and its offsets: start, end (half-open code points), as written."""

WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*", re.UNICODE)
POSSESSIVE = re.compile(r"['’]s?$")
_PART = 100_000  # characters: the words of a part are in memory together
_EDGE = re.compile(r"[.!?][\"'”’»)]*[^\S\n]*\n\s*\n")


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Return a word folded, without its possessive and full stop."""
    return fold(POSSESSIVE.sub("", word).rstrip("."))


def key_of(spelling: str) -> tuple[str, ...]:
    """Return the keys of the words of a spelling."""
    return tuple(folded(word) for word in WORD.findall(spelling))


def parts_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield a long text part by part, each with its offset; no name reaches over their edges.

    A part ends with a sentence and its paragraph, after `_PART` characters or more.
    """
    start = 0
    while len(text) - start > _PART and (edge := _EDGE.search(text, start + _PART)):
        yield start, text[start : edge.end()]
        start = edge.end()
    yield start, text[start:] if start else text


@lru_cache(maxsize=2)
def words_of(text: str) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    """Return the words of a text with their offsets, and the key of each.

    The last text is kept, since each profile is asked about it in turn.
    """
    words = tuple((m.start(), m.end(), m.group()) for m in WORD.finditer(text))
    return words, tuple(folded(word) for _, _, word in words)
