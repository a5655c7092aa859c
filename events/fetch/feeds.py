"""Feeds and the pages that they name -> a folder that `read_documents` reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from events.documents.feeds import feed_of, is_feed, links_of
from events.documents.fetched import Fetched, charset_of
from events.documents.report import UnreadableError
from events.errors import FetchError
from events.fetch.exchange import Answer, joined
from events.fetch.keep import Kept
from events.fetch.web import Web

MOST_PAGES = 100
"""Pages that are had of one feed, the first that it names, unless told otherwise."""
_OK, _UNCHANGED = 200, 304
_PAGES = ("text/html", "application/xhtml+xml")
_KEPT_HEADERS = (
    *("content-type", "content-language", "content-encoding", "date", "etag", "last-modified"),
    *("server", "age", "via", "x-cache"),
)
Outcome = Literal["new", "changed", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Had:
    """What became of one address: ``why`` tells of a failure."""

    url: str
    outcome: Outcome
    why: str | None = None


def fetch_feeds(
    sources: Sequence[str | Path], web: Web, kept: Kept, *, most: int = MOST_PAGES
) -> Iterator[Had]:
    """Fetch feeds, and the pages that they name, into a folder; yield what became of each.

    A source is the address of a feed or of a page, or a feed in a file, which is not kept. What was
    had before is asked for on condition that it changed. One failure hides no other, and nothing of
    it is kept but its line in the log.
    """
    for source in sources:
        if isinstance(source, Path):
            yield from _pages(_Listed(str(source), source.read_bytes()), web, kept, most)
            continue
        had, row = _get(_Task(source, "feed", None), web, kept)
        if row is None or row.kind != "feed" or row.sha256 is None:
            yield had
        else:
            listed = _Listed(row.final_url or source, kept.body(row.sha256), charset_of(row))
            yield from _pages(listed, web, kept, most)


@dataclass(frozen=True, slots=True)
class _Task:
    url: str
    kind: Literal["feed", "page"]
    feed: str | None


@dataclass(frozen=True, slots=True)
class _Listed:
    address: str
    body: bytes
    charset: str | None = None


def _pages(listed: _Listed, web: Web, kept: Kept, most: int) -> Iterator[Had]:
    try:
        links = links_of(feed_of(listed.body, listed.charset))
    except UnreadableError as fault:
        yield Had(listed.address, "failed", f"{listed.address}: {fault}")
        return
    for link in links[:most]:
        try:
            page = _Task(joined(listed.address, link), "page", listed.address)
        except FetchError as fault:
            yield Had(link, "failed", str(fault))
        else:
            yield _get(page, web, kept)[0]


def _get(task: _Task, web: Web, kept: Kept) -> tuple[Had, Fetched | None]:
    """Fetch an address and log it; return what became of it, and its line if it was had."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    before = kept.last(task.url)
    try:
        row = _row(task, at, web.get(task.url, _conditions(before)), before, kept)
    except FetchError as fault:
        why = str(fault)
        kept.log(Fetched(url=task.url, at=at, kind=task.kind, feed=task.feed, failed=why))
        return Had(task.url, "failed", why), None
    kept.log(row)
    return Had(task.url, _outcome(before, row)), row


def _conditions(before: Fetched | None) -> dict[str, str]:
    """Return the headers by which a server is asked for what changed only."""
    said = before.headers if before else {}
    names = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
    return {asked: said[name] for asked, name in names.items() if name in said}


def _row(task: _Task, at: str, answer: Answer, before: Fetched | None, kept: Kept) -> Fetched:
    told = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    if before is not None and answer.status == _UNCHANGED:
        # What it does not say again still holds.
        return replace(before, at=at, status=_UNCHANGED, headers={**before.headers, **told})
    if answer.status != _OK:
        raise FetchError(f"{answer.url}: the server answered {answer.status}")
    a_feed = is_feed(answer.body) and answer.media not in _PAGES
    if not a_feed and answer.media not in _PAGES:
        raise FetchError(f"{answer.url} is no page, it is {answer.media or 'of no known kind'}")
    return Fetched(
        url=task.url,
        at=at,
        kind="feed" if a_feed else "page",
        feed=task.feed,
        final_url=answer.url,
        status=answer.status,
        sha256=kept.put(answer.body),
        headers=told,
    )


def _outcome(before: Fetched | None, row: Fetched) -> Outcome:
    if before is None:
        return "new"
    return "unchanged" if before.sha256 == row.sha256 else "changed"
