"""Place codes of humanitarian tables, read off a place's national code."""

from __future__ import annotations

from typing import Final

from events.export.codes import code_table

PCODES: Final = ("adm1_pcode", "adm2_pcode", "adm3_pcode", "adm4_pcode")
"""The p-codes of a place from the first-order unit down to the settlement."""


def pcodes(country: str | None, official_code: str | None) -> dict[str, str | None]:
    """Return the p-codes of a place by level, None where they are not known."""
    found: dict[str, str | None] = dict.fromkeys(PCODES)
    levels = code_table("pcodes").get(country or "", {}).get("levels", ())
    start = 0
    for name, end in zip(PCODES, levels, strict=False):
        own = (official_code or "")[start:end]
        if not own.strip("0"):
            break
        found[name] = (official_code or "")[:end]
        start = end
    return found
