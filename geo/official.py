"""The layer under the Open Database Licence: what the official register says of places.

It has places of its own, and a table joined to the main layer by place id. A row number in its
name index below its own number of places is one of those; a higher one is a row of that table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo.errors import GazetteerError
from geo.layers import NONE, Layer, Sections, open_column


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the register says of a place; None where it says nothing or the link is unsure.

    ``district`` is the name of the district of today, ``code`` the KATOTTG code, ``name`` the
    official name, romanised, where it is another than the main layer's.
    """

    district: str | None
    code: str | None
    name: str | None


class Official:
    """The official layer beside a main layer. Rows of its own come after those of the main one."""

    def __init__(self, folder: Path, main: Layer) -> None:
        self.layer = Layer(folder)
        self._main = main
        self._numbers = open_column(folder / "joined_number.u32")
        self._districts = open_column(folder / "joined_district.u32")
        self._codes = open_column(folder / "joined_code.u32")
        self._names = open_column(folder / "joined_name.u32")
        labels = self.layer.labels
        self._joined = Sections(self.layer.meta["joined_sections"], self._numbers, labels)
        self._district_of = lru_cache(maxsize=None)(self._district)

    def entry(self, layer: Layer, row: int) -> Entry | None:
        """Return what the register says of the place of a row of either layer, or None."""
        joined = layer.sections.row_in(self._joined, row)
        if joined is None:
            return None
        return Entry(
            district=self._district_of(self._districts[joined]),
            code=self._text(self._codes[joined]),
            name=self._text(self._names[joined]),
        )

    def _text(self, label: int) -> str | None:
        return None if label == NONE else str(self.layer.labels.restore_key(label))

    def _district(self, label: int) -> str | None:
        code = self._text(label)
        row = None if code is None else self.layer.sections.row(code)
        return None if row is None else self.layer.label(row)

    def shared_row(self, local: int) -> int:
        """Return the gazetteer's row for a row number of this layer's name index."""
        own = len(self.layer)
        if local < own:
            return local + len(self._main)
        row = self._joined.row_in(self._main.sections, local - own)
        if row is None:
            place_id = self._joined.place_id(local - own)
            raise GazetteerError(
                f"the official layer is of another gazetteer: {place_id} is unknown"
            )
        return row

    def local_rows(self, row: int) -> Iterator[int]:
        """Yield the row numbers under which this layer's name index knows a gazetteer's row."""
        shift = len(self._main)
        if row >= shift:
            yield row - shift
            return
        joined = self._main.sections.row_in(self._joined, row)
        if joined is not None:
            yield len(self.layer) + joined
