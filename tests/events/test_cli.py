"""Every verb from the command line, on the reports that are shipped."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from geopy.location import Location

from events.cli import cli, main
from events.store import Ledger
from events.types import CLAIM_FIELDS
from geo.geocode import OnlineGeocoder
from tests.events.sample import document

TOPONYM_ROW = [
    *("doc_id", "start", "end", "text", "use", "place_id", "geonameid", "name"),
    *("lat", "lon", "where_prec", "score", "reason"),
]
TEXT = "Russian forces captured Hirske on June 24, 2022, the Russian Ministry of Defence said."


@dataclass
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


class Shell:
    """Runs the command line in this process, through its entry point."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: object) -> Done:
        self._monkeypatch.setattr(sys, "argv", ["claimmap", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


@pytest.fixture(scope="module")
def out(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of one run over the shipped reports; don't write into it."""
    folder = tmp_path_factory.mktemp("run") / "out"
    done = CliRunner().invoke(cli, ["run", str(root / "seeds/reports"), "--out", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def store(out: Path) -> Path:
    return out / "ledger.sqlite"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def features(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["features"]
    return found


def test_run_writes_the_exports_the_map_and_the_ledger(out: Path) -> None:
    assert {path.name for path in out.iterdir()} == {
        *("claims.geojson", "control.geojson", "map.html", "rejected.jsonl", "ledger.sqlite"),
    }
    assert features((out / "claims.geojson").read_text("utf-8"))
    assert any(
        f["properties"]["place_name"] == "Hirske"
        for f in features((out / "control.geojson").read_text("utf-8"))
    )
    assert "default-src 'none'" in (out / "map.html").read_text("utf-8")


def test_run_says_what_it_read_and_where_it_wrote(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    folder, store = tmp_path / "out", tmp_path / "kept.sqlite"
    done = shell("run", tmp_path, "--out", folder, "--store", store, "--published", "2022-06-25")
    assert done.code == 0
    assert "from 1 reports" in done.out
    assert str(folder / "map.html") in done.out
    assert str(store) in done.out
    with Ledger.open(store, create=False) as ledger:
        (report,) = ledger.documents()
        assert (str(report.published), report.published_basis) == ("2022-06-25", "given")


def test_run_fails_when_nothing_could_be_read_and_says_where_the_reasons_are(
    shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    done = shell("run", tmp_path / "a.txt", "--out", tmp_path / "out")
    assert done.code == 1
    assert done.err == (
        "not read: a.txt: the text is empty\n"
        "error: no report could be read; what is written is what the ledger held before\n"
    )
    assert lines(tmp_path / "out" / "rejected.jsonl")[0]["reason"] == "the text is empty"


def test_a_run_counts_what_it_read_itself(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    assert shell("run", tmp_path / "a.txt", "--out", tmp_path / "out").code == 0
    assert shell("run", tmp_path / "a.txt", "--out", tmp_path / "out").code == 0, "read again"
    done = shell("run", tmp_path / "b.txt", "--out", tmp_path / "out")
    assert done.code == 1
    assert "from 1 reports" in done.out, "what was there stays"


@pytest.mark.parametrize("verb", ["geoparse", "claims"])
def test_a_batch_of_which_nothing_could_be_read_fails(
    shell: Shell, tmp_path: Path, verb: str
) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    done = shell(verb, tmp_path / "a.txt", "-o", tmp_path / "out.jsonl")
    assert done.code == 1
    assert done.err == "not read: a.txt: the text is empty\nerror: no report could be read\n"
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("verb", ["run", "geoparse", "claims"])
def test_a_folder_without_reports_is_an_error_and_nothing_is_made(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = shell(verb, tmp_path)
    assert done.code == 1
    assert done.err.startswith("error: no report (.txt, .md, .jsonl, .html, ")
    assert done.err.endswith(f") found in {tmp_path}\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("words", [["claims"], ["run", "--out", "out"]])
def test_a_report_of_no_known_conflict_is_named(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("The recipe needs flour and eggs.", "utf-8")
    done = shell(*words, "a.txt")
    assert done.code == 0
    assert done.err.startswith("no claims: a: the report speaks of no known conflict")


def test_a_gold_file_without_reports_is_not_scored(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_bytes(b"\n")
    done = shell("evaluate", tmp_path / "gold.jsonl")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: no report in ")


def test_exports_of_the_ledger_are_those_of_the_run(
    shell: Shell, out: Path, store: Path, tmp_path: Path
) -> None:
    assert shell("export", "--store", store).out == (out / "claims.geojson").read_text("utf-8")
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    for drawn in (first, second):  # unlike the map of a run, it says on what terms it is published
        shell(
            "snapshot", "--store", store, "--profile", "internal", "--on", "2022-07-01", "-o", drawn
        )
    assert first.read_bytes() == second.read_bytes()
    assert "Content-Security-Policy" in first.read_text("utf-8")
    rejected = shell("export", "--store", store, "--format", "rejected")
    assert rejected.out == (out / "rejected.jsonl").read_text("utf-8")
    control = shell("control", "--store", store, "--format", "geojson")
    assert control.out == (out / "control.geojson").read_text("utf-8")


def test_export_writes_csv_and_json_lines(shell: Shell, store: Path, tmp_path: Path) -> None:
    shell("export", "--store", store, "--format", "csv", "-o", tmp_path / "a.csv")
    shell("export", "--store", store, "--format", "jsonl", "-o", tmp_path / "a.jsonl")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"), newline="")))
    assert [row["claim_id"] for row in rows] == [r["claim_id"] for r in lines(tmp_path / "a.jsonl")]


@pytest.mark.parametrize("verb", ["export", "control"])
def test_a_table_has_its_licences_beside_it(
    shell: Shell, out: Path, store: Path, tmp_path: Path, verb: str
) -> None:
    shell(verb, "--store", store, "--format", "csv", "-o", tmp_path / "a.csv")
    note = (tmp_path / "a.csv.licence.txt").read_text("utf-8")
    about = json.loads((out / "claims.geojson").read_text("utf-8"))["claimmap"]
    assert about["licences"]
    assert all(f"- {licence}\n" in note for licence in about["licences"])
    shell(verb, "--store", store, "--format", "geojson", "-o", tmp_path / "a.geojson")
    assert len(list(tmp_path.iterdir())) == 3, "GeoJSON has them inside"


def test_control_prints_a_table(shell: Shell, store: Path) -> None:
    done = shell("control", "--store", store, "--as-of", "2022-06-30")
    head, *rows, note, coded = done.out.splitlines()
    assert coded.startswith("Machine-coded, 0 of ")
    assert head.split() == ["PLACE", "HOLDER", "BASIS", "CURRENCY", "SINCE", "LAST", "EVIDENCE"]
    assert any(row.startswith("Hirske  ") and "Russia" in row for row in rows)
    assert note.startswith("As of 2022-06-30")


def test_control_can_be_asked_of_a_side_a_day_and_a_conflict(shell: Shell, store: Path) -> None:
    side = shell("control", "--store", store, "--according-to", "Russia", "--format", "csv")
    assert {row["holder"] for row in csv.DictReader(io.StringIO(side.out))} == {"Russia"}
    early = shell("control", "--store", store, "--known-on", "2022-06-01")
    assert "Hirske" not in early.out
    ours = shell("control", "--store", store, "--conflict", "ukraine")
    assert "Hirske" in ours.out
    other = shell("control", "--store", store, "--conflict", "atlantis")
    assert other.err.startswith("error: no conflict 'atlantis'; there are: ")


def test_what_is_read_without_confidence_can_be_left_out(
    shell: Shell, store: Path, tmp_path: Path
) -> None:
    all_of, sure = (
        json.loads(shell("export", "--store", store, "--min-confidence", least).out)["features"]
        for least in ("0", "0.9")
    )
    kept = [f["id"] for f in all_of if f["properties"]["extraction_confidence"] >= 0.9]
    assert [feature["id"] for feature in sure] == kept
    assert 0 < len(kept) < len(all_of)
    report = tmp_path / "report.txt"
    report.write_text(TEXT, "utf-8")
    assert shell("claims", report).out
    assert not shell("claims", report, "--min-confidence", "1").out


def test_control_names_the_choices_when_asked_of_nobody(shell: Shell, store: Path) -> None:
    done = shell("control", "--store", store, "--according-to", "Mars")
    assert done.code == 1
    assert done.err.startswith("error: nobody speaks as 'Mars'; choose from all, ")


def test_verify_names_every_fault(shell: Shell, tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    with Ledger.open(store) as ledger:
        ledger.add([document()])
    assert shell("verify", "--store", store).out.startswith("0 claims from 1 reports: all hold; ")
    with closing(sqlite3.connect(store, isolation_level=None)) as database:
        database.execute("DROP TRIGGER bytes_no_update")  # whoever tampers goes round the ledger
        database.execute("UPDATE bytes SET content = x'00'")
    done = shell("verify", "--store", store)
    assert done.code == 1
    assert "the hash of its bytes is" in done.err
    assert done.err.endswith(f"error: 2 faults in {store}\n")


def test_geoparse_gives_one_row_a_toponym_in_a_stable_shape(shell: Shell, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"doc_id": "x", "text": TEXT}) + '\n{"doc_id": "bad"}\n', "utf-8")
    done = shell("geoparse", source, "-o", target)
    assert done.code == 0
    assert "not read: in:2: text must be a string" in done.err
    rows = lines(target)
    assert all(list(row) == TOPONYM_ROW for row in rows)
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows)
    hirske = next(row for row in rows if row["text"] == "Hirske")
    assert (hirske["doc_id"], hirske["name"], hirske["where_prec"]) == ("x", "Hirske", 1)
    assert (round(hirske["lat"], 1), round(hirske["lon"], 1)) == (48.7, 38.5)
    assert {"demonym"} <= {row["use"] for row in rows}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"doc_id": 7, "text": "Kyiv"}', 7),
        ('{"id": "7", "text": "Kyiv"}', "7"),
        ('{"doc_id": "", "id": "b", "text": "Kyiv"}', "b"),
    ],
)
def test_a_row_bears_the_id_of_its_report_as_it_was_given(
    shell: Shell, tmp_path: Path, line: str, expected: object
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(line, "utf-8")
    assert json.loads(shell("geoparse", source).out)["doc_id"] == expected


def test_geoparse_reads_names_as_places_of_a_region(shell: Shell, tmp_path: Path) -> None:
    source = tmp_path / "calm.txt"
    source.write_text("London was calm, the mayor said.\n")
    row = json.loads(shell("geoparse", source, "--region", "Ontario").out)
    assert row["name"] == "London"
    assert row["lon"] < -80
    failed = shell("geoparse", source, "--region", "Nowhereland")
    assert failed.code != 0
    assert "Nowhereland" in failed.err


def test_a_row_of_a_text_file_bears_its_name(shell: Shell, tmp_path: Path) -> None:
    for name, text in (("word.txt", "Kyiv"), ("number.txt", "[1] Kyiv"), ("json.txt", "[1]")):
        (tmp_path / name).write_text(text, "utf-8")
    rows = [json.loads(row) for row in shell("geoparse", tmp_path).out.splitlines()]
    assert [row["doc_id"] for row in rows] == ["number", "word"]


def test_claims_gives_one_row_a_claim_with_all_fields(shell: Shell, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "x", "text": TEXT}), "utf-8")
    done = shell("claims", source, "--conflict", "ukraine", "--published", "2022-06-25")
    (row,) = [json.loads(line) for line in done.out.splitlines()]
    assert list(row) == ["doc_id", *CLAIM_FIELDS]
    assert (row["doc_id"], row["event_type"], row["claimed_controller"]) == (
        "x",
        "capture",
        "Russia",
    )
    assert (row["event_date"], row["published_basis"]) == ("2022-06-24", "given")


def test_geocode_ranks_what_a_name_may_mean(shell: Shell) -> None:
    first = shell("geocode", "Hirske", "--in", "Luhansk").out.splitlines()[0]
    assert "Hirske: " in first
    assert "Luhansk Oblast" in first
    assert "Lviv Oblast" in shell("geocode", "Hirske", "--near", "Lviv").out.splitlines()[0]
    then = shell("geocode", "Severodonetsk", "--date", "2022-06-24").out.splitlines()[0]
    assert "  Sievierodonetsk: " in then


def test_geocode_leaves_out_what_scores_nothing(shell: Shell) -> None:
    rows = shell("geocode", "Kyiv").out.splitlines()
    assert len(rows) > 1
    assert not [row for row in rows if row.startswith("0.000")]


@pytest.mark.parametrize(
    "words", [["Xyzzyx"], ["Hirske", "--near", "Xyzzyx"], ["Hirske", "--in", "Crimea"]]
)
def test_geocode_says_when_nothing_bears_the_name(shell: Shell, words: list[str]) -> None:
    done = shell("geocode", *words)
    assert done.code == 1
    assert done.err.startswith("error: no place is called ")


def test_geocode_asks_online_only_on_request_and_only_for_what_it_lacks(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def answer(
        geocoder: OnlineGeocoder, query: str, *, exactly_one: bool, country_codes: tuple[str, ...]
    ) -> list[Location]:
        asked.append((query, country_codes))
        return [Location("Xyzzyx, Ukraine", (49.5, 37.25), {"credit": "© somebody"})]

    monkeypatch.setattr(OnlineGeocoder, "geocode", answer)
    assert shell("geocode", "Xyzzyx").code == 1
    assert shell("geocode", "Hirske", "--online", tmp_path).code == 0
    assert asked == []
    done = shell("geocode", "Xyzzyx", "--in", "Ukraine", "--online", tmp_path)
    assert done.out == "online  49.50000 37.25000  Xyzzyx, Ukraine: © somebody\n"
    assert asked == [("Xyzzyx", ("UA",))]


@pytest.mark.parametrize("verb", ["gazetteer", "basemap"])
def test_what_is_built_from_tables_needs_the_tables(
    shell: Shell, tmp_path: Path, verb: str
) -> None:
    done = shell(verb, "build", tmp_path / "none", "-o", tmp_path / "out")
    assert done.code == 2
    assert "none' does not exist" in done.err


def test_a_folder_without_the_tables_is_an_error_in_one_line(shell: Shell, tmp_path: Path) -> None:
    done = shell("gazetteer", "build", tmp_path, "-o", tmp_path / "out")
    assert done.code == 1
    assert done.err.startswith("error: ")


def test_building_the_base_map_reports_what_it_wrote(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.map.basemap.build_basemap", lambda *_: {"world.json": 12345})
    done = shell("basemap", "build", tmp_path, "-o", tmp_path)
    assert done.code == 0
    assert "world.json" in done.out
    assert "12,345" in done.out


def test_building_the_gazetteer_reports_its_counts(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo.build import BuildReport

    report = BuildReport(counts={"places": 12345}, versions={}, size=678, rejected=())
    monkeypatch.setattr("geo.build.build_gazetteer", lambda *_: report)
    done = shell("gazetteer", "build", tmp_path, "-o", tmp_path)
    assert done.out.split() == ["12,345", "places", "678", "bytes", "in", str(tmp_path)]


def test_the_dashboard_is_started_on_the_ledger(
    shell: Shell, store: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def become(program: str, command: list[str], environment: dict[str, str]) -> None:
        seen.extend([program, command[1:], environment["CLAIMMAP_STORE"], Path.cwd()])

    monkeypatch.chdir(root / "docs")  # to come back to
    monkeypatch.setattr("os.execve", become)
    assert shell("dashboard", "--store", store).code == 0
    app = str(root / "app.py")
    assert seen == [sys.executable, ["-m", "streamlit", "run", app], str(store), root]


def test_the_dashboard_is_not_started_on_what_is_no_ledger(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.execve", lambda *_: pytest.fail("started"))
    (tmp_path / "a.txt").write_text(TEXT * 10, "utf-8")
    done = shell("dashboard", "--store", tmp_path / "a.txt")
    assert (done.code, done.out) == (1, "")
    assert "file is not a database" in done.err


@pytest.mark.parametrize("verb", ["snapshot", "export", "control", "verify", "dashboard"])
def test_a_missing_ledger_is_an_error_in_one_line(shell: Shell, tmp_path: Path, verb: str) -> None:
    done = shell(verb, "--store", tmp_path / "none.sqlite")
    assert done.code == 1
    assert done.err == (
        f"error: no ledger at {tmp_path / 'none.sqlite'};"
        " make one with: claimmap run REPORTS --out DIR\n"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (OSError(28, "No space left on device", "out/map.html"), "No space left on device: out"),
        (OSError("cannot"), "cannot"),
    ],
    ids=["disk full", "other"],
)
def test_a_fault_of_the_system_is_an_error_in_one_line(
    shell: Shell, store: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, message: str
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr("events.export.whole", fail)
    done = shell("export", "--store", store, "-o", "x")
    assert done.code == 1
    assert done.err.startswith(f"error: {message}")


def test_a_bar_is_shown_on_a_terminal(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"text": TEXT}), "utf-8")
    assert "report" in shell("claims", source).err


def test_thousands_of_reports_not_read_fill_no_screen(shell: Shell, tmp_path: Path) -> None:
    lines = "\n".join('{"id": 1}' + " " * number for number in range(130))
    (tmp_path / "many.jsonl").write_text(lines, "utf-8")
    done = shell("claims", tmp_path)
    said = [line for line in done.err.splitlines() if line.startswith("not read: ")]
    assert len(said) == 101
    assert said[-1] == "not read: 30 more; claimmap run keeps each with its reason"


def test_workers_and_a_scheduler_exclude_each_other(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT, encoding="utf-8")
    words = ["run", str(report), "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"]
    done = CliRunner().invoke(cli, [*words, "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "exclude each other" in done.output
    assert not (tmp_path / "out").exists()
