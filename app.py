"""The dashboard: one map with its time control, and beneath it what the claims rest on.

It opens on the ledger named by ``CLAIMMAP_STORE``, else on ``out/ledger.sqlite``, else on the
reports that are shipped. It needs no network. What a reader uploads stays in that reader's session.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import adding, parts, review, state, toolbar, views
from dashboard.beside import MANY
from dashboard.columns import NOBODY, Window
from dashboard.desk import Desk
from dashboard.drawing import Handed, handed
from dashboard.tabled import kept_for_good
from events.corpus import Corpus
from events.errors import EventError
from events.map.dashboard import MARKUP, component_script, component_style
from geo.errors import GeoError

PARTS = Path(__file__).parent / "dashboard"
MAP_HEIGHT = 750
TABLE_HEIGHT = 240
MOST_QUOTES = 400  # that are handed over at once

claim_map = st.components.v2.component(
    "claimmap", html=MARKUP, css=component_style(), js=component_script()
)
browser = st.components.v2.component(
    "claimmap-page", html="<span hidden></span>", js=(PARTS / "page.js").read_text("utf-8")
)
carrier = st.components.v2.component(
    "claimmap-carrier", html="<span hidden></span>", js=(PARTS / "carrier.js").read_text("utf-8")
)


def main() -> None:
    """Draw the page: on the map's the map comes first, as what it needs may be there at once."""
    st.set_page_config(page_title="claimmap", layout="wide")
    st.html(f"<style>{(PARTS / 'page.css').read_text('utf-8')}</style>")
    desk = state.desk()
    parts.begin()
    bar = st.container(horizontal=True, vertical_alignment="center", key="toolbar")
    with bar:
        where = toolbar.draw_first()
    if where == toolbar.MAP:
        _browser("")  # first: it is kept that the hint was read before the hint is gone
        above = st.container()  # whatever it holds, what follows keeps its place in the page
        with above:
            toolbar.introduce(_memory())
        with _opening(desk, bar):
            _map(desk, above)
        now = _opened(desk, bar)
        if not now.corpus.claims:
            above.info(
                "There are no claims yet. Add reports or a table above (**Add data**), or run "
                "`claimmap run REPORTS`."
            )
        parts.drawn(parts.PAGE)
        with st.container(key="carrier-quotes"):
            _quotes(now)
        with st.container(key="beneath"):
            _beneath(now)
        return
    now = _opened(desk, bar)
    if where == toolbar.ADD:
        adding.draw(desk)
        _browser("")
    else:
        _browser(review.draw(desk, now))
    parts.drawn(parts.PAGE)


@contextmanager
def _opening(desk: Desk, bar: DeltaGenerator) -> Iterator[None]:
    """Where what is on the desk cannot be opened, say why, and let another ledger be opened."""
    try:
        yield
    except (EventError, GeoError) as error:
        with bar:
            toolbar.ledger(desk)
        st.error(
            f"The reports could not be opened: {state.plain(error)}\n\nOpen another ledger, or the "
            "reports that are shipped, under **Ledger** above."
        )
        st.stop()


def _opened(desk: Desk, bar: DeltaGenerator) -> state.Shown:
    """Read what is on the desk, and draw the tools for it."""
    with _opening(desk, bar), st.container(key="wait-rest"), st.skeleton(height=TABLE_HEIGHT):
        corpus = desk.corpus(state.holdings)
        wars = state.wars(corpus)
        war = st.session_state.get("war", state.ALL_WARS)
        now = state.shown(desk, corpus, war if war in wars else state.ALL_WARS)
    now = replace(now, window=state.window())
    with bar:
        toolbar.draw_rest(desk, now, wars)
    return now


# ---- the map


def _map(desk: Desk, above: DeltaGenerator) -> None:
    """Draw the map. What window it is set to, it tells what is drawn beneath."""
    war = st.session_state.get("war", state.ALL_WARS)
    with st.container(key="wait-map"), st.skeleton(height=MAP_HEIGHT):
        held = _handed(desk, war)
    if st.session_state["drawn"][1] != state.keys(desk, war).all:
        with above, st.container(horizontal=True, vertical_alignment="center"):
            st.caption("The map is as it was before the latest reviews; the tables are up to date.")
            st.button("Draw it anew", on_click=_draw_anew, type="tertiary")
    words = {
        name: ["" if word == NOBODY else word for word in words]
        for name, words in state.chosen().items()
    }
    has_it = st.session_state.get("map-has") == held.digest  # megabytes: handed over but once
    claim_map(
        key="map",
        data={"payload": None if has_it else held.parts, "digest": held.digest, "filter": words},
        on_has_change=_map_has,
        on_claim_change=_claim_asked,
    )


