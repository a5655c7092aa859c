"""What an export says of itself: query, licences, versions, review, and what was kept back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from events.export.licences import Barred, attribution, kept_back
from events.reliability import Admiralty
from events.types import Claim

REVIEWED: Final = ("accepted", "corrected", "rejected")
"""What ``review_status`` says of a claim that a person has looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What every export says of itself: query, licences and attributions, version.

    ``notices`` are sentences that go with it, such as that of a publication profile. ``private``
    lets rows through whose licence bars redistribution: for one's own use, never to be passed on.
    By ``admiralty`` claims have their code.
    """

    claimmap_version: str
    licences: tuple[str, ...] = ()
    query: Mapping[str, str | None] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    private: bool = False
    admiralty: Admiralty = field(default_factory=Admiralty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What of some claims an export of them says: versions, licences, how many were reviewed."""

    extractor_versions: frozenset[str]
    gazetteer_versions: frozenset[str]
    licences: frozenset[str]
    reviewed: int
    claims: int

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Self:
        """Return it of claims, each of which is there once."""
        return cls(
            extractor_versions=frozenset(claim.extractor_version for claim in claims),
            gazetteer_versions=frozenset(claim.gazetteer_version for claim in claims),
            licences=frozenset(claim.licence for claim in claims if claim.licence),
            reviewed=_reviewed(claims),
            claims=len(claims),
        )


def about(
    claims: Sequence[Claim], provenance: Provenance, barred: Iterable[Barred] = ()
) -> dict[str, Any]:
    """Return what an export of these claims says of itself, as values for JSON.

    ``barred`` is what was taken out of it before, by licence.
    """
    return about_counted(Counted.of(claims), provenance, barred)


def about_counted(
    counted: Counted, provenance: Provenance, barred: Iterable[Barred] = ()
) -> dict[str, Any]:
    """Return what `about` does, of claims that were counted before."""
    return {
        "version": provenance.claimmap_version,
        "extractor_versions": sorted(counted.extractor_versions),
        "gazetteer_versions": sorted(counted.gazetteer_versions),
        "query": dict(provenance.query),
        "licences": _licences(counted, provenance),
        "review": reviewed_note(counted.reviewed, counted.claims),
        "meaning": "Each feature is a claim by somebody, not a fact; absence is no evidence.",
        "notices": [*provenance.notices, *map(str, barred), *_warning(provenance)],
    }


def review_note(claims: Sequence[Claim]) -> str:
    """Return how many of the claims a person has looked at."""
    return reviewed_note(_reviewed(claims), len(claims))


def _reviewed(claims: Iterable[Claim]) -> int:
    return sum(claim.review_status in REVIEWED for claim in claims)


def reviewed_note(reviewed: int, claims: int) -> str:
    """Return what to say of so many claims."""
    return f"machine-coded, {reviewed} of {claims} reviewed"


def notice_of(said: Mapping[str, Any]) -> str:
    """Return, of what a file says of itself, what each row of a bare table can say."""
    return " ".join((f"claimmap {said['version']}, {said['review']}.", *said["notices"]))


def licence_note(name: str, claims: Iterable[Claim], provenance: Provenance) -> str:
    """Return what a GeoJSON export says of itself as a text, for a file that has no room for it.

    ``name`` is that of the file which the text is to lie beside.
    """
    kept, barred = kept_back(claims, private=provenance.private)
    return note_of(name, about(kept, provenance, barred))


def note_of(name: str, said: Mapping[str, Any]) -> str:
    """Return, of what an export says of itself, the text of `licence_note`."""
    asked = [f"{what} {value}" for what, value in said["query"].items() if value]
    versions = [*said["extractor_versions"], *said["gazetteer_versions"]]
    parts = [
        f"{name}: written by claimmap {said['version']} ({', '.join(asked) or 'all claims'}).",
        "Every row rests on claims by somebody, which are no facts; absence is no evidence.",
        f"Review: {said['review']}.",
        f"Extractor and gazetteer: {', '.join(filter(None, versions)) or 'unknown'}.",
        *said["notices"],
        "Licences and attributions that go with it:",
        *(f"- {licence}" for licence in said["licences"] or ["none known"]),
    ]
    return "\n".join(parts) + "\n"


def _licences(counted: Counted, provenance: Provenance) -> list[str]:
    of_reports = {f"Reports: {attribution(licence)}" for licence in counted.licences}
    return [*provenance.licences, *sorted(of_reports)]


def _warning(provenance: Provenance) -> list[str]:
    return (
        ["For private use: rows may be barred from redistribution."] if provenance.private else []
    )
