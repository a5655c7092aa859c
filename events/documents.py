"""Reports as they come (plain text, Markdown with front matter, JSONL) -> ``Document`` values.

The text of a document is what was decoded, character for character: line ends are not converted
and nothing is trimmed, so offsets count in exactly that text. Only a byte order mark and the front
matter block of a Markdown file are left out of it. ``Document.sha256`` is of the bytes as they
came: the whole file, or one line of JSONL without its line break.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from reprlib import repr as shortened  # of hostile input the whole could fill the memory
from typing import Any

import yaml

from events.errors import DocumentError
from events.types import Document, PublishedBasis, Rejected

SUFFIXES = (".txt", ".md", ".jsonl")
"""The kinds of file taken from a folder; a file named outright is plain text if it has none."""

_FENCE = "---"
_LAST_YEAR = 2100  # no report is of a later one, whenever this is run: such a date is a slip
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
)
_EXCERPT = 200  # characters of a rejected report that are kept to recognise it by
_ALIASES = {
    "id": ("doc_id", "id"),
    "source": ("source", "publisher"),
    "url": ("url", "source_url"),
    "published": ("published", "date"),
    "licence": ("licence", "license"),
    "agency": ("origin_agency", "agency"),
}


class _FrontMatterLoader(yaml.SafeLoader):
    """Reads YAML; what only looks like a date stays a word, so that its field can be named."""

    def day(self, node: yaml.ScalarNode) -> object:
        """Return the date, or the words of one that no calendar has."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return self.construct_scalar(node)


_FrontMatterLoader.add_constructor("tag:yaml.org,2002:timestamp", _FrontMatterLoader.day)


class _UnreadableError(Exception):
    """One report cannot be taken; the message says why. Never leaves this module."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One report before it is read: its name, its bytes, its text and what is stated of it."""

    name: str
    raw: bytes
    text: str
    meta: Mapping[str, Any]
    note: str | None = None


def read_documents(
    paths: Iterable[str | Path], *, published: date | None = None
) -> tuple[list[Document], list[Rejected]]:
    """Read reports from files and folders (folders in order of file name, with sub-folders).

    Parameters
    ----------
    paths
        Files (``.txt``, ``.md``, ``.jsonl``; any other suffix is read as plain text) and folders,
        from which the files with these three suffixes are taken.
    published
        The publication date for reports that state none; it is then marked as ``given``.

    Returns
    -------
    tuple of list
        The documents, each once however often its bytes occur, sorted by ``document_id``; and
        what could not be read, with the reason. One bad report never hides another.

    Raises
    ------
    DocumentError
        A path does not exist, or ``published`` is out of range. The message names it.
    """
    try:
        _date(published)
    except _UnreadableError as fault:
        raise DocumentError(str(fault)) from fault
    read: dict[str, Document] = {}
    rejected: set[Rejected] = set()
    for path in _files([Path(p) for p in paths]):
        for outcome in _read_file(path, published):
            if isinstance(outcome, Rejected):
                rejected.add(outcome)
            else:
                twin = read.get(outcome.sha256, outcome)
                read[outcome.sha256] = min(twin, outcome, key=_identity)
    return sorted(read.values(), key=_identity), sorted(rejected, key=_place_in_input)


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
        entry = _Entry(document_id, _utf8(text), text, {})
        return _document(entry, _date(published))
    except _UnreadableError as fault:
        raise DocumentError(f"{document_id}: {fault}") from fault


def _identity(document: Document) -> tuple[str, str]:
    return document.document_id, document.sha256


def _place_in_input(rejected: Rejected) -> tuple[str, str, int, str]:
    return rejected.document_id, rejected.document_sha256, rejected.start, rejected.reason


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
            yield from sorted(p for p in inside if p.suffix.lower() in SUFFIXES)
        elif path.exists():
            yield path
        else:
            raise DocumentError(f"no such file or folder: {path}")


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _read_file(path: Path, published: date | None) -> Iterator[Document | Rejected]:
    try:
        raw = path.read_bytes()
    except OSError as fault:
        yield _reject(path.name, b"", f"cannot be read: {fault.strerror}")
        return
    if path.suffix.lower() == ".jsonl":
        yield from _read_lines(path.stem, raw, published)
        return
    try:
        yield _document(_entry(path, raw), published)
    except _UnreadableError as fault:
        yield _reject(path.stem, raw, str(fault))


def _read_lines(stem: str, raw: bytes, published: date | None) -> Iterator[Document | Rejected]:
    lines = raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if not raw.strip():
        yield _reject(stem, raw, "the file is empty")
    for number, line in enumerate(lines, start=1):
        line = line.removesuffix(b"\r")
        if not line.strip():
            continue
        try:
            yield _document(_entry_of_line(line), published)
        except _UnreadableError as fault:
            yield _reject(f"{stem}:{number}", line, str(fault))


def _entry(path: Path, raw: bytes) -> _Entry:
    text, note = decode(raw)
    if path.suffix.lower() == ".md":
        meta, text = _front_matter(text)
        return _Entry(path.stem, raw, text, meta, note)
    return _Entry(path.stem, raw, text, {}, note)


