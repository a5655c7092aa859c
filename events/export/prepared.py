"""What every writer of claims starts from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from events.export.about import Provenance, about
from events.export.licences import Barred, kept_back
from events.export.rows import Row, computed_of, in_order, plain
from events.reliability import CODES, Admiralty
from events.types import Claim, as_row

if TYPE_CHECKING:
    import pyarrow as pa


class Prepares(Protocol):
    """What every writer asks of the claims that it is to write: `Prepared`, or `Streamed`."""

    @property
    def about(self) -> Mapping[str, Any]:
        """What the export says of itself."""
        ...

    @property
    def barred(self) -> tuple[Barred, ...]:
        """What a licence kept out."""
        ...

    @property
    def admiralty(self) -> Admiralty:
        """By whose judgement claims have their code."""
        ...

    def by_place(self) -> Iterator[Sequence[Claim]]:
        """Yield the claims in parts: all about one place are in one part."""
        ...

    def rows(self) -> Iterator[Row]:
        """Yield a plain row a claim: the record's fields, days in ISO 8601, and the computed."""
        ...

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the claims as batches of `events.export.arrow.arrow_schema`."""
        ...


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

    def computed(self, claim: Claim) -> Row:
        """Return what is computed of a claim: its event, its origins, and its Admiralty code."""
        codes = zip(CODES, self.admiralty.of(claim), strict=True)
        return {**self.events[claim.claim_id], **dict(codes)}

    def by_place(self) -> Iterator[Sequence[Claim]]:
        """Yield all the claims: they are there."""
        yield self.claims

    def rows(self) -> Iterator[Row]:
        """Yield a plain row a claim: the record's fields, days in ISO 8601, and the computed."""
        for claim in self.claims:
            yield plain(as_row(claim)) | self.computed(claim)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the claims as batches of `events.export.arrow.arrow_schema`."""
        from events.export.arrow import batches_of  # Arrow takes long to load

        return batches_of(self.claims, self.computed)


def claim_rows(claims: Iterable[Claim]) -> list[Row]:
    """Return plain rows of all the claims, with the computed fields, in order of the exports."""
    return list(Prepared.of(claims, Provenance(claimmap_version="", private=True)).rows())
