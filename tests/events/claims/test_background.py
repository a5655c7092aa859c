"""What is no event of the war yields nothing, and says why."""

from __future__ import annotations

import re

import pytest

from events.claims.lexicon import screens
from tests.events.claims.conftest import Read, ReadAll

NOTHING = [
    "Also read: Russia captures Soledar as Ukraine withdraws",
    "Subscribe to our newsletter to read how Russian forces captured Soledar.",
    "Shakhtar Donetsk stormed to the league title after a late attack in Kyiv.",
    "The two supermarkets fight a battle for market share in Kharkiv.",
    "A cold front will advance on Kharkiv on Friday.",
    "In 1943 the Red Army captured Kharkiv.",
    "The president attacked the budget in a speech in Kyiv.",
    "She suffered a heart attack in Dnipro.",
    "Photo: a tank attacks Bakhmut (Reuters)",
    "Finland and Sweden want to join NATO.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_reporting_of_the_war_yields_no_claim(read: Read, text: str) -> None:
    assert read(text) == []


def test_a_rejected_sentence_keeps_its_place_in_the_text(read_all: ReadAll) -> None:
    text = "Russia shelled Kupiansk.\nAlso read: Russia captures Soledar"
    _, rejected = read_all(text)
    [link] = [r for r in rejected if "link" in r.reason]
    assert text[link.start : link.end] == link.text == "Also read: Russia captures Soledar"


def test_comparing_with_another_war_is_no_history_of_it(read: Read) -> None:
    text = "Russia shelled Bakhmut in the heaviest fighting since World War II."
    assert "bombardment" in {c.event_type for c in read(text)}


def test_patterns_have_no_capitals_since_sentences_are_searched_in_lower_case(
    read_all: ReadAll,
) -> None:
    capital = re.compile(r"(?<!\\)[A-Z]")
    assert not [screen.reason for screen in screens() if capital.search(screen.pattern.pattern)]
    _, rejected = read_all("ALSO READ: RUSSIA CAPTURES SOLEDAR")
    assert [item.reason for item in rejected] == ["a link to another article"]
