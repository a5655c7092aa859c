"""Finding the names of an index in a text. Knows keys and offsets, no places.

A name begins at a word with a capital letter and ends at the end of a word. Between its words
stand spaces, one line break, hyphens, apostrophes, or the dot of an abbreviation; keys are plain
(`geo.names.plain`), so that case, accents and the sort of apostrophe do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from geo.names import fold, plain

MAX_WORDS = 7

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_JOINED_GAPS = frozenset("'’ʼ`´‘ʹ′")
_HYPHENS = frozenset("-‐‑–")
_ABBREVIATED = 3
_ARTICLE = 4


class Keys(Protocol):
    """A set of keys that can tell which of them a string begins with."""

    def prefixes(self, text: str, /) -> list[str]:
        """Return the keys that ``text`` begins with."""


def _joint(word: str, gap: str) -> str | None:
    """Return what joins two words of a name across a gap in the text; None if the name ends."""
    if gap == " " or gap in _HYPHENS:
        return " "
    if gap in _JOINED_GAPS:
        return ""
    if gap == ".":
        return "" if len(word) == 1 else None
    if gap in {". ", ".\n"}:
        return " " if len(word) <= _ABBREVIATED and word[0].isupper() else None
    if gap.isspace():
        return " " if gap.count("\n") <= 1 else None
    return None


class _Words:
    """The words of a text with their joints, and the windows of words that could be a name."""

    def __init__(self, text: str) -> None:
        matches = list(_WORD.finditer(text))
        self.texts = [match.group() for match in matches]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]
        self._text = text

    def gap(self, at: int) -> str:
        """Return the text between the word ``at`` and the next."""
        return self._text[self.ends[at] : self.starts[at + 1]]

    def begins(self, at: int) -> bool:
        """Tell whether a name may begin at the word ``at``: a capital, or an article like al-."""
        word = self.texts[at]
        if word[0].isupper():
            return True
        if len(word) >= _ARTICLE or at + 1 == len(self.texts):
            return False
        return self.gap(at) in _HYPHENS | _JOINED_GAPS and self.texts[at + 1][0].isupper()

    def window(self, at: int) -> tuple[list[str], list[str]]:
        """Return the words from ``at`` on that may belong to one name, and the joints between."""
        words, joints = [self.texts[at]], []
        last = min(at + MAX_WORDS, len(self.texts)) - 1
        for index in range(at, last):
            joint = _joint(self.texts[index], self.gap(index))
            if joint is None:
                break
            joints.append(joint)
            words.append(self.texts[index + 1])
        return words, joints


Found = tuple[int, int, str, str]
"""Start, end, plain key and folded key of a name found; a key is empty where it did not match."""


def scan_keys(text: str, plain_keys: Keys, folded_keys: Keys) -> Iterator[Found]:
    """Yield every name of the keys in the text, all that begin at one word together."""
    words = _Words(text)
    for at in range(len(words.texts)):
        if not words.begins(at):
            continue
        run, joints = words.window(at)
        plains = _matches(plain_keys, [plain(word) for word in run], joints)
        folds = _folded_matches(folded_keys, run, joints)
        for count in sorted(plains.keys() | folds.keys()):
            end = words.ends[at + count - 1]
            yield words.starts[at], end, plains.get(count, ""), folds.get(count, "")


def _matches(keys: Keys, words: list[str], joints: list[str]) -> dict[int, str]:
    """Return the keys that begin a window, by the number of words that they take."""
    line = words[0]
    ends = {len(line): 1}
    for number, (joint, word) in enumerate(zip(joints, words[1:], strict=True), start=2):
        line += joint + word
        ends[len(line)] = number
    return {ends[len(key)]: key for key in keys.prefixes(line) if len(key) in ends}


def _folded_matches(keys: Keys, words: list[str], joints: list[str]) -> dict[int, str]:
    """Return the same for folded keys: words joined by an apostrophe fold as one word."""
    folded: list[str] = []
    counts: list[int] = []
    at = 0
    while at < len(words):
        last = at
        while last < len(joints) and not joints[last]:
            last += 1
        folded.append(fold("".join(words[at : last + 1])))
        counts.append(last + 1)
        at = last + 1
    found = _matches(keys, folded, [" "] * (len(folded) - 1))
    return {counts[number - 1]: key for number, key in found.items()}
