"""Measure the ledger: rows in, rows out, control, exports, beside the obvious peers.

Claims are made up: places in a grid, three reports in four about a capture, over a thousand days.
Peers get the same rows in the same run; DuckDB where it is installed, PostgreSQL where its server
is (see tests/postgres.py). Peak memory is of this process, and includes what was measured before.
A slow system gets fewer rows; ratios are of rows a second.

    python benchmarks/ledger.py --rows 1000000
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import exporting
from benchmarks.reports import DAYS, FIRST_DAY, PER_REPORT, SIDES, reports
from benchmarks.stopwatch import Rates, Stopwatch
from events.control import control_as_of
from events.control.table import ControlTable
from events.frames import to_frame
from events.history import histories_of
from events.store import Ledger
from events.types import Claim
from tests import postgres


def main() -> None:
    """Measure everything with the number of claims asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=20_000, help="claims [default: 20,000]")
    parser.add_argument("--peer-rows", type=int, help="claims for slow systems [default: a tenth]")
    options = parser.parse_args()
    few = options.peer_rows or max(options.rows // 10, 1)
    cores, busy = os.cpu_count(), os.getloadavg()[0]
    print(f"{options.rows:,} claims, {PER_REPORT} a report; {cores} cores, load {busy:.1f}")
    rates = Rates()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _peers(rates, folder, few)
        _control(rates, _ledger(rates, "SQLite", folder / "ledger.sqlite", options.rows))
        exporting.measure(rates, folder, few)
    with _server() as url:
        if url:
            _ledger(rates, "PostgreSQL", url, options.rows)
        else:
            print("PostgreSQL with PostGIS is not installed")
    for kind in ("SQLite", "PostgreSQL"):
        rates.compare(f"{kind}: insert through Ledger.add", "pandas.to_sql into SQLite")
        rates.compare(f"{kind}: read as an Arrow table", "pandas.read_sql from SQLite")
    rates.compare("control as of a day, from the table", "control as of a day, claim by claim")
    rates.compare("control as of a day, from the table", "DuckDB: latest word of any side a place")


def _ledger(rates: Rates, kind: str, where: str | Path, rows: int) -> pa.Table:
    with Ledger.open(where) as ledger:
        watch = Stopwatch()
        for documents, claims in reports(rows):
            with watch:
                ledger.add(documents, claims, extractor_version="1")
        rates.say(f"{kind}: insert through Ledger.add", rows, watch)
        documents, claims = next(reports(rows))
        again = f"{kind}: add again what is there"
        rates.timed(again, len(claims), lambda: ledger.add(documents, claims))
    with Ledger.open(where, create=False) as ledger:
        table = rates.timed(f"{kind}: read as an Arrow table", rows, ledger.table)
        assert table.num_rows == rows
        frame = rates.timed(f"{kind}: read as a GeoDataFrame", rows, ledger.frame)
        assert len(frame) == rows
    return table


def _control(rates: Rates, claims: pa.Table) -> None:
    day = FIRST_DAY + timedelta(days=DAYS // 2)
    rows = claims.num_rows
    table = rates.timed(
        "read the columns of control", rows, lambda: ControlTable.of_table(claims, SIDES)
    )
    statuses = rates.timed("control as of a day, from the table", rows, lambda: table.as_of(day))
    print(f"    {len(statuses):,} places with a status")
    told = rates.timed(
        f"daily history of {DAYS:,} days",
        rows,
        lambda: histories_of(table.statements(), FIRST_DAY + timedelta(days=DAYS)),
    )
    print(f"    {sum(map(len, told.values())):,} periods")


def _peers(rates: Rates, folder: Path, few: int) -> None:
    """Measure the peers before a ledger is opened: what it tells sqlite3 of nulls serves all."""
    claims = _claims(few)
    frame = to_frame(claims)
    _pandas(rates, folder / "pandas.sqlite", frame)
    if find_spec("duckdb"):
        _duckdb(rates, folder / "claims.duckdb", frame)
    else:
        print("DuckDB is not installed")
    day = FIRST_DAY + timedelta(days=DAYS // 2)
    asked = "control as of a day, claim by claim"
    rates.timed(asked, few, lambda: control_as_of(claims, day, side_of=SIDES))


def _pandas(rates: Rates, path: Path, frame: gpd.GeoDataFrame) -> None:
    """Insert row by row, as pandas does unless told otherwise, and read back."""
    plain = pd.DataFrame(frame.drop(columns="geometry")).assign(
        lon=frame.geometry.x, lat=frame.geometry.y
    )
    with closing(sqlite3.connect(path)) as database:
        rates.timed(
            "pandas.to_sql into SQLite", len(plain), lambda: plain.to_sql("claims", database)
        )
        rates.timed("pandas.read_sql from SQLite", len(plain), lambda: _read_sql(database))


def _read_sql(database: sqlite3.Connection) -> gpd.GeoDataFrame:
    found = pd.read_sql("SELECT * FROM claims", database)
    points = gpd.points_from_xy(found["lon"], found["lat"])
    return gpd.GeoDataFrame(found, geometry=points, crs="EPSG:4326")


def _duckdb(rates: Rates, path: Path, frame: gpd.GeoDataFrame) -> None:
    import duckdb  # type: ignore[import-not-found, unused-ignore]  # a peer, in no lock

    plain = pd.DataFrame(frame.drop(columns="geometry")).assign(
        lon=frame.geometry.x, lat=frame.geometry.y
    )
    with duckdb.connect(str(path)) as database:
        database.register("plain", plain)
        rates.timed(
            "DuckDB: insert a frame at once (no hashes, no documents)",
            len(plain),
            lambda: database.execute("CREATE TABLE claims AS SELECT * FROM plain"),
        )
        rates.timed("DuckDB: read as a frame", len(plain), lambda: database.table("claims").df())
        latest = (
            "SELECT place_id, max_by(claimed_controller, event_date) FROM claims"
            " WHERE event_date <= '2023-07-09' GROUP BY place_id"
        )
        rates.timed(
            "DuckDB: latest word of any side a place",
            len(plain),
            lambda: database.execute(latest).fetchall(),
        )


def _claims(rows: int) -> list[Claim]:
    return [claim for _, claims in reports(rows) for claim in claims]


@contextmanager
def _server() -> Iterator[str | None]:
    with ExitStack() as stack:
        folder = postgres.binaries()
        ready = folder is not None and find_spec("psycopg") is not None
        yield stack.enter_context(postgres.running(folder)) if folder and ready else None


if __name__ == "__main__":
    main()
