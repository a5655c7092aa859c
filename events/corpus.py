"""Reports read and what came of them: the library's front door.

>>> from events.corpus import read
>>> corpus = read(["seeds/reports"])
>>> corpus.control()
>>> corpus.frame()
>>> corpus.write("out")
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from events.asked import Asked, check_conflict, rejected_by, was_known
from events.control.table import ControlTable
from events.documents import gathered
from events.export import (
    Barred,
    Counted,
    claims_geojson,
    control_geojson,
    kept_back,
    rejected_jsonl,
    write_whole,
)
from events.export.geojson import Position, positions
from events.history import Period, find_place, history_of
from events.merge import events_of
from events.pipeline import Progress
from events.reliability import Admiralty
from events.store import MEMORY, Ledger
from events.types import Claim, Document, Event, Rejected
from events.wiring import Hands, open_pipeline

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["EXPORTS", "Corpus", "Hands", "open_pipeline", "read", "take"]

EXPORTS = ("claims.geojson", "control.geojson", "map.html", "rejected.jsonl")
"""The files that `Corpus.write` makes."""


@dataclass(frozen=True, kw_only=True)
class Corpus(Asked):
    """Documents, their claims, and what was rejected: the answer to "what was read?"."""

    documents: tuple[Document, ...]
    claims: Sequence[Claim]
    rejected: tuple[Rejected, ...]

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        *,
        known_on: date | None = None,
        conflict: str | None = None,
        bodies: bool = True,
    ) -> Self:
        """Return what a ledger holds, or of it what was known on a day, or of one conflict.

        Without ``bodies`` documents have neither bytes nor text, which nothing here asks for.

        Raises
        ------
        ConflictError
            There are no claims of this conflict, and no such conflict either.
        """
        claims = ledger.claims(known_on=known_on)
        check_conflict(conflict, {claim.conflict for claim in claims})
        documents = ledger.documents(bodies=bodies)
        return cls(
            documents=tuple(d for d in documents if was_known(d, known_on)),
            claims=tuple(c for c in claims if conflict in (None, c.conflict)),
            rejected=tuple(rejected_by(ledger, known_on)),
            licences=tuple(ledger.licences()),
            known_on=known_on,
            admiralty=Admiralty().reviewed(ledger.reviews()),
        )

    def confident(self, least: float) -> Self:
        """Return the corpus with only those claims that promise no less; others count for nothing.

        Claims that state no confidence stay.
        """
        kept = tuple(
            claim
            for claim in self.claims
            if claim.extraction_confidence is None or claim.extraction_confidence >= least
        )
        return replace(self, claims=kept, min_confidence=least)

    @cached_property
    def conflict_ids(self) -> Collection[str | None]:
        """The conflicts that there are claims of."""
        return {claim.conflict for claim in self.claims}

    @property
    def last_day(self) -> date | None:
        """The day of the latest publication, else of the latest event; None without either."""
        published = [claim.published for claim in self.claims if claim.published]
        dated = [claim.event_date for claim in self.claims if claim.event_date]
        return max(published or dated, default=None)

    def events(self) -> list[Event]:
        """Return the happenings that the claims tell of."""
        return events_of(self.claims)

    @cached_property
    def _control(self) -> ControlTable:
        return ControlTable.of(self.claims, self.side_of)

    @property
    def reviewed(self) -> tuple[int, int]:
        """How many of the claims a person has looked at, and how many there are."""
        return sum(c.review_status != "machine" for c in self.claims), len(self.claims)

    @property
    def counted(self) -> Counted:
        """What an export says of these claims."""
        return Counted.of(self.claims)

    def passed_on(self) -> tuple[Self, list[Barred]]:
        """Return what may be passed on, and what a licence keeps back."""
        kept, barred = kept_back(self.claims)
        return (replace(self, claims=tuple(kept)) if barred else self), barred

    def positions(self) -> dict[str, Position]:
        """Return where each place lies, by the claims about the place itself."""
        return positions(self.claims)

    def place(self, asked: str) -> str:
        """Return the id of a place asked for by id or name, as `events.history.find_place`."""
        return find_place(self.claims, asked)

    def by_place(self, *names: str) -> Iterator[list[Claim]]:
        """Yield all the claims, whole, as `events.told.Told.by_place` does some at a time."""
        yield list(self.claims)

    def about(self, place_id: str) -> list[Claim]:
        """Return the claims about a place."""
        return [claim for claim in self.claims if claim.place_id == place_id]

    def some(self, claim_ids: Iterable[str]) -> list[Claim]:
        """Return the claims with these ids."""
        wanted = frozenset(claim_ids)
        return [claim for claim in self.claims if claim.claim_id in wanted]

    def history(self, place_id: str, until: date, *, according_to: str) -> list[Period]:
        """Return the periods of a place up to a day, as `events.history.history_of`."""
        return history_of(
            self.claims, place_id, until, according_to=according_to, side_of=self.side_of
        )

    def frame(self) -> gpd.GeoDataFrame:
        """Return the claims as a GeoDataFrame in EPSG:4326."""
        from events.frames import to_frame  # GeoPandas takes a second to load

        return to_frame(self.claims)

    def snapshot(self, as_of: date | None = None) -> str:
        """Return the map as one HTML file that asks nothing of the network.

        What a licence keeps back is not on it, and it says so.
        """
        from events.map.manifest import INTERNAL
        from events.map.payload import Drawn  # Folium takes a second to load
        from events.map.snapshot import snapshot_html
        from events.map.terms import on_terms

        day = as_of or self.last_day
        drawn = Drawn(
            claims=self.claims,
            documents=self.documents,
            conflicts=self.conflicts,
            provenance=self.provenance(day),
        )
        return snapshot_html(on_terms(drawn, INTERNAL, day or date.max), day)

    def write(self, folder: str | Path) -> list[Path]:
        """Write the four exports into a folder, made if need be; return their paths.

        Each file appears whole or not at all. Equal documents give equal bytes. What a licence
        keeps back (`passed_on`) is in none of them and decides nothing there.

        Raises
        ------
        OSError
            The folder cannot be written, or the disk is full.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        day, allowed = self.last_day, self.passed_on()[0]
        texts = (
            claims_geojson(self.claims, self.provenance()),
            control_geojson(allowed.control(day), self.claims, self.provenance(day)),
            self.snapshot(),
            rejected_jsonl(self.rejected, self.reviewed),
        )
        paths = [folder / name for name in EXPORTS]
        for path, text in zip(paths, texts, strict=True):
            write_whole(path, text)
        return paths


