"""How far people trust sources and what they say: the Admiralty code (pure, but for reading CSV).

Both halves are judgements by people: in tables that the user owns and, of claims, in reviews.
Nothing is computed from what was read. Who is in no table is F or 6: it cannot be judged. Samples
lie in seeds/reliability.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, Protocol, Self

from events.errors import RecordError
from events.review import CREDIBILITY, Review
from events.types import Claim
from geo.names import fold

RELIABILITY: Final[Mapping[str, str]] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CODES: Final = ("source_reliability", "information_credibility")
"""What both halves are called in exports."""

_NO_SOURCE, _NO_CLAIM = "F", "6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's word on one source (A to F) or one claim (1 to 6), with its reason and day."""

    subject: str
    code: str
    reason: str
    reviewer: str
    date: date


class Judged(Protocol):
    """What of a claim decides its code."""

    @property
    def claim_id(self) -> str:
        """Its id."""
        ...

    @property
    def source(self) -> str | None:
        """Who published it."""
        ...

    @property
    def origin_agency(self) -> str | None:
        """Whose text it is, where that is another's."""
        ...

    @property
    def review_status(self) -> str:
        """What became of its review."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Admiralty:
    """Judgements of sources, by folded name, and of claims, by id. The latest of each counts.

    ``reviews`` are those of claims that reviewers gave with a review, which count as long as that
    does: for the claim as they read it.
    """

    sources: Mapping[str, Judgement] = field(default_factory=dict)
    claims: Mapping[str, Judgement] = field(default_factory=dict)
    reviews: Mapping[str, Judgement] = field(default_factory=dict)

    @classmethod
    def read(cls, sources: Path | None = None, claims: Path | None = None) -> Self:
        """Read the tables: ``source,reliability`` or ``claim_id,credibility``, and why and who.

        The other columns are ``reason``, ``reviewer`` and ``date`` (ISO 8601); none may be empty.

        Raises
        ------
        RecordError
            Columns are missing, or rows are faulty. The message names every fault.
        OSError
            A table cannot be read.
        """
        return cls(
            sources=_table(sources, ("source", "reliability"), RELIABILITY, fold),
            claims=_table(claims, ("claim_id", "credibility"), CREDIBILITY, str.strip),
        )

    def reviewed(self, reviews: Iterable[Review]) -> Self:
        """Return these judgements with those of reviews, given the oldest first."""
        judged = {
            one.claim_id: Judgement(
                subject=one.claim_id,
                code=one.credibility,
                reason=one.reason,
                reviewer=one.reviewer,
                date=one.at.date(),
            )
            for one in reviews
            if one.credibility is not None and one.at is not None
        }
        return replace(self, reviews=judged)

    def of(self, claim: Judged) -> tuple[str, str]:
        """Return the reliability of a claim's source, else of its agency, and its credibility."""
        return self._source(claim.source, claim.origin_agency), self._credibility(claim)

    def codes(self, claims: Iterable[Claim]) -> dict[str, dict[str, str]]:
        """Return by claim id ``source_reliability`` and ``information_credibility``."""
        return {c.claim_id: dict(zip(CODES, self.of(c), strict=True)) for c in claims}

    def _source(self, *named: str | None) -> str:
        names = (fold(name) for name in named if name) if self.sources else ()
        source = next((self.sources[name] for name in names if name in self.sources), None)
        return source.code if source else _NO_SOURCE

    def _credibility(self, claim: Judged) -> str:
        counts = claim.review_status in ("accepted", "corrected")
        given = (self.claims.get(claim.claim_id), counts and self.reviews.get(claim.claim_id))
        judged = [one for one in given if one]
        return max(judged, key=lambda one: one.date).code if judged else _NO_CLAIM


def _table(
    path: Path | None,
    names: tuple[str, str],
    codes: Mapping[str, str],
    key: Callable[[str], str],
) -> dict[str, Judgement]:
    if path is None:
        return {}
    columns = (*names, "reason", "reviewer", "date")
    with path.open(encoding="utf-8-sig", newline="") as sheet:
        reader = csv.DictReader(sheet)
        if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
            raise RecordError(f"{path.name} lacks the columns {', '.join(missing)}")
        rows = [{name: (row[name] or "").strip() for name in columns} for row in reader]
    if faults := [fault for row in enumerate(rows, 2) for fault in _faults(*row, columns, codes)]:
        raise RecordError(f"{path.name}: " + "; ".join(faults))
    judged = [_judgement(row, names) for row in rows]
    return {key(one.subject): one for one in sorted(judged, key=lambda one: one.date)}


def _faults(
    number: int, row: Mapping[str, str], columns: Sequence[str], codes: Mapping[str, str]
) -> Iterator[str]:
    yield from (f"row {number} has no {name}" for name in columns if not row[name])
    code = row[columns[1]]
    if code and code.upper() not in codes:
        yield f"row {number}: {columns[1]} is {code!r}, must be {'|'.join(codes)}"
    try:
        date.fromisoformat(row["date"] or "2000-01-01")
    except ValueError:
        yield f"row {number}: date is {row['date']!r}, must be a day such as 2024-01-15"


def _judgement(row: Mapping[str, str], names: tuple[str, str]) -> Judgement:
    return Judgement(
        subject=row[names[0]],
        code=row[names[1]].upper(),
        reason=row["reason"],
        reviewer=row["reviewer"],
        date=date.fromisoformat(row["date"]),
    )
