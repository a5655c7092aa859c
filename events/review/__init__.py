"""What people say of claims: reviews, corrections, what a source took back; and what to review."""

from events.review.corrections import CORRECTABLE, as_correction, corrected, fingerprint
from events.review.placing import place_values
from events.review.queue import Queued, first_of, queue
from events.review.values import CREDIBILITY, Notice, Review, Revision

__all__ = [
    "CORRECTABLE",
    "CREDIBILITY",
    "Notice",
    "Queued",
    "Review",
    "Revision",
    "as_correction",
    "corrected",
    "fingerprint",
    "first_of",
    "place_values",
    "queue",
]
