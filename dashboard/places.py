"""Places and claimants to search for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from events.types import Claim


@dataclass(frozen=True, slots=True)
class Found:
    """Something to search for: a place (by its id) or a claimant (by name)."""

    kind: str  # place, claimant
    key: str
    label: str


def findable(claims: Iterable[Claim]) -> list[Found]:
    """Return the places and claimants of the claims, those most spoken of first."""
    places: Counter[tuple[str, str]] = Counter()
    speakers: Counter[str] = Counter()
    for claim in claims:
        if claim.place_id:
            places[claim.place_id, _place_label(claim)] += 1
        if claim.claimant:
            speakers[claim.claimant] += 1
    named: dict[str, str] = {}
    for (key, label), _ in places.most_common():
        named.setdefault(key, label)
    by_number = [
        *(Found("place", key, label) for key, label in named.items()),
        *(Found("claimant", name, name) for name, _ in speakers.most_common()),
    ]
    return sorted(by_number, key=lambda one: one.kind != "place")


def _place_label(claim: Claim) -> str:
    name = claim.place_name or claim.mention or str(claim.place_id)
    around = next((one for one in (claim.admin2, claim.admin1, claim.country) if one), "")
    return f"{name}, {around}" if around and around != name else name
