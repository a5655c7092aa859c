"""A row as coded -> its document and its claim: what all formats share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from events.actors import Conflict
from events.importers.codes import known_licence, licence_of, may_redistribute
from events.importers.options import VERSION, ImportOptions
from events.importers.parties import Profiles
from events.importers.places import Linker
from events.importers.rows import Row
from events.types import Claim, Document, PublishedBasis, Rejected, document_values

_EXCERPT = 200  # characters of a rejected row that are kept to recognise it by


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A row as its format reads it. The columns named are what the claim's spans point at.

    ``values`` are fields of the claim. ``published`` is what the row itself says of it.
    """

    row: Row
    key: str
    values: Mapping[str, Any]
    published: date | None = None
    url: str | None = None
    lang: str | None = None
    evidence: str | None = None
    mention: str | None = None
    dated: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken, with the reason."""

    line: int
    raw: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is sound and about something else; such rows are counted by reason, not kept."""

    reason: str


Outcome = Coded | Refused | LeftOut


@dataclass(frozen=True)
class Context:
    """What reading one table needs: what was said of it, and the edges."""

    form: str
    options: ImportOptions
    profiles: Profiles
    linker: Linker
    labels: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def licence(self) -> str | None:
        """The licence of the rows: as said, else as the format's publisher has it."""
        said = self.options.licence
        return known_licence(said) if said else licence_of(self.form)

    def war(self, country: str | None, day: date | None) -> Conflict | None:
        """Return the war that an event may be of."""
        return self.profiles.of(country, day)


@dataclass(frozen=True)
class Assembler:
    """Makes documents, claims and rejections of outcomes, all under the source's name."""

    context: Context
    file: str
    speaker: Mapping[str, Any]

    @classmethod
    def of(cls, context: Context, file: str) -> Assembler:
        """Return the assembler for one file: who speaks in it is decided once."""
        source = context.options.source
        known = context.profiles.source_of(source)
        speaker = {
            "claimant": source,
            "claimant_kind": (known and known.kind) or "agency",
            "claimant_side": known and known.side,
        }
        return cls(context, file, speaker)

    def take(self, coded: Coded) -> tuple[Document, Claim]:
        """Return the row as a document, and its claim."""
        document = self._document(coded)
        values: dict[str, Any] = {
            "modality": "asserted",
            "speech_act": "asserts",
            "extraction_confidence": 1.0,
            **self.speaker,
            **self._spans(coded),
            **coded.values,
            **document_values(document),
            "source_url": coded.url,  # of the report behind the row, not of the row
            "extractor_version": VERSION,
            "gazetteer_version": self.context.linker.version,
        }
        return document, Claim(claim_id=claim_id(values), **values)

    def refuse(self, refused: Refused) -> Rejected:
        """Return the rejection of a row, with its words if the licence lets them be passed on."""
        words = f"line {refused.line}"
        if may_redistribute(self.context.licence):
            words = refused.raw[: 4 * _EXCERPT].decode("utf-8", errors="replace")[:_EXCERPT]
        return Rejected(
            document_id=f"{self.file}:{refused.line}",
            document_sha256=hashlib.sha256(refused.raw).hexdigest(),
            start=0,
            end=0,
            text=words,
            reason=refused.reason,
            stage="read",
        )

    def count(self, reason: str, rows: int, sha256: str) -> Rejected:
        """Return one rejection for all the rows of a file that were left out for one reason."""
        return Rejected(
            document_id=self.file,
            document_sha256=sha256,
            start=0,
            end=0,
            text=f"{rows} rows",
            reason=f"left out: {reason}",
            stage="read",
        )

    def _document(self, coded: Coded) -> Document:
        options, row = self.context.options, coded.row
        published = coded.published or options.date
        return Document(
            document_id=f"{self.context.form}:{coded.key}",
            text=row.text,
            raw=row.raw,
            sha256=hashlib.sha256(row.raw).hexdigest(),
            text_sha256=hashlib.sha256(row.text.encode()).hexdigest(),
            source=options.source,
            published=published,
            published_basis=_basis(coded.published, options.date),
            lang=coded.lang,
            licence=self.context.licence,
        )

    def _spans(self, coded: Coded) -> dict[str, Any]:
        row = coded.row
        start, end = row.spans.get(coded.evidence or "", (0, len(row.text)))
        values: dict[str, Any] = {
            "evidence": row.text[start:end],
            "evidence_start": start,
            "evidence_end": end,
        }
        for name, column in (("mention", coded.mention), ("date", coded.dated)):
            if span := row.spans.get(column or ""):
                values["date_text" if name == "date" else name] = row.text[slice(*span)]
                values |= {f"{name}_start": span[0], f"{name}_end": span[1]}
        return values


def claim_id(values: Mapping[str, Any]) -> str:
    """Return a stable id: the document, the evidence and what is claimed of which place, hashed."""
    names = ("document_sha256", "evidence_start", "event_type", "modality", "place_id", "claimant")
    key = [str(values.get(name)) for name in (*names, "event_date", "actor1")]
    return hashlib.sha256("\0".join(key).encode()).hexdigest()[:16]


def listed(names: Sequence[str | None]) -> str | None:
    """Return names as a JSON list, each once, in order; None where there are none."""
    known = tuple(dict.fromkeys(name for name in names if name))
    return _as_json(known) if known else None


def counts(entries: Iterator[tuple[int | None, str, str]]) -> str | None:
    """Return counts (number, what, of whom) as the record's JSON; None where all are zero."""
    known = tuple((number, what, of) for number, what, of in entries if number)
    return _counts_as_json(known) if known else None


@lru_cache(maxsize=4096)
def _as_json(names: tuple[str, ...]) -> str:
    return json.dumps(names, ensure_ascii=False)


@lru_cache(maxsize=4096)
def _counts_as_json(known: tuple[tuple[int, str, str], ...]) -> str:
    listed = [{"number": number, "what": what, "of": of} for number, what, of in known]
    return json.dumps(listed, ensure_ascii=False)


def _basis(stated: date | None, given: date | None) -> PublishedBasis:
    if stated:
        return "stated"
    return "given" if given else "unknown"
