"""Reviewing as a reader does it: a queue that stays as it was laid out, and decisions.

The order is set once and kept while somebody walks through it, since one that is sorted anew
under the reader's hands loses the place; who wants it anew asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Protocol

from events.actors import Conflict
from events.review import Queued
from events.types import CONTESTED, Claim
from geo.gazetteer import NameHit
from geo.types import Place

ACCEPTED: Final = "the report says so"
"""The reason kept with an acceptance."""


class KnowsPlaces(Protocol):
    """What looks up a corrected place: ``geo.gazetteer.Gazetteer``, or a fake."""

    def get(self, place_id: str) -> Place:
        """Return the place with this id; raise ``geo.errors.UnknownPlace`` if there is none."""
        ...

    def look_up(self, name: str) -> list[NameHit]:
        """Return the places of a name, best first."""
        ...


@dataclass(frozen=True)
class Round:
    """The claims to review in their order, with the reasons, and where the reviewer stands."""

    entries: tuple[Queued, ...]
    at: int = 0

    @property
    def current(self) -> Queued | None:
        """What lies before the reviewer; None at the end."""
        return self.entries[self.at] if self.at < len(self.entries) else None

    def moved(self, by: int) -> Round:
        """Return the round some entries on or back, not past the first or the last."""
        return replace(self, at=max(0, min(len(self.entries) - 1, self.at + by)))

    def at_place(self, place_id: str) -> Round:
        """Return the round at the first claim about a place; where it was without one."""
        found = (i for i, one in enumerate(self.entries) if one.claim.place_id == place_id)
        return replace(self, at=next(found, self.at))

    def after(self, standing: Mapping[str, Claim]) -> Round:
        """Return the round at the next claim that nobody has reviewed, else past the end.

        ``standing`` has the claims by id as they now stand.
        """
        order = (*range(self.at + 1, len(self.entries)), *range(self.at))
        for index in order:
            claim = standing.get(self.entries[index].claim.claim_id)
            if claim is not None and claim.review_status == "machine":
                return replace(self, at=index)
        return replace(self, at=len(self.entries))

    def around(self, size: int) -> Sequence[tuple[int, Queued]]:
        """Return the entries about the current one with their numbers, at most ``size``."""
        first = max(0, min(self.at - size // 3, len(self.entries) - size))
        return list(enumerate(self.entries[first : first + size], start=first))


def changed(claim: Claim, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return of the values that a form gives those that differ from the claim, days as text.

    A claim that is no longer asserted loses its controller to ``projected_controller``, and the
    other way round, unless the form says otherwise.
    """
    values = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in given.items()
        if value != getattr(claim, name)
    }
    held, to_come = claim.claimed_controller, claim.projected_controller
    mode = values.get("modality")
    if mode and mode != "asserted" and held and "claimed_controller" not in values:
        values |= {"claimed_controller": None, "projected_controller": held}
    if mode == "asserted" and to_come and "claimed_controller" not in values:
        values |= {"claimed_controller": to_come, "projected_controller": None}
    return values


def place_choices(claim: Claim, written: str, gazetteer: KnowsPlaces) -> dict[str, str]:
    """Return places that a claim may be about, from id to label: considered ones, then a name's."""
    ids = [str(one["place_id"]) for one in json.loads(claim.geo_candidates or "[]")]
    if written.strip():
        ids = [hit.place.place_id for hit in gazetteer.look_up(written.strip())] + ids
    return {key: _label(gazetteer.get(key)) for key in dict.fromkeys(ids)}


def actors_of(claim: Claim, conflicts: Sequence[Conflict]) -> list[str]:
    """Return who may be said to hold a place in the claim's conflict."""
    wars = [war for war in conflicts if claim.conflict in (None, war.id)]
    known = {actor for war in wars for actor in war.side_of}
    own = {claim.claimed_controller, claim.projected_controller} - {None}
    return [*sorted({*known, *(str(one) for one in own)} - {CONTESTED}), CONTESTED]


def sides_of(claim: Claim, conflicts: Sequence[Conflict]) -> list[str]:
    """Return the sides of the claim's conflict."""
    known = {side.id for war in conflicts if claim.conflict in (None, war.id) for side in war.sides}
    return sorted(known | ({claim.claimant_side} if claim.claimant_side else set()))


def _label(place: Place) -> str:
    around = ", ".join(one for one in (place.admin2, place.admin1, place.country) if one)
    return f"{place.name} ({around})" if around else place.name
