"""KML 2.2: claims on a globe, each with its days, its words and the whole record.

Texts of reports are untrusted: names are plain text, and balloons, which are HTML, show them
escaped twice and never substitute one field into another.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from events.export.prepared import Prepares
from events.export.rows import Row, compact
from events.export.text import clean
from events.schema import COMPUTED_KINDS, FIELD_KINDS, Kind

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
_STYLE = '<Style id="claim"><BalloonStyle><text>$[description]</text></BalloonStyle></Style>\n'
"""Without it a globe shows all fields, as HTML."""

_TYPES: dict[Kind, str] = {
    "text": "string",
    "day": "string",
    "whole": "int",
    "number": "double",
    "flag": "bool",
}
_FIELDS = {n: k for n, k in FIELD_KINDS.items() if n not in ("lon", "lat")} | dict(COMPUTED_KINDS)
_ESCAPED = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


def kml_parts(prepared: Prepares) -> Iterator[str]:
    """Yield claims as KML, one placemark a claim, without a point where it is unresolved.

    The record is in each placemark's ``ExtendedData``, what the file says of itself in that of the
    document. Control characters that XML cannot hold become U+FFFD; readers such as GDAL trim
    white space at the ends of a value.
    """
    fields = "".join(
        f'<SimpleField name="{name}" type="{_TYPES[kind]}"/>' for name, kind in _FIELDS.items()
    )
    said = _xml(compact(prepared.about))
    credit = _xml(_balloon([prepared.about["review"], *_credits(prepared)]))
    yield f"{_HEAD}<Document>\n<name>claims</name>\n<description>{credit}</description>\n{_STYLE}"
    yield f'<Schema name="claims" id="claims">{fields}</Schema>\n'
    yield f'<ExtendedData><Data name="claimmap"><value>{said}</value></Data></ExtendedData>\n'
    yield "<Folder><name>claims</name>\n"  # a layer to GDAL, even without a claim
    yield from map(_placemark, prepared.rows())
    yield "</Folder>\n</Document>\n</kml>\n"


def _credits(prepared: Prepares) -> Iterator[str]:
    for part in ("meaning", "notices", "licences"):
        said = prepared.about[part]
        yield from [said] if isinstance(said, str) else said


def _placemark(row: Row) -> str:
    values = "".join(
        f'<SimpleData name="{name}">{_xml(_word(row[name]))}</SimpleData>'
        for name in _FIELDS
        if row[name] is not None
    )
    name = row["place_name"] or row["mention"] or "place unknown"
    return (
        f"<Placemark><name>{_xml(name)}</name><description>{_xml(_balloon(_told(row)))}"
        f"</description>{_span(row)}<styleUrl>#claim</styleUrl>"
        f'<ExtendedData><SchemaData schemaUrl="#claims">{values}</SchemaData></ExtendedData>'
        f"{_point(row)}</Placemark>\n"
    )


def _told(row: Row) -> Iterator[str]:
    side = f" ({row['claimant_side']})" if row["claimant_side"] else ""
    yield f"{row['claimant'] or 'unnamed'}{side}: {row['event_type']}, {row['modality']}"
    if row["claimed_controller"]:
        yield f"Said to hold it: {row['claimed_controller']}"
    yield f"“{row['evidence']}”"
    yield f"{row['source'] or 'unnamed source'}, {row['published'] or 'undated'}"
    yield f"A claim, not a fact. Coding: {row['review_status']}"


def _balloon(lines: Iterable[str]) -> str:
    """Return lines of text as HTML in which no text is markup and no ``$[field]`` is replaced."""
    return "<br>".join(html.escape(line).replace("$[", "$&#91;") for line in lines)


def _span(row: Row) -> str:
    begin, end = row["event_date"], row["event_date_end"]
    first = f"<begin>{begin}</begin>" if begin else ""
    last = f"<end>{end}</end>" if end else ""
    return f"<TimeSpan>{first}{last}</TimeSpan>" if first or last else ""


def _point(row: Row) -> str:
    if row["lon"] is None:
        return ""
    return f"<Point><coordinates>{row['lon']},{row['lat']}</coordinates></Point>"


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _xml(text: str) -> str:
    return escape(clean(text), _ESCAPED)
