"""Dropped files: each is taken in by itself, and a bad one says why."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from dashboard import intake
from dashboard.intake import KINDS, Outcome, Reader, Said
from events.corpus import open_pipeline
from events.store import Ledger
from geo.gazetteer import Gazetteer
from tests.events.importer_tables import acled, control, gdelt, ucdp
from tests.map.sample import FRIDAY

REPORT = b"KYIV, June 24 - Russia's Defence Ministry said its forces had captured Toshkivka."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(open_pipeline, Gazetteer.open)


class Drop:
    """Files dropped one after the other into one ledger."""

    def __init__(self, reader: Reader, folder: Path) -> None:
        self.reader, self.folder = reader, folder
        self.store = folder / "own.sqlite"
        self.told: list[float] = []

    def __call__(self, name: str, content: bytes, said: Said | None = None) -> Outcome:
        path = self.folder / name
        path.write_bytes(content)
        told = said or Said()
        return self.reader.take(path, told, self.store, lambda share, _: self.told.append(share))

    def claims(self) -> int:
        with Ledger.open(self.store, create=False) as ledger:
            return len(ledger.claims())


@pytest.fixture
def drop(reader: Reader, tmp_path: Path) -> Drop:
    return Drop(reader, tmp_path)


def test_a_report_is_read_and_the_progress_told(drop: Drop) -> None:
    outcome = drop("one.txt", REPORT, Said(published=FRIDAY))
    assert (outcome.kind, outcome.read, outcome.fault) == ("reports", 1, None)
    assert outcome.claims == drop.claims() > 0
    assert drop.told[-1] == 1.0
    assert drop("one.txt", REPORT, Said(published=FRIDAY)).claims == 0


def test_tables_are_recognised_whatever_they_are_called(drop: Drop) -> None:
    assert drop("a.csv", acled({})).kind == "acled"
    assert drop("b.txt", ucdp({})).kind == "ucdp"
    assert drop.claims() == 2


def test_a_row_published_anew_takes_the_older_claim_back(drop: Drop) -> None:
    drop("old.csv", acled({"timestamp": "1656374400"}))
    drop("new.csv", acled({"timestamp": "1658966400", "fatalities": "4"}))
    assert drop.claims() == 1


def test_a_map_is_assessed_by_whom_it_is_said_to_be(drop: Drop) -> None:
    around = [[38.3, 48.6], [38.7, 48.6], [38.7, 48.9], [38.3, 48.9], [38.3, 48.6]]
    shape = {"type": "Polygon", "coordinates": [around]}
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    said = Said(published=FRIDAY, source="Our map", holder="Russia")
    outcome = drop("held.geojson", content, said)
    assert outcome.fault is None
    assert outcome.claims > 3
    assert drop("held2.geojson", content).fault  # nobody said who holds it


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.txt", b"", "is empty"),
        ("odd.csv", b"a,b\n1,2\n", "neither a report"),
        ("broken.zip", b"PK\x03\x04 broken", "neither a report"),
        ("bad.geojson", b'{"type": "FeatureCollection", "features": [', "neither a report"),
    ],
)
def test_a_bad_file_says_why_and_loses_nothing(
    drop: Drop, name: str, content: bytes, why: str
) -> None:
    drop("good.csv", acled({}))
    assert why in str(drop(name, content).fault)
    assert drop.claims() == 1


def test_bad_rows_are_kept_with_their_reason(drop: Drop) -> None:
    outcome = drop("mixed.csv", acled({}, {"event_id_cnty": "X1", "latitude": "north"}))
    assert (outcome.read, outcome.claims, outcome.n_rejected) == (2, 1, 1)
    assert "latitude" in outcome.rejected[0].reason


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "REPORT_MB", 0)
    monkeypatch.setattr(intake, "TABLE_MB", 0)
    for name, content in (("one.txt", REPORT), ("a.csv", acled({}))):
        fault = str(drop(name, content).fault)
        assert "at most 0 MB" in fault
    assert not drop.store.exists()


def test_all_kinds_of_reports_and_tables_can_be_dropped() -> None:
    assert {"txt", "md", "jsonl", "csv", "zip", "geojson", "gpkg", "kml"} <= set(KINDS)
    assert {"html", "warc", "warc.gz", "wacz", "rss", "atom", "xml", "json"} <= set(KINDS)
    assert not [kind for kind in KINDS if "custody" in kind]  # a log of ours, no kind of file


def test_tables_of_gdelt_and_of_viinas_control_are_taken(drop: Drop) -> None:
    assert drop("20220624.export.CSV", gdelt({})).kind == "gdelt"
    outcome = drop("control.csv", control(("706930", "20220624", "RU")))
    assert (outcome.kind, outcome.fault) == ("viina-control", None)
    assert outcome.read > 0


@pytest.mark.parametrize(("name", "driver"), [("a.gpkg", "GPKG"), ("a.kml", "KML")])
def test_maps_of_every_kind_are_taken(drop: Drop, name: str, driver: str) -> None:
    drawn = gpd.GeoDataFrame({"name": ["held"]}, geometry=[box(38.3, 48.6, 38.7, 48.9)], crs=4326)
    made = drop.folder / f"made.{driver.lower()}"
    drawn.to_file(made, driver=driver)
    content = made.read_bytes()
    outcome = drop(name, content, Said(published=FRIDAY, source="Our map", holder="Russia"))
    assert (outcome.kind, outcome.fault) == ("polygons", None)
    assert outcome.claims > 3


PAGE = (
    b"<html><head><title>News</title></head><body><article><p>"
    + REPORT * 3
    + b"</p></article></body></html>"
)
FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://wire.example/'
    b"</link><description>d</description><item><title>Toshkivka</title><link>https://wire.example/1"
    b"</link><pubDate>Fri, 24 Jun 2022 10:00:00 GMT</pubDate><description>" + REPORT
    + b"</description></item></channel></rss>"
)  # fmt: skip


def archive(page: bytes) -> bytes:
    """Return a page as an archive of the Web keeps it."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/1\r\n"
        "WARC-Date: 2022-06-24T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", PAGE),
        ("pages.warc", archive(PAGE)),
        ("PAGES.WARC.GZ", gzip.compress(archive(PAGE))),
        ("wire.rss", FEED),
        ("wire.xml", FEED),
    ],
)
def test_pages_archives_and_feeds_are_read(drop: Drop, name: str, content: bytes) -> None:
    outcome = drop(name, content, Said(published=FRIDAY))
    assert (outcome.kind, outcome.fault) == ("reports", None)
    assert (outcome.read, outcome.claims) == (1, drop.claims())
    assert outcome.claims > 0
