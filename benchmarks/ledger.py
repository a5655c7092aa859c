"""Measure the ledger: rows in, rows out, control of all places, beside the obvious peers.

Claims are made up: places in a grid, three reports in four about a capture, over a thousand days.
Peers get the same rows in the same run; DuckDB where it is installed, PostgreSQL where its server
is (see tests/postgres.py). Peak memory is of this process, and includes what was measured before.

    python benchmarks/ledger.py --rows 1000000
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from events.control import control_as_of
from events.frames import to_frame
from events.store import Ledger
from events.types import Claim, Document
from tests import postgres

T = TypeVar("T")
PLACES = 30_000
PER_REPORT = 4
REPORTS_AT_ONCE = 2_000
FIRST_DAY = date(2022, 2, 24)
DAYS = 1_000
SIDES = {"Russia": "Russia", "Ukraine": "Ukraine"}


def main() -> None:
    """Measure everything with the number of claims asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=20_000, help="claims [default: 20,000]")
    parser.add_argument("--peer-rows", type=int, help="claims for slow peers [default: a tenth]")
    options = parser.parse_args()
    few = options.peer_rows or max(options.rows // 10, 1)
    cores, busy = os.cpu_count(), os.getloadavg()[0]
    print(f"{options.rows:,} claims, {PER_REPORT} a report; {cores} cores, load {busy:.1f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _ledger("SQLite", folder / "ledger.sqlite", options.rows)
        frame = _claims_frame(few)
        _pandas(folder / "pandas.sqlite", frame)
        if find_spec("duckdb"):
            _duckdb(folder / "claims.duckdb", frame)
        else:
            print("DuckDB is not installed")
    with _server() as url:
        if url:
            _ledger("PostgreSQL", url, options.rows)
        else:
            print("PostgreSQL with PostGIS is not installed")


def _ledger(kind: str, where: str | Path, rows: int) -> None:
    with Ledger.open(where) as ledger:
        watch = Watch()
        for documents, claims in _reports(rows):
            with watch:
                ledger.add(documents, claims, extractor_version="1")
        _say(f"{kind}: insert through Ledger.add", rows, watch)
        documents, claims = next(_reports(rows))
        _timed(
            f"{kind}: add again what is there", len(claims), lambda: ledger.add(documents, claims)
        )
    with Ledger.open(where, create=False) as ledger:
        table = _timed(f"{kind}: read as an Arrow table", rows, ledger.table)
        assert table.num_rows == rows
        del table
        frame = _timed(f"{kind}: read as a GeoDataFrame", rows, ledger.frame)
        assert len(frame) == rows
        del frame
        if kind == "SQLite":
            _control(_timed(f"{kind}: read as claims", rows, ledger.claims))


def _control(claims: list[Claim]) -> None:
    day = FIRST_DAY + timedelta(days=DAYS // 2)
    statuses = _timed(
        "control as of a day", len(claims), lambda: control_as_of(claims, day, side_of=SIDES)
    )
    print(f"    {len(statuses):,} places with a status")


def _pandas(path: Path, frame: gpd.GeoDataFrame) -> None:
    """Insert row by row, as pandas does unless told otherwise, and read back."""
    plain = pd.DataFrame(frame.drop(columns="geometry")).assign(
        lon=frame.geometry.x, lat=frame.geometry.y
    )
    with closing(sqlite3.connect(path)) as database:
        _timed("pandas.to_sql into SQLite", len(plain), lambda: plain.to_sql("claims", database))
        _timed("pandas.read_sql from SQLite", len(plain), lambda: _read_sql(database))


def _read_sql(database: sqlite3.Connection) -> gpd.GeoDataFrame:
    found = pd.read_sql("SELECT * FROM claims", database)
    points = gpd.points_from_xy(found["lon"], found["lat"])
    return gpd.GeoDataFrame(found, geometry=points, crs="EPSG:4326")


def _duckdb(path: Path, frame: gpd.GeoDataFrame) -> None:
    import duckdb  # type: ignore[import-not-found, unused-ignore]  # a peer, in no lock

    plain = pd.DataFrame(frame.drop(columns="geometry")).assign(
        lon=frame.geometry.x, lat=frame.geometry.y
    )
    with duckdb.connect(str(path)) as database:
        database.register("plain", plain)
        _timed(
            "DuckDB: insert a frame at once (no hashes, no documents)",
            len(plain),
            lambda: database.execute("CREATE TABLE claims AS SELECT * FROM plain"),
        )
        _timed("DuckDB: read as a frame", len(plain), lambda: database.table("claims").df())
        latest = (
            "SELECT place_id, max_by(claimed_controller, event_date) FROM claims"
            " WHERE event_date <= '2023-07-09' GROUP BY place_id"
        )
        _timed(
            "DuckDB: latest word of any side a place",
            len(plain),
            lambda: database.execute(latest).fetchall(),
        )


def _claims_frame(rows: int) -> gpd.GeoDataFrame:
    return to_frame(claim for _, claims in _reports(rows) for claim in claims)


def _reports(rows: int) -> Iterator[tuple[list[Document], list[Claim]]]:
    """Yield reports and their claims, some at a time, the same ones for the same number."""
    made = 0
    while made < rows:
        documents, claims = [], []
        while made < rows and len(documents) < REPORTS_AT_ONCE:
            document = _document(made)
            some = range(made, min(made + PER_REPORT, rows))
            claims += [_claim(number, document) for number in some]
            documents.append(document)
            made += len(some)
        yield documents, claims


def _document(number: int) -> Document:
    text = f"Report {number}. " + "Forces on both sides say that they hold the town. " * 20
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    return Document(
        document_id=f"report-{number}",
        text=text,
        raw=raw,
        sha256=digest,
        text_sha256=digest,
        source="Daily",
        source_url=f"https://daily.example/{number}",
        published=_day(number),
        published_basis="stated",
        licence="CC0-1.0",
    )


def _claim(number: int, document: Document) -> Claim:
    place = number * 7919 % PLACES
    side = ("Russia", "Ukraine")[number % 2]
    captured = number % 4 > 0
    return replace(
        _TEMPLATE,
        claim_id=f"{number:016x}",
        event_type="capture" if captured else "bombardment",
        claimed_controller=side if captured else None,
        actor1=side,
        event_date=_day(number),
        event_date_end=_day(number),
        place_id=f"p{place}",
        place_name=f"Place {place}",
        mention=f"Place {place}",
        lon=22.0 + place % 200 * 0.09,
        lat=44.5 + place // 200 * 0.05,
        claimant=f"{side}'s ministry",
        claimant_side=side,
        published=document.published,
        known_from=document.published,
        source_url=document.source_url,
        document_id=document.document_id,
        document_sha256=document.sha256,
        text_sha256=document.text_sha256,
        evidence=document.text[:120],
    )


_TEMPLATE = Claim(
    claim_id="",
    event_type="other",
    modality="asserted",
    date_prec=1,
    date_basis="explicit",
    date_text="on Friday",
    admin1="Luhansk Oblast",
    country="UA",
    where_prec=1,
    uncertainty_m=2_000.0,
    geo_reason="the only place of this name here",
    geo_candidates='[{"place_id": "p1", "name": "Place 1", "score": 0.9}]',
    claimant_kind="military",
    speech_act="asserts",
    extraction_confidence=0.84,
    source="Daily",
    title="Both sides claim the town",
    lang="en",
    published_basis="stated",
    evidence_end=120,
    licence="CC0-1.0",
    extractor_version="1",
    gazetteer_version="g1",
    conflict="ukraine",
)


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number * 31 % DAYS)


def _timed(what: str, rows: int, do: Callable[[], T]) -> T:
    watch = Watch()
    with watch:
        done = do()
    _say(what, rows, watch)
    return done


def _say(what: str, rows: int, watch: Watch) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rates = f"{rows / watch.wall:>11,.0f} {rows / watch.cpu:>11,.0f}"
    print(f"  {what:<58} {watch.wall:8.2f} s {rates} rows/s (wall, CPU)  peak {peak:,.0f} MB")


class Watch:
    """Adds up the seconds that passed, and those that this process computed for.

    The second say more where others keep the computer busy; a server's are not among them.
    """

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    def __enter__(self) -> None:
        self._from = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter() - self._from[0]
        self.cpu += time.process_time() - self._from[1]


@contextmanager
def _server() -> Iterator[str | None]:
    with ExitStack() as stack:
        folder = postgres.binaries()
        ready = folder is not None and find_spec("psycopg") is not None
        yield stack.enter_context(postgres.running(folder)) if folder and ready else None


if __name__ == "__main__":
    main()
