"""Claims as columns, so that filters, windows and pages of 100,000 cost milliseconds.

Rows are numbered as the claims are; a selection is an array of row numbers in ascending order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.tabled import Tabled, column
from events.control import EVERYONE, THIRD
from events.control.columns import EPOCH, SCHEMA
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
        self._words = {
            name: _Words.of(column(claims, name), _UNSAID.get(name, "")) for name in _KEPT
        }
        first = column(claims, "event_date")
        last = pc.if_else(pc.is_valid(first), column(claims, "event_date_end"), None)
        self._start = _days(first, missing=_NEVER)
        self._end = _days(pc.coalesce(last, first), missing=-1)

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

    def of_control(self, rows: Rows) -> pa.Table:
        """Return of these rows the columns that control reads, of claims that can have a say."""
        may = self._words["event_type"].isin(TERRITORIAL)
        may &= self._words["modality"].isin(["asserted"])
        ids = column(self.claims, "claim_id").take(rows[may[rows]]).to_pylist()
        once = sorted({self.row_of[claim_id] for claim_id in ids})
        return pa.table(
            {one.name: column(self.claims, one.name).take(once) for one in SCHEMA}, schema=SCHEMA
        )

    def reviewed(self, rows: Rows) -> int:
        """Return how many of these claims a person has looked at."""
        return int(np.count_nonzero(~self._words["review_status"].isin(["machine"])[rows]))

    def latest_first(self, rows: Rows) -> Rows:
        """Return the rows, the latest day first, what has no day last."""
        keys = np.where(self._start[rows] == _NEVER, -1, self._start[rows])
        return rows[np.argsort(-keys, kind="stable")]

    def find(self, claim_id: str | None) -> Claim | None:
        """Return the claim with an id, None if there is none."""
        row = self.row_of.get(claim_id)
        return None if row is None else self.claims[row]

    def some(self, rows: Iterable[int]) -> list[Claim]:
        """Return the claims of these rows."""
        if isinstance(self.claims, Tabled):
            return self.claims.some(rows)
        return [self.claims[row] for row in rows]

    @cached_property
    def row_of(self) -> Mapping[str | None, int]:
        """The rows by the ids of their claims."""
        ids = column(self.claims, "claim_id").to_pylist()
        return {claim_id: row for row, claim_id in enumerate(ids)}

    @cached_property
    def _by_place(self) -> dict[str | None, list[int]]:
        found: dict[str | None, list[int]] = {}
        for row, place_id in enumerate(column(self.claims, "place_id").to_pylist()):
            found.setdefault(place_id, []).append(row)
        return found

    def origins(self, rows: Iterable[int]) -> dict[str, int]:
        """Return, by claim id, how many independent origins tell of what these claims tell of.

        Claims about one happening share their place, so their neighbours are enough to count.
        """
        places = {claim.place_id for claim in self.some(rows)}
        near = self.some(row for place in places for row in self._by_place[place])
        return {key: one["n_independent"] for key, one in computed_of(near).items()}


@dataclass(frozen=True)
class _Words:
    """A column of words: each word once, and for each row the number of its word."""

    words: tuple[str, ...]
    codes: np.ndarray[Any, np.dtype[np.int32]]

    @classmethod
    def of(cls, values: pa.Array, unsaid: str) -> _Words:
        """Return a column of text; where it says nothing it has the word ``unsaid``."""
        coded = values.fill_null("").dictionary_encode()
        words = tuple(word or unsaid for word in coded.dictionary.to_pylist())
        return cls(words, coded.indices.to_numpy())

    def isin(self, wanted: Iterable[str]) -> Passes:
        """Tell for each row whether its word is among those wanted."""
        chosen = set(wanted)
        found: Passes = np.array([word in chosen for word in self.words], dtype=bool)[self.codes]
        return found


def _days(days: pa.Array, missing: int) -> np.ndarray[Any, np.dtype[np.int32]]:
    """Return days as ordinals."""
    since = pc.add(days.cast(pa.int32()), EPOCH)
    found: np.ndarray[Any, np.dtype[np.int32]] = since.fill_null(missing).to_numpy()
    return found
