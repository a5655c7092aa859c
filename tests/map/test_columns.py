"""Claims become typed columns that a browser can cut by binary search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.actors import load_conflict
from events.map.columns import Columns, Told, columns_of
from events.map.wire import UNKNOWN_DAY, Column, Raw, day_number, packed
from events.merge import events_of
from events.types import Claim
from tests.map.sample import DOCUMENTS, claim, sample_claims

WIRE = {"claimant": "Wire report"}


def values(columns: Columns, name: str) -> list[int]:
    """Return a column; a claim's place is its spot's."""
    if name == "place":
        return [columns.first["spots"]["place"][spot] for spot in values(columns, "spot")]
    found = {**columns.first["columns"], **columns.rest["columns"]}[name]
    assert isinstance(found, Column)
    return list(found.values)


def words(columns: Columns, name: str) -> list[str]:
    tables = {**columns.first["tables"], **columns.rest["tables"]}
    return [tables[name][code] for code in values(columns, name)]


def spot_of(one: Claim) -> dict[str, Any]:
    spots = columns_of([one]).first["spots"]
    return {name: column[-1] for name, column in spots.items()}


def test_claims_are_sorted_by_day_and_those_without_a_day_come_last() -> None:
    columns = columns_of(sample_claims())
    days = values(columns, "day")
    assert days == sorted(days)
    dated = columns.first["dated"]
    assert days[dated:] == [UNKNOWN_DAY] * (len(days) - dated)
    assert columns.first["n"] == len(sample_claims())


@settings(max_examples=15)
@given(st.permutations(sample_claims()))
def test_the_order_of_claims_does_not_matter(claims: list[Claim]) -> None:
    one, other = columns_of(claims), columns_of(sample_claims())
    assert (packed(one.first), packed(one.rest)) == (packed(other.first), packed(other.rest))
    assert one.quotes == other.quotes


def test_every_claim_keeps_its_words() -> None:
    columns = columns_of(sample_claims())
    told = [columns.quotes[number] for number in values(columns, "quote")]
    assert sorted(told) == sorted(c.evidence for c in sample_claims())
    ids = columns.rest["ids"]
    assert isinstance(ids, Raw)
    known = "".join(sorted(c.claim_id for c in sample_claims()))
    assert sorted(ids.data.hex()[at : at + 16] for at in range(0, len(known), 16)) == sorted(
        c.claim_id for c in sample_claims()
    )


def test_ids_of_another_form_are_kept_as_they_are() -> None:
    odd = claim("Hirske", "capture", "Taken.", WIRE, claim_id="row 7 of a table")
    assert columns_of([odd]).rest["ids"] == ["row 7 of a table"]


def test_of_quotes_only_those_of_the_latest_claims_are_sent_where_asked() -> None:
    claims = sample_claims()
    dated = sorted((c for c in claims if c.event_date), key=lambda c: str(c.event_date))
    columns = columns_of(claims, Told(most_quotes=2))
    assert len(columns.quotes) == 3  # the first one stands for none
    assert {c.evidence for c in dated if c.event_date == date(2022, 6, 25)} <= set(columns.quotes)
    assert columns_of(claims, Told(most_quotes=0)).quotes == [""]


def test_a_claim_keeps_where_its_words_stand_whether_they_are_sent_or_not() -> None:
    columns = columns_of(sample_claims(), Told(most_quotes=0))
    lengths = sorted(values(columns, "length"))
    assert lengths == sorted(c.evidence_end - c.evidence_start for c in sample_claims())


def test_what_a_report_says_of_itself_is_sent_once() -> None:
    reports = columns_of(sample_claims()).rest["reports"]
    assert sorted(reports["document"]) == ["report-0", "report-1", "report-2"]
    assert sorted(reports["title"]) == ["Report 0", "Report 1", "Report 2"]


def test_a_claim_without_a_place_has_the_place_and_the_spot_that_are_drawn_nowhere() -> None:
    columns = columns_of([claim(None, "capture", "Somewhere.", WIRE, mention=None)])
    assert values(columns, "place") == values(columns, "spot") == [0]
    assert columns.first["spots"]["shape"] == ["none"]


def test_a_place_without_a_position_keeps_its_claims_and_is_drawn_nowhere() -> None:
    columns = columns_of([claim("Hirske", "capture", "Taken.", WIRE, lon=None, lat=None)])
    assert columns.first["places"][values(columns, "place")[0]]["name"] == "Hirske"
    assert set(columns.first["spots"]["shape"]) == {"none"}


def test_only_a_claim_about_the_place_itself_is_a_dot() -> None:
    dot = spot_of(claim("Hirske", "capture", "Taken.", WIRE))
    near = spot_of(claim("Hirske", "capture", "Near.", WIRE, where_prec=2, uncertainty_m=6000))
    loose = spot_of(claim("Hirske", "capture", "Near.", WIRE, where_prec=2))
    assert (dot["shape"], near["shape"], loose["shape"]) == ("dot", "circle", "circle")
    assert (near["radius"], loose["radius"]) == (6000, 25_000)


def test_a_claim_about_a_region_is_its_outline_and_one_about_an_unknown_region_a_circle() -> None:
    region = spot_of(claim("Luhansk Oblast", "control", "All.", WIRE, where_prec=4))
    country = spot_of(claim("Hirske", "control", "All.", WIRE, where_prec=6))
    abroad = spot_of(claim("Tigray", "control", "All.", WIRE, where_prec=4, lon=38.8, lat=13.8))
    assert (region["shape"], region["unit"]) == ("outline", "UA-09")
    assert (country["shape"], country["unit"]) == ("outline", "UA")
    assert (abroad["shape"], abroad["radius"]) == ("circle", 100_000)


def test_a_place_gathers_its_dot_and_its_circles() -> None:
    columns = columns_of(sample_claims())
    place = next(i for i, p in enumerate(columns.first["places"]) if p["name"] == "Hirske")
    spots = [s for s, p in enumerate(columns.first["spots"]["place"]) if p == place and s]
    assert sorted(columns.first["spots"]["shape"][s] for s in spots) == ["circle", "circle", "dot"]


def test_claims_of_one_event_share_its_number_and_its_independent_origins() -> None:
    claims = sample_claims()
    events = events_of(claims)
    columns = columns_of(claims, Told(events=events))
    assert len(set(values(columns, "event"))) == len(events)
    assert max(values(columns, "independent")) == max(e.n_independent for e in events)


def test_an_actor_has_the_colour_of_the_side_it_fights_for() -> None:
    columns = columns_of(sample_claims(), Told(conflicts=[load_conflict("ukraine")])).first
    assert columns["actors"]["LPR"] == "Russia"
    assert [side["id"] for side in columns["sides"]] == ["Ukraine", "Russia"]
    assert columns["countries"] == ["UA"]


def test_without_a_profile_the_sides_are_those_who_speak_or_hold() -> None:
    columns = columns_of(sample_claims()).first
    assert [side["id"] for side in columns["sides"]] == ["LPR", "Russia", "Ukraine"]


def test_who_changed_sides_is_coloured_by_the_side_of_the_claims_day() -> None:
    wars = [load_conflict("ukraine"), load_conflict("sudan")]
    days = [date(2024, 10, 1), date(2024, 11, 1)]
    claims = [
        claim(
            "Hirske", "capture", f"On {day}.", WIRE,
            event_date=day, event_date_end=day, claimed_controller="SudanShield", conflict="sudan",
        )
        for day in days
    ]  # fmt: skip
    columns = columns_of(claims, Told(conflicts=wars))
    fought_for = columns.first["fought_for"]["controller"]
    assert [fought_for[code] for code in values(columns, "controller")] == ["RSF", "SAF"]
    assert words(columns, "controller") == ["SudanShield", "SudanShield"]
    neutral = [replace(claims[0], claimed_controller="JSF", event_date=date(2023, 6, 1))]
    assert columns_of(neutral, Told(conflicts=wars)).first["fought_for"]["controller"][1] == "JSF"


def test_coverage_counts_reports_a_day_those_without_a_claim_included() -> None:
    bare = columns_of([], Told(documents=DOCUMENTS)).first
    friday = day_number(date(2022, 6, 24))
    assert bare["coverage"] == [[friday, 2], [friday + 1, 1]]
    assert columns_of(sample_claims()).first["coverage"] == bare["coverage"]


def test_a_day_before_1970_is_a_day() -> None:
    early = claim("Hirske", "capture", "Long ago.", WIRE, event_date=date(1943, 9, 2))
    assert values(columns_of([early]), "day") == [day_number(date(1943, 9, 2))]


def test_no_claims_give_empty_columns() -> None:
    columns = columns_of([])
    assert (columns.first["n"], columns.first["dated"], values(columns, "day")) == (0, 0, [])
