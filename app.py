"""The dashboard: one map with its time control, and beneath it what the claims rest on.

It opens on the ledger named by ``CLAIMMAP_STORE``, else on ``out/ledger.sqlite``, else on the
reports that are shipped. It needs no network. What a reader uploads stays in that reader's session.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from events.control import voices_of
from events.corpus import Corpus, read
from events.errors import EventError
from events.export import claim_rows, claims_csv, claims_geojson
from events.map.dashboard import MARKUP, component_script, component_style, report_html
from events.map.payload import Drawn, payload_of
from events.store import Ledger
from events.types import Claim, ControlStatus
from geo.errors import GeoError

ROOT = Path(__file__).parent
UPLOADS = ["txt", "md", "jsonl"]
# From the map's column to the label and the field of the record. (A comment, because Streamlit
# would write a bare string on the page.)
FILTERS = {
    "side": ("Side of the claimant", "claimant_side"),
    "claimant": ("Claimant", "claimant"),
    "source": ("Source", "source"),
    "type": ("Type of event", "event_type"),
    "modality": ("Modality", "modality"),
    "verification": ("Verification", "verification"),
}
NOBODY = "third parties"
MOST_TOLD = 20
MOST_QUOTED = 160
MISSING = "–"
FIRST = ["disputed", "agreed", "conceded", "one side", "third party", "none"]
PLACE = st.column_config.TextColumn(width=230)
CONTROL_COLUMNS = {
    "Place": PLACE,
    "Shown by": st.column_config.TextColumn(
        help="The day by which claims show this. One that tells of several days counts here from "
        "the last of them, while the map shows it on each."
    ),
}
VIEWS = ["Control", "Claims", "Evidence", "Not taken", "About"]
STYLE = """<style>
.block-container { padding: 1.1rem 1.4rem 3rem; max-width: none; }
header[data-testid="stHeader"] { display: none; }
.report { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; max-width: 46rem; }
.report mark { background: rgba(240, 180, 60, .38); color: inherit; padding: .1em 0; }
</style>"""

claim_map = st.components.v2.component(
    "claimmap", html=MARKUP, css=component_style(), js=component_script()
)


@dataclass(frozen=True)
class Window:
    """What the map shows now: days (None where all), and according to whom."""

    start: date | None = None
    end: date | None = None
    according: str = "all"


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="claimmap", layout="wide")
    st.html(STYLE)
    try:
        corpus = _session_corpus(_open(*_ledger()))
    except (EventError, GeoError) as error:
        st.error(f"The reports could not be opened: {_plain(str(error))}")
        st.stop()
    chosen = _toolbar(corpus)
    shown = _filtered(corpus, chosen)
    if not corpus.claims:
        st.info("There are no claims yet. Add a report above, or run `claimmap run REPORTS`.")
    window = _map(corpus, chosen)
    _views(shown, window)


def _session_corpus(base: Corpus) -> Corpus:
    """Return the ledger's corpus with what this reader has uploaded, as long as it stays there."""
    added = [one for one in _uploads().values() if isinstance(one, Corpus)]
    return _joined(base, added) if added else base


def _uploads() -> dict[str, Corpus | str]:
    """Return what came of each uploaded file, by name: a corpus, or why there is none."""
    found: dict[str, Corpus | str] = {}
    for file in st.session_state.get("uploads") or []:
        try:
            found[file.name] = _read_upload(
                file.name, file.getvalue(), st.session_state.get("published")
            )
        except (EventError, GeoError, OSError) as error:
            found[file.name] = str(error)
    return found


def _ledger() -> tuple[str | None, object]:
    """Return the ledger to open and when it was last written, or None for what is shipped."""
    named = os.environ.get("CLAIMMAP_STORE")
    if named and "://" in named:
        with Ledger.open(named, create=False) as ledger:
            return named, ledger.stamp()
    path = Path(named) if named else ROOT / "out" / "ledger.sqlite"
    if not path.is_file():
        return None, 0.0
    # SQLite keeps fresh rows in a file beside the ledger until they are folded in.
    beside = path.with_name(path.name + "-wal")
    return str(path), max(p.stat().st_mtime for p in (path, beside) if p.is_file())


