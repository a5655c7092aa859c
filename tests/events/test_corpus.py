"""The library's front door, on the reports that are shipped."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from events.corpus import EXPORTS, Corpus, read
from events.errors import ConflictError, DocumentError, QueryError
from events.store import Ledger
from events.verify import verify
from tests.events.sample import RUSSIA, claim, document, june

DAY = date(2022, 6, 24)


@pytest.fixture(scope="module")
def reports(root: Path) -> list[Path]:
    return sorted((root / "seeds/reports").glob("*.md"))


@pytest.fixture(scope="module")
def corpus(reports: list[Path]) -> Corpus:
    return read(reports)


def test_reports_become_claims_with_their_documents(corpus: Corpus) -> None:
    assert len(corpus.documents) == 3
    assert corpus.claims
    assert {c.document_sha256 for c in corpus.claims} <= {d.sha256 for d in corpus.documents}
    assert {c.conflict for c in corpus.claims} == {"ukraine"}
    assert corpus.last_day == DAY
    assert corpus.licences, "the gazetteer's licences go with the claims"


def test_every_claim_stands_in_its_document_where_it_says(corpus: Corpus) -> None:
    assert [fault.what for fault in verify(corpus.claims, corpus.documents)] == []


def test_who_claims_hirske_is_told(corpus: Corpus) -> None:
    status = next(s for s in corpus.control() if s.place_name == "Hirske")
    assert (status.holder, status.currency) == ("Russia", "current")
    words = {word.side: word.controller for word in status.words}
    assert words["Russia"] == "Russia"


def test_no_city_is_russian_held_that_was_only_to_be_given_up(corpus: Corpus) -> None:
    held = {status.place_id for status in corpus.control() if status.holder == "Russia"}
    for name in ("Sievierodonetsk", "Lysychansk"):
        assert held.isdisjoint({c.place_id for c in corpus.claims if c.mention == name})


def test_what_a_licence_keeps_back_is_in_no_file_and_decides_nothing(tmp_path: Path) -> None:
    text = document("Hirske was taken, wrote the table.", licence="ACLED-terms")
    barred = claim(RUSSIA, of=text, licence="ACLED-terms", claim_id="barred")
    Corpus(documents=(text,), claims=(barred,), rejected=()).write(tmp_path)
    assert not json.loads((tmp_path / "claims.geojson").read_text("utf-8"))["features"]
    assert not json.loads((tmp_path / "control.geojson").read_text("utf-8"))["features"]
    page = (tmp_path / "map.html").read_text("utf-8")
    assert "wrote the table" not in page
    assert "ACLED-terms bars redistribution" in page


def test_a_corpus_answers_as_frame_events_and_control(corpus: Corpus) -> None:
    assert len(corpus.frame()) == len(corpus.claims)
    told = {claim_id for event in corpus.events() for claim_id in event.claim_ids}
    assert told == {c.claim_id for c in corpus.claims}
    assert corpus.control(date(2014, 1, 1)) == []
    with pytest.raises(QueryError, match="Mars"):
        corpus.control(according_to="Mars")


def test_equal_reports_in_any_order_give_equal_bytes(
    reports: list[Path], corpus: Corpus, tmp_path: Path
) -> None:
    """Shuffled reports, read one run at a time, from elsewhere, with a bad one among them."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copies = [Path(shutil.copy(path, elsewhere)) for path in reports]
    bad = elsewhere / "bad.txt"
    bad.write_bytes(b"")
    random.Random(5).shuffle(copies)
    at_once = read([*reports, bad])
    for path in [bad, *copies]:
        one_by_one = read([path], ledger=tmp_path / "ledger.sqlite")
    assert one_by_one == at_once
    at_once.write(tmp_path / "a")
    shuffled = replace(
        one_by_one, claims=one_by_one.claims[::-1], documents=one_by_one.documents[::-1]
    )
    shuffled.write(tmp_path / "b")
    for name in EXPORTS:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    assert corpus.claims == at_once.claims


def test_reading_again_adds_nothing(reports: list[Path], tmp_path: Path) -> None:
    ledger = tmp_path / "new" / "ledger.sqlite"
    first = read(reports[1:2], ledger=ledger)
    custody = _custody(ledger)
    assert read(reports[1:2], ledger=ledger) == first
    assert _custody(ledger) == custody


def _custody(ledger: Path) -> list[object]:
    with Ledger.open(ledger, create=False) as book:
        return list(book.custody())


def test_a_corpus_can_be_of_one_conflict_and_of_what_was_known() -> None:
    early, late = document(), document("Zolote was taken.", published=june(26))
    told = [
        claim(RUSSIA, of=early),
        claim(RUSSIA, of=late, conflict="other", published=june(26)),
    ]
    with Ledger.open(":memory:") as ledger:
        ledger.add([early, late], told)
        assert Corpus.of(ledger, conflict="other").claims == (told[1],)
        with pytest.raises(ConflictError, match="atlantis"):
            Corpus.of(ledger, conflict="atlantis")
        known = Corpus.of(ledger, known_on=june(25))
        assert known.claims == (told[0],)
        assert known.documents == (early,), "what came out later was not known either"
        assert known.provenance().query["known_on"] == "2022-06-25"
        assert Corpus.of(ledger).last_day == june(26)
        assert [war.id for war in Corpus.of(ledger).conflicts] == ["ukraine"]


def test_a_corpus_without_dates_has_no_last_day_and_no_control() -> None:
    undated = claim(RUSSIA, event_date=None, event_date_end=None, published=None)
    corpus = Corpus(documents=(), claims=(undated,), rejected=())
    assert corpus.last_day is None
    assert corpus.control() == []
    assert replace(corpus, claims=(claim(published=None),)).last_day == june(24)


def test_an_empty_corpus_is_written_too(tmp_path: Path) -> None:
    paths = Corpus(documents=(), claims=(), rejected=()).write(tmp_path / "out")
    assert [path.name for path in paths] == list(EXPORTS)
    assert json.loads(paths[1].read_text("utf-8"))["features"] == []


def test_faults_of_the_caller_are_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="nowhere"):
        read([tmp_path / "nowhere"])
    (tmp_path / "a.txt").write_text("Hirske", "utf-8")
    with pytest.raises(ConflictError, match="atlantis"):
        read([tmp_path], conflict="atlantis")


def test_a_corpus_can_be_asked_for_what_is_read_with_confidence(corpus: Corpus) -> None:
    unstated = replace(corpus.claims[0], extraction_confidence=None)
    mixed = replace(corpus, claims=(unstated, *corpus.claims))
    sure = mixed.confident(0.9)
    assert sure.claims[0] is unstated
    assert all((c.extraction_confidence or 0) >= 0.9 for c in sure.claims[1:])
    assert 1 < len(sure.claims) < len(mixed.claims)
    assert sure.provenance().query["min_confidence"] == "0.9"
    assert "min_confidence" not in corpus.provenance().query
    assert corpus.control()
    assert corpus.confident(1.0).control() == []
