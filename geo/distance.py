"""Distance, bearing and destination on the WGS 84 ellipsoid (geopy, offline).

geopy is imported where it is used: it loads all of its geocoders, which takes longer than opening
the gazetteer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from geo.types import Position


def distance_m(a: Position, b: Position) -> float:
    """Return the length of the shortest way over the earth, in metres."""
    return float(_ways().measure((a.lat, a.lon), (b.lat, b.lon)) * 1000)


@lru_cache(maxsize=1)
def _ways() -> Any:  # noqa: ANN401  # geopy has no types
    """Return what measures ways; made anew each time, it works out its series each time."""
    from geopy.distance import geodesic

    return geodesic()


def bearing_deg(a: Position, b: Position) -> float:
    """Return the bearing at ``a`` towards ``b``, in degrees clockwise from north, 0 <= b < 360.

    Where the two are one point, the bearing is 0.
    """
    from geopy.distance import Geodesic

    if a == b:
        return 0.0
    line = Geodesic.WGS84.Inverse(a.lat, a.lon, b.lat, b.lon, Geodesic.AZIMUTH)
    return float(line["azi1"]) % 360.0


def destination(origin: Position, *, bearing_deg: float, distance_m: float) -> Position:
    """Return the point ``distance_m`` metres from ``origin`` at a bearing in degrees from north."""
    from geopy.distance import geodesic

    point = geodesic(meters=distance_m).destination((origin.lat, origin.lon), bearing_deg)
    return Position(lon=point.longitude, lat=point.latitude)
