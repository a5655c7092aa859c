"""The review queue: evidence, what was read of it, a decision; by hand or by keyboard."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from dashboard import correcting, downloads, state
from dashboard.columns import Window
from dashboard.desk import Desk
from dashboard.meanings import meanings, reasons
from dashboard.reviewing import ACCEPTED, Round
from dashboard.views import document_of
from dashboard.wording import said_of
from events.errors import EventError
from events.map.dashboard import report_html
from events.reliability import CODES
from events.review import CREDIBILITY, Queued, Review, queue
from events.types import Claim

KEYS = ("a", "c", "r", "j", "k", "Escape", *(str(number) for number in range(1, 10)))
_LISTED = 12
_TALL = 520
_MARKS = {"accepted": "✓", "corrected": "✎", "rejected": "✗", "machine": ""}
_SHOWN = (
    "claimed_controller", "projected_controller", "event_type", "modality", "speech_act",
    "actor1", "actor2", "place_name", "where_prec", "where_flag", "event_date", "event_date_end",
    "date_prec", "date_text", "claimant", "claimant_side", "claimant_role", "verification",
    "extraction_confidence", "source", "published",
)  # fmt: skip
Decision = Literal["accept", "correct", "reject"]


# ---- what keys and buttons do; run before the page is drawn


def press(desk: Desk, pressed: list[list[Any]]) -> None:
    """Do what keys ask for that were not followed before: [number, key, claim they were about]."""
    for number, key, about in pressed:
        if number > st.session_state.get("followed", 0):
            st.session_state["followed"] = number
            _follow(desk, str(key), str(about))


def _follow(desk: Desk, key: str, about: str) -> None:
    if key in ("j", "k"):
        move(1 if key == "j" else -1)
    elif about != _at():
        return  # pressed before the page had shown the next claim: nobody has seen that one
    elif key == "a":
        decide(desk, "accept", ACCEPTED)
    elif key in ("c", "r"):
        st.session_state["deciding"] = {"c": "correct", "r": "reject"}[key]
    elif key == "Escape":
        st.session_state["deciding"] = None
    elif st.session_state.get("deciding") == "reject" and key in reasons():
        decide(desk, "reject", reasons()[key])


def move(by: int) -> None:
    """Go on or back in the queue."""
    held: Round | None = st.session_state.get("round")
    if held:
        st.session_state["round"] = held.moved(by)
        st.session_state["deciding"] = None


def _to(index: int) -> None:
    st.session_state["round"] = replace(st.session_state["round"], at=index)
    st.session_state["deciding"] = None


def _mode(word: str | None) -> None:
    st.session_state["deciding"] = word


def decide(
    desk: Desk, decision: Decision, reason: str, corrected: Mapping[str, Any] | None = None
) -> None:
    """Keep a decision about the claim that is before the reviewer, and go to the next."""
    claim_id, who = _at(), str(st.session_state.get("reviewer", "")).strip()
    st.session_state["fault"] = None
    if not claim_id:
        return
    if not who:
        st.session_state["fault"] = "Say who you are first: each decision is kept with a name."
        return
    try:
        corpus = desk.corpus(state.holdings)
        desk.review(
            Review(
                claim_id=claim_id, decision=decision, reviewer=who, reason=reason,
                corrected=corrected or {}, credibility=_belief(claim_id, decision),
            ),
            corpus,
        )  # fmt: skip
    except EventError as fault:
        st.session_state["fault"] = str(fault)
        return
    corpus = desk.corpus(state.holdings)
    standing = {claim.claim_id: claim for claim in corpus.claims}
    st.session_state["round"] = st.session_state["round"].after(standing)
    st.session_state["deciding"] = None


def _belief(claim_id: str, decision: Decision) -> str | None:
    """Return how far the reviewer believes the claim: of one that is rejected nothing is said."""
    chosen: str | None = st.session_state.get(f"belief-{claim_id}")
    return None if decision == "reject" else chosen


def _at() -> str:
    held: Round | None = st.session_state.get("round")
    return held.current.claim.claim_id if held and held.current else ""


# ---- drawing


def draw(desk: Desk, now: state.Shown) -> str:
    """Draw the queue; return the id of the claim that is before the reviewer, "" without one."""
    held = _round(desk, now)
    _head(desk, now, held)
    if fault := st.session_state.get("fault"):
        st.error(state.plain(fault))
    if not held.entries:
        st.info(
            "Nothing is left to review here. Clear the filters, or add reports."
            if len(now.columns.claims)
            else "There is nothing to review yet. Add reports or a table first (**Add data**)."
        )
        return ""
    if held.current is None:
        st.success("You are through: every claim of this queue is reviewed.")
        st.button("Back to the first", on_click=_to, args=(0,))
        return ""
    claim = now.columns.find(held.current.claim.claim_id) or held.current.claim
    text, coding, others = st.columns([5, 4, 3], gap="medium")
    with text:
        _evidence(now, claim)
    with coding:
        _said(claim, held.current)
        _decision(desk, now, claim)
        _coding(now, claim)
    with others:
        _queue(now, held)
    return claim.claim_id


def _round(desk: Desk, now: state.Shown) -> Round:
    """Return the queue as it was laid out, or lay it out: for other filters, another one."""
    asked = (desk.where, len(now.columns.claims), json.dumps(state.chosen()))
    if st.session_state.get("round-of") != asked or "round" not in st.session_state:
        with st.spinner("Finding what matters most …"):
            statuses = []
            if day := now.corpus.last_day:
                statuses = state.control(replace(now, window=Window()), day)
            entries = queue(now.claims(now.rows), statuses)
        st.session_state["round"] = Round(tuple(entries))
        st.session_state["round-of"] = asked
    held: Round = st.session_state["round"]
    if place := st.session_state.pop("place", None):
        held = st.session_state["round"] = held.at_place(place)
    return held


def _lay_out_anew() -> None:
    for name in ("round", "fault", "deciding"):
        st.session_state.pop(name, None)


def _head(desk: Desk, now: state.Shown, held: Round) -> None:
    done, of = now.columns.reviewed(now.rows), len(now.rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        note = f"**{done:,} of {of:,} reviewed**, machine-coded"
        st.progress(done / of if of else 0.0, text=note, width=320)
        st.text_input(
            "Your name", key="reviewer", width=260, label_visibility="collapsed",
            placeholder="Your name, kept with each decision",
        )  # fmt: skip
        st.button("Sort anew", on_click=_lay_out_anew, icon=":material/sort:",
                  help="The order stays as it is while you walk through it.")  # fmt: skip
        rows = [_review_row(review) for review in desk.reviews()] if done else []
        st.download_button(
            "Decisions", lambda: downloads.sheet(rows), "reviews.csv", "text/csv",
            on_click="ignore", icon=":material/download:", disabled=not rows,
        )  # fmt: skip
    where = "in a ledger of this session" if desk.is_local else f"in {desk.name}"
    st.caption(
        f"Decisions are kept {state.plain(where)}. Keys: **a** accept, **c** correct, **r** "
        "reject, **j** next, **k** back, **Esc** think again."
    )


def _review_row(review: Review) -> dict[str, Any]:
    return {
        "at": review.at.isoformat() if review.at else "", "claim_id": review.claim_id,
        "decision": review.decision, "reviewer": review.reviewer, "reason": review.reason,
        "corrected": json.dumps(dict(review.corrected), ensure_ascii=False, default=str),
        "credibility": review.credibility or "",
    }  # fmt: skip


def _evidence(now: state.Shown, claim: Claim) -> None:
    document = document_of(now, claim)
    if document is None:
        st.warning("The report itself is not in this ledger; the claim keeps its words.")
        st.html(f'<div class="report"><mark>{html.escape(claim.evidence)}</mark></div>')
        return
    title = html.escape(document.title or document.document_id)
    about = " · ".join(
        html.escape(str(one)) for one in (document.source, document.published) if one
    )
    st.html(f'<h3 class="title">{title}</h3><p class="about">{about}</p>')
    with st.container(height=_TALL, border=True, key="beside"):
        st.html(report_html(document, claim))


def _said(claim: Claim, queued: Queued) -> None:
    status = claim.review_status
    st.html(f'<p class="coded">{html.escape(said_of(claim))}</p>')
    st.caption("; ".join(state.plain(reason) for reason in queued.reasons))
    if status != "machine":
        st.badge(status, color="green" if status != "rejected" else "red")


def _coding(now: state.Shown, claim: Claim) -> None:
    said = {name: getattr(claim, name) for name in _SHOWN}
    said[CODES[1]] = _judged(now.corpus.admiralty.of(claim)[1])
    rows = "".join(
        f'<tr title="{html.escape(meanings().get(name, ""))}"><th>{name}</th>'
        f"<td>{html.escape(str(value))}</td></tr>"
        for name, value in said.items()
        if value not in (None, "", "none")
    )
    st.html(f'<table class="coding">{rows}</table>')


def _judged(code: str) -> str:
    return f"{code}: {CREDIBILITY[code]}"


def _decision(desk: Desk, now: state.Shown, claim: Claim) -> None:
    mode = st.session_state.get("deciding")
    st.selectbox(
        "How far do you believe it?", list(CREDIBILITY), index=None, format_func=_judged,
        key=f"belief-{claim.claim_id}", placeholder="not judged",
        help="Kept with your decision as the Admiralty code's second half; you need not say.",
    )  # fmt: skip
    with st.container(horizontal=True):
        st.button("Accept (a)", on_click=decide, args=(desk, "accept", ACCEPTED), type="primary")
        st.button("Correct (c)", on_click=_mode, args=("correct",))
        st.button("Reject (r)", on_click=_mode, args=("reject",))
    if mode == "reject":
        _rejection(desk, claim)
    elif mode == "correct":
        correcting.draw(now, claim, lambda values, why: decide(desk, "correct", why, values))


def _rejection(desk: Desk, claim: Claim) -> None:
    st.markdown("**Why is it rejected?** Press a number, or write:")
    for key, reason in reasons().items():
        st.button(
            f"{key}  {reason}", on_click=decide, args=(desk, "reject", reason), width="stretch",
            key=f"why-{key}",
        )  # fmt: skip
    with st.form("why", border=False):
        written = st.text_input("Another reason", key=f"why-{claim.claim_id}")
        if st.form_submit_button("Reject") and written.strip():
            decide(desk, "reject", written.strip())
            st.rerun()
    st.button("Think again (Esc)", on_click=_mode, args=(None,), type="tertiary")


def _queue(now: state.Shown, held: Round) -> None:
    st.markdown(f"**{held.at + 1:,} of {len(held.entries):,}** in the queue")
    with st.container(key="queue", gap="xxsmall"):
        for index, queued in held.around(_LISTED):
            claim = now.columns.find(queued.claim.claim_id) or queued.claim
            mark = _MARKS[claim.review_status]
            where = claim.place_name or claim.mention or "no place"
            st.button(
                state.plain(f"{mark} {where}: {claim.event_type}, {claim.modality}".strip()),
                on_click=_to, args=(index,), key=f"entry-{index}", width="stretch",
                type="secondary" if index == held.at else "tertiary",
            )  # fmt: skip
    with st.container(horizontal=True):
        st.button("Back (k)", on_click=move, args=(-1,))
        st.button("Next (j)", on_click=move, args=(1,))
