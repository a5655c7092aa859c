"""What an export says of itself: query, licences, versions, review, and what was kept back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from events.export.licences import Barred, attribution, kept_back
from events.reliability import Admiralty
from events.types import Claim

_REVIEWED = ("accepted", "corrected", "rejected")


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


def about(
    claims: Sequence[Claim], provenance: Provenance, barred: Iterable[Barred] = ()
) -> dict[str, Any]:
    """Return what an export of these claims says of itself, as values for JSON.

    ``barred`` is what was taken out of it before, by licence.
    """
    return {
        "version": provenance.claimmap_version,
        "extractor_versions": sorted({claim.extractor_version for claim in claims}),
        "gazetteer_versions": sorted({claim.gazetteer_version for claim in claims}),
        "query": dict(provenance.query),
        "licences": _licences(claims, provenance),
        "review": review_note(claims),
        "meaning": "Each feature is a claim by somebody, not a fact; absence is no evidence.",
        "notices": [*provenance.notices, *map(str, barred), *_warning(provenance)],
    }


def review_note(claims: Sequence[Claim]) -> str:
    """Return how many of the claims a person has looked at."""
    return reviewed_note(sum(claim.review_status in _REVIEWED for claim in claims), len(claims))


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
    said = about(kept, provenance, barred)
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


def _licences(claims: Iterable[Claim], provenance: Provenance) -> list[str]:
    of_reports = {f"Reports: {attribution(c.licence)}" for c in claims if c.licence}
    return [*provenance.licences, *sorted(of_reports)]


def _warning(provenance: Provenance) -> list[str]:
    return (
        ["For private use: rows may be barred from redistribution."] if provenance.private else []
    )
