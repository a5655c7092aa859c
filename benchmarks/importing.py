"""How fast tables come in, and in how much memory: made-up ACLED rows -> claims -> a ledger.

Rows a second are of processor time, since other work on the machine would blur the clock. Each size
runs in a process of its own, so that its peak memory is its own:

    python benchmarks/importing.py [ROWS ...]
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SIZES = (10_000, 50_000)
_COLUMNS = (
    *("event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1"),
    *("inter1", "actor2", "inter2", "country", "admin1", "location", "latitude", "longitude"),
    *("geo_precision", "source", "notes", "fatalities", "timestamp"),
)
_TYPES = ("Armed clash", "Shelling/artillery/missile attack", "Non-state actor overtakes territory")
_PLACES = (("Hirske", 48.7503, 38.4981), ("Bakhmut", 48.5944, 38.0008), ("Izium", 49.2088, 37.2485))


def write_table(path: Path, rows: int) -> None:
    """Write a table of made-up events, no two alike."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows(_rows(rows))


def _rows(rows: int) -> Iterator[tuple[object, ...]]:
    for n in range(rows):
        name, lat, lon = _PLACES[n % 3]
        day = f"2022-{n % 12 + 1:02}-{n % 28 + 1:02}"
        who = ("Military Forces of Russia (2000-)", "External/Other forces")
        whom = ("Military Forces of Ukraine (2019-)", "State forces")
        note = f"On {day}, made-up forces met near {name}, and a made-up paper wrote of it ({n})."
        yield (
            *(f"UKR{n}", day, 1, "Battles", _TYPES[n % 3], *who, *whom, "Ukraine", "Donetsk"),
            *(name, lat, lon, 1, "A Made-up Paper; Another", note, n % 5, 1_700_000_000 + n),
        )


def measure(rows: int) -> None:
    """Import so many rows twice, once without a ledger; print rows a second and peak memory."""
    from events.importers import VERSION, ImportOptions, import_table
    from events.store import Ledger
    from geo.gazetteer import Gazetteer

    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "acled.csv"
        write_table(table, rows)
        options = ImportOptions(source="ACLED", gazetteer=Gazetteer.open())
        start = time.process_time()
        claims = sum(len(batch.claims) for batch in import_table("acled", table, options))
        read = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.process_time()
        with Ledger.open(Path(folder) / "ledger.sqlite") as ledger:
            for batch in import_table("acled", table, options):
                ledger.add(batch.documents, batch.claims, batch.rejected, extractor_version=VERSION)
        stored = time.process_time() - start
    with_ledger = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{claims:>9,} rows: read {rows / read:>7,.0f} rows/s, peak {peak:,.0f} MB;"
        f" with the ledger {rows / stored:>7,.0f} rows/s, peak {with_ledger:,.0f} MB"
    )


def main() -> None:
    """Measure each size in a process of its own."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    if len(sizes) == 1:
        measure(sizes[0])
        return
    for size in sizes:
        subprocess.run([sys.executable, __file__, str(size)], check=True)


if __name__ == "__main__":
    main()
