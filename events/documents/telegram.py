"""A public channel of Telegram, exported as JSON: each message with words is a report.

Only public channels are read: what people write in chats and groups is theirs. The bytes of a
document are those of its message in the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from events.documents.pages import bounded
from events.documents.report import Part, PrivateError, Report, UnreadableError

MOST_BYTES = 128_000_000
"""An export of more must be made in parts, by date: it is held in memory while it is cut up."""
TELEGRAM = "telegram-1"
"""Names how the text is taken out of a message; raised whenever that changes."""
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_PUBLIC = "public_channel"


@dataclass(frozen=True, slots=True)
class _Channel:
    name: str | None
    number: int | str | None


def telegram_parts(path: Path) -> Iterator[Part]:
    """Yield the messages of an export; raise `UnreadableError` where it is of no public channel.

    Also at its end, where messages had no words: pictures and the like are counted.
    """
    text = _decoded(bounded(path, MOST_BYTES))
    begun = _MESSAGES.search(text)
    if begun is None:
        raise UnreadableError(
            "a file .json is read as an export of a Telegram channel, and this has no messages;"
            " reports that are JSON objects are read from .jsonl, one a line"
        )
    channel = _channel(text[: begun.end()])
    wordless = 0
    for message, raw in _messages(text, begun.end()):
        if message.get("type") != "message":
            continue
        if not _words(message).strip():
            wordless += 1
            continue
        name = f"telegram:{channel.number}:{message.get('id')}"
        yield Part(name, raw, partial(_read, name, raw, message, channel))
    if wordless:
        raise UnreadableError(f"{wordless} messages have no words: pictures and the like")


def text_of_message(raw: bytes, encoding: str) -> str:
    """Return the words of a message."""
    try:
        return _words(json.loads(raw.decode(encoding)))
    except (ValueError, LookupError, RecursionError, AttributeError) as fault:
        raise UnreadableError(f"no message: {fault}") from fault


def telegram_extractor() -> str:
    """Return what takes messages out of exports: rules of our own."""
    return "claimmap"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableError("no export of a Telegram channel: it is not UTF-8") from fault


def _channel(head: str) -> _Channel:
    """Return what an export says of itself before its first message."""
    try:
        told = json.loads(head + "]}")
    except (ValueError, RecursionError) as fault:
        raise PrivateError("no export of one Telegram channel") from fault
    kind = told.get("type")
    if kind != _PUBLIC:
        raise PrivateError(f"only public channels are read, this is a {kind}: it is private")
    name = told.get("name")
    return _Channel(name if isinstance(name, str) else None, told.get("id"))


def _messages(text: str, at: int) -> Iterator[tuple[Mapping[str, Any], bytes]]:
    """Yield each message with its bytes."""
    decoder, found = json.JSONDecoder(), 0
    while True:
        between = _BETWEEN.match(text, at)
        start = between.end() if between else at
        if text[start : start + 1] == "]":
            return
        try:
            message, at = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as fault:
            raise UnreadableError(f"broken after {found} messages") from fault
        found += 1
        if isinstance(message, dict):
            yield message, text[start:at].encode("utf-8", errors="replace")


def _read(name: str, raw: bytes, message: Mapping[str, Any], channel: _Channel) -> Report:
    number = message.get("id")
    meta = {
        "source": channel.name,
        "url": f"https://t.me/c/{channel.number}/{number}",
        "published": _day(message, "date"),
        "agency": message.get("forwarded_from"),
    }
    edited = _day(message, "edited")
    note = f"edited {edited}" if edited else None
    extractor = f"{TELEGRAM}; utf-8; {telegram_extractor()}"
    return Report(name, raw, _words(message), meta, note, extractor)


def _words(message: Mapping[str, Any]) -> str:
    """Return the text of a message, of which links and the like are pieces of their own."""
    said = message.get("text")
    pieces = said if isinstance(said, list) else [said]
    words = (piece.get("text") if isinstance(piece, dict) else piece for piece in pieces)
    return "".join(word for word in words if isinstance(word, str))


def _day(message: Mapping[str, Any], field: str) -> str | None:
    """Return a day in UTC, or as the exporting computer counted it where no instant is told."""
    try:
        instant = datetime.fromtimestamp(int(message[f"{field}_unixtime"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        written = message.get(field)
        return written[:10] if isinstance(written, str) else None
    return instant.date().isoformat()
