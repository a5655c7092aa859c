"""The words of a text and what stands beside a span of them: cheap context without a parse."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from geo.types import Sentence

_WORD = re.compile(r"([^\W_]+(?:['’ʼ](?!s\b)[^\W_]+)*)(?:['’]s\b)?")


class Words:
    """The words of one text, split at white space, punctuation, hyphens and possessive 's.

    Words are addressed by their number; offsets count code points of the text. ``capitals`` has the
    numbers of those that begin with a capital letter.
    """

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.texts: list[str] = []
        self.lowers: list[str] = []
        for match in _WORD.finditer(text):
            self.starts.append(match.start())
            self.ends.append(match.end(1))
            self.texts.append(match[1])
        self.lowers = [word.lower() for word in self.texts]
        self.capitals = [n for n, word in enumerate(self.texts) if word[0].isupper()]
        self.sentences = sentences
        self._sentence_starts = [s.start for s in sentences]

    def __len__(self) -> int:
        return len(self.texts)

    def first_in(self, start: int) -> int:
        """Return the number of the first word that ends after the offset ``start``."""
        return bisect_right(self.ends, start)

    def after(self, end: int) -> int:
        """Return the number of the first word that begins at or after the offset ``end``."""
        return bisect_left(self.starts, end)

    def sentence_number(self, offset: int) -> int:
        """Return the number of the sentence that holds the offset, or the one before it."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def opens_sentence(self, number: int) -> bool:
        """Tell whether only quotes, brackets or bullets stand between a sentence's start and it."""
        if number == 0:
            return True
        start = self.sentences[self.sentence_number(self.starts[number])].start
        return self.ends[number - 1] <= start

    def gap_before(self, number: int) -> str:
        """Return the text between the word before and this one; a line break at the start."""
        if number == 0:
            return "\n"
        return self.text[self.ends[number - 1] : self.starts[number]]

    def lower(self, number: int) -> str:
        """Return the word in lower case, or an empty string where there is none."""
        return self.lowers[number] if 0 <= number < len(self.lowers) else ""

    def word(self, number: int) -> str:
        """Return the word as written, or an empty string where there is none."""
        return self.texts[number] if 0 <= number < len(self.texts) else ""

    def run(self, number: int, count: int) -> str:
        """Return up to ``count`` words from ``number`` on, lower case, joined by one space.

        The run ends before a word that is not separated by white space or a hyphen alone.
        """
        found = [self.lower(number)]
        for here in range(number + 1, min(number + count, len(self.texts))):
            if self.gap_before(here) not in _JOINS:
                break
            found.append(self.lowers[here])
        return " ".join(found)


_JOINS = frozenset({" ", "-", "\u00a0", "  "})


def is_capitalised(word: str) -> bool:
    """Tell whether a word begins with a capital letter."""
    return bool(word) and word[0].isupper()
