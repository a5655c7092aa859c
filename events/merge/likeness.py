"""Words that two texts share: nearly the same sentence, or the same quotation in both."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final
from zlib import crc32

_RUN: Final = 4  # words; shorter runs are common to all reports of an event
_SKETCH: Final = 12
_ALIKE: Final = 6
"""Two texts are nearly the same if of the sketches of each, ``_SKETCH`` runs, so many meet."""
_SHARED: Final = 0.8
"""Two quotations are the same if they share so much of the shorter one's runs."""
_MIN_QUOTE: Final = 5  # words
_COMMON: Final = 50
"""A run of words in more texts than these is how all reports put it, and shows nothing."""

_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]+)[”“»\"]")
_Bag = frozenset[int]


def alike(texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the pairs of texts, by number, that repeat each other, and what shows it.

    After Broder (1997): runs of words as a set, of which the smallest hashes stand for the whole.
    Equal texts are each paired with the first of them only.
    """
    first: dict[str, int] = {}
    for number, text in enumerate(texts):
        if first.setdefault(text, number) != number and len(_runs(_words(text))) >= _ALIKE:
            yield first[text], number, "the same words"
    distinct = list(first)
    sketches = [_sketch(text) for text in distinct]
    for (one, other), meetings in sorted(_meetings(sketches).items()):
        if meetings >= _ALIKE:
            share = f"{meetings} of {_SKETCH} sampled runs of {_RUN} words"
            yield first[distinct[one]], first[distinct[other]], f"nearly the same words ({share})"
    yield from _same_quotations(texts)


def _same_quotations(texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    quoted = [
        (number, _runs(words), quotation)
        for number, text in enumerate(texts)
        for quotation in _QUOTED.findall(text)
        if len(words := _words(quotation)) >= _MIN_QUOTE
    ]
    shared = _meetings([runs for _, runs, _ in quoted])
    for (one, other), meetings in sorted(shared.items()):
        (first, a, words), (second, b, more) = quoted[one], quoted[other]
        if first != second and meetings >= _SHARED * min(len(a), len(b)):
            yield first, second, f"the same quotation, “{min(words, more, key=len).strip(' ,.')}”"


def _meetings(bags: Sequence[_Bag]) -> Counter[tuple[int, int]]:
    """Count what each two bags have in common, passing over pairs that share nothing."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for item in bag:
            holders[item].append(number)
    few = (numbers for numbers in holders.values() if len(numbers) <= _COMMON)
    return Counter(pair for numbers in few for pair in combinations(numbers, 2))


def _sketch(text: str) -> _Bag:
    return frozenset(sorted(_runs(_words(text)))[:_SKETCH])


def _runs(words: Sequence[str]) -> _Bag:
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return frozenset(crc32(run.encode()) for run in runs)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
