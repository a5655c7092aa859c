"""The bytes of a report -> its text, and how they were read if not as UTF-8."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from events.documents.report import UnreadableError

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
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]+)""")
_HEAD = 4096  # bytes in which markup says how it is encoded; browsers look at 1,024
_SPOILT = 100  # one character in so many may be unreadable before a page counts as binary


def decode(raw: bytes) -> tuple[str, str | None]:
    """Decode the bytes of a report; the second value says how, if it was not as UTF-8.

    UTF-8 and UTF-16 with a byte order mark are told by it. Bytes that are not UTF-8 are read as
    Windows-1251 where most of their letters beyond ASCII then are Cyrillic, as Windows-1252
    otherwise, and refused where neither gives text.
    """
    refuse_formats(raw)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_as("utf-16", raw), "decoded as UTF-16"
    if b"\0" in raw:
        raise UnreadableError("binary: it holds zero bytes")
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        encoding = _guess(raw)
        return _decode_as(encoding, raw), f"not UTF-8: decoded as {encoding}"


def refuse_formats(raw: bytes) -> None:
    """Raise `UnreadableError` where the first bytes are those of a format that is no text."""
    if kind := next((kind for start, kind in _FORMATS if raw.startswith(start)), None):
        raise UnreadableError(f"it is {kind}, not text: give its text as .txt, .md or .jsonl")


def markup_encoding(raw: bytes, said: str | None = None) -> str:
    """Return the name, as Python knows it, of the encoding of a page or feed.

    A byte order mark decides, then ``said`` (by the server that sent it), then what the markup
    declares, then what the bytes can be.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if raw.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    head = raw[:_HEAD]
    declared = _DECLARED.search(head) or _CHARSET.search(head)
    named = (said, declared[1].decode("ascii", errors="replace") if declared else None)
    if known := next((name for one in named if one and (name := _known(one))), None):
        return known
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(raw)
    return "utf-8"


def decode_markup(raw: bytes, encoding: str) -> tuple[str, int]:
    """Decode a page or feed as browsers do: what cannot be read is U+FFFD; return how many were.

    Raises `UnreadableError` where the bytes are no text.
    """
    refuse_formats(raw)
    text = raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    spoilt = text.count("\ufffd")
    if "\0" in text or spoilt * _SPOILT > len(text):
        raise UnreadableError(f"binary: it is no text in {encoding}")
    return text, spoilt


def _known(label: str) -> str | None:
    """Return the encoding of a label; what is called Latin-1 on the web is Windows-1252."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "windows-1252"
    # Markup that could be read as far as its declaration is not in UTF-16 or UTF-32.
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return "utf-8"
    return name if name in _TEXT_ENCODINGS or name.startswith(("cp", "iso8859", "koi8")) else None


_TEXT_ENCODINGS = frozenset(
    [
        *("utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "big5", "euc_jp", "euc_kr"),
        *("shift_jis", "iso2022_jp", "mac-cyrillic", "tis-620"),
    ]
)
"""What pages are written in; others that Python calls encodings (hex, zlib) are none of text."""


def _guess(raw: bytes) -> str:
    return "windows-1251" if _mostly_cyrillic(raw) else "windows-1252"


def _decode_as(encoding: str, raw: bytes) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as fault:
        raise UnreadableError(f"neither UTF-8 nor {encoding}: {fault.reason}") from fault
    if sum(not (c.isprintable() or c.isspace()) for c in text) > len(text) // 50:
        raise UnreadableError(f"binary: as {encoding} it is full of control characters")
    return text


def _mostly_cyrillic(raw: bytes) -> bool:
    """Tell whether the bytes beyond ASCII come in runs, as words in Cyrillic letters do."""
    high = [byte >= 0x80 for byte in raw]
    beside = sum(a and b for a, b in pairwise(high))
    return beside * 2 > sum(high)
