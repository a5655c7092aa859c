"""What stands above the map: where one is, search, filters, downloads, the ledger, the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import streamlit as st

from dashboard import downloads, parts, state
from dashboard.columns import FILTERS
from dashboard.desk import Desk
from dashboard.meanings import meanings, vocabulary
from dashboard.places import Found, findable
from events.errors import EventError
from events.publication import load_profile, profile_ids
from geo.errors import GeoError

MAP, REVIEW, ADD = "Map", "Review", "Add data"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_INTRODUCTION = (
    "**A claim is what one claimant asserts, in one report, about one place. It is not a fact.** "
    "Colours show who is *said* to hold a place; what is ordered, planned, predicted, attempted or "
    "denied never changes that. Drag the ends of the time line to see what was said when."
)


def draw_first() -> str:
    """Draw the name of the page and where one can go; return where the reader is."""
    st.session_state.setdefault("where", MAP)
    st.markdown("**claimmap**", width="content")
    st.segmented_control(
        "Go to", [MAP, REVIEW, ADD], key="where", label_visibility="collapsed", required=True
    )
    return str(st.session_state["where"] or MAP)


def draw_rest(desk: Desk, now: state.Shown, corpus_wars: Mapping[str, str]) -> None:
    """Draw the tools for what is shown. The map has a search of its own."""
    if len(corpus_wars) > 1:
        st.selectbox(
            "War", [state.ALL_WARS, *corpus_wars], key="war", label_visibility="collapsed",
            width=190, format_func=lambda one: corpus_wars.get(one, "All wars"),
        )  # fmt: skip
    if st.session_state.get("where") == REVIEW:
        _search(now)
    _filters(now)
    with st.container(width="content", key="download-slot"):
        _download(now)
    ledger(desk)
    with st.popover("Words", icon=":material/help:"):
        _words()


def introduce(memory: Mapping[str, Any] | None) -> None:
    """Say on a first visit what a claim is; this browser remembers that it was read."""
    if memory is None or memory.get("introduced") or st.session_state.get("introduced"):
        return
    with st.container(border=True, key="hint"):
        text, button = st.columns([9, 1], vertical_alignment="center")
        text.markdown(_INTRODUCTION)
        button.button("Understood", on_click=_introduced, type="primary", width="stretch")


def _introduced() -> None:
    st.session_state["introduced"] = True


def _search(now: state.Shown) -> None:
    found = _findable(now.read_key, now)
    st.selectbox(
        "Find a place or a claimant", list(range(len(found))), index=None, key="search",
        format_func=lambda i: _told(found[i]) if i < len(found) else "", on_change=_go,
        args=(found,),
        placeholder="Find a place or a claimant", label_visibility="collapsed", width=250,
        filter_mode="contains",
    )  # fmt: skip


@st.cache_resource(show_spinner=False, max_entries=8)
def _findable(key: str, _now: state.Shown) -> list[Found]:
    return findable(_now.columns.claims)


def _told(found: Found) -> str:
    return found.label if found.kind == "place" else f"{found.label} (claimant)"


def _go(found: list[Found]) -> None:
    """Follow the search: a claimant becomes a filter, the queue goes to a place."""
    index = st.session_state.get("search")
    st.session_state["search"] = None
    if index is None or index >= len(found):
        return
    one = found[index]
    if one.kind == "claimant":
        st.session_state["filter-claimant"] = [one.key]
    else:
        st.session_state["place"] = one.key


def _filters(now: state.Shown) -> None:
    count = sum(bool(words) for words in state.chosen().values())
    label = f"Filters ({count})" if count else "Filters"
    shade: Literal["primary", "secondary"] = "primary" if count else "secondary"
    with st.popover(label, icon=":material/filter_list:", key="filters", type=shade):
        for name, (title, field) in FILTERS.items():
            kept = st.session_state.get(f"filter-{name}") or []
            words = now.columns.words(field)
            st.multiselect(
                title, [*words, *(one for one in kept if one not in words)],
                key=f"filter-{name}", placeholder="all", help=meanings().get(field),
            )  # fmt: skip
        st.button("Clear all filters", on_click=clear_filters, disabled=not count)


def clear_filters() -> None:
    """Let every claim through again."""
    for name in FILTERS:
        st.session_state[f"filter-{name}"] = []


@st.fragment
@parts.alone(parts.DOWNLOAD)
def _download(now: state.Shown) -> None:
    """Draw the menu once it is opened: it counts what is in the map's window by then."""
    menu = st.popover(
        "Download", icon=":material/download:", key="download-menu", on_change="rerun"
    )
    with menu:
        if menu.open:
            _downloads(replace(now, window=state.window()))


