"""An answer to a claim is a claim of its own: by whom, of what, and with which evidence."""

from __future__ import annotations

from datetime import date

import pytest

from events.types import Claim
from tests.events.claims.conftest import Read

DAY = date(2024, 5, 10)


def told(claims: list[Claim]) -> set[tuple[str | None, str, str | None, str | None]]:
    return {(c.claimant, c.modality, c.place_name, c.claimed_controller) for c in claims}


@pytest.mark.parametrize(
    "text",
    [
        "Russia said it had captured Marinka. Kyiv denied the claim.",
        "Russia said it had captured Marinka, a claim Kyiv rejected.",
        "Russia said it had captured Marinka, which Kyiv denied.",
        "Russia said it had captured Marinka, a claim denied by Ukraine.",
        "Russia said it had captured Marinka. Kyiv called the claim false.",
        "Russia said it had captured Marinka. Kyiv dismissed the claim as propaganda.",
        "Russia said it had captured Marinka. Ukraine said this was not true.",
        "Russia said it had captured Marinka. Ukraine told Reuters the report was untrue.",
        "Russia said it had captured Marinka. The town is of use to it. Kyiv denied the claim.",
    ],
)
def test_who_denies_a_claim_makes_one(read: Read, text: str) -> None:
    assert told(read(text, published=DAY)) == {
        ("Russia", "asserted", "Marinka", "Russia"),
        ("Ukraine", "denied", "Marinka", None),
    }


def test_the_answer_is_its_own_evidence(read: Read) -> None:
    text = "Russia said it had captured Marinka. Kyiv denied the claim."
    claims = read(text, published=DAY)
    (denial,) = [c for c in claims if c.modality == "denied"]
    assert text[denial.evidence_start : denial.evidence_end] == "Kyiv denied the claim."


def test_who_confirms_a_foes_claim_concedes_it(read: Read) -> None:
    claims = read("Russia said it had captured Marinka, which Kyiv confirmed.", published=DAY)
    (conceded,) = [c for c in claims if c.claimant == "Ukraine"]
    assert (conceded.modality, conceded.against_interest) == ("asserted", True)


@pytest.mark.parametrize(
    "text",
    [
        "Russia said it had captured Marinka. Ukraine has not confirmed the report.",
        "Russia said it had captured Marinka. Kyiv rejected the claim of victory.",
        "Russia said it had captured Marinka. Moscow denied any losses.",
        "Russia said it had captured Marinka. Kyiv called the situation difficult.",
        "Russia said it had captured Marinka. Kyiv has not acknowledged the loss of the town.",
    ],
)
def test_what_takes_up_nothing_answers_nothing(read: Read, text: str) -> None:
    assert told(read(text, published=DAY)) == {("Russia", "asserted", "Marinka", "Russia")}


def test_a_clause_set_against_another_has_its_own_speaker(read: Read) -> None:
    claims = read(
        "Ukraine said it had liberated Klishchiivka, while Russia's defence ministry said its "
        "troops had repelled the attack.",
        published=DAY,
    )
    assert {(c.claimant, c.event_type, c.reported_via) for c in claims} == {
        ("Ukraine", "capture", None),
        ("Russian Ministry of Defence", "attack_repelled", None),
    }


def test_who_is_said_to_speak_next_speaks_for_himself(read: Read) -> None:
    claims = read(
        "Ukrainian forces recaptured Robotyne, the General Staff said, but Russia's defence "
        "ministry said the village remained under its control.",
        published=DAY,
    )
    assert {(c.claimant_side, c.claimed_controller, c.reported_via) for c in claims} == {
        ("Ukraine", "Ukraine", None),
        ("Russia", "Russia", None),
    }


def test_one_taken_and_taken_back_was_held_by_both(read: Read) -> None:
    claims = read(
        "Robotyne, liberated by Ukraine in 2023, was recaptured by Russia in April 2024.",
        published=DAY,
    )
    held = {(c.claimed_controller, c.event_date) for c in claims}
    assert held == {("Ukraine", date(2023, 1, 1)), ("Russia", date(2024, 4, 1))}


def test_who_orders_is_no_claimant_where_another_tells_it(read: Read) -> None:
    claims = read("Ukraine said Russia had ordered its troops to leave Kherson.", published=DAY)
    assert [(c.claimant, c.modality) for c in claims] == [("Ukraine", "ordered")]


def test_near_two_places_is_near_each(read: Read) -> None:
    claims = read("Russia repelled attacks near Bakhmut and Avdiivka.", published=DAY)
    spots = {c.place_name: (round(c.lat or 0, 1), round(c.lon or 0, 1)) for c in claims}
    assert spots == {"Bakhmut": (48.6, 38.0), "Avdiivka": (48.1, 37.8)}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Russia captured nine villages, among them Strilecha and Pylna.", {"Strilecha", "Pylna"}),
        ("KYIV, Ukraine (AP) — Russian shells hit Siversk.", {"Siversk"}),
        ("Russian shells hit Siversk at 10:40 Kyiv time.", {"Siversk"}),
        ("Russia took Pisky, on the doorstep of Donetsk.", {"Pisky"}),
        (
            "Soldiers reached Snihurivka, 50 kilometres north of Kherson, where the Ukrainian flag "
            "was hoisted.",
            {"Snihurivka"},
        ),
    ],
)
def test_what_only_locates_is_not_the_scene(read: Read, text: str, places: set[str]) -> None:
    assert {c.place_name for c in read(text, published=DAY)} == places


def test_a_denial_keeps_its_mode_before_a_colon(read: Read) -> None:
    claims = read('Zelenskiy denied that Bakhmut had fallen: "It is not occupied."', published=DAY)
    assert {c.modality for c in claims} == {"denied"}


def test_both_sides_may_be_whom_it_is_according_to(read: Read) -> None:
    claims = read("Vuhledar is under Russian control, according to both sides.", published=DAY)
    assert {(c.claimant_side, c.claimed_controller) for c in claims} == {
        ("Ukraine", "Russia"),
        ("Russia", "Russia"),
    }
