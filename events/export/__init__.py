"""What leaves the house: claims, control and rejections, one writer a format.

Every writer returns the whole of a file and depends on its input as a set: equal input in any
order gives equal bytes. Nothing of when or where it was run is in it. Coordinates are
(longitude, latitude), WGS 84, rounded to six decimals (about 0.1 m). Claims whose licence bars
redistribution are left out, and the file says so.
"""

from events.export.about import Provenance, licence_note, review_note
from events.export.files import write_whole
from events.export.formats import FORMATS, Export, Format, export_claims
from events.export.geojson import claims_geojson, control_geojson
from events.export.licences import Barred, kept_back
from events.export.reading import read_claims
from events.export.rows import claim_rows, control_rows, rejected_jsonl
from events.export.sheet import claims_csv, control_csv

__all__ = [
    "FORMATS",
    "Barred",
    "Export",
    "Format",
    "Provenance",
    "claim_rows",
    "claims_csv",
    "claims_geojson",
    "control_csv",
    "control_geojson",
    "control_rows",
    "export_claims",
    "kept_back",
    "licence_note",
    "read_claims",
    "rejected_jsonl",
    "review_note",
    "write_whole",
]
