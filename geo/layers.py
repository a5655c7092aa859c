"""The files of the cached gazetteer, mapped into memory: columns of numbers and tries of names.

A layer is a folder. ``meta.json`` holds what is small; a file ``COLUMN.u32`` (or ``.i32``,
``.u16``, ``.u8``) is one little-endian column of that type (a
big-endian computer would misread it); a file ``NAME.marisa`` is a trie. Rows
are sorted by place id within sections that share a prefix ("gn", "wof", ""); the number after the
prefix is the column ``number``, which for the empty prefix is the id of the place id in the trie
of labels.

A name index is a trie of keys, with one posting for each key in ``first``. A posting packs a row
with how the key names it. Where a key names several rows, ``first`` has the bit `MORE` and points
into ``more``: a count, and that many postings.
"""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import marisa_trie

from geo.errors import GazetteerError, GazetteerMissing
from geo.types import Kind

FORMAT = 1
MAIN = "main"  # folder of the layer with no share-alike data
ODBL = "odbl"  # folder of the layer under the Open Database Licence
NONE = 0xFFFFFFFF  # in a column of label numbers: no label

How = Literal[
    "name",  # the main name
    "official",  # the name in the official register
    "ukrainian",
    "romanised",  # of the Ukrainian name, by the standard of 2010
    "russian",  # in Cyrillic or romanised
    "alias",  # another usual name, from our own tables
    "old",  # a name that is no longer valid
    "alt",  # an alternative name of the source: may be anything
    "demonym",  # "Ukrainian" for Ukraine
    "stem",  # the bare name that needs a head noun: "Bakhmut" for Bakhmut raion
]
"""How a name names a place, best first."""

HOWS: tuple[How, ...] = get_args(How)

ROW_BITS = 20
ROW_MASK = (1 << ROW_BITS) - 1
HOW_MASK = 0x1F
COMMON = 1 << 25  # the key is also an ordinary word or a person's name
CAPITALS = 1 << 26  # the key counts only where it is written in capitals (US, DRC)
FOLDED = 1 << 27  # set on look-up: the key was met by its folded form only
MORE = 1 << 31

_CODES: dict[str, Literal["I", "i", "H", "B"]] = {"u32": "I", "i32": "i", "u16": "H", "u8": "B"}


def pack(row: int, how: How, flags: int = 0) -> int:
    """Return the posting for a row, how it is named, and flags."""
    return row | HOWS.index(how) << ROW_BITS | flags


def how_of(posting: int) -> How:
    """Return how the posting names its row."""
    return HOWS[posting >> ROW_BITS & HOW_MASK]


