"""Profiles as they are shipped: TOML tables -> `Conflict`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from events.actors.conflict import Conflict
from events.actors.entities import Entity, Form, Side, Sort
from events.actors.keys import POSSESSIVE, key_of
from events.errors import ConflictError
from geo.names import fold


def conflict_ids() -> list[str]:
    """Return the ids of the profiles that are shipped, sorted."""
    folder = files("seeds").joinpath("conflicts")
    return sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml"))


@lru_cache(maxsize=8)
def load_conflict(conflict_id: str) -> Conflict:
    """Read a shipped profile.

    Raises
    ------
    ConflictError
        If there is no such profile (the message names those there are) or it is malformed.
    """
    known = conflict_ids()
    if conflict_id not in known:
        raise ConflictError(f"no conflict {conflict_id!r}; there are: {', '.join(known)}")
    text = files("seeds").joinpath("conflicts", f"{conflict_id}.toml").read_text("utf-8")
    try:
        return read_conflict(tomllib.loads(text))
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ConflictError(f"conflict {conflict_id!r} is malformed: {error!r}") from error


def read_conflict(table: Mapping[str, Any]) -> Conflict:
    """Build a profile from its table, as parsed from TOML.

    Raises
    ------
    KeyError
        If a required key is missing.
    ConflictError
        If an actor names a side, or an entry an actor, that the profile does not have.
    """
    sides = tuple(
        Side(id=s["id"], name=s.get("name", s["id"]), foe=s.get("foe")) for s in table["sides"]
    )
    spellings: dict[tuple[str, ...], list[tuple[Entity, Form]]] = {}
    adjectives = {
        a: [*actor.get("names", ()), *actor.get("metonyms", ())]
        for actor in table["actors"]
        for a in actor.get("adjectives", ())
        if not POSSESSIVE.search(a)
    }
    _check_sides(sides, table["actors"])
    links: dict[str, list[Mapping[str, Any]]] = {}
    for actor in table["actors"]:
        links.setdefault(actor["id"], []).append(actor)
        _add_actor(spellings, {**links[actor["id"]][0], **_link_of(actor), **actor})
    for sort, plural in _PLURALS.items():
        for entry in table.get(plural, ()):
            _add_entry(spellings, _with_variants(entry, adjectives), sort, links)
    local = table.get("local_side")
    others = [s.id for s in sides if s.id != local]
    return Conflict(
        id=table["id"],
        name=table.get("name", table["id"]),
        start=table["start"],
        focus_start=table.get("focus_start", table["start"]),
        end=table.get("end"),
        countries=tuple(table.get("countries", ())),
        neighbours=tuple(table.get("neighbours", ())),
        sides=sides,
        local_side=local,
        installed_side=table.get("installed_side", others[0] if len(others) == 1 else None),
        installed_words=tuple(w.lower() for w in table.get("installed_words", ())),
        flags={f.lower(): e["side"] for e in table.get("flags", ()) for f in e["words"]},
        foe_words={k: tuple(w.lower() for w in v) for k, v in table.get("foe_words", {}).items()},
        places=tuple(table.get("places", ())),
        labels={i: next(iter(rows[0].get("names", ())), i) for i, rows in links.items()},
        plain_keys=frozenset(key_of(name) for name in _plain_names(table)),
        spellings={key: tuple(entries) for key, entries in spellings.items()},
        given_names=frozenset(fold(name) for name in table.get("given_names", ())),
        patterns=tuple(_patterns(table, links)),
    )


def _patterns(
    table: Mapping[str, Any], links: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[tuple[re.Pattern[str], Entity]]:
    """Yield the patterns of formations, each with whose it is."""
    for entry in table.get("units", ()):
        if "pattern" in entry:
            (link, *_) = links[entry["actor"]]
            yield (
                re.compile(entry["pattern"]),
                Entity(
                    name=entry["name"],
                    sort="unit",
                    actor=entry["actor"],
                    side=link.get("side"),
                    kind="military",
                ),
            )


def _plain_names(table: Mapping[str, Any]) -> list[str]:
    """Return the spellings that the profile gives without a capital: reports need none either."""
    entries = [e for plural in _PLURALS.values() for e in table.get(plural, ())]
    written = [s for e in entries for s in e.get("spellings", ())]
    written += [s for actor in table["actors"] for s in actor.get("names", ())]
    return [s for s in written if s == s.lower() and " " in s]


def _with_variants(
    entry: Mapping[str, Any], adjectives: Mapping[str, Sequence[str]]
) -> Mapping[str, Any]:
    """Add "Russia's Defence Ministry" to "Russian Defence Ministry", for every such name."""
    spellings = [entry["name"], *entry.get("spellings", ())]
    more = [
        f"{name} {rest}"
        for spelling in spellings
        for first, _, rest in [spelling.partition(" ")]
        if rest
        for name in adjectives.get(first, ())
    ]
    return {**entry, "spellings": [*spellings[1:], *more]}


_PLURALS: dict[Sort, str] = {
    "institution": "institutions",
    "person": "persons",
    "medium": "media",
    "unit": "units",
}
_RANK = {"person": 0, "institution": 1, "medium": 2, "unit": 3, "actor": 4}


def _check_sides(sides: Iterable[Side], actors: Iterable[Mapping[str, Any]]) -> None:
    known = {side.id for side in sides}
    named = [(a["id"], a.get("side")) for a in actors] + [(s.id, s.foe) for s in sides]
    wrong = sorted({f"{who} ({side})" for who, side in named if side and side not in known})
    if wrong:
        raise ConflictError(
            f"an unknown side is named by {', '.join(wrong)}; sides are {', '.join(sorted(known))}"
        )


def _overlap(one: Mapping[str, Any], two: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Return the days on which both rows held, None where open."""
    first = [row["from"] for row in (one, two) if "from" in row]
    last = [row["to"] for row in (one, two) if "to" in row]
    return max(first, default=None), min(last, default=None)


