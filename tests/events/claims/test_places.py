"""Where it happened, and how much of the place is meant."""

from __future__ import annotations

from datetime import date

import pytest

from tests.events.claims.conftest import Read, ReadAll


def places(claims: list, event_type: str) -> set[str | None]:  # type: ignore[type-arg]
    return {c.place_name for c in claims if c.event_type == event_type}


def test_several_places_in_one_sentence_give_one_claim_each(read: Read) -> None:
    claims = read("Russian troops captured Soledar and Krasna Hora, the Defence Ministry said.")
    assert len([c for c in claims if c.event_type == "capture"]) == 2


def test_the_city_is_the_one_named_before(read: Read) -> None:
    claims = read("Wagner fighters surrounded Bakhmut. Ukrainian troops have left the city.")
    assert "Bakhmut" in places(claims, "withdrawal")


def test_where_a_speaker_comes_from_is_not_where_it_happened(read: Read) -> None:
    claims = read("The mayor of Melitopol said Ukrainian forces had shelled Tokmak.")
    assert places(claims, "bombardment") == {"Tokmak"}


def test_a_capital_that_acts_is_no_place_of_the_event(read: Read) -> None:
    claims = read("Moscow has captured Soledar.")
    assert places(claims, "capture") == {"Soledar"}


def test_a_retreat_to_a_place_does_not_leave_it(read: Read) -> None:
    claims = read("Ukrainian troops retreated to Sloviansk.")
    assert "Sloviansk" not in {c.place_name for c in claims}


def test_near_a_place_is_not_the_place(read: Read) -> None:
    claims = read("Russian troops were forced to retreat from positions near Robotyne.")
    assert [c.where_prec for c in claims if c.event_type == "withdrawal"] == [2]


def test_an_unnamed_town_gives_an_unlocated_claim(read: Read) -> None:
    claims = read("Russian troops captured a town in the night.")
    assert [(c.place_id, c.lon) for c in claims if c.event_type == "capture"] == [(None, None)]


def test_a_share_of_a_region_is_about_the_region(read: Read) -> None:
    [claim] = read("The Russian military controls about 60% of Donetsk region.")
    assert (claim.where_prec, claim.share_percent, claim.claimed_controller) == (4, 60.0, "Russia")


def test_what_happens_abroad_is_rejected_with_its_reason(read_all: ReadAll) -> None:
    claims, rejected = read_all("Israeli aircraft bombed Damascus on Thursday, Russia said.")
    assert not claims
    assert any("area" in r.reason for r in rejected)


@pytest.mark.parametrize(
    ("text", "controller"),
    [
        ("Soledar fell to Russian forces.", "Russia"),
        ("Soledar was captured by Russian troops.", "Russia"),
        ("The capture of Soledar by Russian troops was confirmed by Kyiv.", "Russia"),
        ("Ukraine has lost Soledar.", "Russia"),
        ("Ukrainian forces liberated Kherson.", "Ukraine"),
        ("Kherson is under the control of Ukrainian troops.", "Ukraine"),
        ("Ukrainian troops drove the Russians out of Kherson.", "Ukraine"),
        ("Ukrainian soldiers raised the Ukrainian flag over Lyman.", "Ukraine"),
        ("Soledar remains under Ukrainian control.", "Ukraine"),
        ("Ukrainian forces still hold Bakhmut.", "Ukraine"),
        ("Ukrainian forces withdrew from Bakhmut.", None),
        ("Bakhmut changed hands.", None),
    ],
)
def test_the_controller_follows_from_type_actor_and_direction(
    read: Read, text: str, controller: str | None
) -> None:
    territorial = [c for c in read(text) if c.event_type in {"capture", "control", "withdrawal"}]
    assert territorial
    assert {c.claimed_controller for c in territorial} == {controller}


def test_a_dateline_is_no_place_of_the_story(read: Read) -> None:
    text = (
        "MOSCOW/KYIV, Aug 12 (INW) - Ukraine controls part of the Kursk region.\n"
        "Russian troops captured the city."
    )
    assert not {c.place_name for c in read(text)} & {"Moscow", "Kyiv"}


def test_where_somebody_speaks_is_not_where_it_happened(read: Read) -> None:
    text = "At a meeting in Moscow, the governor said that 28 settlements were in enemy hands."
    assert "Moscow" not in {c.place_name for c in read(text)}


def test_a_list_names_what_was_counted(read: Read) -> None:
    text = (
        '"Three settlements have been liberated," Hanna Maliar wrote, '
        "listing Lobkove, Levadne and Novodarivka."
    )
    assert {c.place_name for c in read(text)} == {"Lobkove", "Levadne", "Novodarivka"}


def test_it_may_be_the_town(read: Read) -> None:
    text = "Mariupol was shelled for two days, but it remains under Ukrainian control, he said."
    held = {c.claimed_controller for c in read(text) if c.event_type == "control"}
    assert held == {"Ukraine"}


def test_the_flank_of_a_town_is_not_taken_with_a_village_on_it(read: Read) -> None:
    text = "Ukraine has retaken the village of Klishchiivka on the southern flank of Bakhmut."
    assert {c.place_name for c in read(text)} == {"Klishchiivka"}


def test_a_town_that_was_taken_may_fall_again_in_the_same_breath(read: Read) -> None:
    text = "Lyman was retaken by Ukraine in October but fell again to Russia on 25 November."
    found = [(c.place_name, c.claimed_controller) for c in read(text, published=date(2023, 1, 5))]
    assert found == [("Lyman", "Ukraine"), ("Lyman", "Russia")]


def test_a_town_that_was_shelled_and_fell_was_taken(read: Read) -> None:
    claims = read("Popasna was shelled for weeks and fell on Sunday.")
    assert [c.event_type for c in claims] == ["bombardment", "capture"]


def test_shells_that_fall_on_a_day_fall_on_the_town(read: Read) -> None:
    (claim,) = read("Mortar shells fell on Popasna on Sunday.")
    assert (claim.event_type, claim.place_name) == ("bombardment", "Popasna")
