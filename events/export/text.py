"""Text that every format can hold."""

from __future__ import annotations

import re

_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold; NUL ends a text in C."""


def clean(text: str) -> str:
    """Return the text with U+FFFD for each control character that XML cannot hold."""
    return _UNHELD.sub("\ufffd", text)
