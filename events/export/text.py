"""Text that every format can hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from events.schema import FIELD_KINDS
from events.types import Claim

_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold; NUL ends a text in C."""

_TEXTS: Final = tuple(name for name, kind in FIELD_KINDS.items() if kind == "text")


def clean(text: str) -> str:
    """Return the text with U+FFFD for each control character that XML cannot hold."""
    return _UNHELD.sub("\ufffd", text)


def without_controls(claim: Claim) -> Claim:
    """Return the claim with U+FFFD for control characters: as many code points as before."""
    values = ((name, getattr(claim, name)) for name in _TEXTS)
    changed: dict[str, Any] = {name: clean(v) for name, v in values if v and _UNHELD.search(v)}
    return replace(claim, **changed) if changed else claim
