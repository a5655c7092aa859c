"""GDELT 2 events (tab-separated, 61 columns, no header) -> claims.

GDELT codes sentences by machine, and most of them are about no fighting: those rows are left out,
with a count. Its Goldstein score and tone are not of the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from events.actors import Conflict
from events.importers.claims import Coded, Context, LeftOut, listed
from events.importers.codes import load_codes
from events.importers.parties import actor_of
from events.importers.places import place_values
from events.importers.rows import BadRowError, Row, coded, day_of, parse_day, position_of

_ACTOR = (
    *("code", "name", "countrycode", "knowngroupcode", "ethniccode", "religion1code"),
    *("religion2code", "type1code", "type2code", "type3code"),
)
_PLACE = (*("type", "fullname", "countrycode", "adm1code", "adm2code", "lat", "long", "featureid"),)
COLUMNS = (
    *("globaleventid", "sqldate", "monthyear", "year", "fractiondate"),
    *(f"actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    *("isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass"),
    *("goldsteinscale", "nummentions", "numsources", "numarticles", "avgtone"),
    *(f"{whose}geo_{name}" for whose in ("actor1", "actor2", "action") for name in _PLACE),
    *("dateadded", "sourceurl"),
)


def read_row(row: Row, context: Context) -> Coded | LeftOut:
    """Return a row as coded, or left out; raises BadRowError where it is no event of GDELT."""
    codes = load_codes("cameo")
    event_type = type_of(row.need("eventcode"), codes["event_types"])
    if event_type is None:
        return LeftOut(f"CAMEO {row.get('eventcode')} is about no fighting")
    where_prec = coded(row, "actiongeo_type", codes["where_prec"])
    position = position_of(row, "actiongeo_long", "actiongeo_lat")
    day = day_of(row, "sqldate")
    name, *_, country_name = (part.strip() for part in row.need("actiongeo_fullname").split(","))
    country = context.linker.country(country_name)
    war = context.war(country, day)
    link = context.linker.by_name(name, position, where_prec)
    values = {
        "place_name": name,
        "country": country,
        **place_values(link, context.linker, day),
        "where_prec": where_prec,
        "event_date": day,
        "event_date_end": day,
        "date_prec": 1,
        "date_basis": "explicit",
        "event_type": event_type,
        "actor1": _actor(row, "actor1name", war),
        "actor2": _actor(row, "actor2name", war),
        "lon": position.lon,
        "lat": position.lat,
        "reported_via": listed([_outlet(row.get("sourceurl"))]),
        "conflict": war and war.id,
    }
    return Coded(
        row=row,
        key=row.need("globaleventid"),
        values=values,
        published=_added(row),
        url=row.get("sourceurl"),
        mention="actiongeo_fullname",
        dated="sqldate",
    )


def type_of(code: str, codes: Mapping[str, str]) -> str | None:
    """Return the type of the longest listed code that begins a CAMEO code, None for none.

    Raises BadRowError where it is no CAMEO code.
    """
    if not (code.isdecimal() and 2 <= len(code) <= 4 and 1 <= int(code[:2]) <= 20):
        raise BadRowError(f"eventcode is {code!r}, which is no CAMEO code")
    begun = (codes.get(code[:length]) for length in range(len(code), 1, -1))
    return next(filter(None, begun), None)


def _actor(row: Row, column: str, war: Conflict | None) -> str | None:
    name = row.get(column)
    return name and (actor_of(war, name.title()) or name)


def _added(row: Row) -> date | None:
    """Return the day on which GDELT added the row, of its date and time."""
    return parse_day((row.get("dateadded") or "")[:8])


@lru_cache(maxsize=4_096)
def _outlet(url: str | None) -> str | None:
    """Return the site of an address; what is none (a citation of print) as it is."""
    try:
        return urlsplit(url or "").hostname or url
    except ValueError:
        return url
