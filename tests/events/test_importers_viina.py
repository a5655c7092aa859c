"""VIINA's events name no holder; its control tables are assessments, one for each change."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from events.control import control_as_of
from events.errors import TableError
from events.importers import ImportOptions
from events.verify import verify
from tests.events.importer_tables import (
    VIINA_COLUMNS,
    VIINA_LABELS,
    VIINA_ROW,
    control,
    says,
    table,
    taken,
    viina,
)

HIRSKE, LYSYCHANSK = "708273", "702320"


def test_an_event_is_a_labelled_report(tmp_path: Path) -> None:
    found = taken("viina", viina({}), tmp_path, says("VIINA"))
    claim = found.claim
    assert (claim.event_type, claim.actor1, claim.claimed_controller) == (
        "bombardment",
        "Russia",
        None,
    )
    assert (claim.place_id, claim.where_prec, claim.lon) == ("gn708273", 1, 38.4981)
    assert (claim.published, claim.lang) == (date(2022, 6, 24), "uk")
    assert claim.source_url == "https://news.example/1"
    assert claim.evidence == VIINA_ROW["text"]
    assert json.loads(claim.reported_via or "") == ["madeup"]
    assert (claim.extraction_confidence, claim.licence) == (0.87, "VIINA-ODbL-1.0")
    assert verify(found.claims, found.documents) == []


def test_the_date_of_a_report_is_not_the_date_of_the_event(tmp_path: Path) -> None:
    claim = taken("viina", viina({}), tmp_path).claim
    assert (claim.event_date, claim.event_date_end) == (date(2022, 6, 23), date(2022, 6, 24))
    assert (claim.date_prec, claim.date_basis) == (2, "published")


def test_a_report_about_control_does_not_say_whose(tmp_path: Path) -> None:
    claim = taken("viina", viina({"t_control_b": "1", "text": "Росія взяла місто"}), tmp_path).claim
    assert (claim.event_type, claim.claimed_controller) == ("control", None)


def test_reports_that_are_not_about_the_war_are_left_out_and_counted(tmp_path: Path) -> None:
    found = taken("viina", viina({}, {"t_mil_b": "0"}, {"t_mil_b": "0", "time": "1"}), tmp_path)
    assert len(found.claims) == 1
    (left,) = found.rejected
    assert (left.text, left.document_id) == ("2 rows", "table.csv")
    assert "not about the war" in left.reason


@pytest.mark.parametrize(
    ("labels", "actor"),
    [
        ({"a_rus_b": "1", "a_ukr_b": "1"}, None),
        ({"a_rus_b": "0", "a_ukr_b": "1"}, "Ukraine"),
        ({"a_rus_b": "NA", "a_ukr_b": "0"}, None),
    ],
)
def test_who_did_it_is_named_where_one_label_says_so(
    tmp_path: Path, labels: dict[str, str], actor: str | None
) -> None:
    assert taken("viina", viina(labels), tmp_path).claim.actor1 == actor


def test_an_event_of_an_oblast_is_linked_to_no_town(tmp_path: Path) -> None:
    claim = taken("viina", viina({"GEO_PRECISION": "ADM1"}), tmp_path).claim
    assert (claim.where_prec, claim.place_id, claim.admin1) == (4, None, "Luhansk")


def test_a_place_that_the_gazetteer_lacks_keeps_its_name_and_position(tmp_path: Path) -> None:
    claim = taken("viina", viina({"geonameid": "1"}), tmp_path).claim
    assert (claim.place_id, claim.place_name) == (None, "Hirske")
    assert claim.geo_reason == "the gazetteer has no place gn1"


def test_a_place_without_an_id_is_linked_by_its_name(tmp_path: Path) -> None:
    claim = taken("viina", viina({"geonameid": "NA"}), tmp_path).claim
    assert (claim.place_id, claim.place_name) == (f"gn{HIRSKE}", "Hirske")
    assert "the settlement of that name" in str(claim.geo_reason)
    nobody = viina({"geonameid": "NA", "asciiname": "Nowhere at All"})
    far = taken("viina", nobody, tmp_path).claim
    assert (far.place_id, far.place_name) == (None, "Nowhere at All")
    assert "no settlement of that name" in str(far.geo_reason)


def test_labels_may_lie_in_a_file_of_their_own(tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    other = VIINA_ROW | {"event_id": "77002", "t_mil_b": ""} | {"t_mil": ""}
    labels.write_bytes(table(("event_id", *VIINA_LABELS), VIINA_ROW, other))
    rows = (VIINA_ROW, VIINA_ROW | {"event_id": "77002"})
    found = taken("viina", table(VIINA_COLUMNS, *rows), tmp_path, says(labels=labels))
    assert [claim.event_type for claim in found.claims] == ["bombardment"]
    assert [one.reason for one in found.rejected] == ["t_mil is empty: the report has no labels"]


def test_labels_that_are_none_are_refused(tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("event_id,colour\n1,red\n")
    with pytest.raises(TableError, match="has no labels of VIINA"):
        taken("viina", viina({}), tmp_path, says(labels=labels))


def test_events_without_labels_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="lacks t_mil_b or t_mil"):
        taken("viina", table(VIINA_COLUMNS, VIINA_ROW), tmp_path)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"date": "20221301"}, "date is '20221301', which is no date"),
        ({"GEO_PRECISION": "PLANET"}, "geo_precision is 'PLANET'"),
        ({"t_mil_b": "maybe"}, "t_mil_b is 'maybe', which is no label"),
        ({"geonameid": "1.5"}, "geonameid is '1.5', which is no id"),
    ],
)
def test_a_bad_row_is_rejected_with_the_reason(
    tmp_path: Path, row: dict[str, str], reason: str
) -> None:
    assert reason in taken("viina", viina(row), tmp_path).reason


def test_control_is_an_assessment_of_who_holds_a_place(tmp_path: Path) -> None:
    content = control((HIRSKE, "20220624", "RU"))
    found = taken("viina-control", content, tmp_path, says("VIINA"))
    claim = found.claim
    assert (claim.event_type, claim.speech_act) == ("control", "assesses")
    assert (claim.claimed_controller, claim.place_id) == ("Russia", "gn708273")
    assert (claim.event_date, claim.published) == (date(2022, 6, 24), date(2022, 6, 24))
    assert json.loads(claim.reported_via or "") == ["DeepStateMap"]
    assert verify(found.claims, found.documents) == []


def test_of_a_run_of_days_the_first_and_the_last_are_taken(tmp_path: Path) -> None:
    days = [(HIRSKE, f"202206{day}", "UA" if day < 24 else "RU") for day in range(20, 29)]
    found = taken("viina-control", control(*days), tmp_path)
    assert [(str(c.event_date)[8:], c.claimed_controller) for c in found.claims] == [
        ("20", "Ukraine"),
        ("23", "Ukraine"),
        ("24", "Russia"),
        ("28", "Russia"),
    ]
    assert not found.rejected
    assert found.batches[-1].rows == len(days)


def test_contested_is_held_by_nobody_in_full(tmp_path: Path) -> None:
    found = taken("viina-control", control((HIRSKE, "20220624", "CONTESTED")), tmp_path)
    assert found.claim.claimed_controller == "contested"


def test_control_over_time_can_be_asked_for(tmp_path: Path) -> None:
    days = [(HIRSKE, f"202206{day}", "UA" if day < 24 else "RU") for day in range(20, 29)]
    claims = taken("viina-control", control(*days), tmp_path).claims
    (before,) = control_as_of(claims, date(2022, 6, 23))
    (after,) = control_as_of(claims, date(2022, 6, 28))
    assert (before.holder, before.basis) == ("Ukraine", "third party")
    assert (after.holder, after.since) == ("Russia", date(2022, 6, 24))
    assert after.last_evidence == date(2022, 6, 28)


def test_a_row_out_of_order_is_taken_as_it_is(tmp_path: Path) -> None:
    rows = [(HIRSKE, "20220624", "RU"), (HIRSKE, "20220601", "UA"), (HIRSKE, "20220625", "RU")]
    found = taken("viina-control", control(*rows), tmp_path)
    assert [str(claim.event_date)[5:] for claim in found.claims] == ["06-24", "06-01", "06-25"]


def test_what_is_not_known_of_control_is_counted(tmp_path: Path) -> None:
    rows = [("1", f"2022060{day}", "RU") for day in range(1, 4)] + [(HIRSKE, "20220601", "NA")]
    found = taken("viina-control", control(*rows), tmp_path)
    assert not found.claims
    assert [(one.text, one.reason) for one in found.rejected] == [
        ("3 rows", "left out: the gazetteer has no place gn1"),
        ("1 rows", "left out: the status is unknown"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ((HIRSKE, "20220624", "XX"), "status is 'XX', which the codebook does not have"),
        ((HIRSKE, "June", "RU"), "date is 'June', which is no date"),
        (("nil", "20220624", "RU"), "geonameid is 'nil', which is no number"),
    ],
)
def test_a_bad_row_of_control_is_rejected(
    tmp_path: Path, row: tuple[str, str, str], reason: str
) -> None:
    assert reason in taken("viina-control", control(row), tmp_path).reason


def test_a_short_row_of_control_is_rejected(tmp_path: Path) -> None:
    found = taken("viina-control", control() + b"1,2\r\n", tmp_path)
    assert found.reason == "it has 2 cells, the table has 7 columns"


def test_control_needs_a_gazetteer(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="needs a gazetteer"):
        taken("viina-control", control(), tmp_path, ImportOptions(source="VIINA"))
