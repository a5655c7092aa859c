"""ACLED exports (CSV, columns of the codebook since March 2023) -> claims.

A holder is named only where ACLED's own sub-event type says that a place changed hands, and only
where the type of the row's parties leaves no doubt whose it then was (``seeds/codes/acled.toml``).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from events.actors import Conflict
from events.importers.claims import Coded, Context, counts, listed
from events.importers.codes import load_codes
from events.importers.parties import actor_of
from events.importers.places import place_values
from events.importers.rows import Row, coded, count_of, day_of, position_of

REQUIRED = (
    *("event_id_cnty", "event_date", "time_precision", "sub_event_type", "actor1", "inter1"),
    *("actor2", "inter2", "country", "location", "latitude", "longitude", "geo_precision"),
    *("source", "notes", "fatalities"),
)
MARKS = ("event_id_cnty", "sub_event_type", "geo_precision")


def read_row(row: Row, context: Context) -> Coded:
    """Return a row as coded; raises BadRowError where the codebook does not have what it says."""
    codes = load_codes("acled")
    event = coded(row, "sub_event_type", codes["sub_event_types"])
    precision = coded(row, "geo_precision", codes["geo_precision"])
    when = _when(row, codes)
    position = position_of(row, "longitude", "latitude")
    day = when["event_date_end"]
    country = context.linker.country(row.get("country"))
    war = context.war(country, day)
    link = context.linker.by_name(row.need("location"), position, precision["where_prec"])
    values = {
        "place_name": row.get("location"),
        "admin1": row.get("admin1"),
        "admin2": row.get("admin2"),
        "country": country,
        **place_values(link, context.linker, day),
        **precision,
        **when,
        "event_type": event["event_type"],
        "actor1": _party(war, row.get("actor1"), codes) or row.get("actor1"),
        "actor2": _party(war, row.get("actor2"), codes) or row.get("actor2"),
        "claimed_controller": _controller(row, event, war, codes),
        "counts": counts(iter([(count_of(row, "fatalities"), "killed", "people")])),
        "lon": position.lon,
        "lat": position.lat,
        "reported_via": listed([name.strip() for name in (row.get("source") or "").split(";")]),
        "conflict": war and war.id,
    }
    return Coded(
        row=row,
        key=row.need("event_id_cnty"),
        values=values,
        published=_uploaded(row),
        evidence="notes",
        mention="location",
        dated="event_date",
    )


def _when(row: Row, codes: Mapping[str, Any]) -> dict[str, Any]:
    day = day_of(row, "event_date")
    precision = coded(row, "time_precision", codes["time_precision"])
    start, end = _span(day, precision["span"])
    return {
        "event_date": start,
        "event_date_end": end,
        "date_prec": precision["date_prec"],
        "date_basis": "explicit",
    }


def _span(day: date, span: str) -> tuple[date, date]:
    """Return the days among which the event's day is, for ACLED's midpoint of a week or a month."""
    if span == "week":
        return day - timedelta(days=3), day + timedelta(days=3)
    if span == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=1), day.replace(day=last)
    return day, day


def _controller(
    row: Row, event: Mapping[str, str], war: Conflict | None, codes: Mapping[str, Any]
) -> str | None:
    """Return who holds the place by the row's codes; None where they leave it open."""
    rule = event.get("controller")
    if rule is None:
        return None
    sorts = {
        name: codes["parties"].get((row.get(inter) or "").casefold(), "none")
        for name, inter in ((row.get("actor1"), "inter1"), (row.get("actor2"), "inter2"))
        if name
    }
    fits = [n for n, sort in sorts.items() if sort != "none" and rule in ("only", sort)]
    return _party(war, fits[0], codes) if len(fits) == 1 else None


def _party(war: Conflict | None, name: str | None, codes: Mapping[str, Any]) -> str | None:
    """Return the actor that a party is, by the profile's names or by ACLED's own."""
    if actor := actor_of(war, name):
        return actor
    known = (said for start, said in codes["names"].items() if (name or "").startswith(start))
    return actor_of(war, next(known, None))


def _uploaded(row: Row) -> date | None:
    """Return the day on which ACLED last published the row, from its Unix time."""
    stamp = row.get("timestamp") or ""
    if not stamp.isdigit() or len(stamp) > 10:
        return None
    return datetime.fromtimestamp(int(stamp), UTC).date()
