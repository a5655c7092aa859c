"""What is the same whatever is asked: of claims (`Corpus`), or of their columns (`Told`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from importlib.metadata import version

from events.actors import Conflict, conflict_ids, load_conflict
from events.control import EVERYONE
from events.export import Provenance


def check_conflict(conflict: str | None, named: Collection[str | None]) -> None:
    """Raise ConflictError where claims of a conflict are asked for that nobody knows.

    ``named`` are the conflicts that there are claims of.
    """
    if conflict is not None and conflict not in named:
        load_conflict(conflict)


def profiles_of(named: Collection[str | None]) -> tuple[Conflict, ...]:
    """Return the profiles of these conflicts, as far as they are shipped."""
    return tuple(load_conflict(one) for one in conflict_ids() if one in named)


def provenance_of(
    licences: tuple[str, ...], asked: Mapping[str, object], according_to: str = EVERYONE
) -> Provenance:
    """Return what an export says of itself; ``asked`` is the query, nothing being left out.

    The days that it was asked for are always told, other choices where they were made.
    """
    query = {name: _word(asked.get(name)) for name in ("as_of", "known_on")}
    query["according_to"] = according_to
    chosen = {name: _word(value) for name, value in asked.items() if name not in query}
    return Provenance(
        claimmap_version=version("claimmap"),
        licences=licences,
        query=query | {name: word for name, word in chosen.items() if word is not None},
    )


def _word(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
