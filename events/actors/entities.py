"""The values of a profile: sides, who is named, and where a text names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Form = Literal["name", "adjective", "people", "metonym", "spelling"]
Sort = Literal["actor", "institution", "person", "medium", "unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A belligerent in the large: what control is counted by.

    ``foe`` is the side that it calls "the enemy", None where the profile names none.
    """

    id: str
    name: str
    foe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A named actor, institution, person, medium or unit of a conflict.

    ``sort`` says which; ``kind`` is a ``ClaimantKind`` for those who speak. ``since`` and ``until``
    bound the days on which the entry held, both inclusive and None when open. Who changed sides
    has one entity for each link.
    """

    name: str
    sort: Sort
    actor: str | None = None
    side: str | None = None
    kind: str | None = None
    role: str | None = None
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date | None) -> bool:
        """Tell whether the entry was valid on a day; True where the day is unknown."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An entity found in a text at ``[start, end)``, and in which form it was written."""

    start: int
    end: int
    entity: Entity
    form: Form
