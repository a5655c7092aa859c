"""What is imagined, feared, retracted, forged or believed by nobody gives no place to anybody."""

from __future__ import annotations

from datetime import date

import pytest

from tests.events.claims.conftest import Read

DAY = date(2024, 5, 10)

UNREAL = {
    "a gerund with a subject of its own": [
        "There is no threat of Russia capturing Sumy, the governor said.",
        "The danger of Russian troops occupying Orikhiv has grown.",
        "Hopes of Ukraine recapturing Tokmak before winter are gone.",
        "Kyiv sees no scenario of Russia occupying Odesa.",
        "Claims of the Russian army having taken Kupiansk do not correspond to reality, he said.",
    ],
    "set aside": [
        "Instead of taking Kupiansk, Russian forces lost a battalion there.",
        "Rather than capture Kupiansk, Russian forces went round it.",
        "Kyiv called Lyman the next step towards the liberation of the Luhansk region.",
    ],
    "taken back or scorned": [
        "The ministry deleted a post saying that Russian troops had captured Siversk.",
        "The Russian ministry retracted its statement that its troops had captured Siversk.",
        "The brigade laughed at the claim that Russian troops had captured Siversk.",
        "Gerasimov lied when he reported that Russian troops had captured Kupiansk.",
        "The General Staff stopped short of saying that Russian forces had captured Siversk.",
        "Reports of Russia capturing Siversk are premature, the General Staff said.",
        "Rumours that Urozhaine has been lost are a lie.",
    ],
    "believed by nobody": [
        "Nothing confirms that Russian troops control Toretsk.",
        "Few believe that Russia controls Kupiansk.",
        "It is a myth that Russia controls Kupiansk.",
        "Contrary to the statement that Russia controls Kupiansk, Ukrainian troops are there.",
    ],
    "only imagined, or so called": [
        "Let Russian forces capture Odesa and the sea is lost.",
        "Russia's so-called liberation of Kupiansk was celebrated on television.",
        "A doctored photograph of a Russian flag over Kherson went round the world.",
    ],
    "a goal": [
        "Moscow has made taking all of Donbas a priority.",
        "Capturing Pokrovsk remains Moscow's main goal.",
    ],
    "told to do": ["Take Pokrovsk by the weekend, Putin told his generals."],
    "another verb than to take": [
        "Russian troops have taken Kostiantynivka under fire control.",
        "Units of the Vostok group took Huliaipole into a pincer.",
        "Ukraine took Kupiansk off the list of towns to be evacuated.",
        "Russia claims Kherson as its own territory.",
    ],
    "less than the place": [
        "Partisans raised a Ukrainian flag in occupied Melitopol overnight.",
        "Ukraine controls everything west of the Oskil river in Kupiansk.",
    ],
    "asked": [
        "It was not immediately clear who was in control of Toretsk.",
        "Reuters could not independently establish who controls Bakhmut.",
    ],
    "not by the one named": ["Kupiansk was captured not by Russia but by Ukraine, he said."],
}


@pytest.mark.parametrize(
    "text", [text for texts in UNREAL.values() for text in texts], ids=lambda text: text[:40]
)
def test_the_unreal_gives_no_place_to_anybody(read: Read, text: str) -> None:
    assert [c.claimed_controller for c in read(text, published=DAY) if c.claimed_controller] == []


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The governor ruled out a retreat from Kurakhove.", "denied"),
        ("There is no danger of Kharkiv itself being stormed, the mayor said.", "denied"),
        ("The enemy did not rest but kept shelling Prudianka.", "asserted"),
        ("No: as of Friday Kurakhove is in Ukrainian hands.", "asserted"),
        ("The liberation of Svatove is a matter of time, the governor said.", "predicted"),
        ("He predicted that Lysychansk would be in Russian hands within a month.", "predicted"),
        ("The town of Vuhledar is threatened with encirclement.", "predicted"),
        ("Moscow waited a day to announce that Vuhledar had been liberated.", "asserted"),
    ],
)
def test_words_further_off_turn_the_mode(read: Read, text: str, mode: str) -> None:
    claims = read(text, published=DAY)
    assert {c.modality for c in claims} == {mode}


def test_footage_shows_what_happened(read: Read) -> None:
    claims = read(
        "Footage of Russian soldiers raising a flag over Vuhledar was published.", published=DAY
    )
    assert [(c.place_name, c.modality) for c in claims] == [("Vuhledar", "asserted")]
