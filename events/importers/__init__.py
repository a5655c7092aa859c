"""The tables and maps that people already have -> claims of who published them.

ACLED, UCDP GED, VIINA (events and control), GDELT events, and polygons of who holds what. Each row
is a document of its own (its bytes as they came) and yields one claim, in the voice of the table's
source. Codes are translated by the tables under ``seeds/codes``; a row that the codebook does not
allow is rejected with the reason.
"""

from __future__ import annotations

from events.importers.changes import held_by, superseded
from events.importers.formats import FORMATS, import_table, sniff
from events.importers.options import VERSION, Batch, ImportOptions

__all__ = [
    "FORMATS",
    "VERSION",
    "Batch",
    "ImportOptions",
    "held_by",
    "import_table",
    "sniff",
    "superseded",
]