@st.cache_resource(show_spinner="Reading reports …", max_entries=4)
def _open(path: str | None, written: object) -> Corpus:
    """Return what a ledger holds; ``written`` makes a changed ledger a new one."""
    if path is None:
        return read([ROOT / "seeds" / "reports"])
    with Ledger.open(path, create=False) as ledger:
        return Corpus.of(ledger)


def _joined(base: Corpus, more: Iterable[Corpus]) -> Corpus:
    """Return the corpora as one; a document that is in several counts once."""
    parts = [base, *more]
    documents = {d.sha256: d for part in parts for d in part.documents}
    claims = {c.claim_id: c for part in parts for c in part.claims}
    return replace(
        base,
        documents=tuple(documents.values()),
        claims=tuple(claims.values()),
        rejected=tuple(dict.fromkeys(r for part in parts for r in part.rejected)),
    )


# ---- filters, upload, downloads


def _toolbar(corpus: Corpus) -> dict[str, list[str]]:
    """Draw what stands above the map; return the words chosen for each filter."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("**claimmap**")
        chosen = _filter_menu(corpus)
        with st.popover("Add a report", icon=":material/upload_file:"):
            _upload_menu()
        with st.popover("Download", icon=":material/download:"):
            _downloads(_filtered(corpus, chosen))
    return chosen


def _filter_menu(corpus: Corpus) -> dict[str, list[str]]:
    count = sum(bool(st.session_state.get(f"filter-{name}")) for name in FILTERS)
    label = f"Filters ({count})" if count else "Filters"
    with st.popover(label, icon=":material/filter_list:", key="filters"):
        return {
            name: st.multiselect(
                title, _words(corpus, field), key=f"filter-{name}", placeholder="all"
            )
            for name, (title, field) in FILTERS.items()
        }


def _words(corpus: Corpus, field: str) -> list[str]:
    found = {getattr(claim, field) for claim in corpus.claims}
    words = sorted(word for word in found if word)
    return [*words, NOBODY] if field == "claimant_side" and None in found else words


def _filtered(corpus: Corpus, chosen: Mapping[str, list[str]]) -> Corpus:
    wanted = {FILTERS[name][1]: set(words) for name, words in chosen.items() if words}

    def passes(claim: Claim) -> bool:
        return all((getattr(claim, field) or NOBODY) in words for field, words in wanted.items())

    return replace(corpus, claims=tuple(c for c in corpus.claims if passes(c)))


def _upload_menu() -> None:
    st.file_uploader(
        "Plain text, Markdown with front matter, or JSONL",
        UPLOADS,
        accept_multiple_files=True,
        key="uploads",
    )
    st.date_input("Published on, where a report does not say", None, key="published")
    st.caption("Read here, on this computer, and kept for this session only.")
    for name, one in _uploads().items():
        if isinstance(one, str):
            st.error(f"{_plain(name)}: {_plain(one)}")
        else:
            _tell(name, one)


def _tell(name: str, one: Corpus) -> None:
    """Say what was read of an uploaded file and what was not taken, with the reason."""
    st.markdown(f"**{_plain(name)}**: {_claims_of(one)}, {len(one.rejected)} not taken")
    for rejected in one.rejected[:MOST_TOLD]:
        st.caption(f"not taken: {_plain(rejected.reason)}")
        st.text(_excerpt(rejected.text))


def _excerpt(text: str) -> str:
    """Return the beginning of what was not taken, or that it is no text: a picture, an archive."""
    start = text[:MOST_QUOTED]
    odd = sum(not (c.isprintable() or c.isspace()) or c == "\ufffd" for c in start)
    return "(not readable as text)" if odd > len(start) / 20 else start


def _plain(text: str) -> str:
    """Return text in which Markdown finds nothing to format."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>$:~])", r"\\\1", text)


@st.cache_data(show_spinner="Reading the report …", max_entries=32)
def _read_upload(name: str, content: bytes, published: date | None) -> Corpus:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        return read([path], published=published)