def _downloads(now: state.Shown) -> None:
    what = st.radio(
        "Which claims", ["all as filtered", "those in the map's window"], key="download-which"
    )
    profile = st.radio(
        "For whom", sorted(profile_ids()), key="download-profile", format_func=_profile_title,
        help="Public delays, coarsens positions, protects schools, hospitals and shelters, and "
        "names persons by role.",
    )  # fmt: skip
    rows = now.rows if what == "all as filtered" else now.inside
    terms = downloads.Terms(profile, date.today())
    st.caption(f"{state.counted(len(rows), 'claim')}; {now.review_note()}")
    form = st.selectbox(
        "As", list(downloads.TITLES), format_func=downloads.TITLES.__getitem__, key="download-as"
    )
    st.download_button(
        "Download", lambda: downloads.written(form, now.part(rows), terms),
        downloads.file_name(form, terms), on_click="ignore", width="stretch", type="primary",
        icon=":material/download:", key="download",
    )  # fmt: skip


def _profile_title(profile: str) -> str:
    return load_profile(profile).title


def ledger(desk: Desk) -> None:
    """Say what is open, and open another ledger; only where the page serves this computer."""
    with st.popover("Ledger", icon=":material/database:"):
        _ledger_menu(desk)


def _ledger_menu(desk: Desk) -> None:
    st.markdown(f"Open: {state.plain(desk.name)}")
    if desk.own.exists():
        st.caption("With what you added and reviewed here, in a ledger of your own.")
        st.download_button(
            "Keep my ledger as a file", desk.own.read_bytes, "session.sqlite",
            "application/vnd.sqlite3", on_click="ignore", width="stretch",
        )  # fmt: skip
        st.button("Forget what I added", on_click=_forget, args=(desk,), width="stretch")
    if st.get_option("server.address") not in _LOOPBACK:
        return
    with st.form("ledger", border=False):
        written = st.text_input(
            "Another ledger", placeholder="a path, or postgresql://USER@HOST/NAME", key="address"
        )
        st.form_submit_button("Open", on_click=_opening, width="stretch")
    if st.session_state.pop("opening", False):
        _open(desk, written.strip())
    if desk.where is not None:
        shipped = "Open the reports that are shipped"
        st.button(shipped, on_click=_show, args=(desk, None), width="stretch")


def _opening() -> None:
    st.session_state["opening"] = True


def _open(desk: Desk, written: str) -> None:
    if not written:
        st.warning("Write where the ledger is.")
        return
    try:
        Desk(written).check()
    except (EventError, GeoError) as fault:
        st.error(state.plain(fault))
        return
    _show(desk, written)
    st.rerun()


def _show(desk: Desk, where: str | None) -> None:
    desk.where = where
    desk.forget()
    _put_on(desk)
    for name in ("claim", "round", "window", "place"):
        st.session_state.pop(name, None)


def _forget(desk: Desk) -> None:
    desk.clear()
    _put_on(desk)


def _put_on(desk: Desk) -> None:
    """Keep what lies on the desk, for parts of the page that are run alone."""
    st.session_state["on-desk"] = (desk.where, desk.own.exists())


def _words() -> None:
    for group, words in vocabulary().items():
        st.markdown(f"**{group}**")
        st.markdown("\n".join(f"- **{word}**: {meaning}" for word, meaning in words.items()))
    with st.expander("Every field of the record"):
        st.markdown("\n".join(f"- `{name}`: {said}" for name, said in meanings().items()))
