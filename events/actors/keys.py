"""Names as keys: the folded words of a spelling, by which it is looked up."""

from __future__ import annotations

import re
from functools import lru_cache

from geo.names import fold

Word = tuple[int, int, str]
"""A word and its offsets: start, end (half-open code points), as written."""

WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*", re.UNICODE)
POSSESSIVE = re.compile(r"['’]s?$")


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Return a word folded, without its possessive and full stop."""
    return fold(POSSESSIVE.sub("", word).rstrip("."))


def key_of(spelling: str) -> tuple[str, ...]:
    """Return the keys of the words of a spelling."""
    return tuple(folded(word) for word in WORD.findall(spelling))


@lru_cache(maxsize=2)
def words_of(text: str) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    """Return the words of a text with their offsets, and the key of each.

    The last text is kept, since each profile is asked about it in turn.
    """
    words = tuple((m.start(), m.end(), m.group()) for m in WORD.finditer(text))
    return words, tuple(folded(word) for _, _, word in words)
