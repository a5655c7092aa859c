"""One war's profile, and the look-up of its names in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from events.actors.entities import Entity, Form, Mention, Side
from events.actors.keys import POSSESSIVE, Word, parts_of, words_of
from geo.types import Focus


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """One war's profile. Build it with `load_conflict`.

    ``start`` bounds what may be an event of this war; ``focus_start`` is the phase that reports
    without a year most likely speak of. ``labels`` are the actors' names as people write them,
    ``plain_keys`` the names that need no capital. ``given_names`` are folded words that are no
    surname by themselves. ``patterns`` tell whose a formation is that no name lists. ``as_of`` is
    the day whose links count, see `on`.
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
    patterns: tuple[tuple[re.Pattern[str], Entity], ...] = field(default=(), repr=False)
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
    def by_role(self) -> dict[str, list[Entity]]:
        """From a role in lower case ("president of Ukraine") to its holders, as listed."""
        found: dict[str, list[Entity]] = {}
        for entries in self.spellings.values():
            for entity, _ in entries:
                if entity.role:
                    found.setdefault(entity.role.lower(), []).append(entity)
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
    def _latest(self) -> dict[tuple[str, date | None], list[Mention]]:
        """What the last text mentions: a report is asked about before and after it is placed."""
        return {}

    @cached_property
    def _installed(self) -> re.Pattern[str] | None:
        words = "|".join(map(re.escape, self.installed_words))
        return re.compile(rf"\b(?:{words})\b") if words else None

    @cached_property
    def _longest(self) -> dict[str, int]:
        """From a folded word to how many words the longest name has that begins with it."""
        found: dict[str, int] = {}
        for first, *rest in self.spellings:
            found[first] = max(found.get(first, 0), 1 + len(rest))
        return found

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(self._longest) | frozenset(self._bearers)

    @cached_property
    def _surnames(self) -> dict[str, tuple[tuple[Entity, Form], ...]]:
        """From a folded surname to the entries of its one person; none where several share it."""
        return {
            surname: tuple((person, "spelling") for person in people)
            for surname, people in self._bearers.items()
            if len({person.name for person in people}) == 1
        }

    @cached_property
    def _bearers(self) -> dict[str, list[Entity]]:
        """From a folded surname to all entries of those who bear it."""
        found: dict[str, list[Entity]] = {}
        for key, entries in self.spellings.items():
            for entity, _ in entries:
                if entity.sort == "person" and len(key) > 1 and key[-1] not in self.given_names:
                    found.setdefault(key[-1], []).append(entity)
        return {surname: list(dict.fromkeys(people)) for surname, people in found.items()}

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

    def is_installed(self, text: str) -> bool:
        """Tell whether a text has one of ``installed_words``, however it is cased."""
        return self._installed is not None and self._installed.search(text.lower()) is not None

    def focus(self, on: date | None = None) -> Focus:
        """Return where this war's reports are likely to speak of, as a prior for resolution."""
        return Focus(countries=self.countries, place_ids=self.places, on=on)

    def mentions(self, text: str, on: date | None = None) -> list[Mention]:
        """Find the entities named in a text, longest name first, in order of the text.

        A surname alone counts where one person bears it, or that one of its bearers whom the text
        has named in full. Entries not valid on the day ``on`` are
        passed over. Offsets are half-open code points of ``text``.
        """
        known = self._latest.get((text, on))
        if known is None:
            known = []
            for start, part in parts_of(text):
                inside = self._mentions(part, on)
                known += [_moved(mention, start) for mention in inside] if start else inside
            self._latest.clear()
            self._latest[text, on] = known
        return known[:]

    def _mentions(self, text: str, on: date | None) -> list[Mention]:
        words, keys = words_of(text)
        found: list[Mention] = []
        in_full: dict[str, Entity] = {}  # by surname, the last of its bearers named in full
        free = 0
        for here in [i for i, key in enumerate(keys) if key in self._first_words]:
            if here < free:
                continue
            mention, used = self._longest_at(words, keys, here, on)
            if mention is None and keys[here] in in_full and words[here][2][:1].isupper():
                mention = self._mention(words, here, 1, in_full[keys[here]], "spelling")
            free = here + used
            if mention:
                found.append(mention)
            if mention and mention.entity.sort == "person" and used > 1:
                in_full[keys[free - 1]] = mention.entity
        return self._with_patterns(text, found)

    def _with_patterns(self, text: str, found: list[Mention]) -> list[Mention]:
        """Add the formations that only a pattern knows ("the 93rd brigade"), in order."""
        more = [
            Mention(
                start=match.start(),
                end=match.end(),
                entity=replace(entity, name=match.group()),
                form="spelling",
            )
            for pattern, entity in self.patterns
            for match in pattern.finditer(text)
        ]
        new = [m for m in more if not any(m.start < f.end and f.start < m.end for f in found)]
        return sorted([*found, *new], key=lambda m: m.start) if new else found

    def _longest_at(
        self, words: Sequence[Word], keys: Sequence[str], here: int, on: date | None
    ) -> tuple[Mention | None, int]:
        for size in range(min(self._longest.get(keys[here], 0), len(words) - here), 0, -1):
            key = tuple(keys[here : here + size])
            entries = self.spellings.get(key)
            if not entries or (
                key not in self.plain_keys and not _cased(words[here : here + size])
            ):
                continue
            for entity, form in _then(entries, on):
                return self._mention(words, here, size, entity, form), size
        if words[here][2][:1].isupper():
            for entity, form in _then(self._surnames.get(keys[here], ()), on):
                return self._mention(words, here, 1, entity, form), 1
        return None, 1

    @staticmethod
    def _mention(
        words: Sequence[Word], here: int, size: int, entity: Entity, form: Form
    ) -> Mention:
        last = words[here + size - 1]
        cut = POSSESSIVE.search(last[2])
        end = last[1] - (len(cut.group()) if cut else 0)
        return Mention(start=words[here][0], end=end, entity=entity, form=form)


def _moved(mention: Mention, by: int) -> Mention:
    return replace(mention, start=mention.start + by, end=mention.end + by)


def _then(entries: Sequence[tuple[Entity, Form]], on: date | None) -> Sequence[tuple[Entity, Form]]:
    """Return the entries that held on a day; else the persons among them, out of office."""
    valid = [pair for pair in entries if pair[0].holds_on(on)]
    return valid or [
        (replace(entity, role=None, kind=None), form)
        for entity, form in entries
        if entity.sort == "person"
    ]


def _cased(words: Sequence[Word]) -> bool:
    """Demand a capital somewhere in a name, so that common words are not taken for it."""
    return any(word[2][:1].isupper() or word[2][:1].isdigit() for word in words)
