"""Questions on the command line: put to a ledger or to reports, answered as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from events.cli import cli
from events.errors import EventError
from events.review import Notice, Review
from events.store import Ledger
from tests.events.sample import MAYOR, RUSSIA, UKRAINE, claim, document, june

ROOT = Path(__file__).parents[2]
FIRST = document("Russia said that it took Hirske. The mayor of Hirske said so too.")
SECOND = document("Ukraine said that it was back in Hirske.", published=june(28))


def on(day: int) -> dict[str, Any]:
    return {"event_date": june(day), "event_date_end": june(day)}


TAKEN = claim(RUSSIA, on(20), of=FIRST, source="Daily")
ADMITTED = claim(MAYOR, on(24), of=FIRST, source="Daily")
BACK = claim(
    UKRAINE, on(26), of=SECOND, claimed_controller="Ukraine", source="Herald",
    published=june(28), known_from=june(28),
)  # fmt: skip
NAMESAKE = claim(
    RUSSIA, on(20), of=FIRST, place_id="gn9", admin1="Donetsk Oblast", place_name="Zolote",
    mention="Zolote",
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        ledger.add([FIRST], [TAKEN, ADMITTED, NAMESAKE], extractor_version="1")
        ledger.add([SECOND], [BACK], extractor_version="1")
    return path


def ask(*words: object) -> str:
    done = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def rows(*words: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ask(*words, "--format", "csv"))))


def test_control_is_asked_of_a_ledger_by_its_path_or_option(store: Path) -> None:
    told = ask("control", store, "--as-of", "2022-06-24")
    assert "Hirske  Russia  agreed" in told
    assert ask("control", "--store", store, "--as-of", "2022-06-24") == told
    assert ask("control", f"sqlite:///{store}", "--as-of", "2022-06-24") == told


def test_control_is_asked_by_side_and_as_known_on_a_day(store: Path) -> None:
    asked = ("control", store, "--as-of", "2022-06-30", "--according-to")
    assert "Hirske  Ukraine  one side" in ask(*asked, "all")
    assert "Hirske  Russia  one side" in ask(*asked, "Russia")
    assert "Hirske  Russia  agreed" in ask(*asked, "all", "--known-on", "2022-06-25")
    with pytest.raises(EventError, match="choose from all, Russia, Ukraine, third"):
        ask(*asked, "Mars")


@pytest.mark.slow
def test_control_is_asked_of_reports_that_nobody_keeps(tmp_path: Path) -> None:
    report = ROOT / "seeds/reports/000_6a3b723403f65b0c.md"
    told = ask("control", report, "--store", tmp_path / "none.sqlite")
    assert "PLACE" in told
    assert "Russia" in told
    assert "Russia" not in ask("control", report, "--known-on", "2022-06-01")
    assert not (tmp_path / "none.sqlite").exists()


def test_a_history_shows_a_strip_and_the_claims_that_decide(store: Path) -> None:
    told = ask("history", "hirske", store, "--until", "2022-08-30").splitlines()
    assert told[0] == "Hirske (gn1)"
    assert (told[1][:10], told[1][-10:]) == ("2022-06-20", "2022-08-30")
    assert told[2].startswith("RRRRR")
    assert set(told[2]) == {"R", "U"}
    assert set(told[3]) == {"█", "▒"}
    assert told[4] == "R Russia, U Ukraine; █ current, ▒ stale, ░ no coverage"
    assert "2022-06-20 to 2022-06-23  Russia, one side, current" in told
    assert any("Russian Ministry of Defence (for Russia), 2022-06-24, Daily" in s for s in told)
    assert told[-2:] == [
        "2022-07-27 to 2022-08-30  Ukraine, one side, stale",
        "Machine-coded, 0 of 4 reviewed.",
    ]


def test_a_history_can_be_read_by_programs(store: Path) -> None:
    first, *_ = rows("history", "gn1", store)
    assert (first["first"], first["holder"], first["basis"]) == ("2022-06-20", "Russia", "one side")
    assert json.loads(first["deciding"]) == [TAKEN.claim_id]
    (one, *_) = json.loads(ask("history", "gn1", store, "--format", "json"))
    assert (one["place_name"], one["deciding"]) == ("Hirske", [TAKEN.claim_id])


def test_of_a_place_whose_holder_nobody_names_a_history_says_so(store: Path) -> None:
    told = ask("history", "Hirske", store, "--until", "2022-06-01")
    assert told.startswith("Hirske (gn1): nobody said who holds it.\n")
    with pytest.raises(EventError, match="no claim is about a place called 'Kyiv'"):
        ask("history", "Kyiv", store)


def test_a_difference_says_what_changed_and_on_whose_word(store: Path) -> None:
    told = ask("diff", "2022-06-22", "2022-06-30", store)
    assert "Hirske (gn1): Russia, one side, current → Ukraine, one side, current" in told
    assert "Ukrainian General Staff (for Ukraine), 2022-06-28, Herald" in told
    assert told.endswith("1 place changed.\nMachine-coded, 0 of 4 reviewed.\n")
    (row,) = rows("diff", "2022-06-22", "2022-06-30", store)
    assert json.loads(row["what"]) == ["holder"]
    assert [new["claim_id"] for new in json.loads(row["new"])] == [BACK.claim_id]
    faded = ask("diff", "2022-06-22", "2022-12-30", store)
    assert "Zolote (gn9): Russia, one side, current → Russia, one side, no coverage" in faded
    assert "on nobody's word: time passed" in faded


def test_a_difference_of_knowledge_alone_says_what_was_learned(store: Path) -> None:
    asked = ("diff", "2022-06-27", "2022-06-27", store, "--known-on-then", "2022-06-25")
    told = ask(*asked, "--known-on", "2022-06-28")
    assert "Hirske (gn1): Russia, agreed, current → Ukraine, one side, current" in told
    assert ask(*asked, "--known-on", "2022-06-26").startswith("0 places changed.\n")


def test_what_a_source_took_back_decides_nothing_from_that_day_on(store: Path) -> None:
    with Ledger.open(store) as ledger:
        ledger.notice(
            Notice(
                claim_id=BACK.claim_id, decision="retract", source="Herald", reason="wrong town",
                published=date(2022, 7, 5),
            )
        )  # fmt: skip
    asked = ("control", store, "--as-of", "2022-06-30", "--known-on")
    assert "Hirske  Ukraine" in ask(*asked, "2022-07-04")
    assert "Hirske  Russia   agreed" in ask(*asked, "2022-07-05").replace("  agreed", "   agreed")
    told = ask("diff", "2022-06-30", "2022-06-30", store, "--known-on-then", "2022-07-04")
    assert "Hirske (gn1): Ukraine, one side, current → Russia, agreed, current" in told
    with Ledger.open(store) as ledger:
        ledger.notice(
            Notice(
                claim_id=NAMESAKE.claim_id, decision="retract", source="Daily", reason="not so",
                published=date(2022, 7, 6),
            )
        )  # fmt: skip
    told = ask("diff", "2022-06-24", "2022-06-24", store, "--known-on-then", "2022-07-05")
    assert "Zolote (gn9): Russia, one side, current → nothing said" in told
    assert "    no longer counts:" in told


def test_a_rejected_claim_does_not_count_and_a_corrected_one_does_as_corrected(
    store: Path,
) -> None:
    by = {"reviewer": "Ann", "reason": "misread"}
    with Ledger.open(store) as ledger:
        ledger.review(Review(claim_id=BACK.claim_id, decision="reject", **by))  # type: ignore[arg-type]
        ledger.review(
            Review(
                claim_id=NAMESAKE.claim_id, decision="correct",
                corrected={"claimed_controller": "Ukraine"}, **by,  # type: ignore[arg-type]
            )
        )  # fmt: skip
    told = ask("control", store, "--as-of", "2022-06-30")
    assert "Hirske  Russia" in told
    assert "Zolote  Ukraine" in told


def test_events_are_listed_with_their_origins_and_explained(store: Path) -> None:
    told = [row for row in rows("events", store) if row["place_name"] == "Hirske"]
    assert [row["n_independent"] for row in told] == ["1", "1", "1"]
    event = told[0]["event_id"]
    assert event in ask("events", store)
    explained = ask("events", store, "--explain", event)
    assert explained.startswith(f"{event}: reports: 1, independent origins: 1\nRussian Ministry")
    with pytest.raises(EventError, match="there is no event 'ev-none'"):
        ask("events", store, "--explain", "ev-none")


def test_what_adds_no_origin_is_explained_too(store: Path) -> None:
    with Ledger.open(store) as ledger:
        ledger.review(Review(claim_id=TAKEN.claim_id, decision="reject", reviewer="A", reason="no"))
    listed = json.loads(ask("events", store, "--format", "json"))
    event = next(row["event_id"] for row in listed if row["claim_ids"] == [TAKEN.claim_id])
    assert "adds no origin:" in (told := ask("events", store, "--explain", event))
    assert "rejected by a reviewer" in told
    lost = ask("diff", "2022-06-22", "2022-06-22", store, "--known-on-then", "2022-06-25")
    assert lost == "0 places changed.\nMachine-coded, 1 of 4 reviewed.\n"


def test_people_s_judgements_stand_beside_what_is_told(store: Path, tmp_path: Path) -> None:
    sources, judged = tmp_path / "sources.csv", tmp_path / "claims.csv"
    sources.write_text("source,reliability,reason,reviewer,date\nherald,B,Careful,Ann,2022-07-01\n")
    judged.write_text(
        f"claim_id,credibility,reason,reviewer,date\n{BACK.claim_id},2,Filmed,Ann,2022-07-01\n"
    )
    given = ("--reliability", sources, "--credibility", judged)
    assert f"[{BACK.claim_id}] B2" in ask("history", "Hirske", store, *given)
    assert [row["judged"] for row in rows("events", store, *given)].count('["B2"]') == 1


def test_a_track_record_tells_confirmed_from_pending(store: Path) -> None:
    row = next(r for r in rows("track-record", store) if r["side"] == "Russia")
    assert row["institution"] == "Russian Ministry of Defence"
    assert (row["claims"], row["confirmed"], row["pending"]) == ("2", "1", "1")
    assert "INSTITUTION" in ask("track-record", store)
    found = json.loads(ask("track-record", store, "--format", "json"))
    assert [one["median_days"] for one in found if one["side"] == "Russia"] == [0]


@pytest.mark.parametrize("written", ["2022-6-24", "20220624", "2022-13-01", "yesterday"])
def test_what_is_no_day_is_told_with_the_form_of_one(store: Path, written: str) -> None:
    for words in (["control", str(store), "--as-of", written], ["diff", written, "2022-06-25"]):
        done = CliRunner().invoke(cli, words)
        assert done.exit_code == 2
        assert f"'{written}' is no day; write it as YYYY-MM-DD" in done.output
