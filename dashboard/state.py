"""What one reader's session holds, and what all sessions share: what was read, never who asked."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.columns import FILTERS, Columns, Rows, Window
from dashboard.desk import Desk
from dashboard.holdings import Holdings
from dashboard.tabled import kept_for_good
from events.control.table import ControlTable
from events.corpus import Corpus, open_pipeline, read
from events.errors import QueryError
from events.pipeline import Pipeline
from events.store import Ledger
from events.types import Claim, ControlStatus
from geo.gazetteer import Gazetteer

ROOT = Path(__file__).parents[1]
LEDGER = ROOT / "out" / "ledger.sqlite"
ALL_WARS = "all"
EVERYTHING = Window()


@dataclass(frozen=True)
class Shown:
    """What the page is about now: a corpus in columns, the rows chosen of it, and a window.

    ``key`` changes with what is shown, ``read_key`` only with what was read, not with reviews.
    """

    key: str
    read_key: str
    corpus: Corpus
    columns: Columns
    rows: Rows
    window: Window = EVERYTHING

    @property
    def inside(self) -> Rows:
        """The chosen rows that lie in the map's window, of the place chosen there if any is."""
        rows = self.columns.inside(self.rows, self.window)
        place = self.window.place
        return self.columns.about(rows, place) if place else rows

    @property
    def is_whole(self) -> bool:
        """Whether no filter leaves anything out."""
        return len(self.rows) == len(self.columns.claims)

    def claims(self, rows: Rows) -> list[Claim]:
        """Return the claims of these rows."""
        return self.columns.some(rows)

    def find(self, claim_id: str | None) -> Claim | None:
        """Return the claim with an id if no filter leaves it out."""
        row = self.columns.row_of.get(claim_id)
        return self.columns.claims[row] if row is not None and row in self.rows else None

    def part(self, rows: Rows) -> Corpus:
        """Return the corpus with the claims of these rows only."""
        return replace(self.corpus, claims=tuple(self.claims(rows)))

    def review_note(self) -> str:
        """Return how many of the chosen claims a person has looked at."""
        reviewed = self.columns.reviewed(self.rows)
        return f"machine-coded, {reviewed:,} of {len(self.rows):,} reviewed"


def desk() -> Desk:
    """Return this reader's desk, with the ledger that was named or is there, else none."""
    if "desk" not in st.session_state:
        st.session_state["desk"] = Desk(_first_ledger())
    held: Desk = st.session_state["desk"]
    return held


def _first_ledger() -> str | None:
    named = os.environ.get("CLAIMMAP_STORE")
    if named and ("://" in named or Path(named).is_file()):
        return named
    return str(LEDGER) if not named and LEDGER.is_file() else None


@st.cache_resource(show_spinner="Reading the ledger …", max_entries=6)
def holdings(where: str | None, stamp: str) -> Holdings:
    """Return what is in a ledger; ``stamp`` makes a changed ledger a new one."""
    with kept_for_good():
        if where is None:
            return Holdings(read([ROOT / "seeds" / "reports"]))
        with Ledger.open(where, create=False) as ledger:
            return Holdings.of(ledger, where)


@st.cache_resource(show_spinner=False)
def gazetteer() -> Gazetteer:
    """Return the gazetteer; it is read-only and mapped into memory."""
    return Gazetteer.open()


@st.cache_resource(show_spinner=False)
def pipeline() -> Pipeline:
    """Return what reads reports, the same for all: it keeps nothing of what it reads."""
    return open_pipeline()


def wars(corpus: Corpus) -> dict[str, str]:
    """Return the wars that claims of a corpus are about, from id to name."""
    return {war.id: war.name for war in corpus.conflicts}


@dataclass(frozen=True)
class Keys:
    """Words for what is shown (``all``), and for what was read of it, whatever reviews say."""

    all: str
    read: str


def keys(desk: Desk, war: str) -> Keys:
    """Return the words for what is on a desk as last looked at, of one war or all."""
    all_ = hashlib.sha256(f"{desk.key}|{war}".encode()).hexdigest()[:20]
    return Keys(all_, f"{desk.read_key}|{war}")


def of_war(corpus: Corpus, war: str) -> Corpus:
    """Return the corpus with the claims of one war only, or of all."""
    if war == ALL_WARS:
        return corpus
    return replace(corpus, claims=tuple(one for one in corpus.claims if one.conflict == war))


def shown(desk: Desk, corpus: Corpus, war: str) -> Shown:
    """Return what to show of a corpus: of one war or all, as the reader's filters leave it."""
    found, corpus = keys(desk, war), of_war(corpus, war)
    held = _columns(found.all, corpus.claims)
    rows = held.chosen({FILTERS[name][1]: words for name, words in chosen().items()})
    return Shown(found.all, found.read, corpus, held, rows)


@st.cache_resource(show_spinner="Sorting the claims …", max_entries=6)
def _columns(key: str, _claims: Sequence[Claim]) -> Columns:
    return Columns(_claims)


def chosen() -> dict[str, list[str]]:
    """Return the words chosen for each filter."""
    return {name: list(st.session_state.get(f"filter-{name}") or []) for name in FILTERS}


def window() -> Window:
    """Return the window that the map was last set to."""
    return st.session_state.get("window") or EVERYTHING


def control(now: Shown, day: date) -> list[ControlStatus]:
    """Return who holds which place as of a day, by the words of whom the map goes by."""
    try:
        return _table(f"{now.key} {chosen()}", now).as_of(day, according_to=now.window.according)
    except QueryError:  # the map goes by a side of which the filters leave nothing
        return []


@st.cache_resource(show_spinner=False, max_entries=8)
def _table(asked: str, _now: Shown) -> ControlTable:
    return ControlTable.of_table(_now.columns.of_control(_now.rows), _now.corpus.side_of)


def plain(text: object) -> str:
    """Return text in which Markdown finds nothing to format."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>$:~])", r"\\\1", str(text))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
