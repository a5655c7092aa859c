"""VIINA 2.0 -> claims: news reports labelled by machine, and who holds each place day by day.

Events come as ``event_1pd`` (places and labels in one table) or as ``event_info`` with the labels
of ``event_labels`` beside it. Control comes as ``control_latest``: of each run of days on which a
place has the same status, the first and the last are taken.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from events.errors import TableError
from events.importers.claims import Coded, Context, LeftOut, Outcome, Refused, listed
from events.importers.codes import load_codes
from events.importers.places import Link, place_values
from events.importers.records import open_table
from events.importers.rows import BadRowError, Row, coded, day_of, number_of, position_of

REQUIRED = ("date", "geonameid", "asciiname", "longitude", "latitude", "geo_precision")
ONE_OF = (("event_id", "event_id_1pd"), ("t_mil_b", "t_mil"))
MARKS = ("date", "geonameid", "geo_precision")
CONTROL_REQUIRED = ("geonameid", "date", "status")
BLANK = "NA"
_BETWEEN_SOURCES = re.compile(r"[;,|\s]+")


@dataclass(frozen=True, slots=True)
class Label:
    """What the labels say of a report: ``event_type`` is None where it is not about the war."""

    event_type: str | None
    actor: str | None
    confidence: float


def label_of(row: Mapping[str, str] | Row) -> Label:
    """Return what a row's labels say. Raises BadRowError where it has none."""
    codes = load_codes("viina")
    relevant = _value(row, codes["relevant"])
    if relevant is None:
        raise BadRowError(f"{codes['relevant']} is empty: the report has no labels")
    threshold = codes["threshold"]
    if relevant < threshold:
        return Label(None, None, relevant)
    found = next(
        (one for one in codes["labels"] if (_value(row, one["label"]) or 0) >= threshold), None
    )
    actors = [
        actor
        for actor, names in codes["actors"].items()
        if next((v for n in names if (v := _value(row, n)) is not None), 0) >= threshold
    ]
    return Label(
        found["event_type"] if found else codes["otherwise"],
        actors[0] if len(actors) == 1 else None,
        _probability(row, found["label"] if found else codes["relevant"]),
    )


def _value(row: Mapping[str, str] | Row, label: str) -> float | None:
    """Return a label's 0 or 1, else its probability, None where there is neither."""
    for column in (f"{label}_b", label):
        value = row.get(column)
        if not value or value == BLANK:
            continue
        try:
            return float(value)
        except ValueError as fault:
            raise BadRowError(f"{column} is {value!r}, which is no label") from fault
    return None


def _probability(row: Mapping[str, str] | Row, label: str) -> float:
    try:
        value = float(row.get(label) or 1)
    except ValueError:
        return 1.0
    return value if 0 < value <= 1 else 1.0


def read_labels(path: Path) -> dict[str, Label]:
    """Return what a file of labels (``event_labels``) says of each event, by ``event_id``.

    Raises
    ------
    TableError
        The file cannot be read, or has not the columns of a file of labels.
    """
    needed = {"event_id", *(f"{load_codes('viina')['relevant']}{end}" for end in ("", "_b"))}
    with open_table(path) as stream:
        rows = csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace"))
        columns = set(rows.fieldnames or ())
        if "event_id" not in columns or len(needed & columns) < 2:
            raise TableError(f"{path} has no labels of VIINA: its columns are {sorted(columns)}")
        return {row["event_id"]: label for row in rows if (label := _label_or_none(row))}


def _label_or_none(row: Mapping[str, str]) -> Label | None:
    try:
        return label_of(row)
    except BadRowError:
        return None


