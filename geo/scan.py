"""Finding the names of an index in a text. Knows keys and offsets, no places.

A name begins at a word with a capital letter and ends at the end of a word. Between its words
stand spaces, one line break, hyphens, apostrophes, or the dot of an abbreviation; keys are plain
(`geo.names.plain`), so that case, accents and the sort of apostrophe do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

MAX_WORDS = 7
REMEMBERED_WORDS = 200_000

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_JOINED_GAPS = frozenset("'’ʼ`´‘ʹ′")
_HYPHENS = frozenset("-‐‑–")
_TIGHT_GAPS = _JOINED_GAPS | _HYPHENS
_ABBREVIATED = 3
_ARTICLE = 4


class Trie(Protocol):
    """The part of a marisa trie that scanning needs."""

    def prefixes(self, key: str, /) -> list[str]:
        """Return the keys that ``key`` begins with."""

    def iterkeys(self, prefix: str, /) -> Iterator[str]:
        """Yield the keys that begin with ``prefix``."""

    def __contains__(self, key: str, /) -> bool: ...


class Keys:
    """The keys of several tries as one set, all in one form."""

    def __init__(self, tries: Sequence[Trie], form: Callable[[str], str]) -> None:
        self._tries = tries
        self._alone: dict[str, str] = {}
        self.form = form

    def prefixes(self, line: str) -> list[str]:
        """Return the keys that a line of words in this form begins with."""
        return [key for trie in self._tries for key in trie.prefixes(line)]

    def go_on(self, word: str, following: str) -> bool:
        """Tell whether any key begins with a word and what the next begins with."""
        pair = f"{self.form(word)} {self.form(following)}"
        return any(next(trie.iterkeys(pair), None) is not None for trie in self._tries)

    def alone(self, word: str) -> str:
        """Return the key that one word is, or an empty string."""
        key = self._alone.get(word)
        if key is None:
            if len(self._alone) >= REMEMBERED_WORDS:
                self._alone.clear()
            key = self.form(word)
            self._alone[word] = key = key if any(key in trie for trie in self._tries) else ""
        return key


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
        spans = [match.span() for match in _WORD.finditer(text)]
        self.texts = [text[start:end] for start, end in spans]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self._text = text

    def gap(self, at: int) -> str:
        """Return the text between the word ``at`` and the next."""
        return self._text[self.ends[at] : self.starts[at + 1]]

    def begins_with_article(self, at: int) -> bool:
        """Tell whether a short small word is joined to a capital: al-Fashir, d'Ivoire."""
        end = self.ends[at]
        if self._text[end : end + 1] not in _TIGHT_GAPS or at + 1 == len(self.texts):
            return False
        return self.starts[at + 1] == end + 1 and self.texts[at + 1][0].isupper()

    def window(self, at: int, most: int) -> tuple[list[str], list[str]]:
        """Return up to ``most`` words from ``at`` on that may be one name, and their joints."""
        words, joints = [self.texts[at]], []
        for index in range(at, min(at + most, len(self.texts)) - 1):
            joint = _joint(self.texts[index], self.gap(index))
            if joint is None:
                break
            joints.append(joint)
            words.append(self.texts[index + 1])
        return words, joints

    def joint(self, at: int) -> str | None:
        """Return what joins a word of a name to the next one in the text, as `_joint` does."""
        if at + 1 >= len(self.texts):
            return None
        return _joint(self.texts[at], self.gap(at))


Found = tuple[int, str, str]
"""End, plain key and folded key of a name found; a key is empty where it did not match."""


def scan_keys(text: str, names: Keys, folded: Keys) -> Iterator[tuple[int, list[Found]]]:
    """Yield each offset where names of the keys begin, with all of them, the shortest first."""
    words = _Words(text)
    for at, word in enumerate(words.texts):
        capital = word[0].isupper()
        if not (capital or (len(word) < _ARTICLE and words.begins_with_article(at))):
            continue
        if _is_alone(words, at, names, folded):
            plain, fold = names.alone(word), folded.alone(word)
            if plain or fold:
                yield words.starts[at], [(words.ends[at], plain, fold)]
        else:
            found = _found(words, at, MAX_WORDS, (names, folded))
            if found:
                yield words.starts[at], found


def _is_alone(words: _Words, at: int, names: Keys, folded: Keys) -> bool:
    """Tell whether no name goes on behind a word; one with an apostrophe inside is looked up."""
    joint = words.joint(at)
    if joint is None:
        return True
    if joint == "" or words.joint(at + 1) == "":
        return False
    word, following = words.texts[at], words.texts[at + 1]
    return not (names.go_on(word, following) or folded.go_on(word, following))


def _found(words: _Words, at: int, most: int, keys: tuple[Keys, Keys]) -> list[Found]:
    run, joints = words.window(at, most)
    plains = _matches(keys[0], run, joints)
    folds = _matches(keys[1], run, joints)
    return [
        (words.ends[at + count - 1], plains.get(count, ""), folds.get(count, ""))
        for count in sorted(plains.keys() | folds.keys())
    ]


def _matches(keys: Keys, words: list[str], joints: list[str]) -> dict[int, str]:
    """Return the keys that begin a window, by the number of the window's words that they take.

    Words joined without a space are brought into the keys' form as one word, and also apart, so
    that "Kyiv's" is Kyiv and "Hirs'ke" is Hirske.
    """
    if not joints:
        key = keys.alone(words[0])
        return {1: key} if key else {}
    lines = {keys.form(words[0]): 1}
    line, tail = "", words[0]
    for number, (joint, word) in enumerate(zip(joints, words[1:], strict=True), start=2):
        if joint:
            line, tail = f"{line}{keys.form(tail)} ", word
        else:
            tail += word
        lines[line + keys.form(tail)] = number
    longest = next(reversed(lines))
    found = {lines[key]: key for key in keys.prefixes(longest) if key in lines}
    if "" in joints:
        found |= {number: key for key, number in lines.items() if keys.prefixes(key)[-1:] == [key]}
    return found
