"""Exports beside geopandas: all that an export says, against a plain dump of the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd

from benchmarks.stopwatch import Rates
from events.export import Provenance, write_claims
from events.types import Claim

_PROVENANCE = Provenance(claimmap_version="0")
_GEOPANDAS = {"geoparquet": "to_parquet", "geojson": "to_file (GeoJSON)"}


def measure(rates: Rates, folder: Path, claims: Sequence[Claim], frame: gpd.GeoDataFrame) -> None:
    """Write claims as GeoParquet and GeoJSON, and the frame with what geopandas has for it.

    Ours counts reports and origins, keeps back what a licence bars, and has an order; the peers
    write the rows as they stand.
    """
    for form in _GEOPANDAS:
        path = folder / f"claims.{form}"
        rates.timed(f"export to {form}", len(claims), lambda f=form, p=path: _written(f, claims, p))
    plain = frame.copy()
    rates.timed(
        "geopandas to_parquet", len(plain), lambda: plain.to_parquet(folder / "plain.parquet")
    )
    rates.timed(
        "geopandas to_file (GeoJSON)",
        len(plain),
        lambda: plain.to_file(folder / "plain.geojson", driver="GeoJSON"),
    )
    for form, peer in _GEOPANDAS.items():
        rates.compare(f"export to {form}", f"geopandas {peer}")


def _written(form: str, claims: Sequence[Claim], path: Path) -> None:
    with path.open("wb") as file:
        write_claims(form, claims, _PROVENANCE, file)
