"""Counts that a report gives with an event: how many of whom, and what became of them."""

from __future__ import annotations

import json
import re

from events.claims.scene import Scene
from geo.types import Sentence

_NUMBER = re.compile(
    r"(?P<low>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:\s*(?P<scale>thousand|million))?"
    r"(?!\s*(?:%|per\s?cent|kilomet|km\b|miles?\b|metres?\b|meters?\b|mm\b|million|billion|"
    r"dollars?|euros?|days?|weeks?|months?|years?|hours?|minutes?|a\.?m|p\.?m|st\b|nd\b|rd\b|th\b))"
    r"\s+(?:(?:[A-Z][a-z]+|\"?foreign\"?|and|service|enemy|other|civilian|armed|local|more)\s+){0,5}"
    r"(?P<of>soldiers?|troops?|servicemen|service members|fighters?|forces|people|civilians?|"
    r"residents?|militants?|prisoners?|men|women|children|personnel|defenders|mercenaries|"
    r"settlements?|villages?|towns?|cities|tanks?|drones?|missiles?|rockets?|vehicles?|shells?|"
    r"attacks?|assaults?|strikes?|clashes|airstrikes|bombs?|houses?|buildings?)\b"
)
_WHAT = {
    "encircled": r"encircl|surround|trapp|cut off|besieg",
    "killed": r"\bkill|\bdead\b|\bdied\b|eliminat|\bslain",
    "wounded": r"wound|injur",
    "captured": r"prisoner|\bsurrender|captur|taken captive|detain",
    "destroyed": r"destroy|shot down|down(ed|ing)|intercept",
}
_SCALE = {"thousand": 1_000, "million": 1_000_000, None: 1}


def counts_of(scene: Scene, sentence: Sentence) -> str | None:
    """Return the sentence's counts as JSON, or None; a number without a noun is no count."""
    text = scene.text[sentence.start : sentence.end]
    found = []
    for match in _NUMBER.finditer(text):
        number = float(match.group("low").replace(",", "")) * _SCALE[match.group("scale")]
        found.append(
            {
                "number": int(number) if number.is_integer() else number,
                "what": _what(text, match),
                "of": " ".join(match.group(0).split()[1:]),
            }
        )
    return json.dumps(found, ensure_ascii=False) if found else None


def _what(text: str, match: re.Match[str]) -> str | None:
    around = text[max(0, match.start() - 60) : match.end() + 60].lower()
    middle = min(60, match.start())
    best: tuple[int, str] | None = None
    for what, pattern in _WHAT.items():
        for found in re.finditer(pattern, around):
            distance = abs(found.start() - middle)
            if best is None or distance < best[0]:
                best = (distance, what)
    return best[1] if best else None
