"""The latest word of each side, and the verdict on the words of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import combinations, groupby
from typing import Final, NamedTuple

from events.control.statements import THIRD, Statement
from events.types import CONTESTED, Basis

CURRENT_DAYS: Final = 30
"""Up to so many days after the last evidence a status is current."""
UNKNOWN: Final = "unknown"
"""The holder of a place that was left and is claimed by nobody."""

_NOBODY: Final[frozenset[str]] = frozenset()


class Voice(NamedTuple):
    """The latest word of one side, and what it rests on."""

    side: str
    controller: str | None
    left: frozenset[str]  # who is said to have gone, where nobody is said to hold it
    since: date
    last: date
    ids: tuple[str, ...]
    is_change: bool  # whether the run began with a capture or a withdrawal
    conceded_on: date | None  # the last day on which it was said against the side's interest


class Verdict(NamedTuple):
    """Who holds a place, on what basis, and whose words decide it."""

    holder: str
    basis: Basis
    voices: tuple[Voice, ...]

    @property
    def since(self) -> date:
        """The first day on which all words that decide were said."""
        if len(self.voices) == 1:
            return self.voices[0].since
        return max([voice.since for voice in self.voices])

    @property
    def last(self) -> date:
        """The last day that there is evidence for."""
        if len(self.voices) == 1:
            return self.voices[0].last
        return max([voice.last for voice in self.voices])

    @property
    def ids(self) -> tuple[str, ...]:
        """The claims that decide, sorted."""
        first = self.voices[0].ids
        if len(self.voices) == 1:
            return first if len(first) == 1 else tuple(sorted(first))
        return tuple(sorted([i for voice in self.voices for i in voice.ids]))


def latest_word(side: str, statements: Iterable[Statement]) -> Voice:
    """Fold a side's statements, day by day, into its latest word."""
    voice: Voice | None = None
    ordered = sorted(statements, key=lambda s: (s.day, s.claim_id))
    for _, same_day in groupby(ordered, key=lambda s: s.day):
        voice = word_after(voice, list(same_day), side)
    assert voice is not None  # a place is listed because of a statement
    return voice


def word_after(voice: Voice | None, same_day: list[Statement], side: str) -> Voice | None:
    """Return a side's word after one more day's statements, which are sorted by claim."""
    if voice is not None and voice.conceded_on is not None:
        conceded = voice.conceded_on
        same_day = [s for s in same_day if s.is_concession or s.start > conceded]
    if not same_day:
        return voice
    new = _word_of_day(side, same_day)
    if voice is None:
        return new
    if new.controller is None and voice.controller not in (None, CONTESTED, *new.left):
        return voice  # somebody left who was not said to hold it
    if (new.controller, new.left) != (voice.controller, voice.left):
        return new
    return voice._replace(
        last=max(voice.last, new.last),
        ids=(*voice.ids, *new.ids),
        conceded_on=new.conceded_on or voice.conceded_on,
    )


def _word_of_day(side: str, same_day: list[Statement]) -> Voice:
    """Reconcile what one side says on one day."""
    if len(same_day) == 1:
        return _word_of(side, same_day[0])
    said = (
        [s for s in same_day if s.is_concession] or [s for s in same_day if s.is_change] or same_day
    )
    controllers = {s.controller for s in said if s.controller is not None}
    left = frozenset(s.left for s in said if s.controller is None and s.left is not None)
    controller = min(controllers) if controllers else None
    if len(controllers) > 1 or controller in left:
        controller = CONTESTED
    return Voice(
        side=side,
        controller=controller,
        left=left if controller is None else _NOBODY,
        since=said[0].day,
        last=max(s.last for s in said),
        ids=tuple(s.claim_id for s in said),
        is_change=any(s.is_change for s in said),
        conceded_on=said[0].day if said[0].is_concession else None,
    )


def _word_of(side: str, said: Statement) -> Voice:
    return Voice(
        side=side,
        controller=said.controller,
        left=frozenset([said.left]) if said.controller is None and said.left else _NOBODY,
        since=said.day,
        last=said.last,
        ids=(said.claim_id,),
        is_change=said.is_change,
        conceded_on=said.day if said.is_concession else None,
    )


def verdict_of(voices: Sequence[Voice]) -> Verdict:
    """Weigh the words of all who spoke of a place."""
    sides = [voice for voice in voices if voice.side != THIRD]
    if not sides:
        third = tuple(voices)
        return Verdict(third[0].controller or UNKNOWN, "third party", third)
    standing = tuple(sides)
    if len(sides) > 1 and _disagree(standing):
        standing = tuple(_unbeaten(_outweighs, _unbeaten(_supersedes, sides)))
        if _disagree(standing):
            return Verdict(CONTESTED, "disputed", standing)
    holders = [v.controller for v in standing if v.controller is not None]
    saying_so = len(holders) or len(standing)
    return Verdict(holders[0] if holders else UNKNOWN, _basis(standing, saying_so), standing)


def _basis(standing: tuple[Voice, ...], saying_so: int) -> Basis:
    if saying_so > 1:
        return "agreed"
    return "conceded" if any(v.conceded_on is not None for v in standing) else "one side"


def _unbeaten(beats: Callable[[Voice, Voice], bool], voices: list[Voice]) -> list[Voice]:
    """Return the voices that no other one beats."""
    if len(voices) == 2:  # most often; twice as fast as the rule for any number
        one, other = voices
        return [v for v, foe in ((one, other), (other, one)) if not beats(foe, v)]
    return [v for v in voices if not any(beats(foe, v) for foe in voices if foe is not v)]


def _disagree(voices: Sequence[Voice]) -> bool:
    for one, other in combinations(voices, 2):  # noqa: SIM110  # likewise
        if _is_contrary(one, other):
            return True
    return False


def _is_contrary(one: Voice, other: Voice) -> bool:
    if one.controller is None or other.controller is None:
        return one.controller in other.left or other.controller in one.left
    return one.controller != other.controller


def _supersedes(later: Voice, earlier: Voice) -> bool:
    gap = (later.since - earlier.last).days
    return gap > (0 if later.is_change else CURRENT_DAYS) and _is_contrary(later, earlier)


def _outweighs(concession: Voice, boast: Voice) -> bool:
    return (
        concession.conceded_on is not None
        and boast.conceded_on is None
        and _is_contrary(concession, boast)
    )
