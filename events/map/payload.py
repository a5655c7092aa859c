"""All that a page needs to draw claims: columns, base map, words and manifest.

The snapshot and the dashboard hand the scripts the same value.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from events.map.assets import words
from events.map.cells import cells_of
from events.map.columns import Columns, Told, columns_of
from events.map.ground import base_map
from events.map.manifest import Drawn, last_day, manifest, note, terms
from events.map.turns import turn_columns, turns_of
from events.map.wire import packed, packed_blocks
from events.merge import events_of

TITLE = "Who says who holds which place"
CREDIT = "© OpenStreetMap contributors · Natural Earth · GeoNames · Leaflet"
QUOTES_A_BLOCK = 1024
"""Quotes are packed so many at a time: those of one place are read without unpacking all."""


@lru_cache(maxsize=1)
def packed_base_map() -> str:
    """Return the shipped base map, packed."""
    return packed(base_map())


def payload_of(drawn: Drawn, as_of: date | None = None) -> dict[str, str]:
    """Return the parts that the scripts draw, each packed.

    ``claims`` (what the first picture needs), ``basemap``, ``page`` (words, manifest), then
    ``more`` (what claims say, who holds what when) and ``quotes``, which may be read later.

    Parameters
    ----------
    drawn
        What to draw.
    as_of
        The day that the manifest names; the last day of the claims if None.
    """
    told = Told(
        events=events_of(drawn.claims),
        conflicts=drawn.conflicts,
        documents=drawn.documents,
        most_quotes=drawn.quotes,
    )
    columns = columns_of(drawn.claims, told)
    return {
        "claims": packed(columns.first),
        "basemap": packed_base_map(),
        "page": packed(_page(drawn, as_of or last_day(drawn.claims))),
        "more": packed(_more(drawn, columns)),
        "quotes": packed_blocks(columns.quotes, QUOTES_A_BLOCK),
    }


def _page(drawn: Drawn, day: date | None) -> dict[str, Any]:
    about = {
        "title": TITLE,
        "note": note(drawn),
        "credit": CREDIT,
        "terms": terms(drawn),
        "manifest": manifest(drawn, day),
    }
    return {"dictionary": words(), "as_of": day.isoformat() if day else None, "about": about}


def _more(drawn: Drawn, columns: Columns) -> Mapping[str, Any]:
    turns = turns_of(drawn.claims, drawn.side_of)
    place_of = {place["key"]: number for number, place in enumerate(columns.first["places"])}
    return {
        **columns.rest,
        "turns": turn_columns(turns, place_of),
        "cells": cells_of(columns.first["spots"], {place_of[key] for key in turns}),
        "quotes_a_block": QUOTES_A_BLOCK,
    }


__all__ = ["TITLE", "Drawn", "last_day", "manifest", "note", "packed", "payload_of"]
