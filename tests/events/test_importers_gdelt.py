"""GDELT events become claims where their code is about fighting; the rest is counted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from events.errors import TableError
from events.importers.codes import load_codes
from events.importers.gdelt import COLUMNS, type_of
from events.types import EventType
from events.verify import verify
from tests.events.importer_tables import gdelt, says, taken


def test_there_are_61_columns() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 61
    assert (COLUMNS[26], COLUMNS[51], COLUMNS[59]) == ("eventcode", "actiongeo_type", "dateadded")


def test_a_row_fills_what_the_record_has_room_for(tmp_path: Path) -> None:
    found = taken("gdelt", gdelt({}), tmp_path, says("GDELT"))
    claim = found.claim
    assert (claim.event_type, claim.actor1, claim.actor2) == ("bombardment", "Russia", "Ukraine")
    assert (claim.place_id, claim.where_prec, claim.country) == ("gn708273", 1, "UA")
    assert (claim.event_date, claim.published) == (date(2022, 6, 24), date(2022, 6, 25))
    assert claim.source_url == "https://news.example/2022/shelling.html"
    assert json.loads(claim.reported_via or "") == ["news.example"]
    assert (claim.licence, claim.conflict) == ("GDELT-terms", "ukraine")
    assert claim.evidence == found.documents[0].text
    assert verify(found.claims, found.documents) == []


def test_a_code_for_occupying_names_no_holder(tmp_path: Path) -> None:
    claim = taken("gdelt", gdelt({"eventcode": "192"}), tmp_path).claim
    assert (claim.event_type, claim.claimed_controller) == ("capture", None)


@pytest.mark.parametrize(
    ("code", "event_type"),
    [
        ("193", "clash"),
        ("1951", "bombardment"),
        ("1831", "attack"),
        ("0874", "withdrawal"),
        ("0871", None),
        ("010", None),
        ("138", None),
        ("03", None),
    ],
)
def test_the_longest_listed_code_decides(code: str, event_type: str | None) -> None:
    assert type_of(code, load_codes("cameo")["event_types"]) == event_type


def test_what_is_about_no_fighting_is_left_out_with_a_count(tmp_path: Path) -> None:
    rows = ({}, {"eventcode": "042"}, {"eventcode": "042", "year": "1"}, {"eventcode": "010"})
    found = taken("gdelt", gdelt(*rows), tmp_path)
    assert len(found.claims) == 1
    assert [(one.text, one.reason[:19]) for one in found.rejected] == [
        ("1 rows", "left out: CAMEO 010"),
        ("2 rows", "left out: CAMEO 042"),
    ]
    assert len({one.document_sha256 for one in found.rejected}) == 1


@pytest.mark.parametrize(("code", "where_prec"), [("1", 6), ("5", 4), ("2", 4)])
def test_a_region_or_country_is_no_town(tmp_path: Path, code: str, where_prec: int) -> None:
    claim = taken("gdelt", gdelt({"actiongeo_type": code}), tmp_path).claim
    assert (claim.where_prec, claim.place_id) == (where_prec, None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"eventcode": "9999"}, "eventcode is '9999', which is no CAMEO code"),
        ({"eventcode": "x"}, "eventcode is 'x'"),
        ({"actiongeo_type": "0"}, "actiongeo_type is '0'"),
        ({"actiongeo_lat": ""}, "actiongeo_lat is empty"),
        ({"sqldate": "20220631"}, "sqldate is '20220631', which is no date"),
        ({"globaleventid": ""}, "globaleventid is empty"),
    ],
)
def test_a_bad_row_is_rejected_with_the_reason(
    tmp_path: Path, row: dict[str, str], reason: str
) -> None:
    assert reason in taken("gdelt", gdelt(row), tmp_path).reason


def test_a_row_with_other_columns_is_rejected(tmp_path: Path) -> None:
    found = taken("gdelt", b"1\t2\t3\n", tmp_path)
    assert found.reason == "it has 3 cells, the table has 61 columns"


def test_a_file_of_another_kind_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"is no gdelt table: .* begins 'id,relid'"):
        taken("gdelt", b"id,relid\n1,2\n", tmp_path)
    assert taken("gdelt", b"", tmp_path).rejected == []


def test_a_quotation_mark_is_a_character_like_any_other(tmp_path: Path) -> None:
    rows = ({"actor1name": '"ARMY'}, {"globaleventid": "2"})
    assert [c.actor1 for c in taken("gdelt", gdelt(*rows), tmp_path).claims] == ['"ARMY', "Russia"]


@pytest.mark.parametrize("url", ["BBC Monitoring", "http://[bad"])
def test_a_source_without_an_address_is_named_as_it_is(tmp_path: Path, url: str) -> None:
    claim = taken("gdelt", gdelt({"sourceurl": url}), tmp_path).claim
    assert json.loads(claim.reported_via or "") == [url]


def test_every_code_has_a_type_of_the_record() -> None:
    kinds = set(load_codes("cameo")["event_types"].values())
    kinds |= {one["event_type"] for one in load_codes("viina")["labels"]}
    kinds |= set(load_codes("ucdp")["type_of_violence"].values())
    assert kinds <= set(EventType.__args__)  # type: ignore[attr-defined]
