"""Places by description, and stated distances held against the pins."""

from __future__ import annotations

import pytest

from geo.distance import bearing_deg, distance_m
from geo.geoparse import Geoparser
from geo.types import DescribedPlace, Focus, Position


def described(geoparser: Geoparser, text: str) -> list[DescribedPlace]:
    found = geoparser.parse(text, Focus(countries=("UA",))).described
    assert all(text[d.start : d.end] == d.text for d in found)
    return list(found)


def position(geoparser: Geoparser, name: str) -> Position:
    (resolution,) = geoparser.parse(f"Shells hit {name}.", Focus(countries=("UA",))).resolutions
    assert resolution.position is not None
    return resolution.position


@pytest.mark.parametrize(
    ("text", "phrase", "relation", "sort"),
    [
        ("Troops stood near Bakhmut.", "near Bakhmut", "near", "named"),
        (
            "Troops stood near the village of Synkivka.",
            "near the village of Synkivka",
            "near",
            "named",
        ),
        ("A village near Kherson burned.", "A village near Kherson", "near", "unnamed"),
        ("Drones hit the outskirts of Pokrovsk.", "outskirts of Pokrovsk", "outskirts", "named"),
        ("Drones hit the Pokrovsk outskirts.", "Pokrovsk outskirts", "outskirts", "named"),
        ("Fighting in the Bakhmut area.", "Bakhmut area", "near", "named"),
        ("Calm on the Kupiansk axis.", "Kupiansk axis", "axis", "named"),
        ("On the left bank of the Dnipro it was calm.", "left bank of the Dnipro", "bank", "named"),
        (
            "They met between Izium and Sloviansk.",
            "between Izium and Sloviansk",
            "between",
            "unnamed",
        ),
        ("Mines on the Bakhmut–Soledar road.", "Bakhmut–Soledar road", "line", "unnamed"),
        ("They stood north-east of Kupiansk.", "north-east of Kupiansk", "direction", "unnamed"),
        ("They stood 12 km from Kupiansk.", "12 km from Kupiansk", "distance", "unnamed"),
        (
            "A depot about ten miles south of Izium burned.",
            "A depot about ten miles south of Izium",
            "distance",
            "unnamed",
        ),
    ],
)
def test_a_description_is_found_whole(
    text: str, phrase: str, relation: str, sort: str, geoparser: Geoparser
) -> None:
    (found,) = described(geoparser, text)
    assert (found.text, found.relation) == (phrase, relation)
    assert found.named == (sort == "named")
    assert found.position is not None
    assert (found.uncertainty_m or 0) > 0


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("They fought near Bakhmut and Avdiivka.", ["near Bakhmut", "Avdiivka"]),
        ("They fought near Bakhmut and the town of Avdiivka.", ["near Bakhmut", "Avdiivka"]),
        (
            "On the outskirts of Bakhmut and Avdiivka they dug in.",
            ["outskirts of Bakhmut", "Avdiivka"],
        ),
    ],
)
def test_near_two_names_is_one_described_place_for_each(
    text: str, phrases: list[str], geoparser: Geoparser
) -> None:
    found = described(geoparser, text)
    assert [d.text for d in found] == phrases
    assert [d.position for d in found] == [position(geoparser, n) for n in ("Bakhmut", "Avdiivka")]
    assert [d.where_prec for d in found] == [2, 2]
    assert len({d.anchors for d in found}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "They stood 10 km south of Bakhmut and Avdiivka was quiet.",
        "They stood near Bakhmut and Russia was told.",
    ],
)
def test_what_joins_no_second_spot_describes_the_first_alone(
    text: str, geoparser: Geoparser
) -> None:
    (found,) = described(geoparser, text)
    assert found.text.endswith("Bakhmut")


def test_spots_in_a_list_describe_none_of_each_other(geoparser: Geoparser) -> None:
    text = "Shells fell 12 km west of Huliaipole, 5 miles north-east of Lyman."
    parsed = geoparser.parse(text, Focus(countries=("UA",)))
    assert [d.text for d in parsed.described] == [
        "12 km west of Huliaipole",
        "5 miles north-east of Lyman",
    ]
    assert [r.where_flag for r in parsed.resolutions] == [None, None]


