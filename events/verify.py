"""The evidence lock: every claim against the stored document it was read from (pure)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from events.errors import DocumentError
from events.types import Claim, Document

_QUOTED = (
    ("evidence", "evidence_start", "evidence_end"),
    ("mention", "mention_start", "mention_end"),
    ("date_text", "date_start", "date_end"),
)
"""Fields whose words must stand at their offsets, character for character."""
_SPANS = (("claimant_start", "claimant_end"), ("verification_start", "verification_end"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way in which a claim or a document does not hold what it says; ``claim_id`` or None."""

    document_id: str
    claim_id: str | None
    what: str


def verify(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    text_again: Callable[[Document], str | None] = lambda _: None,
) -> list[Fault]:
    """Return every fault found, in order of documents, then of claims; [] where all holds.

    Both hashes of each document are computed anew, each claim must name a stored document by both
    of them, and each of its spans must lie in the text and give the words that it quotes. A
    document's bytes must give its text where ``text_again`` takes it out of them once more
    (`events.documents.text_again`; it returns None where it does not).
    """
    stored = {document.sha256: document for document in documents}
    faults = [
        Fault(document_id=document.document_id, claim_id=None, what=what)
        for document in stored.values()
        for what in (*_document_faults(document), *_text_faults(document, text_again))
    ]
    for claim in claims:
        for what in _claim_faults(claim, stored.get(claim.document_sha256)):
            faults.append(Fault(document_id=claim.document_id, claim_id=claim.claim_id, what=what))
    return faults


def root_of(hashes: Iterable[str]) -> str:
    """Return one hash for many documents: that of their own, in order, one a line.

    Who wrote it down, or has a map that names it, sees by it that none was exchanged: `verify`
    alone cannot tell a report that was rewritten together with its hashes and claims.
    """
    listed = "".join(f"{one}\n" for one in sorted(set(hashes)))
    return hashlib.sha256(listed.encode()).hexdigest()


def _document_faults(document: Document) -> Iterator[str]:
    actual = {
        "bytes": (document.sha256, hashlib.sha256(document.raw).hexdigest()),
        "text": (document.text_sha256, hashlib.sha256(document.text.encode()).hexdigest()),
    }
    for name, (said, found) in actual.items():
        if said != found:
            yield f"the hash of its {name} is {found}, not {said}"


def _text_faults(document: Document, text_again: Callable[[Document], str | None]) -> Iterator[str]:
    try:
        again = text_again(document)
    except DocumentError as fault:
        yield str(fault)
        return
    if again not in (None, document.text):
        yield f"{document.extractor} takes another text out of its bytes"


def _claim_faults(claim: Claim, document: Document | None) -> Iterator[str]:
    if document is None:
        yield f"its document {claim.document_sha256} is not stored"
        return
    if claim.text_sha256 != document.text_sha256:
        yield f"its offsets count in the text {claim.text_sha256}, stored is {document.text_sha256}"
        return
    for name, first, last in _QUOTED:
        quoted, start, end = getattr(claim, name), getattr(claim, first), getattr(claim, last)
        if start is not None and document.text[start:end] != quoted:
            yield f"{name} is {quoted!r}, but {start}..{end} reads {document.text[start:end]!r}"
    for first, last in _SPANS:
        start, end = getattr(claim, first), getattr(claim, last)
        if start is not None and not 0 <= start < end <= len(document.text):
            yield f"{first}..{last} is {start}..{end}, outside the text"
