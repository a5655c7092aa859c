"""Asked as columns, a ledger says of control what it says as claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from operator import attrgetter
from pathlib import Path

import pytest

from events.corpus import Corpus
from events.errors import ConflictError, QueryError
from events.review import Notice, Review
from events.store import Ledger
from events.told import CONTROL, Told
from events.types import CLAIM_FIELDS
from tests.events.sample import MAYOR, PAPER, RUSSIA, UKRAINE, claim, document, june

by_id = attrgetter("claim_id")
ONE, OTHER = document("Hirske was taken."), document("Hirske was held.", published=june(26))
CLAIMS = [
    claim(RUSSIA, of=ONE, evidence_start=3, evidence_end=9),
    claim(MAYOR, of=ONE, event_type="control"),
    claim(UKRAINE, of=OTHER, published=june(26), claimed_controller="Ukraine", place_id="gn2"),
    claim(PAPER, of=OTHER, published=june(26), place_id="gn2", mention="Zoloto"),
    claim(of=OTHER, published=june(26), conflict="sudan", place_id=None, lon=None, lat=None),
]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        opened.add([ONE, OTHER], CLAIMS)
        said = {"reviewer": "Ann", "reason": "so it says"}
        one, other, *_, last = (one.claim_id for one in CLAIMS)
        opened.review(Review(claim_id=one, decision="accept", credibility="2", **said))
        opened.review(Review(claim_id=other, decision="reject", **said))
        opened.notice(
            Notice(claim_id=last, decision="retract", source="D", reason="no", published=june(28))
        )
        yield opened


def test_claims_come_by_place_and_as_sketches_each_once(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.export.parted.PART", 1)
    names = (*CONTROL, "extraction_confidence")
    told, whole = Told.of(ledger, names=names), Corpus.of(ledger)
    parts = list(told.by_place(*CLAIM_FIELDS))
    places = [{one.place_id for one in part} for part in parts]
    assert sum(map(len, places)) == len(set().union(*places)), "no place is in two parts"
    assert sorted(chain(*parts), key=by_id) == sorted(whole.claims, key=by_id)
    assert sorted(chain(*whole.by_place()), key=by_id) == sorted(whole.claims, key=by_id)
    for sketch in told.sketches("extraction_confidence"):
        (claim,) = told.some([sketch.claim_id])
        assert (sketch.place_id, sketch.published) == (claim.place_id, claim.published)
        assert sketch.claimed_controller == claim.claimed_controller
        assert not sketch.evidence
    assert len(list(told.sketches())) == len(whole.claims)


@pytest.mark.parametrize("known_on", [None, june(25), june(1)])
@pytest.mark.parametrize("conflict", [None, "ukraine", "sudan"])
def test_columns_answer_as_claims_do(
    ledger: Ledger, known_on: date | None, conflict: str | None
) -> None:
    claims = Corpus.of(ledger, known_on=known_on, conflict=conflict)
    told = Told.of(ledger, known_on=known_on, conflict=conflict)
    assert told.last_day == claims.last_day
    assert told.reviewed == claims.reviewed
    assert told.conflicts == claims.conflicts
    assert told.admiralty == claims.admiralty
    for whose in ("all", "third"):
        assert told.control(june(30), according_to=whose) == claims.control(
            june(30), according_to=whose
        )
    assert told.control() == claims.control()
    for place in {one.place_id for one in claims.claims if one.place_id}:
        assert told.about(place) == claims.about(place)
        assert told.history(place, june(30), according_to="all") == claims.history(
            place, june(30), according_to="all"
        )
    assert told.some([CLAIMS[0].claim_id, "none"]) == claims.some([CLAIMS[0].claim_id, "none"])


@pytest.mark.parametrize(("asked", "place"), [("Zoloto", "gn2"), ("gn1", "gn1")])
def test_a_place_is_found_by_what_claims_call_it(ledger: Ledger, asked: str, place: str) -> None:
    assert Told.of(ledger).place(asked) == Corpus.of(ledger).place(asked) == place


@pytest.mark.parametrize("asked", ["Hirske", "Kyiv"])
def test_a_place_that_is_none_or_several_is_refused_alike(ledger: Ledger, asked: str) -> None:
    with pytest.raises(QueryError) as said:
        Corpus.of(ledger).place(asked)
    with pytest.raises(QueryError) as told:
        Told.of(ledger).place(asked)
    assert str(told.value) == str(said.value)


def test_who_speaks_in_no_claim_and_a_war_that_is_none_are_refused(ledger: Ledger) -> None:
    told = Told.of(ledger)
    with pytest.raises(QueryError, match="nobody speaks as 'Mars'"):
        told.history("gn1", june(30), according_to="Mars")
    with pytest.raises(ConflictError):
        Told.of(ledger, conflict="mars")


def test_an_empty_ledger_says_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "none.sqlite") as ledger:
        told = Told.of(ledger)
    assert (told.control(), told.last_day, told.reviewed) == ([], None, (0, 0))
