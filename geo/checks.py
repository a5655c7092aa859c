"""Stated distances and directions between named places, held against the pins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.describe import described_name, measure
from geo.distance import bearing_deg, distance_m
from geo.phrases import description_patterns, may_describe
from geo.types import Position, Resolution

_SLACK_M = 5_000.0
_SLACK_SHARE = 0.35
_SLACK_DEG = 67.5
_LOOK_BACK = 90
_COMPASS = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
)  # fmt: skip


def flag_contradictions(text: str, resolutions: Sequence[Resolution]) -> list[Resolution]:
    """Return the resolutions; one whose pin contradicts what the text says of it has a flag.

    "Hirske, 10 km south of Sievierodonetsk" is held against the pins of both. The flag gives the
    measured figures; nothing is moved, since either the text or the pin may be wrong.
    """
    checked = list(resolutions)
    for anchor in resolutions:
        begin = max(0, anchor.toponym.start - _LOOK_BACK)
        before = text[begin : anchor.toponym.start]
        match = _stated(before)
        if match is None or anchor.position is None:
            continue
        number = described_name(text, resolutions, begin + match.start())
        if number is None:
            continue
        position = resolutions[number].position
        flag = _contradiction(match, anchor, position) if position else None
        if flag:
            checked[number] = replace(checked[number], where_flag=flag)
    return checked


def _stated(before: str) -> re.Match[str] | None:
    patterns = description_patterns()
    if not may_describe(before):
        return None
    return patterns["distance"].search(before) or patterns["direction"].search(before)


def _contradiction(match: re.Match[str], anchor: Resolution, position: Position) -> str | None:
    """Return the contradiction in words, or None where text and pins agree well enough."""
    assert anchor.position is not None  # the caller saw to it
    bearing, metres = measure(match)
    measured = distance_m(anchor.position, position)
    towards = bearing_deg(anchor.position, position)
    far = metres is not None and abs(measured - metres) > max(_SLACK_M, _SLACK_SHARE * metres)
    aside = bearing is not None and abs((towards - bearing + 180) % 360 - 180) > _SLACK_DEG
    if not far and not aside:
        return None
    said = " ".join(match.group().split())
    word = _COMPASS[round(towards / 45) % 8]
    name = anchor.place.name if anchor.place else anchor.toponym.text
    pin = f"the pin is {measured / 1000:.0f} km {word} of {name}"
    return f'the text says "{said} {anchor.toponym.text}"; {pin}'
