"""What leaves the house by the command line, and on what terms."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from events.cli import cli
from events.cli.exporting import FORMATS, PROFILES
from events.export import FORMATS as WRITERS
from events.export import read_claims, rejected_jsonl
from events.publication import profile_ids
from events.store import Ledger
from tests.events.sample import MAYOR, RUSSIA, UKRAINE, claim, document
from tests.events.test_export import refusal

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of three reports, of which one is barred and one is of today."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    old, barred, new = (document(text) for text in ("Olena Petrenko fled.", "Barred.", "New."))
    claims = [
        claim(RUSSIA, of=old, place_id="gn708273", source="Daily"),
        claim(MAYOR, of=old, claimant="Olena Petrenko", event_type="control"),
        claim(UKRAINE, of=barred, licence="ACLED-terms", place_id="gn2", place_name="Hidden"),
        claim(RUSSIA, of=new, published=date.today() - timedelta(days=1)),
    ]
    with Ledger.open(path) as ledger:
        ledger.add([old, barred, new], claims)
    return path


@pytest.fixture
def run(store: Path) -> Run:
    def invoke(verb: str, *words: object) -> Result:
        return CliRunner().invoke(cli, [verb, "--store", str(store), *map(str, words)])

    return invoke


def test_the_formats_and_profiles_of_the_command_are_those_there_are() -> None:
    assert tuple(WRITERS) == FORMATS
    assert sorted(PROFILES) == profile_ids()


def test_an_unknown_format_is_refused_with_those_there_are(run: Run) -> None:
    done = run("export", "--format", "shp")
    assert done.exit_code == 2
    assert all(f"'{name}'" in done.stderr for name in FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_what_is_left_out_is_said(
    run: Run, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"claims{WRITERS[form].suffix}"
    done = run("export", "--format", form, "-o", path)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 claim was left out: ACLED-terms bars redistribution." in done.stderr
    beside = path.with_name(f"{path.name}.licence.txt")
    assert beside.exists() == WRITERS[form].is_bare
    if form not in ("plover", "acled"):
        assert len(read_claims(path)) == 3
    again = tmp_path / "again"
    run("export", "--format", form, "-o", again)
    assert again.read_bytes() == path.read_bytes()


def test_the_text_beside_a_table_says_what_the_table_has_no_place_for(
    run: Run, tmp_path: Path
) -> None:
    run("export", "--format", "acled", "-o", tmp_path / "a.csv")
    note = (tmp_path / "a.csv.licence.txt").read_text("utf-8")
    assert "Left out (1): control is a state, no incident." in note
    assert "ACLED-terms bars redistribution" in note


def test_private_use_keeps_what_may_not_be_passed_on(run: Run) -> None:
    done = run("export", "--format", "jsonl", "--private")
    assert len(done.stdout.splitlines()) == 4
    assert "private use" in done.stderr
    assert "left out" not in done.stderr


@pytest.mark.parametrize("form", [name for name in FORMATS if WRITERS[name].is_bare])
def test_what_goes_to_standard_output_has_its_licences_on_the_other(run: Run, form: str) -> None:
    done = run("export", "--format", form)
    assert "Review: machine-coded, 0 of 3 reviewed." in done.stderr
    assert "Licences and attributions that go with it:" in done.stderr
    assert "machine-coded, 0 of 3 reviewed." in done.stdout.splitlines()[-1]
    assert "machine-coded" not in run("export", "--format", "geojson").stderr


def test_a_row_says_who_is_independent_and_how_people_judge_it(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "sources.csv"
    table.write_text("source,reliability,reason,reviewer,date\nDaily,B,Careful,Ann,2024-01-01\n")
    rows = [
        json.loads(line)
        for line in run("export", "--format", "jsonl", "--reliability", table).stdout.splitlines()
    ]
    assert sorted(row["source_reliability"] for row in rows) == ["B", "F", "F"]
    assert {row["information_credibility"] for row in rows} == {"6"}
    assert "Olena Petrenko (1)" in {row["independence"] for row in rows}


def test_what_was_rejected_says_how_much_was_reviewed(tmp_path: Path) -> None:
    lines = rejected_jsonl([refusal(1, "a")], (1, 2))
    assert json.loads(lines)["notice"] == "machine-coded, 1 of 2 reviewed"


def test_a_public_export_delays_names_nobody_and_says_so(run: Run) -> None:
    done = run("export", "--profile", "public")
    assert done.exit_code == 0
    about = json.loads(done.stdout)["claimmap"]
    assert "Petrenko" not in done.stdout
    assert "“Public”" in about["notices"][0]
    assert "1 too recent" in about["notices"][0]
    assert about["query"]["profile"] == "public"
    assert about["query"]["published_on"] == date.today().isoformat()
    assert about["notices"][0] in done.stderr
    assert len(json.loads(done.stdout)["features"]) == 2
    early = run("export", "--profile", "public", "--on", "2022-06-25")
    assert json.loads(early.stdout)["features"] == []


def test_what_was_rejected_is_not_public(run: Run) -> None:
    done = run("export", "--profile", "public", "--format", "rejected")
    assert done.exit_code == 1
    assert "internal" in str(done.exception)


def test_the_conflict_asked_for_is_in_the_query(run: Run) -> None:
    done = run("export", "--conflict", "ukraine")
    assert json.loads(done.stdout)["claimmap"]["query"]["conflict"] == "ukraine"


def test_no_binary_is_poured_onto_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.cli.exporting._is_terminal", lambda: True)
    done = run("export", "--format", "gpkg")
    assert done.exit_code == 2
    assert "name a file with -o" in done.stderr


def test_control_that_leaves_rests_on_what_may_be_passed_on(run: Run) -> None:
    done = run("control", "--format", "geojson")
    assert "Hirske" in done.stdout
    assert "Hidden" not in done.stdout
    assert "bars redistribution" in done.stderr
    table = run("control")
    assert "Hidden" in table.stdout
    assert table.stderr == ""


@pytest.mark.parametrize(
    ("form", "title"), [("claim", "claimmap claim"), ("geojson", "claimmap claims")]
)
def test_the_schema_is_written(form: str, title: str) -> None:
    done = CliRunner().invoke(cli, ["schema", "--format", form])
    assert json.loads(done.stdout)["title"] == title
