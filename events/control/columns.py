"""Many claims at once: which count, when, and what they say, as columns (Arrow and NumPy).

The rules are those of `statements`: which claims count, and of which days they speak, are the same
conditions written for columns; what they say is asked of `saying_of` itself, once for each
combination of values that occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from events.control.sides import links
from events.control.statements import Saying, Spoken, saying_of
from events.types import TERRITORIAL, Claim

NEVER: Final = np.iinfo(np.int32).max
"""The day from which a claim is known of which nobody can tell when it was published."""

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

EPOCH: Final = date(1970, 1, 1).toordinal()
SCHEMA: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("claim_id", "place_id", "place_name", "conflict")),
        *((name, pa.string()) for name in ("event_type", "modality", "review_status")),
        *((name, pa.string()) for name in ("claimed_controller", "actor1", "verification")),
        *((name, pa.string()) for name in ("claimant", "claimant_side", "claimant_kind")),
        *((name, pa.string()) for name in ("source", "origin_agency")),
        *((name, pa.date32()) for name in ("event_date", "event_date_end")),
        *((name, pa.date32()) for name in ("published", "known_from")),
        *((name, pa.int32()) for name in ("date_prec", "where_prec")),
        ("share_percent", pa.float64()),
        *((name, pa.bool_()) for name in ("own_voice_lead", "against_interest")),
    ]
)
"""The columns that control reads: of the fields of the record, those that the rules ask for."""


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of words as numbers; ``words[number]`` is the word, None where it is null."""

    numbers: Numbers
    words: list[Any]


@dataclass(frozen=True, slots=True)
class Counted:
    """The claims that count, sorted by ``claim_id``, each with its place, days and saying.

    Days are ordinals. ``saying`` numbers ``sayings``.
    """

    ids: NDArray[np.object_]
    place: Codes
    name: Codes
    start: Numbers
    day: Numbers
    last: Numbers
    known: Numbers
    saying: Numbers
    sayings: list[Saying]


def table_of(claims: Iterable[Claim]) -> pa.Table:
    """Return the columns that control reads, a row a claim; repeated claims once."""
    given = list({claim.claim_id: claim for claim in claims}.values())
    return pa.table(
        {one.name: pa.array(map(attrgetter(one.name), given), one.type) for one in SCHEMA}
    )


def counted_of(table: pa.Table, side_of: Mapping[str, str]) -> Counted:
    """Return what counts of a table of claims, one row a ``claim_id``."""
    kept = table.select(SCHEMA.names).filter(_counts(table))
    kept = kept.take(pc.sort_indices(kept["claim_id"]))
    start, day, last = _spans(kept)
    saying, sayings = _sayings(kept, day, side_of)
    says = np.array([said is not None for said in sayings], dtype=bool)[saying]
    known = pc.coalesce(kept["known_from"], kept["published"])
    place, name = _codes(kept["place_id"]), _codes(kept["place_name"])
    return Counted(
        ids=kept["claim_id"].to_numpy()[says],
        place=Codes(place.numbers[says], place.words),
        name=Codes(name.numbers[says], name.words),
        start=start[says],
        day=day[says],
        last=last[says],
        known=_days(known)[says],
        saying=saying[says],
        sayings=[said or _NOTHING for said in sayings],
    )


_NOTHING = Saying("", None, None, is_concession=False, is_change=False)  # of no row that is kept


def _counts(table: pa.Table) -> pa.ChunkedArray:
    """Return which claims count, as `statements` says of one."""
    is_whole = pc.or_(
        pc.is_null(table["share_percent"]), _true(pc.greater_equal(table["share_percent"], 100))
    )
    unverified = pc.and_(pc.equal(table["verification"], "unverifiable"), _own_voice(table))
    conditions = (
        pc.equal(table["modality"], "asserted"),
        pc.is_in(table["event_type"], pa.array(sorted(TERRITORIAL))),
        _true(pc.equal(table["where_prec"], 1)),
        is_whole,
        pc.invert(table["own_voice_lead"]),
        pc.invert(unverified),
        pc.not_equal(table["review_status"], "rejected"),
        pc.is_valid(table["place_id"]),
        pc.is_valid(pc.coalesce(table["event_date"], table["published"])),
    )
    return _all(pc.and_, conditions)


