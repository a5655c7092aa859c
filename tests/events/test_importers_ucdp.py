"""UCDP GED becomes claims about fighting with deaths, and never about who holds a place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from events.errors import TableError
from events.verify import verify
from tests.events.importer_tables import UCDP_COLUMNS, acled, says, table, taken, ucdp


def test_a_row_fills_what_the_record_has_room_for(tmp_path: Path) -> None:
    found = taken("ucdp", ucdp({}), tmp_path, says("UCDP", date=date(2023, 6, 1)))
    claim = found.claim
    assert (claim.event_type, claim.claimed_controller) == ("clash", None)
    assert (claim.actor1, claim.actor2) == ("Russia", "Ukraine")
    assert (claim.event_date, claim.event_date_end) == (date(2022, 6, 22), date(2022, 6, 24))
    assert (claim.date_prec, claim.where_prec, claim.uncertainty_m) == (2, 1, None)
    assert (claim.place_id, claim.place_name, claim.mention) == (
        "gn708273",
        "Hirske",
        "Hirske town",
    )
    assert (claim.published, claim.published_basis) == (date(2023, 6, 1), "given")
    assert claim.evidence == "Made-up fighting at Hirske"
    assert (claim.licence, claim.document_id) == ("UCDP-CC-BY-4.0", "ucdp:900001")
    assert verify(found.claims, found.documents) == []


def test_whom_it_relies_on_is_named_outermost_first(tmp_path: Path) -> None:
    claim = taken("ucdp", ucdp({}), tmp_path).claim
    assert json.loads(claim.reported_via or "") == [
        "Example Agency",
        "Made Up News",
        "an invented official",
    ]


def test_deaths_are_counted_by_side_and_by_estimate(tmp_path: Path) -> None:
    counts = json.loads(taken("ucdp", ucdp({}), tmp_path).claim.counts or "")
    assert [(count["number"], count["of"]) for count in counts] == [
        (4, "Government of Ukraine"),
        (1, "civilians"),
        (5, "people, by UCDP's best estimate"),
        (4, "people, by UCDP's low estimate"),
        (9, "people, by UCDP's high estimate"),
    ]


def test_violence_against_civilians_is_an_attack(tmp_path: Path) -> None:
    claim = taken("ucdp", ucdp({"type_of_violence": "3", "side_b": "Civilians"}), tmp_path).claim
    assert (claim.event_type, claim.actor2) == ("attack", "Civilians")


@pytest.mark.parametrize("code", ["3", "4", "5", "6", "7"])
def test_an_area_is_linked_to_no_town(tmp_path: Path, code: str) -> None:
    row = {"where_prec": code, "where_coordinates": "Hirske"}
    claim = taken("ucdp", ucdp(row), tmp_path).claim
    assert (claim.where_prec, claim.place_id) == (int(code), None)


def test_near_a_place_is_within_25_km_of_it(tmp_path: Path) -> None:
    claim = taken("ucdp", ucdp({"where_prec": "2"}), tmp_path).claim
    assert (claim.where_prec, claim.uncertainty_m, claim.place_id) == (2, 25_000, "gn708273")


def test_without_headline_or_article_the_row_is_the_evidence(tmp_path: Path) -> None:
    found = taken("ucdp", ucdp({"source_headline": "", "source_article": ""}), tmp_path)
    assert found.claim.evidence == found.documents[0].text


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"date_end": "2022-06-01"}, "date_end 2022-06-01 is before date_start 2022-06-22"),
        ({"where_prec": "9"}, "where_prec is '9'"),
        ({"date_prec": "0"}, "date_prec is '0'"),
        ({"type_of_violence": ""}, "type_of_violence is empty"),
        ({"longitude": "181"}, "longitude 181.0 is outside"),
        ({"best": "many"}, "best is 'many', which is no number"),
        ({"best": "1.5"}, "best is '1.5', which is no count"),
    ],
)
def test_a_bad_row_is_rejected_with_the_reason(
    tmp_path: Path, row: dict[str, str], reason: str
) -> None:
    found = taken("ucdp", ucdp(row), tmp_path)
    assert reason in found.reason
    assert found.rejected[0].text.startswith("900001,UKR-2022")


def test_another_table_is_refused_with_the_columns_that_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="is no ucdp table: it lacks id, type_of_violence"):
        taken("ucdp", acled({}), tmp_path)
    with pytest.raises(TableError, match="columns of the same name: id"):
        taken("ucdp", table((*UCDP_COLUMNS, "id")), tmp_path)
