"""What is not asserted never says who holds a place."""

from __future__ import annotations

import pytest

from tests.events.claims.conftest import Read

NOT_ASSERTED = [
    ("ordered", "Ukrainian troops have been given the order to withdraw from Soledar."),
    ("ordered", "General Syrskyi ordered his men to pull back from Soledar."),
    ("planned", "Russia plans to capture Kupiansk before the summer, its general staff said."),
    ("planned", "Russian forces intend to seize Vuhledar."),
    ("planned", "Russian units are preparing to storm and capture Lyman."),
    ("predicted", "Russia will capture Bakhmut within weeks, Ukrainian officials said."),
    ("predicted", "Ukrainian forces are likely to be withdrawn from Bakhmut."),
    ("attempted", "Russian forces tried to capture Vuhledar but failed."),
    ("attempted", "Russian troops have failed to take Avdiivka."),
    ("attempted", "Wagner fighters were unable to seize Bakhmut."),
    ("denied", "Russian forces have not captured Bakhmut, the Ukrainian general staff said."),
    ("denied", "Ukraine denied that Russia had captured Soledar."),
    ("denied", "Ukrainian forces no longer control Soledar."),
    ("denied", "Ukrainian forces are no longer in control of Soledar."),
    ("denied", "Russian forces have yet to capture Vuhledar."),
    ("denied", "There is no evidence that Russian troops have captured Robotyne."),
    ("denied", "There is no truth in reports that Russian troops captured Pokrovsk."),
    ("denied", "Neither Kyiv nor Moscow controls Stepove."),
    ("attempted", "Russian forces are fighting for control of Toretsk."),
    ("planned", "Zelensky vowed to liberate Melitopol."),
    ("ordered", "Russian commanders were told to take Siversk by May 9."),
    ("hypothetical", "It is too early to say that Russia controls Bakhmut, officials said."),
    ("hypothetical", "Had Russia taken Kyiv, the government would have fallen."),
    ("hypothetical", "Ukraine prevented Russia from capturing Kyiv."),
    ("denied", "Kyiv denies losing control of Soledar to Russian forces."),
    ("hypothetical", "If Russia captures Bakhmut, its troops could move on Sloviansk."),
    ("hypothetical", "Russia could capture Kreminna, Ukrainian officials fear."),
    ("hypothetical", "Has Russia captured Soledar?"),
    ("hypothetical", "Ukrainian troops fought to prevent the capture of Bakhmut by Russia."),
]


@pytest.mark.parametrize(("modality", "text"), NOT_ASSERTED)
def test_only_an_assertion_may_set_a_controller(read: Read, modality: str, text: str) -> None:
    territorial = [c for c in read(text) if c.event_type in {"capture", "withdrawal", "control"}]
    assert territorial
    assert {c.claimed_controller for c in territorial} == {None}
    assert modality in {c.modality for c in territorial}


def test_an_assertion_names_who_holds_the_place(read: Read) -> None:
    [claim] = read("Russian troops have captured Soledar, Russia's Defence Ministry said.")
    assert (claim.event_type, claim.modality, claim.claimed_controller) == (
        "capture",
        "asserted",
        "Russia",
    )


def test_what_would_follow_from_a_plan_is_projected(read: Read) -> None:
    [claim] = read("Russia plans to capture Kupiansk.")
    assert claim.claimed_controller is None
    assert claim.projected_controller == "Russia"


def test_having_no_choice_but_to_leave_is_leaving(read: Read) -> None:
    claims = read("Ukrainian soldiers had no choice but to retreat from Soledar.")
    assert [(c.event_type, c.modality) for c in claims] != [("withdrawal", "denied")]


def test_an_aside_of_time_does_not_lend_its_mode(read: Read) -> None:
    claims = read("Ukraine plans to withdraw its troops from Bakhmut after weeks of shelling.")
    shelled = [c for c in claims if c.event_type == "bombardment"]
    assert [c.modality for c in shelled] in ([], ["asserted"])


def test_talk_about_a_withdrawal_is_no_withdrawal(read: Read) -> None:
    claims = read(
        "The ministry would not be drawn on what the governor had said about leaving Bakhmut."
    )
    assert not [c for c in claims if c.modality == "asserted" and c.event_type == "withdrawal"]


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces have nearly captured Bakhmut.",
        "Russia is slowly gaining control of Bakhmut.",
        "Russian forces captured half of Bakhmut.",
        "Russian troops captured the outskirts of Bakhmut.",
        "Russian forces captured several streets in Bakhmut.",
        "Russian troops captured a position near Bakhmut.",
        "Russian forces captured territory around Bakhmut.",
        "Russian troops entered Bakhmut.",
        "Ukrainian special forces raised the Ukrainian flag in Crimea.",
        "Russian forces captured the surrounding area and reached Bakhmut.",
    ],
)
def test_a_part_of_a_place_or_its_surroundings_is_not_the_place(read: Read, text: str) -> None:
    assert {c.claimed_controller for c in read(text) if c.where_prec in {1, 4}} <= {None}


def test_only_the_other_side_is_ruled_out_between_commas(read: Read) -> None:
    (claim,) = read("Ukraine, not Russia, controls Robotyne, the general staff said.")
    assert (claim.modality, claim.claimed_controller) == ("asserted", "Ukraine")


def test_an_inverted_condition_is_supposed_also_when_negated(read: Read) -> None:
    claims = read("Had Izium not been retaken, the supply line would have stayed cut.")
    assert {c.modality for c in claims} == {"hypothetical"}


def test_armed_people_who_remain_in_a_place_are_told_of(read: Read) -> None:
    (claim,) = read("About 50 Ukrainian soldiers remained in Krynky.")
    assert (claim.event_type, claim.claimed_controller) == ("control", None)
    assert read("The soldiers remained in high spirits near Krynky.") == []


def test_what_is_not_expected_is_denied_and_what_is_expected_predicted(read: Read) -> None:
    (hoped,) = read("The ministry expects Russian forces to capture Chasiv Yar.")
    (doubted,) = read("Kyiv does not expect Russia to capture Chasiv Yar, an official said.")
    assert (hoped.modality, doubted.modality) == ("predicted", "denied")


@pytest.mark.parametrize(
    "text",
    [
        "The Kremlin denied that its forces had been ordered to leave Oleshky.",
        "Kyiv denied that its troops were preparing to leave Oleshky.",
    ],
)
def test_an_order_or_a_plan_that_is_denied_was_not_given(read: Read, text: str) -> None:
    (claim,) = read(text)
    assert (claim.event_type, claim.modality) == ("withdrawal", "denied")


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine neither confirmed nor denied that its troops had pulled out of Velyka Novosilka.",
        "The ministry has neither confirmed nor denied the loss of Siversk.",
        "Kyiv did not confirm or deny that Siversk had fallen.",
    ],
)
def test_what_is_neither_confirmed_nor_denied_is_no_claim(read: Read, text: str) -> None:
    assert read(text) == []
