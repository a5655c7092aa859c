"""Reports as they come -> ``Document`` values, one file a kind.

The text of a document of plain text, Markdown or JSONL is what was decoded, character for
character: line ends are not converted and nothing is trimmed, so offsets count in exactly that
text. Only a byte order mark and the front matter block of a Markdown file are left out of it.
``Document.sha256`` is of the bytes as they came: the whole file, or one line of JSONL without its
line break.
"""

from __future__ import annotations

from events.documents.read import SUFFIXES, document_from_text, each_document, read_documents

__all__ = ["SUFFIXES", "document_from_text", "each_document", "read_documents"]
