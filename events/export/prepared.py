"""What every writer of claims starts from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from events.export.about import Provenance, about
from events.export.licences import kept_back
from events.export.rows import Row, computed_of, in_order, plain
from events.types import Claim, as_row


@dataclass(frozen=True, slots=True)
class Prepared:
    """The claims to write, each once and in order, what is computed from them, and about them."""

    claims: tuple[Claim, ...]
    computed: Mapping[str, Row]
    about: Mapping[str, Any]

    @classmethod
    def of(cls, claims: Iterable[Claim], provenance: Provenance) -> Self:
        """Return what may leave the house of these claims, whatever their order."""
        kept, barred = kept_back(claims, private=provenance.private)
        ordered = in_order(kept)
        return cls(tuple(ordered), computed_of(ordered), about(ordered, provenance, barred))

    def rows(self) -> Iterator[Row]:
        """Yield a plain row a claim: the record's fields, days in ISO 8601, and the computed."""
        for claim in self.claims:
            yield plain(as_row(claim)) | self.computed[claim.claim_id]
