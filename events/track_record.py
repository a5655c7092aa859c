"""What became of what institutions claimed: whom the other side later bore out (pure).

An institution is a body that a war's profile knows, or the publisher that speaks for itself; never
a person, whatever the office. Its territorial claims are those that count for control, each run of
the same words about a place once. Of each one the other side's word on that place is followed:

*confirmed* – it later says the same: that holder, that withdrawal, or that its own men left;
*contradicted* – it later says something else of that time, or denies it, and never the same;
*echoed* – it had said so first, which confirms nobody;
*pending* – it said nothing of it, or something new happened first. Silence is not falsity.

The other side is, for a belligerent's institution, any other belligerent; for third parties, who
does not gain by the claim. Days are counted from publication to publication. Words are of one time
where they are evidence for a day not more than ``CURRENT_DAYS`` before that of the claim; what is
said to have changed later, or to the same end more than ``CURRENT_DAYS`` later, is something new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from statistics import median
from typing import Final, Literal

from events.actors import Conflict
from events.actors.entities import Entity
from events.actors.keys import key_of
from events.control import CURRENT_DAYS, THIRD, Sides
from events.control.columns import SCHEMA
from events.control.statements import Statement, known_from, statement_of
from events.types import CONTESTED, Claim, is_own_voice

Fate = Literal["confirmed", "contradicted", "echoed", "pending"]

_BODIES: Final = frozenset({"institution", "medium", "unit", "actor"})
_KINDS: Final = frozenset({"official", "military", "local", "media", "agency"})
_SLACK: Final = timedelta(days=CURRENT_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """What became of an institution's territorial claims. ``side`` is None for third parties.

    ``median_days`` is from its claims to their confirmation; None where nothing was confirmed.
    """

    institution: str
    side: str | None
    claims: int
    confirmed: int
    median_days: float | None
    contradicted: int
    echoed: int
    pending: int


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said of a place, since when it was known, and whether it only denies."""

    known: date
    what: Statement
    denies: bool = False


@dataclass(slots=True)
class _Speaker:
    """An institution's claims by place, while they are gathered."""

    side: str | None
    by_place: dict[str, list[_Said]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class _Tally:
    """What became of an institution's claims so far, and after how many days."""

    fates: Counter[Fate] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)

    def add(self, speaker: _Speaker, by_place: Mapping[str, list[_Said]]) -> None:
        for place, said in speaker.by_place.items():
            for one in _once(said):
                fate, after = _fate(one, _others(one, speaker.side, by_place[place]))
                self.fates[fate] += 1
                self.days += [after] if after is not None else []


TRACKED: Final = (*SCHEMA.names, "projected_controller")
"""The fields that a track record rests on."""


def track_records(claims: Iterable[Claim], wars: Sequence[Conflict]) -> list[TrackRecord]:
    """Return the record of each institution, those with most claims first.

    Order of the claims does not matter, nor do repetitions. Claims of which nobody can tell when
    they became known are left out. Give the claims known by a day for the record as of then.
    """
    return track_records_in([claims], wars)


def track_records_in(
    parts: Iterable[Iterable[Claim]], wars: Sequence[Conflict]
) -> list[TrackRecord]:
    """Return what `track_records` does of claims in parts: all about one place are in one part."""
    sides = Sides(wars)
    found: dict[tuple[str, str | None], _Tally] = defaultdict(_Tally)
    for claims in parts:
        _follow(claims, wars, sides, found)
    records = (_record(*who, tally) for who, tally in found.items())
    return sorted(records, key=lambda one: (-one.claims, one.institution, one.side or ""))


def _follow(
    claims: Iterable[Claim],
    wars: Sequence[Conflict],
    sides: Sides,
    found: Mapping[tuple[str, str | None], _Tally],
) -> None:
    """Add to the tallies what became of the claims of a part."""
    by_place: dict[str, list[_Said]] = defaultdict(list)
    speakers: dict[tuple[str, str | None], _Speaker] = {}
    for claim in {claim.claim_id: claim for claim in claims}.values():
        said = _said(claim, sides)
        if said is None or claim.place_id is None:
            continue
        by_place[claim.place_id].append(said)
        name = institution_of(claim, wars)
        if name and not said.denies and said.what.controller != CONTESTED:
            side = _side(claim, sides)
            speaker = speakers.setdefault((name, side), _Speaker(side))
            speaker.by_place[claim.place_id].append(said)
    for who, speaker in speakers.items():
        found[who].add(speaker, by_place)


