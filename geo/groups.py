"""The mentions of one name that share a sense, and the places named beside them as containers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo.anchors import anchors_of
from geo.context import Words
from geo.districts import without_namesake_towns
from geo.hits import Bearer, NameHit, holds
from geo.lexicon import load_lexicon
from geo.recognize import Mention
from geo.types import Toponym
from geo.unknown import LIST_JOIN


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one name, asking for one kind: they share an answer."""

    name: str  # without capitals
    numbers: tuple[int, ...]
    hits: tuple[NameHit, ...]
    asked: str | None
    asked_word: str | None
    containers: tuple[Bearer, ...]  # named beside it: "Hirske, Luhansk region"
    region_context: bool
    listed: tuple[int, ...] = ()  # the mentions next to its own in a list
    anchors: tuple[int, ...] = ()  # those that a phrase places it by: "X, south of Y"
    sentences: frozenset[int] = frozenset()  # that its mentions stand in
    paragraphs: frozenset[int] = frozenset()
    missing_in: Bearer | None = None  # the region it is said to lie in, where nothing has the name
    is_seat: bool = False  # the name is that of a seat of government

    def lies_elsewhere(self, other: Group) -> bool:
        """Tell whether being named beside another group says nothing of where this one lies.

        So it is with one of the same name and sense, told apart from it, and of two seats of
        government: "Washington and London agreed".
        """
        if self.name != other.name:
            return self.is_seat and other.is_seat
        alike = (self.asked, self.region_context) == (other.asked, other.region_context)
        return self is not other and (alike or self.is_seat)


def group_mentions(words: Words, mentions: Sequence[Mention]) -> list[Group]:
    """Group the mentions of one name that share a sense; each mention is in one group.

    A region and its city share a name. A bare name means the region where the words around it
    speak of a unit ("governor of Luhansk"), and, where the text speaks of the region as such
    elsewhere and never of the city, in words that fit both ("control of Luhansk") too.
    """
    names = [mention.toponym.text.casefold() for mention in mentions]
    senses = [_sense(words, mention) for mention in mentions]
    _spread_unit(words, mentions, senses)
    _close_addresses(words, mentions, senses)
    units = {n for n, s in zip(names, senses, strict=True) if s in ("region", "unit")}
    towns = {n for n, s in zip(names, senses, strict=True) if s == "settlement"}
    beside = _containers(words, mentions)
    members: dict[tuple[str, str | None], list[int]] = {}
    for number, (name, sense) in enumerate(zip(names, senses, strict=True)):
        if sense == "either":
            sense = "unit" if name in units - towns else None
        members.setdefault((name, sense), []).append(number)
    text = _Text(words, mentions, beside, anchors_of(words, mentions))
    return [
        _group(text, apart, sense)
        for (_, sense), numbers in members.items()
        for apart in _told_apart(mentions, beside, numbers)
    ]


class _Text(NamedTuple):
    """The mentions of a text, and by their numbers what holds each and what places it."""

    words: Words
    mentions: Sequence[Mention]
    beside: Sequence[Sequence[Bearer]]
    anchors: Sequence[int | None]


