"""What the map is handed: made from a corpus, and of a big ledger kept in a file beside it.

So the map of a big ledger is there at once when the dashboard is next started, before the claims
are read. The file is nothing but a shortcut: where it is missing, damaged, of other contents or of
another version of claimmap, it is made anew, and where it cannot be written, nothing is lost.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.beside import MANY
from events.corpus import Corpus
from events.map.payload import Drawn, payload_of

ENDING = ".map"
_PARTS = {"claims", "basemap", "page", "more", "quotes"}
_ROOT = Path(__file__).parents[1]
_MAKERS = tuple(_ROOT / name for name in ("dashboard", "events", "seeds"))


@dataclass(frozen=True)
class Handed:
    """The parts of a payload, the digest that a page knows it by, and how many claims it has."""

    parts: dict[str, str]
    digest: str
    claims: int

    @classmethod
    def of(cls, corpus: Corpus) -> Handed:
        """Make what the map is handed of a corpus; the words of claims are fetched later."""
        day = corpus.last_day
        drawn = Drawn(
            claims=corpus.claims,
            documents=corpus.documents,
            conflicts=corpus.conflicts,
            provenance=corpus.provenance(day),
            quotes=0,
            fetches=True,
        )
        parts = payload_of(drawn, day, level=1)
        return cls(parts, _digest(parts), len(corpus.claims))


def handed(where: str | None, make: Callable[[], Corpus]) -> Handed:
    """Return what the map is handed of a ledger: as it was kept beside it, else of ``make``.

    ``where`` is None for what is not to be kept. Only a ledger that is a file has one kept.
    """
    ledger = Path(where) if where else None
    if ledger is None or not ledger.is_file():
        return Handed.of(make())
    file = ledger.with_name(ledger.name + ENDING)
    mark = _mark(ledger) if file.is_file() else ""
    known = _read(file, mark) if mark else None
    if known is not None:
        return known
    mark = mark or _mark(ledger)
    found = Handed.of(make())
    if found.claims >= MANY:
        _write(file, mark, found)
    return found


def _digest(parts: dict[str, str]) -> str:
    return hashlib.sha256((parts["claims"] + parts["page"]).encode()).hexdigest()


def _read(file: Path, mark: str) -> Handed | None:
    """Return what is kept in a file under this mark, None where nothing is or it is damaged."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads(file.read_text("utf-8"))
        if kept.pop("mark") == mark and kept["parts"].keys() == _PARTS:
            found = Handed(**kept)
            return found if found.digest == _digest(found.parts) else None
    return None


def _write(file: Path, mark: str, found: Handed) -> None:
    """Keep it, whole or not at all; a folder that may not be written to is no fault."""
    begun = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        begun.write_text(json.dumps({"mark": mark, **asdict(found)}), "utf-8")
        begun.replace(file)


def _mark(ledger: Path) -> str:
    """Return a word for the contents of a ledger and for the files that make a map of them."""
    told = hashlib.sha256()
    for file in (ledger, ledger.with_name(ledger.name + "-wal")):
        if file.is_file():
            with file.open("rb") as opened:
                told.update(hashlib.file_digest(opened, "sha256").digest())
    for folder in _MAKERS:
        for file in sorted(folder.rglob("*.*")):
            if file.suffix != ".pyc":
                about = file.stat()
                told.update(f"{file} {about.st_size} {about.st_mtime_ns}\n".encode())
    return told.hexdigest()
