"""Files and folders -> documents one by one, and what could not be read with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from events.documents.archives import archive_parts, collection_parts
from events.documents.feeds import feed_parts
from events.documents.fetched import LOG, fetched_parts
from events.documents.pages import mhtml_parts, page_parts
from events.documents.plain import line_parts, markdown_parts, text_parts
from events.documents.report import (
    Part,
    PrivateError,
    Reader,
    Report,
    UnreadableError,
    document_of,
    in_utf8,
    refusal_of,
    rejection_of,
    report_day,
)
from events.documents.telegram import telegram_parts
from events.errors import DocumentError
from events.types import Document, Rejected

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": text_parts,
        ".md": markdown_parts,
        ".jsonl": line_parts,
        ".html": page_parts,
        ".htm": page_parts,
        ".xhtml": page_parts,
        ".mhtml": mhtml_parts,
        ".mht": mhtml_parts,
        ".warc": archive_parts,
        ".warc.gz": archive_parts,
        ".wacz": collection_parts,
        ".xml": feed_parts,
        ".rss": feed_parts,
        ".atom": feed_parts,
        LOG: fetched_parts,
        ".json": telegram_parts,
    }
)
"""What reads a file whose name ends so; one named outright is plain text if it does not."""

SUFFIXES = tuple(READERS)
"""The kinds of file taken from a folder."""

_HEAD = 800  # bytes of a file too broken to be read that are kept to recognise it by


def each_document(
    paths: Iterable[str | Path], *, published: date | None = None
) -> Iterator[Document | Rejected]:
    """Yield what `read_documents` returns one by one, as it is read: twins come as they stand.

    An archive of any size is read in the memory of one report. Raises what `read_documents` does.
    """
    try:
        report_day(published)
    except UnreadableError as fault:
        raise DocumentError(str(fault)) from fault
    for path in _files([Path(p) for p in paths]):
        yield from _read_file(path, published)


def document_from_text(
    text: str, *, document_id: str = "text", published: date | None = None
) -> Document:
    """Return a document made of a text in memory, as the dashboard's upload and tests need it.

    Raises
    ------
    DocumentError
        The text is blank, or holds characters that no file could hold (lone surrogates); or
        ``published`` is out of range.
    """
    try:
        report = Report(document_id, in_utf8(text), text, {})
        return document_of(report, report_day(published))
    except UnreadableError as fault:
        raise DocumentError(f"{document_id}: {fault}") from fault


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
            yield from sorted(p for p in inside if _reader(p))
        elif path.exists():
            yield path
        else:
            raise DocumentError(f"no such file or folder: {path}")


def _reader(path: Path) -> Reader | None:
    """Return what reads files of this name; None where a folder's file is passed over."""
    name = path.name.lower()
    return next((reader for end, reader in READERS.items() if name.endswith(end)), None)


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _read_file(path: Path, published: date | None) -> Iterator[Document | Rejected]:
    reader = _reader(path) or text_parts
    try:
        for part in reader(path):
            outcome = _read_part(part, published)
            is_whole = isinstance(outcome, Rejected) and part.name == path.stem
            yield replace(outcome, document_id=path.name) if is_whole else outcome
    except OSError as fault:
        yield rejection_of(path.name, b"", f"cannot be read: {fault.strerror}")
    except UnreadableError as fault:
        yield _refused_file(path, fault)


def _read_part(part: Part, published: date | None) -> Document | Rejected:
    try:
        return document_of(part.read(), published)
    except UnreadableError as fault:
        return rejection_of(part.name, part.raw, str(fault))


def _refused_file(path: Path, fault: UnreadableError) -> Rejected:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        head = b"" if isinstance(fault, PrivateError) else file.read(_HEAD)
    return refusal_of(path.name, sha256, head, str(fault))
