"""One report -> its claims, and many reports -> the ledger; collaborators are passed in.

Reading a report is a pure function of the report and of the collaborators' data, so that reports
can be read in any order and anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import tee
from typing import NamedTuple, Protocol

from events.actors import Conflict, choose_conflict
from events.dates import infer_published
from events.errors import EventError
from events.resting import collector_at_rest
from events.store import Added, Ledger
from events.types import Claim, Document, Rejected
from geo.errors import GeoError
from geo.types import Focus, Geoparse

Progress = Callable[[int, int], None]
"""Called after each report with how many are done and how many there are."""

BATCH = 64
"""Reports that are read together and stored in one transaction, if they are not too long."""
BATCH_CHARACTERS = 500_000
_UNREADABLE = "the report could not be read"
_EXCERPT = 200  # characters of a report that are kept to recognise it by


class ReadsPlaces(Protocol):
    """What finds and resolves the places of a text: ``geo.geoparse.Geoparser``, or a fake."""

    def places(self, text: str, focus: Focus, *, among: Container[str] | None = None) -> Geoparse:
        """Return the sentences, toponyms and described places of a text, nothing parsed.

        Of a text without a name in the countries ``among``, places need not be returned.
        """
        ...

    def with_tokens(self, geoparses: Iterable[Geoparse]) -> Iterator[Geoparse]:
        """Yield the geoparses with tokens in the sentences that may matter, in order."""
        ...


class ReadsClaims(Protocol):
    """What turns a geoparsed report into claims: ``events.claims.extract_claims``, or a fake."""

    def __call__(
        self,
        document: Document,
        geoparse: Geoparse,
        conflict: Conflict,
        *,
        gazetteer_version: str,
    ) -> tuple[list[Claim], list[Rejected]]:
        """Return the claims of a report, and what looked like one and was not taken."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of one report. Its document has the date that was inferred, if one was."""

    document: Document
    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]


ReadsBatches = Callable[[Iterable[Sequence[Document]]], Iterator[Iterable[Reading]]]
"""Reads batches of reports, here or elsewhere, and yields the readings of each, in order."""


