"""Who held a place when, day by day, and what changed between two days (pure).

Both are `events.control` asked again: a history says for each day what control as of that day says,
but folds each claim once, so that a thousand days of many places cost little more than one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Final, Literal

from events.control import CURRENT_DAYS, EVERYONE, STALE_DAYS
from events.control.statements import Statement, known_from
from events.control.status import check_voice, spoken_of, voices_of
from events.control.turns import turns_of
from events.control.words import Verdict
from events.errors import QueryError
from events.types import Basis, Claim, ControlStatus, Currency
from geo.names import fold

What = Literal["holder", "basis", "currency"]
ASPECTS: Final[tuple[What, ...]] = ("holder", "basis", "currency")
"""What of a status can change, the weightiest first."""

_NO_SIDES: Mapping[str, str] = MappingProxyType({})
_Part = tuple[date, date, Currency, Verdict]
_DAY = timedelta(days=1)
_FADING: Final[tuple[tuple[Currency, timedelta | None], ...]] = (
    ("current", timedelta(days=CURRENT_DAYS)),
    ("stale", timedelta(days=STALE_DAYS)),
    ("no coverage", None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days ``first`` to ``last``, both inclusive, on which the status of a place stays.

    ``deciding`` has the claims that decide it on any of these days.
    """

    first: date
    last: date
    holder: str  # an actor id, "contested" or "unknown"
    basis: Basis
    currency: Currency
    deciding: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a place's status differs between two questions, and on whose word.

    ``before`` or ``after`` is None where nobody had said who holds it. ``what`` differs, ``new``
    are the claims that decide it only now, ``gone`` those that no longer do. A currency that fades
    has neither: nobody said anything.
    """

    place_id: str
    place_name: str
    before: ControlStatus | None
    after: ControlStatus | None
    what: tuple[What, ...]
    new: tuple[Claim, ...]
    gone: tuple[Claim, ...]


def history_of(
    claims: Iterable[Claim],
    place_id: str,
    until: date,
    *,
    according_to: str = EVERYONE,
    side_of: Mapping[str, str] = _NO_SIDES,
) -> list[Period]:
    """Return the periods of one place up to a day, the earliest first; [] if nobody spoke of it.

    Parameters and errors are those of `control_as_of`.
    """
    given = list({claim.claim_id: claim for claim in claims}.values())
    check_voice(according_to, voices_of(given, side_of))
    here = (claim for claim in given if claim.place_id == place_id)
    said = spoken_of(here, side_of, according_to).get(place_id, [])
    return list(_periods(said, until))


def histories(
    claims: Iterable[Claim],
    until: date,
    *,
    according_to: str = EVERYONE,
    side_of: Mapping[str, str] = _NO_SIDES,
) -> dict[str, list[Period]]:
    """Return what `history_of` returns for every place of which somebody spoke, by place."""
    given = list({claim.claim_id: claim for claim in claims}.values())
    check_voice(according_to, voices_of(given, side_of))
    return histories_of(spoken_of(given, side_of, according_to), until)


def histories_of(spoken: Mapping[str, Sequence[Statement]], until: date) -> dict[str, list[Period]]:
    """Return the periods of each place from what is said of it."""
    told = {place: list(_periods(spoken[place], until)) for place in sorted(spoken)}
    return {place: periods for place, periods in told.items() if periods}


def known_by(claims: Iterable[Claim], day: date | None) -> list[Claim]:
    """Return the claims that were known on a day: of those without one, nobody can tell."""
    if day is None:
        return list(claims)
    return [claim for claim in claims if (known := known_from(claim)) and known <= day]


def changes(
    before: Iterable[ControlStatus],
    after: Iterable[ControlStatus],
    claims: Iterable[Claim],
) -> list[Change]:
    """Return the places whose status differs, sorted by what changed, then by name.

    ``claims`` are those that either answer may rest on. Two days give what happened between them;
    one day as known on two gives what was learned.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    then, now = ({s.place_id: s for s in some} for some in (before, after))
    found = (_change(then.get(place), now.get(place), by_id) for place in {*then, *now})
    return sorted(
        (change for change in found if change.what),
        key=lambda c: (ASPECTS.index(c.what[0]), c.place_name, c.place_id),
    )


def find_place(claims: Iterable[Claim], asked: str) -> str:
    """Return the id of the place that is asked for by id, or by a name that claims give it.

    Names are compared folded. Where no place has the name, what reports wrote for it counts.

    Raises
    ------
    QueryError
        No claim names the place; or several places bear the name, which the message lists.
    """
    given = [claim for claim in claims if claim.place_id]
    if any(claim.place_id == asked for claim in given):
        return asked
    found = _called(asked, given, "place_name") or _called(asked, given, "mention")
    if not found:
        raise QueryError(f"no claim is about a place called {asked!r}")
    if len(found) > 1:
        choices = "; ".join(f"{place} ({_described(found[place])})" for place in sorted(found))
        raise QueryError(f"{asked!r} may be several places; name one by its id: {choices}")
    return next(iter(found))


def _called(
    asked: str, claims: Iterable[Claim], field: Literal["place_name", "mention"]
) -> dict[str, Claim]:
    """Return the places that claims give a name, each with one of the claims."""
    name = fold(asked)
    given = ((claim, getattr(claim, field) or "") for claim in claims)
    return {claim.place_id or "": claim for claim, said in given if fold(said) == name}


def _described(claim: Claim) -> str:
    return ", ".join(filter(None, (claim.place_name, claim.admin2, claim.admin1, claim.country)))


def _change(
    before: ControlStatus | None, after: ControlStatus | None, by_id: Mapping[str, Claim]
) -> Change:
    one = after or before
    assert one is not None  # the place is in either answer
    what = tuple(
        name for name in ASPECTS if getattr(before, name, None) != getattr(after, name, None)
    )
    ids = [set(status.deciding) if status else set() for status in (before, after)]
    return Change(
        place_id=one.place_id,
        place_name=one.place_name,
        before=before,
        after=after,
        what=what,
        new=tuple(by_id[i] for i in sorted(ids[1] - ids[0]) if i in by_id),
        gone=tuple(by_id[i] for i in sorted(ids[0] - ids[1]) if i in by_id),
    )


def _periods(said: Iterable[Statement], until: date) -> Iterator[Period]:
    """Yield the periods of a place, neighbours with one holder, basis and currency as one."""
    for (holder, basis, currency), parts in groupby(_parts(said, until), key=_status_in):
        (first, last, _, verdict), *others = parts
        ids = verdict.ids
        if others:
            last = others[-1][1]
            ids = tuple(sorted({*ids, *(i for part in others for i in part[3].ids)}))
        yield Period(
            first=first, last=last, holder=holder, basis=basis, currency=currency, deciding=ids
        )


def _status_in(part: _Part) -> tuple[str, Basis, Currency]:
    return part[3].holder, part[3].basis, part[2]


def _parts(said: Iterable[Statement], until: date) -> Iterator[_Part]:
    """Yield what holds from which day to which, as it fades; silence does nothing else."""
    turns = list(turns_of(s for s in said if s.day <= until))
    ends = [*(day - _DAY for day, _ in turns), until][1:]
    for (first, verdict), last in zip(turns, ends, strict=True):
        evidence = verdict.last
        for currency, days in _FADING:
            end = min(last, evidence + days) if days else last
            if first <= end:
                yield first, end, currency, verdict
            if end == last:
                break
            first = max(first, end + _DAY)
