"""The places of a gazetteer while it is being built."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import fmean, median

from geo.errors import PositionError
from geo.layers import How
from geo.names import plain
from geo.types import Kind, Position

NamedAs = tuple[str, How]
CYRILLIC_COUNTRIES = frozenset({"UA", "RU", "BY", "MD", "KZ"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A place with all its names, before it is written. See `geo.types.Place` for the fields."""

    place_id: str
    kind: Kind
    position: Position
    names: tuple[NamedAs, ...]
    feature: str = ""
    country: str = ""
    admin1: str = ""
    population: int = 0
    radius_m: float | None = None

    @property
    def name(self) -> str:
        """The main name."""
        return self.names[0][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row of a table that did not make it into the gazetteer, and why."""

    table: str
    row: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedName:
    """A main name valid from a day (included) until a day (excluded); None is open."""

    place_id: str
    name: str
    valid_from: date | None
    valid_to: date | None


@dataclass(slots=True)
class Drafts:
    """The drafts by place id, in the order in which they came, and the rows rejected."""

    places: dict[str, Draft] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    dated: list[DatedName] = field(default_factory=list)

    def add(self, draft: Draft) -> None:
        """Add a place; the names of one that is there already are extended."""
        known = self.places.get(draft.place_id)
        if known is None:
            self.places[draft.place_id] = draft
        else:
            self.places[draft.place_id] = replace(known, names=known.names + draft.names)

    def reject(self, table: str, row: str, reason: str) -> None:
        """Keep a row that is not used, with the reason."""
        self.rejected.append(RejectedRow(table=table, row=row, reason=reason))

    def resolve(self, reference: str) -> Draft | None:
        """Return the place of a place id, or of a reference like ``iso:UA`` or ``adm1:UA.14``."""
        return self.places.get(self.references.get(reference, reference))


def position_of(lon: str, lat: str) -> Position | None:
    """Return the position that two cells tell, or None if they tell none."""
    try:
        return Position(lon=float(lon), lat=float(lat))
    except (ValueError, PositionError):
        return None


def count_of(cell: str) -> int:
    """Return the whole number in a cell, 0 if it has none."""
    return int(cell) if cell.isdigit() else 0


_CELLS = 10  # along the longer side of the area
_FAR = 3.0  # times the distance within which nine tenths lie
_NEVER_FAR_DEGREES = 0.5


def centre_of(positions: Sequence[Position]) -> Position:
    """Return the middle of the area that points cover: the mean of the cells that hold any.

    A grid is laid over the points, so that dense parts count no more than thin ones. Points far
    from most do not count: tables have places in the wrong unit, and units have islands. Measured
    against outlines, this is half as far off as means and middles of extents: 20 km in the states
    of the US, 5 km in the oblasts of Ukraine.
    """
    vectors = [_vector(position) for position in positions]
    mean = _position([sum(axis) for axis in zip(*vectors, strict=True)])
    shrink = max(math.cos(math.radians(mean.lat)), 0.01)
    points = [
        (((position.lon - mean.lon + 540) % 360 - 180) * shrink, position.lat)
        for position in positions
    ]
    x, y = _middle_of_cells(_without_far(points))
    lon = (x / shrink + mean.lon + 540) % 360 - 180
    return Position(lon=round(lon, 5), lat=round(y, 5))


_Point = tuple[float, float]  # degrees of equal length on either axis


def _without_far(points: Sequence[_Point]) -> list[_Point]:
    middle = (median(x for x, _ in points), median(y for _, y in points))
    apart = sorted(math.dist(middle, point) for point in points)
    most = apart[int(0.9 * (len(apart) - 1))]
    limit = max(_FAR * most, _NEVER_FAR_DEGREES)
    return [point for point in points if math.dist(middle, point) <= limit]


def _middle_of_cells(points: Sequence[_Point]) -> _Point:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    west, south = min(xs), min(ys)
    size = max(max(xs) - west, max(ys) - south, 0.01) / _CELLS
    cells: dict[tuple[int, int], list[_Point]] = defaultdict(list)
    for x, y in points:
        cells[int((x - west) / size), int((y - south) / size)].append((x, y))
    middles = [_mean(cell) for cell in cells.values()]
    return _mean(middles)


def _mean(points: Sequence[_Point]) -> _Point:
    return fmean(x for x, _ in points), fmean(y for _, y in points)


def _vector(position: Position) -> tuple[float, float, float]:
    lon, lat = math.radians(position.lon), math.radians(position.lat)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _position(vector: Sequence[float]) -> Position:
    x, y, z = vector
    return Position(
        lon=math.degrees(math.atan2(y, x)), lat=math.degrees(math.atan2(z, math.hypot(x, y)))
    )


_SKELETON = re.compile(r"^[^A-ZÀ-ÖØ-ÞĀ-ſА-ЯҐЄІЇЁ]*$")
_CODE = re.compile(r"^[A-Z]{2,5}$")
_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]")


def usable_alternatives(cells: Iterable[str], common: frozenset[str]) -> list[str]:
    """Return the alternative names worth keeping, each spelling once.

    Dropped are airport and other codes, transliterations without a capital letter, single letters,
    and ordinary English words.
    """
    found: dict[str, str] = {}
    for cell in cells:
        name = _BRACKETS.sub("", cell).strip()
        key = plain(name)
        if len(key) < 3 or key in found or key in common:
            continue
        if not (_SKELETON.match(name) or _CODE.match(name) or key.isdigit()):
            found[key] = name
    return list(found.values())
