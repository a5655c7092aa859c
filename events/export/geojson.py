"""GeoJSON (RFC 7946): one feature a line, so that versions of a file can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from events.export.about import Provenance, about
from events.export.licences import kept_back
from events.export.prepared import Prepared
from events.export.rows import Row, compact, control_rows, in_order
from events.types import Claim, ControlStatus

_Position = tuple[float, float] | None


def claims_geojson(claims: Iterable[Claim], provenance: Provenance) -> str:
    """Return the claims as a GeoJSON FeatureCollection (RFC 7946), one flat feature a claim.

    Properties are the record's fields, days in ISO 8601, and what is computed from all the claims
    given (`events.schema.COMPUTED_KINDS`). An unresolved place has a null geometry.
    """
    return "".join(geojson_parts(Prepared.of(claims, provenance)))


def geojson_parts(prepared: Prepared) -> Iterator[str]:
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
    positions = _positions(known)
    features = (
        _feature(row["place_id"], row, positions.get(row["place_id"]))
        for row in control_rows(statuses)
    )
    return "".join(_collection(features, about(known, provenance, barred)))


def _positions(claims: Iterable[Claim]) -> dict[str, _Position]:
    """Return where each place lies, by the claims about the place itself."""
    found: dict[str, _Position] = {}
    for claim in claims:
        position = _position(claim.lon, claim.lat)
        if claim.place_id and claim.where_prec == 1 and position:
            found.setdefault(claim.place_id, position)
    return found


def _position(lon: float | None, lat: float | None) -> _Position:
    return None if lon is None or lat is None else (lon, lat)


def _feature(identity: str, properties: Row, position: _Position) -> Row:
    point = None if position is None else {"type": "Point", "coordinates": position}
    return {"type": "Feature", "id": identity, "properties": properties, "geometry": point}


def _collection(features: Iterable[Row], said: Mapping[str, Any]) -> Iterator[str]:
    yield f'{{"type":"FeatureCollection","claimmap":{compact(said)},"features":[\n'
    for number, feature in enumerate(features):
        yield f",\n{compact(feature)}" if number else compact(feature)
    yield "\n]}\n"
