"""Who speaks and who fights: names, roles and spellings, from the conflict's profile.

A war is data: ``seeds/conflicts/*.toml`` names its sides, actors, institutions, persons, media and
units, each with the spellings in use and, where it matters, the dates between which the link held.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal

from events.errors import ConflictError
from geo.names import fold
from geo.types import Focus, Geoparse

Form = Literal["name", "adjective", "people", "metonym", "spelling"]
Sort = Literal["actor", "institution", "person", "medium", "unit"]

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A belligerent in the large: what control is counted by.

    ``foe`` is the side that it calls "the enemy", None where the profile names none.
    """

    id: str
    name: str
    foe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A named actor, institution, person, medium or unit of a conflict.

    ``sort`` says which; ``kind`` is a ``ClaimantKind`` for those who speak. ``since`` and ``until``
    bound the days on which the entry held, both inclusive and None when open. Who changed sides
    has one entity for each link.
    """

    name: str
    sort: Sort
    actor: str | None = None
    side: str | None = None
    kind: str | None = None
    role: str | None = None
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date | None) -> bool:
        """Tell whether the entry was valid on a day; True where the day is unknown."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An entity found in a text at ``[start, end)``, and in which form it was written."""

    start: int
    end: int
    entity: Entity
    form: Form


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """One war's profile. Build it with `load_conflict`.

    ``start`` bounds what may be an event of this war; ``focus_start`` is the phase that reports
    without a year most likely speak of. ``labels`` are the actors' names as people write them,
    ``plain_keys`` the names that need no capital. ``given_names`` are folded words that are no
    surname by themselves. ``as_of`` is the day whose links count, see `on`.
    """

    id: str
    name: str
    start: date
    focus_start: date
    end: date | None
    countries: tuple[str, ...]
    neighbours: tuple[str, ...]
    sides: tuple[Side, ...]
    local_side: str | None
    installed_side: str | None
    installed_words: tuple[str, ...]
    flags: Mapping[str, str]
    foe_words: Mapping[str, tuple[str, ...]]
    places: tuple[str, ...]
    labels: Mapping[str, str]
    plain_keys: frozenset[tuple[str, ...]]
    spellings: Mapping[tuple[str, ...], tuple[tuple[Entity, Form], ...]] = field(repr=False)
    given_names: frozenset[str] = frozenset()
    as_of: date | None = None

    @property
    def area(self) -> frozenset[str]:
        """The countries (ISO 3166-1 alpha-2) in which an event may be one of this war."""
        return frozenset(self.countries + self.neighbours)

    @property
    def side_ids(self) -> tuple[str, ...]:
        """The ids of the sides, in the order of the profile."""
        return tuple(side.id for side in self.sides)

    def on(self, day: date | None) -> Conflict:
        """Return the profile with the links to sides that held on a day, for a report of that day.

        Without a day, and for an actor with no link on it, the link counts that is listed first.
        """
        if day is None or not self._turns:
            return self
        turn = max((turn for turn in self._turns if turn <= day), default=date.min)
        return self._periods.setdefault(turn, replace(self, as_of=turn))

    @cached_property
    def side_of(self) -> dict[str, str]:
        """From an actor's id to the id of its side; sides map to themselves.

        An actor that was on no side on the day ``as_of`` is left out.
        """
        found = {side.id: side.id for side in self.sides}
        for actor, links in self._links.items():
            link = next((link for link in links if link.holds_on(self.as_of)), links[0])
            if link.side:
                found.setdefault(actor, link.side)
        return found

    @cached_property
    def _links(self) -> dict[str, list[Entity]]:
        """From an actor's id to its links, in the order of the profile."""
        found: dict[str, list[Entity]] = {}
        for entries in self.spellings.values():
            for entity, _ in entries:
                if entity.sort == "actor" and entity not in found.setdefault(entity.name, []):
                    found[entity.name].append(entity)
        return found

    @cached_property
    def _turns(self) -> frozenset[date]:
        """The days on which somebody who changed sides did so."""
        turncoats = [links for links in self._links.values() if len(links) > 1]
        return frozenset(link.since for links in turncoats for link in links if link.since)

    @cached_property
    def _periods(self) -> dict[date, Conflict]:
        """The profile from each turn on, as far as asked for: so that `on` is cheap."""
        return {}

    @cached_property
    def _longest(self) -> dict[str, int]:
        """From a folded word to how many words the longest name has that begins with it."""
        found: dict[str, int] = {}
        for first, *rest in self.spellings:
            found[first] = max(found.get(first, 0), 1 + len(rest))
        return found

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(self._longest) | frozenset(self._surnames)

    @cached_property
    def _surnames(self) -> dict[str, tuple[tuple[Entity, Form], ...]]:
        """From a folded surname to the entries of its one person; none where several share it."""
        found: dict[str, list[Entity]] = {}
        for key, entries in self.spellings.items():
            for entity, _ in entries:
                if entity.sort == "person" and len(key) > 1 and key[-1] not in self.given_names:
                    found.setdefault(key[-1], []).append(entity)
        return {
            surname: tuple((person, "spelling") for person in dict.fromkeys(people))
            for surname, people in found.items()
            if len({person.name for person in people}) == 1
        }

    def opponents(self, side: str | None) -> tuple[str, ...]:
        """Return the other sides, empty where the side is unknown."""
        return tuple(s for s in self.side_ids if s != side) if side in self.side_ids else ()

    def opponent(self, side: str | None) -> str | None:
        """Return the one other side of a war of two, else None."""
        others = self.opponents(side)
        return others[0] if len(others) == 1 else None

    def foe(self, side: str | None) -> str | None:
        """Return whom a side calls "the enemy": whom the profile says, else its one opponent."""
        told = next((s.foe for s in self.sides if s.id == side), None)
        return told or self.opponent(side)

    def focus(self, on: date | None = None) -> Focus:
        """Return where this war's reports are likely to speak of, as a prior for resolution."""
        return Focus(countries=self.countries, place_ids=self.places, on=on)

    def mentions(self, text: str, on: date | None = None) -> list[Mention]:
        """Find the entities named in a text, longest name first, in order of the text.

        A surname alone counts where one person bears it. Entries not valid on the day ``on`` are
        passed over. Offsets are half-open code points of ``text``.
        """
        words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
        keys = [_key(word) for _, _, word in words]
        found: list[Mention] = []
        here = 0
        while here < len(words):
            if keys[here] not in self._first_words:
                here += 1
                continue
            mention, used = self._longest_at(words, keys, here, on)
            if mention:
                found.append(mention)
            here += used
        return found

    def _longest_at(
        self, words: list[tuple[int, int, str]], keys: list[str], here: int, on: date | None
    ) -> tuple[Mention | None, int]:
        for size in range(min(self._longest.get(keys[here], 0), len(words) - here), 0, -1):
            entries = self.spellings.get(tuple(keys[here : here + size]), ())
            key = tuple(keys[here : here + size])
            if entries and key not in self.plain_keys and not _cased(words[here : here + size]):
                continue
            for entity, form in _then(entries, on):
                return self._mention(words, here, size, entity, form), size
        if words[here][2][:1].isupper():
            for entity, form in _then(self._surnames.get(keys[here], ()), on):
                return self._mention(words, here, 1, entity, form), 1
        return None, 1

    @staticmethod
    def _mention(
        words: list[tuple[int, int, str]], here: int, size: int, entity: Entity, form: Form
    ) -> Mention:
        last = words[here + size - 1]
        cut = _POSSESSIVE.search(last[2])
        end = last[1] - (len(cut.group()) if cut else 0)
        return Mention(start=words[here][0], end=end, entity=entity, form=form)


