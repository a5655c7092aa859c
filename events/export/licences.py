"""Rows whose licence bars passing them on stay out of exports, and the export says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from events.export.codes import code_table
from events.types import Claim


@dataclass(frozen=True, slots=True)
class Barred:
    """So many claims were left out since their licence bars redistribution."""

    licence: str
    count: int

    def __str__(self) -> str:
        claims = "claim was" if self.count == 1 else "claims were"
        return f"{self.count} {claims} left out: {self.licence} bars redistribution."


def bars(licence: str | None) -> bool:
    """Tell whether the licence is known to bar redistribution; an unknown one does not."""
    row = code_table("licences").get(licence or "", {})
    return row.get("redistribute") is False


def attribution(licence: str) -> str:
    """Return what to say of a licence: its name, and whom it wants credited."""
    row = code_table("licences").get(licence, {})
    return ": ".join(part for part in (licence, row.get("attribution")) if part)


def kept_back(
    claims: Iterable[Claim], *, private: bool = False
) -> tuple[list[Claim], list[Barred]]:
    """Return the claims that may be passed on, and what was left out, by licence.

    With ``private`` all may: the export is for one's own use.
    """
    given = list(claims)
    if private:
        return given, []
    unique = {claim.claim_id: claim for claim in given if bars(claim.licence)}
    counts = Counter(str(claim.licence) for claim in unique.values())
    kept = [claim for claim in given if not bars(claim.licence)]
    return kept, [Barred(licence, counts[licence]) for licence in sorted(counts)]
