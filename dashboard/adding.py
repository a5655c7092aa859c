"""Dropping files on the page: what is said of them, reading them, and what came of each."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import downloads, state
from dashboard.desk import Desk
from dashboard.intake import (
    KINDS,
    MOST_TOLD,
    PUBLISHERS,
    REPORT_MB,
    TABLE_MB,
    Outcome,
    Reader,
    Said,
)
from dashboard.toolbar import MAP
from events.actors import conflict_ids, load_conflict
from events.importers import sniff

_MOST_QUOTED = 160
_HEAD = 1 << 16


def draw(desk: Desk) -> None:
    """Draw the place to drop files on, and what came of those dropped before."""
    st.markdown(
        "**Add reports, or a table or map of others.** They are read here, on this computer, and "
        "kept in a ledger of your own that ends with this session; you can save it as a file."
    )
    form, outcomes = st.columns([2, 3], gap="large")
    with form:
        files = _dropped()
        said = _said(files)
        if st.button("Read", type="primary", disabled=not files, icon=":material/play_arrow:"):
            with outcomes:
                _read(desk, files, said)
            st.rerun()
    with outcomes:
        _tell(st.session_state.get("outcomes") or [])


def _dropped() -> list[Any]:
    number = st.session_state.setdefault("drop", 0)
    files = st.file_uploader(
        "Drop files here", KINDS, accept_multiple_files=True, key=f"files-{number}",
        max_upload_size=TABLE_MB,
        help="Reports as plain text, Markdown, web pages, JSON lines, feeds (RSS, Atom), exports "
        "of Telegram and archives of the Web (WARC, WACZ); tables of ACLED, UCDP GED, VIINA and "
        "GDELT as CSV, also in a ZIP; maps of who holds what as GeoJSON, GeoPackage, KML or a "
        "zipped shapefile.",
    )  # fmt: skip
    st.caption(
        f"Reports up to {REPORT_MB} MB a file; archives, tables and maps up to {TABLE_MB} MB."
    )
    return list(files or [])


def _said(files: Sequence[Any]) -> Said:
    """Ask what files do not say themselves; of a map, who holds its polygons."""
    found = (sniff(bytes(file.getbuffer()[:_HEAD])) for file in files)
    forms = {form for form in found if form}
    published: date | None = st.date_input(
        "Published on, where a file does not say", None, key="published"
    )
    if not forms:
        return Said(published)
    source = st.text_input(
        "Who published the table or map",
        key="source",
        placeholder=", ".join(PUBLISHERS[form] for form in sorted(forms & set(PUBLISHERS))),
        help="Each row is its claim. Left empty: the publisher of the format.",
    )
    licence = st.text_input("Licence", key="licence", help="Left empty: that of the format.")
    if "polygons" not in forms:
        return Said(published, source, licence)
    actors = sorted({side.id for war in conflict_ids() for side in load_conflict(war).sides})
    holder = st.selectbox("Who holds its polygons", actors, index=None, key="holder")
    field = st.text_input("Or: the property that names who holds each", key="holder-field")
    return Said(published, source, licence, holder or "", field)


def _read(desk: Desk, files: Sequence[Any], said: Said) -> None:
    """Read the files into the reader's own ledger, showing how far it is."""
    reader = Reader(state.pipeline, state.gazetteer)
    outcomes = []
    bar = st.progress(0.0, text="Beginning …")
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            path = Path(folder) / str(number) / Path(file.name).name
            path.parent.mkdir()
            path.write_bytes(file.getbuffer())

            def progress(share: float, what: str, at: int = number, name: str = file.name) -> None:
                bar.progress((at + share) / len(files), text=f"{state.plain(name)}: {what}")

            progress(0.0, "opening")
            outcomes.append(reader.take(path, said, desk.own, progress))
            path.unlink()
    bar.empty()
    st.session_state["outcomes"] = [*outcomes, *(st.session_state.get("outcomes") or [])]
    st.session_state["drop"] += 1


def _tell(outcomes: Sequence[Outcome]) -> None:
    """Say what was read of each file and what was not taken, with the reason."""
    if not outcomes:
        st.info(
            "Nothing was added yet. What is read joins the map, the tables and the review queue; "
            "what cannot be taken is listed here with the reason."
        )
        return
    for outcome in outcomes:
        unit = "report" if outcome.kind == "reports" else "row"
        told = (
            f"**{state.plain(outcome.name)}** ({state.plain(outcome.kind)}): "
            f"{state.counted(outcome.read, unit)} read, {state.counted(outcome.claims, 'claim')} "
            f"new, {outcome.n_rejected:,} not taken"
        )
        if outcome.fault:
            before = f"{told}. " if outcome.read else f"**{state.plain(outcome.name)}**: "
            st.error(f"{before}{state.plain(outcome.fault)}")
        elif outcome.claims:
            st.success(told)
        else:
            st.warning(told)
    if any(outcome.claims for outcome in outcomes):
        st.button("Show them on the map", on_click=_to_the_map, type="primary")
    rejected = [(outcome.name, one) for outcome in outcomes for one in outcome.rejected]
    if rejected:
        _rejected(rejected, outcomes)


def _to_the_map() -> None:
    st.session_state["where"] = MAP


def _rejected(rejected: Sequence[tuple[str, Any]], outcomes: Sequence[Outcome]) -> None:
    total = sum(outcome.n_rejected for outcome in outcomes)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{total:,} not taken**, with the reason")
        st.download_button(
            "CSV", lambda: downloads.rejected_sheet([one for _, one in rejected]), "not-taken.csv",
            "text/csv", on_click="ignore", type="tertiary", icon=":material/download:",
        )  # fmt: skip
    if total > len(rejected):
        st.caption(f"The first {MOST_TOLD:,} of a file; “Not taken” beneath the map has all.")
    rows = [
        {"File": name, "Reason": one.reason, "Text": excerpt(one.text), "Where": one.document_id}
        for name, one in rejected
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="Not taken")


def excerpt(text: str) -> str:
    """Return the beginning of what was not taken, or that it is no text: a picture, an archive."""
    start = text[:_MOST_QUOTED]
    odd = sum(not (c.isprintable() or c.isspace()) or c == "\ufffd" for c in start)
    return "(not readable as text)" if odd > len(start) / 20 else start
