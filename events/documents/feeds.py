"""RSS and Atom feeds: each entry is a report, and its bytes are those of its element.

The feed is cut into its entries before it is parsed, so that one bad entry spoils no other, no
declaration at its head can reach into them, and each stands on its own bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from events.documents.article import words_of
from events.documents.decoding import decode_markup, markup_encoding
from events.documents.pages import bounded
from events.documents.report import Part, Report, UnreadableError
from events.documents.stated import stated_day, web_address

MOST_BYTES = 32_000_000
"""A feed of more is none: most hold some dozens of entries."""
FEED = "feed-1"
"""Names how the text is taken out of an entry; raised whenever that changes."""
_TOKEN = re.compile(rb"<!\[CDATA\[|<!--|<(/?)(?:[\w-]+:)?(?:item|entry)(?=[\s/>])")
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_ROOT = re.compile(r"<(?:[\w-]+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_HEAD = 4096  # characters within which a feed says that it is one
_NAMES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "georss": "http://www.georss.org/georss",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "thr": "http://purl.org/syndication/thread/1.0",
}
"""The namespaces that entries use most; one that is not here is read leniently."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed cut into its entries: what its head says, and the bytes of each entry."""

    title: str | None
    language: str | None
    encoding: str
    entries: tuple[bytes, ...]


def feed_parts(path: Path) -> Iterator[Part]:
    """Yield the entries of a feed."""
    feed = feed_of(bounded(path, MOST_BYTES))
    for number, raw in enumerate(feed.entries, start=1):
        name = f"{path.stem}:{number}"
        yield Part(name, raw, partial(_read_entry, name, raw, feed))


def is_feed(raw: bytes) -> bool:
    """Tell whether the bytes begin as those of an RSS or Atom feed do."""
    return _ROOT.search(raw[:_HEAD].decode("utf-8", errors="replace")) is not None


def feed_of(raw: bytes, charset: str | None = None) -> Feed:
    """Return a feed cut into entries; ``charset`` is the encoding that a server named.

    Raises
    ------
    UnreadableError
        The bytes are no feed, or it declares entities, which no feed needs and bombs are made of.
    """
    encoding = markup_encoding(raw, charset)
    if not is_feed(raw):
        raise UnreadableError("no feed: neither RSS nor Atom")
    if b"<!ENTITY" in raw:
        raise UnreadableError("the feed declares entities of its own, which is not safe to read")
    spans = list(_spans(raw))
    if not spans:
        raise UnreadableError("the feed holds no entry")
    head = _parsed(decode_markup(raw[: spans[0][0]], encoding)[0]).get("feed", {})
    return Feed(
        title=_line(head.get("title")),
        language=_line(head.get("language")),
        encoding=encoding,
        entries=tuple(raw[start:end] for start, end in spans),
    )


def links_of(feed: Feed) -> list[str]:
    """Return the addresses that the entries of a feed point to, as written, in its order."""
    links: dict[str, None] = {}
    for raw in feed.entries:
        with suppress(UnreadableError):
            if link := _line(_entry(raw, feed.encoding).get("link")):
                links[link] = None
    return list(links)


def text_of_entry(raw: bytes, encoding: str) -> str:
    """Return the text of an entry: its content, else its summary."""
    return words_of(_markup(_entry(raw, encoding))[0])


@lru_cache(maxsize=1)
def feed_extractor() -> str:
    """Return the name and version of what reads feeds."""
    return f"feedparser {version('feedparser')}"


def _spans(raw: bytes) -> Iterator[tuple[int, int]]:
    """Yield where entries begin and end; what stands in comments and CDATA is none."""
    at, begun = 0, None
    while token := _TOKEN.search(raw, at):
        at = token.end()
        if end := _ENDS.get(token[0]):
            at = raw.find(end, at)
            if at < 0:
                return
        elif not token[1]:
            begun = token.start() if begun is None else begun
        elif begun is not None:
            at = raw.find(b">", at) + 1 or len(raw)
            yield begun, at
            begun = None


def _read_entry(name: str, raw: bytes, feed: Feed) -> Report:
    entry = _entry(raw, feed.encoding)
    markup, whole = _markup(entry)
    text = words_of(markup)
    if not text.strip():
        raise UnreadableError("the entry has no text: its page may have (claimmap fetch)")
    link = web_address(_line(entry.get("link")))
    published = stated_day(entry.get("published"))
    meta = {
        "id": _line(entry.get("id")) or link,
        "title": _line(entry.get("title")),
        "source": feed.title,
        "agency": _line(entry.get("source", {}).get("title")),
        "url": link,
        "published": published or stated_day(entry.get("updated")),
        "lang": (feed.language or "").partition("-")[0].lower() or None,
    }
    note = None if whole else "the summary that the feed gives, not the whole report"
    extractor = f"{FEED}; {feed.encoding}; {feed_extractor()}"
    return Report(name, raw, text, meta, note, extractor)


def _entry(raw: bytes, encoding: str) -> Mapping[str, Any]:
    """Return an entry as feedparser reads it, on its own in an empty feed."""
    element = decode_markup(raw, encoding)[0]
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
    is_atom = re.match(r"<(?:[\w-]+:)?entry", element) is not None
    whole = (
        f'<feed xmlns="{_NAMES["atom"]}" {names}>{element}</feed>'
        if is_atom
        else f'<rss version="2.0" {names}><channel>{element}</channel></rss>'
    )
    entries = _parsed(whole).get("entries", [])
    if not entries:
        raise UnreadableError("the entry cannot be read")
    entry: Mapping[str, Any] = entries[0]
    return entry


def _parsed(markup: str) -> Mapping[str, Any]:
    """Parse a piece of a feed from memory: feedparser opens what looks like a path or address."""
    import feedparser

    stream = io.BytesIO(markup.encode("utf-8", errors="replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    parsed: Mapping[str, Any] = feedparser.parse(
        stream, response_headers=headers, resolve_relative_uris=False
    )
    return parsed


def _markup(entry: Mapping[str, Any]) -> tuple[str, bool]:
    """Return what an entry says, and whether that is its whole content."""
    whole = [one.get("value") or "" for one in entry.get("content", [])]
    longest = max(whole, key=len, default="")
    return (longest, True) if longest.strip() else (entry.get("summary") or "", False)


def _line(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
