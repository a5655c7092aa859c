"""Our own tables: facts, corrections of names, demonyms, ordinary words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from importlib.resources.abc import Traversable
from typing import cast, get_args

from geo.build.drafts import DatedName, Draft, Drafts, NamedAs, position_of
from geo.build.tables import Row, read_own_table
from geo.errors import GazetteerError
from geo.layers import HOWS
from geo.names import plain
from geo.types import Kind, Position

FACTS = "facts.csv"
COUNTIES = "us_counties.csv"
OVERRIDES = "overrides.csv"
DEMONYMS = "demonyms.csv"
COMMON_WORDS = "common_words.txt"


def read_common_words(folder: Traversable) -> frozenset[str]:
    """Return the plain forms of the words and personal names that are no hint of a place."""
    text = (folder / COMMON_WORDS).read_text(encoding="utf-8")
    lines = (line.split("#")[0] for line in text.splitlines())
    return frozenset(plain(word) for line in lines for word in line.split(",") if plain(word))


def add_facts(drafts: Drafts, folder: Traversable) -> None:
    """Add the places that no table has: facilities, waters, terrain, areas without a code.

    Among the other names, separated by ``|``, one in square brackets is a stem: it needs a head
    noun (the Zaporizhzhia plant, but not Zaporizhzhia).
    """
    columns = (
        "place_id", "name", "other_names", "kind", "feature", "lat", "lon", "country", "admin1",
        "radius_km", "source",
    )  # fmt: skip
    for row in read_own_table(folder / FACTS, columns):
        position = position_of(row["lon"], row["lat"])
        if position is None or row["kind"] not in get_args(Kind) or not row["source"]:
            raise GazetteerError(f"{FACTS}: {row['place_id']} lacks a position, kind or source")
        drafts.add(
            Draft(
                place_id=row["place_id"],
                kind=cast("Kind", row["kind"]),
                position=position,
                names=_fact_names(row),
                feature=row["feature"],
                country=row["country"],
                admin1=row["admin1"],
                radius_m=float(row["radius_km"]) * 1_000 if row["radius_km"] else None,
            )
        )


def add_counties(drafts: Drafts, folder: Traversable) -> None:
    """Add the counties of the United States; each bears its name with the word county alone."""
    columns = ("place_id", "name", "lat", "lon", "admin1", "population", "radius_km")
    for row in read_own_table(folder / COUNTIES, columns):
        position = position_of(row["lon"], row["lat"])
        if position is None:
            raise GazetteerError(f"{COUNTIES}: {row['place_id']} lacks a position")
        drafts.add(
            Draft(
                place_id=row["place_id"],
                kind="district",
                position=position,
                names=((row["name"], "name"),),
                feature="ADM2",
                country="US",
                admin1=row["admin1"],
                population=int(row["population"]),
                radius_m=float(row["radius_km"]) * 1_000,
            )
        )


def _fact_names(row: Row) -> tuple[NamedAs, ...]:
    names: list[NamedAs] = [(row["name"], "name")]
    for cell in filter(None, row["other_names"].split("|")):
        stem = re.fullmatch(r"\[(.+)\]", cell)
        names.append((stem[1], "stem") if stem else (cell, "alias"))
    return tuple(names)


_REGISTER_CODE = re.compile(r"UA[0-9]{17}")


def apply_overrides(drafts: Drafts, folder: Traversable, *, register: bool = False) -> None:
    """Correct the names of places, row by row.

    A place that is told by its code in the register of Ukraine is of the layer of that; those rows
    are applied where ``register`` is true, and the others where it is not.

    Actions: ``add`` adds a name; ``main`` adds it and makes it the one shown; ``drop`` takes one
    away; ``dated`` adds it as the main one of a span of time; ``population`` sets that number, and
    ``position`` the latitude and longitude, both in the column of the name.
    """
    columns = ("action", "place", "name", "how", "valid_from", "valid_to", "reason", "source")
    for row in read_own_table(folder / OVERRIDES, columns):
        if bool(_REGISTER_CODE.fullmatch(row["place"])) is not register:
            continue
        draft = drafts.resolve(row["place"])
        if draft is None:
            drafts.reject(OVERRIDES, f"{row['place']} {row['name']}", "no such place")
            continue
        drafts.places[draft.place_id] = _corrected(draft, row)
        if row["action"] == "dated":
            drafts.dated.append(_dated_name(draft.place_id, row))


def _corrected(draft: Draft, row: Row) -> Draft:
    if row["action"] == "population":
        return replace(draft, population=int(row["name"]))
    if row["action"] == "position":
        lat, lon = row["name"].split()
        return replace(draft, position=Position(lon=float(lon), lat=float(lat)))
    return replace(draft, names=_corrected_names(draft, row))


def _corrected_names(draft: Draft, row: Row) -> tuple[NamedAs, ...]:
    name, action = row["name"], row["action"]
    others = tuple(named for named in draft.names if named[0] != name)
    if action == "main" and row["how"] in HOWS:
        return ((name, row["how"]), *others)
    if action == "drop":
        kept = tuple(named for named in draft.names if plain(named[0]) != plain(name))
        return kept or draft.names
    if action in ("add", "dated") and row["how"] in HOWS:
        current = name == draft.name
        return draft.names if current else (*others, (name, row["how"]))
    raise GazetteerError(f"{OVERRIDES}: cannot {action!r} a name as {row['how']!r} ({name})")


def _dated_name(place_id: str, row: Row) -> DatedName:
    return DatedName(
        place_id=place_id,
        name=row["name"],
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


def add_demonyms(drafts: Drafts, folder: Traversable) -> None:
    """Add the words for the people of a place, and the adjectives made of its name."""
    for row in read_own_table(folder / DEMONYMS, ("demonym", "place")):
        draft = drafts.resolve(row["place"])
        if draft is None:
            drafts.reject(DEMONYMS, f"{row['demonym']} {row['place']}", "no such place")
            continue
        named: NamedAs = (row["demonym"], "demonym")
        drafts.places[draft.place_id] = replace(draft, names=(*draft.names, named))
