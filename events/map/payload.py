"""All that a page needs to draw claims: columns, base map, words and manifest.

The snapshot and the dashboard hand the scripts the same value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from events.map.assets import words
from events.map.cells import cells_of
from events.map.columns import Columns, Told, columns_of
from events.map.ground import base_map_of, lands, lands_at
from events.map.manifest import Drawn, last_day, manifest, note, terms
from events.map.turns import turn_columns, turns_of
from events.map.wire import SMALLEST, packed, packed_blocks
from events.merge import events_of

TITLE = "Who says who holds which place"
CREDITS = ("Natural Earth", "GeoNames", "Leaflet")
"""Who is named on every map, behind those whose land it shows."""
QUOTES_A_BLOCK = 1024
"""Quotes are packed so many at a time: those of one place are read without unpacking all."""


@lru_cache(maxsize=4)
def packed_base_map(codes: tuple[str, ...]) -> str:
    """Return the shipped base map with some lands in detail, packed."""
    return packed(base_map_of(codes))


def payload_of(drawn: Drawn, as_of: date | None = None, *, level: int = SMALLEST) -> dict[str, str]:
    """Return the parts that the scripts draw, each packed.

    ``claims`` (what the first picture needs), ``basemap``, ``page`` (words, manifest), then
    ``more`` (what claims say, who holds what when) and ``quotes``, which may be read later.

    Parameters
    ----------
    drawn
        What to draw.
    as_of
        The day that the manifest names; the last day of the claims if None.
    level
        How hard what is made of the claims is packed, as zlib counts it.
    """
    told = Told(
        events=events_of(drawn.claims),
        conflicts=drawn.conflicts,
        documents=drawn.documents,
        most_quotes=drawn.quotes,
    )
    columns = columns_of(drawn.claims, told)
    codes = _lands(drawn, columns)
    return {
        "claims": packed(columns.first, level),
        "basemap": packed_base_map(codes),
        "page": packed(_page(drawn, as_of or last_day(drawn.claims), codes)),
        "more": packed(_more(drawn, columns), level),
        "quotes": packed_blocks(columns.quotes, QUOTES_A_BLOCK),
    }


def _lands(drawn: Drawn, columns: Columns) -> tuple[str, ...]:
    spots = columns.first["spots"]
    points = zip(spots["lon"], spots["lat"], strict=True)
    return lands_at(points, (code for war in drawn.conflicts for code in war.countries))


def _page(drawn: Drawn, day: date | None, codes: Sequence[str]) -> dict[str, Any]:
    about = {
        "title": TITLE,
        "note": note(drawn),
        "credit": " · ".join((*(lands()[code].credit for code in codes), *CREDITS)),
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