def _listed(words: Words, mentions: Sequence[Mention], numbers: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers of the mentions that stand next to these in a list."""
    found = []
    for number in numbers:
        for first, other in ((number - 1, number - 1), (number, number + 1)):
            if first < 0 or other >= len(mentions):
                continue
            start, end = mentions[first].toponym.end, mentions[first + 1].toponym.start
            if LIST_JOIN.fullmatch(words.text, start, end):
                found.append(other)
    return tuple(found)


def _told_apart(
    mentions: Sequence[Mention], beside: Sequence[Sequence[Bearer]], numbers: Sequence[int]
) -> list[list[int]]:
    """Part mentions that name another unit each: "Melbourne, Florida" and "Melbourne, Australia".

    A mention that names none goes with those before it.
    """
    parts: list[tuple[list[int], frozenset[_Unit]]] = []
    for number in numbers:
        own = _units_beside(mentions[number], beside[number])
        fitting = [n for n, (_, units) in enumerate(parts) if _agree(own, units)]
        if fitting:
            members, units = parts[fitting[-1]]
            parts[fitting[-1]] = ([*members, number], units | own)
        else:
            parts.append(([number], own))
    return [members for members, _ in parts]


_Unit = tuple[str | None, str | None]


def _units_beside(mention: Mention, containers: Sequence[Bearer]) -> frozenset[_Unit]:
    """Return the country and code of the units named beside a name that hold a reading of it."""
    return frozenset(
        (unit.country, unit.unit[1] or None if unit.kind == "region" else None)
        for unit in containers
        if unit.kind in ("country", "region")
        and any(holds(unit, hit.bearer) for hit in mention.hits)
    )


def _agree(some: frozenset[_Unit], others: frozenset[_Unit]) -> bool:
    if not some or not others:
        return True
    return any(
        country == other and (code == another or None in (code, another))
        for country, code in some
        for other, another in others
    )


def _spread_unit(words: Words, mentions: Sequence[Mention], senses: list[str | None]) -> None:
    """Give a unit's sense to the bare names coordinated with it: "made up of X and Y"."""
    for number in range(1, len(mentions)):
        before, here = mentions[number - 1].toponym, mentions[number].toponym
        joined = words.text[before.end : here.start].replace(",", " ").lower().split()
        close = "and" in joined and len(joined) <= _JOIN_WORDS
        both = any(hit.bearer.kind == "region" for hit in mentions[number].hits)
        if senses[number - 1] == "unit" and senses[number] is None and close and both:
            senses[number] = "unit"


_JOIN_WORDS = 4


def _close_addresses(words: Words, mentions: Sequence[Mention], senses: list[str | None]) -> None:
    """Give a unit's sense to the bare name that ends an address: "Avdiivka (Pokrovsk, Donetsk)".

    A list of towns goes on ("Bakhmut, Donetsk and Mariupol"); an address ends.
    """
    for number in range(1, len(mentions)):
        before, here = mentions[number - 1], mentions[number]
        joined = words.text[before.toponym.end : here.toponym.start].strip()
        if senses[number] is not None or joined not in (",", "("):
            continue
        units = {h.bearer.unit[1] for h in here.hits if h.bearer.kind == "region"}
        inside = any(
            hit.bearer.unit[1] in units and hit.bearer.kind in ("settlement", "district")
            for hit in before.hits[:_MOST_CONTAINERS]
        )
        if inside and _ENDS.match(words.text, here.toponym.end):
            senses[number] = "unit"


_ENDS = re.compile(r"\s*(?:[.;:()!?]|$|,?\s+(?!and\b|or\b)[a-z])")


def _group(text: _Text, numbers: Sequence[int], sense: str | None) -> Group:
    """Return the group of some mentions, with where in the text they stand."""
    words, mentions = text.words, text.mentions
    lead = mentions[numbers[0]]
    name = lead.toponym.text.casefold()
    containers = {place.place_id: place for number in numbers for place in text.beside[number]}
    holders = tuple(containers.values())
    starts = [mentions[number].toponym.start for number in numbers]
    sentences = frozenset(words.sentence_number(start) for start in starts)
    return Group(
        name=name,
        numbers=tuple(numbers),
        hits=without_namesake_towns(_without_loose(lead.hits), lead.toponym.asked_word, holders),
        asked=None if sense == "unit" else sense,
        asked_word=lead.toponym.asked_word,
        containers=holders,
        region_context=sense == "unit",
        listed=_listed(words, mentions, numbers),
        anchors=tuple(a for number in numbers if (a := text.anchors[number]) is not None),
        sentences=sentences,
        paragraphs=frozenset(words.sentences[n].paragraph for n in sentences),
        is_seat=name in load_lexicon().words["metonymy.seats"],
    )


def _without_loose(hits: Sequence[NameHit]) -> tuple[NameHit, ...]:
    """Leave out settlements met by another spelling where some place has the name as written."""
    if not any(not hit.folded and hit.how not in ("alt", "stem") for hit in hits):
        return tuple(hits)
    return tuple(hit for hit in hits if not (hit.folded and hit.bearer.kind == "settlement"))


def _sense(words: Words, mention: Mention) -> str | None:
    """Return the kind asked for, ``unit``, ``either`` (unit or town), or None."""
    toponym = mention.toponym
    has_region = any(hit.bearer.kind == "region" for hit in mention.hits)
    if toponym.asked is not None and not _holds_the_town(words, mention):
        in_front = toponym.head_start is not None and toponym.head_start < toponym.start
        # "the district of Luhansk" is a region badly translated; a district is "Luhansk district"
        return (
            "region" if toponym.asked == "district" and in_front and has_region else toponym.asked
        )
    if not has_region or not any(hit.bearer.kind == "settlement" for hit in mention.hits):
        return None
    groups = load_lexicon().words
    first = words.first_in(toponym.start)
    before = words.text[max(0, toponym.start - _CONTEXT) : toponym.start].lower().rstrip()
    if before.endswith(tuple(groups["region_context.before"])):
        return "unit"
    after = words.lower(words.after(toponym.end))
    if after in groups["region_context.after"] and not words.opens_sentence(first + 1):
        return "unit"
    if before.endswith(tuple(groups["region_context.either"])):
        return None if _called_a_city(words, toponym) else "either"
    return None


def _called_a_city(words: Words, toponym: Toponym) -> bool:
    """Tell whether the rest of the sentence calls what was just named "the city"."""
    sentence = words.sentences[words.sentence_number(toponym.start)]
    return _THE_CITY.search(words.text, toponym.end, sentence.end) is not None


_THE_CITY = re.compile(r"\b(?:the|that) (?:city|town)\b(?! of\b)")


def _holds_the_town(words: Words, mention: Mention) -> bool:
    """Tell whether the noun behind the name is another place in it: "the Alabama city"."""
    toponym = mention.toponym
    behind = (toponym.head_end or 0) > toponym.end
    article = words.lower(words.first_in(toponym.start) - 1) == "the"
    large = any(hit.bearer.kind in ("region", "country") for hit in mention.hits)
    return toponym.asked == "settlement" and behind and article and large


_CONTEXT = 30


def _containers(words: Words, mentions: Sequence[Mention]) -> list[list[Bearer]]:
    """Return for each mention the places named as what holds it: "X, Y", "X (Y)", "X in Y"."""
    found: list[list[Bearer]] = [[] for _ in mentions]
    shared: list[list[Bearer]] = [[] for _ in mentions]  # of all in a list: "X and Y in Z oblast"
    for number in range(len(mentions) - 2, -1, -1):
        other = mentions[number + 1]
        between = words.text[mentions[number].toponym.end : other.toponym.start]
        joined = " ".join(between.lower().split())
        if "\n" in between or other.toponym.use == "demonym":
            continue
        if joined in _LIST_JOINS:
            found[number] = shared[number] = shared[number + 1]
        if not (joined in _INSIDE_JOINS or A_TOWN_IN.fullmatch(joined)):
            continue
        found[number] = _holders(other)
        if number + 2 < len(mentions) and owns(words, other, mentions[number + 2]):
            found[number] = [*_holders(mentions[number + 2]), *found[number]]
        if joined == ",":
            found[number] += found[number + 1][:_MOST_CONTAINERS]
        units = [place for place in found[number] if place.kind in ("region", "district")]
        named = joined != "," or other.toponym.asked in ("region", "district")
        shared[number] = units if named else shared[number + 1]
    return found


def owns(words: Words, owner: Mention, owned: Mention) -> bool:
    """Tell whether the next name belongs to this one: "Ukraine's Dnipropetrovsk region"."""
    return words.text[owner.toponym.end : owned.toponym.start].strip() in ("'s", "’s")


def _holders(mention: Mention) -> list[Bearer]:
    """Return what a name may name that could hold another place, countries and units first."""
    places = [hit.bearer for hit in mention.hits]
    units = [place for place in places if place.kind in ("country", "region")]
    others = [place for place in places if place.kind not in ("country", "region")]
    return [*units, *others][:_MOST_CONTAINERS]


_LIST_JOINS = frozenset({"and", ", and", "or", "та", "і", "и", "й"})
_INSIDE_JOINS = frozenset({",", "(", "in", "in the", ", in", ", in the", "of", "of the"})
A_TOWN_IN = re.compile(
    r", (?:(?:an?|the|its|their) )?(?:[a-z-]+ ){0,2}?(?:village|town|city|settlement)s? in(?: the)?"
)
"""What stands between a name and what holds it: "Dachne, the first village in" the region."""
_MOST_CONTAINERS = 6
