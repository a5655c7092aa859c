"""What is the same whatever is asked: of claims (`Corpus`), or of their columns (`Told`)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib.metadata import version

from events.actors import Conflict, conflict_ids, load_conflict
from events.control import EVERYONE, Sides
from events.control.table import ControlTable
from events.export import Provenance
from events.reliability import Admiralty
from events.store import Ledger
from events.types import ControlStatus, Document, Rejected


@dataclass(frozen=True, kw_only=True)
class Asked(ABC):
    """Claims that were asked for: by what query, under whose licences, and how people judge them.

    ``licences`` are those of the gazetteers that places were found with.
    """

    licences: tuple[str, ...] = ()
    known_on: date | None = None
    min_confidence: float | None = None
    admiralty: Admiralty = field(default_factory=Admiralty)

    @property
    @abstractmethod
    def conflict_ids(self) -> Collection[str | None]:
        """The conflicts that there are claims of."""

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The profiles that the claims were read by, as far as they are shipped."""
        return profiles_of(self.conflict_ids)

    @cached_property
    def side_of(self) -> Sides:
        """From an actor to the side it fights for, in these conflicts, on each day."""
        return Sides(self.conflicts)

    @property
    @abstractmethod
    def last_day(self) -> date | None:
        """The day of the latest publication, else of the latest event; None without either."""

    @property
    @abstractmethod
    def _control(self) -> ControlTable:
        """What the claims say of who holds what, ready to be asked."""

    def control(
        self, as_of: date | None = None, *, according_to: str = EVERYONE
    ) -> list[ControlStatus]:
        """Return who holds which place as of a day (by default the last), and by whose word.

        Raises
        ------
        QueryError
            ``according_to`` is no side of these claims.
        """
        day = as_of or self.last_day
        if day is None:
            return []
        return self._control.as_of(day, known_on=self.known_on, according_to=according_to)

    def provenance(self, as_of: date | None = None, according_to: str = EVERYONE) -> Provenance:
        """Return what an export says of itself.

        The days that were asked for are always told, null where none was, other choices where they
        were made.
        """
        query = {"as_of": _iso(as_of), "known_on": _iso(self.known_on)}
        query["according_to"] = according_to
        if self.min_confidence is not None:
            query["min_confidence"] = str(self.min_confidence)
        return Provenance(
            claimmap_version=version("claimmap"),
            licences=self.licences,
            query=query,
            admiralty=self.admiralty,
        )


def check_conflict(conflict: str | None, named: Collection[str | None]) -> None:
    """Raise ConflictError where claims of a conflict are asked for that nobody knows.

    ``named`` are the conflicts that there are claims of.
    """
    if conflict is not None and conflict not in named:
        load_conflict(conflict)


def rejected_by(ledger: Ledger, known_on: date | None) -> list[Rejected]:
    """Return what was rejected of the documents that were known on a day."""
    refused = ledger.rejected(known_on=known_on)
    if known_on is None:
        return refused
    documents = ledger.documents(bodies=False)
    later = {one.sha256 for one in documents if not was_known(one, known_on)}
    return [one for one in refused if one.document_sha256 not in later]


def was_known(document: Document, on: date | None) -> bool:
    """Tell whether a document was published by a day; one without a date never was."""
    return on is None or (document.published is not None and document.published <= on)


def profiles_of(named: Collection[str | None]) -> tuple[Conflict, ...]:
    """Return the profiles of these conflicts, as far as they are shipped."""
    return tuple(load_conflict(one) for one in conflict_ids() if one in named)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