def _own_voice(table: pa.Table) -> pa.ChunkedArray:
    """Return where a report speaks for itself, as `events.types.is_own_voice` says of one claim."""
    claimant, kind = table["claimant"], table["claimant_kind"]
    unnamed = pc.and_(pc.is_null(claimant), pc.is_null(kind))
    itself = (_true(pc.equal(claimant, table[name])) for name in ("source", "origin_agency"))
    return _all(pc.or_, (unnamed, _true(pc.equal(kind, "source")), *itself))


def _all(join: Callable[[Any, Any], Any], conditions: Iterable[Any]) -> Any:  # noqa: ANN401
    first, *others = conditions
    for condition in others:
        first = join(first, condition)
    return first


def _true(condition: Any) -> Any:  # noqa: ANN401  # Arrow publishes no types
    return pc.fill_null(condition, False)


def _spans(table: pa.Table) -> tuple[Numbers, Numbers, Numbers]:
    start = _days(pc.coalesce(table["event_date"], table["published"]))
    end = _days(table["event_date_end"], start)
    by_then = np.minimum(end, _days(table["published"], end))
    is_vague = pc.fill_null(table["date_prec"], 1).to_numpy() > 1
    day = np.where(is_vague, np.maximum(start, by_then), start)
    lasts = pc.equal(table["event_type"], "control").to_numpy() & ~is_vague
    return start, day, np.where(lasts, end, day)


def _days(column: pa.ChunkedArray, otherwise: Numbers | int = NEVER) -> Numbers:
    """Return days as ordinals, with others where there is none."""
    numbers = column.cast(pa.int32())
    found = pc.fill_null(numbers, 0).to_numpy().astype(np.int64) + EPOCH
    return np.where(pc.is_valid(numbers).to_numpy(), found, otherwise)


def _codes(column: pa.ChunkedArray) -> Codes:
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    return Codes(encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_pylist())


def _sayings(
    table: pa.Table, day: Numbers, side_of: Mapping[str, str]
) -> tuple[Numbers, list[Saying | None]]:
    """Return what each claim says, as a number in a list of what is said at all."""
    war = _codes(table["conflict"])
    spoken = [_codes(table[name]) for name in Spoken._fields]
    periods = _Periods(side_of, war)
    then, now = periods.numbers(day), periods.numbers(_days(table["published"], day))
    combined = np.zeros(len(day), dtype=np.int64)
    for numbers in (then, now, *(codes.numbers for codes in spoken)):
        combined = combined * (int(numbers.max(initial=0)) + 1) + numbers
    _, first, saying = np.unique(combined, return_index=True, return_inverse=True)
    said = [
        saying_of(
            Spoken(*(codes.words[codes.numbers[at]] for codes in spoken)),
            periods.links[then[at]],
            periods.links[now[at]],
        )
        for at in first
    ]
    return saying, said


class _Periods:
    """The links to sides that held in a war on a day, each set of them numbered once."""

    def __init__(self, side_of: Mapping[str, str], war: Codes) -> None:
        self._side_of = side_of
        self._war = war
        self.links: list[Mapping[str, str]] = []

    def numbers(self, day: Numbers) -> Numbers:
        """Return the number, in ``links``, of the links of each row's war on each row's day."""
        wars = len(self._war.words) or 1
        pairs, where = np.unique(day * wars + self._war.numbers, return_inverse=True)
        return np.array([self._number(*divmod(int(pair), wars)) for pair in pairs], dtype=np.int64)[
            where
        ]

    def _number(self, day: int, war: int) -> int:
        held = links(self._side_of, self._war.words[war], date.fromordinal(day))
        for number, known in enumerate(self.links):
            if known is held:
                return number
        self.links.append(held)
        return len(self.links) - 1
