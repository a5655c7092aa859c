"""Claims: who asserts what about which place, when it happened, and in which mode (pure)."""

from events.claims.extract import EXTRACTOR_VERSION, extract_claims

__all__ = ["EXTRACTOR_VERSION", "extract_claims"]
