"""Saved web archives (WARC, also compressed; WACZ): each page in them is a report.

An archive is read as a stream, in the memory of one page, however big it is or claims to be. The
bytes of a document are the page as its server meant it, unpacked, so that a page is the same
document whether it was archived or saved. Its ``archived_url`` is the URI of the record.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING

from events.documents.pages import MOST_BYTES, Origin, read_page
from events.documents.report import Part, Report, UnreadableError
from events.documents.unpacking import unpacked

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
_SHOWN = 5  # kinds of records that are named when they are passed over
# What zipfile raises at a broken archive; the second at a packing it lacks, and at a password.
_UNOPENED = (zipfile.BadZipFile, RuntimeError)
_WITHIN = (".warc", ".warc.gz")
_FOUND = 200  # the status of an answer that is a page


def archive_parts(path: Path) -> Iterator[Part]:
    """Yield the pages of a WARC file; raise `UnreadableError` at what cannot be read on.

    Also at its end, where it held anything else: pictures, scripts and the like are counted.
    """
    passed: Counter[str] = Counter()
    with path.open("rb") as file:
        yield from _pages(file, path.name, passed)
    _say_passed(passed)


def collection_parts(path: Path) -> Iterator[Part]:
    """Yield the pages of a WACZ file, which packs WARC files; as `archive_parts` does."""
    passed: Counter[str] = Counter()
    try:
        with zipfile.ZipFile(path) as packed:
            for name in sorted(packed.namelist()):
                if name.lower().endswith(_WITHIN):
                    with packed.open(name) as file:
                        yield from _pages(file, path.name, passed)
    except _UNOPENED as fault:
        raise UnreadableError(f"no WACZ file: {fault}") from fault
    _say_passed(passed)


def _pages(file: IO[bytes], name: str, passed: Counter[str]) -> Iterator[Part]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
    records = 0
    try:
        for record in ArchiveIterator(file, record_types=kinds):
            records += 1
            if (kind := _kind(record)) in _PAGES:
                yield _part(record, name)
            else:
                passed[kind] += 1
    except (OSError, ValueError, EOFError) as fault:
        raise UnreadableError(f"broken after {records} records: {fault}") from fault
    if not records:
        raise UnreadableError("no web archive: it holds no record of a page")


def _kind(record: WarcRecord) -> str:
    """Return what a record is of, as its server said."""
    said = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    return (said or "nothing").partition(";")[0].strip().lower()


def _part(record: WarcRecord, archive: str) -> Part:
    from fastwarc.warc import WarcRecordType

    at = _time(record)
    if record.record_type == WarcRecordType.revisit:
        raw = str(record.headers).encode()
        why = "a revisit: the page had not changed since it was archived before"
        return Part(_name(archive, at, raw), raw, partial(_refuse, why))
    sent = record.reader.read(MOST_BYTES + 1)
    name = _name(archive, at, sent)
    try:
        raw = _page(record, sent)
    except UnreadableError as fault:
        return Part(name, sent, partial(_refuse, str(fault)))
    name = _name(archive, at, raw)
    origin = Origin(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<> ") or None,
        charset=record.http_charset if record.is_http else None,
        note=f"archived {at:%Y-%m-%dT%H:%M:%SZ}, in {archive}" if at else f"in {archive}",
        archived_url=(record.record_id or "").strip("<> ") or None,
    )
    return Part(name, raw, partial(read_page, name, raw, origin))


def _time(record: WarcRecord) -> datetime | None:
    """Return when a record was made, in UTC; None where it does not say so."""
    at: datetime | None = record.record_date  # None, whatever its type says
    return at.astimezone(UTC) if at else None


def _name(archive: str, at: datetime | None, raw: bytes) -> str:
    """Return a name by which the records of an archive sort as they were archived."""
    stem = archive.partition(".warc")[0].removesuffix(".wacz")
    when = f"{at:%Y%m%d%H%M%S}" if at else "undated"
    return f"{stem}:{when}:{sha256(raw).hexdigest()[:8]}"


def _page(record: WarcRecord, sent: bytes) -> bytes:
    """Return the page of a record; raise `UnreadableError` where it is none, or not whole."""
    if record.is_http and record.http_headers.status_code != _FOUND:
        raise UnreadableError(f"no page: the server answered {record.http_headers.status_code}")
    if said := record.headers.get("WARC-Truncated"):
        raise UnreadableError(f"cut off when it was archived ({said})")
    raw = sent
    if record.is_http:
        said_of = record.http_headers.get
        packing = said_of("Transfer-Encoding"), said_of("Content-Encoding")
        raw = unpacked(sent, *packing, MOST_BYTES)
    if max(len(sent), len(raw)) > MOST_BYTES:
        raise UnreadableError(f"too big: a page of more than {MOST_BYTES:,} bytes")
    if len(sent) < record.content_length:
        raise UnreadableError("cut off: the archive ends before the page does")
    return raw


def _refuse(why: str) -> Report:
    raise UnreadableError(why)


def _say_passed(passed: Counter[str]) -> None:
    if passed:
        most = sorted(passed.items(), key=lambda one: (-one[1], one[0]))
        named = ", ".join(f"{count} {kind}" for kind, count in most[:_SHOWN])
        more = " and others" if len(most) > _SHOWN else ""
        raise UnreadableError(f"{passed.total()} records are no pages: {named}{more}")
