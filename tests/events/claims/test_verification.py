"""What a report says of whether claims were checked reaches the claims it speaks of."""

from __future__ import annotations

import pytest

from tests.events.claims.conftest import Read


def test_unable_to_verify_any_account_speaks_of_the_whole_report(read: Read) -> None:
    text = (
        "Russia's Defence Ministry said its troops had captured Soledar. "
        "Reuters was unable to verify any of the battlefield accounts independently."
    )
    claims = read(text)
    assert {c.verification for c in claims} == {"unverifiable"}
    start, end = claims[0].verification_start, claims[0].verification_end
    assert start is not None
    assert "unable" in text[start:end]


def test_footage_that_was_geolocated_verifies_its_own_sentence(read: Read) -> None:
    claims = read(
        "Geolocated footage shows that Russian troops have entered Soledar. "
        "Russia shelled Kupiansk."
    )
    assert [c.verification for c in claims] == ["verified", "none"]


def test_without_a_word_about_it_nothing_is_said_to_be_verified(read: Read) -> None:
    assert {c.verification for c in read("Russia shelled Kupiansk.")} == {"none"}


def test_neither_sides_claims_checked_marks_those_of_both(read: Read) -> None:
    text = (
        "Ukraine said it had captured Robotyne. Russia said it had captured Marinka. "
        "Little is known of the rest. Reuters could not independently verify either side's claims."
    )
    assert {c.verification for c in read(text)} == {"unverifiable"}


def test_that_claim_is_the_nearest_one(read: Read) -> None:
    text = (
        "Ukraine said it had captured Robotyne. Russia said it had captured Marinka. "
        "That claim could not be independently confirmed."
    )
    found = {c.place_name: c.verification for c in read(text)}
    assert found == {"Robotyne": "none", "Marinka": "unverifiable"}


@pytest.mark.parametrize(
    "after",
    ["Kyiv has not confirmed it.", "Ukrainian forces did not make confirmed gains near Orikhiv."],
)
def test_what_was_not_confirmed_by_a_party_or_gained_was_not_checked(
    read: Read, after: str
) -> None:
    claims = read(f"Russia said it had captured Marinka. {after}")
    assert {c.verification for c in claims} == {"none"}
