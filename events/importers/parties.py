"""Whose war a row is about, and who its parties are in the words of that war's profile."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from events.actors import Conflict, Entity, conflict_ids, load_conflict

_REMEMBERED = 16_384


class Profiles:
    """The profiles that rows may be read by: one that was given, or all that are shipped."""

    def __init__(self, given: str | None) -> None:
        self.known = [load_conflict(one) for one in ([given] if given else conflict_ids())]
        self._wars: dict[tuple[str | None, date | None], Conflict | None] = {}

    def of(self, country: str | None, day: date | None) -> Conflict | None:
        """Return the war that an event in a country (ISO 3166-1 alpha-2) on a day may be of.

        None where no profile knows the country, or not at that time. A war's own countries come
        before neighbours into which it may spill.
        """
        key = (country, day)
        if key not in self._wars:
            if len(self._wars) >= _REMEMBERED:
                self._wars.clear()
            self._wars[key] = self._found(country, day)
        return self._wars[key]

    def _found(self, country: str | None, day: date | None) -> Conflict | None:
        known = [war for war in self.known if day is None or _is_during(war, day)]
        own = (war for war in known if country in war.countries)
        near = (war for war in known if country in war.neighbours)
        war = next(own, None) or next(near, None)
        return war and war.on(day)

    def source_of(self, name: str) -> Entity | None:
        """Return who a source is by that name, where a profile knows: its side and its kind."""
        named = (entity_of(war, name) for war in self.known)
        return next((one for one in named if one and one.sort != "actor"), None)

    def knows_actor(self, actor: str) -> bool:
        """Tell whether some profile has an actor or a side of this id."""
        return any(actor in war.labels or actor in war.side_ids for war in self.known)

    @property
    def actors(self) -> list[str]:
        """The ids of all actors, sorted."""
        return sorted({actor for war in self.known for actor in war.labels})


def _is_during(war: Conflict, day: date) -> bool:
    return war.start <= day and (war.end is None or day <= war.end)


def actor_of(war: Conflict | None, name: str | None) -> str | None:
    """Return the actor that a name means in a war, None where it means none or several sides.

    Of several actors of one side ("Military Forces of Russia, Wagner Group") it is the first.
    """
    if war is None or not name:
        return None
    return _actor_of(war.id, war.as_of, name)


@lru_cache(maxsize=_REMEMBERED)
def _actor_of(war_id: str, as_of: date | None, name: str) -> str | None:
    war = load_conflict(war_id).on(as_of)
    actors = [m.entity.actor for m in war.mentions(name) if m.entity.actor]
    sides = {war.side_of.get(actor, actor) for actor in actors}
    return actors[0] if len(sides) == 1 else None


def entity_of(war: Conflict, name: str) -> Entity | None:
    """Return the entity that a name means as a whole, or None."""
    found = [m for m in war.mentions(name) if (m.start, m.end) == (0, len(name))]
    return found[0].entity if found else None
