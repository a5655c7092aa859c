"""What a place fills in of a claim that is corrected to be about it (pure)."""

from __future__ import annotations

from typing import Any

from geo.reasons import precision
from geo.types import Place, Toponym


def place_values(place: Place) -> dict[str, Any]:
    """Return the fields of a claim that a place fills in, with what they then hold."""
    named = Toponym(start=0, end=len(place.name), text=place.name)
    where_prec, uncertainty = precision(place, named)
    return {
        "place_id": place.place_id,
        "place_name": place.name,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "official_code": place.official_code,
        "country": place.country,
        "lon": place.position.lon,
        "lat": place.position.lat,
        "where_prec": where_prec,
        "uncertainty_m": uncertainty,
        "where_flag": None,
    }
