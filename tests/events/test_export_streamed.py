"""Read from a ledger a few at a time, claims are written as those that are all there at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from events.corpus import Corpus
from events.export import FORMATS, Provenance, arrow, export_claims, parted, write_prepared
from events.export.streamed import COLUMNS, Streamed
from events.reliability import Admiralty
from events.review import Notice, Review
from events.store import Ledger, selection
from events.told import Told
from events.types import Claim
from tests.events.sample import MAYOR, PAPER, RUSSIA, UKRAINE, claim, document, june

PROVENANCE = Provenance(claimmap_version="1", licences=("GeoNames (CC BY 4.0)",))
ONE = document("Hirske was taken, it said. Hirske was taken.")
OTHER = document("Hirske was held.", published=june(26))
UNDATED = document("Somebody wrote that Hirske fell.", published=None)
BARRED = "ACLED-terms"
CLAIMS = [
    claim(RUSSIA, of=ONE, lon=38.49812345678, uncertainty_m=2000),
    claim(MAYOR, of=ONE, evidence_start=5, evidence_end=9, event_type="control"),
    claim(UKRAINE, of=OTHER, published=june(26), claimed_controller="Ukraine", place_id="gn2"),
    claim(PAPER, of=OTHER, published=june(26), place_id="gn2", mention="=Zoloto"),
    claim(of=OTHER, published=june(26), place_id=None, lon=None, lat=None, mention="somewhere"),
    claim(of=OTHER, published=june(26), licence=BARRED),
    claim(RUSSIA, of=UNDATED, published=None, known_from=None, extraction_confidence=0.2),
    claim(UKRAINE, of=UNDATED, published=None, modality="denied", claimed_controller=None),
]


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger.open(address) as opened:
        opened.add([ONE, OTHER, UNDATED], CLAIMS)
        said = {"reviewer": "Ann", "reason": "so it says"}
        ids = [one.claim_id for one in CLAIMS]
        opened.review(Review(claim_id=ids[0], decision="accept", credibility="2", **said))
        moved = {"place_id": "gn2", "lon": 38.1, "lat": 48.5, "event_date": "2022-06-20"}
        opened.review(Review(claim_id=ids[1], decision="correct", corrected=moved, **said))
        opened.review(Review(claim_id=ids[2], decision="reject", **said))
        opened.notice(
            Notice(claim_id=ids[3], decision="retract", source="D", reason="no", published=june(28))
        )
        yield opened


@pytest.fixture(params=[1, 3, 5_000])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read so many claims at a time, and write not many more."""
    monkeypatch.setattr(selection, "AT_ONCE", request.param)
    monkeypatch.setattr(arrow, "BATCH", 2)
    monkeypatch.setattr(parted, "PART", 2)


def written(form: str, told: Told, provenance: Provenance) -> bytes:
    file = io.BytesIO()
    write_prepared(form, Streamed.of(told.selection, provenance), file)
    return file.getvalue()


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("form", list(FORMATS))
def test_a_format_has_the_same_bytes_however_its_claims_are_read(ledger: Ledger, form: str) -> None:
    corpus = Corpus.of(ledger)
    provenance = replace(PROVENANCE, admiralty=corpus.admiralty)
    at_once = export_claims(form, corpus.claims, provenance).content
    assert written(form, Told.of(ledger, names=COLUMNS), provenance) == at_once


@pytest.mark.parametrize("known_on", [None, june(25), june(1)])
@pytest.mark.parametrize("conflict", [None, "ukraine"])
@pytest.mark.parametrize("least", [0.0, 0.5])
def test_what_was_asked_for_is_chosen_alike(
    ledger: Ledger, known_on: date | None, conflict: str | None, least: float
) -> None:
    corpus = Corpus.of(ledger, known_on=known_on, conflict=conflict).confident(least)
    names = (*COLUMNS, "extraction_confidence")
    told = Told.of(ledger, known_on=known_on, conflict=conflict, names=names).confident(least)
    assert told.provenance() == corpus.provenance()
    at_once = export_claims("jsonl", corpus.claims, corpus.provenance()).content
    assert written("jsonl", told, told.provenance()) == at_once


def test_rows_that_may_not_be_passed_on_are_counted_or_kept_for_oneself(ledger: Ledger) -> None:
    told = Told.of(ledger, names=COLUMNS)
    (barred,) = Streamed.of(told.selection, PROVENANCE).barred
    assert str(barred) == "1 claim was left out: ACLED-terms bars redistribution."
    assert b"ACLED-terms" in written("csv", told, replace(PROVENANCE, private=True))


def test_a_claim_that_two_documents_share_is_written_once(tmp_path: Path) -> None:
    here = claim(RUSSIA, of=ONE)
    there = replace(here, document_sha256=OTHER.sha256, document_id=OTHER.document_id)
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.add([ONE, OTHER], [here, there])
        at_once = export_claims("jsonl", ledger.claims(), PROVENANCE).content
        assert written("jsonl", Told.of(ledger, names=COLUMNS), PROVENANCE) == at_once


def test_an_empty_ledger_gives_an_empty_file_of_each_format(tmp_path: Path) -> None:
    nothing: list[Claim] = []
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        told = Told.of(ledger, names=COLUMNS)
        for form in FORMATS:
            assert (
                written(form, told, PROVENANCE) == export_claims(form, nothing, PROVENANCE).content
            )
    assert told.admiralty == Admiralty()
