"""What every writer of claims starts from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from events.export.about import Provenance, about, notice_of
from events.export.licences import Barred, kept_back
from events.export.rows import Row, computed_of, in_order, plain
from events.reliability import CODES, Admiralty
from events.types import Claim, as_row


@dataclass(frozen=True, slots=True)
class Prepared:
    """The claims to write, each once and in order, what is computed from them, and about them."""

    claims: tuple[Claim, ...]
    events: Mapping[str, Row]
    admiralty: Admiralty
    about: Mapping[str, Any]
    barred: tuple[Barred, ...]

    @classmethod
    def of(cls, claims: Iterable[Claim], provenance: Provenance) -> Self:
        """Return what may leave the house of these claims, whatever their order."""
        kept, barred = kept_back(claims, private=provenance.private)
        ordered = in_order(kept)
        return cls(
            claims=tuple(ordered),
            events=computed_of(ordered),
            admiralty=provenance.admiralty,
            about=about(ordered, provenance, barred),
            barred=tuple(barred),
        )

    @property
    def notice(self) -> str:
        """What each row says of the file where that has no room for it."""
        return notice_of(self.about)

    def computed(self, claim: Claim) -> Row:
        """Return what is computed of a claim: its event, its origins, and its Admiralty code."""
        codes = zip(CODES, self.admiralty.of(claim), strict=True)
        return {**self.events[claim.claim_id], **dict(codes)}

    def rows(self) -> Iterator[Row]:
        """Yield a plain row a claim: the record's fields, days in ISO 8601, and the computed."""
        for claim in self.claims:
            yield plain(as_row(claim)) | self.computed(claim)


def claim_rows(claims: Iterable[Claim]) -> list[Row]:
    """Return plain rows of all the claims, with the computed fields, in order of the exports."""
    return list(Prepared.of(claims, Provenance(claimmap_version="", private=True)).rows())
