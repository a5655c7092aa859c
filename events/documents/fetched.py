"""What `claimmap fetch` kept: a log of custody, and the bytes of each page under their hash.

The log has one JSON object a line: what was asked for, when, and what came. Bytes lie in
``objects/ab/abcd…``, named by their SHA-256. A page that was had in several states is as many
documents, of one address; a state that differs in its markup only is none of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from email.message import Message
from functools import partial
from pathlib import Path
from typing import Literal

from events.documents.pages import MOST_BYTES, Origin, bounded, read_page
from events.documents.report import Part, Report, UnreadableError
from events.documents.stated import host_of

LOG = "custody.ndjson"
"""The name of the log in its folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One line of the log.

    ``url`` was asked for at ``at`` (UTC, ISO 8601), and ``final_url`` answered. ``sha256`` is of
    the bytes that it gave, or of those had before, where it said that they had not changed (304).
    ``feed`` named a page. What ``failed`` gives why nothing was had, and is asked for again.
    """

    url: str
    at: str
    kind: Literal["feed", "page"]
    feed: str | None = None
    final_url: str | None = None
    status: int | None = None
    sha256: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    failed: str | None = None

    def line(self) -> str:
        """Return it as JSON, without a line break."""
        said = {name: value for name, value in asdict(self).items() if value not in (None, {})}
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    @classmethod
    def of(cls, line: str) -> Fetched:
        """Return what a line says; raise `UnreadableError` where it is none of the log."""
        try:
            row = json.loads(line)
            known = {one.name for one in fields(cls)}
            return cls(**{name: value for name, value in row.items() if name in known})
        except (ValueError, TypeError, AttributeError, RecursionError) as fault:
            raise UnreadableError(f"a line of the log is broken: {line[:80]!r}") from fault


def charset_of(row: Fetched) -> str | None:
    """Return the encoding that the server named, or None."""
    message = Message()
    message["Content-Type"] = row.headers.get("content-type", "")
    return message.get_content_charset()


def object_path(folder: Path, sha256: str) -> Path:
    """Return where the bytes with this hash lie."""
    return folder / "objects" / sha256[:2] / sha256


def read_log(path: Path) -> Iterator[Fetched]:
    """Yield the lines of a log, the oldest first; a last line that was cut off is none."""
    with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            if line.strip() and line.endswith("\n"):
                yield Fetched.of(line)


def fetched_parts(path: Path) -> Iterator[Part]:
    """Yield the pages of a log, each state once, by the time at which it was first had."""
    seen: set[tuple[str | None, str]] = set()
    for row in read_log(path):
        if row.kind == "page" and row.sha256 and (row.final_url, row.sha256) not in seen:
            seen.add((row.final_url, row.sha256))
            yield _part(path.parent, row, row.sha256)


def _part(folder: Path, row: Fetched, sha256: str) -> Part:
    at = "".join(figure for figure in row.at[:19] if figure.isdigit())
    name = f"{host_of(row.final_url)}:{at}:{sha256[:8]}"
    try:
        raw = bounded(object_path(folder, sha256), MOST_BYTES)
    except FileNotFoundError:
        return Part(name, b"", partial(_refuse, f"its bytes are gone: {sha256}"))
    if hashlib.sha256(raw).hexdigest() != sha256:
        return Part(name, raw, partial(_refuse, f"its bytes are not those fetched: {sha256}"))
    origin = Origin(url=row.final_url, charset=charset_of(row), note=f"fetched {row.at}")
    return Part(name, raw, partial(read_page, name, raw, origin))


def _refuse(why: str) -> Report:
    raise UnreadableError(why)
