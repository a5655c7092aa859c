"""Rivers and ranges by their article: "the Dnipro" is the river, "Dnipro" the city.

English puts "the" before rivers, seas, ranges, canals and deserts, and hardly before towns. Before
a compound the article belongs to another noun: "the Dnipro mayor" is of the city.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.context import Words, is_capitalised
from geo.lexicon import Lexicon
from geo.spots import NameSource
from geo.types import Kind, Toponym

if TYPE_CHECKING:
    from geo.hits import NameHit

_NATURE: tuple[Kind, ...] = ("water", "terrain")
_ARTICLE = "the"
_LIST = re.compile(r"(?:,|\s(?:and|or))\s+[^\W\d_][\w'’-]*(?:,|\s(?:and|or)\s)")
_MARKED = (" ", "\u00a0")


def stands_alone(words: Words, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a name has an article of its own: "across the Dnipro", "The Seim divides"."""
    return _has_article(words, start, lexicon) and not _begins_a_compound(words, end, lexicon)


def has_water_noun(words: Words, end: int, lexicon: Lexicon) -> bool:
    """Tell whether what follows the name can only be of a river: "the Dnipro crossing"."""
    number = words.after(end)
    return (
        words.lower(number) in lexicon.words["article.river_nouns"]
        and words.text[end : words.starts[number]] in _MARKED
    )


def natural(hits: Iterable[NameHit], lexicon: Lexicon) -> bool:
    """Tell whether a name as written is that of a water or of terrain."""
    return any(_is_natural(hit, lexicon) for hit in hits)


def with_article(
    words: Words,
    toponym: Toponym,
    hits: Sequence[NameHit],
    gazetteer: NameSource,
    lexicon: Lexicon,
) -> tuple[Toponym, tuple[NameHit, ...]]:
    """Return the toponym, asking for the river or range that its article speaks of, and its hits.

    What is called "X River" alone is looked up by that. A name that takes the article as a land or
    a town ("the Hague", "the Gambia") asks for nothing. A town without one is no river of its name.
    """
    if toponym.asked is not None or toponym.use == "demonym" or not hits:
        return toponym, tuple(hits)
    river_noun = has_water_noun(words, toponym.end, lexicon)
    if not (river_noun or stands_alone(words, toponym.start, toponym.end, lexicon)):
        return toponym, _without_rivers(hits)
    if _takes_article(toponym.text, hits, lexicon):
        return toponym, tuple(hits)
    readings = (*hits, *_longer_names(toponym.text, hits, gazetteer, lexicon))
    kinds = [hit.bearer.kind for hit in readings if _is_natural(hit, lexicon)]
    if not kinds or (river_noun and "water" not in kinds):
        return toponym, tuple(hits)
    return replace(
        toponym,
        asked="water" if river_noun else kinds[0],
        asked_word=_ARTICLE,
        head_start=toponym.start,
        head_end=toponym.end,
    ), readings


def _is_natural(hit: NameHit, lexicon: Lexicon) -> bool:
    """Tell whether a name is that of a water or terrain; "Kyiv" is not that of Kyiv Reservoir."""
    if hit.bearer.kind not in _NATURE or hit.how == "alt" or hit.folded:
        return False
    last = hit.place.name.rsplit(" ", 1)[-1].lower()
    return hit.how != "stem" or last in lexicon.words["article.nouns_of_names"]


def _without_rivers(hits: Sequence[NameHit]) -> tuple[NameHit, ...]:
    """Leave out waters and terrain by part of their names where a place has the whole name."""
    kept = tuple(h for h in hits if h.how != "stem" or h.bearer.kind not in _NATURE)
    return kept if any(hit.how not in ("stem", "alt") for hit in kept) else tuple(hits)


def _longer_names(
    name: str, hits: Sequence[NameHit], gazetteer: NameSource, lexicon: Lexicon
) -> list[NameHit]:
    """Return what is called by the name and a noun alone, if nothing natural has the name."""
    if natural(hits, lexicon):
        return []
    return [
        hit
        for noun in sorted(lexicon.words["article.looked_up_with"])
        for hit in gazetteer.look_up(f"{name} {noun}")
        if _is_natural(hit, lexicon)
    ]


def _takes_article(name: str, hits: Sequence[NameHit], lexicon: Lexicon) -> bool:
    if name.lower() in lexicon.words["article.lands"]:
        return True
    return any(hit.place.name.lower().startswith(f"{_ARTICLE} ") for hit in hits)


def _has_article(words: Words, start: int, lexicon: Lexicon) -> bool:
    number = words.first_in(start) - 1
    if words.gap_before(number + 1) not in _MARKED:
        return False
    if words.lower(number) in lexicon.words["article.adjectives"]:
        if words.gap_before(number) not in _MARKED:
            return False
        number -= 1
    return number >= 0 and words.lower(number) == _ARTICLE


def _begins_a_compound(words: Words, end: int, lexicon: Lexicon) -> bool:
    number = words.after(end)
    if number >= len(words):
        return False
    gap = words.text[end : words.starts[number]]
    if gap in _MARKED:
        word = words.lower(number)
        known = lexicon.words["article.behind"] | lexicon.words["article.river_nouns"]
        bare = word in known or word.endswith("ed")
        return is_capitalised(words.word(number)) or not bare or _joins(words, end, number)
    return (bool(gap) and gap[0] in "-–—/") or _joins(words, end, number)


def _joins(words: Words, end: int, number: int) -> bool:
    """Tell whether a list of names without articles goes on: "the Dnipro and Kharkiv mayors"."""
    if words.lower(number) in ("and", "or"):
        return is_capitalised(words.word(number + 1))
    return _LIST.match(words.text, end) is not None and is_capitalised(words.word(number))
