"""Regions that a text says places lie in: "X and Y in the Kursk Region" are there, or unknown.

A village that the gazetteer lacks has namesakes elsewhere, and none of them is meant. A city is
known without its region, so what is said of a region beside it need not place it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.context import Words
from geo.groups import A_TOWN_IN, Group, owns
from geo.hits import Bearer, holds
from geo.recognize import Mention
from geo.unknown import LIST_JOIN

if TYPE_CHECKING:
    from geo.hits import NameHit

_CITY = 50_000  # people
_INSIDE = frozenset({"in", "in the", ", in", ", in the", "("})


def bounded(words: Words, mentions: Sequence[Mention], groups: Sequence[Group]) -> list[Group]:
    """Return the groups; one said to lie in a region has no settlements left outside it."""
    regions = _regions(words, mentions)
    return [_inside(group, [r for n in group.numbers for r in regions[n]]) for group in groups]


def _inside(group: Group, regions: Sequence[Bearer]) -> Group:
    hits = group.hits
    fits = any(_is_city(hit) or holds(region, hit.bearer) for region in regions for hit in hits)
    if fits or not hits or not regions:
        return group
    kept = tuple(hit for hit in hits if hit.bearer.kind not in ("settlement", "district"))
    return replace(group, hits=kept, missing_in=regions[0])


def _is_city(hit: NameHit) -> bool:
    known = hit.how != "alt" and not hit.folded
    return known and hit.bearer.people >= _CITY


def _regions(words: Words, mentions: Sequence[Mention]) -> list[tuple[Bearer, ...]]:
    """Return for each mention the readings of the region that it, or its list, is said to be in."""
    found: list[tuple[Bearer, ...]] = [()] * len(mentions)
    for number in range(len(mentions) - 2, -1, -1):
        here, behind = mentions[number].toponym, mentions[number + 1]
        between = words.text[max(here.end, here.head_end or 0) : behind.toponym.start]
        if "\n" in between or behind.toponym.use == "demonym":
            continue
        joined = " ".join(between.lower().split())
        if joined in _INSIDE or A_TOWN_IN.fullmatch(joined):
            found[number] = _named_region(words, mentions[number + 1 : number + 3])
        elif LIST_JOIN.fullmatch(between):
            found[number] = found[number + 1]
    return found


def _named_region(words: Words, behind: Sequence[Mention]) -> tuple[Bearer, ...]:
    """Return what "the Kursk Region" or "Russia's Kursk Region" names; nothing if no region."""
    last = behind[-1] if len(behind) > 1 and owns(words, behind[0], behind[1]) else behind[0]
    if last.toponym.asked != "region":
        return ()
    return tuple(hit.bearer for hit in last.hits if hit.bearer.kind == "region")
