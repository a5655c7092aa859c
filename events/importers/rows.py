"""One row of a table under its column names, written out as the text that offsets count in.

The text of a row has one line for each cell that is not empty, ``column: value``, in the order of
the table, so that a reader sees what the codes are of and each value can be pointed at.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from events.importers.records import Record
from geo.errors import PositionError
from geo.types import Position

_Meaning = TypeVar("_Meaning")

_YEARS = range(1900, 2101)  # the tables know of no others: such a date is a slip
_DAY_FORMS = ("%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%Y%m%d")


class BadRowError(Exception):
    """One row cannot be taken; the message says why. It never leaves the importers."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line, its bytes, its text, and where in the text each value stands."""

    line: int
    raw: bytes
    text: str
    spans: Mapping[str, tuple[int, int]]

    def get(self, column: str) -> str | None:
        """Return a cell's value without the blanks around it; None where it is empty or absent."""
        span = self.spans.get(column)
        return None if span is None else self.text[span[0] : span[1]]

    def need(self, column: str) -> str:
        """Return a value that must be there."""
        value = self.get(column)
        if value is None:
            raise BadRowError(f"{column} is empty")
        return value


def row_of(record: Record, columns: Sequence[str], blank: str | None = None) -> Row:
    """Write a row out; a cell that is ``blank`` counts as empty.

    Raises `BadRowError` where there are not as many cells as columns.
    """
    cells = record.cells
    if len(cells) != len(columns):
        raise BadRowError(f"it has {len(cells)} cells, the table has {len(columns)} columns")
    parts: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    here = 0
    for column, cell in zip(columns, cells, strict=True):
        value = cell.strip()
        if value and value != blank:
            here += len(column) + 2
            spans[column] = (here, here + len(value))
            here += len(value) + 1
            parts.append(f"{column}: {value}\n")
    return Row(record.line, record.raw, "".join(parts), spans)


def day_of(row: Row, column: str) -> date:
    """Return the day in a cell, in one of the forms that the tables use."""
    value = row.need(column)
    day = parse_day(value)
    if day is None:
        raise BadRowError(f"{column} is {value!r}, which is no date")
    return day


@lru_cache(maxsize=16_384)
def parse_day(value: str) -> date | None:
    """Read ``2022-06-24``, with or without a time, ``24 June 2022``, ``24-Jun-22``, ``20220624``.

    None where it is nothing of the kind, or of a year that no table is about. Forms of digits only
    that leave open which is the month are not read.
    """
    day = _iso_day(value) or next(filter(None, (_day(value, form) for form in _DAY_FORMS)), None)
    return day if day is None or day.year in _YEARS else None


def _iso_day(value: str) -> date | None:
    try:
        return datetime.fromisoformat(value).date() if "-" in value else None
    except ValueError:
        return None


def _day(value: str, form: str) -> date | None:
    try:
        return datetime.strptime(value, form).date()  # a calendar day has no zone
    except ValueError:
        return None


def position_of(row: Row, lon: str, lat: str) -> Position:
    """Return the position in two cells: WGS 84, degrees."""
    try:
        found = Position(lon=number_of(row, lon), lat=number_of(row, lat))
    except PositionError as fault:
        raise BadRowError(str(fault)) from fault
    if found.lon == 0 and found.lat == 0:
        raise BadRowError(f"{lon} and {lat} are both 0: a placeholder, no position")
    return found


def number_of(row: Row, column: str) -> float:
    """Return the number in a cell."""
    value = row.need(column)
    try:
        number = float(value)
    except ValueError as fault:
        raise BadRowError(f"{column} is {value!r}, which is no number") from fault
    if not math.isfinite(number):
        raise BadRowError(f"{column} is {value!r}, which is no number")
    return number


def count_of(row: Row, column: str) -> int | None:
    """Return the whole number in a cell, None where it is empty."""
    if row.get(column) is None:
        return None
    number = number_of(row, column)
    if number < 0 or not number.is_integer():
        raise BadRowError(f"{column} is {row.get(column)!r}, which is no count")
    return int(number)


def coded(row: Row, column: str, codes: Mapping[str, _Meaning]) -> _Meaning:
    """Return what a cell's code means."""
    value = row.need(column)
    meaning = codes.get(value.casefold())
    if meaning is None:
        raise BadRowError(f"{column} is {value!r}, which the codebook does not have")
    return meaning
