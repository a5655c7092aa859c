"""Spellings one letter away from a word: a letter dropped, doubled, swapped or read as another."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

LEAST_LETTERS = 8
"""A shorter name has too many neighbours that are other names."""


def one_letter_off(word: str) -> Iterator[str]:
    """Yield the spellings that differ in one letter, or in two that changed places.

    The first letter is taken as right. The yield has repetitions, and the word itself.
    """
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            yield head + letter + tail[1:]
    for letter in ascii_lowercase:
        yield word + letter