def _entry_of_line(line: bytes) -> _Entry:
    text, note = decode(line)
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise _UnreadableError(f"not JSON: {fault}") from fault
    if not isinstance(row, dict):
        raise _UnreadableError(f"a line must be a JSON object, this is a {type(row).__name__}")
    if not isinstance(row.get("text"), str):
        raise _UnreadableError(f"text must be a string, got {shortened(row.get('text'))}")
    return _Entry(hashlib.sha256(line).hexdigest()[:16], line, row["text"], row, note)


def decode(raw: bytes) -> tuple[str, str | None]:
    """Decode the bytes of a report; the second value says how, if it was not as UTF-8.

    UTF-8 and UTF-16 with a byte order mark are told by it. Bytes that are not UTF-8 are read as
    Windows-1251 where most of their letters beyond ASCII then are Cyrillic, as Windows-1252
    otherwise, and refused where neither gives text.
    """
    if kind := next((kind for start, kind in _FORMATS if raw.startswith(start)), None):
        raise _UnreadableError(f"it is {kind}, not text: give its text as .txt, .md or .jsonl")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_as("utf-16", raw), "decoded as UTF-16"
    if b"\0" in raw:
        raise _UnreadableError("binary: it holds zero bytes")
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        encoding = "windows-1251" if _mostly_cyrillic(raw) else "windows-1252"
        return _decode_as(encoding, raw), f"not UTF-8: decoded as {encoding}"


def _decode_as(encoding: str, raw: bytes) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as fault:
        raise _UnreadableError(f"neither UTF-8 nor {encoding}: {fault.reason}") from fault
    if sum(not (c.isprintable() or c.isspace()) for c in text) > len(text) // 50:
        raise _UnreadableError(f"binary: as {encoding} it is full of control characters")
    return text


def _mostly_cyrillic(raw: bytes) -> bool:
    """Tell whether the bytes beyond ASCII come in runs, as words in Cyrillic letters do."""
    high = [byte >= 0x80 for byte in raw]
    beside = sum(a and b for a, b in pairwise(high))
    return beside * 2 > sum(high)


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """Split a Markdown file into its front matter and its body, of which nothing is changed."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].strip() != _FENCE:
        return {}, text
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == _FENCE), None)
    if end is None:
        raise _UnreadableError("the front matter opens with --- and never ends")
    try:
        # A safe loader, which makes plain values only.
        meta = yaml.load("".join(lines[1:end]), _FrontMatterLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise _UnreadableError(
            f"the front matter is not YAML: {' '.join(str(fault).split())}"
        ) from fault
    if not isinstance(meta, dict | None):
        raise _UnreadableError(f"the front matter must be fields, this is a {type(meta).__name__}")
    return meta or {}, "".join(lines[end + 1 :])


def _document(entry: _Entry, given: date | None) -> Document:
    if not entry.text.strip():
        raise _UnreadableError("the text is empty")
    stated = _date(_stated(entry.meta, "published"))
    return Document(
        document_id=_word(entry.meta, "id") or entry.name,
        text=entry.text,
        raw=entry.raw,
        sha256=hashlib.sha256(entry.raw).hexdigest(),
        text_sha256=hashlib.sha256(_utf8(entry.text)).hexdigest(),
        title=_word(entry.meta, "title"),
        source=_word(entry.meta, "source"),
        source_url=_word(entry.meta, "url"),
        archived_url=_word(entry.meta, "archived_url"),
        published=stated or given,
        published_basis=_basis(stated, given),
        lang=_word(entry.meta, "lang"),
        licence=_word(entry.meta, "licence"),
        origin_agency=_word(entry.meta, "agency"),
        note=_note(entry),
    )


def _basis(stated: date | None, given: date | None) -> PublishedBasis:
    if stated:
        return "stated"
    return "given" if given else "unknown"


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise _UnreadableError(f"the text holds a lone surrogate at {fault.start}") from fault


def _stated(meta: Mapping[str, Any], field: str) -> object:
    names = _ALIASES.get(field, (field,))
    return next((meta[name] for name in names if meta.get(name) not in (None, "")), None)


def _word(meta: Mapping[str, Any], field: str) -> str | None:
    value = _stated(meta, field)
    if isinstance(value, dict | list):
        raise _UnreadableError(f"{field} must be one value, got {shortened(value)}")
    if value is None:
        return None
    _utf8(word := str(value).strip())
    return word or None


def _note(entry: _Entry) -> str | None:
    said = (_word(entry.meta, name) for name in ("note", "restatement", "restates"))
    return "; ".join(part for part in (*said, entry.note) if part) or None


def _date(value: object) -> date | None:
    """Return the day that is stated, if it is one on which a report can have come out."""
    day = _day(value)
    if day is not None and day.year > _LAST_YEAR:
        raise _UnreadableError(f"published is {day}, a report cannot be from after {_LAST_YEAR}")
    return day


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
        raise _UnreadableError(
            f"published is {shortened(value)}, must be a date like 2022-06-24"
        ) from fault


def _reject(document_id: str, raw: bytes, reason: str) -> Rejected:
    excerpt = raw[: 4 * _EXCERPT].decode("utf-8", errors="replace")[:_EXCERPT]
    return Rejected(
        document_id=document_id,
        document_sha256=hashlib.sha256(raw).hexdigest(),
        start=0,
        end=0,
        text=excerpt,
        reason=reason,
        stage="read",
    )
