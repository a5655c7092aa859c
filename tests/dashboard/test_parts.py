"""The parts of the page that are run alone: each keeps what it was drawn from."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Widget

from dashboard import parts

ASIDE = ("csv-", "entry-", "search", "address", "download", "FormSubmitter:ledger-Open")
"""Widgets of which a callback keeps what they ask for, and by which nothing else is drawn."""


def script() -> None:
    """Draw two numbers, each in a part of its own, and how often the whole page was drawn."""
    import streamlit as st

    from dashboard import parts

    parts.begin()
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.session_state.setdefault("where", "Map")
    st.write(st.session_state["runs"], st.session_state["where"])
    parts.drawn(parts.PAGE)

    @st.fragment
    @parts.alone(parts.BENEATH)
    def beneath() -> None:
        st.session_state.setdefault("view", "Control")

    beneath()


def test_a_part_drawn_from_what_is_set_leaves_the_page_alone() -> None:
    page = AppTest.from_function(script).run()
    assert page.session_state["answered"] == {
        "page": {"where": "'Map'"}, "beneath": {"view": "'Control'"},
    }  # fmt: skip
    assert page.run().session_state["runs"] == 2


@pytest.mark.parametrize("where", ["Map", "Review"])
def test_all_that_is_set_on_the_page_belongs_to_a_part(root: Path, where: str) -> None:
    page = AppTest.from_file(str(root / "app.py"), default_timeout=120)
    page.session_state["where"] = where
    page.run()
    widgets = {str(one.key) for one in page.main if isinstance(one, Widget) and one.key}
    assert {"where", "filter-side"} < widgets
    names = [*(name for names in parts._KEYS.values() for name in names), *ASIDE]
    begins = tuple(name for name in names if name.endswith("-"))
    assert {key for key in widgets if key not in names and not key.startswith(begins)} == set()
