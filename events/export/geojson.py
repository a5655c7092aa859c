"""GeoJSON (RFC 7946): one feature a line, so that versions of a file can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from events.export.about import Provenance, about
from events.export.licences import kept_back
from events.export.prepared import Prepared, Prepares
from events.export.rows import Row, compact, control_rows, in_order
from events.types import Claim, ControlStatus

Position = tuple[float, float]
"""Longitude and latitude, degrees of WGS 84."""


def claims_geojson(claims: Iterable[Claim], provenance: Provenance) -> str:
    """Return the claims as a GeoJSON FeatureCollection (RFC 7946), one flat feature a claim.

    Properties are the record's fields, days in ISO 8601, and what is computed from all the claims
    given (`events.schema.COMPUTED_KINDS`). An unresolved place has a null geometry.
    """
    return "".join(geojson_parts(Prepared.of(claims, provenance)))


def geojson_parts(prepared: Prepares) -> Iterator[str]:
    """Yield the parts of the collection of `claims_geojson`, in order."""
    features = (
        _feature(row["claim_id"], row, _position(row.pop("lon"), row.pop("lat")))
        for row in prepared.rows()
    )
    return _collection(features, prepared.about)


def control_geojson(
    statuses: Iterable[ControlStatus], claims: Iterable[Claim], provenance: Provenance
) -> str:
    """Return control as of one date as GeoJSON: one feature a place, at its claims' position.

    ``words`` is a JSON list, one entry a side; ``deciding`` a JSON list of claim ids. The statuses
    are written as they come: compute them from claims that may be passed on (`kept_back`).
    """
    kept, barred = kept_back(claims, private=provenance.private)
    known = in_order(kept)
    return placed_geojson(statuses, positions(known), about(known, provenance, barred))


def placed_geojson(
    statuses: Iterable[ControlStatus], where: Mapping[str, Position], said: Mapping[str, Any]
) -> str:
    """Return what `control_geojson` does, of places whose positions are known by their ids.

    ``said`` is what the file says of itself (`events.export.about`).
    """
    features = (
        _feature(row["place_id"], row, where.get(row["place_id"])) for row in control_rows(statuses)
    )
    return "".join(_collection(features, said))


def positions(claims: Iterable[Claim]) -> dict[str, Position]:
    """Return where each place lies, by the first of the claims about the place itself."""
    found: dict[str, Position] = {}
    for claim in in_order(claims):
        position = _position(claim.lon, claim.lat)
        if claim.place_id and claim.where_prec == 1 and position:
            found.setdefault(claim.place_id, position)
    return found


def _position(lon: float | None, lat: float | None) -> Position | None:
    return None if lon is None or lat is None else (lon, lat)


def _feature(identity: str, properties: Row, position: Position | None) -> Row:
    point = None if position is None else {"type": "Point", "coordinates": position}
    return {"type": "Feature", "id": identity, "properties": properties, "geometry": point}


def _collection(features: Iterable[Row], said: Mapping[str, Any]) -> Iterator[str]:
    yield f'{{"type":"FeatureCollection","claimmap":{compact(said)},"features":[\n'
    for number, feature in enumerate(features):
        yield f",\n{compact(feature)}" if number else compact(feature)
    yield "\n]}\n"
