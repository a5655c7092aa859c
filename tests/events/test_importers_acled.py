"""ACLED exports become claims of ACLED, with a holder only where its codes name one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from events.errors import TableError
from events.importers import ImportOptions
from events.importers.codes import load_codes
from events.types import EventType
from events.verify import verify
from tests.events.importer_tables import ACLED_COLUMNS, ACLED_ROW, acled, says, table, taken


def test_a_row_fills_what_the_record_has_room_for(tmp_path: Path) -> None:
    claim = taken("acled", acled({}), tmp_path, says("ACLED")).claim
    assert (claim.event_type, claim.modality, claim.speech_act) == (
        "capture",
        "asserted",
        "asserts",
    )
    assert (claim.actor1, claim.actor2) == ("Russia", "Ukraine")
    assert (claim.event_date, claim.event_date_end) == (date(2022, 6, 24), date(2022, 6, 24))
    assert (claim.date_prec, claim.date_basis, claim.date_text) == (1, "explicit", "24 June 2022")
    assert (claim.lon, claim.lat, claim.where_prec) == (38.5, 48.75, 1)
    assert (claim.place_id, claim.country, claim.mention) == ("gn708273", "UA", "Hirske")
    assert json.loads(claim.counts or "") == [{"number": 3, "what": "killed", "of": "people"}]
    assert (claim.published, claim.published_basis) == (date(2022, 6, 28), "stated")
    assert claim.known_from == claim.published
    assert (claim.licence, claim.conflict) == ("ACLED-terms", "ukraine")
    assert claim.document_id == "acled:UKR90001"


def test_the_table_speaks_for_itself_and_names_whom_it_relies_on(tmp_path: Path) -> None:
    claim = taken("acled", acled({}), tmp_path, says("Our table")).claim
    assert (claim.source, claim.claimant, claim.claimant_side) == ("Our table", "Our table", None)
    assert claim.claimant_kind == "agency"
    assert json.loads(claim.reported_via or "") == ["Made Up News", "Example Agency"]


def test_evidence_is_the_note_and_every_span_dereferences(tmp_path: Path) -> None:
    found = taken("acled", acled({}, {"event_id_cnty": "UKR2", "notes": ""}), tmp_path)
    assert found.claims[0].evidence == ACLED_ROW["notes"]
    assert found.claims[1].evidence == found.documents[1].text
    assert verify(found.claims, found.documents) == []


def test_the_bytes_of_a_row_are_its_document(tmp_path: Path) -> None:
    content = acled({"notes": "first line\nsecond line, with ümlaut"}, {"event_id_cnty": "UKR2"})
    found = taken("acled", content, tmp_path)
    header, _ = content.split(b"\r\n", 1)
    assert b"\r\n".join([header, *(d.raw for d in found.documents), b""]) == content
    assert found.claims[0].evidence == "first line\nsecond line, with ümlaut"
    assert verify(found.claims, found.documents) == []


@pytest.mark.parametrize(
    ("row", "holder"),
    [
        ({}, "Russia"),
        ({"inter1": "8", "inter2": "1"}, "Russia"),  # as numbers, until 2024
        ({"sub_event_type": "Government regains territory"}, "Ukraine"),
        ({"sub_event_type": "Non-violent transfer of territory"}, None),  # two parties: whose?
        (
            {"sub_event_type": "Non-violent transfer of territory", "actor2": "", "inter2": ""},
            "Russia",
        ),
        ({"sub_event_type": "Armed clash"}, None),
        ({"inter2": "Rebel group"}, None),  # two that are no state: whose?
        ({"inter1": "Civilians"}, None),
        ({"actor1": "Unidentified Armed Group (Nowhere)"}, None),
        ({"notes": "Ukraine retook Hirske.", "sub_event_type": "Attack"}, None),
    ],
)
def test_a_holder_is_named_only_by_the_codes(
    tmp_path: Path, row: dict[str, str], holder: str | None
) -> None:
    assert taken("acled", acled(row), tmp_path).claim.claimed_controller == holder


def test_another_war_has_its_own_parties(tmp_path: Path) -> None:
    row = {
        "sub_event_type": "Government regains territory",
        "event_date": "2025-03-26",
        "country": "Sudan",
        "location": "Khartoum",
        "latitude": "15.5007",
        "longitude": "32.5599",
        "actor1": "Military Forces of Sudan (2019-)",
        "inter1": "State forces",
        "actor2": "Rapid Support Forces",
        "inter2": "Political militia",
    }
    claim = taken("acled", acled(row), tmp_path).claim
    assert (claim.conflict, claim.claimed_controller, claim.actor2) == ("sudan", "SAF", "RSF")


def test_parties_that_no_profile_knows_keep_their_names(tmp_path: Path) -> None:
    row = {"actor2": "Civilians (Nowhere)", "inter2": "Civilians", "sub_event_type": "Attack"}
    assert taken("acled", acled(row), tmp_path).claim.actor2 == "Civilians (Nowhere)"


@pytest.mark.parametrize(
    ("precision", "start", "end", "date_prec"),
    [
        ("1", date(2022, 6, 15), date(2022, 6, 15), 1),
        ("2", date(2022, 6, 12), date(2022, 6, 18), 3),
        ("3", date(2022, 6, 1), date(2022, 6, 30), 4),
    ],
)
def test_an_uncertain_date_is_a_span(
    tmp_path: Path, precision: str, start: date, end: date, date_prec: int
) -> None:
    row = {"event_date": "2022-06-15", "time_precision": precision}
    claim = taken("acled", acled(row), tmp_path).claim
    assert (claim.event_date, claim.event_date_end, claim.date_prec) == (start, end, date_prec)


@pytest.mark.parametrize(
    ("code", "where"), [("1", (1, None)), ("2", (2, 25_000)), ("3", (4, None))]
)
def test_geo_precision_says_how_far_off_the_position_is(
    tmp_path: Path, code: str, where: tuple[int, float | None]
) -> None:
    claim = taken("acled", acled({"geo_precision": code}), tmp_path).claim
    assert (claim.where_prec, claim.uncertainty_m) == where


def test_a_place_that_is_not_near_its_namesake_has_no_id(tmp_path: Path) -> None:
    claim = taken("acled", acled({"latitude": "49.9"}), tmp_path).claim
    assert (claim.place_id, claim.place_name, claim.lat) == (None, "Hirske", 49.9)
    assert "no settlement of that name within 15 km" in (claim.geo_reason or "")
    assert claim.admin1 == "Luhansk"


def test_a_quarter_of_a_town_is_linked_to_the_town(tmp_path: Path) -> None:
    row = {"location": "Hirske - Center"}
    assert taken("acled", acled(row), tmp_path).claim.place_id == "gn708273"


def test_without_a_gazetteer_a_row_keeps_its_position(tmp_path: Path) -> None:
    claim = taken("acled", acled({}), tmp_path, ImportOptions(source="ACLED")).claim
    assert (claim.place_id, claim.lon, claim.gazetteer_version) == (None, 38.5, "")


def test_a_row_of_another_country_or_time_is_of_no_war_known(tmp_path: Path) -> None:
    rows = ({"country": "Mali", "location": "Gao"}, {"event_date": "2010-01-01"})
    found = taken("acled", acled(*rows), tmp_path, says(conflict="ukraine"))
    assert [claim.conflict for claim in found.claims] == [None, None]
    assert [claim.claimed_controller for claim in found.claims] == [None, None]


def test_the_date_that_is_given_counts_where_a_row_has_none(tmp_path: Path) -> None:
    content = acled({"timestamp": ""})
    undated = taken("acled", content, tmp_path).claim
    assert (undated.published, undated.published_basis) == (None, "unknown")
    dated = taken("acled", content, tmp_path, says(date=date(2022, 7, 1))).claim
    assert (dated.published, dated.published_basis) == (date(2022, 7, 1), "given")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"latitude": "99"}, "latitude 99.0 is outside -90..90"),
        ({"longitude": ""}, "longitude is empty"),
        ({"latitude": "north"}, "latitude is 'north', which is no number"),
        ({"latitude": "nan"}, "latitude is 'nan', which is no number"),
        ({"latitude": "0", "longitude": "0"}, "a placeholder"),
        ({"event_date": "31 June 2022"}, "event_date is '31 June 2022', which is no date"),
        ({"event_date": "24 June 2222"}, "which is no date"),
        ({"event_date": ""}, "event_date is empty"),
        ({"sub_event_type": "Dance"}, "sub_event_type is 'Dance', which the codebook does not"),
        ({"time_precision": "7"}, "time_precision is '7'"),
        ({"geo_precision": ""}, "geo_precision is empty"),
        ({"fatalities": "-1"}, "fatalities is '-1', which is no count"),
        ({"location": ""}, "location is empty"),
    ],
)
def test_a_bad_row_is_rejected_with_the_reason(
    tmp_path: Path, row: dict[str, str], reason: str
) -> None:
    assert reason in taken("acled", acled(row), tmp_path).reason


def test_a_row_with_too_many_cells_is_rejected(tmp_path: Path) -> None:
    content = acled({}) + b"one,two\r\n"
    found = taken("acled", content, tmp_path)
    assert len(found.claims) == 1
    assert "it has 2 cells, the table has 31 columns" in found.rejected[0].reason
    assert found.rejected[0].document_id == "table.csv:3"


def test_what_may_not_be_passed_on_is_not_in_the_rejections_either(tmp_path: Path) -> None:
    (secret,) = taken("acled", acled({"latitude": "99"}), tmp_path).rejected
    assert secret.text == "line 2"
    options = says(licence="CC-BY-4.0")
    assert taken(
        "acled", acled({}), tmp_path, says(licence="all Rights reserved")
    ).claim.licence == ("all-rights-reserved")
    (free,) = taken("acled", acled({"latitude": "99"}), tmp_path, options).rejected
    assert free.text.startswith("UKR90001,24 June 2022")


def test_missing_columns_are_named_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"lacks inter1, notes; its columns are: event_id_cnty"):
        taken("acled", table([c for c in ACLED_COLUMNS if c not in ("inter1", "notes")]), tmp_path)


def test_rows_with_the_same_bytes_are_one_document(tmp_path: Path) -> None:
    found = taken("acled", acled({}, {}), tmp_path)
    assert len(found.documents) == len(found.claims) == 1


def test_any_case_of_columns_and_any_usual_delimiter_will_do(tmp_path: Path) -> None:
    rows = [{c.upper(): v for c, v in ACLED_ROW.items()}]
    content = table([c.upper() for c in ACLED_COLUMNS], *rows, delimiter=";")
    assert taken("acled", b"\xef\xbb\xbf" + content, tmp_path).claim.place_id == "gn708273"


def test_every_sub_event_type_has_a_type_of_the_record() -> None:
    kinds = {entry["event_type"] for entry in load_codes("acled")["sub_event_types"].values()}
    assert kinds <= set(EventType.__args__)  # type: ignore[attr-defined]
    assert set(load_codes("event_types")) == set(EventType.__args__)  # type: ignore[attr-defined]
