"""A folder of what was fetched: the log of custody and the bytes (`events.documents.fetched`)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from events.documents.fetched import LOG, Fetched, object_path, read_log
from events.export import write_whole


@dataclass(slots=True)
class Kept:
    """What a folder holds. Lines are added to its log and never changed."""

    folder: Path
    _last: dict[str, Fetched] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a folder, made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = cls(folder)
        log = folder / LOG
        if log.exists():
            _mend(log)
            for row in read_log(log):
                kept._remember(row)
        return kept

    def last(self, url: str) -> Fetched | None:
        """Return how an address was last had, if its bytes are still there."""
        row = self._last.get(url)
        if row is None or row.sha256 is None or not object_path(self.folder, row.sha256).exists():
            return None
        return row

    def body(self, sha256: str) -> bytes:
        """Return the bytes with this hash."""
        return object_path(self.folder, sha256).read_bytes()

    def put(self, body: bytes) -> str:
        """Keep bytes, once, and return their hash."""
        sha256 = hashlib.sha256(body).hexdigest()
        path = object_path(self.folder, sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, body)
        return sha256

    def log(self, row: Fetched) -> None:
        """Add a line to the log."""
        with (self.folder / LOG).open("ab") as file:
            file.write(row.line().encode("utf-8", errors="replace") + b"\n")
        self._remember(row)

    def _remember(self, row: Fetched) -> None:
        if row.failed is None:
            self._last[row.url] = row


def _mend(log: Path) -> None:
    """Drop a last line that was cut off when a run was stopped, so that the next stands alone."""
    whole = log.read_bytes()
    if whole and not whole.endswith(b"\n"):
        with log.open("rb+") as file:
            file.truncate(whole.rfind(b"\n") + 1)
