"""What stands beneath the map: control, claims, evidence, what was not taken, and about."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import downloads, state
from dashboard.meanings import meanings
from dashboard.toolbar import clear_filters
from events.control import control_as_of
from events.corpus import Corpus
from events.export import claim_rows
from events.export.sheet import table
from events.map.dashboard import report_html
from events.types import Claim, ControlStatus, Document

CONTROL, CLAIMS, EVIDENCE, REJECTED, ABOUT = "Control", "Claims", "Evidence", "Not taken", "About"
VIEWS = [CONTROL, CLAIMS, EVIDENCE, REJECTED, ABOUT]
PAGE = 100
MISSING = "–"
_FIRST = ["disputed", "agreed", "conceded", "one side", "third party", "none"]
_MOST_LISTED = 1000
_CLAIM_COLUMNS = {
    "event_date": "Date", "place_name": "Place", "event_type": "Type", "modality": "Modality",
    "claimed_controller": "Said to hold it", "claimant": "Claimant", "claimant_side": "Side",
    "evidence": "Evidence", "source": "Source", "verification": "Verification",
    "n_independent": "Origins", "review_status": "Review",
}  # fmt: skip
_CONTROL_COLUMNS = {
    "Place": "place_name", "Holder": "holder", "Basis": "basis", "Currency": "currency",
    "Shown by": "since", "Last evidence": "last_evidence",
}  # fmt: skip


def draw(now: state.Shown) -> None:
    """Draw the view that is chosen, of what lies in the map's window."""
    st.session_state.setdefault("view", CONTROL)
    view = st.segmented_control(
        "Show", VIEWS, key="view", label_visibility="collapsed", required=True
    )
    drawn: dict[str, Callable[[state.Shown], None]] = {
        CONTROL: _control, CLAIMS: _claims, EVIDENCE: _evidence, REJECTED: _rejected, ABOUT: _about,
    }  # fmt: skip
    drawn[view or CONTROL](now)


