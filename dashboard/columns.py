"""Claims as columns, so that filters, windows and pages of 100,000 cost milliseconds.

Rows are numbered as the claims are; a selection is an array of row numbers in ascending order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np

from events.control import EVERYONE, THIRD
from events.export.rows import computed_of
from events.types import TERRITORIAL, Claim

NOBODY: Final = "third parties"
"""How the page calls the side of those who speak for no side."""

FILTERS: Final[Mapping[str, tuple[str, str]]] = {
    "side": ("Side of the claimant", "claimant_side"),
    "claimant": ("Claimant", "claimant"),
    "source": ("Source", "source"),
    "type": ("Type of event", "event_type"),
    "modality": ("Modality", "modality"),
    "verification": ("Verification", "verification"),
}
"""From the map's name of a column to the label and the field of the record."""

_UNSAID: Final[Mapping[str, str]] = {"claimant_side": NOBODY}
_NEVER: Final = 2**31 - 1
_KEPT = (*(field for _, field in FILTERS.values()), "conflict", "review_status")
Rows = np.ndarray[Any, np.dtype[np.int64]]
Passes = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Window:
    """What the map shows now: days (None where all), according to whom, and the place chosen."""

    start: date | None = None
    end: date | None = None
    according: str = EVERYONE
    place: str | None = None

    @classmethod
    def told(cls, state: Mapping[str, Any] | None) -> Window:
        """Return the window that the map tells of; all of it where it has not told yet."""
        if not state:
            return cls()
        according = str(state.get("according", EVERYONE))
        place = state.get("place") or None
        if state.get("all", True):
            return cls(according=according, place=place)
        first, last = (date.fromisoformat(state[end]) for end in ("from", "to"))
        return cls(first, last, according, place)


class Columns:
    """The claims of a corpus, and of each what filters and windows ask for."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self._words = {name: _Words.of(_said(claim, name) for claim in claims) for name in _KEPT}
        self._start = _days(claim.event_date for claim in claims)
        self._end = _days((_last_day(claim) for claim in claims), missing=-1)

    def revised(self, claims: Sequence[Claim]) -> Columns:
        """Return the columns of claims of which few differ from these: reviewed ones."""
        if len(claims) != len(self.claims):
            return Columns(claims)
        pairs = enumerate(zip(self.claims, claims, strict=True))
        rows = [row for row, (before, now) in pairs if before is not now]
        if any(self.claims[row].claim_id != claims[row].claim_id for row in rows):
            return Columns(claims)
        found = copy(self)
        found.claims = claims
        found._words = {
            name: words.changed({row: _said(claims[row], name) for row in rows})
            for name, words in self._words.items()
        }
        found._start, found._end = self._start.copy(), self._end.copy()
        found._start[rows] = _days(claims[row].event_date for row in rows)
        found._end[rows] = _days((_last_day(claims[row]) for row in rows), missing=-1)
        for cached in ("by_id", "_by_place"):
            found.__dict__.pop(cached, None)
        return found

    def words(self, field: str) -> list[str]:
        """Return what a field holds, sorted; who speaks for no side last."""
        return sorted(filter(None, self._words[field].words), key=lambda one: (one == NOBODY, one))

    @cached_property
    def all(self) -> Rows:
        """Every row."""
        return np.arange(len(self.claims))

    def chosen(self, wanted: Mapping[str, Iterable[str]]) -> Rows:
        """Return the rows whose fields hold one of the words wanted of them; none wanted is all."""
        passes = np.ones(len(self.claims), dtype=bool)
        for field, words in wanted.items():
            if words := list(words):
                passes &= self._words[field].isin(words)
        return np.flatnonzero(passes)

    def inside(self, rows: Rows, window: Window) -> Rows:
        """Return of these rows those that touch the window, by whom it goes by.

        A claim without a day belongs to no window but the whole.
        """
        passes = np.ones(len(rows), dtype=bool)
        if window.according != EVERYONE:
            side = NOBODY if window.according == THIRD else window.according
            passes &= self._words["claimant_side"].isin([side])[rows]
        if window.start is not None and window.end is not None:
            passes &= self._start[rows] <= window.end.toordinal()
            passes &= self._end[rows] >= window.start.toordinal()
        return rows[passes]

    def about(self, rows: Rows, place_id: str) -> Rows:
        """Return of these rows those about a place."""
        return np.intersect1d(rows, self._by_place.get(place_id, []))

    def of_control(self, rows: Rows) -> list[Claim]:
        """Return the claims of these rows that can have a say in who holds a place."""
        may = self._words["event_type"].isin(TERRITORIAL)
        may &= self._words["modality"].isin(["asserted"])
        return [self.claims[row] for row in rows[may[rows]]]

    def reviewed(self, rows: Rows) -> int:
        """Return how many of these claims a person has looked at."""
        return int(np.count_nonzero(~self._words["review_status"].isin(["machine"])[rows]))

    def latest_first(self, rows: Rows) -> Rows:
        """Return the rows, the latest day first, what has no day last."""
        keys = np.where(self._start[rows] == _NEVER, -1, self._start[rows])
        return rows[np.argsort(-keys, kind="stable")]

    @cached_property
    def by_id(self) -> Mapping[str, Claim]:
        """The claims by their id."""
        return {claim.claim_id: claim for claim in self.claims}

    @cached_property
    def _by_place(self) -> dict[str | None, list[int]]:
        found: dict[str | None, list[int]] = {}
        for row, claim in enumerate(self.claims):
            found.setdefault(claim.place_id, []).append(row)
        return found

    def origins(self, rows: Iterable[int]) -> dict[str, int]:
        """Return, by claim id, how many independent origins tell of what these claims tell of.

        Claims about one happening share their place, so their neighbours are enough to count.
        """
        places = {self.claims[row].place_id for row in rows}
        near = [self.claims[row] for place in places for row in self._by_place[place]]
        return {key: one["n_independent"] for key, one in computed_of(near).items()}


@dataclass(frozen=True)
class _Words:
    """A column of words: each word once, and for each row the number of its word."""

    words: tuple[str, ...]
    codes: np.ndarray[Any, np.dtype[np.int32]]

    @classmethod
    def of(cls, values: Iterable[str]) -> _Words:
        known: dict[str, int] = {}
        codes = np.fromiter((known.setdefault(one, len(known)) for one in values), np.int32)
        return cls(tuple(known), codes)

    def changed(self, values: Mapping[int, str]) -> _Words:
        """Return the column with other words in some rows."""
        known = {word: code for code, word in enumerate(self.words)}
        codes = self.codes.copy()
        for row, word in values.items():
            codes[row] = known.setdefault(word, len(known))
        return _Words(tuple(known), codes)

    def isin(self, wanted: Iterable[str]) -> Passes:
        """Tell for each row whether its word is among those wanted."""
        chosen = set(wanted)
        found: Passes = np.array([word in chosen for word in self.words], dtype=bool)[self.codes]
        return found


def _said(claim: Claim, field: str) -> str:
    return getattr(claim, field) or _UNSAID.get(field, "")


def _last_day(claim: Claim) -> date | None:
    return claim.event_date and (claim.event_date_end or claim.event_date)


def _days(
    days: Iterable[date | None], missing: int = _NEVER
) -> np.ndarray[Any, np.dtype[np.int32]]:
    return np.fromiter((missing if day is None else day.toordinal() for day in days), np.int32)