def test_a_distance_and_direction_move_the_point(geoparser: Geoparser) -> None:
    (found,) = described(geoparser, "They dug in 10 kilometres (6 miles) to the south of Izium.")
    anchor = position(geoparser, "Izium")
    assert found.position is not None
    assert distance_m(anchor, found.position) == pytest.approx(10_000, rel=0.01)
    assert bearing_deg(anchor, found.position) == pytest.approx(180, abs=1)
    assert found.where_prec == 2


def test_a_distance_without_a_direction_is_a_circle(geoparser: Geoparser) -> None:
    (found,) = described(geoparser, "They dug in 12 km from Kupiansk.")
    assert found.position == position(geoparser, "Kupiansk")
    assert (found.uncertainty_m or 0) > 12_000


def test_between_two_places_lies_half_way(geoparser: Geoparser) -> None:
    (found,) = described(geoparser, "They met between Izium and Sloviansk.")
    assert found.position is not None
    ends = [position(geoparser, name) for name in ("Izium", "Sloviansk")]
    ways = [distance_m(found.position, end) for end in ends]
    assert ways[0] == pytest.approx(ways[1], rel=0.01)


def test_a_town_at_a_distance_hangs_on_the_place_named_before(geoparser: Geoparser) -> None:
    text = (
        "The army is leaving Sievierodonetsk, the governor said.\n"
        "It also lost a town roughly 10 kilometres (6 miles) to the south. Hirske is silent."
    )
    (found,) = described(geoparser, text)
    assert found.text == "a town roughly 10 kilometres (6 miles) to the south"
    assert not found.named
    assert found.where_prec == 2
    anchor = geoparser.parse(text).resolutions[found.anchors[0]]
    assert anchor.toponym.text == "Sievierodonetsk"


def test_a_distance_without_any_place_before_is_nothing(geoparser: Geoparser) -> None:
    assert described(geoparser, "They marched 10 km to the south. Izium burned.") == []


def test_a_place_named_long_before_is_no_anchor(geoparser: Geoparser) -> None:
    text = "Izium burned.\nNobody came.\nRain fell.\nThey marched 10 km to the south."
    assert described(geoparser, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Ukraine and Poland went on.",
        "He left between Monday and Friday.",
        "Sloviansk burned.",
    ],
)
def test_other_words_describe_no_place(text: str, geoparser: Geoparser) -> None:
    assert described(geoparser, text) == []


def test_a_description_by_an_unresolved_name_has_no_position(geoparser: Geoparser) -> None:
    (found,) = geoparser.parse("Troops stood near Ivanivka.").described
    assert found.position is None
    assert found.where_prec is None
    assert "not all resolved" in found.reason


def test_a_contradicted_distance_is_flagged_and_nothing_is_moved(geoparser: Geoparser) -> None:
    text = "Hirske, 10 km south of Sievierodonetsk, was shelled."
    hirske, _ = geoparser.parse(text, Focus(countries=("UA",))).resolutions
    assert hirske.position == position(geoparser, "Hirske")
    assert hirske.where_flag is not None
    assert "23 km south of" in hirske.where_flag
    assert described(geoparser, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hirske, 22 km south of Sievierodonetsk, was shelled.",
        "Soledar is north of Bakhmut.",
        "Soledar is 12 km from Bakhmut.",
    ],
)
def test_a_distance_that_agrees_is_no_flag(text: str, geoparser: Geoparser) -> None:
    found = geoparser.parse(text, Focus(countries=("UA",))).resolutions
    assert [r.where_flag for r in found] == [None, None]


def test_a_wrong_direction_is_flagged(geoparser: Geoparser) -> None:
    found = geoparser.parse("Soledar, south of Bakhmut, fell.", Focus(countries=("UA",)))
    assert "south of Bakhmut" in (found.resolutions[0].where_flag or "")


def test_nearby_villages_are_the_villages_themselves(geoparser: Geoparser) -> None:
    text = "They took the nearby villages of Klishchiivka and Kurdiumivka."
    assert geoparser.places(text).described == ()


def test_what_took_place_near_a_town_is_no_place_of_its_own(geoparser: Geoparser) -> None:
    (described,) = geoparser.places("Fighting took place near Bakhmut.").described
    assert described.text == "near Bakhmut"
