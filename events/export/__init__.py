"""What leaves the house: claims, control and rejections, one writer a format.

Every writer depends on its input as a set: equal input in any order gives equal bytes. Nothing of
when or where it was run is in it. Coordinates are (longitude, latitude), WGS 84, rounded to six
decimals (about 0.1 m). Claims whose licence bars redistribution are left out, and the file says so.
"""

from events.export.about import (
    Counted,
    Provenance,
    about_counted,
    licence_note,
    note_of,
    notice_of,
    review_note,
    reviewed_note,
)
from events.export.files import naming, whole, write_whole
from events.export.formats import (
    FORMATS,
    Export,
    Format,
    Written,
    export_claims,
    write_claims,
    write_prepared,
)
from events.export.geojson import claims_geojson, control_geojson, placed_geojson
from events.export.licences import Barred, kept_back
from events.export.prepared import Prepared, Prepares, claim_rows
from events.export.reading import read_claims
from events.export.rows import control_rows, rejected_jsonl
from events.export.sheet import claims_csv, control_csv

__all__ = [
    "FORMATS",
    "Barred",
    "Counted",
    "Export",
    "Format",
    "Prepared",
    "Prepares",
    "Provenance",
    "Written",
    "about_counted",
    "claim_rows",
    "claims_csv",
    "claims_geojson",
    "control_csv",
    "control_geojson",
    "control_rows",
    "export_claims",
    "kept_back",
    "licence_note",
    "naming",
    "note_of",
    "notice_of",
    "placed_geojson",
    "read_claims",
    "rejected_jsonl",
    "review_note",
    "reviewed_note",
    "whole",
    "write_claims",
    "write_prepared",
    "write_whole",
]