_PLACES_NEXT_DOOR = 3
"""Places in the countries round a war that make a report worth reading with its focus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Reads reports.

    ``conflicts`` are those a report may be about, and the report decides which, unless ``given``
    says so for all of them.
    """

    geoparser: ReadsPlaces
    extract: ReadsClaims
    conflicts: Sequence[Conflict]
    gazetteer_version: str
    extractor_version: str
    licences: tuple[str, ...] = ()  # of the gazetteer's data
    given: Conflict | None = None

    def read_report(self, document: Document) -> Reading:
        """Return the claims of one report, and what looked like a claim and was not taken.

        A report that speaks of none of the conflicts, or that breaks a rule of the record, yields
        no claim and one rejection that says so.
        """
        return next(self.read_reports([document]))

    def read_reports(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield what `read_report` returns for each report, in order: much faster than one by one.

        Reports are placed first, and only those that speak of a conflict are parsed, many at once;
        a few reports are taken from ``documents`` ahead of the one that is yielded.
        """
        located, to_parse = tee(map(self._located, documents))
        parsed = self.geoparser.with_tokens(
            one.geoparse for one in to_parse if isinstance(one, _Located)
        )
        for one in located:
            yield one if isinstance(one, Reading) else self._extracted(one, next(parsed))

    def run(
        self,
        documents: Sequence[Document],
        ledger: Ledger,
        progress: Progress | None = None,
        *,
        read: ReadsBatches | None = None,
    ) -> Added:
        """Read reports into a ledger, in batches: what is stored when a run breaks off stays.

        Parameters
        ----------
        documents, ledger, progress
            What to read, where to keep what came of it, and whom to tell.
        read
            Who reads in this pipeline's stead: other processes or machines. What is stored is the
            same, since batches are, and are stored in order.

        Returns
        -------
        Added
            What was new to the ledger.

        Raises
        ------
        LedgerError
            The ledger cannot be written.
        """
        ledger.add_gazetteer(self.gazetteer_version, self.licences)
        added, done = Added(), 0
        for batch in (read or self._read_here)(batches(documents)):
            readings = []
            for reading in batch:
                readings.append(reading)
                if progress:
                    progress(done + len(readings), len(documents))
            added += self._store(readings, ledger)
            done += len(readings)
        return added

    def _read_here(self, given: Iterable[Sequence[Document]]) -> Iterator[Iterator[Reading]]:
        return map(self.read_reports, given)

    def _store(self, readings: Sequence[Reading], ledger: Ledger) -> Added:
        return ledger.add(
            [reading.document for reading in readings],
            [claim for reading in readings for claim in reading.claims],
            [rejected for reading in readings for rejected in reading.rejected],
            extractor_version=self.extractor_version,
        )

    def geoparse(
        self, document: Document, *, all_places: bool = True
    ) -> tuple[Conflict | None, Document, Geoparse]:
        """Return a report's conflict, the report with its date inferred if need be, its places.

        Unless ``all_places`` are asked for, a report that can be of no conflict may have none.

        The text is read once where its actors alone tell the conflict; where its places tell
        another, once more with that conflict's places in focus. No sentence has tokens.
        """
        guess = self.given or self._guess(document)
        among = None if all_places or self.given else self._countries
        dated, geoparse = self._places(document, guess, among)
        conflict = self.given or choose_conflict(document.text, geoparse, self.conflicts)
        if conflict is None:
            return self._by_namesakes(document, (dated, geoparse))
        if conflict is not guess:
            dated, geoparse = self._places(document, conflict, among)
        return conflict, dated, geoparse

    def _by_namesakes(
        self, document: Document, found: tuple[Document, Geoparse]
    ) -> tuple[Conflict | None, Document, Geoparse]:
        """Choose by places whose namesakes lie next door ("Krasnoarmeysk", "Dimitrov").

        Asked only of a report that names some places in the countries round a war.
        """
        for conflict in self.conflicts:
            near = {
                r.place.place_id
                for r in found[1].resolutions
                if r.place and r.place.country in conflict.area
            }
            if len(near) < _PLACES_NEXT_DOOR:
                continue
            dated, geoparse = self._places(document, conflict, None)
            if choose_conflict(document.text, geoparse, [conflict]) is not None:
                return conflict, dated, geoparse
        return None, *found

    def _guess(self, document: Document) -> Conflict | None:
        if len(self.conflicts) == 1:
            return self.conflicts[0]
        return choose_conflict(document.text, None, self.conflicts)

    @property
    def _countries(self) -> frozenset[str]:
        return frozenset(country for known in self.conflicts for country in known.countries)

    def _places(
        self, document: Document, conflict: Conflict | None, among: Container[str] | None
    ) -> tuple[Document, Geoparse]:
        dated = document if conflict is None else _dated(document, conflict)
        day = dated.published
        focus = Focus(on=day) if conflict is None else conflict.focus(day)
        return dated, self.geoparser.places(document.text, focus, among=among)

    def _located(self, document: Document) -> _Located | Reading:
        try:
            with collector_at_rest():
                conflict, dated, geoparse = self.geoparse(document, all_places=False)
        except (EventError, GeoError) as fault:
            return _refuse(document, f"{_UNREADABLE}: {fault}")
        if conflict is None:
            names = ", ".join(known.id for known in self.conflicts)
            return _refuse(document, f"the report speaks of no known conflict ({names})")
        return _Located(dated, conflict, geoparse)

    def _extracted(self, located: _Located, parsed: Geoparse) -> Reading:
        document = located.document
        conflict = located.conflict.on(document.published)
        try:
            with collector_at_rest():
                claims, rejected = self.extract(
                    document, parsed, conflict, gazetteer_version=self.gazetteer_version
                )
        except (EventError, GeoError) as fault:
            return _refuse(document, f"{_UNREADABLE}: {fault}")
        return Reading(document=document, claims=tuple(claims), rejected=tuple(rejected))


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield the reports in batches of about equal work; which, depends on the reports alone."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        if batch and (len(batch) == BATCH or size + len(document.text) > BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.text)
    if batch:
        yield batch


class _Located(NamedTuple):
    """A report of a known conflict, with its places."""

    document: Document
    conflict: Conflict
    geoparse: Geoparse


def _dated(document: Document, conflict: Conflict) -> Document:
    """Return the report with the date that its text and the conflict's span decide, if any."""
    if document.published is not None:
        return document
    inferred, _ = infer_published(
        document.text, starts=conflict.start, ends=conflict.end, anchor=conflict.focus_start
    )
    if inferred is None:
        return document
    return replace(document, published=inferred, published_basis="inferred")


def _refuse(document: Document, reason: str) -> Reading:
    whole = Rejected(
        document_id=document.document_id,
        document_sha256=document.sha256,
        start=0,
        end=len(document.text),
        text=document.title or document.text[:_EXCERPT],
        reason=reason,
        stage="read",
    )
    return Reading(document=document, claims=(), rejected=(whole,))
