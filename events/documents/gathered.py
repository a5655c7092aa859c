"""Files and folders -> documents, each once and in order, in the memory of a few of them.

What is read waits in a file without a name until it is asked for, so that only what tells one
report from another is kept of many.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple, overload

from events.documents.read import each_document
from events.types import Document, Rejected


class _Entry(NamedTuple):
    """What tells a report from others, and where it lies in the file."""

    document_id: str
    sha256: str
    state: object
    at: int


class Gathered(Sequence[Document]):
    """Reports that lie in a file, in order; and what could not be read.

    Each time that one is asked for, it is read from there.
    """

    def __init__(self, file: IO[bytes], entries: Sequence[_Entry], unread: list[Rejected]) -> None:
        self._file = file
        self._entries = entries
        self.unread = unread

    @overload
    def __getitem__(self, number: int) -> Document: ...
    @overload
    def __getitem__(self, number: slice) -> list[Document]: ...
    def __getitem__(self, number: int | slice) -> Document | list[Document]:
        """Return a report, or some of them."""
        if isinstance(number, slice):
            return [self._load(entry) for entry in self._entries[number]]
        return self._load(self._entries[number])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._entries)

    @property
    def hashes(self) -> frozenset[str]:
        """The hashes of the bytes of all of them."""
        return frozenset(entry.sha256 for entry in self._entries)

    def _load(self, entry: _Entry) -> Document:
        self._file.seek(entry.at)
        document: Document = pickle.load(self._file)
        return document


@contextmanager
def gathered(paths: Iterable[str | Path], *, published: date | None = None) -> Iterator[Gathered]:
    """Give what `read_documents` returns, from a file, for as long as that is open."""
    entries: list[_Entry] = []
    unread: set[Rejected] = set()
    with TemporaryFile() as file:
        for outcome in each_document(paths, published=published):
            if isinstance(outcome, Rejected):
                unread.add(outcome)
                continue
            at = file.tell()
            entries.append(_Entry(outcome.document_id, outcome.sha256, _state(outcome), at))
            pickle.dump(outcome, file, protocol=pickle.HIGHEST_PROTOCOL)
        alone = _first(_first(entries, _bytes), _state_of)
        yield Gathered(file, sorted(alone, key=_identity), sorted(unread, key=_place_in_input))


def read_documents(
    paths: Iterable[str | Path], *, published: date | None = None
) -> tuple[list[Document], list[Rejected]]:
    """Read reports from files and folders (folders in order of file name, with sub-folders).

    Parameters
    ----------
    paths
        Files, and folders from which the files with one of `SUFFIXES` are taken. A file named
        outright is read as plain text if it has none of them.
    published
        The publication date for reports that state none; it is then marked as ``given``.

    Returns
    -------
    tuple of list
        The documents, each once however often its bytes occur, or the text of a page at one
        address, sorted by ``document_id``; and what could not be read, with the reason. One bad
        report never hides another.

    Raises
    ------
    DocumentError
        A path does not exist, or ``published`` is out of range. The message names it.
    """
    with gathered(paths, published=published) as reports:
        return list(reports), reports.unread


def _first(entries: Iterable[_Entry], key: Callable[[_Entry], object]) -> Iterable[_Entry]:
    """Return of those that have a key in common the first by name."""
    kept: dict[object, _Entry] = {}
    for entry in entries:
        kept[key(entry)] = min(kept.get(key(entry), entry), entry, key=_identity)
    return kept.values()


def _bytes(entry: _Entry) -> object:
    return entry.sha256


def _state_of(entry: _Entry) -> object:
    return entry.state


def _identity(entry: _Entry) -> tuple[str, str]:
    return entry.document_id, entry.sha256


def _state(document: Document) -> object:
    """Return what one state of a page has in common, however its advertisements change."""
    if document.extractor is None or document.source_url is None:
        return document.sha256
    return document.source_url, document.text_sha256


def _place_in_input(rejected: Rejected) -> tuple[str, str, int, str]:
    return rejected.document_id, rejected.document_sha256, rejected.start, rejected.reason
