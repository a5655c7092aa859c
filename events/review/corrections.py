"""A claim with some of its fields corrected; the claim itself checks the result (pure)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from events.errors import RecordError
from events.schema import FIELD_KINDS
from events.types import Claim

CORRECTABLE: Final = (
    *("event_type", "modality", "actor1", "actor2", "claimed_controller", "projected_controller"),
    *("share_percent", "share_of", "counts", "against_interest"),
    *("event_date", "event_date_end", "date_prec", "date_basis"),
    *("place_id", "place_name", "admin1", "admin2", "official_code", "country", "lon", "lat"),
    *("where_prec", "uncertainty_m", "where_flag"),
    *("claimant", "claimant_side", "claimant_role", "claimant_kind", "speech_act"),
    *("reported_via", "origin_agency", "own_voice_lead", "verification"),
)
"""The fields that say what was claimed. The others say where it stands, and stay as they were
read: identity, document, evidence and its spans, versions."""

_JSON_LISTS = ("counts", "reported_via")
_WORDS_FOR = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def corrected(claim: Claim, values: Mapping[str, Any]) -> Claim:
    """Return the claim with these fields changed; days may be dates or ISO 8601 text.

    Raises
    ------
    RecordError
        A field may not be corrected, a value is not of its kind, or the claim that comes of it
        breaks the record. The message names every fault.
    """
    if faults := [f"{name} cannot be corrected" for name in values if name not in CORRECTABLE]:
        raise RecordError(f"{'; '.join(faults)}; these can: {', '.join(CORRECTABLE)}")
    typed: dict[str, Any] = {}
    for name, value in values.items():
        try:
            typed[name] = _typed(name, value)
        except ValueError:
            faults.append(f"{name} is {value!r}, must be {_MEANT[_kind(name)]}")
    if faults:
        raise RecordError("; ".join(faults))
    return replace(claim, **typed)


def as_correction(text: str) -> tuple[str, Any]:
    """Return the field and the value that ``field=value`` means; nothing after ``=`` is null.

    The value is plain, as a review keeps it: days stay ISO 8601 text.

    Raises
    ------
    RecordError
        It is not of this form, the field cannot be corrected, or the value is not of its kind.
    """
    name, sign, written = text.partition("=")
    name, written = name.strip(), written.strip()
    if not sign:
        raise RecordError(f"{text!r} is no correction; write field=value")
    if name not in CORRECTABLE:
        raise RecordError(f"{name!r} cannot be corrected; these can: {', '.join(CORRECTABLE)}")
    if not written:
        return name, None
    try:
        return name, _PARSERS[_kind(name)](written)
    except (ValueError, KeyError):
        raise RecordError(f"{name} is {written!r}, must be {_MEANT[_kind(name)]}") from None


def fingerprint(claim: Claim) -> str:
    """Return what tells one reading of a claim from another, by what it claims alone.

    A review counts for the claim as its reviewer saw it; one that a newer extractor reads
    differently has to be reviewed again.
    """
    said = [getattr(claim, name) for name in CORRECTABLE]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:16]


def _kind(name: str) -> str:
    return "json" if name in _JSON_LISTS else FIELD_KINDS[name]


def _typed(name: str, value: object) -> object:
    """Return a value as the field holds it; raises ValueError if it is of another kind."""
    kind = _kind(name)
    if value is None or isinstance(value, _TYPES[kind]):
        if isinstance(value, bool) and kind != "flag":
            raise ValueError(name)
        return _PARSERS[kind](value) if kind == "json" and isinstance(value, str) else value
    if kind == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    raise ValueError(name)


def _iso(written: str) -> str:
    return date.fromisoformat(written).isoformat()


def _json_list(written: str) -> str:
    if not isinstance(json.loads(written), list):
        raise ValueError(written)
    return written


_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "text": (str,),
    "json": (str,),
    "day": (date,),
    "whole": (int,),
    "number": (float, int),
    "flag": (bool,),
}
_PARSERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "text": str,
    "json": _json_list,
    "day": _iso,
    "whole": int,
    "number": float,
    "flag": lambda written: _WORDS_FOR[written.lower()],
}
_MEANT: Final = {
    "text": "text",
    "json": "a JSON list",
    "day": "a day such as 2022-06-24",
    "whole": "a whole number",
    "number": "a number",
    "flag": "true or false",
}
