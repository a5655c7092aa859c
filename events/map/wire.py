"""How values travel in a page: JSON and columns of whole numbers, packed, in base64.

A column is written in as few bytes as its values need, first all lowest bytes, then all second
ones, and so on, if wanted as steps from one value to the next: so packed, a claim takes some
twenty bytes, most of which is its id.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

import numpy as np

Json: TypeAlias = Any
"""What JSON can hold; dicts and lists may have columns and bytes in them."""
UNKNOWN_DAY = 2**31 - 1
"""The day of a claim without a date: it sorts behind all others."""
_EPOCH = date(1970, 1, 1).toordinal()
SMALLEST = 9
"""The level of zlib for what is kept; part of what makes equal input give equal bytes."""


@dataclass(frozen=True, slots=True)
class Column:
    """Whole numbers of 32 bits with a sign; ``delta`` where steps are smaller than values."""

    values: Sequence[int]
    delta: bool = False


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes that are sent as they are."""

    data: bytes


@dataclass
class Table:
    """Words in order of first use; null has the code 0 where the first word is empty."""

    words: list[str] = field(default_factory=lambda: [""])
    index: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = {word: code for code, word in enumerate(self.words)}

    def code(self, word: str | None) -> int:
        """Return the number of a word, a new one for a new word."""
        code = self.index.setdefault(word or "", len(self.words))
        if code == len(self.words):
            self.words.append(word or "")
        return code


def day_number(day: date | None) -> int:
    """Return days since 1970-01-01, or `UNKNOWN_DAY`."""
    return UNKNOWN_DAY if day is None else day.toordinal() - _EPOCH


def packed(value: object, level: int = SMALLEST) -> str:
    """Return a value as base64 of zlib-packed bytes: safe inside any markup.

    ``level`` is that of zlib: 1 takes a fifth of the time, for what goes no further.
    The value is JSON-able but for `Column` and `Raw`, which may stand anywhere in it. What is
    packed is the length of the JSON (four bytes, little-endian), the JSON in UTF-8, in which each
    column is ``{"$": [offset, length, width, delta]}``, then the columns' bytes.
    """
    store = bytearray()
    plain = _stored(value, store)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return _in_base64(len(text).to_bytes(4, "little") + text + store, level)


def packed_blocks(words: Sequence[str], size: int) -> str:
    """Return words as blocks of so many, each packed by itself, joined by full stops."""
    blocks = [words[start : start + size] for start in range(0, len(words), size)]
    texts = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in blocks)
    return ".".join(_in_base64(text.encode()) for text in texts)


def unpacked(text: str) -> Json:
    """Return what was packed: columns as lists, raw bytes as bytes."""
    data = zlib.decompress(base64.b64decode(text))
    start = 4 + int.from_bytes(data[:4], "little")
    return _restored(json.loads(data[4:start]), data[start:])


def _in_base64(data: bytes | bytearray, level: int = SMALLEST) -> str:
    return base64.b64encode(zlib.compress(data, level)).decode("ascii")


def _stored(value: Json, store: bytearray) -> Json:
    if isinstance(value, Column | Raw):
        data, entry = _bytes_of(value)
        entry = [len(store), *entry]
        store += data
        return {"$": entry}
    if isinstance(value, dict):
        return {name: _stored(value[name], store) for name in sorted(value)}
    if isinstance(value, list | tuple):
        return [_stored(one, store) for one in value] if _holds_columns(value) else value
    return value


def _holds_columns(values: Sequence[Any]) -> bool:
    return any(isinstance(one, Column | Raw | dict | list) for one in values)


def _bytes_of(value: Column | Raw) -> tuple[bytes, list[int]]:
    if isinstance(value, Raw):
        return value.data, [len(value.data), 0, 0]
    numbers = np.asarray(value.values, dtype=np.int64)
    if value.delta:
        numbers = np.diff(numbers, prepend=0)
    zigzag = np.where(numbers < 0, -2 * numbers - 1, 2 * numbers).astype("<u8")
    top = int(zigzag.max(initial=0))
    width = max(1, (top.bit_length() + 7) // 8)
    planes = zigzag.view(np.uint8).reshape(len(zigzag), 8)[:, :width].T
    return planes.tobytes(), [len(zigzag), width, int(value.delta)]


def _restored(value: Json, store: bytes) -> Json:
    if isinstance(value, dict):
        if value.keys() == {"$"}:
            return _values_of(value["$"], store)
        return {name: _restored(one, store) for name, one in value.items()}
    return [_restored(one, store) for one in value] if isinstance(value, list) else value


def _values_of(entry: list[int], store: bytes) -> list[int] | bytes:
    start, length, width, delta = entry
    if not width:
        return store[start : start + length]
    planes = np.frombuffer(store[start : start + length * width], np.uint8)
    bytes_of = np.zeros((length, 8), np.uint8)
    bytes_of[:, :width] = planes.reshape(width, length).T
    zigzag = bytes_of.view("<u8").reshape(length).astype(np.int64)
    numbers = np.where(zigzag & 1, -(zigzag + 1) // 2, zigzag // 2)
    return (np.cumsum(numbers) if delta else numbers).tolist()  # type: ignore[no-any-return]
