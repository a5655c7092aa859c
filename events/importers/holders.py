"""Who holds a map's polygon, by what was said of the whole map or by the polygon's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from events.actors import Conflict, load_conflict
from events.errors import TableError
from events.importers.claims import Context
from events.importers.codes import load_codes
from events.importers.maps import Area
from events.importers.parties import actor_of
from events.types import CONTESTED


@dataclass(frozen=True)
class Holders:
    """Reads who holds a polygon: from the property ``field``, or ``given`` for all of them."""

    context: Context
    field: str | None
    given: str | None

    @classmethod
    def of(cls, context: Context, areas: Sequence[Area]) -> Holders:
        """Return the reader for a map, with the property chosen where none was named.

        Raises
        ------
        TableError
            A holder that was given is unknown, or nothing says who holds the polygons.
        """
        options = context.options
        for actor in (options.controller, options.outside):
            if actor and actor != CONTESTED and not context.profiles.knows_actor(actor):
                known = ", ".join([CONTESTED, *context.profiles.actors])
                raise TableError(f"no actor {actor!r}; there are: {known}")
        if options.controller:
            return cls(context, None, options.controller)
        found = sorted({name for area in areas for name in area.properties})
        if options.controller_field:
            fields = [options.controller_field] if options.controller_field in found else []
        else:
            fields = _alike(load_codes("polygons")["fields"], found)
        for field in fields:
            holders = cls(context, field, None)
            if any(holders.says_something(area) for area in areas):
                return holders
        asked = options.controller_field or ", ".join(load_codes("polygons")["fields"])
        raise TableError(
            f"nothing says who holds the polygons (asked: {asked}); their properties are:"
            f" {', '.join(found) or 'none'}. Give the property, or the holder of all of them"
        )

    def says_something(self, area: Area) -> bool:
        """Tell whether some war's profile knows whom a polygon names."""
        if self.given:
            return True
        return any(self._read(war, area) for war in self.context.profiles.known)

    def of_place(self, area: Area, country: str | None) -> str | None:
        """Return who holds what lies in a polygon and in a country, None where nobody can say."""
        if self.given:
            return self.given
        war = self.context.war(country, None)
        return None if war is None else self._read(war, area)

    def why_not(self, area: Area) -> str:
        """Say why a polygon tells nothing."""
        value = area.properties.get(self.field or "")
        if value is None:
            return f"{self.field} is empty: it does not say who holds it"
        known = ", ".join([CONTESTED, *self.context.profiles.actors])
        return f"{self.field} is {value!r}, which names none of: {known}"

    def _read(self, war: Conflict, area: Area) -> str | None:
        return _holder_of(war.id, area.properties.get(self.field or "", ""))


def holder_of(war: Conflict, words: str) -> str | None:
    """Return whom words on a map name as the holder: an actor's id, or contested, or None.

    An actor's own id, its names and adjectives count; so do the words of
    ``seeds/codes/polygons.toml``, which mean whoever is or is not from there.
    """
    codes = load_codes("polygons")
    if words in war.labels or words == CONTESTED:
        return words
    if _has(codes["unknown"], words):
        return None
    if _has(codes["contested"], words):
        return CONTESTED
    if named := actor_of(war, words):
        return named
    sides = (war.installed_side, war.local_side)
    meant = [
        s for s, key in zip(sides, ("installed", "local"), strict=True) if _has(codes[key], words)
    ]
    return meant[0] if len(meant) == 1 else None


@lru_cache(maxsize=4_096)
def _holder_of(war_id: str, words: str) -> str | None:
    return holder_of(load_conflict(war_id), words)


def _has(listed: Sequence[str], words: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words, re.IGNORECASE) for one in listed)


def _alike(wanted: Sequence[str], found: Sequence[str]) -> list[str]:
    """Return the properties that are wanted, whatever their case, in the order wanted."""
    return [name for one in wanted for name in found if name.casefold() == one]
