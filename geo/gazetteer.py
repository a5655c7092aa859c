"""The gazetteer: places by name, id or area, over the cached layers; read-only and offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from geo.distance import distance_m
from geo.errors import UnknownPlace
from geo.hits import Bearer, NameHit
from geo.layers import (
    CAPITALS,
    COMMON,
    FOLDED,
    HOW_MASK,
    MAIN,
    ODBL,
    ROW_BITS,
    ROW_MASK,
    How,
    Layer,
    NameIndex,
    how_of,
)
from geo.names import fold, plain
from geo.official import Official
from geo.scan import REMEMBERED_WORDS, Keys, scan_keys
from geo.types import Place, Position
from geo.vicinity import POINTS, reach_km

__all__ = ["Gazetteer", "NameHit", "NameSpan"]
DEGREE = 100_000
METRES_PER_DEGREE = 111_000.0
REMEMBERED_PLACES = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A name found in a text: ``text == document[start:end]``.

    ``how`` is the best way in which the name names a place; ``folded`` tells that no place has it
    in this spelling; ``common`` that it is an ordinary word or a person's name too. ``longest``
    tells that no longer name begins at the same word. `Gazetteer.hits` gives the places.
    """

    start: int
    end: int
    text: str
    how: How
    folded: bool
    common: bool
    longest: bool
    postings: tuple[int, ...]


