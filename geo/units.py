"""Regions that share the name of a city: "Kursk's Sudzha district", "annexed Kherson and Luhansk".

What stands beside a bare name may say that it is the region: a district or villages of its own, a
town in it that is far from the city, a phrase that calls it a region. And a region may be called by
its seat's name where its own is another: "Dnipro region" is Dnipropetrovsk Oblast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.context import Words
from geo.hits import Bearer, apart_km
from geo.lexicon import Lexicon
from geo.spots import NameSource
from geo.types import Toponym
from geo.unknown import LIST_JOIN

if TYPE_CHECKING:
    from geo.hits import NameHit

Asking = tuple[Toponym, tuple["NameHit", ...]]
"""A toponym and what it may name."""
_POSSESSIVES = ("'s ", "’s ")
_SEATS = "seats."
_SUBURB_KM = 15.0  # nearer to the city, "X in Kharkiv" is a quarter or a suburb
_PHRASE = 60
_WORDS_BETWEEN = 3
_A_PLACE_OF_ITS_OWN = re.compile(
    r",? (?:the |a |an )?(?:[a-z-]+ ){0,2}?(?:village|town|settlement|hamlet)s? of(?: the)? ", re.I
)


def with_units(
    words: Words, found: Sequence[Asking], gazetteer: NameSource, lexicon: Lexicon
) -> list[Asking]:
    """Return the toponyms; a bare name that the words beside it call a region asks for one."""
    asking = [_of_its_seat(toponym, hits, gazetteer, lexicon) for toponym, hits in found]
    for number, (toponym, hits) in enumerate(asking):
        if not (_names_both(hits) and _is_open(toponym, lexicon)):
            continue
        behind = asking[number + 1] if number + 1 < len(asking) else None
        before = asking[number - 1] if number else None
        if _is_called_unit(words, toponym, lexicon):
            _spread(words, asking, number, lexicon)
        elif (
            _owns_villages(words, toponym, lexicon)
            or _goes_on_with_a_town(words, toponym, behind, lexicon)
            or _holds_a_far_town(words, (toponym, hits), before)
        ):
            asking[number] = _region(toponym), hits
    return asking


def _region(toponym: Toponym) -> Toponym:
    return replace(
        toponym,
        use="literal",
        asked="region",
        asked_word="region",
        head_start=toponym.start,
        head_end=toponym.end,
    )


def _names_both(hits: Sequence[NameHit]) -> bool:
    kinds = {hit.bearer.kind for hit in hits}
    return "region" in kinds and "settlement" in kinds


def _is_open(toponym: Toponym, lexicon: Lexicon) -> bool:
    """Tell whether no noun beside it has decided: none does, or one of rivers, or "district of"."""
    if toponym.asked == "settlement":
        return lexicon.before.get(toponym.asked_word or "") == "district"
    return toponym.asked in (None, "water")


def _of_its_seat(
    toponym: Toponym, hits: tuple[NameHit, ...], gazetteer: NameSource, lexicon: Lexicon
) -> Asking:
    """Return the region that a name asks for by its seat's, among the readings."""
    if toponym.asked != "region" or any(hit.bearer.kind == "region" for hit in hits):
        return toponym, hits
    seat = toponym.text.lower()
    own = [
        hit
        for group, seats in lexicon.words.items()
        if group.startswith(_SEATS) and seat in seats
        for hit in gazetteer.look_up(group.removeprefix(_SEATS))
        if hit.bearer.kind == "region"
    ]
    return toponym, (*own[:1], *hits)


def _is_called_unit(words: Words, toponym: Toponym, lexicon: Lexicon) -> bool:
    """Tell whether words beside it are said of regions alone: "annexed X", "X, the region"."""
    before = words.text[max(0, toponym.start - _PHRASE) : toponym.start].lower().rstrip()
    if before.endswith(tuple(lexicon.words["units.before"])):
        return True
    after = words.text[toponym.end : toponym.end + _PHRASE].lower()
    return after.startswith(tuple(lexicon.words["units.after"]))


def _spread(words: Words, asking: list[Asking], number: int, lexicon: Lexicon) -> None:
    """Ask for a region here and by all names of both sorts that go on the list."""
    for here in range(number, len(asking)):
        toponym, hits = asking[here]
        if here > number:
            between = asking[here - 1][0].end, toponym.start
            if LIST_JOIN.fullmatch(words.text, *between) is None:
                return
        if not (_names_both(hits) and _is_open(toponym, lexicon)):
            return
        asking[here] = _region(toponym), hits


def _owns_villages(words: Words, toponym: Toponym, lexicon: Lexicon) -> bool:
    """Tell whether units or villages are its own: "Kursk's Sudzha district"."""
    if not words.text.startswith(_POSSESSIVES, toponym.end):
        return False
    number = words.after(toponym.end)
    owned = words.run(number, _WORDS_BETWEEN).split()
    return not lexicon.words["units.owned"].isdisjoint(owned)


def _goes_on_with_a_town(
    words: Words, toponym: Toponym, behind: Asking | None, lexicon: Lexicon
) -> bool:
    """Tell whether what is next named is a town of its own: "In X, the town of Y was hit"."""
    number = words.first_in(toponym.start) - 1
    if words.lower(number).replace("-", "").removesuffix("ern") in lexicon.numbers["compass"]:
        number -= 1
    if behind is None or words.lower(number) not in _WITHIN:
        return False
    between = words.text[toponym.end : behind[0].start]
    return _A_PLACE_OF_ITS_OWN.fullmatch(between) is not None


_WITHIN = ("in", "across", "throughout")


def _holds_a_far_town(words: Words, here: Asking, before: Asking | None) -> bool:
    """Tell whether a town far from the city is said to lie in it: "Sudzha in Kursk"."""
    if before is None or not before[1]:
        return False
    toponym, hits = here
    between = words.text[max(before[0].end, before[0].head_end or 0) : toponym.start]
    if between.lower() not in _JOINS:
        return False
    town = next((hit.bearer for hit in before[1] if hit.bearer.kind == "settlement"), None)
    city = next(hit.bearer for hit in hits if hit.bearer.kind == "settlement")
    units = [hit.bearer for hit in hits if hit.bearer.kind == "region"]
    return town is not None and _is_outside(town, city) and any(_in(unit, town) for unit in units)


_JOINS = (" in ", ", in ", " of ")


def _in(unit: Bearer, town: Bearer) -> bool:
    return town.unit == unit.unit


def _is_outside(town: Bearer, city: Bearer) -> bool:
    return apart_km(town, city) > _SUBURB_KM
