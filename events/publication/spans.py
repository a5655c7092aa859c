"""Spans of a text that are replaced by a word in brackets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

NAMELESS: Final = "name"
"""What stands for a person of whom no role is known."""

Span = tuple[int, int, str]
"""Start and end of what is to be replaced in a text, and the word that stands for it."""


def replaced(text: str, spans: Iterable[Span]) -> str:
    """Return a text with words in brackets for the spans, which are in order and do not overlap."""
    parts, here = [], 0
    for start, end, word in spans:
        parts += [text[here:start], f"[{word}]"]
        here = end
    return "".join([*parts, text[here:]])


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap joined under the first word that tells more."""
    found: list[Span] = []
    for start, end, word in sorted(spans):
        if found and start < found[-1][1]:
            begin, stop, kept = found[-1]
            found[-1] = (begin, max(stop, end), word if kept == NAMELESS else kept)
        else:
            found.append((start, end, word))
    return found