def _downloads(corpus: Corpus) -> None:
    st.caption(f"{_claims_of(corpus)}, as filtered")
    about = corpus.provenance(corpus.last_day)
    files: dict[str, tuple[str, str, Any]] = {
        "Claims as GeoJSON": (
            "claims.geojson",
            "application/geo+json",
            lambda: claims_geojson(corpus.claims, about),
        ),
        "Claims as CSV": ("claims.csv", "text/csv", lambda: claims_csv(corpus.claims)),
        "This map as one HTML file": ("map.html", "text/html", corpus.snapshot),
    }
    for label, (name, mime, make) in files.items():
        st.download_button(label, make, name, mime, on_click="ignore", width="stretch")


# ---- the map


def _map(corpus: Corpus, chosen: Mapping[str, list[str]]) -> Window:
    """Draw the map; return the window that it was last set to."""
    payload = _payload(corpus)
    digest = hashlib.sha256((payload["claims"] + payload["page"]).encode()).hexdigest()
    words = {name: ["" if w == NOBODY else w for w in chosen[name]] for name in FILTERS}
    result = claim_map(
        key="map",
        data={"payload": payload, "digest": digest, "filter": words},
        on_window_change=_nothing,
        on_claim_change=_nothing,
    )
    if result.claim:
        st.session_state["claim"] = result.claim
        st.session_state["view"] = "Evidence"
    told = result.window or {}
    if not told or told["all"]:
        return Window(according=told.get("according", "all"))
    start, end = date.fromisoformat(told["from"]), date.fromisoformat(told["to"])
    return Window(start, end, told["according"])


def _nothing() -> None:
    """Let the page be drawn anew; the state is read where the map is mounted."""


def _payload(corpus: Corpus) -> dict[str, str]:
    key = hashlib.sha256("".join(sorted(c.claim_id for c in corpus.claims)).encode()).hexdigest()
    return _packed(key, corpus)


@st.cache_data(max_entries=8, show_spinner=False)
def _packed(key: str, _corpus: Corpus) -> dict[str, str]:
    day = _corpus.last_day
    drawn = Drawn(
        claims=_corpus.claims,
        documents=_corpus.documents,
        conflicts=_corpus.conflicts,
        provenance=_corpus.provenance(day),
    )
    return payload_of(drawn, day)


# ---- beneath the map


def _views(corpus: Corpus, window: Window) -> None:
    st.session_state.setdefault("view", VIEWS[0])
    view = st.segmented_control("Show", VIEWS, key="view", label_visibility="collapsed")
    inside = [claim for claim in corpus.claims if _is_inside(claim, window)]
    if view == "Control":
        _control(corpus, window)
    elif view == "Claims":
        _claims(corpus, inside)
    elif view == "Evidence":
        _evidence(corpus, inside)
    elif view == "Not taken":
        _rejected(corpus)
    elif view == "About":
        _about(corpus)


def _is_inside(claim: Claim, window: Window) -> bool:
    spoken = claim.claimant_side or "third"
    if window.according not in ("all", spoken):
        return False
    if window.start is None or window.end is None:
        return True
    if claim.event_date is None:
        return False
    return claim.event_date <= window.end and window.start <= (
        claim.event_date_end or claim.event_date
    )


def _control(corpus: Corpus, window: Window) -> None:
    day = window.end or corpus.last_day
    if day is None or window.according not in voices_of(corpus.claims, corpus.side_of):
        st.info("No claim with a date says who holds a place.")
        return
    statuses = corpus.control(day, according_to=window.according)
    st.markdown(f"**Who holds which place as of {day:%-d %B %Y}**, by claims known to this ledger")
    if not statuses:
        st.info("By that day nobody had said who holds a place.")
        return
    ordered = sorted(statuses, key=lambda one: (FIRST.index(one.basis), one.place_name))
    st.dataframe(
        pd.DataFrame([_status_row(status) for status in ordered]).fillna(MISSING),
        hide_index=True, width="stretch", column_config=CONTROL_COLUMNS,
    )  # fmt: skip
    st.caption(
        "Only asserted claims about the place itself count. “Disputed” means that the sides "
        "disagree; a currency that is stale or without coverage qualifies the last known state."
    )


def _status_row(status: ControlStatus) -> dict[str, Any]:
    row: dict[str, Any] = {
        "Place": status.place_name,
        "Holder": status.holder,
        "Basis": status.basis,
        "Currency": status.currency,
        "Shown by": _day(status.since),
        "Last evidence": _day(status.last_evidence),
    }
    for word in status.words:
        name = "Third parties say" if word.side == "third" else f"{word.side} says"
        row[name] = word.controller or "nobody named"
    return row


