"""What the map is handed is kept beside a big ledger, and never believed when it may be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import drawing
from dashboard.drawing import Handed, handed
from events.corpus import Corpus
from events.map.wire import unpacked
from events.review import Review
from events.store import Ledger
from tests.map.sample import DOCUMENTS, sample_claims

CLAIMS = sample_claims()


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a ledger of the sample, which counts as a big one."""
    monkeypatch.setattr(drawing, "MANY", 10)
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        opened.add(DOCUMENTS, CLAIMS, extractor_version="1")
    return tmp_path / "ledger.sqlite"


def read(ledger: Path) -> Corpus:
    with Ledger.open(ledger, create=False) as opened:
        return Corpus.of(opened)


def never() -> Corpus:
    raise AssertionError("read again")


def kept(ledger: Path) -> Path:
    return ledger.with_name("ledger.sqlite.map")


def test_a_big_ledger_is_drawn_again_without_being_read(ledger: Path) -> None:
    first = handed(str(ledger), lambda: read(ledger))
    assert handed(str(ledger), never) == first
    assert unpacked(first.parts["claims"])["n"] == first.claims == len(CLAIMS)


def test_a_review_makes_what_was_kept_worthless(ledger: Path) -> None:
    first = handed(str(ledger), lambda: read(ledger))
    with Ledger.open(ledger) as opened:
        opened.review(
            Review(claim_id=CLAIMS[0].claim_id, decision="reject", reviewer="R", reason="r")
        )
    with pytest.raises(AssertionError, match="read again"):
        handed(str(ledger), never)
    assert handed(str(ledger), lambda: read(ledger)) != first


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"mark": 1}', None])
def test_what_is_damaged_is_made_anew(ledger: Path, damage: str | None) -> None:
    first = handed(str(ledger), lambda: read(ledger))
    text = kept(ledger).read_text("utf-8")
    swapped = text.replace(first.parts["claims"], first.parts["page"])
    kept(ledger).write_text(swapped if damage is None else damage, "utf-8")
    assert handed(str(ledger), lambda: read(ledger)) == first
    assert kept(ledger).read_text("utf-8") == text


def test_another_version_of_claimmap_makes_it_anew(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    handed(str(ledger), lambda: read(ledger))
    monkeypatch.setattr(drawing, "_MAKERS", (tmp_path,))
    with pytest.raises(AssertionError, match="read again"):
        handed(str(ledger), never)


def test_small_ledgers_and_those_that_are_no_file_keep_nothing(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = read(ledger)
    monkeypatch.setattr(drawing, "MANY", len(CLAIMS) + 1)
    told = handed(str(ledger), lambda: corpus)
    assert not kept(ledger).exists()
    assert handed(None, lambda: corpus) == told == Handed.of(corpus)
    assert handed("postgresql://nobody@localhost/none", lambda: corpus) == told


def test_a_folder_that_may_not_be_written_to_is_no_fault(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "write_text", refused)
    assert handed(str(ledger), lambda: read(ledger)).claims == len(CLAIMS)
    assert list(ledger.parent.glob("*.map*")) == []
