"""What an import is told, what it gives, and the edges that it is handed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from events.types import Claim, Document, Rejected
from geo.gazetteer import NameHit
from geo.types import Place

VERSION = "import-1"
"""Raised whenever the importers or their codes change what they yield."""

SaidBefore = Callable[[date], Mapping[str, str]]
"""Tells who held which place by a source's latest word before a day."""


class KnowsPlaces(Protocol):
    """What links a table's places to ids: ``geo.gazetteer.Gazetteer``, or a fake."""

    @property
    def version(self) -> str:
        """A hash of the content."""
        ...

    def get(self, place_id: str) -> Place:
        """Return the place with this id; raise ``geo.errors.UnknownPlace`` if there is none."""
        ...

    def look_up(self, name: str) -> list[NameHit]:
        """Return the places of a name, best first."""
        ...

    def within(self, west: float, south: float, east: float, north: float) -> list[Place]:
        """Return the places in a box of degrees, in order of the gazetteer."""
        ...

    def name_on(self, place_id: str, on: date | None) -> str:
        """Return the main name of a place that was valid on a day."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What is said of a table, and by whom its places and parties are known.

    Parameters
    ----------
    source
        Who published the table: the source and, in its own voice, the claimant of each row.
    date
        When it was published, for rows that do not say so themselves; of a map, its day.
    licence
        An id of ``seeds/codes/licences.toml``, or other words; by default that of the format.
    conflict
        The id of the profile to name parties by; by default each row's country decides.
    gazetteer
        Links places to ids; without it rows keep their position and have no id.
    labels
        The labels of VIINA's events, where they are in a file of their own.
    controller_field, controller
        Of a map: the property that names who holds a polygon; or who holds all of them.
    date_field
        Of a map: the property with a polygon's day; by default the whole map is of ``date``.
    outside
        Of a map: who holds a place that was in a polygon before and is in none now. By default
        nobody: the hold has then ended.
    held
        Of a map: tells what the source last said before a day, from place id to holder; only what
        differs is taken.
    """

    source: str
    date: date | None = None
    licence: str | None = None
    conflict: str | None = None
    gazetteer: KnowsPlaces | None = None
    labels: Path | None = None
    controller_field: str | None = None
    controller: str | None = None
    date_field: str | None = None
    outside: str | None = None
    held: SaidBefore | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows of a table as the ledger takes them, and how many rows are read so far."""

    documents: Sequence[Document]
    claims: Sequence[Claim]
    rejected: Sequence[Rejected]
    rows: int
