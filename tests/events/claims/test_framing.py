"""What the sentences round a claim make of it: scenarios before, verdicts after."""

from __future__ import annotations

import pytest

from tests.events.claims.conftest import Read


@pytest.mark.parametrize(
    "text",
    [
        "Suppose the West sends nothing. Then Russian troops take Kostiantynivka in the autumn.",
        "The paper sets out two futures. In one, Ukraine retakes Melitopol.",
        "The plan had three stages. In the first, Russian paratroopers seize Hostomel.",
        "The general laid out what he expects this summer. First, Russia captures Vovchansk.",
    ],
)
def test_what_a_scenario_tells_in_the_present_is_imagined(read: Read, text: str) -> None:
    claims = read(text)
    assert claims
    assert {(c.modality, c.claimed_controller) for c in claims} == {("hypothetical", None)}


@pytest.mark.parametrize(
    "text",
    [
        '"The Russians have taken Vovchansk!" one message read. The message was a fake.',
        "Claim: Russian troops have captured Kupiansk. Verdict: false.",
        "A report on Tuesday said Russia had captured Terny. This is wrong.",
        "Russian tanks had entered Lyptsi, wrote one. Robotyne had fallen, wrote another. "
        "None of it was true.",
    ],
)
def test_a_verdict_at_once_denies_what_nobody_of_a_side_said(read: Read, text: str) -> None:
    claims = read(text)
    assert claims
    assert {c.modality for c in claims} == {"denied"}


def test_the_word_of_a_side_stands_beside_the_verdict(read: Read) -> None:
    claims = read("Russia's defence ministry said that it had taken Terny. This is wrong.")
    assert ("asserted", "Russia", "Russia") in {
        (c.modality, c.claimant_side, c.claimed_controller) for c in claims
    }


def test_a_past_told_after_a_scenario_is_a_fact(read: Read) -> None:
    [claim] = read("The plan had three stages. On 24 February, Russian troops seized Hostomel.")
    assert (claim.modality, claim.claimed_controller) == ("asserted", "Russia")
