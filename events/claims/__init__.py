"""Claims: who asserts what about which place, when it happened, and in which mode (pure)."""

from events.claims.extract import extract_claims
from events.claims.record import EXTRACTOR_VERSION

__all__ = ["EXTRACTOR_VERSION", "extract_claims"]
