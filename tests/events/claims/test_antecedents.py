"""Whom "they", "it" and "he" mean: those told of before, not whoever happens to speak."""

from __future__ import annotations

import pytest

from tests.events.claims.conftest import Read


@pytest.mark.parametrize(
    ("text", "holder", "side"),
    [
        ("Moscow's troops crossed the border on Friday. They captured Pylna, Ukrainian officers "
         "admitted.", "Russia", "Ukraine"),
        ("Russian troops crossed the border at dawn. They have captured Pylna, the governor of "
         "Kharkiv said.", "Russia", "Ukraine"),
        ("Ukrainian troops launched an assault at dawn. They captured Robotyne, Russian bloggers "
         "admitted.", "Ukraine", "Russia"),
        ('"They have taken Netailove," a Ukrainian soldier said.', "Russia", "Ukraine"),
        ("Ukraine's General Staff said its troops had advanced near Robotyne. They captured the "
         "village on Tuesday, it said.", "Ukraine", "Ukraine"),
        ("Russia's defence ministry said its paratroopers had attacked. They took Soledar, the "
         "ministry said.", "Russia", "Russia"),
    ],
)  # fmt: skip
def test_they_are_those_told_of_before(read: Read, text: str, holder: str, side: str) -> None:
    held = [c for c in read(text) if c.event_type == "capture"]
    assert {(c.claimed_controller, c.claimant_side) for c in held} == {(holder, side)}


@pytest.mark.parametrize(
    "text",
    [
        "Igor Konashenkov, a spokesman for Russia's defence ministry, gave a briefing on Sunday. "
        '"The village of Novokalynove has been completely liberated," he said.',
        "Russia's defence ministry spoke of a great success. "
        '"Our troops have liberated Novokalynove," it said.',
        "The Tass agency quoted Denis Pushilin, head of the self-proclaimed Donetsk republic. "
        '"Novokalynove is liberated," he said.',
    ],
)
def test_whoever_a_sentence_is_about_speaks_in_the_next(read: Read, text: str) -> None:
    held = [c for c in read(text) if c.event_type == "capture"]
    assert {(c.claimed_controller, c.claimant_side) for c in held} == {("Russia", "Russia")}


def test_liberated_in_a_quotation_of_nobody_names_no_holder(read: Read) -> None:
    [claim] = read('"Novokalynove is completely liberated now." The rest of the page was torn.')
    assert claim.claimed_controller is None


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine and Russia each claimed control of Robotyne on Friday.",
        "Russia and Ukraine both claim to hold Robotyne.",
    ],
)
def test_of_two_who_claim_a_place_each_claims_it_for_itself(read: Read, text: str) -> None:
    held = {(c.claimant_side, c.claimed_controller) for c in read(text)}
    assert held == {("Ukraine", "Ukraine"), ("Russia", "Russia")}
