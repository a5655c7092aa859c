"""Readings as files: what workers elsewhere write, and a ledger takes in.

A part holds the readings of one batch of reports: lines of JSON, packed by gzip. Its name is made
of the reports, of their conflict and of the versions that read them, so that the same batch makes
the same file, whoever reads it and however often. The first line says what the part is, and has
the hash of the rest. The bytes are the same on every machine of one version of Python's zlib.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from events.errors import WorkerError
from events.pipeline import Reading
from events.schema import value_of
from events.types import CLAIM_FIELDS, Claim, Document, Rejected

_FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """By what reports are read, and the folder, shared with all who read, for what comes of it."""

    folder: Path
    extractor_version: str
    gazetteer_version: str
    conflict: str | None = None

    def path_of(self, documents: Sequence[Document]) -> Path:
        """Return the file for the readings of these reports by these versions."""
        read_by = [_FORM, self.extractor_version, self.gazetteer_version, self.conflict]
        stated = [{**asdict(one), "raw": None, "text": None} for one in documents]
        name = json.dumps([read_by, stated], default=date.isoformat, sort_keys=True)
        digest = sha256(name.encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest}.jsonl.gz"


def write_part(path: Path, readings: Iterable[Reading]) -> None:
    """Write the file whole or not at all; who else writes it writes the same.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    body = b"".join(_line(_row(reading)) for reading in readings)
    head = _line({"form": _FORM, "sha256": sha256(body).hexdigest()})
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        unfinished.write_bytes(gzip.compress(head + body, mtime=0))
        os.replace(unfinished, path)  # noqa: PTH105 - atomic, also over one that is there
    finally:
        unfinished.unlink(missing_ok=True)


def read_part(path: Path) -> list[Reading]:
    """Return the readings of a file.

    Raises
    ------
    WorkerError
        There is no such file, or it does not hold what was written.
    """
    try:
        head, _, body = gzip.decompress(path.read_bytes()).partition(b"\n")
        if json.loads(head) != {"form": _FORM, "sha256": sha256(body).hexdigest()}:
            raise WorkerError(f"the part {path} does not hold what was written; remove it")
    except FileNotFoundError as fault:
        raise WorkerError(
            f"no part at {path}: its folder must be shared with all workers"
        ) from fault
    except (EOFError, OSError, ValueError, zlib.error) as fault:
        raise WorkerError(f"the part {path} is damaged ({fault}); remove it") from fault
    return [_reading(json.loads(line)) for line in body.splitlines()]


def is_whole(path: Path) -> bool:
    """Tell whether a part is there and holds what was written."""
    try:
        read_part(path)
    except WorkerError:
        return False
    return True


def _line(value: object) -> bytes:
    return json.dumps(value, default=date.isoformat).encode("ascii") + b"\n"


def _row(reading: Reading) -> dict[str, Any]:
    document = asdict(reading.document)
    return {
        "document": document | {"raw": b64encode(reading.document.raw).decode("ascii")},
        "claims": [[getattr(claim, name) for name in CLAIM_FIELDS] for claim in reading.claims],
        "rejected": [asdict(one) for one in reading.rejected],
    }


def _reading(row: dict[str, Any]) -> Reading:
    stated = row["document"]
    published = stated["published"] and date.fromisoformat(stated["published"])
    stated |= {"raw": b64decode(stated["raw"]), "published": published}
    return Reading(
        document=Document(**stated),
        claims=tuple(map(_claim, row["claims"])),
        rejected=tuple(Rejected(**one) for one in row["rejected"]),
    )


def _claim(values: list[Any]) -> Claim:
    named = zip(CLAIM_FIELDS, values, strict=True)
    return Claim(**{name: value_of(name, value) for name, value in named})
