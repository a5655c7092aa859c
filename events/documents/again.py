"""The text of a document, taken out of its bytes once more: the evidence lock for pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from events.documents.article import article_extractor
from events.documents.feeds import FEED, feed_extractor, text_of_entry
from events.documents.pages import HTML, MHTML, text_of_mhtml, text_of_page
from events.documents.report import UnreadableError
from events.documents.telegram import TELEGRAM, telegram_extractor, text_of_message
from events.errors import DocumentError
from events.types import Document

TextOf = Callable[[bytes, str], str]

_MADE: Mapping[str, tuple[TextOf, Callable[[], str]]] = MappingProxyType(
    {
        HTML: (text_of_page, article_extractor),
        MHTML: (text_of_mhtml, article_extractor),
        FEED: (text_of_entry, feed_extractor),
        TELEGRAM: (text_of_message, telegram_extractor),
    }
)
"""How the text of a kind is taken out of bytes and an encoding, and by what."""


def made_here(document: Document) -> bool:
    """Tell whether what made the text of a document is installed here, in that version."""
    if document.extractor is None:
        return True
    kind, _, made_by = _said(document.extractor)
    return kind in _MADE and _MADE[kind][1]() == made_by


def text_again(document: Document) -> str | None:
    """Return the text that a document's bytes hold, taken out by the extractor that made it.

    None where text is all that there was, and where that extractor is not here (`made_here`).

    Raises
    ------
    DocumentError
        The bytes hold no text: they are not what it was made from.
    """
    if document.extractor is None or not made_here(document):
        return None
    kind, encoding, _ = _said(document.extractor)
    try:
        return _MADE[kind][0](document.raw, encoding)
    except UnreadableError as fault:
        raise DocumentError(f"its bytes hold no text: {fault}") from fault


def _said(extractor: str) -> tuple[str, str, str]:
    """Split ``kind; encoding; library and version``."""
    kind, _, rest = extractor.partition("; ")
    encoding, _, made_by = rest.partition("; ")
    return kind, encoding, made_by
