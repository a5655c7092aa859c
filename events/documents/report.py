"""A report as it is read (name, bytes, text, what is stated of it) -> `Document`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from reprlib import repr as shortened  # of hostile input the whole could fill the memory
from typing import Any

from events.types import Document, PublishedBasis, Rejected

LAST_YEAR = 2100
"""No report is of a later year, whenever this is run: such a date is a slip."""
_EXCERPT = 200  # characters of a rejected report that are kept to recognise it by
_ALIASES = {
    "id": ("doc_id", "id"),
    "source": ("source", "publisher"),
    "url": ("url", "source_url"),
    "published": ("published", "date"),
    "licence": ("licence", "license"),
    "agency": ("origin_agency", "agency"),
}


class UnreadableError(Exception):
    """One report cannot be taken; the message says why. Never leaves this package."""


class PrivateError(UnreadableError):
    """What is not ours to read: nothing of it is kept but its hash and the reason."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that could be read.

    ``meta`` holds what is stated of it, in the words of front matter or JSONL. ``extractor`` says
    what made the text, where that is not what the bytes say (see `Document`).
    """

    name: str
    raw: bytes
    text: str
    meta: Mapping[str, Any]
    note: str | None = None
    extractor: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What may be a report: its name, its bytes, and how it is read.

    ``read`` raises `UnreadableError` where it is none.
    """

    name: str
    raw: bytes
    read: Callable[[], Report]


Reader = Callable[[Path], Iterator[Part]]
"""Splits a file into what may be reports; raises `UnreadableError` where it is broken."""


def document_of(report: Report, given: date | None = None) -> Document:
    """Return the document of a report; ``given`` is its date if it states none.

    Raises
    ------
    UnreadableError
        The text is empty or no text, or what is stated of it is none of its kind.
    """
    if not report.text.strip():
        raise UnreadableError("the text is empty")
    stated = report_day(_stated(report.meta, "published"))
    return Document(
        document_id=_word(report.meta, "id") or report.name,
        text=report.text,
        raw=report.raw,
        sha256=hashlib.sha256(report.raw).hexdigest(),
        text_sha256=hashlib.sha256(in_utf8(report.text)).hexdigest(),
        title=_word(report.meta, "title"),
        source=_word(report.meta, "source"),
        source_url=_word(report.meta, "url"),
        archived_url=_word(report.meta, "archived_url"),
        published=stated or given,
        published_basis=_basis(stated, given),
        lang=_word(report.meta, "lang"),
        licence=_word(report.meta, "licence"),
        origin_agency=_word(report.meta, "agency"),
        note=_note(report),
        extractor=report.extractor,
    )


def rejection_of(name: str, raw: bytes, reason: str) -> Rejected:
    """Return what is kept of bytes that could not be read."""
    return refusal_of(name, hashlib.sha256(raw).hexdigest(), raw[: 4 * _EXCERPT], reason)


def refusal_of(name: str, sha256: str, head: bytes, reason: str) -> Rejected:
    """Return what is kept of a file too big to hold: its hash and how it begins."""
    return Rejected(
        document_id=name,
        document_sha256=sha256,
        start=0,
        end=0,
        text=head.decode("utf-8", errors="replace")[:_EXCERPT],
        reason=reason,
        stage="read",
    )


def report_day(value: object) -> date | None:
    """Return the day that is stated, if it is one on which a report can have come out."""
    day = _day(value)
    if day is not None and day.year > LAST_YEAR:
        raise UnreadableError(f"published is {day}, a report cannot be from after {LAST_YEAR}")
    return day


def in_utf8(text: str) -> bytes:
    """Return the text in UTF-8, which no lone surrogate has."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise UnreadableError(f"the text holds a lone surrogate at {fault.start}") from fault


def _basis(stated: date | None, given: date | None) -> PublishedBasis:
    if stated:
        return "stated"
    return "given" if given else "unknown"


def _stated(meta: Mapping[str, Any], field: str) -> object:
    names = _ALIASES.get(field, (field,))
    return next((meta[name] for name in names if meta.get(name) not in (None, "")), None)


def _word(meta: Mapping[str, Any], field: str) -> str | None:
    value = _stated(meta, field)
    if isinstance(value, dict | list):
        raise UnreadableError(f"{field} must be one value, got {shortened(value)}")
    if value is None:
        return None
    in_utf8(word := str(value).strip())
    return word or None


def _note(report: Report) -> str | None:
    said = (_word(report.meta, name) for name in ("note", "restatement", "restates"))
    return "; ".join(part for part in (*said, report.note) if part) or None


def _day(value: object) -> date | None:
    """Read an ISO date, or the day of an ISO date and time as written, whatever its zone."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError as fault:
        raise UnreadableError(
            f"published is {shortened(value)}, must be a date like 2022-06-24"
        ) from fault
