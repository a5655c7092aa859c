"""Exports beside geopandas: all that an export says, against a plain dump of the same rows.

    python -m benchmarks.exporting --rows 100000

Each is written from claims that are all there, as by the dashboard, and as a ledger is read, as by
``claimmap export``. Peak memory includes the claims and the frame of the peer; that of a ledger
alone is what ``claimmap export`` takes by itself.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.reports import reports
from benchmarks.stopwatch import Rates
from events.export import FORMATS, Provenance, write_claims, write_prepared
from events.export.streamed import COLUMNS, Streamed
from events.frames import to_frame
from events.store import Ledger
from events.types import Claim

_PROVENANCE = Provenance(claimmap_version="0")
_GEOPANDAS = {
    "geoparquet": "to_parquet",
    "geojson": "to_file (GeoJSON)",
    "csv": "to_csv",
}


def main() -> None:
    """Measure exports of as many claims as asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=20_000, help="claims [default: 20,000]")
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        measure(Rates(), Path(folder), rows)


def measure(rates: Rates, folder: Path, rows: int) -> None:
    """Write claims as GeoParquet, GeoJSON and CSV, and a frame with what geopandas has for it.

    Ours counts reports and origins, keeps back what a licence bars, and has an order; the peers
    write the rows as they stand.
    """
    claims: list[Claim] = []
    with Ledger.open(folder / "exported.sqlite") as ledger:
        for documents, some in reports(rows):
            ledger.add(documents, some)
            claims += some
        for form in _GEOPANDAS:
            path = folder / f"read{FORMATS[form].suffix}"
            what = f"export to {form}, as the ledger is read"
            rates.timed(what, rows, lambda f=form, p=path: _read(f, ledger, p))
    for form in _GEOPANDAS:
        path = folder / f"claims{FORMATS[form].suffix}"
        rates.timed(f"export to {form}", rows, lambda f=form, p=path: _written(f, claims, p))
        assert path.read_bytes() == (folder / f"read{FORMATS[form].suffix}").read_bytes()
    frame = to_frame(claims)
    to = folder / "plain"
    rates.timed("geopandas to_parquet", rows, lambda: frame.to_parquet(to))
    rates.timed("geopandas to_csv", rows, lambda: frame.to_csv(to))
    what = "geopandas to_file (GeoJSON)"
    rates.timed(what, rows, lambda: frame.to_file(folder / "plain.geojson", driver="GeoJSON"))
    for form, peer in _GEOPANDAS.items():
        rates.compare(f"export to {form}, as the ledger is read", f"geopandas {peer}")
        rates.compare(f"export to {form}", f"geopandas {peer}")


def _read(form: str, ledger: Ledger, path: Path) -> None:
    with path.open("wb") as file:
        prepared = Streamed.of(ledger.selection(COLUMNS), _PROVENANCE)
        write_prepared(form, prepared, file)


def _written(form: str, claims: list[Claim], path: Path) -> None:
    with path.open("wb") as file:
        write_claims(form, claims, _PROVENANCE, file)


if __name__ == "__main__":
    main()
