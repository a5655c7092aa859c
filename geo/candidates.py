"""The readings of a name as the caller sees them, made when they are looked at.

Who asks where a name lies looks at the best of them alone, and to read the others in full, each
with its reason in words, takes as long as choosing between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import overload

from geo.features import features
from geo.groups import Group
from geo.reasons import reason
from geo.scenes import Reading, Scene
from geo.types import Candidate, Place


class Candidates(Sequence[Candidate]):
    """The likelier readings of a name, best first; equal to any sequence of the same values."""

    def __init__(self, group: Group, scene: Scene, ranked: Sequence[Reading]) -> None:
        self._group = group
        self._scene = scene
        self._ranked = ranked

    def __len__(self) -> int:
        return len(self._ranked)

    @overload
    def __getitem__(self, at: int) -> Candidate: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Candidate, ...]: ...

    def __getitem__(self, at: int | slice) -> Candidate | tuple[Candidate, ...]:
        return self._made[at]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return self._made == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # features are a mapping, which has none either

    def __repr__(self) -> str:
        return repr(self._made)

    def places(self) -> list[tuple[Place, float]]:
        """Return the places with their scores, best first; no reason is made for them."""
        return [(reading.place, reading.score) for reading in self._ranked]

    def features(self, at: int) -> Mapping[str, float]:
        """Return what speaks for a reading and against it, by name."""
        return features(self._ranked[at].hit, self._group, self._scene)

    @cached_property
    def _made(self) -> tuple[Candidate, ...]:
        return tuple(self._candidate(at) for at in range(len(self._ranked)))

    def _candidate(self, at: int) -> Candidate:
        reading, own = self._ranked[at], self.features(at)
        return Candidate(
            place=reading.place,
            score=reading.score,
            reason=reason(reading.hit.bearer, own, self._group),
            features=MappingProxyType(own),
        )


def places_scored(candidates: Sequence[Candidate]) -> list[tuple[Place, float]]:
    """Return the places of some candidates with their scores, in order."""
    if isinstance(candidates, Candidates):
        return candidates.places()
    return [(candidate.place, candidate.score) for candidate in candidates]
