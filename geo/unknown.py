"""Names that the gazetteer does not have, though the words around say that they are places.

"The village of Qwertyivka", "Myrivska hromada", an unknown name in a list of towns, "Severodonesk
was shelled". What is one letter off the name of a town is taken for it; the others are toponyms
without a place, so that what a text says of them is not lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.context import Words
from geo.lexicon import Lexicon
from geo.misspelt import near_misses
from geo.spots import NameSource, Spot, is_ordinary

LIST_JOIN = re.compile(r"\s*(?:,|,?\s+(?:and|or|та|і|й|и)\b|/)\s*(?:the\s+)?", re.IGNORECASE)
"""What stands between two names of a list."""
_LEAST_LETTERS = 4
_LEAST_FOR_MISSES = 7
_MOST_WORDS = 3


def without_pieces(words: Words, found: Sequence[Spot], lexicon: Lexicon) -> list[Spot]:
    """Leave out a name met only by another spelling that begins a longer one nobody knows.

    "Velykyi" of "Velykyi Potomkin" is an adjective, not the farm that is spelt alike.
    """
    starts = {words.first_in(spot.start) for spot in found}
    return [spot for spot in found if not _begins_unknown(words, spot, starts, lexicon)]


def _begins_unknown(words: Words, spot: Spot, starts: set[int], lexicon: Lexicon) -> bool:
    if spot.demonym or spot.sure or not spot.hits or not all(hit.folded for hit in spot.hits):
        return False
    behind = words.first_in(spot.end - 1) + 1
    if behind >= len(words) or behind in starts or words.gap_before(behind) != " ":
        return False
    return _is_unknown(words, behind, lexicon)


def unknown_spots(
    words: Words,
    found: Sequence[Spot],
    kept: Sequence[Spot],
    gazetteer: NameSource,
    lexicon: Lexicon,
) -> list[Spot]:
    """Return what else is a place by its words; ``found`` are known names, ``kept`` toponyms."""
    taken = {words.first_in(spot.start) for spot in found}
    for spot in kept:
        taken.update(range(words.first_in(spot.start), words.first_in(spot.end - 1) + 1))
    ends = {words.first_in(spot.end - 1): spot.start for spot in kept if not spot.demonym}
    starts = {words.first_in(spot.start) for spot in kept if not spot.demonym}
    spots = []
    behind = 0
    for number in words.capitals:
        last = _unknown_run(words, number, taken, lexicon) if number >= behind else None
        if last is None:
            continue
        if _is_place(words, number, last, lexicon) or _in_list(words, number, last, starts, ends):
            text = words.text[words.starts[number] : words.ends[last]]
            hits = near_misses(text.lower(), gazetteer) if len(text) >= _LEAST_FOR_MISSES else ()
            spots.append(Spot(words.starts[number], words.ends[last], hits))
        behind = last + 1
    return spots


def _unknown_run(words: Words, first: int, taken: set[int], lexicon: Lexicon) -> int | None:
    """Return the last word of a run of unknown capitalised words; None where none begins."""
    last = first
    while last < len(words) and (last == first or words.gap_before(last) in (" ", "-")):
        if last in taken or not _is_unknown(words, last, lexicon):
            break
        last += 1
    if last == first or last - first > _MOST_WORDS:
        return None
    before = words.word(first - 1) if words.gap_before(first) in (" ", "-", "\n") else ""
    if before[:1].isupper() and not words.opens_sentence(first - 1):
        return None
    return last - 1


def _is_unknown(words: Words, number: int, lexicon: Lexicon) -> bool:
    word, lower = words.texts[number], words.lowers[number]
    return (
        word[0].isupper()
        and not word[1:].isupper()
        and len(word) >= _LEAST_LETTERS
        and word.isalpha()
        and not is_ordinary(lower, lexicon)
        and lower not in lexicon.heads
        and lower not in lexicon.words["person.titles"]
        and lower not in lexicon.words["organisation.after"]
        and word not in lexicon.words["organisation.never"]
    )


def _is_place(words: Words, first: int, last: int, lexicon: Lexicon) -> bool:
    """Tell whether a noun of place stands in front or behind, or what happens to places alone."""
    group = lexicon.words
    nouns = group["unknown.nouns"]
    if words.gap_before(first) == " ":
        before = words.lower(first - 1)
        if before in group["unknown.before"]:
            return True
        if before == "of" and words.gap_before(first - 1) == " ":
            return words.lower(first - 2) in nouns
    if last + 1 >= len(words) or words.gap_before(last + 1) != " ":
        return False
    after = words.lower(last + 1)
    if after in nouns:
        one = after not in lexicon.plural_heads and words.lower(first) not in group["unknown.never"]
        return one and words.texts[last + 1].islower() and words.lower(last + 2) not in nouns
    return last == first and words.run(last + 1, 2) in group["unknown.after"]


def _in_list(words: Words, first: int, last: int, starts: set[int], ends: dict[int, int]) -> bool:
    """Tell whether it stands between two toponyms of a list, or ends one of two or more."""
    gap = words.text[words.ends[last] : words.starts[last + 1]] if last + 1 < len(words) else ""
    behind = last + 1
    if words.lower(behind) in _AND:
        gap, behind = " and ", behind + 1
    before = first - 1
    joined = words.gap_before(first)
    ends_list = words.lower(before) in _AND
    if ends_list:
        joined, before = " and ", before - 1
    if before not in ends or not LIST_JOIN.fullmatch(joined):
        return False
    if behind in starts and LIST_JOIN.fullmatch(gap):
        return True
    return ends_list and _follows_a_list(words, ends[before], ends)


_AND = frozenset({"and", "or", "та", "і", "й", "и"})


def _follows_a_list(words: Words, start: int, ends: dict[int, int]) -> bool:
    """Tell whether the toponym that begins at an offset stands behind another one and a comma."""
    number = words.first_in(start)
    if words.gap_before(number).strip() == ",":
        return number - 1 in ends
    strong = words.lower(number - 1) in ("in", "near", "around", "у", "в", "біля")
    return strong and words.gap_before(number) == " "
