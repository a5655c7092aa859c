"""Who is who comes from the profile: names, spellings, sides, and the dates on which they held."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from events.actors import (
    Conflict,
    choose_conflict,
    conflict_ids,
    load_conflict,
    read_conflict,
)
from events.errors import ConflictError
from geo.types import Geoparse, Place, Position, Resolution, Toponym

TABLE: dict[str, Any] = {
    "id": "example",
    "start": date(2020, 1, 1),
    "countries": ["XA"],
    "neighbours": ["XB"],
    "sides": [{"id": "Red"}, {"id": "Blue", "name": "The Blues"}],
    "actors": [
        {"id": "Red", "side": "Red", "names": ["Redland"], "adjectives": ["Red", "Redland's"],
         "metonyms": ["Redtown"]},
        {"id": "Blue", "side": "Blue", "names": ["Blueland"], "adjectives": ["Blue"]},
        {"id": "Guard", "side": "Red", "names": ["the Red Guard"], "to": date(2021, 6, 30)},
    ],
    "institutions": [
        {"name": "Red Ministry of War", "spellings": ["war office"], "actor": "Red",
         "kind": "military"},
    ],
    "persons": [
        {"name": "Anna Roe", "actor": "Blue", "role": "general", "kind": "military",
         "to": date(2021, 1, 1)},
        {"name": "Ben Doe", "actor": "Red", "kind": "official"},
        {"name": "Carl Doe", "actor": "Blue", "kind": "official"},
    ],
}  # fmt: skip


@pytest.fixture
def conflict() -> Conflict:
    return read_conflict(TABLE)


def names(conflict: Conflict, text: str, on: date | None = None) -> list[str]:
    return [mention.entity.name for mention in conflict.mentions(text, on)]


def test_the_longest_name_wins(conflict: Conflict) -> None:
    assert names(conflict, "The Red Ministry of War spoke.") == ["Red Ministry of War"]


def test_a_body_of_a_country_is_found_under_the_countrys_name_too(conflict: Conflict) -> None:
    assert names(conflict, "Redland's Ministry of War spoke.") == ["Red Ministry of War"]


def test_offsets_are_those_of_the_text_without_the_possessive(conflict: Conflict) -> None:
    text = "They said that Redtown’s men left."
    [mention] = conflict.mentions(text)
    assert text[mention.start : mention.end] == "Redtown"


def test_a_common_word_is_no_name_without_a_capital(conflict: Conflict) -> None:
    assert names(conflict, "a red and blue flag") == []


def test_a_name_that_the_profile_writes_without_a_capital_needs_none(conflict: Conflict) -> None:
    assert names(conflict, "the war office said") == ["Red Ministry of War"]


def test_a_surname_alone_counts_where_one_person_bears_it(conflict: Conflict) -> None:
    assert names(conflict, "Roe said. Doe agreed.") == ["Anna Roe"]


def test_who_left_office_keeps_the_name_and_loses_the_role(conflict: Conflict) -> None:
    [then] = conflict.mentions("Anna Roe said", date(2020, 5, 1))
    [later] = conflict.mentions("Anna Roe said", date(2022, 5, 1))
    assert (then.entity.role, later.entity.role) == ("general", None)
    assert later.entity.side == "Blue"


def test_an_actor_is_not_found_on_days_when_it_was_none(conflict: Conflict) -> None:
    assert "Guard" in names(conflict, "the Red Guard left", date(2021, 1, 1))
    assert "Guard" not in names(conflict, "the Red Guard left", date(2022, 1, 1))


def test_proxies_count_as_their_side(conflict: Conflict) -> None:
    assert conflict.side_of["Guard"] == "Red"


TURNCOATS: dict[str, Any] = {
    "id": "three-cornered",
    "start": date(2020, 1, 1),
    "sides": [{"id": "Red", "foe": "Blue"}, {"id": "Blue"}, {"id": "Green"}],
    "given_names": ["Adam"],
    "actors": [
        {"id": "Red", "side": "Red", "names": ["Redland", "the red army"]},
        {"id": "Band", "side": "Blue", "names": ["the Band"], "from": date(2021, 7, 1)},
        {"id": "Band", "side": "Red", "from": date(2021, 1, 1), "to": date(2021, 6, 30)},
        {"id": "Band", "to": date(2020, 12, 31)},
    ],
    "persons": [
        {"name": "Carla Coe", "actor": "Band", "role": "chief", "kind": "military",
         "from": date(2021, 3, 1)},
        {"name": "Eva Adam", "actor": "Red", "kind": "official"},
    ],
    "units": [{"name": "First Troop", "actor": "Band"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "side"),
    [
        (date(2020, 6, 1), None),
        (date(2021, 6, 30), "Red"),
        (date(2021, 7, 1), "Blue"),
        (None, "Blue"),
    ],
)
def test_who_changed_sides_is_on_the_side_of_the_day(day: date | None, side: str | None) -> None:
    war = read_conflict(TURNCOATS)
    sides = [mention.entity.side for mention in war.mentions("The Band's First Troop", day)]
    assert sides == [side, side]
    assert war.on(day).side_of.get("Band") == side


def test_a_person_goes_over_with_the_band_and_keeps_the_office() -> None:
    war = read_conflict(TURNCOATS)
    seen = [
        war.mentions("Coe spoke", day)[0].entity for day in (date(2021, 4, 1), date(2022, 1, 1))
    ]
    assert [(person.side, person.role) for person in seen] == [("Red", "chief"), ("Blue", "chief")]


def test_a_profile_without_turncoats_is_the_same_on_every_day(conflict: Conflict) -> None:
    assert conflict.on(date(2021, 1, 1)) is conflict


def test_the_enemy_is_whom_the_profile_says_and_nobody_where_there_are_several() -> None:
    war = read_conflict(TURNCOATS)
    assert [war.foe(side) for side in ("Red", "Blue", None)] == ["Blue", None, None]
    assert war.opponent("Red") is None


def test_the_enemy_of_one_of_two_is_the_other(conflict: Conflict) -> None:
    assert conflict.foe("Red") == "Blue"


def test_a_given_name_in_the_last_place_tells_nobody() -> None:
    war = read_conflict(TURNCOATS)
    assert names(war, "Ben Adam said, and Coe agreed") == ["Carla Coe"]
    assert names(war, "Eva Adam said") == ["Eva Adam"]


def test_an_actor_written_without_a_capital_needs_none() -> None:
    assert names(read_conflict(TURNCOATS), "then the red army left") == ["Red"]


def test_an_enemy_that_is_no_side_is_refused() -> None:
    table = copy.deepcopy(TURNCOATS)
    table["sides"][0]["foe"] = "Grey"
    with pytest.raises(ConflictError, match="Grey"):
        read_conflict(table)


@pytest.mark.parametrize(
    ("day", "side"), [(date(2024, 10, 19), "RSF"), (date(2024, 10, 20), "SAF")]
)
def test_keikal_went_over_to_the_army_in_october_2024(day: date, side: str) -> None:
    sudan = load_conflict("sudan")
    found = sudan.mentions("Abu Agla Keikal and the Sudan Shield Forces", day)
    assert [mention.entity.side for mention in found] == [side, side]
    assert sudan.on(day).side_of["SudanShield"] == side


@pytest.mark.parametrize(
    ("name", "day", "side"),
    [
        ("Minni Minnawi", date(2023, 11, 15), None),
        ("Minni Minnawi", date(2023, 11, 16), "SAF"),
        ("the Joint Force", date(2023, 7, 1), None),
        ("the Joint Force", date(2024, 7, 1), "SAF"),
        ("al-Hilu", date(2025, 2, 22), "SPLM-N"),
        ("al-Hilu", date(2025, 2, 23), "RSF"),
        ("Abdel Wahid al-Nur", date(2025, 6, 1), "SLM-AW"),
        ("Hemedti", date(2023, 4, 15), "RSF"),
        ("the army", date(2023, 4, 15), "SAF"),
    ],
)
def test_who_fights_for_whom_in_sudan_depends_on_the_day(
    name: str, day: date, side: str | None
) -> None:
    [mention] = load_conflict("sudan").mentions(name, day)
    assert mention.entity.side == side


def test_the_opponent_is_the_one_other_side(conflict: Conflict) -> None:
    assert conflict.opponent("Red") == "Blue"
    assert conflict.opponent(None) is None


def test_an_unknown_conflict_is_refused_with_the_choices() -> None:
    with pytest.raises(ConflictError, match=r"'atlantis'.*ukraine"):
        load_conflict("atlantis")


def test_every_shipped_profile_can_be_read() -> None:
    assert all(load_conflict(name).sides for name in conflict_ids())


def test_an_actor_of_an_unknown_side_is_refused() -> None:
    table = copy.deepcopy(TABLE)
    table["actors"][0]["side"] = "Green"
    with pytest.raises(ConflictError, match="Green"):
        read_conflict(table)


def test_an_entry_of_an_unknown_actor_is_refused() -> None:
    table = copy.deepcopy(TABLE)
    table["persons"][0]["actor"] = "Nobody"
    with pytest.raises(ConflictError, match="Nobody"):
        read_conflict(table)


def geoparsed(text: str, country: str | None) -> Geoparse:
    position = Position(lon=1.0, lat=2.0)
    place = Place(place_id="p", name="P", kind="settlement", position=position, country=country)
    resolution = Resolution(
        toponym=Toponym(start=0, end=1, text=text[:1]),
        place=place,
        position=position,
        where_prec=1,
        uncertainty_m=None,
        score=1.0,
        reason="the only reading",
    )
    return Geoparse(text=text, sentences=(), resolutions=(resolution,))


def test_a_report_is_of_the_conflict_whose_actors_and_places_it_names(conflict: Conflict) -> None:
    text = "Pville: Redland and Blueland fought."
    assert choose_conflict(text, geoparsed(text, "XA"), [conflict]) is conflict


def test_a_report_that_names_no_place_of_a_conflict_is_not_about_it(conflict: Conflict) -> None:
    text = "Pville: Redland and Blueland fought."
    assert choose_conflict(text, geoparsed(text, "XZ"), [conflict]) is None


def test_a_report_without_its_actors_is_about_no_conflict(conflict: Conflict) -> None:
    text = "Pville has a fair."
    assert choose_conflict(text, geoparsed(text, "XA"), [conflict]) is None


def test_two_conflicts_that_tie_are_not_chosen_between(conflict: Conflict) -> None:
    text = "Pville: Redland and Blueland fought."
    assert choose_conflict(text, geoparsed(text, "XA"), [conflict, conflict]) is None


@pytest.mark.parametrize(
    ("text", "country", "chosen"),
    [
        ("The army and Hemedti's RSF fight in Pville.", "SD", "sudan"),
        ("Russian and Ukrainian troops fight in Pville, the army said.", "UA", "ukraine"),
    ],
)
def test_a_report_is_read_by_the_profile_of_its_war(text: str, country: str, chosen: str) -> None:
    wars = [load_conflict(known) for known in conflict_ids()]
    for geoparse in (None, geoparsed(text, country)):
        found = choose_conflict(text, geoparse, wars)
        assert found is not None
        assert found.id == chosen


def test_the_army_alone_tells_no_war() -> None:
    wars = [load_conflict(known) for known in conflict_ids()]
    assert choose_conflict("The army said so. The army left. The army stayed.", None, wars) is None


def test_a_long_text_names_whom_its_paragraphs_name() -> None:
    """Whatever is read part by part is found as if it were read at once."""
    conflict = load_conflict("ukraine")
    paragraph = (
        "Vladimir Putin spoke in Moscow. The Ukrainian\nGeneral Staff answered Putin. Kyiv.\n\n"
    )
    alone = conflict.mentions(paragraph)
    together = conflict.mentions(paragraph * 4_000)
    assert len(together) == 4_000 * len(alone)
    last = together[-len(alone) :]
    moved = 3_999 * len(paragraph)
    assert [(m.start - moved, m.end - moved, m.entity) for m in last] == [
        (m.start, m.end, m.entity) for m in alone
    ]


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("a soldier of the 93rd brigade", "93rd brigade", "Ukraine"),
        ("the 60th Mechanized Brigade", "60th Mechanized Brigade", "Ukraine"),
        ("the 155th Naval Infantry", "155th Naval Infantry", "Russia"),
    ],
)
def test_a_formation_is_known_by_the_kind_of_its_name(text: str, name: str, side: str) -> None:
    (mention,) = load_conflict("ukraine").mentions(text)
    assert (mention.entity.name, mention.entity.side) == (name, side)


def test_a_formation_that_is_listed_keeps_its_name() -> None:
    (mention,) = load_conflict("ukraine").mentions("the 3rd Assault Brigade said")
    assert mention.entity.name == "3rd Assault Brigade"


def test_a_shared_surname_is_of_the_one_named_in_full_before() -> None:
    conflict = load_conflict("ukraine")
    named = conflict.mentions("Nazar Voloshyn spoke. Voloshyn added. Vladyslav Voloshyn agreed.")
    assert [m.entity.name for m in named] == ["Nazar Voloshyn", "Nazar Voloshyn",
                                              "Vladyslav Voloshyn"]  # fmt: skip
    assert conflict.mentions("Voloshyn added.") == []