def _heading(text: str, name: str, make: Callable[[], str | bytes], help_: str = "") -> None:
    """Draw what a table shows, and beside it the table as a file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(text)
        st.download_button(
            "CSV", make, name, "text/csv", on_click="ignore", icon=":material/download:",
            key=f"csv-{name}", type="tertiary", help=help_ or "This table, with its licences.",
        )  # fmt: skip


# ---- control


def _control(now: state.Shown) -> None:
    day = now.window.end or now.corpus.last_day
    if day is None or not len(now.rows):
        st.info("No claim with a date says who holds a place.")
        return
    statuses = state.control(now, day)
    _heading(
        f"**Who holds which place as of {day:%-d %B %Y}**, by claims; {now.review_note()}",
        f"control-{day}.csv",
        lambda: _control_file(now, day),
    )
    if not statuses:
        st.info("By that day nobody had said who holds a place.")
        return
    place = now.window.place
    ordered = sorted(
        statuses,
        key=lambda one: (one.place_id != place, _FIRST.index(one.basis), one.place_name),
    )
    names = _names_of_sides(now)
    rows = [_status_row(status, names) for status in ordered[_page_of(len(ordered), "control")]]
    st.dataframe(
        pd.DataFrame(rows).fillna(MISSING), hide_index=True, width="stretch",
        column_config=_helped(_CONTROL_COLUMNS), alt="Control by place",
    )  # fmt: skip
    st.caption(
        "Only asserted claims about the place itself count. “Disputed” means that the sides "
        "disagree; a currency that is stale or without coverage qualifies the last known state."
    )


def _page_of(length: int, key: str) -> slice:
    """Ask which page of so many rows is shown, where there is more than one."""
    pages = -(-length // PAGE)
    number = st.pagination(pages, key=f"{key}-{pages}") if pages > 1 else 1
    return slice((number - 1) * PAGE, number * PAGE)


def _control_file(now: state.Shown, day: date) -> str:
    def told(claims: Sequence[Claim]) -> list[ControlStatus]:
        return control_as_of(
            claims, day, according_to=now.window.according, side_of=now.corpus.side_of
        )

    return downloads.control_sheet(now.claims(now.rows), told, now.corpus.provenance(day))


def _names_of_sides(now: state.Shown) -> dict[str, str]:
    """Return what the sides are called, as on the map."""
    return {side.id: side.name for war in now.corpus.conflicts for side in war.sides}


def _status_row(status: ControlStatus, names: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "Place": status.place_name, "Holder": names.get(str(status.holder), status.holder),
        "Basis": status.basis, "Currency": status.currency, "Shown by": _day(status.since),
        "Last evidence": _day(status.last_evidence),
    }  # fmt: skip
    for word in status.words:
        who = "Third parties" if word.side == "third" else names.get(word.side, word.side)
        verb = "say" if word.side == "third" else "says"
        row[f"{who} {verb}"] = names.get(word.controller or "", word.controller) or "nobody named"
    return row


def _helped(columns: dict[str, str]) -> dict[str, Any]:
    """Return for each column what its field means."""
    return {
        label: st.column_config.TextColumn(
            help=meanings().get(field), width=230 if field == "place_name" else None
        )
        for label, field in columns.items()
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else MISSING


# ---- claims and their evidence


def _claims(now: state.Shown) -> None:
    rows = now.columns.latest_first(now.inside)
    where = "about the place chosen on the map" if now.window.place else "in the window of the map"
    _heading(
        f"**{state.counted(len(rows), 'claim')}** {where}; {now.review_note()}. "
        + ("Choose one to see its report." if len(rows) else ""),
        "claims.csv",
        lambda: _sheet_of(now.part(rows)),
    )
    if not len(rows):
        _nothing(now)
        return
    part = _page_of(len(rows), f"page-{now.key}")
    page = rows[part]
    claims = now.claims(page)
    origins = now.columns.origins(page)
    names = _names_of_sides(now)
    listed = [_claim_row(claim, origins[claim.claim_id], names) for claim in claims]
    picked = st.dataframe(
        pd.DataFrame(listed), hide_index=True, width="stretch", on_select="rerun",
        selection_mode="single-row",
        placeholder=MISSING, key=f"claims-{part.start}", alt="Claims",
        column_config=_helped({label: field for field, label in _CLAIM_COLUMNS.items()
                               if field not in ("n_independent",)}),
    )["selection"]["rows"]  # fmt: skip
    if picked and picked[0] < len(claims):
        st.session_state["claim"] = claims[picked[0]].claim_id
        report(now, claims[picked[0]])


def _claim_row(claim: Claim, origins: int, names: Mapping[str, str]) -> dict[str, Any]:
    row = {label: getattr(claim, field, None) for field, label in _CLAIM_COLUMNS.items()}
    day, held, side = claim.event_date, claim.claimed_controller, claim.claimant_side
    row |= {"Said to hold it": names.get(held or "", held), "Side": names.get(side or "", side)}
    return row | {"Date": day.isoformat() if day else None, "Origins": origins}


def _nothing(now: state.Shown) -> None:
    if not len(now.columns.claims):
        st.info("There are no claims yet.")
    elif not len(now.rows):
        st.info("The filters leave no claim.")
    else:
        st.info("No claims in this window. Widen it on the map.")
    if any(state.chosen().values()) and st.button(
        "Clear all filters", on_click=clear_filters, key="clear-below"
    ):
        st.rerun()  # the whole page, as filters stand above


def _evidence(now: state.Shown) -> None:
    rows = now.columns.latest_first(now.inside)[:_MOST_LISTED]
    known = {claim.claim_id: claim for claim in now.claims(rows)}
    wanted = st.session_state.get("claim")
    if wanted not in known and (claim := now.find(wanted)):
        known[claim.claim_id] = claim
    if not known:
        st.info("No claims in this window, so there is no evidence to show.")
        return
    if wanted not in known:
        st.session_state["claim"] = next(iter(known))
    chosen = st.selectbox("Claim", list(known), format_func=lambda i: label(known[i]), key="claim")
    report(now, known[chosen])


def label(claim: Claim) -> str:
    """Return a claim in one line."""
    day = claim.event_date.isoformat() if claim.event_date else "no date"
    where = claim.place_name or claim.mention or "no place"
    who = claim.claimant or "unnamed"
    return f"{day} · {where} · {who}: {claim.event_type}, {claim.modality}"


def document_of(now: state.Shown, claim: Claim) -> Document | None:
    """Return the report that a claim is from, None where it is not here."""
    sha256 = claim.document_sha256
    found = next((d for d in now.corpus.documents if d.sha256 == sha256), None)
    return found if found is None or found.text else state.desk().document(sha256) or found


def report(now: state.Shown, claim: Claim) -> None:
    """Show a claim's whole report with its evidence marked. All of it is untrusted text."""
    document = document_of(now, claim)
    if document is None:
        st.warning("The report itself is not in this ledger; the claim keeps its hash.")
        return
    text, facts = st.columns([3, 2], gap="large")
    with text:
        st.html(f"<h3>{html.escape(document.title or document.document_id)}</h3>")
        st.html(report_html(document, claim))
    with facts:
        row = {k: v for k, v in claim_rows([claim])[0].items() if v not in (None, "", [])}
        fields = [
            {"Field": name, "Value": str(value), "What it means": meanings().get(name, "")}
            for name, value in row.items()
        ]
        alone = replace(now.corpus, claims=(claim,))
        _heading("**The record**", f"claim-{claim.claim_id}.csv", lambda: _sheet_of(alone))
        st.dataframe(pd.DataFrame(fields), hide_index=True, width="stretch", height=480)


