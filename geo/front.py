"""Where a conflict is fought: how near a place is to the nearest of those that it is about."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from geo.hits import Bearer, apart_km
from geo.types import Place
from geo.vicinity import APART_KM, POINTS, nearness

_CELL_LON, _CELL_LAT = 0.75, 0.5  # degrees; what lies beyond the cells around is not near
_Cell = tuple[int, int]


class Front:
    """Places in focus by cell, for the nearness of any other place; made once per conflict."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._cells: dict[_Cell, list[Bearer]] = defaultdict(list)
        self._known: dict[str, float] = {}
        for bearer in map(Bearer.of, places):
            self._cells[_cell_of(bearer)].append(bearer)

    def nearness(self, place: Bearer) -> float:
        """Return 1 for a place in focus or beside one, falling to 0 far from all of them.

        A river or a wide area may come near anywhere: 1, where there is a front at all.
        """
        if not self._cells:
            return 0.0
        if place.kind not in POINTS:
            return 1.0
        known = self._known.get(place.place_id)
        if known is None:
            known = self._known[place.place_id] = self._nearness(place)
        return known

    def _nearness(self, place: Bearer) -> float:
        x, y = _cell_of(place)
        around = [(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        near = [other for cell in around for other in self._cells.get(cell, ())]
        return max((nearness(apart_km(place, other, APART_KM)) for other in near), default=0.0)


def _cell_of(place: Bearer) -> _Cell:
    return math.floor(place.lon / _CELL_LON), math.floor(place.lat / _CELL_LAT)


NO_FRONT = Front()
"""What is known where no conflict is in focus."""