def read(
    paths: Iterable[str | Path],
    *,
    published: date | None = None,
    conflict: str | None = None,
    ledger: str | Path = MEMORY,
    progress: Progress | None = None,
) -> Corpus:
    """Read reports (files and folders) and return the corpus of all that the ledger then holds.

    Parameters
    ----------
    paths
        Files that `read_documents` reads (texts, pages, archives, feeds), and folders of them.
    published
        The publication date of reports that state none.
    conflict
        The id of the profile to read by; by default each report decides.
    ledger
        A file, or a URL as for `Ledger.open`, to keep the documents and claims in; by default
        nothing is kept.
    progress
        Called after each report with how many are done and how many there are.

    Raises
    ------
    DocumentError
        A path does not exist.
    ConflictError
        There is no such conflict.
    GazetteerMissing
        The cached gazetteer is not installed.
    LedgerError
        The ledger cannot be opened or written.
    """
    with gathered(paths, published=published) as reports:
        hands = Hands(conflict=conflict, progress=progress)
        return take(reports, reports.unread, hands, ledger=ledger)


def take(
    documents: Sequence[Document],
    unread: Iterable[Rejected],
    hands: Hands | None = None,
    *,
    ledger: str | Path = MEMORY,
) -> Corpus:
    """Do what `read` does with what `read_documents` returned, and raise what `read` raises.

    Raises
    ------
    WorkerError
        Other processes were to read, and could not be reached or kept dying.
    """
    hands = hands or Hands()
    pipeline = open_pipeline(hands.conflict)
    if ledger != MEMORY and "://" not in str(ledger):
        Path(ledger).parent.mkdir(parents=True, exist_ok=True)
    with Ledger.open(ledger) as book:
        book.add([], (), unread)
        pipeline.run(documents, book, hands.progress, read=hands.reads(pipeline))
        return Corpus.of(book)
