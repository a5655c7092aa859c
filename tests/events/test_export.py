"""Exports are deterministic, standard, and say what they are."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.control import control_as_of
from events.export import (
    Provenance,
    claims_csv,
    claims_geojson,
    control_csv,
    control_geojson,
    licence_note,
    rejected_jsonl,
    write_whole,
)
from events.frames import from_frame
from events.types import CLAIM_FIELDS, Claim, Rejected
from tests.events.sample import MAYOR, PAPER, RUSSIA, SIDES, claim, claims, june

PROVENANCE = Provenance(
    claimmap_version="0.1",
    licences=("GeoNames (CC BY 4.0)",),
    query={"as_of": "2022-06-24", "known_on": None},
)


def told() -> list[Claim]:
    return [
        claim(RUSSIA, licence="CC0-1.0"),
        claim(MAYOR, lon=38.123456789, lat=48.987654321, review_status="accepted"),
        claim(PAPER, place_id=None, place_name=None, lon=None, lat=None, where_prec=None),
    ]


def test_claims_are_flat_features_with_what_is_computed() -> None:
    collection = json.loads(claims_geojson(told(), PROVENANCE))
    assert collection["type"] == "FeatureCollection"
    by_claimant = {f["properties"]["claimant"]: f for f in collection["features"]}
    mod = by_claimant["Russian Ministry of Defence"]
    assert mod["type"] == "Feature"
    assert mod["geometry"] == {"type": "Point", "coordinates": [38.4981, 48.7503]}
    assert mod["id"] == mod["properties"]["claim_id"]
    assert mod["properties"]["event_date"] == "2022-06-24"
    assert (mod["properties"]["n_reports"], mod["properties"]["n_independent"]) == (1, 2)
    assert mod["properties"]["event_id"] == by_claimant["mayor"]["properties"]["event_id"]
    assert by_claimant["mayor"]["geometry"]["coordinates"] == [38.123457, 48.987654]
    assert by_claimant["The Paper"]["geometry"] is None
    for feature in collection["features"]:
        assert set(CLAIM_FIELDS) - {"lon", "lat"} < set(feature["properties"])
        assert not any(isinstance(v, dict | list) for v in feature["properties"].values())


def test_an_export_says_what_it_is() -> None:
    about = json.loads(claims_geojson(told(), PROVENANCE))["claimmap"]
    assert about["review"] == "machine-coded, 1 of 3 reviewed"
    assert about["licences"] == ["GeoNames (CC BY 4.0)", "Reports: CC0-1.0"]
    assert about["query"] == {"as_of": "2022-06-24", "known_on": None}
    assert (about["version"], about["extractor_versions"]) == ("0.1", ["1"])
    assert about["gazetteer_versions"] == ["g1"]


def test_claims_are_read_back_by_geopandas(tmp_path: Path) -> None:
    path = tmp_path / "claims.geojson"
    path.write_text(claims_geojson(told(), PROVENANCE), "utf-8")
    frame = gpd.read_file(path)
    back = {c.claim_id: c for c in from_frame(frame)}
    there = {c.claim_id: c for c in told()}
    assert set(back) == set(there)
    rounded = {
        k: replace(c, lon=c.lon and round(c.lon, 6), lat=c.lat and round(c.lat, 6))
        for k, c in there.items()
    }
    assert back == rounded


def test_an_export_of_nothing_is_still_a_collection(tmp_path: Path) -> None:
    path = tmp_path / "claims.geojson"
    path.write_text(claims_geojson([], PROVENANCE), "utf-8")
    assert json.loads(path.read_text("utf-8"))["features"] == []
    assert gpd.read_file(path).empty


def test_control_is_one_feature_a_place_with_each_sides_word() -> None:
    given = told()
    statuses = control_as_of(given, june(24), side_of=SIDES)
    collection = json.loads(control_geojson(statuses, given, PROVENANCE))
    (feature,) = collection["features"]
    properties = feature["properties"]
    assert feature["geometry"]["coordinates"] in ([38.4981, 48.7503], [38.123457, 48.987654])
    assert (properties["holder"], properties["basis"]) == ("Russia", "agreed")
    assert (properties["since"], properties["currency"]) == ("2022-06-24", "current")
    words = json.loads(properties["words"])
    assert [(w["side"], w["controller"]) for w in words] == [
        ("Russia", "Russia"),
        ("Ukraine", "Russia"),
    ]
    assert set(json.loads(properties["deciding"])) == {c.claim_id for c in given[:2]}


def test_control_of_an_unlocated_place_has_a_null_geometry() -> None:
    nowhere = claim(RUSSIA, lon=None, lat=None)
    statuses = control_as_of([nowhere], june(24))
    (feature,) = json.loads(control_geojson(statuses, [nowhere], PROVENANCE))["features"]
    assert feature["geometry"] is None


def test_a_claim_near_a_place_does_not_move_it() -> None:
    given = [claim(RUSSIA), claim(MAYOR, where_prec=2, lon=30.0, published=june(1))]
    statuses = control_as_of(given, june(24))
    (feature,) = json.loads(control_geojson(statuses, given, PROVENANCE))["features"]
    assert feature["geometry"]["coordinates"] == [38.4981, 48.7503]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_a_spreadsheet_runs_nothing_of_a_report(start: str) -> None:
    hostile = f'{start}HYPERLINK("http://a.example","b")'
    (row,) = csv.DictReader(
        io.StringIO(claims_csv([claim(evidence=hostile, lon=-3.5)]), newline="")
    )
    assert row["evidence"] == f"'{hostile}"
    assert row["lon"] == "-3.5", "a number stays one"


def test_the_csv_has_every_field_and_null_is_empty() -> None:
    (row,) = csv.DictReader(io.StringIO(claims_csv([claim(actor1=None)]), newline=""))
    assert set(CLAIM_FIELDS) < set(row)
    assert (row["event_date"], row["actor1"], row["n_reports"]) == ("2022-06-24", "", "1")


def test_control_goes_to_csv() -> None:
    statuses = control_as_of(told(), june(24), side_of=SIDES)
    (row,) = csv.DictReader(io.StringIO(control_csv(statuses), newline=""))
    assert (row["place_name"], row["holder"], row["as_of"]) == ("Hirske", "Russia", "2022-06-24")


def refusal(at: int, reason: str) -> Rejected:
    return Rejected(
        document_id="d", document_sha256="0", start=at, end=9, text="х", reason=reason, stage="read"
    )


LAWS = st.lists(claims(), max_size=8)


@given(LAWS, st.randoms())
def test_equal_input_in_any_order_gives_equal_bytes(given: list[Claim], random: Any) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)
    refused = [refusal(2, "b"), refusal(2, "a"), refusal(1, "c")]
    exports: list[Callable[[list[Claim]], str]] = [
        lambda some: claims_geojson(some, PROVENANCE),
        claims_csv,
        lambda some: control_geojson(control_as_of(some, june(30)), some, PROVENANCE),
        lambda some: control_csv(control_as_of(some, june(30))[::-1]),
    ]
    for export in exports:
        assert export(shuffled) == export(given)
    assert rejected_jsonl(refused) == rejected_jsonl(refused[::-1])


def test_rejections_are_one_object_a_line() -> None:
    rows = [
        json.loads(line) for line in rejected_jsonl([refusal(2, "b"), refusal(1, "a")]).splitlines()
    ]
    assert [(row["start"], row["reason"], row["text"]) for row in rows] == [
        (1, "a", "х"),
        (2, "b", "х"),
    ]


def test_a_file_is_written_whole_with_ordinary_rights(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_whole(path, "old")
    write_whole(path, "new\r\nГ")
    assert path.read_bytes() == "new\r\nГ".encode()
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    write_whole(path, "old")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "a.csv", tmp_path):
        with pytest.raises(OSError, match=r"[Dd]irectory") as caught:
            write_whole(path, "new")
        assert caught.value.filename == str(path)


def test_a_note_beside_a_file_carries_what_geojson_says_of_itself() -> None:
    ours = claim(licence="CC0-1.0")
    provenance = Provenance(
        claimmap_version="1.2",
        licences=("Places: CC BY 4.0",),
        query={"as_of": "2022-06-24", "known_on": None},
    )
    note = licence_note("a.csv", [ours], provenance)
    assert note.startswith("a.csv: written by claimmap 1.2 (as_of 2022-06-24).\n")
    assert note.endswith("\n- Places: CC BY 4.0\n- Reports: CC0-1.0\n")
    assert "0 of 1 reviewed" in note
    assert "- none known" in licence_note("a", [], Provenance(claimmap_version="1"))
