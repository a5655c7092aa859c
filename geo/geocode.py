"""Geopy geocoders: over the gazetteer, without a network, and an online one for whoever asks.

Swap `GazetteerGeocoder` in wherever geopy is used. `OnlineGeocoder` asks OpenStreetMap's Nominatim;
nothing in claimmap makes one unless it is told to.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from geopy.exc import GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.errors import OnlineError
from geo.gazetteer import Gazetteer
from geo.rank import candidates
from geo.types import Place, Position

ONLINE_CREDIT = "Nominatim, © OpenStreetMap contributors, ODbL 1.0"
USER_AGENT = "claimmap/0.1 (places of war reports, one request at a time)"
PAUSE_S = 1.1
"""Seconds between two requests: the public server asks for at most one a second."""
TIMEOUT_S = 10.0
REVERSE_RADII_M = (2_000.0, 10_000.0, 50_000.0, 250_000.0)


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy publishes no types
    """Geocodes with the cached gazetteer, offline.

    The ``raw`` of a `geopy.location.Location` is the place as a dict, with ``score`` and ``reason``
    where it was found by name.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        near: Position | None = None,
        within: Place | None = None,
        on: date | None = None,
    ) -> Location | list[Location] | None:
        """Return the best place for a name, or with ``exactly_one=False`` all of them.

        See `geo.rank.candidates` for ``near``, ``within`` and ``on``. None if nobody bears the
        name, as in geopy.
        """
        ranked = candidates(self._gazetteer, query, near=near, within=within, on=on)
        if not ranked:
            return None
        found = [
            _location(c.place, {"score": c.score, "reason": c.reason})
            for c in ranked[: 1 if exactly_one else None]
        ]
        return found[0] if exactly_one else found

    def reverse(
        self, query: Point | str | tuple[float, float], *, exactly_one: bool = True
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point (latitude before longitude, as in geopy).

        With ``exactly_one=False``, all settlements of the smallest circle that has any, nearest
        first. None where no settlement lies within 250 km.
        """
        point = Point(query)
        position = Position(lon=point.longitude, lat=point.latitude)
        for radius_m in REVERSE_RADII_M:
            around = self._gazetteer.near(position, radius_m)
            found = [_location(place, {}) for place in around if place.kind == "settlement"]
            if found:
                return found[0] if exactly_one else found
        return None


def _location(place: Place, extra: dict[str, Any]) -> Location:
    parts = (place.name, place.admin2, place.admin1, place.country)
    address = ", ".join(dict.fromkeys(part for part in parts if part))
    return Location(address, (place.position.lat, place.position.lon), {**asdict(place), **extra})


class OnlineGeocoder(Geocoder):  # type: ignore[misc]  # geopy publishes no types
    """Geocodes by Nominatim: at most one request a second, raw answers kept in a folder.

    Parameters
    ----------
    cache
        Folder with one JSON file a request, named by the hash of the sorted request. That nothing
        was found is an answer and is kept; a failure is not. Answers never expire: delete the
        files to ask anew.
    user_agent
        Names the application to the server, which its rules of use ask for.
    pause_s
        Seconds between two requests; an answer from the cache waits for nothing.
    timeout_s
        Seconds until a request counts as failed.
    adapter_factory
        How geopy is to reach the network; its default is taken for None.
    """

    def __init__(
        self,
        cache: Path,
        *,
        user_agent: str = USER_AGENT,
        pause_s: float = PAUSE_S,
        timeout_s: float = TIMEOUT_S,
        adapter_factory: Any = None,  # noqa: ANN401  # geopy publishes no types
    ) -> None:
        super().__init__(timeout=timeout_s)
        logging.getLogger("geopy").addHandler(_SILENT)
        self._cache = cache
        self._nominatim = Nominatim(
            user_agent=user_agent, timeout=timeout_s, adapter_factory=adapter_factory
        )
        self._ask = RateLimiter(
            self._nominatim.geocode,
            min_delay_seconds=pause_s,
            error_wait_seconds=max(pause_s, _WAIT_AFTER_ERROR_S),
            swallow_exceptions=False,
        )

    def geocode(
        self, query: str, *, exactly_one: bool = True, country_codes: tuple[str, ...] = ()
    ) -> Location | list[Location] | None:
        """Return what Nominatim finds for a name, best first; None if it finds nothing.

        ``country_codes`` (ISO 3166-1 alpha-2) narrow the search. The ``raw`` of each location is
        the server's answer with ``online`` true and ``credit``. Raises `OnlineError` where the
        server cannot be asked.
        """
        request = {
            "country_codes": sorted(code.lower() for code in country_codes),
            "limit": _MOST_ANSWERS,
            "query": " ".join(query.split()),
            "server": self._nominatim.domain,
        }
        found = [_online_location(raw) for raw in self._answers(request)]
        if not found:
            return None
        return found[0] if exactly_one else found

    def _answers(self, request: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the raw answers to a request, from the cache if they are there."""
        key = json.dumps(request, sort_keys=True, ensure_ascii=False)
        path = self._cache / f"{sha256(key.encode()).hexdigest()}.json"
        if path.is_file():
            kept: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["answers"]
            return kept
        answers = self._asked(request)
        self._cache.mkdir(parents=True, exist_ok=True)
        whole = {"request": request, "credit": ONLINE_CREDIT, "answers": answers}
        partial = path.with_suffix(".part")
        partial.write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
        partial.replace(path)
        return answers

    def _asked(self, request: Mapping[str, Any]) -> list[dict[str, Any]]:
        try:
            found = self._ask(
                request["query"],
                exactly_one=False,
                limit=request["limit"],
                language="en",
                country_codes=request["country_codes"] or None,
            )
        except GeocoderServiceError as error:
            raise OnlineError(f"{request['server']} gave no answer: {error}") from error
        return [location.raw for location in found or ()]


_SILENT = logging.NullHandler()
"""Failures are told by `OnlineError`; geopy's own log has tracebacks, for those who set one up."""
_MOST_ANSWERS = 5
_WAIT_AFTER_ERROR_S = 5.0


def _online_location(raw: dict[str, Any]) -> Location:
    point = (float(raw["lat"]), float(raw["lon"]))
    return Location(raw["display_name"], point, {**raw, "online": True, "credit": ONLINE_CREDIT})
