"""Claims go to a frame and come back as they were."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString

from events.errors import RecordError
from events.frames import COLUMNS, from_frame, to_frame
from events.types import CLAIM_FIELDS, Claim
from tests.events.sample import claim, claims, june

WORDS = st.none() | st.text(min_size=1)


@st.composite
def full_claims(draw: st.DrawFn) -> Claim:
    """Draw claims with anything in their free fields."""
    free = {f.name for f in fields(Claim) if f.type == "str | None"} - {"claimed_controller"}
    words = {name: draw(WORDS) for name in sorted(free)}
    located = draw(st.booleans())
    return replace(
        draw(claims()),
        **words,
        lon=draw(st.floats(-180, 180)) if located else None,
        lat=draw(st.floats(-90, 90)) if located else None,
        share_percent=draw(st.none() | st.floats(0, 100)),
        extraction_confidence=draw(st.none() | st.floats(0, 1)),
        mention_start=draw(st.none() | st.integers(0, 10**9)),
        known_from=draw(st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))),
        against_interest=draw(st.booleans()),
        evidence=draw(st.text()),
    )


@given(st.lists(full_claims(), max_size=4))
def test_claims_come_back_from_a_frame_as_they_were(given: list[Claim]) -> None:
    assert from_frame(to_frame(given)) == given


def test_a_frame_has_the_fields_of_the_record_as_typed_columns() -> None:
    frame = to_frame([claim(), claim(lon=None, lat=None, date_prec=None)])
    assert tuple(frame.columns) == COLUMNS
    assert set(COLUMNS) == set(CLAIM_FIELDS) - {"lon", "lat"} | {"geometry"}
    assert frame.crs.to_epsg() == 4326
    assert str(frame["event_date"].dtype) == "datetime64[s]"
    assert str(frame["date_prec"].dtype) == "Int64"
    assert (frame.geometry.iloc[0].x, frame.geometry.iloc[0].y) == (38.4981, 48.7503)
    assert frame.geometry.iloc[1] is None


def test_an_empty_frame_has_all_columns() -> None:
    frame = to_frame([])
    assert tuple(frame.columns) == COLUMNS
    assert from_frame(frame) == []


def test_a_frame_survives_a_file(tmp_path: Path) -> None:
    there = [claim(), claim(lon=None, lat=None, published=None, share_percent=55.5)]
    to_frame(there).to_parquet(tmp_path / "claims.parquet")
    assert from_frame(gpd.read_parquet(tmp_path / "claims.parquet")) == there


def test_days_may_be_words_in_a_frame_that_was_read_back() -> None:
    frame = to_frame([claim()])
    frame["event_date"] = frame["event_date"].dt.strftime("%Y-%m-%d")
    assert from_frame(frame)[0].event_date == june(24)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda frame: frame.drop(columns=["evidence", "lang"]), "missing: lang, evidence"),
        (lambda frame: frame.to_crs(3857), "its CRS is EPSG:3857, must be EPSG:4326"),
        (lambda frame: frame.set_crs(None, allow_override=True), "its CRS is None"),
        (
            lambda frame: frame.set_geometry([LineString([(0, 0), (1, 1)])] * 2, crs=4326),
            "must be points, got LineString",
        ),
        (lambda frame: frame.assign(modality=["sung", "asserted"]), "row 0: .*modality is 'sung'"),
        (lambda frame: frame.assign(date_prec=[9, 8]), "row 0: .*date_prec is 9.*row 1: .*is 8"),
        (lambda frame: frame.assign(event_date="Friday"), "row 0: .*Friday"),
    ],
    ids=["columns", "crs", "no crs", "lines", "vocabulary", "all faults", "day"],
)
def test_what_is_no_frame_of_claims_is_refused_with_every_fault(spoil: Any, why: str) -> None:
    frame = to_frame([claim(), claim(place_id="gn2")])
    with pytest.raises(RecordError, match=why):
        from_frame(spoil(frame))
