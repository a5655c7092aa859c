"""Claims become typed columns that a browser can cut by binary search."""

from __future__ import annotations

import base64
import json
from array import array
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.actors import load_conflict
from events.map.columns import UNKNOWN_DAY, columns_of, day_number
from events.merge import events_of
from events.types import Claim
from tests.map.sample import DOCUMENTS, claim, sample_claims

WIRE = {"claimant": "Wire report"}


def values(columns: dict[str, Any], name: str) -> list[int]:
    packed = columns["columns"][name]
    numbers = array({"u8": "B", "u16": "H", "i32": "i"}[packed["type"]])
    numbers.frombytes(base64.b64decode(packed["data"]))
    return numbers.tolist()


def words(columns: dict[str, Any], name: str) -> list[str]:
    return [columns["tables"][name][code] for code in values(columns, name)]


def spot_of(one: Claim) -> dict[str, Any]:
    spots = columns_of([one])["spots"]
    return {name: column[-1] for name, column in spots.items()}


def test_claims_are_sorted_by_day_and_those_without_a_day_come_last() -> None:
    columns = columns_of(sample_claims())
    days = values(columns, "day")
    assert days == sorted(days)
    assert days[columns["dated"] :] == [UNKNOWN_DAY] * (len(days) - columns["dated"])
    assert columns["n"] == len(sample_claims())


@settings(max_examples=15)
@given(st.permutations(sample_claims()))
def test_the_order_of_claims_does_not_matter(claims: list[Claim]) -> None:
    assert json.dumps(columns_of(claims)) == json.dumps(columns_of(sample_claims()))


def test_every_claim_keeps_its_words() -> None:
    columns = columns_of(sample_claims())
    assert sorted(words(columns, "evidence")) == sorted(c.evidence for c in sample_claims())
    assert sorted(words(columns, "id")) == sorted(c.claim_id for c in sample_claims())


def test_a_claim_without_a_place_has_the_place_and_the_spot_that_are_drawn_nowhere() -> None:
    columns = columns_of([claim(None, "capture", "Somewhere.", WIRE, mention=None)])
    assert values(columns, "place") == values(columns, "spot") == [0]
    assert columns["spots"]["shape"] == ["none"]


def test_only_a_claim_about_the_place_itself_is_a_dot() -> None:
    dot = spot_of(claim("Hirske", "capture", "Taken.", WIRE))
    near = spot_of(claim("Hirske", "capture", "Near.", WIRE, where_prec=2, uncertainty_m=6000))
    loose = spot_of(claim("Hirske", "capture", "Near.", WIRE, where_prec=2))
    assert (dot["shape"], near["shape"], loose["shape"]) == ("dot", "circle", "circle")
    assert (near["radius"], loose["radius"]) == (6000, 25_000)


def test_a_claim_about_a_region_is_its_outline_and_one_about_an_unknown_region_a_circle() -> None:
    region = spot_of(claim("Luhansk Oblast", "control", "All.", WIRE, where_prec=4))
    country = spot_of(claim("Hirske", "control", "All.", WIRE, where_prec=6))
    abroad = spot_of(claim("Darfur", "control", "All.", WIRE, where_prec=4, lon=24.9, lat=13.5))
    assert (region["shape"], region["unit"]) == ("outline", "UA-09")
    assert (country["shape"], country["unit"]) == ("outline", "UA")
    assert (abroad["shape"], abroad["radius"]) == ("circle", 100_000)


def test_a_place_gathers_its_dot_and_its_circles() -> None:
    columns = columns_of(sample_claims())
    place = next(i for i, p in enumerate(columns["places"]) if p["name"] == "Hirske")
    spots = [s for s, p in enumerate(columns["spots"]["place"]) if p == place and s]
    assert sorted(columns["spots"]["shape"][s] for s in spots) == ["circle", "circle", "dot"]


def test_claims_of_one_event_share_its_number_and_its_independent_origins() -> None:
    claims = sample_claims()
    events = events_of(claims)
    columns = columns_of(claims, events)
    assert len(set(values(columns, "event"))) == len(events)
    assert max(values(columns, "independent")) == max(e.n_independent for e in events)


def test_an_actor_has_the_colour_of_the_side_it_fights_for() -> None:
    columns = columns_of(sample_claims(), (), [load_conflict("ukraine")])
    assert columns["actors"]["LPR"] == "Russia"
    assert [side["id"] for side in columns["sides"]] == ["Ukraine", "Russia"]
    assert columns["countries"] == ["UA"]


def test_without_a_profile_the_sides_are_those_who_speak_or_hold() -> None:
    columns = columns_of(sample_claims())
    assert [side["id"] for side in columns["sides"]] == ["LPR", "Russia", "Ukraine"]


def test_coverage_counts_reports_a_day_those_without_a_claim_included() -> None:
    bare = columns_of([], documents=DOCUMENTS)
    friday = day_number(date(2022, 6, 24))
    assert bare["coverage"] == [[friday, 2], [friday + 1, 1]]
    assert columns_of(sample_claims())["coverage"] == bare["coverage"]


def test_columns_take_the_narrowest_type_that_holds_them() -> None:
    early = claim("Hirske", "capture", "Long ago.", WIRE, event_date=date(1943, 9, 2))
    columns = columns_of([early])
    assert columns["columns"]["modality"]["type"] == "u8"
    assert columns["columns"]["day"]["type"] == "i32"
    assert values(columns, "day") == [day_number(date(1943, 9, 2))]
    assert values(columns, "day")[0] < 0


def test_no_claims_give_empty_columns() -> None:
    columns = columns_of([])
    assert (columns["n"], columns["dated"], values(columns, "day")) == (0, 0, [])