def _then(entries: Sequence[tuple[Entity, Form]], on: date | None) -> Sequence[tuple[Entity, Form]]:
    """Return the entries that held on a day; else the persons among them, out of office."""
    valid = [pair for pair in entries if pair[0].holds_on(on)]
    return valid or [
        (replace(entity, role=None, kind=None), form)
        for entity, form in entries
        if entity.sort == "person"
    ]


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    return fold(_POSSESSIVE.sub("", word).rstrip("."))


def _cased(words: Sequence[tuple[int, int, str]]) -> bool:
    """Demand a capital somewhere in a name, so that common words are not taken for it."""
    return any(word[2][:1].isupper() or word[2][:1].isdigit() for word in words)


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
        if not _POSSESSIVE.search(a)
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
        plain_keys=frozenset(_key_of(name) for name in _plain_names(table)),
        spellings={key: tuple(entries) for key, entries in spellings.items()},
        given_names=frozenset(fold(name) for name in table.get("given_names", ())),
    )


def _plain_names(table: Mapping[str, Any]) -> list[str]:
    """Return the spellings that the profile gives without a capital: reports need none either."""
    entries = [e for plural in _PLURALS.values() for e in table.get(plural, ())]
    written = [s for e in entries for s in e.get("spellings", ())]
    written += [s for actor in table["actors"] for s in actor.get("names", ())]
    return [s for s in written if s == s.lower() and " " in s]


def _key_of(spelling: str) -> tuple[str, ...]:
    return tuple(_key(word) for word in _WORD.findall(spelling))


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
            if form != "adjective" or not _POSSESSIVE.search(spelling):
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
    key = _key_of(spelling)
    if not key:
        return
    entries = spellings.setdefault(key, [])
    if not any(e == entity for e, _ in entries):
        entries.append((entity, form))
        entries.sort(key=lambda pair: _RANK[pair[0].sort])


def choose_conflict(
    text: str, geoparse: Geoparse | None, conflicts: Sequence[Conflict]
) -> Conflict | None:
    """Return the conflict that a report speaks of, by its actors and places, or None.

    A conflict is chosen when its actors are named and it is named more than any other; places in
    one of its countries count as well. None when nothing points to any, or two tie.
    """
    near = [c for c in conflicts if geoparse is None or _is_there(geoparse, c)]
    scores = sorted(
        ((_score(text, geoparse, conflict), -n, conflict) for n, conflict in enumerate(near)),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    if not scores or scores[0][0] < 2:
        return None
    if len(scores) > 1 and scores[0][0] == scores[1][0]:
        return None
    return scores[0][2]


def _is_there(geoparse: Geoparse, conflict: Conflict) -> bool:
    """Tell whether a report names a place, a country or a people of the conflict's countries."""
    return any(r.place and r.place.country in conflict.countries for r in geoparse.resolutions)


def _score(text: str, geoparse: Geoparse | None, conflict: Conflict) -> int:
    actors = sum(1 for m in conflict.mentions(text) if _tells(conflict, text, m))
    if geoparse is None:
        return actors
    places = sum(
        1 for r in geoparse.resolutions if r.place and r.place.country in conflict.countries
    )
    return actors + places


def _tells(conflict: Conflict, text: str, mention: Mention) -> bool:
    """Tell whether a mention speaks for this war: a side's, and not by a name like "the army"."""
    generic = _key_of(text[mention.start : mention.end]) in conflict.plain_keys
    return mention.entity.side in conflict.side_ids and not generic