class Gazetteer:
    """Places by name, id or area. Make one with `Gazetteer.open`; it is safe to share."""

    def __init__(self, main: Layer, official: Official | None = None) -> None:
        self._main = main
        self._official = official
        self._remembered: dict[str, tuple[int, ...]] = {}
        self._places: dict[int, Place] = {}
        self._hits: dict[int, NameHit] = {}
        self._bearers: dict[int, Bearer] = {}

    @classmethod
    def open(cls, folder: Path | None = None) -> Gazetteer:
        """Map the cached gazetteer in ``folder`` into memory; by default, the one that we ship.

        The layer under the ODbL is used where it is there. Raises `GazetteerMissing` where there
        is no gazetteer, and `GazetteerError` where it is of another format.
        """
        if folder is None:
            with as_file(files("seeds") / "gazetteer") as shipped:
                return cls.open(shipped)
        main = Layer(folder / MAIN)
        official = Official(folder / ODBL, main) if (folder / ODBL).is_dir() else None
        return cls(main, official)

    @property
    def version(self) -> str:
        """A hash of the content of the layers that are loaded."""
        return "+".join(str(layer.meta["version"]) for layer in self._layers())

    @property
    def licences(self) -> tuple[str, ...]:
        """The attributions and licences of the data of the layers that are loaded."""
        return tuple(text for layer in self._layers() for text in layer.meta["licences"])

    def __len__(self) -> int:
        return sum(map(len, self._layers()))

    def _layers(self) -> list[Layer]:
        return [self._main, self._official.layer] if self._official else [self._main]

    def get(self, place_id: str) -> Place:
        """Return the place with this id; raise `UnknownPlace` if there is none."""
        row = self._row(place_id)
        if row is None:
            raise UnknownPlace(f"the gazetteer has no place {place_id!r}")
        return self._place(row)

    def _row(self, place_id: str) -> int | None:
        row = self._main.sections.row(place_id)
        if row is None and self._official:
            own = self._official.layer.sections.row(place_id)
            return None if own is None else own + len(self._main)
        return row

    def look_up(self, name: str) -> list[NameHit]:
        """Return the places of a name, best first; an empty list if nobody bears it.

        Hits by spelling (whatever the case, accents, apostrophes and hyphens) come before those by
        the folded form, which lets the romanisations of a Cyrillic name meet.
        """
        return [self._hit(p) for p in self._as_written(name, plain(name), fold(name))]

    def knows(self, key: str) -> bool:
        """Tell, much faster than a look-up, whether a plain name (`geo.names.plain`) is one."""
        if key in self._main.names.trie:
            return True
        return self._official is not None and key in self._official.layer.names.trie

    def begins(self, key: str) -> bool:
        """Tell whether a plain name begins so, or is that."""
        found = (next(layer.names.trie.iterkeys(key), None) for layer in self._layers())
        return any(name is not None for name in found)

    def hits(self, span: NameSpan) -> list[NameHit]:
        """Return the places of a name found by `scan`, best first."""
        return [self._hit(posting) for posting in span.postings]

    def scan(self, text: str) -> Iterator[NameSpan]:
        """Yield the names in a text: every one at each start, shorter first, overlaps included."""
        names, folded = self._scanned
        for start, found in scan_keys(text, names, folded):
            known = [(end, self._known(text[start:end], keys)) for end, *keys in found]
            known = [(end, postings) for end, postings in known if postings]
            for end, postings in known:
                yield _span(text, start, end, postings, longest=end == known[-1][0])

    @cached_property
    def _scanned(self) -> tuple[Keys, Keys]:
        layers = self._layers()
        names = Keys([layer.names.trie for layer in layers], plain)
        return names, Keys([layer.folded.trie for layer in layers], fold)

    def _known(self, written: str, keys: Sequence[str]) -> tuple[int, ...]:
        """Return the postings of a name as written, with its plain and its folded key."""
        known = self._remembered.get(written)
        if known is None:
            if len(self._remembered) >= REMEMBERED_WORDS:
                self._remembered.clear()
            known = tuple(self._as_written(written, *keys))
            self._remembered[written] = known
        return known

    def _as_written(self, written: str, key: str, folded: str) -> list[int]:
        """Return the postings of a name; abbreviations lead if in capitals, else do not count."""
        postings = self._postings(key, folded)
        others = [posting for posting in postings if not posting & CAPITALS]
        if not written.isupper() or len(others) == len(postings):
            return others
        return [posting for posting in postings if posting & CAPITALS] + others

    def _postings(self, key: str, folded: str) -> list[int]:
        """Return the postings of both keys, best first, each row once, with rows of all layers."""
        found: dict[int, int] = {}
        exact = [p for layer in self._layers() for p in self._of_all(layer, layer.names, key)]
        loose = [p for layer in self._layers() for p in self._of_all(layer, layer.folded, folded)]
        exact.sort(key=_how_rank)
        loose.sort(key=_how_rank)
        for posting in exact:
            found.setdefault(posting & ROW_MASK, posting)
        for posting in loose:
            found.setdefault(posting & ROW_MASK, posting | FOLDED)
        return list(found.values())

    def _of_all(self, layer: Layer, index: NameIndex, key: str) -> Iterable[int]:
        postings = index.postings(key) if key else []
        if layer is self._main or self._official is None:
            return postings
        official = self._official
        return [(p & ~ROW_MASK) | official.shared_row(p & ROW_MASK) for p in postings]

    def _hit(self, posting: int) -> NameHit:
        hit = self._hits.get(posting)
        if hit is None:
            if len(self._hits) >= REMEMBERED_PLACES:
                self._hits.clear()
            hit = self._hits[posting] = NameHit(
                place=self._bearer(posting & ROW_MASK),
                how=how_of(posting),
                folded=bool(posting & FOLDED),
                common=bool(posting & COMMON),
            )
        return hit

    def _bearer(self, row: int) -> Bearer:
        bearer = self._bearers.get(row)
        if bearer is None:
            if len(self._bearers) >= REMEMBERED_PLACES:
                self._bearers.clear()
            bearer = self._bearers[row] = self._read_bearer(row)
        return bearer

    def _read_bearer(self, row: int) -> Bearer:
        layer, local = self._owner(row)
        feature = layer.feature(local)
        bearer = Bearer(row, self._place)
        bearer.place_id, bearer.kind = layer.sections.place_id(local), feature.kind
        bearer.unit = unit = layer.pairs[layer.unit_numbers[local]]
        bearer.country, bearer.feature_code = unit[0] or None, feature.code or None
        bearer.people = layer.populations[local]
        bearer.lon = layer.longitudes[local] / DEGREE
        bearer.lat = layer.latitudes[local] / DEGREE
        radius_m = None if feature.kind in POINTS else layer.radius_m(local)
        bearer.reach_km = reach_km(feature.kind, radius_m)
        return bearer

    def near(self, position: Position, radius_m: float) -> list[Place]:
        """Return the places within ``radius_m`` metres of a position, nearest first."""
        found = []
        for row in self._rows_around(position, radius_m):
            metres = distance_m(position, _position(*self._owner(row)))
            if metres <= radius_m:
                found.append((metres, row))
        return [self._place(row) for _, row in sorted(found)]

    def _rows_around(self, position: Position, radius_m: float) -> Iterator[int]:
        import numpy as np  # only this query needs it, and it takes long to load

        margin = 1.01 * radius_m / METRES_PER_DEGREE
        shrink = max(float(np.cos(np.radians(min(89.9, abs(position.lat) + margin)))), 0.001)
        lats, rows, longitudes = self._by_latitude
        start = np.searchsorted(lats, position.lat - margin, "left")
        end = np.searchsorted(lats, position.lat + margin, "right")
        lons = longitudes[start:end] / DEGREE - position.lon
        lons = np.abs((lons + 180) % 360 - 180)
        yield from rows[start:end][lons <= margin / shrink].tolist()

    @cached_property
    def _by_latitude(self) -> tuple[Any, Any, Any]:
        """Latitudes of all rows in order, the rows in that order, and their longitudes."""
        import numpy as np

        layers = self._layers()
        lats = np.concatenate([np.asarray(one.latitudes, np.int32) for one in layers])
        lons = np.concatenate([np.asarray(one.longitudes, np.int32) for one in layers])
        rows = np.argsort(lats, kind="stable").astype(np.int32)
        return lats[rows] / DEGREE, rows, lons[rows]

    def within(self, west: float, south: float, east: float, north: float) -> list[Place]:
        """Return the places in a box of degrees, bounds included, in order of the gazetteer.

        A box over the antimeridian must be asked for in two parts.
        """
        import numpy as np

        found, start = [], 0
        for layer in self._layers():
            lats = np.asarray(layer.latitudes, dtype=np.int32) / DEGREE
            lons = np.asarray(layer.longitudes, dtype=np.int32) / DEGREE
            inside = (lats >= south) & (lats <= north) & (lons >= west) & (lons <= east)
            found += [self._place(start + row) for row in np.flatnonzero(inside).tolist()]
            start += len(layer)
        return found

    def name_on(self, place_id: str, on: date | None) -> str:
        """Return the main name of a place that was valid on a day; the present one for None."""
        place = self.get(place_id)
        if on is None:
            return place.name
        for name, start, end in self._dated.get(place_id, ()):
            if (start or date.min) <= on < (end or date.max):
                return name
        return place.name

    @cached_property
    def _dated(self) -> dict[str, list[tuple[str, date | None, date | None]]]:
        dated: dict[str, list[tuple[str, date | None, date | None]]] = {}
        for place_id, name, start, end in self._main.meta["dated"]:
            span = tuple(date.fromisoformat(day) if day else None for day in (start, end))
            dated.setdefault(place_id, []).append((name, *span))
        return dated

    def names(self, place_id: str) -> list[tuple[str, How]]:
        """Return the names of a place and how each names it, best first.

        The main name is as written; the others are plain, with capitals at the words' beginnings.
        """
        place, row = self.get(place_id), self._row(place_id)
        best: dict[str, int] = {}
        for layer, local in self._local_rows(row or 0):
            for key in layer.names.keys_of(local):
                posting = next(p for p in layer.names.postings(key) if p & ROW_MASK == local)
                best[key] = min(posting, best.get(key, posting), key=_how_rank)
        best.pop(plain(place.name), None)
        ranked = sorted(best.items(), key=lambda item: (_how_rank(item[1]), item[0]))
        return [(place.name, "name"), *((key.title(), how_of(p)) for key, p in ranked)]

    def _local_rows(self, row: int) -> Iterator[tuple[Layer, int]]:
        """Yield the layers that know a row, with its number in the postings of each."""
        if row < len(self._main):
            yield self._main, row
        if self._official:
            for local in self._official.local_rows(row):
                yield self._official.layer, local

    def _owner(self, row: int) -> tuple[Layer, int]:
        if row < len(self._main) or self._official is None:
            return self._main, row
        return self._official.layer, row - len(self._main)

    def _place(self, row: int) -> Place:
        place = self._places.get(row)
        if place is None:
            if len(self._places) >= REMEMBERED_PLACES:
                self._places.clear()
            place = self._places[row] = self._read_place(row)
        return place

    def _read_place(self, row: int) -> Place:
        layer, local = self._owner(row)
        place_id = layer.sections.place_id(local)
        feature, unit = layer.feature(local), layer.unit(local)
        entry = self._official.entry(layer, local) if self._official else None
        return Place(
            place_id=place_id,
            name=(entry and entry.name) or layer.label(local),
            kind=feature.kind,
            position=_position(layer, local),
            country=unit.country or None,
            admin1=self._unit_names.get(unit.code),
            admin1_code=unit.code or None,
            admin2=entry.district if entry else None,
            official_code=entry.code if entry else None,
            geonameid=int(place_id[2:]) if place_id.startswith("gn") else None,
            feature_code=feature.code or None,
            population=layer.populations[local] or None,
            radius_m=layer.radius_m(local),
        )

    @cached_property
    def _unit_names(self) -> dict[str, str]:
        return {unit.code: unit.name for unit in self._main.units if unit.name}


def _position(layer: Layer, row: int) -> Position:
    return Position(lon=layer.longitudes[row] / DEGREE, lat=layer.latitudes[row] / DEGREE)


def _how_rank(posting: int) -> int:
    return posting >> ROW_BITS & HOW_MASK


def _span(text: str, start: int, end: int, postings: tuple[int, ...], *, longest: bool) -> NameSpan:
    best = postings[0]
    return NameSpan(
        start=start,
        end=end,
        text=text[start:end],
        how=how_of(best),
        folded=bool(best & FOLDED),
        common=bool(best & COMMON),
        longest=longest,
        postings=postings,
    )
