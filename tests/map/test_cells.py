"""Cells: each about its place, inside its region, and together no more than that."""

from __future__ import annotations

from typing import Any

import pytest
from shapely import Point, Polygon, unary_union

from events.map import cells
from events.map.cells import cells_of
from events.map.ground import shape_of

LUHANSK = [(38.5, 48.75), (39.3, 48.6), (38.9, 49.4), (39.7, 49.1)]


def spots(points: list[tuple[float, float]]) -> dict[str, Any]:
    return {
        "lon": [0.0, *(lon for lon, _ in points)],
        "lat": [0.0, *(lat for _, lat in points)],
        "shape": ["none", *("dot" for _ in points)],
        "place": list(range(len(points) + 1)),
    }


def shapes(made: dict[str, Any]) -> dict[int, Polygon]:
    """Return the outer ring of each cell's first part, by place."""
    found, ring, step = {}, 0, 0
    for place, rings in zip(made["place"].values, made["rings"].values, strict=True):
        for part in range(rings):
            steps = made["steps"].values[step : step + made["ends"].values[ring]]
            x = y = 0
            points = []
            for across, up in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + across, y + up
                points.append((x / made["scale"], y / made["scale"]))
            if part == 0:
                found[place] = Polygon(points)
            step, ring = step + made["ends"].values[ring], ring + 1
    return found


def test_each_cell_holds_its_own_place_and_no_other() -> None:
    found = shapes(cells_of(spots(LUHANSK), range(1, 5)))
    assert sorted(found) == [1, 2, 3, 4]
    for place, cell in found.items():
        inside = [i for i, at in enumerate(LUHANSK, start=1) if cell.contains(Point(at))]
        assert inside == [place]


def test_cells_stay_inside_their_region_and_cover_it() -> None:
    found = shapes(cells_of(spots(LUHANSK), range(1, 5)))
    region = shape_of("UA-09")
    together = unary_union(list(found.values()))
    assert together.difference(region.buffer(0.05)).is_empty
    assert together.area > 0.95 * region.area


def test_a_place_alone_in_its_region_has_all_of_it_and_one_at_sea_has_none() -> None:
    assert list(shapes(cells_of(spots([LUHANSK[0], (35.0, 45.9)]), [1]))) == [1]
    assert cells_of(spots([(-30.0, 20.0)]), [1])["place"].values == []


def test_cells_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST", 2)
    assert sorted(shapes(cells_of(spots(LUHANSK), range(1, 5)))) == [1, 2]
