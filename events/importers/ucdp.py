"""UCDP GED (CSV, version 23 and later, and candidate releases) -> claims.

GED holds events with at least one death. It never says who holds a place.
"""

from __future__ import annotations

from typing import Any

from events.importers.claims import Coded, Context, counts, listed
from events.importers.codes import load_codes
from events.importers.parties import actor_of
from events.importers.places import place_values
from events.importers.rows import BadRowError, Row, coded, count_of, day_of, position_of

REQUIRED = (
    *("id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates", "latitude"),
    *("longitude", "country", "date_prec", "date_start", "date_end", "best", "high", "low"),
)
MARKS = ("id", "type_of_violence", "where_prec", "date_prec")
_ARTICLE = ("source_headline", "source_article")


def read_row(row: Row, context: Context) -> Coded:
    """Return a row as coded; raises BadRowError where the codebook does not have what it says."""
    codes = load_codes("ucdp")
    precision = coded(row, "where_prec", codes["where_prec"])
    when = _when(row, codes["date_prec"])
    position = position_of(row, "longitude", "latitude")
    day = when["event_date_end"]
    country = context.linker.country(row.get("country"))
    war = context.war(country, day)
    name = row.need("where_coordinates")
    bare = _bare(name, codes["place"]["words"])
    link = context.linker.by_name(bare, position, precision["where_prec"])
    values = {
        "place_name": bare,
        "admin1": row.get("adm_1"),
        "admin2": row.get("adm_2"),
        "country": country,
        **place_values(link, context.linker, day),
        **precision,
        **when,
        "event_type": coded(row, "type_of_violence", codes["type_of_violence"]),
        "actor1": actor_of(war, row.get("side_a")) or row.get("side_a"),
        "actor2": actor_of(war, row.get("side_b")) or row.get("side_b"),
        "counts": _deaths(row, codes["deaths"]),
        "lon": position.lon,
        "lat": position.lat,
        "reported_via": listed([*_names(row, "source_office"), *_names(row, "source_original")]),
        "conflict": war and war.id,
    }
    return Coded(
        row=row,
        key=row.need("id"),
        values=values,
        evidence=next((column for column in _ARTICLE if row.get(column)), None),
        mention="where_coordinates",
        dated="date_start",
    )


def _when(row: Row, codes: dict[str, int]) -> dict[str, Any]:
    start, end = day_of(row, "date_start"), day_of(row, "date_end")
    if end < start:
        raise BadRowError(f"date_end {end} is before date_start {start}")
    return {
        "event_date": start,
        "event_date_end": end,
        "date_prec": coded(row, "date_prec", codes),
        "date_basis": "explicit",
    }


def _bare(name: str, words: list[str]) -> str:
    """Return a place's name without the word for its kind ("Hirske town")."""
    first, _, last = name.rpartition(" ")
    return first if first and last.casefold() in words else name


def _deaths(row: Row, columns: dict[str, str]) -> str | None:
    return counts(
        (count_of(row, column), "killed", row.get(whose) or whose)
        for column, whose in columns.items()
    )


def _names(row: Row, column: str) -> list[str]:
    return [name.strip(' "') for name in (row.get(column) or "").split(";")]
