"""Each format says what it must, and nothing that nobody asserted."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.control import control_as_of
from events.errors import QueryError
from events.export import (
    FORMATS,
    Provenance,
    claims_csv,
    claims_geojson,
    control_geojson,
    export_claims,
    kept_back,
    licence_note,
)
from events.export.acled import COLUMNS
from events.export.pcodes import pcodes
from events.types import Claim
from tests.events.sample import MAYOR, PAPER, RUSSIA, UKRAINE, claim, claims, june

PROVENANCE = Provenance(
    claimmap_version="1",
    licences=("GeoNames (CC BY 4.0)",),
    query={"as_of": "2022-06-24", "known_on": "2022-06-25"},
    notices=("Published with care.",),
)
BARRED = "ACLED-terms"


def rows_of(form: str, *given: Claim) -> list[dict[str, Any]]:
    text = export_claims(form, given, PROVENANCE).content.decode("utf-8")
    if FORMATS[form].suffix.endswith("jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text, newline="")))


# ---- what every file says of itself


def said_by_kml(content: bytes) -> dict[str, Any]:
    tree = ElementTree.fromstring(content)
    value = tree.find(".//{*}Document/{*}ExtendedData/{*}Data[@name='claimmap']/{*}value")
    assert value is not None
    said: dict[str, Any] = json.loads(value.text or "")
    return said


def said_by_geopackage(content: bytes) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.gpkg")
        path.write_bytes(content)
        said: dict[str, Any] = json.loads(pyogrio.read_info(path)["layer_metadata"]["claimmap"])
    return said


SAID: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "geojson": lambda content: json.loads(content)["claimmap"],
    "geoparquet": lambda content: json.loads(
        pq.read_schema(io.BytesIO(content)).metadata[b"claimmap"]
    ),
    "gpkg": said_by_geopackage,
    "kml": said_by_kml,
}


@pytest.mark.parametrize("form", [name for name in FORMATS if not FORMATS[name].is_bare])
def test_a_file_says_what_it_is_and_what_is_not_in_it(form: str) -> None:
    given = [claim(RUSSIA, review_status="accepted"), claim(MAYOR), claim(licence=BARRED)]
    said = SAID[form](export_claims(form, given, PROVENANCE).content)
    assert said["review"] == "machine-coded, 1 of 2 reviewed"
    assert said["licences"] == ["GeoNames (CC BY 4.0)"]
    assert said["query"] == {"as_of": "2022-06-24", "known_on": "2022-06-25"}
    assert (said["version"], said["gazetteer_versions"]) == ("1", ["g1"])
    assert said["extractor_versions"] == ["1"]
    assert said["notices"] == [
        "Published with care.",
        "1 claim was left out: ACLED-terms bars redistribution.",
    ]


def test_a_note_says_it_for_a_file_without_room() -> None:
    note = licence_note(
        "a.csv", [claim(licence=BARRED), claim(licence=BARRED, lang="uk")], PROVENANCE
    )
    assert "Published with care.\n2 claims were left out: ACLED-terms bars" in note
    assert "Extractor and gazetteer: unknown." in note


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(QueryError, match="no format 'shp'; there are: geojson, geoparquet, gpkg,"):
        export_claims("shp", [], PROVENANCE)


# ---- licences


@pytest.mark.parametrize("form", list(FORMATS))
def test_rows_that_may_not_be_passed_on_are_in_no_export(form: str) -> None:
    there, barred = claim(RUSSIA), claim(UKRAINE, licence=BARRED, place_name="Hidden")
    done = export_claims(form, [there, barred], PROVENANCE)
    assert b"Hidden" not in done.content
    assert done.barred == ("1 claim was left out: ACLED-terms bars redistribution.",)
    private = export_claims(form, [there, barred], replace(PROVENANCE, private=True))
    assert private.barred == ()
    assert private.content != done.content


def test_control_says_what_it_does_not_rest_on() -> None:
    given = [claim(RUSSIA), claim(UKRAINE, licence=BARRED)]
    kept, barred = kept_back(given)
    assert ([c.claimant_side for c in kept], [b.count for b in barred]) == (["Russia"], [1])
    text = control_geojson(control_as_of(kept, june(24)), given, PROVENANCE)
    assert "ACLED-terms bars redistribution" in text


def test_a_licence_that_wants_credit_gets_it_and_an_unknown_one_is_shown() -> None:
    given = [claim(licence="UCDP-CC-BY-4.0"), claim(licence="Ask us")]
    about = json.loads(claims_geojson(given, PROVENANCE))["claimmap"]
    assert "Reports: Ask us" in about["licences"]
    assert any("Uppsala Conflict Data Program" in one for one in about["licences"])


def test_a_private_export_warns_whoever_opens_it() -> None:
    about = replace(PROVENANCE, private=True)
    assert "private use" in json.loads(claims_geojson([], about))["claimmap"]["notices"][-1]


def test_a_table_can_carry_its_credit_in_each_row() -> None:
    text = claims_csv([claim(licence="CC0-1.0"), claim(licence=BARRED)], PROVENANCE)
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["attribution"] == "GeoNames (CC BY 4.0); Reports: CC0-1.0"
    assert row["notice"].startswith("claimmap 1, machine-coded, 0 of 1 reviewed. Published with")
    assert "ACLED-terms" in row["notice"]


# ---- codes


def test_pcodes_are_read_off_the_national_code() -> None:
    town = pcodes("UA", "UA44120110010072887")
    assert list(town.values()) == ["UA44", "UA4412", "UA4412011", "UA4412011001"]
    assert list(pcodes("UA", "UA14020000000013572").values()) == ["UA14", "UA1402", None, None]
    assert set(pcodes("SD", "SD01").values()) == set(pcodes("UA", None).values()) == {None}


def test_tables_join_with_humanitarian_ones() -> None:
    given = claim(official_code="UA44120110010072887", country="UA")
    for form in ("csv", "acled"):
        (row,) = rows_of(form, given)
        assert (row["official_code"], row["adm2_pcode"]) == ("UA44120110010072887", "UA4412")


# ---- ACLED


def test_an_event_is_one_row_however_many_tell_of_it() -> None:
    (row,) = rows_of("acled", claim(RUSSIA), claim(MAYOR), claim(PAPER, document_sha256="d2"))
    assert (row["n_reports"], row["n_independent"]) == ("2", "3")
    assert len(row["claim_ids"].split("; ")) == 3
    assert row["notes"].startswith(
        "Claimed by Russian Ministry of Defence (Russia), The Paper, mayor"
    )
    assert tuple(row)[: len(COLUMNS)] == COLUMNS


@given(st.lists(claims(), max_size=8))
def test_only_what_somebody_asserts_is_an_incident(given: list[Claim]) -> None:
    asserted = {c.claim_id for c in given if c.modality == "asserted"}
    named = {one for row in rows_of("acled", *given) for one in row["claim_ids"].split("; ")}
    assert named <= asserted
    for row in rows_of("acled", *given):
        assert row["fatalities"] == ""
        assert row["event_type"]


def test_a_denial_makes_no_row_but_is_noted_on_that_of_the_claim() -> None:
    denial = claim(
        UKRAINE, modality="denied", speech_act="denies", claimed_controller=None,
        projected_controller="Russia",
    )  # fmt: skip
    assert rows_of("acled", denial) == []
    (row,) = rows_of("acled", claim(RUSSIA), denial)
    assert row["denied"] == "True"
    assert "Denied by Ukrainian General Staff (Ukraine)." in row["notes"]
    earlier = replace(denial, event_date=june(1), event_date_end=june(2))
    assert rows_of("acled", claim(RUSSIA), earlier)[0]["denied"] == "False"
    undated = replace(denial, event_date=None, event_date_end=None)
    assert rows_of("acled", claim(RUSSIA), undated)[0]["denied"] == "True"


def test_what_a_reviewer_rejected_is_no_incident() -> None:
    assert rows_of("acled", claim(review_status="rejected")) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"event_type": "control"}, "control is a state, no incident"),
        ({"share_percent": 55.0}, "a share of an area is a state, no incident"),
        ({"event_date": None, "event_date_end": None}, "no day is known"),
        ({"date_prec": 5}, "the day is known to no better than a month"),
        ({"lon": None, "lat": None}, "no place is known"),
        ({"where_prec": 6}, "the place is a whole country, or none"),
    ],
)
def test_what_acled_has_no_place_for_is_left_out_and_counted(
    more: dict[str, Any], why: str
) -> None:
    done = export_claims("acled", [claim(RUSSIA, **more)], PROVENANCE)
    assert done.unfit == (f"Left out (1): {why}.",)
    assert len(done.content.decode().splitlines()) == 1


def test_a_row_takes_day_and_place_from_the_most_exact_claim() -> None:
    vague = claim(RUSSIA, date_prec=2, event_date=june(23), event_date_end=june(25))
    (row,) = rows_of("acled", vague, claim(MAYOR))
    assert (row["event_date"], row["time_precision"], row["year"]) == ("2022-06-24", "1", "2022")
    assert (row["geo_precision"], row["location"], row["country"]) == ("1", "Hirske", "")


@pytest.mark.parametrize(
    ("who", "more", "expected"),
    [
        ("Russia", {}, "Non-state actor overtakes territory"),
        ("Ukraine", {}, "Government regains territory"),
        ("Ukraine", {"country": "RU"}, "Non-state actor overtakes territory"),
        ("Ukraine", {"conflict": None}, "Non-state actor overtakes territory"),
        (None, {}, "Non-state actor overtakes territory"),
    ],
)
def test_a_state_regains_its_own_land(who: str | None, more: dict[str, Any], expected: str) -> None:
    (row,) = rows_of("acled", claim(**({"claimed_controller": who, "country": "UA"} | more)))
    assert row["sub_event_type"] == expected


def test_what_is_said_to_be_verified_is_noted() -> None:
    (row,) = rows_of("acled", claim(verification="verified", evidence="It fell."))
    assert (
        row["notes"]
        == "Claimed by somebody unnamed. A report says that it was verified. “It fell.”"
    )


# ---- PLOVER


def test_plover_has_type_mode_context_and_parties() -> None:
    given = claim(
        RUSSIA, event_type="withdrawal", claimed_controller=None, actor1="Ukraine", actor2="Russia"
    )
    (row,) = rows_of("plover", given)
    assert (row["event"], row["mode"], row["context"]) == ("RETREAT", "withdraw", ["military"])
    assert (row["source"], row["target"], row["geonameid"]) == (["Ukraine"], ["Russia"], 1)
    assert (row["date"], row["location"]["lat"]) == ("2022-06-24", 48.7503)


@pytest.mark.parametrize("modality", ["planned", "denied", "attempted"])
def test_plover_never_takes_what_is_not_asserted_for_done(modality: str) -> None:
    (row,) = rows_of("plover", claim(modality=modality, claimed_controller=None, place_id=None))
    assert row["context"] == ["military", "hypothetical"]
    assert (row["modality"], row["geonameid"], row["source"]) == (modality, None, [])


def test_what_plover_has_no_code_for_is_left_out_and_counted() -> None:
    done = export_claims("plover", [claim(event_type="control")], PROVENANCE)
    assert (done.content, done.unfit) == (b"", ("Left out (1): PLOVER has no code for control.",))


# ---- KML


def test_a_balloon_shows_text_and_runs_nothing_of_it() -> None:
    hostile = '<img src="http://a.example/x">$[title] & "q"'
    content = export_claims("kml", [claim(evidence=hostile, place_name="<b>")], PROVENANCE).content
    (mark,) = ElementTree.fromstring(content).iter("{http://www.opengis.net/kml/2.2}Placemark")
    told = mark.findtext("{*}description") or ""
    assert "<img" not in told
    assert "$[" not in told
    assert "&lt;img src=&quot;http://a.example/x&quot;&gt;$&#91;title]" in told
    assert mark.findtext("{*}name") == "<b>"


def test_a_placemark_has_its_days_and_a_point_if_it_is_known() -> None:
    given = [
        claim(),
        claim(lon=None, lat=None, event_date=None, event_date_end=None, place_name=None),
    ]
    tree = ElementTree.fromstring(export_claims("kml", given, PROVENANCE).content)
    marks = sorted(tree.iter("{http://www.opengis.net/kml/2.2}Placemark"), key=len)
    assert [mark.findtext(".//{*}begin") for mark in marks] == [None, "2022-06-24"]
    assert [mark.findtext(".//{*}coordinates") for mark in marks] == [None, "38.4981,48.7503"]


# ---- GDAL's formats


def test_columns_keep_their_types(tmp_path: Path) -> None:
    for form in ("geoparquet", "gpkg"):
        path = tmp_path / f"claims{FORMATS[form].suffix}"
        path.write_bytes(export_claims(form, [claim()], PROVENANCE).content)
        read = gpd.read_parquet if form == "geoparquet" else gpd.read_file
        frame = read(path)
        assert str(frame["event_date"].iloc[0])[:10] == "2022-06-24"
        assert frame["date_prec"].dtype.kind == "i"
        assert frame["against_interest"].dtype == bool


def test_writing_a_geopackage_leaves_gdal_as_it_was() -> None:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2001-01-01T00:00:00Z"})
    try:
        export_claims("gpkg", [claim()], PROVENANCE)
        assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == "2001-01-01T00:00:00Z"
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
