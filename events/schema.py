"""What the record's fields hold, read off `events.types.Claim`, and its JSON Schema.

The kinds serve everything that writes or reads a claim as columns; the descriptions are data
(``seeds/codes/fields.toml``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType, NoneType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from events.types import CLAIM_FIELDS, Claim

Kind = Literal["text", "day", "whole", "number", "flag"]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_KINDS: dict[type, Kind] = {
    str: "text",
    date: "day",
    int: "whole",
    float: "number",
    bool: "flag",
}
_JSON: dict[Kind, dict[str, Any]] = {
    "text": {"type": "string"},
    "day": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
}
_BOUNDS: dict[str, dict[str, float]] = {
    "date_prec": {"minimum": 1, "maximum": 5},
    "where_prec": {"minimum": 1, "maximum": 7},
    "lon": {"minimum": -180, "maximum": 180},
    "lat": {"minimum": -90, "maximum": 90},
    "extraction_confidence": {"minimum": 0, "maximum": 1},
}
_HINTS = get_type_hints(Claim)


def _parts(name: str) -> tuple[type, tuple[str, ...], bool]:
    """Return a field's type, its words if it has a fixed vocabulary, and whether it may be null."""
    hint = _HINTS[name]
    options = get_args(hint) if NoneType in get_args(hint) else (hint,)
    nullable = len(options) > 1
    (held,) = (one for one in options if one is not NoneType)
    if get_origin(held) is Literal:
        return str, get_args(held), nullable
    return held, (), nullable


FIELD_KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {name: _KINDS[_parts(name)[0]] for name in CLAIM_FIELDS}
)
"""What each field of the record holds."""

NULLABLE: Final = frozenset(name for name in CLAIM_FIELDS if _parts(name)[2])
"""The fields that may be null: unknown."""

COMPUTED_KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "event_id": "text",
        "n_reports": "whole",
        "n_independent": "whole",
        "independence": "text",
        "source_reliability": "text",
        "information_credibility": "text",
    }
)
"""What stands behind the record's fields in an export: computed from all its claims, and the
Admiralty code."""

_CODES = {"source_reliability": "ABCDEF", "information_credibility": "123456"}


def value_of(name: str, value: object) -> Any:  # noqa: ANN401 - what the field holds
    """Return a field's value from what a file has for it: a word, a number, a day, or None.

    Raises
    ------
    ValueError
        The value is none that the field could hold.
    """
    if value is None:
        return None if name in NULLABLE else ""
    return _READERS[FIELD_KINDS[name]](value)


def _flag(value: object) -> bool:
    return value.lower() in ("true", "1") if isinstance(value, str) else bool(value)


def _day(value: object) -> date:
    """Return the day of a date, of a time stamp, or of a word that begins with one."""
    return date.fromisoformat(str(value)[:10])


_READERS: Final[dict[Kind, Callable[[Any], Any]]] = {
    "text": str,
    "day": _day,
    "whole": int,
    "number": float,
    "flag": _flag,
}


def claim_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one claim as a row of JSON lines."""
    told = _descriptions()
    fields = {name: _field(name, told["claim"][name]) for name in CLAIM_FIELDS}
    computed = {name: _computed(name, told["computed"][name]) for name in COMPUTED_KINDS}
    notice = _JSON["text"] | {"description": told["row"]["notice"]}
    return {
        "$schema": DIALECT,
        "title": "claimmap claim",
        "description": "What one claimant asserts, in one document, about one place. No fact.",
        "type": "object",
        "properties": fields | computed | {"notice": notice},
        "required": list(CLAIM_FIELDS),
        "additionalProperties": False,
        "allOf": [_ONLY_ASSERTED],
    }


def collection_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of claims as a GeoJSON FeatureCollection (RFC 7946)."""
    claim = claim_schema()
    properties = {k: v for k, v in claim["properties"].items() if k not in _ROW_ONLY}
    required = [name for name in claim["required"] if name in properties]
    flat = {k: v for k, v in claim.items() if k != "$schema"}
    feature = {
        "type": "object",
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "properties": flat | {"properties": properties, "required": required},
            "geometry": {"oneOf": [{"type": "null"}, _POINT]},
        },
        "required": ["type", "id", "properties", "geometry"],
    }
    return {
        "$schema": DIALECT,
        "title": "claimmap claims",
        "type": "object",
        "properties": {
            "type": {"const": "FeatureCollection"},
            "claimmap": {"type": "object", "description": "Versions, query, licences, review."},
            "features": {"type": "array", "items": feature},
        },
        "required": ["type", "claimmap", "features"],
    }


_ROW_ONLY = ("lon", "lat", "notice")
_ONLY_ASSERTED = {
    "if": {"properties": {"modality": {"not": {"const": "asserted"}}}},
    "then": {"properties": {"claimed_controller": {"type": "null"}}},
}
_POINT = {
    "type": "object",
    "properties": {
        "type": {"const": "Point"},
        "coordinates": {
            "type": "array",
            "prefixItems": [
                {"type": "number", **_BOUNDS["lon"]},
                {"type": "number", **_BOUNDS["lat"]},
            ],
            "minItems": 2,
            "maxItems": 2,
        },
    },
    "required": ["type", "coordinates"],
}


def _computed(name: str, description: str) -> dict[str, Any]:
    words = {"enum": list(_CODES[name])} if name in _CODES else {}
    return _JSON[COMPUTED_KINDS[name]] | words | {"description": description}


def _field(name: str, description: str) -> dict[str, Any]:
    _, words, nullable = _parts(name)
    kind: dict[str, Any] = _JSON[FIELD_KINDS[name]] | _BOUNDS.get(name, {})
    if words:
        kind |= {"enum": [*words, None] if nullable else list(words)}
    if nullable:
        kind |= {"type": [kind["type"], "null"]}
    return kind | {"description": description}


@lru_cache(maxsize=1)
def _descriptions() -> Mapping[str, Mapping[str, str]]:
    text = files("seeds").joinpath("codes", "fields.toml").read_text("utf-8")
    return tomllib.loads(text)
