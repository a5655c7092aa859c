"""The parts of the page that are run alone, and what else was set in the moment that runs one.

A browser gathers all that is set within one moment into one message, and that message can name only
one fragment to run again. A click on what stands outside of it, in the moment in which the map
tells its window, would be kept and yet come to nothing: the button pressed, the page as it was. So
each part keeps what it was drawn from, and a fragment that finds more set than it draws has the
whole page drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

PAGE, BENEATH, QUOTES, DOWNLOAD = "page", "beneath", "quotes", "download"
_ANSWERED = "answered"
_KEYS: dict[str, tuple[str, ...]] = {
    PAGE: (
        "where", "war", "filter-", "introduced", "memory", "map-has", "drawn", "place", "opening",
        "page", "reviewer", "deciding", "belief-", "on-desk",
    ),
    BENEATH: ("told", "view", "claim", "control-", "claims-", "page-"),
    QUOTES: ("quotes",),
    DOWNLOAD: ("download-menu", "download-which", "download-profile", "download-as"),
}  # fmt: skip
"""What is set in each part, by keys of the session; "filter-" stands for all that begin so."""


def begin() -> None:
    """Begin the whole page: until a part is drawn nothing is known of it."""
    st.session_state[_ANSWERED] = {}


def drawn(part: str) -> None:
    """Keep what a part was drawn from."""
    st.session_state.setdefault(_ANSWERED, {})[part] = _set_in(part)


@contextmanager
def alone(part: str) -> Iterator[None]:
    """Draw a fragment; where more was set than it draws, the whole page is drawn instead."""
    for other, before in st.session_state.get(_ANSWERED, {}).items():
        if other != part and not _set_in(other).items() <= before.items():
            st.rerun()
    yield
    drawn(part)


def _set_in(part: str) -> dict[str, str]:
    """Return what is set in a part, as words that later changes leave as they are."""
    return {
        str(key): repr(st.session_state[key])
        for key in list(st.session_state)
        if any(_is_of(str(key), name) for name in _KEYS[part])
    }


def _is_of(key: str, name: str) -> bool:
    return key.startswith(name) if name.endswith("-") else key == name
