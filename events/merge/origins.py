"""How many speak independently of each other of one happening, and why the others do not.

Independence is counted in origins. A claim's origin is whom it quotes; where the report speaks for
itself, its agency, else its source. Where the report speaks for itself or quotes somebody whom it
does not name, it also has the origin that it names as its way: the innermost of ``reported_via``,
and an unnamed speaker the agency of the text. Nearly the same words, or the same quotation, in two
documents make two origins one, whoever is named, unless either speaks in both. What a report says
at its head and attributes later, or in its own voice under its own "could not verify", and what a
reviewer rejected, has none.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from events.merge.likeness import alike
from events.types import Claim, is_own_voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Why two claims, by id, have one origin."""

    one: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Claims that count as one voice, and the ties that join them: one fewer than the claims."""

    name: str
    claim_ids: tuple[str, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """The origins of an event's claims, and by claim id why some of them have none."""

    origins: tuple[Origin, ...]
    without: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return it on one line, for a cell of a table."""
        named = [f"{o.name} ({len(o.claim_ids)})" for o in self.origins]
        reasons = sorted({tie.reason for o in self.origins for tie in o.ties})
        silent = sorted(Counter(why for _, why in self.without).items())
        adds = [f"{n} not counted: {why}" for why, n in silent]
        return "; ".join([", ".join(named) or "no origin", *reasons, *adds])


@dataclass(frozen=True, slots=True)
class _Route:
    """A name that a claim goes back to, and how: quoted, its text, its own voice, or its way."""

    name: str
    how: str

    @property
    def key(self) -> str:
        return " ".join(self.name.casefold().split())


def independence_of(claims: Iterable[Claim]) -> Independence:
    """Return who speaks independently of the others in the claims of one event, and why.

    Origins are sorted by name; the order of claims does not matter.
    """
    ordered = sorted(claims, key=lambda claim: claim.claim_id)
    without = tuple((c.claim_id, why) for c in ordered if (why := _why_without(c)))
    silent = {claim_id for claim_id, _ in without}
    counted = [claim for claim in ordered if claim.claim_id not in silent]
    origins = (_origin(members, ties) for members, ties in _joined(counted))
    return Independence(
        origins=tuple(sorted(origins, key=lambda one: (one.name, one.claim_ids))), without=without
    )


def is_rejected(claim: Claim) -> bool:
    """Tell whether a reviewer found that the report does not say this."""
    return claim.review_status == "rejected"


def _why_without(claim: Claim) -> str | None:
    if is_rejected(claim):
        return "rejected by a reviewer"
    if claim.own_voice_lead:
        return "said in the report's own voice and attributed later"
    if claim.verification == "unverifiable" and is_own_voice(claim):
        return "said in the report's own voice, which could not verify it"
    return None


def _joined(counted: Sequence[Claim]) -> list[tuple[list[Claim], list[Tie]]]:
    """Join claims that have one origin; each tie joins two groups that were apart."""
    if len(counted) < 2:  # as in most events
        return [([claim], []) for claim in counted]
    groups = _Groups(len(counted))
    ties: list[tuple[int, Tie]] = []
    for pairs in (_by_name, _by_words):
        for one, other, reason in pairs(counted, groups.copy()):
            if groups.join(one, other):
                ids = counted[one].claim_id, counted[other].claim_id
                ties.append((one, Tie(one=ids[0], other=ids[1], reason=reason)))
    members: dict[int, tuple[list[Claim], list[Tie]]] = {}
    for number, claim in enumerate(counted):
        members.setdefault(groups.root(number), ([], []))[0].append(claim)
    for number, tie in ties:
        members[groups.root(number)][1].append(tie)
    return list(members.values())


class _Groups:
    """Numbers that are joined into groups, each called by its smallest."""

    def __init__(self, size: int) -> None:
        self._up = list(range(size))

    def copy(self) -> _Groups:
        """Return the groups as they are now."""
        other = _Groups(0)
        other._up = list(self._up)
        return other

    def root(self, number: int) -> int:
        while self._up[number] != number:
            self._up[number] = self._up[self._up[number]]
            number = self._up[number]
        return number

    def join(self, one: int, other: int) -> bool:
        """Join two groups, and tell whether they were apart."""
        keep, give = sorted((self.root(one), self.root(other)))
        self._up[give] = keep
        return keep != give


_Pairs = Iterator[tuple[int, int, str]]


def _by_name(counted: Sequence[Claim], _: _Groups) -> _Pairs:
    first: dict[str, tuple[int, _Route]] = {}
    for number, claim in enumerate(counted):
        for route in _routes(claim):
            earlier, known = first.setdefault(route.key, (number, route))
            if earlier != number:
                hows = " and ".join(sorted({known.how, route.how}))
                yield earlier, number, f"both have it from {known.name} ({hows})"


def _by_words(counted: Sequence[Claim], named: _Groups) -> _Pairs:
    """Yield ties by words between two documents.

    Where the origin of either claim speaks in both documents already, one may have copied the
    other, but whose words are whose is known: no tie.
    """
    speaks_in: dict[int, set[str]] = defaultdict(set)
    for number, claim in enumerate(counted):
        speaks_in[named.root(number)].add(claim.document_sha256)
    if len(speaks_in) < 2:
        return
    for one, other, reason in alike([claim.evidence for claim in counted]):
        here, there = counted[one].document_sha256, counted[other].document_sha256
        if there not in speaks_in[named.root(one)] and here not in speaks_in[named.root(other)]:
            yield one, other, reason


def _routes(claim: Claim) -> Iterator[_Route]:
    own = is_own_voice(claim)
    if not own and claim.claimant is not None:
        yield _Route(claim.claimant, "quoted")
    elif claim.origin_agency:
        yield _Route(claim.origin_agency, "its text")
    elif own:
        yield _Route(claim.source or claim.document_sha256, "in its own voice")
    if own or claim.claimant is None or claim.claimant_kind == "anonymous":
        yield from _ways(claim)


def _ways(claim: Claim) -> Iterator[_Route]:
    if claim.origin_agency:
        yield _Route(claim.origin_agency, "its text")
    via = _listed(claim.reported_via)
    if via and not _is_channel(str(via[-1])):
        yield _Route(str(via[-1]), "told through it")


def _listed(names: str | None) -> list[object]:
    """Return the names of a JSON list; none where it is no list, as another's table may have it."""
    try:
        listed = json.loads(names or "[]")
    except ValueError:
        return []
    return listed if isinstance(listed, list) else []


def _origin(members: Sequence[Claim], ties: Iterable[Tie]) -> Origin:
    names = [route.name for claim in members for route in _routes(claim)]
    return Origin(
        name=names[0] if names else members[0].document_sha256,
        claim_ids=tuple(claim.claim_id for claim in members),
        ties=tuple(ties),
    )


def _is_channel(name: str) -> bool:
    return not _channels().isdisjoint(re.findall(r"\w+", name.casefold()))


@lru_cache(maxsize=1)
def _channels() -> frozenset[str]:
    table = files("seeds").joinpath("lexicons", "channels.toml").read_text("utf-8")
    return frozenset(tomllib.loads(table)["words"])