@st.fragment
@parts.alone(parts.BENEATH)
def _beneath(now: state.Shown) -> None:
    """Draw what lies in the map's window; only this is run again when that is moved."""
    with st.container(key="carrier-window"):
        told = carrier(key="told", data={"hears": "claimmap-window"}, on_heard_change=_nothing)
    if told.heard:
        st.session_state["window"] = Window.told(told.heard)
    views.draw(replace(now, window=state.window()))


def _handed(desk: Desk, war: str) -> Handed:
    """Return what the map is drawn from: of many claims, not anew for each that is reviewed."""
    desk.look()
    keys = state.keys(desk, war)
    drawn: tuple[str, str] | None = st.session_state.get("drawn")
    if drawn is None or drawn[0] != keys.read:
        drawn = keys.read, keys.all
    held = _payload(drawn[1], desk, war)
    if held.claims < MANY and drawn[1] != keys.all:
        drawn = keys.read, keys.all
        held = _payload(keys.all, desk, war)
    st.session_state["drawn"] = drawn
    return held


@st.cache_resource(max_entries=6, show_spinner=False)
def _payload(key: str, _desk: Desk, war: str) -> Handed:
    """Return what the map is handed; ``key`` changes with what is on the desk."""

    def read() -> Corpus:
        corpus = _desk.corpus(state.holdings)
        return state.of_war(corpus, war if war in state.wars(corpus) else state.ALL_WARS)

    alone = war == state.ALL_WARS and not _desk.own.exists()
    with kept_for_good():
        return handed(_desk.where if alone else None, read)


def _map_has() -> None:
    """Keep which payload the page has, also while it shows no map."""
    st.session_state["map-has"] = st.session_state["map"].get("has")


@st.fragment
@parts.alone(parts.QUOTES)
def _quotes(now: state.Shown) -> None:
    """Hand the map the words of the claims that it shows; only this is run again for it."""
    asked = (st.session_state.get("quotes") or {}).get("heard") or []
    claims = {key: now.columns.find(key) for key in asked[:MOST_QUOTES]}
    quotes = {key: claim.evidence if claim else "" for key, claim in claims.items()}
    told = {"hears": "claimmap-ask", "tells": "claimmap-told", "told": quotes}
    carrier(key="quotes", data=told, on_heard_change=_nothing)


def _draw_anew() -> None:
    st.session_state["drawn"] = None


def _claim_asked() -> None:
    """Show the report of the claim that was asked for on the map."""
    if claim := st.session_state["map"].get("claim"):
        st.session_state["claim"] = claim
        st.session_state["view"] = views.EVIDENCE


def _nothing() -> None:
    """Let the page, or its fragment, be drawn anew; the state is read where it is mounted."""


# ---- what the browser does for us


def _browser(about: str) -> None:
    """Mount what listens to keys and remembers; ``about`` is the claim that is reviewed."""
    remember: dict[str, Any] = {}
    if st.session_state.get("introduced"):
        remember["introduced"] = True
    if st.session_state.get("reviewer"):
        remember["reviewer"] = st.session_state["reviewer"]
    with st.container(key="browser"):
        browser(
            key="page",
            data={
                "keys": list(review.KEYS) if about else [],
                "about": about,
                "remember": remember,
            },
            on_keys_change=_pressed,
            on_memory_change=_remembered,
        )


def _pressed() -> None:
    review.press(state.desk(), st.session_state["page"].get("keys") or [])


def _memory() -> dict[str, Any] | None:
    memory: dict[str, Any] | None = st.session_state.get("memory")
    return memory


def _remembered() -> None:
    memory = dict(st.session_state["page"].get("memory") or {})
    st.session_state["memory"] = memory
    if memory.get("reviewer") and not st.session_state.get("reviewer"):
        st.session_state["reviewer"] = str(memory["reviewer"])


if __name__ == "__main__":
    main()
