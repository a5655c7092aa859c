"""Spellings one letter away from a word: a letter dropped, doubled, swapped or read as another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from string import ascii_lowercase
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from geo.hits import NameHit

LEAST_LETTERS = 8
"""A shorter name has too many neighbours that are other names."""

_KNOWN_TOWN = 10_000


class Names(Protocol):
    """What looking for the name meant needs of a gazetteer."""

    def look_up(self, name: str) -> list[NameHit]:
        """Return what a name may name, best first."""

    def knows(self, key: str) -> bool:
        """Tell whether anything bears a plain name."""

    def begins(self, key: str) -> bool:
        """Tell whether a plain name begins so."""


def near_misses(word: str, gazetteer: Names) -> tuple[NameHit, ...]:
    """Return the towns of the names one letter off, each once, marked as another spelling."""
    best: dict[str, NameHit] = {}
    for spelling in filter(gazetteer.knows, set(one_letter_off(word, gazetteer.begins))):
        for hit in gazetteer.look_up(spelling):
            town = hit.bearer.kind == "settlement" and hit.bearer.people >= _KNOWN_TOWN
            if town and not hit.folded and hit.how != "alt":
                best.setdefault(hit.bearer.place_id, hit.respelt())
    return tuple(sorted(best.values(), key=lambda hit: -hit.bearer.people))


def _any(_: str) -> bool:
    return True


def one_letter_off(word: str, begins: Callable[[str], bool] = _any) -> Iterator[str]:
    """Yield the spellings that differ in one letter, or in two that changed places.

    The first letter is taken as right. The yield has repetitions, and the word itself; spellings
    are left out that begin as none may begin that is looked for.
    """
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        if not begins(head):
            return
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            if begins(head + letter):
                yield head + letter + tail
                yield head + letter + tail[1:]
    for letter in ascii_lowercase:
        yield word + letter
