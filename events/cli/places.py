"""Verbs about places: geocode, and what is built from the upstream tables."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from events.cli.options import FILE, cli, day_option
from geo.errors import GazetteerError

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.types import Place

_TABLES = click.Path(exists=True, file_okay=False, path_type=Path)
_tables_argument = click.argument("tables", type=_TABLES, envvar="CLAIMMAP_DATA")
_LEAST_SCORE = 0.0005  # what is printed as 0.000 is no answer
_UNITS = frozenset({"region", "country", "district", "area", "continent"})


@cli.command()
@click.argument("name")
@click.option("--near", metavar="PLACE", help="A place that it is near to.")
@click.option(
    "--region", "--in", "within", metavar="REGION", help="A region or country that it lies in."
)
@day_option("--date", "Give names as they were on this day.")
@click.option(
    "--online",
    metavar="FOLDER",
    type=FILE,
    help="Ask Nominatim over the network for a name that the gazetteer lacks; keep answers here.",
)
def geocode(
    name: str, near: str | None, within: str | None, date: date | None, online: Path | None
) -> None:
    """Print the places that NAME may mean, ranked, with score and reason."""
    from geo.gazetteer import Gazetteer
    from geo.rank import candidates

    gazetteer = Gazetteer.open()
    beside = None if near is None else _place_called(gazetteer, near).position
    region = None if within is None else region_called(gazetteer, within)
    ranked = candidates(gazetteer, name, near=beside, within=region, on=date)
    found = [candidate for candidate in ranked if candidate.score >= _LEAST_SCORE]
    if not found and online is not None and _found_online(name, region, online):
        return
    if not found:
        where = f" in {region.name}" if region else ""
        raise GazetteerError(f"no place is called {name!r}{where}")
    for candidate in found:
        place = candidate.place
        shown = gazetteer.name_on(place.place_id, date) if date else place.name
        spot = f"{place.position.lat:.5f} {place.position.lon:.5f}"
        line = f"{candidate.score:.3f}  {place.place_id}  {spot}  {shown}"
        click.echo(f"{line}: {candidate.reason}")


def region_called(gazetteer: Gazetteer, name: str) -> Place:
    """Return the region or country of a name; raise `GazetteerError` where there is none."""
    return _place_called(gazetteer, name, _UNITS)


def _found_online(name: str, region: Place | None, cache: Path) -> bool:
    """Print what Nominatim finds, marked as such; tell whether there is anything."""
    from geo.geocode import OnlineGeocoder

    countries = (region.country,) if region and region.country else ()
    found = OnlineGeocoder(cache).geocode(name, exactly_one=False, country_codes=countries)
    for location in found or ():
        spot = f"{location.latitude:.5f} {location.longitude:.5f}"
        click.echo(f"online  {spot}  {location.address}: {location.raw['credit']}")
    return bool(found)


@cli.group()
def gazetteer() -> None:
    """Build the cached gazetteer."""


@gazetteer.command("build")
@_tables_argument
@click.option("-o", "--output", type=FILE, required=True, help="Folder to write.")
def gazetteer_build(tables: Path, output: Path) -> None:
    """Build the gazetteer from the upstream TABLES [default: the folder CLAIMMAP_DATA]."""
    from geo.build import build_gazetteer

    report = build_gazetteer(tables, output)
    for name, count in report.counts.items():
        click.echo(f"{count:>9,}  {name}")
    click.echo(f"{report.size:>9,}  bytes in {output}")


@cli.group()
def basemap() -> None:
    """Build the base map."""


@basemap.command("build")
@_tables_argument
@click.option("-o", "--output", type=FILE, required=True, help="Folder to write.")
def basemap_build(tables: Path, output: Path) -> None:
    """Build the base map from the upstream TABLES [default: the folder CLAIMMAP_DATA]."""
    from events.map.basemap import build_basemap

    for name, count in build_basemap(tables, output).items():
        click.echo(f"{count:>9,}  {name}")


def _place_called(gazetteer: Gazetteer, name: str, kinds: Container[str] = ()) -> Place:
    """Return the likeliest place of a name, one of these kinds if there is any."""
    from geo.rank import candidates

    found = [candidate.place for candidate in candidates(gazetteer, name)]
    if not found:
        raise GazetteerError(f"no place is called {name!r}")
    return next((place for place in found if place.kind in kinds), found[0])
