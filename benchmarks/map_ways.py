"""The ways of drawing claims that `benchmarks.map` measures: ours, and Folium's own layers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import folium
from folium.plugins import FastMarkerCluster, TimestampedGeoJson

from events.actors import load_conflict
from events.map.manifest import Drawn
from events.map.snapshot import snapshot_html
from events.types import Claim

Pages = Callable[[Sequence[Claim]], str]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of drawing: how the page is made, when it is painted, and what a step is.

    ``painted`` is JavaScript that is true once marks are there, ``step`` makes the ``i``-th step
    back in time and may await; None where the way knows no time.
    """

    name: str
    page: Pages
    painted: str
    step: str | None


def _ours(quotes: int | None) -> Pages:
    war = load_conflict("ukraine")
    return lambda claims: snapshot_html(Drawn(claims=claims, conflicts=[war], quotes=quotes))


def _map() -> folium.Map:
    return folium.Map(location=[48, 37], zoom_start=7, tiles=None, prefer_canvas=True, maxZoom=18)


def _features(claims: Sequence[Claim]) -> dict[str, object]:
    rows = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
            "properties": {
                "time": str(one.event_date), "holder": one.claimed_controller, "icon": "circle",
                "claimant": one.claimant, "place": one.place_name,
            },
        }
        for one in claims
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": rows}


def _geojson(claims: Sequence[Claim]) -> str:
    page = _map()
    folium.GeoJson(_features(claims), marker=folium.CircleMarker(radius=4)).add_to(page)
    return str(page.get_root().render())


def _clusters(claims: Sequence[Claim]) -> str:
    page = _map()
    FastMarkerCluster([(one.lat, one.lon) for one in claims]).add_to(page)
    return str(page.get_root().render())


def _timestamped(claims: Sequence[Claim]) -> str:
    page = _map()
    data = json.dumps(_features(claims))
    TimestampedGeoJson(data, period="P1D", auto_play=False, loop=False).add_to(page)
    return str(page.get_root().render())


_READY = "document.documentElement.dataset.ready"
_OUR_STEP = "ClaimMap.app.setWindow(ClaimMap.app.model.first, ClaimMap.app.model.last - 1 - i)"
_DRAWN = "Object.keys(globalThis).some((name) => /^geo_json_[0-9a-f]+$/.test(name))"
_GEOJSON_STEP = (
    "const name = Object.keys(globalThis).find((one) => /^geo_json_[0-9a-f]+$/.test(one));"
    " const last = Date.parse('2025-06-01') - 864e5 * i; globalThis[name].eachLayer((one) => {"
    " const shown = Date.parse(one.feature.properties.time) < last;"
    " one.setStyle({ opacity: +shown, fillOpacity: 0.2 * shown }); })"
)
_TIMES = (
    "const name = Object.keys(globalThis).find((one) => /^map_[0-9a-f]+$/.test(one));"
    " const times = globalThis[name]?.timeDimension;"
)
_TIMED = f"(() => {{ {_TIMES} return times?.getAvailableTimes().length > 0; }})()"
_TIMED_STEP = (
    f"{_TIMES} await new Promise((done) => {{ times.once('timeload', done);"
    " times.setCurrentTimeIndex(times.getAvailableTimes().length - 1 - i); })"
)
OURS = (
    Way("claimmap, without quotes", _ours(0), _READY, _OUR_STEP),
    Way("claimmap, with all quotes", _ours(None), _READY, _OUR_STEP),
)
# The others have no window of days but by drawing what is in it anew.
PEERS = (
    Way("folium.GeoJson", _geojson, _DRAWN, _GEOJSON_STEP),
    Way(
        "FastMarkerCluster, positions only",
        _clusters,
        "document.querySelector('.marker-cluster')",
        None,
    ),
    Way("TimestampedGeoJson", _timestamped, _TIMED, _TIMED_STEP),
)