def _sheet_of(corpus: Corpus) -> bytes:
    return downloads.written("csv", corpus, downloads.Terms(downloads.INTERNAL, date.today()))


# ---- the rest


def _rejected(now: state.Shown) -> None:
    rejected = now.corpus.rejected
    _heading(
        "**What looked like a claim or a report and was not taken**, with the reason why",
        "not-taken.csv",
        lambda: downloads.rejected_sheet(rejected),
        "All of it. These are reports' own words: for your own use.",
    )
    if not rejected:
        st.info("Nothing was rejected.")
        return
    if len(rejected) > _MOST_LISTED:
        st.caption(f"The first {_MOST_LISTED:,} of {len(rejected):,}; the CSV has all.")
    rows = [
        {"Reason": r.reason, "Text": r.text, "Stage": r.stage, "Report": r.document_id}
        for r in rejected[:_MOST_LISTED]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="Not taken")


def _about(now: state.Shown) -> None:
    st.markdown(
        "A **claim** is what one claimant asserts, in one report, about one place. It is not a "
        "fact: source, claimant and the one said to hold a place are told apart, and what is "
        "ordered, planned, predicted, attempted or denied never changes who holds it."
    )
    st.caption(f"{state.counted(len(now.rows), 'claim')}; {now.review_note()}")
    st.caption("\n".join(f"- {state.plain(licence)}" for licence in now.corpus.licences))
    rows = [
        {"Report": d.document_id, "Title": d.title, "Source": d.source, "Published": d.published,
         "Address": d.source_url, "Licence": d.licence, "SHA-256": d.sha256}
        for d in now.corpus.documents
    ]  # fmt: skip
    if not rows:
        st.info("There are no reports here yet.")
        return
    _heading("**The reports**", "reports.csv", lambda: table(tuple(rows[0]), rows))
    if len(rows) > _MOST_LISTED:
        st.caption(f"The first {_MOST_LISTED:,} of {len(rows):,}; the CSV has all.")
    st.dataframe(
        pd.DataFrame(rows[:_MOST_LISTED]), hide_index=True, width="stretch",
        placeholder=MISSING, alt="The reports",
    )  # fmt: skip
