"""The form in which a reviewer puts right what was read of a claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

import streamlit as st

from dashboard import state
from dashboard.meanings import meanings
from dashboard.reviewing import actors_of, changed, place_choices, sides_of
from events.errors import EventError
from events.review import corrected, place_values
from events.types import Claim, EventType, Modality, SpeechAct, Verification

_NOBODY = "–"
_AS_READ = "as it was read"
Keep = Callable[[Mapping[str, Any], str], None]
"""Keeps corrected values with a reason."""


def draw(now: state.Shown, claim: Claim, keep: Keep) -> None:
    """Draw the form; it keeps nothing that breaks the record, and says why."""
    written = st.text_input(
        "Look up another place", key=f"place-{claim.claim_id}", placeholder="its name"
    )
    places = place_choices(claim, written, state.gazetteer())
    with st.form(f"correct-{claim.claim_id}"):
        values = _fields(now, claim)
        place = st.selectbox(
            "Place", [_AS_READ, *places], help=_help("place_id"),
            format_func=lambda key: places.get(key, _as_read(claim)),
            index=1 if written.strip() and places else 0,
        )  # fmt: skip
        why = st.text_input("Why", placeholder="what the report says instead")
        if st.form_submit_button("Keep the correction", type="primary"):
            if place != _AS_READ:
                values |= place_values(state.gazetteer().get(place))
            _submit(claim, values, why.strip(), keep)


def _submit(claim: Claim, given: Mapping[str, Any], why: str, keep: Keep) -> None:
    values = changed(claim, given)
    if not values:
        st.warning("Nothing is different from what was read. Accept it, or change a field.")
        return
    if not why:
        st.warning("Say why, in a few words: the reason is kept with the correction.")
        return
    try:
        corrected(claim, values)
    except EventError as fault:
        st.error(state.plain(fault))
        return
    keep(values, why)
    st.rerun()


def _fields(now: state.Shown, claim: Claim) -> dict[str, Any]:
    """Draw the fields that are wrong most often, in two columns; return what they hold."""
    wars = now.corpus.conflicts
    left, right = st.columns(2)
    with left:
        values: dict[str, Any] = {
            "event_type": _choice("What", "event_type", claim, get_args(EventType)),
            "claimed_controller": _choice(
                "Said to hold it", "claimed_controller", claim, (None, *actors_of(claim, wars))
            ),
            "claimant": _text("Who says it", "claimant", claim),
            "speech_act": _choice("How said", "speech_act", claim, (None, *get_args(SpeechAct))),
            "event_date": st.date_input("First day", claim.event_date, help=_help("event_date")),
        }
    with right:
        values |= {
            "modality": _choice("How it is put", "modality", claim, get_args(Modality)),
            "verification": _choice("Verified", "verification", claim, get_args(Verification)),
            "claimant_side": _choice(
                "For which side", "claimant_side", claim, (None, *sides_of(claim, wars))
            ),
            "claimant_role": _text("In which role", "claimant_role", claim),
            "event_date_end": st.date_input("Last day", claim.event_date_end),
        }
    return values


def _help(name: str) -> str:
    return meanings()[name]


def _text(label: str, name: str, claim: Claim) -> str | None:
    written = st.text_input(label, getattr(claim, name) or "", help=_help(name))
    return written.strip() or None


def _choice(label: str, name: str, claim: Claim, words: tuple[str | None, ...]) -> str | None:
    now: str | None = getattr(claim, name)
    options = list(words) if now in words else [now, *words]
    return st.selectbox(
        label, options, options.index(now), help=_help(name),
        format_func=lambda word: _NOBODY if word is None else str(word),
    )  # fmt: skip


def _as_read(claim: Claim) -> str:
    return f"{claim.place_name or claim.mention or 'no place'} ({_AS_READ})"