def read_event(row: Row, context: Context) -> Coded | LeftOut:
    """Return a report as coded, or left out where it is not about the war."""
    codes = load_codes("viina")
    key = row.get("event_id") or row.need("event_id_1pd")
    label = context.labels[key] if key in context.labels else label_of(row)
    if label.event_type is None:
        return LeftOut(f"{codes['relevant']} says that it is not about the war")
    where_prec = coded(row, "geo_precision", codes["geo_precision"])
    position = position_of(row, "longitude", "latitude")
    reported = day_of(row, "date")
    link = _link(row, context, where_prec)
    country = link.place.country if link.place else context.linker.country("Ukraine")
    war = context.war(country, reported)
    names = row.get("source") or row.get("sources") or ""
    values = {
        "place_name": row.get("asciiname"),
        "admin1": row.get("adm1_name"),
        "admin2": row.get("adm2_name"),
        "country": country,
        **place_values(link, context.linker, reported),
        "where_prec": where_prec,
        "event_date": reported - timedelta(days=1),
        "event_date_end": reported,
        "date_prec": 2,
        "date_basis": "published",
        "event_type": label.event_type,
        "actor1": label.actor,
        "extraction_confidence": round(label.confidence, 3),
        "lon": position.lon,
        "lat": position.lat,
        "reported_via": listed(_BETWEEN_SOURCES.split(names)),
        "conflict": war and war.id,
    }
    return Coded(
        row=row,
        key=key,
        values=values,
        published=reported,
        url=row.get("url"),
        lang=codes["languages"].get(row.get("lang") or ""),
        evidence="text",
        mention="asciiname",
        dated="date",
    )


def _link(row: Row, context: Context, where_prec: int) -> Link:
    if where_prec > 2 or row.get("geonameid") is None:
        name = row.get("asciiname") or ""
        return context.linker.by_name(name, position_of(row, "longitude", "latitude"), where_prec)
    place = context.linker.by_id(_place_id(row))
    if place is None:
        return Link(None, f"the gazetteer has no place {_place_id(row)}")
    return Link(place, "the id that the table gives; position as the table has it")


def _place_id(row: Row) -> str:
    number = number_of(row, "geonameid")
    if number < 1 or not number.is_integer():
        raise BadRowError(f"geonameid is {row.get('geonameid')!r}, which is no id")
    return f"gn{int(number)}"


@dataclass(slots=True)
class _Run:
    """The days on which a place keeps one status, so far."""

    status: str
    until: date
    last: Row | None = None  # of the last day, unless that is the first, which is taken already


def read_control(rows: Iterator[Row | Refused], context: Context) -> Iterator[Outcome]:
    """Yield the first and the last row of each run of days with one status, place by place.

    The table lists a place's days in order; a row out of order is taken as it is.
    """
    runs: dict[str, _Run] = {}
    for row in rows:
        if isinstance(row, Refused):
            yield row
            continue
        try:
            yield from _steps(row, runs, context)
        except BadRowError as fault:
            yield Refused(row.line, row.raw, str(fault))
    for run in runs.values():
        if run.last is not None:
            yield _control(run.last, context)


def _steps(row: Row, runs: dict[str, _Run], context: Context) -> Iterator[Outcome]:
    """Yield what a row of control adds to what is known of its place."""
    if row.get("status") is None:
        yield LeftOut("the status is unknown")
        return
    place_id, day = _place_id(row), day_of(row, "date")
    status = row.need("status").casefold()
    run = runs.get(place_id)
    if run is not None and run.until < day and run.status == status:
        run.until, run.last = day, row
        return
    outcome = _control(row, context)
    if isinstance(outcome, Coded) and (run is None or run.until < day):
        if run is not None and run.last is not None:
            yield _control(run.last, context)
        runs[place_id] = _Run(status, day)
    yield outcome


def _control(row: Row, context: Context) -> Coded | LeftOut:
    codes = load_codes("viina")
    holder = coded(row, "status", codes["status"])
    place_id, day = _place_id(row), day_of(row, "date")
    place = context.linker.by_id(place_id)
    if place is None:
        return LeftOut(f"the gazetteer has no place {place_id}")
    war = context.war(place.country, day)
    same = [
        name for column, name in codes["voters"].items() if row.get(column) == row.get("status")
    ]
    values = {
        **place_values(Link(place, "the id that the table gives"), context.linker, day),
        "where_prec": 1,
        "uncertainty_m": place.radius_m,
        "event_date": day,
        "event_date_end": day,
        "date_prec": 1,
        "date_basis": "explicit",
        "event_type": "control",
        "claimed_controller": holder,
        "speech_act": "assesses",
        "lon": place.position.lon,
        "lat": place.position.lat,
        "reported_via": listed(same),
        "conflict": war and war.id,
    }
    return Coded(
        row=row,
        key=f"{place_id}:{day}",
        values=values,
        published=day,
        mention="geonameid",
        dated="date",
    )
