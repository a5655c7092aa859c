"""Reports as they come -> ``Document`` values, one file a kind.

The text of a document of plain text, Markdown or JSONL is what was decoded, character for
character: line ends are not converted and nothing is trimmed, so offsets count in exactly that
text. Only a byte order mark and the front matter block of a Markdown file are left out of it.
``Document.sha256`` is of the bytes as they came: the whole file, or one line of JSONL without its
line break.

What has more in it than its text (web pages and their archives, feeds, exports of messengers) keeps
its bytes too; ``Document.extractor`` says what took the text out, and `text_again` does so again.
"""

from __future__ import annotations

from events.documents.again import made_here, text_again
from events.documents.gathered import Gathered, gathered, read_documents
from events.documents.read import SUFFIXES, document_from_text, each_document

__all__ = [
    "SUFFIXES",
    "Gathered",
    "document_from_text",
    "each_document",
    "gathered",
    "made_here",
    "read_documents",
    "text_again",
]
