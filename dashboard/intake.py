"""Files that a reader drops on the page -> a ledger; what came of each, and why not.

Nothing that was read before is lost when a file is bad: each is taken in by itself, and a table
keeps the rows before the one that broke it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from events.documents import SUFFIXES, read_documents
from events.errors import EventError, TableError
from events.importers import VERSION, Batch, ImportOptions, held_by, import_table, sniff, superseded
from events.pipeline import Pipeline
from events.store import Ledger
from events.types import Rejected
from geo.errors import GeoError
from geo.gazetteer import Gazetteer

REPORT_MB: Final = 20
TABLE_MB: Final = 200
MOST_TOLD: Final = 1000
"""Rejections that are shown of one file; the ledger keeps them all."""

TABLES: Final = ("csv", "tsv", "zip", "gz", "geojson", "json", "gpkg", "kml", "kmz")
_REPORTS = tuple(suffix for suffix in SUFFIXES if suffix.startswith("."))
_ARCHIVES = (".warc", ".warc.gz", ".wacz")  # many pages in a file
KINDS: Final = tuple(dict.fromkeys((*(suffix[1:] for suffix in _REPORTS), *TABLES)))
"""The endings of files that can be dropped."""

PUBLISHERS: Final = {
    "acled": "ACLED",
    "ucdp": "UCDP GED",
    "viina": "VIINA",
    "viina-control": "VIINA",
    "gdelt": "GDELT",
}
"""Who publishes a table of a format, where the reader names nobody."""

_MB = 1 << 20
Progress = Callable[[float, str], None]
"""Called with the share that is done (0 to 1) and what is being done."""


@dataclass(frozen=True)
class Said:
    """What a reader says of the files: who published them, when, under which licence.

    ``holder`` is who holds all polygons of a map, ``holder_field`` the property that says so.
    """

    published: date | None = None
    source: str = ""
    licence: str = ""
    holder: str = ""
    holder_field: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of one file; ``fault`` says why it could not be read, or not to the end."""

    name: str
    kind: str  # reports, or a format of `events.importers`
    read: int = 0  # reports or rows
    claims: int = 0
    n_rejected: int = 0
    rejected: tuple[Rejected, ...] = ()
    fault: str | None = None


@dataclass(frozen=True)
class Reader:
    """What reads files: a way to open the pipeline and the gazetteer, once they are needed."""

    pipeline: Callable[[], Pipeline]
    gazetteer: Callable[[], Gazetteer]

    def take(self, path: Path, said: Said, store: Path, progress: Progress) -> Outcome:
        """Take a file into the ledger at ``store``, made if need be. Raises nothing of ours."""
        form = sniff(path)
        size = path.stat().st_size
        most = TABLE_MB if form or path.name.lower().endswith(_ARCHIVES) else REPORT_MB
        outcome = Outcome(path.name, form or "reports")
        if not size:
            return replace(outcome, fault="the file is empty")
        if size > most * _MB:
            told = f"{size / _MB:.0f} MB; at most {most} MB of {outcome.kind} are read here"
            return replace(outcome, fault=f"the file has {told}. For more: claimmap import, run")
        try:
            with Ledger.open(store) as ledger:
                if form:
                    return self._table(form, path, said, ledger, progress)
                return self._reports(path, said, ledger, progress)
        except (EventError, GeoError, OSError, ValueError) as fault:
            return replace(outcome, fault=str(fault) or type(fault).__name__)

    def _reports(self, path: Path, said: Said, ledger: Ledger, progress: Progress) -> Outcome:
        if not path.name.lower().endswith(_REPORTS):
            known = ", ".join(sorted(PUBLISHERS))
            raise TableError(
                f"neither a report ({', '.join(_REPORTS)}) nor a table or map of a known format"
                f" ({known}, polygons): its columns or its content are of none of them"
            )
        documents, unread = read_documents([path], published=said.published)
        ledger.add([], (), unread)
        added = self.pipeline().run(
            documents, ledger, lambda done, of: progress(done / of, f"report {done} of {of}")
        )
        hashes = {document.sha256 for document in documents}
        rejected = [*unread, *(r for r in ledger.rejected() if r.document_sha256 in hashes)]
        return Outcome(
            path.name, "reports", len(documents), added.claims, len(rejected),
            tuple(rejected[:MOST_TOLD]),
        )  # fmt: skip

    def _table(
        self, form: str, path: Path, said: Said, ledger: Ledger, progress: Progress
    ) -> Outcome:
        gazetteer = self.gazetteer()
        source = said.source.strip() or PUBLISHERS.get(form, path.stem)
        options = ImportOptions(
            source=source,
            date=said.published,
            licence=said.licence or None,
            gazetteer=gazetteer,
            controller=said.holder or None,
            controller_field=said.holder_field or None,
        )
        if form == "polygons":
            before = [claim for claim in ledger.claims() if claim.source == source]
            options = replace(options, held=functools.partial(held_by, before, source))
        batches = import_table(form, path, options)
        ledger.add_gazetteer(gazetteer.version, gazetteer.licences)
        tally = _Tally(Outcome(path.name, form), _lines(path))
        for batch in tally.follow(batches, progress):
            ledger.add(batch.documents, batch.claims, batch.rejected, extractor_version=VERSION)
        _take_back(ledger, form, source)
        return tally.outcome


@dataclass
class _Tally:
    """What was read of a table so far."""

    outcome: Outcome
    lines: int

    def follow(self, batches: Iterator[Batch], progress: Progress) -> Iterator[Batch]:
        """Yield the batches, counting; a table that breaks off keeps what came before."""
        try:
            for batch in batches:
                yield batch
                self._count(batch)
                progress(min(1.0, batch.rows / self.lines), f"{batch.rows:,} rows")
        except (EventError, GeoError) as fault:
            self.outcome = replace(self.outcome, fault=str(fault))

    def _count(self, batch: Batch) -> None:
        told = self.outcome
        self.outcome = replace(
            told,
            read=batch.rows,
            claims=told.claims + len(batch.claims),
            n_rejected=told.n_rejected + len(batch.rejected),
            rejected=(*told.rejected, *batch.rejected)[:MOST_TOLD],
        )


def _take_back(ledger: Ledger, form: str, source: str) -> None:
    """Take back the claims of rows that a source published anew."""
    versions = [one for one in ledger.versions() if one.document_id.startswith(f"{form}:")]
    if not versions or form == "polygons":
        return
    told = {notice.claim_id for notice in ledger.notices()}
    for notice in superseded(ledger.claims(), versions, source):
        if notice.claim_id not in told:
            ledger.notice(notice)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return 1 + sum(block.count(b"\n") for block in iter(lambda: file.read(_MB), b""))
