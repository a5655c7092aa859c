"""Names that a phrase places by another: "Uspenivka south of Kurakhove", "X and Y near Z".

What a sentence says of a direction of the front ("on the Lyman axis") places all that it names.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.context import Words
from geo.lexicon import load_lexicon
from geo.phrases import description_patterns
from geo.recognize import Mention
from geo.unknown import LIST_JOIN


def anchors_of(words: Words, mentions: Sequence[Mention]) -> list[int | None]:
    """Return for each mention the number of the one that a phrase places it by, or None.

    What places the last of a list places all of it.
    """
    found: list[int | None] = [None] * len(mentions)
    placed = description_patterns()["placed"]
    for number in range(len(mentions) - 2, -1, -1):
        start, end = mentions[number].toponym.end, mentions[number + 1].toponym.start
        if end - start > _LONGEST:
            continue
        if placed.fullmatch(words.text, start, end):
            found[number] = number + 1
        elif LIST_JOIN.fullmatch(words.text, start, end):
            found[number] = found[number + 1]
    directions = _directions(words, mentions)
    return [
        directions.get(words.sentence_number(mention.toponym.start)) if anchor is None else anchor
        for mention, anchor in zip(mentions, found, strict=True)
    ]


def _directions(words: Words, mentions: Sequence[Mention]) -> dict[int, int]:
    """Return the first mention that names a direction of the front, by its sentence."""
    found: dict[int, int] = {}
    for number, mention in enumerate(mentions):
        if mention.toponym.asked_word in load_lexicon().words["description.front"]:
            found.setdefault(words.sentence_number(mention.toponym.start), number)
    return found


_LONGEST = 70
