"""The verbs that say something of claims: review, retract, correct."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from events.cli import cli
from events.errors import LedgerError, RecordError
from events.store import Ledger, address_shown
from geo.errors import GeoError
from tests.events.sample import RUSSIA, claim, document, june
from tests.postgres import PASSWORD

REPORT = document("So it was: Hirske was taken.")
SPAN: dict[str, Any] = {"evidence": "Hirske was taken.", "evidence_start": 11, "evidence_end": 28}
ONE = claim(RUSSIA, of=REPORT, claim_id="one", **SPAN)
TWO = claim(RUSSIA, of=REPORT, claim_id="two", event_type="attack", **SPAN)
SAID = ("--by", "Ann", "--reason", "so it says")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        ledger.add([REPORT], [ONE, TWO])
    return path


def call(*arguments: object) -> Result:
    done = CliRunner().invoke(cli, [str(one) for one in arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_review_lists_what_matters_first_with_the_words_and_the_reason(store: Path) -> None:
    for arguments in ([store], ["list", store], ["--store", store]):
        shown = call("review", *arguments).output.splitlines()
        assert shown[0] == "one  2022-06-24  Hirske: capture, asserted, Russia"
        assert shown[1] == "    Russian Ministry of Defence: Hirske was taken."
        assert shown[2] == "    alone decides that Russia holds Hirske"
        assert shown[3].startswith("two  ")
        assert shown[-1] == "0 of 2 claims reviewed, 2 to review"


def test_the_list_is_short_unless_all_of_it_is_asked_for(tmp_path: Path) -> None:
    many = [claim(of=REPORT, claim_id=f"c{n:02}", event_type="attack") for n in range(25)]
    with Ledger.open(tmp_path / "many.sqlite") as ledger:
        ledger.add([REPORT], many)
    assert call("review", tmp_path / "many.sqlite").output.count("nothing hangs on it") == 20
    assert call("review", tmp_path / "many.sqlite", "--all").output.count("nothing hangs") == 25


def test_a_decision_is_kept_and_the_claim_leaves_the_queue(store: Path) -> None:
    done = call("review", "accept", "one", *SAID, "--store", store, "--credibility", "2")
    assert done.output == "one: accept; 1 of 2 claims reviewed\n"
    assert "; credibility 2" in call("review", "log", store).output
    rows = map(
        json.loads, call("export", "--format", "jsonl", "--store", store).stdout.splitlines()
    )
    codes = {row["claim_id"]: row["information_credibility"] for row in rows}
    assert codes == {"one": "2", "two": "6"}
    call("review", "reject", "two", *SAID, "--store", store)
    assert call("review", store).output == "2 of 2 claims reviewed, 0 to review\n"
    with Ledger.open(store) as ledger:
        assert [c.review_status for c in ledger.claims()] == ["accepted", "rejected"]


def test_a_correction_sets_fields(store: Path) -> None:
    changes = ("--set", "event_date=2022-06-23", "--set", "claimed_controller=contested")
    call("review", "correct", "one", *SAID, *changes, "--store", store)
    with Ledger.open(store) as ledger:
        one = ledger.claims()[0]
    assert (one.event_date, one.claimed_controller) == (june(23), "contested")
    assert one.review_status == "corrected"


def test_a_place_named_by_its_id_brings_the_rest_from_the_gazetteer(store: Path) -> None:
    found = call("geocode", "Popasna", "--in", "Luhansk Oblast").output.split()[1]
    call("review", "correct", "one", *SAID, "--set", f"place_id={found}", "--store", store)
    with Ledger.open(store) as ledger:
        one = ledger.claims()[0]
    assert (one.place_name, one.admin1, one.where_prec) == ("Popasna", "Luhansk Oblast", 1)
    assert one.lat == pytest.approx(48.63, abs=0.05)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("event_date=June", "must be a day such as"),
        ("evidence=x", "'evidence' cannot be corrected"),
        ("modality=planned", "may not set claimed_controller"),
        ("place_id=nowhere", "no place 'nowhere'"),
    ],
)
def test_a_correction_that_cannot_be_says_why(store: Path, change: str, fault: str) -> None:
    with pytest.raises((RecordError, GeoError), match=fault):
        call("review", "correct", "one", *SAID, "--set", change, "--store", store)


def test_nothing_can_be_said_of_what_is_not_there(store: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="has no claim 'none'"):
        call("review", "accept", "none", *SAID, "--store", store)
    with pytest.raises(LedgerError, match="no ledger at"):
        call("review", "accept", "one", *SAID, "--store", tmp_path / "none.sqlite")
    assert not (tmp_path / "none.sqlite").exists()


def test_who_decides_and_why_must_be_said(store: Path) -> None:
    assert "Missing option '--reason'" in call("review", "accept", "one", "--by", "Ann").output
    assert "Missing option '--by'" in call("review", "reject", "one", "--reason", "x").output
    with pytest.raises(RecordError, match="reviewer is missing"):
        call("review", "accept", "one", "--by", " ", "--reason", "x", "--store", store)


def test_a_source_takes_a_claim_back(store: Path) -> None:
    said = ("--by", "Daily", "--reason", "an error", "--published", "2022-06-26")
    done = call("retract", "one", *said, "--url", "https://daily.example", "--store", store)
    assert done.output == "one: retract by Daily, 2022-06-26\n"
    with Ledger.open(store) as ledger:
        assert [c.claim_id for c in ledger.claims()] == ["two"]
        assert [c.claim_id for c in ledger.claims(known_on=june(25))] == ["one", "two"]
        assert ledger.notices()[0].url == "https://daily.example"
    exported = call("export", "--format", "rejected", "--store", store).output
    assert "retracted by Daily on 2022-06-26: an error" in exported


def test_a_source_corrects_a_claim(store: Path) -> None:
    said = ("--by", "Daily", "--reason", "an error", "--published", "2022-06-26")
    call("correct", "one", *said, "--set", "claimed_controller=Ukraine", "--store", store)
    with Ledger.open(store) as ledger:
        assert ledger.claims()[0].claimed_controller == "Ukraine"
        assert ledger.claims(known_on=june(25))[0] == ONE
    assert "Missing option '--published'" in call("retract", "one", *SAID).output


def test_the_log_says_who_decided_what_and_why(store: Path) -> None:
    call("review", "correct", "one", *SAID, "--set", "date_prec=2", "--store", store)
    said = ("--by", "Daily", "--reason", "an error", "--published", "2022-06-26")
    call("retract", "two", *said, "--store", store)
    first, second = call("review", "log", store).output.splitlines()
    assert first.endswith("one  correct by Ann: so it says; date_prec=2")
    assert second.endswith("two  retract by Daily, 2022-06-26: an error")
    assert first[:10] == second[:10] >= "2026"


def test_no_verb_shows_the_password_of_a_ledger(postgres_url: str) -> None:
    shown = address_shown(postgres_url)
    assert PASSWORD not in shown
    assert "s3cr%25t" not in shown
    assert address_shown(Path("a/b.sqlite")) == "a/b.sqlite"
    Ledger.open(postgres_url).close()
    with pytest.raises(LedgerError, match="has no claim") as told:
        call("review", "accept", "none", *SAID, "--store", postgres_url)
    assert shown in str(told.value)


def test_a_ledger_in_postgresql_is_asked_and_told_by_its_url(postgres_url: str) -> None:
    with Ledger.open(postgres_url) as ledger:
        ledger.add([REPORT], [ONE, TWO])
    call("review", "accept", "one", *SAID, "--store", postgres_url)
    assert "1 of 2 claims reviewed, 1 to review" in call("review", postgres_url).output
    assert "2 claims from 1 reports" in call("verify", "--store", postgres_url).output
    assert "Hirske" in call("control", "--store", postgres_url).output