def _claims_of(corpus: Corpus) -> str:
    return "1 claim" if len(corpus.claims) == 1 else f"{len(corpus.claims)} claims"


def _day(day: date | None) -> str:
    return day.isoformat() if day else MISSING


def _claims(corpus: Corpus, claims: list[Claim]) -> None:
    st.markdown(f"**{len(claims)} claims** in the window of the map. Choose one to see its report.")
    if not claims:
        st.info("No claims in this window. Widen it on the map, or clear the filters.")
        return
    names = {
        "event_date": "Date", "place_name": "Place", "event_type": "Type", "modality": "Modality",
        "claimed_controller": "Said to hold it", "claimant": "Claimant", "claimant_side": "Side",
        "evidence": "Evidence", "source": "Source", "verification": "Verification",
        "n_independent": "Origins",
    }  # fmt: skip
    rows = claim_rows(claims)
    chosen = st.dataframe(
        pd.DataFrame(rows)[[*names]].rename(columns=names),
        hide_index=True, width="stretch", on_select="rerun", selection_mode="single-row",
        key="claims", column_config={"Place": PLACE},
    )  # fmt: skip
    picked = chosen["selection"]["rows"]
    if picked:
        st.session_state["claim"] = rows[picked[0]]["claim_id"]
        _report(corpus, next(c for c in claims if c.claim_id == st.session_state["claim"]))


def _evidence(corpus: Corpus, inside: list[Claim]) -> None:
    known = {claim.claim_id: claim for claim in inside}
    wanted = st.session_state.get("claim")
    if wanted and wanted not in known:
        known |= {c.claim_id: c for c in corpus.claims if c.claim_id == wanted}
    if not known:
        st.info("No claims in this window, so there is no evidence to show.")
        return
    if wanted not in known:
        st.session_state["claim"] = next(iter(known))
    chosen = st.selectbox("Claim", list(known), format_func=lambda i: _label(known[i]), key="claim")
    _report(corpus, known[chosen])


def _label(claim: Claim) -> str:
    day = claim.event_date.isoformat() if claim.event_date else "no date"
    where = claim.place_name or claim.mention or "no place"
    who = claim.claimant or "unnamed"
    return f"{day} · {where} · {who}: {claim.event_type}, {claim.modality}"


def _report(corpus: Corpus, claim: Claim) -> None:
    """Show a claim's whole report with its evidence marked. All of it is untrusted text."""
    document = next((d for d in corpus.documents if d.sha256 == claim.document_sha256), None)
    if document is None:
        st.warning("The report itself is not in this ledger; the claim keeps its hash.")
        return
    text, facts = st.columns([3, 2], gap="large")
    with text:
        st.html(f"<h3>{html.escape(document.title or document.document_id)}</h3>")
        st.html(report_html(document, claim))
    with facts:
        row = {k: v for k, v in claim_rows([claim])[0].items() if v not in (None, "", [])}
        table = pd.DataFrame({"Field": list(row), "Value": [str(v) for v in row.values()]})
        st.dataframe(table, hide_index=True, width="stretch", height=520)


def _rejected(corpus: Corpus) -> None:
    st.markdown("**What looked like a claim or a report and was not taken**, with the reason why")
    if not corpus.rejected:
        st.info("Nothing was rejected.")
        return
    rows = [
        {"Report": r.document_id, "Stage": r.stage, "Reason": r.reason, "Text": r.text}
        for r in corpus.rejected
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _about(corpus: Corpus) -> None:
    st.markdown(
        "A **claim** is what one claimant asserts, in one report, about one place. It is not a "
        "fact: source, claimant and the one said to hold a place are told apart, and what is "
        "ordered, planned, predicted, attempted or denied never changes who holds it."
    )
    for licence in corpus.licences:
        st.caption(_plain(licence))
    rows = [
        {"Report": d.document_id, "Title": d.title, "Source": d.source, "Published": d.published,
         "Address": d.source_url, "Licence": d.licence, "SHA-256": d.sha256}
        for d in corpus.documents
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


if __name__ == "__main__":
    main()
