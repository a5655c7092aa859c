"""The opt-in online geocoder, against a fake network."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderTimedOut

from geo.errors import OnlineError
from geo.geocode import OnlineGeocoder

HAMLET: dict[str, Any] = {
    "osm_type": "node",
    "osm_id": 1,
    "lat": "49.5",
    "lon": "37.25",
    "display_name": "Some Hamlet, Ukraine",
}


class Network:
    """A fake of the network: counts requests, and answers them or fails."""

    def __init__(self, *answers: list[dict[str, Any]] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[dict[str, list[str]], dict[str, str], float]] = []

    def adapter(self, **settings: Any) -> BaseSyncAdapter:
        network = self

        class Adapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy publishes no types
            def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
                network.asked.append((parse_qs(urlsplit(url).query), headers, timeout))
                answer = network.answers.pop(0)
                if isinstance(answer, Exception):
                    raise answer
                return answer

            def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
                raise AssertionError("the geocoder asks for JSON only")

        return Adapter(**settings)


def online(cache: Path, network: Network, pause_s: float = 0.0) -> OnlineGeocoder:
    return OnlineGeocoder(
        cache, pause_s=pause_s, timeout_s=3, user_agent="tests", adapter_factory=network.adapter
    )


def test_an_answer_is_marked_as_online_and_credited(tmp_path: Path) -> None:
    found = online(tmp_path, Network([HAMLET])).geocode("Some Hamlet")
    assert (found.latitude, found.longitude) == (49.5, 37.25)
    assert found.address == "Some Hamlet, Ukraine"
    assert found.raw["online"] is True
    assert "OpenStreetMap" in found.raw["credit"]
    assert found.raw["osm_id"] == 1


def test_the_server_is_told_who_asks_and_for_which_countries(tmp_path: Path) -> None:
    network = Network([HAMLET])
    online(tmp_path, network).geocode("Some  Hamlet", country_codes=("UA", "RU"))
    (query, headers, timeout) = network.asked[0]
    assert query["q"] == ["Some Hamlet"]
    assert query["countrycodes"] == ["ru,ua"]
    assert headers["User-Agent"] == "tests"
    assert timeout == 3


def test_a_request_is_asked_once_whatever_the_order_of_its_parts(tmp_path: Path) -> None:
    network = Network([HAMLET])
    first = online(tmp_path, network).geocode("Some Hamlet", country_codes=("UA", "RU"))
    again = online(tmp_path, network).geocode("Some Hamlet", country_codes=("RU", "UA"))
    assert len(network.asked) == 1
    assert again.raw == first.raw


def test_another_request_is_asked_anew(tmp_path: Path) -> None:
    network = Network([HAMLET], [])
    geocoder = online(tmp_path, network)
    geocoder.geocode("Some Hamlet")
    assert geocoder.geocode("Some Hamlet", country_codes=("RU",)) is None
    assert len(network.asked) == 2


def test_that_nothing_was_found_is_remembered(tmp_path: Path) -> None:
    network = Network([])
    geocoder = online(tmp_path, network)
    assert geocoder.geocode("Nowhere") is None
    assert geocoder.geocode("Nowhere", exactly_one=False) is None
    assert len(network.asked) == 1


def test_a_failure_is_raised_and_never_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geopy.extra.rate_limiter.sleep", lambda seconds: None)
    network = Network(*[GeocoderTimedOut("too late")] * 3, [HAMLET])
    geocoder = online(tmp_path / "cache", network)
    with pytest.raises(OnlineError, match="too late"):
        geocoder.geocode("Some Hamlet")
    assert not (tmp_path / "cache").exists()
    assert geocoder.geocode("Some Hamlet").latitude == 49.5


def test_requests_are_spaced_and_cached_answers_wait_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("geopy.extra.rate_limiter.sleep", clock.sleep)
    monkeypatch.setattr("geopy.extra.rate_limiter.default_timer", clock.now)
    geocoder = online(tmp_path, Network([HAMLET], [HAMLET]), pause_s=30.0)
    geocoder.geocode("Some Hamlet")
    geocoder.geocode("Some Hamlet")
    assert clock.seconds == 0.0
    geocoder.geocode("Another Hamlet")
    assert clock.seconds == pytest.approx(30.0)


class Clock:
    """A clock that only sleeping advances."""

    seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


def test_a_failure_is_told_once_and_without_tracebacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("geopy.extra.rate_limiter.sleep", lambda seconds: None)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # as where nobody has set up a log
    failures = [GeocoderTimedOut("too late") for _ in range(3)]
    with pytest.raises(OnlineError, match="too late"):
        online(tmp_path, Network(*failures)).geocode("Nowhere")
    assert capsys.readouterr().err == ""
