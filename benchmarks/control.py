"""Measure control of many places as of a day, and their daily history, beside pandas row by row.

Claims are made up, the same for the same numbers: places in proportion, captures, states and
withdrawals by two sides and third parties over a thousand days, some conceded, some dated vaguely,
one in four of other things. All systems get the same rows in one run. The peers do less: of each
place and side they take the latest row, without concessions, ties, withdrawals or currency. DuckDB
is asked where it is installed (``pip install duckdb``; it is in no lock).

    python benchmarks/control.py --rows 1000000 --places 30000
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1]))

from events.control import control_as_of
from events.control.columns import SCHEMA
from events.control.table import ControlTable
from events.history import histories_of
from events.types import Claim

T = TypeVar("T")
FIRST_DAY = date(2022, 2, 24)
DAYS = 1_000
SIDES = {"Russia": "Russia", "Ukraine": "Ukraine"}
TERRITORIAL = ("capture", "control", "withdrawal")


def main() -> None:
    """Measure with the numbers asked for, and print each beside the peer."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=50_000, help="claims [default: 50,000]")
    parser.add_argument("--places", type=int, help="[default: three in a hundred claims]")
    parser.add_argument("--peer-rows", type=int, default=50_000, help="claims for slow systems")
    options = parser.parse_args()
    places = options.places or max(options.rows * 3 // 100, 1)
    print(f"{options.rows:,} claims of {places:,} places, {DAYS:,} days", end="; ")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; seconds are of CPU")
    _measure(options.rows, places, min(options.peer_rows, options.rows))


def _measure(rows: int, places: int, few: int) -> None:
    claims = made_up(rows, places)
    day = FIRST_DAY + timedelta(days=DAYS // 2)
    table, reading = _timed(
        "read the columns once", rows, lambda: ControlTable.of_table(claims, SIDES)
    )
    table.as_of(day)  # so that what is asked first does not pay for the calendar
    statuses, asking = _timed("control as of a day", rows, lambda: table.as_of(day))
    contested = sum(status.holder == "contested" for status in statuses)
    print(f"    {len(statuses):,} places with a status, {contested:,} contested")
    until = FIRST_DAY + timedelta(days=DAYS)
    told, history = _timed(
        f"history of {DAYS:,} days", rows, lambda: histories_of(table.statements(), until)
    )
    print(f"    {sum(map(len, told.values())):,} periods")
    if find_spec("duckdb"):
        _duckdb(claims, day, reading + asking, reading + history)
    else:
        print("DuckDB is not installed")
    some = claims.slice(0, few)
    one_by_one = [Claim(**row) for row in some.to_pylist()]
    plain, slowly = _timed(
        "control as of a day, claim by claim",
        few,
        lambda: control_as_of(one_by_one, day, side_of=SIDES),
    )
    assert plain == ControlTable.of_table(some, SIDES).as_of(day), "both answer alike"
    frame = some.to_pandas()
    _, peer = _timed("pandas, row by row: the latest row alone", few, lambda: _by_row(frame, day))
    each = peer / few * rows
    print(f"Pandas row by row for all {rows:,} rows would take {each:,.0f} s a day asked for:")
    print(f"  {each / asking:,.0f} times as long as a question to the table,")
    print(
        f"  {each / (reading + asking):,.0f} times as long as reading the columns and asking once,"
    )
    print(f"  {each * DAYS / (reading + history):,.0f} times as long for the history, day by day;")
    print(f"  claim by claim takes {slowly / peer:.1f} times as long as pandas, by all the rules.")


_LATEST = (
    "SELECT place_id, claimant_side, max_by(claimed_controller, event_date) FROM claims"
    " WHERE modality = 'asserted' AND where_prec = 1 AND claimed_controller IS NOT NULL"
    " AND event_date <= ? GROUP BY place_id, claimant_side"
)
_PERIODS = (
    "SELECT place_id, claimant_side, claimed_controller, event_date,"
    " lead(event_date) OVER (PARTITION BY place_id, claimant_side ORDER BY event_date) FROM claims"
    " WHERE modality = 'asserted' AND where_prec = 1 AND claimed_controller IS NOT NULL"
)


def _duckdb(claims: pa.Table, day: date, asking: float, history: float) -> None:
    """Ask DuckDB for the latest row of each place and side, as of a day and for every day."""
    import duckdb  # type: ignore[import-not-found, unused-ignore]  # a peer, in no lock

    with duckdb.connect() as database:
        rows = len(claims)
        database.register("given", claims)
        _, reading = _timed(
            "DuckDB: take the rows in",
            rows,
            lambda: database.execute("CREATE TABLE claims AS SELECT * FROM given"),
        )
        latest, once = _timed(
            "DuckDB: the latest row alone, as of a day",
            rows,
            lambda: database.execute(_LATEST, [day]).fetchall(),
        )
        periods, always = _timed(
            f"DuckDB: the latest row alone, on each of {DAYS:,} days",
            rows,
            lambda: database.execute(_PERIODS).fetchall(),
        )
    print(f"    {len(latest):,} voices, {len(periods):,} periods")
    print(f"Reading and asking once takes {asking / (reading + once):.1f} times DuckDB's time,")
    print(f"  reading and the history {history / (reading + always):.1f} times.")


def _by_row(frame: pd.DataFrame, day: date) -> dict[tuple[str, str], str]:
    """Return the latest controller by place and side, as one would write it first."""
    latest: dict[tuple[str, str], tuple[date, str]] = {}
    for _, row in frame.iterrows():
        counts = row["modality"] == "asserted" and row["where_prec"] == 1
        if not counts or row["claimed_controller"] is None or row["event_date"] > day:
            continue
        key = row["place_id"], row["claimant_side"] or "third"
        if key not in latest or latest[key][0] <= row["event_date"]:
            latest[key] = row["event_date"], row["claimed_controller"]
    return {key: controller for key, (_, controller) in latest.items()}


def made_up(rows: int, places: int) -> pa.Table:
    """Return claims as a table of the columns that control reads."""
    chance = np.random.default_rng(20220224)
    numbers = np.arange(rows)
    place = chance.integers(0, places, rows)
    side = chance.choice(["Russia", "Ukraine", ""], rows, p=[0.45, 0.45, 0.1])
    kind = chance.choice([*TERRITORIAL, "bombardment"], rows, p=[0.4, 0.3, 0.05, 0.25])
    concedes = chance.random(rows) < 0.05
    other = np.where(side == "Russia", "Ukraine", "Russia")
    holder = np.where(concedes, other, np.where(side == "", "Russia", side))
    is_holding = np.isin(kind, ["capture", "control"])
    start = chance.integers(0, DAYS, rows)
    vague = chance.random(rows) < 0.05
    day = np.datetime64(FIRST_DAY) + start
    end = day + np.where(vague, 20, 0)
    values: dict[str, Any] = {
        "claim_id": np.char.mod("%012d", numbers),
        "place_id": np.char.mod("p%d", place),
        "place_name": np.char.mod("Place %d", place),
        "event_type": kind,
        "claimed_controller": _or_none(holder, is_holding),
        "actor1": np.where(side == "", "Russia", side),
        "claimant": np.char.add(side, " ministry"),
        "claimant_side": _or_none(side, side != ""),
        "against_interest": concedes,
        "event_date": day,
        "event_date_end": end,
        "published": end + 1,
        "known_from": end + 1,
        "date_prec": np.where(vague, 4, 1),
    }
    fixed: dict[str, Any] = {
        "modality": "asserted",
        "review_status": "machine",
        "verification": "none",
        "claimant_kind": "military",
        "source": "Daily",
        "conflict": "ukraine",
        "where_prec": 1,
        "own_voice_lead": False,
    }
    columns = {name: values.get(name, [fixed.get(name)] * rows) for name in SCHEMA.names}
    return pa.table({name: pa.array(columns[name], SCHEMA.field(name).type) for name in columns})


def _or_none(words: Any, known: Any) -> Any:  # noqa: ANN401  # arrays
    found = words.astype(object)
    found[~known] = None
    return found


def _timed(what: str, rows: int, do: Callable[[], T]) -> tuple[T, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    done = do()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = f"{rows / cpu:>11,.0f} rows/s"
    print(
        f"  {what:<44} {rows:>9,} rows {cpu:7.2f} s ({wall:.2f} s wall) {rate}  peak {peak:,.0f} MB"
    )
    return done, cpu


if __name__ == "__main__":
    main()
