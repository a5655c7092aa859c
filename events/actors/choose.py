"""Which war a report speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from events.actors.conflict import Conflict
from events.actors.entities import Mention
from events.actors.keys import key_of
from geo.types import Geoparse


def choose_conflict(
    text: str, geoparse: Geoparse | None, conflicts: Sequence[Conflict]
) -> Conflict | None:
    """Return the conflict that a report speaks of, by its actors and places, or None.

    A conflict is chosen when its actors are named and it is named more than any other; places in
    one of its countries count as well. None when nothing points to any, or two tie.
    """
    near = [c for c in conflicts if geoparse is None or _is_there(geoparse, c)]
    scores = sorted(
        ((_score(text, geoparse, conflict), -n, conflict) for n, conflict in enumerate(near)),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    if not scores or scores[0][0] < 2:
        return None
    if len(scores) > 1 and scores[0][0] == scores[1][0]:
        return None
    return scores[0][2]


def _is_there(geoparse: Geoparse, conflict: Conflict) -> bool:
    """Tell whether a report names a place, a country or a people of the conflict's countries."""
    return any(r.place and r.place.country in conflict.countries for r in geoparse.resolutions)


def _score(text: str, geoparse: Geoparse | None, conflict: Conflict) -> int:
    actors = sum(1 for m in conflict.mentions(text) if _tells(conflict, text, m))
    if geoparse is None:
        return actors
    places = sum(
        1 for r in geoparse.resolutions if r.place and r.place.country in conflict.countries
    )
    return actors + places


def _tells(conflict: Conflict, text: str, mention: Mention) -> bool:
    """Tell whether a mention speaks for this war: a side's, and not by a name like "the army"."""
    generic = key_of(text[mention.start : mention.end]) in conflict.plain_keys
    return mention.entity.side in conflict.side_ids and not generic
