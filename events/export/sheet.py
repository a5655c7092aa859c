"""CSV that a spreadsheet opens without running anything of a report, and its way back.

A cell that a spreadsheet might take for a formula gets an apostrophe before it, and so does one
that looks like a cell so guarded; `unguarded` takes one away again. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from events.export.about import Provenance, notice_of
from events.export.pcodes import PCODES, pcodes
from events.export.prepared import Prepared, Prepares
from events.export.rows import CONTROL_FIELDS, Row, control_rows
from events.schema import COMPUTED_KINDS
from events.types import CLAIM_FIELDS, Claim, ControlStatus

_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def claims_csv(claims: Iterable[Claim], provenance: Provenance | None = None) -> str:
    """Return the claims as CSV with a header, the record's fields and the computed ones.

    Behind them stand the p-codes by which humanitarian tables join. Cells that a spreadsheet would
    take for a formula are preceded by an apostrophe. With a provenance each row also says whom to
    credit (``attribution``) and how it was made and chosen (``notice``), for a file that goes out
    without a text beside it.
    """
    prepared = Prepared.of(claims, provenance or Provenance(claimmap_version=""))
    if provenance is None:
        return "".join(csv_lines(prepared, {}))
    attribution = "; ".join(prepared.about["licences"])
    said = {"attribution": attribution, "notice": notice_of(prepared.about)}
    return "".join(csv_lines(prepared, said))


def csv_lines(prepared: Prepares, said: Mapping[str, str]) -> Iterator[str]:
    """Yield the claims as CSV line by line; what is ``said`` of them all stands in each."""
    names = (*CLAIM_FIELDS, *COMPUTED_KINDS, *PCODES, *said)
    return lines(names, ({**_with_pcodes(row), **said} for row in prepared.rows()))


def _with_pcodes(row: Row) -> Row:
    return row | pcodes(row["country"], row["official_code"])


def control_csv(statuses: Iterable[ControlStatus], notice: str = "") -> str:
    """Return control as of one date as CSV with a header, safe to open in a spreadsheet.

    A ``notice`` of how it was made stands in each row.
    """
    rows = control_rows(statuses)
    if not notice:
        return table(CONTROL_FIELDS, rows)
    return table((*CONTROL_FIELDS, "notice"), (row | {"notice": notice} for row in rows))


def table(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV (RFC 4180) with a header; a null is an empty cell."""
    return "".join(lines(names, rows))


def lines(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of `table`."""
    sheet = csv.writer(_Echo(), lineterminator="\r\n")
    yield sheet.writerow(names)
    for row in rows:
        yield sheet.writerow([guarded(row[name]) for name in names])


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def guarded(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if not isinstance(value, str) or value[:1].isalnum():  # as most cells are
        return value
    return f"'{value}" if _FORMULA.match(value) else value


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
