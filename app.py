"""The dashboard: one map with its time control, and beneath it what the claims rest on.

It opens on the ledger named by ``CLAIMMAP_STORE``, else on ``out/ledger.sqlite``, else on the
reports that are shipped. It needs no network. What a reader uploads stays in that reader's session.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import adding, review, state, toolbar, views
from dashboard.columns import NOBODY, Window
from dashboard.desk import Desk
from events.errors import EventError
from events.map.dashboard import MARKUP, component_script, component_style
from events.map.payload import Drawn, payload_of
from geo.errors import GeoError

PARTS = Path(__file__).parent / "dashboard"
MAP_HEIGHT = 750
MANY = 20_000  # claims from which drawing the map anew takes seconds
MOST_QUOTES = 400  # that are handed over at once

claim_map = st.components.v2.component(
    "claimmap", html=MARKUP, css=component_style(), js=component_script()
)
browser = st.components.v2.component(
    "claimmap-page", html="<span hidden></span>", js=(PARTS / "page.js").read_text("utf-8")
)
words_of_claims = st.components.v2.component(
    "claimmap-quotes", html="<span hidden></span>", js=(PARTS / "quotes.js").read_text("utf-8")
)


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="claimmap", layout="wide")
    st.html(f"<style>{(PARTS / 'page.css').read_text('utf-8')}</style>")
    desk = state.desk()
    bar = st.container(horizontal=True, vertical_alignment="center", key="toolbar")
    with bar:
        where = toolbar.draw_first()
    with st.skeleton(height=MAP_HEIGHT):
        now = _opened(desk, bar)
    if where == toolbar.ADD:
        adding.draw(desk)
        _browser("")
    elif where == toolbar.REVIEW:
        _browser(review.draw(desk, now))
    else:
        _browser("")  # first: it is kept that the hint was read before the hint is gone
        _map_page(now)


def _opened(desk: Desk, bar: DeltaGenerator) -> state.Shown:
    """Open what is on the desk and draw the tools for it; where it cannot be opened, say why."""
    try:
        corpus = desk.corpus(state.holdings)
    except (EventError, GeoError) as error:
        with bar:
            toolbar.ledger(desk)
        st.error(
            f"The reports could not be opened: {state.plain(error)}\n\nOpen another ledger, or the "
            "reports that are shipped, under **Ledger** above."
        )
        st.stop()
    wars = state.wars(corpus)
    war = st.session_state.get("war", state.ALL_WARS)
    now = state.shown(desk, corpus, war if war in wars else state.ALL_WARS)
    now = replace(now, window=st.session_state.get("window") or Window())
    with bar:
        toolbar.draw_rest(desk, now, wars)
    return now


def _map_page(now: state.Shown) -> None:
    toolbar.introduce(_memory())
    if not now.corpus.claims:
        st.info(
            "There are no claims yet. Add reports or a table above (**Add data**), or run "
            "`claimmap run REPORTS`."
        )
    window = _map(now)
    _quotes(now)
    st.session_state["window"] = window
    views.draw(replace(now, window=window))


# ---- the map


def _map(now: state.Shown) -> Window:
    """Draw the map; return the window that it was last set to."""
    with st.skeleton(height=MAP_HEIGHT):
        payload, digest = _payload(_drawn_key(now), now)
    words = {
        name: ["" if word == NOBODY else word for word in words]
        for name, words in state.chosen().items()
    }
    has_it = st.session_state.get("map-has") == digest  # megabytes: handed over but once
    result = claim_map(
        key="map",
        data={"payload": None if has_it else payload, "digest": digest, "filter": words},
        on_has_change=_map_has,
        on_window_change=_nothing,
        on_claim_change=_nothing,
    )
    if result.claim:
        st.session_state["claim"] = result.claim
        st.session_state["view"] = views.EVIDENCE
    return Window.told(result.window) if result.window else now.window


def _drawn_key(now: state.Shown) -> str:
    """Return what the map is drawn from: of many claims, not anew for each that is reviewed."""
    drawn: tuple[str, str] | None = st.session_state.get("drawn")
    if drawn is None or drawn[0] != now.read_key or len(now.columns.claims) < MANY:
        drawn = st.session_state["drawn"] = now.read_key, now.key
    if drawn[1] != now.key:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("The map is as it was before the latest reviews; the tables are up to date.")
            st.button("Draw it anew", on_click=_draw_anew, type="tertiary")
    return drawn[1]


def _map_has() -> None:
    """Keep which payload the page has, also while it shows no map."""
    st.session_state["map-has"] = st.session_state["map"].get("has")


@st.fragment
def _quotes(now: state.Shown) -> None:
    """Hand the map the words of the claims that it shows; only this is run again for it."""
    asked = (st.session_state.get("quotes") or {}).get("asked") or []
    claims = now.columns.by_id
    quotes = {key: claims[key].evidence if key in claims else "" for key in asked[:MOST_QUOTES]}
    words_of_claims(key="quotes", data={"quotes": quotes}, on_asked_change=_nothing)


def _draw_anew() -> None:
    del st.session_state["drawn"]


def _nothing() -> None:
    """Let the page be drawn anew; the state is read where the map is mounted."""


@st.cache_resource(max_entries=6, show_spinner=False)
def _payload(key: str, _now: state.Shown) -> tuple[dict[str, str], str]:
    corpus = _now.corpus
    day = corpus.last_day
    drawn = Drawn(
        claims=corpus.claims,
        documents=corpus.documents,
        conflicts=corpus.conflicts,
        provenance=corpus.provenance(day),
        quotes=0,
        fetches=True,
    )
    with state.kept_for_good():
        payload = payload_of(drawn, day)
    told = payload["claims"] + payload["page"]
    return payload, hashlib.sha256(told.encode()).hexdigest()


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