def _link_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the side and the days of a row; what a row leaves out is open, not inherited."""
    return {key: row.get(key) for key in ("side", "from", "to")}


def _add_actor(
    spellings: dict[tuple[str, ...], list[tuple[Entity, Form]]], actor: Mapping[str, Any]
) -> None:
    entity = Entity(
        name=actor["id"],
        sort="actor",
        actor=actor["id"],
        side=actor.get("side"),
        kind=actor.get("speaks_as", "official"),
        since=actor.get("from"),
        until=actor.get("to"),
    )
    forms: tuple[tuple[Form, str], ...] = (
        ("name", "names"),
        ("adjective", "adjectives"),
        ("people", "people"),
        ("metonym", "metonyms"),
    )
    for form, key in forms:
        for spelling in actor.get(key, ()):
            if form != "adjective" or not POSSESSIVE.search(spelling):
                _add(spellings, spelling, entity, form)


def _add_entry(
    spellings: dict[tuple[str, ...], list[tuple[Entity, Form]]],
    entry: Mapping[str, Any],
    sort: Sort,
    links: Mapping[str, Sequence[Mapping[str, Any]]],
) -> None:
    actor = entry.get("actor")
    if actor is not None and actor not in links:
        raise ConflictError(f"{entry['name']!r} names the unknown actor {actor!r}")
    rows = links.get(actor or "", ())
    for link in rows or [entry]:
        since, until = _overlap(entry, link) if len(rows) > 1 else _overlap(entry, {})
        entity = Entity(
            name=entry["name"],
            sort=sort,
            actor=actor,
            side=entry.get("side") or link.get("side"),
            kind=entry.get("kind", "media" if sort == "medium" else None),
            role=entry.get("role"),
            since=since,
            until=until,
        )
        for spelling in [entry["name"], *entry.get("spellings", ())]:
            _add(spellings, spelling, entity, "spelling")


def _add(
    spellings: dict[tuple[str, ...], list[tuple[Entity, Form]]],
    spelling: str,
    entity: Entity,
    form: Form,
) -> None:
    key = key_of(spelling)
    if not key:
        return
    entries = spellings.setdefault(key, [])
    if not any(e == entity for e, _ in entries):
        entries.append((entity, form))
        entries.sort(key=lambda pair: _RANK[pair[0].sort])
