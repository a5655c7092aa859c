"""For whom an actor fights, by war and day: alliances change, and a name may be in two wars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from events.actors import Conflict


class Sides(Mapping[str, str]):
    """From an actor to its side in some wars.

    As a mapping it has each war's links as they are listed first; `on` has those of a day.
    """

    def __init__(self, wars: Iterable[Conflict]) -> None:
        self._wars = {war.id: war for war in wars}
        self._listed = {a: side for war in self._wars.values() for a, side in war.side_of.items()}

    def __getitem__(self, actor: str) -> str:
        return self._listed[actor]

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)

    def on(self, war: str | None, day: date | None) -> Mapping[str, str]:
        """Return the links that held in a war on a day; of all wars where it is none of them."""
        found = self._wars.get(war or "")
        return self if found is None else found.on(day).side_of


def links(side_of: Mapping[str, str], war: str | None, day: date) -> Mapping[str, str]:
    """Return whom actors fought for in a war on a day, as far as ``side_of`` knows days."""
    return side_of.on(war, day) if isinstance(side_of, Sides) else side_of