@dataclass(frozen=True, slots=True)
class Feature:
    """What rows that share a feature number have in common; ``radius_m`` is None if unknown."""

    kind: Kind
    code: str
    radius_m: float | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A country or a first-order unit of one. Empty strings stand for unknown."""

    country: str
    code: str
    name: str


def open_column(path: Path) -> Sequence[int]:
    """Map a column file into memory; the suffix of its name tells the type."""
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                return ()
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise GazetteerMissing(f"the gazetteer lacks {path}") from error
    return memoryview(data).cast(_CODES[path.suffix[1:]])


def open_trie(path: Path) -> marisa_trie.Trie:
    """Map a trie file into memory."""
    if not path.is_file():
        raise GazetteerMissing(f"the gazetteer lacks {path}")
    trie = marisa_trie.Trie()
    trie.mmap(str(path))
    return trie


class NameIndex:
    """Keys and the postings of each."""

    def __init__(self, folder: Path, stem: str) -> None:
        self.trie = open_trie(folder / f"{stem}.marisa")
        self._first = open_column(folder / f"{stem}_first.u32")
        self._more = open_column(folder / f"{stem}_more.u32")

    def postings(self, key: str) -> list[int]:
        """Return the postings of a key, best first; an empty list if it names nothing."""
        number = self.trie.get(key)
        if number is None:
            return []
        first = self._first[number]
        if not first & MORE:
            return [first]
        at = first ^ MORE
        return list(self._more[at + 1 : at + 1 + self._more[at]])

    def keys_of(self, row: int) -> list[str]:
        """Return the keys that name a row. Reads the whole index: not for searching."""
        import numpy as np  # only this query needs it, and it takes long to load

        first = np.asarray(self._first, dtype=np.uint32)
        alone = np.flatnonzero((first & (MORE | ROW_MASK)) == row)
        listed = np.flatnonzero((np.asarray(self._more, dtype=np.uint32) & ROW_MASK) == row)
        shared = np.flatnonzero(first & MORE)
        starts = first[shared] ^ MORE
        order = np.argsort(starts)
        lists = np.searchsorted(starts[order], listed, side="right") - 1
        numbers = {*alone.tolist(), *shared[order[lists[lists >= 0]]].tolist()}
        keys = (self.trie.restore_key(number) for number in sorted(numbers))
        return [key for key in keys if any(p & ROW_MASK == row for p in self.postings(key))]


class Sections:
    """Place ids <-> rows, by the sections of one prefix each."""

    def __init__(
        self, meta: Sequence[Sequence[Any]], numbers: Sequence[int], labels: marisa_trie.Trie
    ) -> None:
        self._sections = [(str(prefix), int(start), int(end)) for prefix, start, end in meta]
        self._longest_first = sorted((prefix for prefix, _, _ in self._sections), key=len)[::-1]
        self._numbers = numbers
        self._labels = labels

    def place_id(self, row: int) -> str:
        """Return the place id of a row."""
        prefix, number = self.key(row)
        return f"{prefix}{number}" if prefix else self._labels.restore_key(number)

    def key(self, row: int) -> tuple[str, int]:
        """Return the prefix of a row's place id and its number, of which `place_id` makes it."""
        for prefix, start, end in self._sections:
            if start <= row < end:
                return prefix, self._numbers[row]
        raise IndexError(row)

    def row_in(self, other: Sections, row: int) -> int | None:
        """Return the row at which other sections have the place of a row, or None."""
        prefix, number = self.key(row)
        if prefix:
            return other.row_of(prefix, number)
        return other.row(self._labels.restore_key(number))

    def row_of(self, prefix: str, number: int) -> int | None:
        """Return the row of a prefix and a number, or None."""
        for own, start, end in self._sections:
            if own == prefix:
                row = bisect_left(self._numbers, number, start, end)
                return row if row < end and self._numbers[row] == number else None
        return None

    def row(self, place_id: str) -> int | None:
        """Return the row of a place id, or None."""
        for prefix in self._longest_first:
            number = self._number(place_id, prefix)
            if number is not None:
                return self.row_of(prefix, number)
        return None

    def _number(self, place_id: str, prefix: str) -> int | None:
        if not prefix:
            number = self._labels.get(place_id)
            return None if number is None else int(number)
        digits = place_id.removeprefix(prefix)
        if digits == place_id or not (digits.isascii() and digits.isdigit()):
            return None
        return int(digits)


class Layer:
    """One folder of the cached gazetteer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = read_meta(folder)
        self.labels = open_trie(folder / "labels.marisa")
        self.names = NameIndex(folder, "names")
        self.folded = NameIndex(folder, "folded")
        self.latitudes = open_column(folder / "latitude.i32")
        self.longitudes = open_column(folder / "longitude.i32")
        self.label_numbers = open_column(folder / "label.u32")
        self.populations = open_column(folder / "population.u32")
        self.unit_numbers = open_column(folder / "unit.u16")
        self.feature_numbers = open_column(folder / "feature.u8")
        numbers = open_column(folder / "number.u32")
        self.sections = Sections(self.meta["sections"], numbers, self.labels)
        self.features = [Feature(*feature) for feature in self.meta["features"]]
        self.units = [Unit(*unit) for unit in self.meta["units"]]
        self.pairs = [(unit.country, unit.code) for unit in self.units]
        self._radii = {int(row): float(metres) for row, metres in self.meta["radii"].items()}

    def __len__(self) -> int:
        return len(self.latitudes)

    def label(self, row: int) -> str:
        """Return the main name of a row."""
        return str(self.labels.restore_key(self.label_numbers[row]))

    def feature(self, row: int) -> Feature:
        """Return the feature of a row."""
        return self.features[self.feature_numbers[row]]

    def unit(self, row: int) -> Unit:
        """Return the country and first-order unit of a row."""
        return self.units[self.unit_numbers[row]]

    def radius_m(self, row: int) -> float | None:
        """Return how far the thing named may lie from its position, in metres, or None."""
        own = self._radii.get(row)
        return self.feature(row).radius_m if own is None else own


def read_meta(folder: Path) -> dict[str, Any]:
    """Return ``meta.json`` of a layer, after a check of its format."""
    path = folder / "meta.json"
    try:
        meta: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise GazetteerMissing(
            f"no gazetteer at {folder}; build one: claimmap gazetteer build TABLES -o FOLDER"
        ) from error
    if meta.get("format") != FORMAT:
        raise GazetteerError(f"{path} has the format {meta.get('format')!r}, wanted {FORMAT}")
    return meta
