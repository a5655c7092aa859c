"""Saved web pages (HTML, MHTML): the text of the article, and what the page states of itself.

The bytes of the document are those of the file; its text is what trafilatura takes for the article.
Boilerplate that reads like the article stays, and is the claims' to refuse.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from events.documents.article import article_extractor, article_of, tree_of
from events.documents.decoding import decode_markup, markup_encoding
from events.documents.report import Part, Report, UnreadableError
from events.documents.stated import host_of, stated, web_address

MOST_BYTES = 8_000_000
"""A page of more is no article; reading it would take minutes."""
HTML = "html-1"
"""Names how the text is taken out of a page; raised whenever that changes."""
MHTML = "mhtml-1"
_MOST_MHTML = 8 * MOST_BYTES  # it has the pictures in it
_IN_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/\d{4,14}[a-z_]*/(https?://.+)")
_TELEGRAM = re.compile(rb'<div class="page_wrap">.{0,500}<div class="page_header', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What is known of a page beside its bytes: where it was had from, and as what it was sent.

    ``charset`` is the encoding that the server named, ``note`` says when it was had,
    ``archived_url`` names the copy in an archive.
    """

    url: str | None = None
    archived_url: str | None = None
    charset: str | None = None
    note: str | None = None


NOWHERE = Origin()
"""Of a page that is a file and nothing else."""


def page_parts(path: Path) -> Iterator[Part]:
    """Yield a saved page."""
    raw = bounded(path, MOST_BYTES)
    yield Part(path.stem, raw, partial(read_page, path.stem, raw, NOWHERE))


def mhtml_parts(path: Path) -> Iterator[Part]:
    """Yield a page saved as one MHTML file, with the pictures that it shows."""
    raw = bounded(path, _MOST_MHTML)
    yield Part(path.stem, raw, partial(_read_mhtml, path.stem, raw))


def bounded(path: Path, most: int) -> bytes:
    """Return the bytes of a file; raise `UnreadableError` where there are more than ``most``."""
    size = path.stat().st_size
    if size > most:
        raise UnreadableError(f"too big: {size:,} bytes, more than {most:,}")
    return path.read_bytes()


def read_page(name: str, raw: bytes, origin: Origin) -> Report:
    """Return the report of a page; raise `UnreadableError` where it holds no article."""
    return _report(name, raw, raw, origin, HTML)


def text_of_page(raw: bytes, encoding: str) -> str:
    """Return the text of the article of a page."""
    return article_of(decode_markup(raw, encoding)[0])


def text_of_mhtml(raw: bytes, encoding: str) -> str:
    """Return the text of the article of a page saved as MHTML."""
    return text_of_page(_root(raw)[0], encoding)


def _read_mhtml(name: str, raw: bytes) -> Report:
    page, charset, url = _root(raw)
    if len(page) > MOST_BYTES:
        raise UnreadableError(f"too big: a page of {len(page):,} bytes, more than {MOST_BYTES:,}")
    return _report(name, raw, page, Origin(url=url, charset=charset), MHTML)


def _root(raw: bytes) -> tuple[bytes, str | None, str | None]:
    """Return the page within an MHTML file, its encoding and its address, as far as said."""
    message = email.message_from_bytes(raw, _class=EmailMessage, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            assert isinstance(page, bytes)  # of a part that has no parts
            said = part.get("Content-Location") or message.get("Snapshot-Content-Location")
            return page, part.get_content_charset(), web_address(said and str(said))
    raise UnreadableError("no page is found in the MHTML file")


def _report(name: str, raw: bytes, page: bytes, origin: Origin, kind: str) -> Report:
    _check(page)
    encoding = markup_encoding(page, origin.charset)
    markup, spoilt = decode_markup(page, encoding)
    url, archived_url = _without_archive(origin.url)
    told = stated(tree_of(markup), url)
    address, archived = _without_archive(told.address)
    source_url = address or url
    meta = {
        "title": told.title,
        "source": told.publisher or host_of(source_url),
        "url": source_url,
        "archived_url": archived_url or archived or origin.archived_url,
        "published": told.published,
        "lang": told.language,
    }
    notes = (
        origin.note,
        f"changed {told.modified}" if told.modified not in (None, told.published) else None,
        f"{spoilt} characters could not be read as {encoding}" if spoilt else None,
    )
    note = "; ".join(one for one in notes if one) or None
    extractor = f"{kind}; {encoding}; {article_extractor()}"
    return Report(name, raw, article_of(markup), meta, note, extractor)


def _check(page: bytes) -> None:
    if not page.strip():
        raise UnreadableError("the page is empty")
    if _TELEGRAM.search(page[:20_000]):
        raise UnreadableError("an export of Telegram as HTML: export the channel as JSON")


def _without_archive(url: str | None) -> tuple[str | None, str | None]:
    """Return the address of a page, and that of its copy in the Web's archive if it is of one."""
    found = _IN_ARCHIVE.match(url or "")
    return (found[1], url) if found else (url, None)
