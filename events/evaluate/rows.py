"""Gold rows and predicted rows, read from JSON lines and checked.

A gold row is a report with its claims; a predicted row is one claim with its ``doc_id``, as
``claimmap claims`` writes it. Offsets are half-open code points of the report's text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from events.errors import RecordError

Row = Mapping[str, Any]


def read_gold(path: Path) -> list[Row]:
    """Read a gold file and check that every span is the text it says it is.

    Raises
    ------
    RecordError
        Naming every claim whose evidence is not at its offsets, and every mention that is not in
        its evidence.
    """
    rows = list(_lines(path))
    faults = [fault for row in rows for fault in _faults(row)]
    if faults:
        raise RecordError(f"{path.name}: " + "; ".join(faults))
    return rows


def read_predicted(path: Path) -> list[Row]:
    """Read predicted claims: one row each, with ``doc_id`` and the record's fields."""
    return list(_lines(path))


def _lines(path: Path) -> Iterator[Row]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _faults(row: Row) -> Iterator[str]:
    text = row["text"]
    for number, claim in enumerate(row["claims"]):
        where = f"{row['doc_id']} claim {number}"
        if text[claim["evidence_start"] : claim["evidence_end"]] != claim["evidence"]:
            yield f"{where}: the evidence is not at its offsets"
        if claim["mention"] and claim["mention"] not in claim["evidence"]:
            yield f"{where}: {claim['mention']!r} is not in the evidence"
        if claim["claimed_controller"] and claim["modality"] != "asserted":
            yield f"{where}: a claim that is {claim['modality']} may not set claimed_controller"
    for span in row.get("no_claim", ()):
        if not 0 <= span["start"] < span["end"] <= len(text):
            yield f"{row['doc_id']}: no_claim {span['start']}..{span['end']} is outside the text"
