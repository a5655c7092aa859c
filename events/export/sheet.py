"""CSV that a spreadsheet opens without running anything of a report, and its way back.

A cell that a spreadsheet might take for a formula gets an apostrophe before it, and so does one
that looks like a cell so guarded; `unguarded` takes one away again. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from events.export.about import Provenance
from events.export.pcodes import PCODES, pcodes
from events.export.prepared import Prepared
from events.export.rows import COMPUTED, CONTROL_FIELDS, Row, control_rows
from events.types import CLAIM_FIELDS, Claim, ControlStatus

_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_CREDIT = ("attribution", "notice")


def claims_csv(claims: Iterable[Claim], provenance: Provenance | None = None) -> str:
    """Return the claims as CSV with a header, the record's fields and the computed ones.

    Behind them stand the p-codes by which humanitarian tables join. Cells that a spreadsheet would
    take for a formula are preceded by an apostrophe. With a provenance each row also says whom to
    credit (``attribution``) and how it was made and chosen (``notice``), for a file that goes out
    without a text beside it.
    """
    prepared = Prepared.of(claims, provenance or Provenance(claimmap_version=""))
    names: tuple[str, ...] = (*CLAIM_FIELDS, *COMPUTED, *PCODES)
    rows = map(_with_pcodes, prepared.rows())
    if provenance is None:
        return table(names, rows)
    said = prepared.about
    credit = {
        "attribution": "; ".join(said["licences"]),
        "notice": " ".join((f"claimmap {said['version']}, {said['review']}.", *said["notices"])),
    }
    return table((*names, *_CREDIT), (row | credit for row in rows))


def _with_pcodes(row: Row) -> Row:
    return row | pcodes(row["country"], row["official_code"])


def control_csv(statuses: Iterable[ControlStatus]) -> str:
    """Return control as of one date as CSV with a header, safe to open in a spreadsheet."""
    return table(CONTROL_FIELDS, control_rows(statuses))


def table(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV (RFC 4180) with a header; a null is an empty cell."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([guarded(row[name]) for name in names] for row in rows)
    return sheet.getvalue()


def guarded(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
