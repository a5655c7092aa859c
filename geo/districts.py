"""Counties that bear the name of a town they are not: "Cook County" is not the town of Cook.

Where the head noun is one that the gazetteer keeps as part of the name ("county"), the name is
looked up with it, also for "Fulton and Clark counties". A namesake town does not stand in for a
county that the gazetteer lacks, unless it lies in the unit named beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.context import Words
from geo.hits import Bearer, holds
from geo.lexicon import load_lexicon, plural
from geo.recognize import Mention
from geo.spots import NameSource

if TYPE_CHECKING:
    from geo.hits import NameHit


def with_districts(
    words: Words, mentions: Sequence[Mention], gazetteer: NameSource
) -> list[Mention]:
    """Return the mentions; those that ask for a county have the counties of the name first.

    A district of a town ("the Kanal district of Bakhmut") is nothing of the name elsewhere.
    """
    found = [_with_districts_alone(_with_counties(m, gazetteer)) for m in mentions]
    for number, (quarter, town) in enumerate(pairwise(found)):
        if _is_quarter(words, quarter, town):
            within = (h for h in quarter.hits if any(holds(t.bearer, h.bearer) for t in town.hits))
            found[number] = replace(quarter, hits=tuple(within))
    return found


def _is_quarter(words: Words, mention: Mention, town: Mention) -> bool:
    """Tell whether a name asks for a district of what can only be a town, named behind it."""
    toponym, head_end = mention.toponym, mention.toponym.head_end
    if toponym.asked != "district" or not head_end or head_end <= toponym.end or not town.hits:
        return False
    between = words.text[head_end : town.toponym.start].lower()
    only_town = all(hit.bearer.kind in ("settlement", "district") for hit in town.hits)
    return between in (" of ", " in ") and town.toponym.asked in (None, "settlement") and only_town


def _with_districts_alone(mention: Mention) -> Mention:
    """Return a mention that asks for a district, but not in front, without towns of its name.

    A district is known by that name in the same country: "Izium and Kupiansk districts".
    """
    toponym, head_start = mention.toponym, mention.toponym.head_start
    second_order = toponym.asked_word in load_lexicon().words["districts.second_order"]
    if not second_order or head_start is None or head_start < toponym.start:
        return mention
    lands = {h.bearer.country for h in mention.hits if h.bearer.kind == "district" and not h.folded}
    kept = tuple(
        h for h in mention.hits if h.bearer.kind != "settlement" or h.bearer.country not in lands
    )
    return replace(mention, hits=kept)


def _with_counties(mention: Mention, gazetteer: NameSource) -> Mention:
    toponym = mention.toponym
    head = named_with(toponym.asked_word)
    if head is None or any(hit.bearer.kind == "district" for hit in mention.hits):
        return mention
    hits = gazetteer.look_up(f"{toponym.text} {head}")
    counties = tuple(hit for hit in hits if hit.bearer.kind == "district")
    return replace(mention, hits=counties + mention.hits) if counties else mention


def named_with(head: str | None) -> str | None:
    """Return the head noun in the singular if the gazetteer keeps it in names; else None."""
    words = load_lexicon().words["districts.named_with"]
    return next((word for word in words if head in (word, plural(word))), None)


def without_namesake_towns(
    hits: Sequence[NameHit], head: str | None, containers: Sequence[Bearer]
) -> tuple[NameHit, ...]:
    """Leave out towns where a county is asked for, but those in a unit named beside it."""
    if named_with(head) is None:
        return tuple(hits)
    units = {place.unit[1] for place in containers if place.kind == "region"}
    return tuple(
        hit for hit in hits if hit.bearer.kind != "settlement" or hit.bearer.unit[1] in units
    )
