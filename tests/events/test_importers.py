"""What all tables share: reading in bounded memory, recognising, and the verb ``import``."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from events.actors import load_conflict
from events.cli import cli
from events.errors import TableError
from events.importers import FORMATS, import_table, sniff
from events.importers.parties import Profiles, actor_of
from events.importers.records import LONGEST_RECORD, Record, read_records, split
from events.importers.rows import BadRowError, parse_day, row_of
from events.store import Ledger
from events.verify import verify
from tests.events.importer_tables import acled, control, gdelt, says, taken, ucdp, viina

SAMPLES = {
    "acled": acled({}),
    "ucdp": ucdp({}),
    "viina": viina({}),
    "viina-control": control(("708273", "20220624", "RU")),
    "gdelt": gdelt({}),
    "polygons": b'{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon"}}]}',
}
OTHERS = {
    "nothing": b"",
    "a report": b"Russian forces took Hirske, the ministry said.",
    "another table": b"name,colour\r\nrose,red\r\n",
    "points": b'{"type":"FeatureCollection","features":[{"geometry":{"type":"Point"}}]}',
    "a broken archive": b"PK\x03\x04 nothing follows",
    "a broken gzip": b"\x1f\x8b nothing follows",
    "a database": b"SQLite format 3\0" + bytes(100),
    "an open quote": b'"name,colour\r\n',
}


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"__MACOSX/{name}", b"noise")
        archive.writestr(name, content)
    return packed.getvalue()


def records(content: bytes, **more: object) -> list[Record]:
    return list(read_records(io.BytesIO(content), ",", **more))  # type: ignore[arg-type]


def test_there_are_six_formats() -> None:
    assert set(FORMATS) == set(SAMPLES)


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_is_recognised_by_what_is_in_it(tmp_path: Path, form: str) -> None:
    path = tmp_path / "dropped"
    path.write_bytes(SAMPLES[form])
    assert sniff(SAMPLES[form]) == sniff(path) == form


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "polygons"])
def test_a_table_is_recognised_and_read_in_an_archive(tmp_path: Path, form: str) -> None:
    for packed in (zipped("table.csv", SAMPLES[form]), gzip.compress(SAMPLES[form])):
        assert sniff(packed) == form
        assert len(taken(form, packed, tmp_path).claims) == 1


@pytest.mark.parametrize("what", OTHERS)
def test_what_is_none_of_them_is_not_recognised(what: str) -> None:
    assert sniff(OTHERS[what]) is None


def test_what_is_not_there_is_not_recognised(tmp_path: Path) -> None:
    assert sniff(tmp_path / "none.csv") is None
    assert sniff(zipped("picture.png", b"")) is None
    assert sniff(zipped("doc.kml", b"<kml/>")) == "polygons"


def test_an_archive_must_hold_one_table(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", SAMPLES["acled"])
        archive.writestr("two.csv", SAMPLES["acled"])
    with pytest.raises(TableError, match=r"must hold one table .* it has one\.csv, two\.csv"):
        import_table("acled", path, says())


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing follows", b"\x1f\x8b nothing follows"])
def test_a_broken_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(TableError, match="cannot be read"):
        taken("acled", content, tmp_path)


def test_faults_of_the_whole_table_are_raised_at_once(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no format 'excel'; there are: acled"):
        import_table("excel", tmp_path, says())
    with pytest.raises(TableError, match="the source has no name"):
        import_table("acled", tmp_path, says(" "))
    with pytest.raises(TableError, match="cannot be read: No such file"):
        import_table("acled", tmp_path / "none.csv", says())
    with pytest.raises(TableError, match="its columns are: nothing"):
        taken("acled", b"", tmp_path)
    with pytest.raises(TableError, match="has no header"):
        taken("acled", b'"event_id_cnty,event_date\r\n', tmp_path)


def test_a_table_without_rows_yields_an_empty_batch(tmp_path: Path) -> None:
    found = taken("acled", acled(), tmp_path)
    assert [(len(b.documents), b.rows) for b in found.batches] == [(0, 0)]


def test_a_quote_that_never_closes_spoils_one_line_only(tmp_path: Path) -> None:
    good = acled({"event_id_cnty": "A1"}, {"event_id_cnty": "A2"})
    header, first, second = good.split(b"\r\n")[:3]
    content = b"\r\n".join([header, first, b'"never closed,2', second, b""])
    found = taken("acled", content, tmp_path)
    assert [claim.document_id for claim in found.claims] == ["acled:A1", "acled:A2"]
    assert [r.document_id for r in found.rejected] == ["table.csv:3"]


def test_bytes_that_are_no_text_are_rejected(tmp_path: Path) -> None:
    content = acled({}) + b"\xff\xfe,1\r\n" + b"a\x00b,2\r\n"
    reasons = [one.reason for one in taken("acled", content, tmp_path).rejected]
    assert reasons == ["not UTF-8 at byte 0", "binary: it holds zero bytes"]


def test_a_line_without_an_end_is_cut_and_rejected() -> None:
    found = records(b"x" * (2 * LONGEST_RECORD + 5))
    assert [one.fault and one.fault[:11] for one in found] == ["longer than", "longer than", None]


def test_blank_lines_are_no_records_and_lines_are_counted() -> None:
    found = records(b'a,b\r\n\r\n"c\nd",e\r\nf,g', after=1)
    assert [(one.line, one.cells) for one in found] == [
        (2, ("a", "b")),
        (4, ("c\nd", "e")),
        (6, ("f", "g")),
    ]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")).map(
                lambda s: "x" + s
            ),
            min_size=1,
        ),
        max_size=8,
    )
)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[list[str]]) -> None:
    import csv

    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    raw = text.getvalue().encode()
    found = records(raw)
    assert [list(one.cells) for one in found] == rows
    assert b"".join(one.raw + b"\r\n" for one in found) == raw


@given(st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=20)))
def test_each_value_stands_where_the_row_says(cells: dict[str, str]) -> None:
    row = row_of(Record(1, b"", tuple(cells.values())), tuple(cells))
    for column, value in cells.items():
        assert row.get(column) == (value.strip() or None)


def test_a_cell_that_stands_for_nothing_is_empty() -> None:
    row = row_of(Record(1, b"", ("NA", "1")), ("a", "b"), "NA")
    assert (row.get("a"), row.text) == (None, "b: 1\n")
    with pytest.raises(BadRowError, match="a is empty"):
        row.need("a")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2022-06-24", "2022-06-24"),
        ("2022-06-24 00:00:00.000", "2022-06-24"),
        ("24 June 2022", "2022-06-24"),
        ("24-Jun-22", "2022-06-24"),
        ("20220624", "2022-06-24"),
        ("06/07/2022", None),  # which is the month?
        ("2022-06-31", None),
        ("2222-06-24", None),
        ("0001-01-01", None),
        ("soon", None),
    ],
)
def test_dates_are_read_as_the_tables_write_them(said: str, day: str | None) -> None:
    found = parse_day(said)
    assert (found and found.isoformat()) == day


def test_split_without_quotes_takes_them_as_they_are() -> None:
    assert split('a\t"b', "\t", quoted=False) == ("a", '"b')


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Military Forces of Russia (2000-)", "Russia"),
        ("Government of Russia (Soviet Union)", "Russia"),
        ("Military Forces of Ukraine (2019-) Azov Regiment", "Ukraine"),
        ("Russia and Ukraine", None),
        ("Unidentified Armed Group", None),
        (None, None),
    ],
)
def test_parties_are_named_by_the_profile(name: str | None, actor: str | None) -> None:
    assert actor_of(load_conflict("ukraine"), name) == actor
    assert actor_of(None, name) is None


def test_a_source_that_the_profile_knows_keeps_its_side_and_kind(tmp_path: Path) -> None:
    claim = taken("acled", acled({}), tmp_path, says("DeepState")).claim
    assert (claim.claimant_side, claim.claimant_kind) == ("Ukraine", "expert")
    assert Profiles("ukraine").source_of("Ukraine") is None  # a side is no publisher
    assert Profiles("ukraine").source_of("Somebody") is None


def peak_of(path: Path, rows: int) -> tuple[int, list[int]]:
    """Return the peak of memory in bytes while a table of so many rows is read, and the batches."""
    path.write_bytes(control())
    with path.open("ab") as lines:
        for number in range(rows):
            lines.write(f"{number + 10**9},20220624,RU,RU,RU,XX,XX\r\n".encode())
    tracemalloc.start()
    sizes = [len(batch.rejected) for batch in import_table("viina-control", path, says())]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak, sizes


def test_a_long_table_comes_in_batches_in_the_memory_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.importers.tables.BATCH_ROWS", 100)
    taken("viina-control", control(("708273", "20220624", "RU")), tmp_path)  # opens what is shared
    short, _ = peak_of(tmp_path / "short.csv", 300)
    long, sizes = peak_of(tmp_path / "long.csv", 3_000)
    assert sizes == [100] * 30 + [0]
    assert long < 1.5 * short


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["import", *map(str, words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_table_goes_into_the_ledger_once(tmp_path: Path) -> None:
    table, store = tmp_path / "acled.csv", tmp_path / "new" / "ledger.sqlite"
    table.write_bytes(acled({}, {"event_id_cnty": "B", "latitude": "99"}))
    _, said = run("auto", table, "--source", "ACLED", "--ledger", store)
    assert "2 rows read: 1 claims, 1 rejected" in said
    assert "not taken: acled.csv:3: latitude 99.0 is outside" in said
    assert "1 claims, 1 rejections" in said
    _, said = run("acled", table, "--source", "ACLED", "--store", store)
    assert "0 claims, 0 rejections" in said
    with Ledger.open(store, create=False) as ledger:
        (claim,) = ledger.claims()
        assert (claim.source, claim.claimed_controller) == ("ACLED", "Russia")
        assert verify(ledger.claims(), ledger.documents()) == []
        assert ledger.licences()


def test_a_row_that_is_published_anew_takes_its_older_state_back(tmp_path: Path) -> None:
    table, store = tmp_path / "acled.csv", tmp_path / "ledger.sqlite"
    command = ("acled", table, "--source", "ACLED", "--store", store)
    kept = {"event_id_cnty": "KEPT"}
    table.write_bytes(acled({}, kept))
    run(*command)
    table.write_bytes(acled({"sub_event_type": "Armed clash", "timestamp": "1667000000"}, kept))
    _, said = run(*command)
    assert "1 claims of rows that were published anew are taken back" in said
    _, said = run(*command)
    assert "taken back" not in said
    with Ledger.open(store, create=False) as ledger:
        now, before = ledger.claims(), ledger.claims(known_on=date(2022, 7, 1))
        assert len(ledger.documents()) == 3  # nothing is edited or removed
    assert sorted(claim.event_type for claim in now) == ["capture", "clash"]
    assert sorted(claim.event_type for claim in before) == ["capture", "capture"]


def test_the_later_published_state_of_a_row_counts_whichever_came_first(tmp_path: Path) -> None:
    table, store = tmp_path / "acled.csv", tmp_path / "ledger.sqlite"
    for row in ({"sub_event_type": "Armed clash", "timestamp": "1667000000"}, {}):
        table.write_bytes(acled(row))
        run("acled", table, "--source", "ACLED", "--store", store)
    with Ledger.open(store, create=False) as ledger:
        assert [claim.event_type for claim in ledger.claims()] == ["clash"]


def test_rows_that_say_no_day_of_publication_take_nothing_back(tmp_path: Path) -> None:
    table, store = tmp_path / "ucdp.csv", tmp_path / "ledger.sqlite"
    for deaths in ("5", "6"):
        table.write_bytes(ucdp({"best": deaths}))
        run("ucdp", table, "--source", "UCDP", "--store", store)
    with Ledger.open(store, create=False) as ledger:
        assert len(ledger.claims()) == 2


def test_claims_can_be_written_without_a_ledger(tmp_path: Path) -> None:
    table, output = tmp_path / "ucdp.csv", tmp_path / "claims.jsonl"
    table.write_bytes(ucdp({}))
    run("ucdp", table, "--source", "UCDP", "--date", "2023-06-01", "-o", output)
    (row,) = map(json.loads, output.read_text().splitlines())
    assert (row["published"], row["event_type"]) == ("2023-06-01", "clash")
    assert not (tmp_path / "out").exists()


def test_successive_maps_bring_their_changes_only(tmp_path: Path) -> None:
    ring = [[38.44, 48.72], [38.56, 48.72], [38.56, 48.78], [38.44, 48.78], [38.44, 48.72]]
    feature = {
        "type": "Feature",
        "properties": {"side": "Russia"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    area, store = tmp_path / "map.geojson", tmp_path / "ledger.sqlite"
    area.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    command = ("polygons", area, "--source", "Map", "--store", store)
    _, said = run(*command, "--date", "2022-06-24")
    assert "0 claims" not in said
    _, said = run(*command, "--date", "2022-06-25")
    assert "0 claims, 0 rejections" in said
    _, said = run(*command, "--date", "2022-06-26", "--controller", "Ukraine")
    assert "0 claims" not in said
    with Ledger.open(store, create=False) as ledger:
        hirske = [c for c in ledger.claims() if c.place_name == "Hirske"]
    assert [c.claimed_controller for c in sorted(hirske, key=lambda c: str(c.event_date))] == [
        "Russia",
        "Ukraine",
    ]


def test_many_rejections_are_said_in_part(tmp_path: Path) -> None:
    table = tmp_path / "acled.csv"
    bad = [{"event_id_cnty": str(n), "latitude": "99"} for n in range(25)]
    table.write_bytes(acled(*bad))
    _, said = run("acled", table, "--source", "ACLED", "--store", tmp_path / "l.sqlite")
    assert said.count("not taken: acled.csv") == 20
    assert "not taken: 5 more" in said


def test_a_table_that_is_none_leaves_no_ledger_behind(tmp_path: Path) -> None:
    table, store = tmp_path / "notes.csv", tmp_path / "out" / "ledger.sqlite"
    table.write_text("name,colour\n")
    with pytest.raises(TableError, match="is of no known format; there are: acled"):
        run("auto", table, "--source", "X", "--store", store)
    with pytest.raises(TableError, match="is no acled table"):
        run("acled", table, "--source", "X", "--store", store)
    assert not store.parent.exists()