def institution_of(claim: Claim, wars: Sequence[Conflict]) -> str | None:
    """Return the institution that makes a claim, None where it is a person or nobody we know."""
    if is_own_voice(claim):
        voice = claim.origin_agency or claim.source
        known = _entities(voice, wars) if voice else []
        return None if any(one.sort == "person" for one in known) else voice
    if claim.claimant is None or claim.claimant_kind not in _KINDS:
        return None
    known = _entities(claim.claimant, wars)
    is_body = bool(known) and all(one.sort in _BODIES for one in known)
    return min(one.name for one in known) if is_body else None


def _entities(name: str, wars: Sequence[Conflict]) -> list[Entity]:
    """Return what the profiles know under a name."""
    key = key_of(name)
    return [entity for war in wars for entity, _ in war.spellings.get(key, ())]


def _side(claim: Claim, sides: Sides) -> str | None:
    side = claim.claimant_side
    return sides.on(claim.conflict, claim.published).get(side, side) if side else None


def _said(claim: Claim, sides: Sides) -> _Said | None:
    """Return what a claim says of who holds its place; of a denial, what it denies."""
    known = known_from(claim)
    if known is None:
        return None
    if claim.modality != "denied":
        what = statement_of(claim, sides)
        return _Said(known, what) if what else None
    denied = statement_of(_as_if_asserted(claim), sides)
    side = _side(claim, sides)
    return _Said(known, denied._replace(voice=side or THIRD), denies=True) if denied else None


def _as_if_asserted(claim: Claim) -> Claim:
    return replace(claim, modality="asserted", claimed_controller=claim.projected_controller)


def _record(name: str, side: str | None, tally: _Tally) -> TrackRecord:
    fates = tally.fates
    return TrackRecord(
        institution=name,
        side=side,
        claims=sum(fates.values()),
        confirmed=fates["confirmed"],
        median_days=median(tally.days) if tally.days else None,
        contradicted=fates["contradicted"],
        echoed=fates["echoed"],
        pending=fates["pending"],
    )


def _once(said: Iterable[_Said]) -> list[_Said]:
    """Return the first of each run of the same words, in order of the days spoken of."""
    found: list[_Said] = []
    for one in sorted(said, key=lambda s: (s.what.day, s.known, s.what.claim_id)):
        if not found or _word(found[-1]) != _word(one):
            found.append(one)
    return found


def _word(said: _Said) -> tuple[str | None, str | None]:
    what = said.what
    return what.controller, what.left if what.controller is None else None


def _others(one: _Said, side: str | None, said: Iterable[_Said]) -> list[_Said]:
    """Return what those who do not gain by a claim say of its time, in order of becoming known."""
    excluded = {THIRD, side if side else one.what.controller}
    found = (
        other
        for other in said
        if other.what.voice not in excluded and other.what.last >= one.what.day - _SLACK
    )
    return sorted(found, key=lambda s: (s.known, s.what.day, s.what.claim_id))


def _fate(one: _Said, others: Sequence[_Said]) -> tuple[Fate, int | None]:
    if any(other.known < one.known and _agrees(one, other) for other in others):
        return "echoed", None
    is_contradicted = False
    for other in others:
        if other.known < one.known:
            continue
        agrees = _agrees(one, other)
        if _is_new(one, other, _SLACK if agrees else timedelta(0)):
            break
        if agrees:
            return "confirmed", (other.known - one.known).days
        is_contradicted |= _differs(one, other)
    return ("contradicted" if is_contradicted else "pending"), None


def _is_new(one: _Said, other: _Said, slack: timedelta) -> bool:
    is_change = other.what.is_change and not other.denies
    return is_change and other.what.day > one.what.day + slack


def _agrees(one: _Said, other: _Said) -> bool:
    if other.denies:
        return False
    its_own_left = other.what.controller is None and other.what.left == other.what.voice
    is_lost = its_own_left and one.what.controller not in (None, other.what.voice)
    return is_lost or _word(one) == _word(other)


def _differs(one: _Said, other: _Said) -> bool:
    """Tell whether another word denies a claim, or cannot be true of the same time."""
    if other.denies:
        return _word(one) == _word(other)
    if one.what.controller is None or other.what.controller is None:
        return one.what.controller == other.what.left or other.what.controller == one.what.left
    return one.what.controller != other.what.controller
