"""The JSON Schema of the record is that of what we write."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from events.export import Provenance, export_claims
from events.schema import (
    COMPUTED_KINDS,
    FIELD_KINDS,
    NULLABLE,
    claim_schema,
    collection_schema,
    value_of,
)
from events.types import CLAIM_FIELDS, Claim
from tests.events.sample import claim
from tests.events.test_frames import full_claims

PROVENANCE = Provenance(claimmap_version="1")
CLAIM = Draft202012Validator(claim_schema(), format_checker=FormatChecker())
COLLECTION = Draft202012Validator(collection_schema(), format_checker=FormatChecker())


def written(form: str, *given: Claim) -> str:
    return export_claims(form, given, PROVENANCE).content.decode("utf-8")


def row(**more: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(written("jsonl", claim()))
    return made | more


def test_the_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(claim_schema())
    Draft202012Validator.check_schema(collection_schema())


def test_every_field_is_described_in_the_order_of_the_record() -> None:
    properties = claim_schema()["properties"]
    assert tuple(properties) == (*CLAIM_FIELDS, *COMPUTED_KINDS, "notice")
    assert all(len(one["description"]) > 10 for one in properties.values())


@given(st.lists(full_claims(), max_size=3))
def test_what_we_write_is_valid(given: list[Claim]) -> None:
    for line in written("jsonl", *given).splitlines():
        CLAIM.validate(json.loads(line))
    COLLECTION.validate(json.loads(written("geojson", *given)))


@pytest.mark.parametrize(
    "spoiled",
    [
        {"event_type": "party"},
        {"modality": "planned"},
        {"claim_id": None},
        {"event_date": "24 June"},
        {"date_prec": 6},
        {"lon": 200},
        {"date_prec": "1"},
        {"colour": "red"},
    ],
    ids=str,
)
def test_what_breaks_the_record_is_not_valid(spoiled: dict[str, Any]) -> None:
    assert CLAIM.is_valid(row())
    assert not CLAIM.is_valid(row(**spoiled))


def test_a_field_left_out_or_a_swapped_position_is_not_valid() -> None:
    short = row()
    del short["evidence"]
    assert not CLAIM.is_valid(short)
    collection = json.loads(written("geojson", claim(lon=120.0, lat=48.0)))
    assert COLLECTION.is_valid(collection)
    collection["features"][0]["geometry"]["coordinates"].reverse()
    assert not COLLECTION.is_valid(collection)


def test_kinds_are_read_off_the_record() -> None:
    assert FIELD_KINDS["event_date"] == "day"
    assert FIELD_KINDS["claimant_kind"] == "text"
    assert FIELD_KINDS["against_interest"] == "flag"
    assert "claimant_kind" in NULLABLE
    assert "modality" not in NULLABLE


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("evidence", None, ""),
        ("actor1", None, None),
        ("date_prec", 3.0, 3),
        ("lon", "-3.5", -3.5),
        ("own_voice_lead", "False", False),
        ("own_voice_lead", "true", True),
        ("own_voice_lead", 1.0, True),
    ],
)
def test_values_are_read_from_words_and_numbers(name: str, value: object, expected: object) -> None:
    assert value_of(name, value) == expected
