"""Who says it: names, roles, sides and the way it came."""

from __future__ import annotations

import json
from datetime import date

import pytest

from events.types import Claim
from tests.events.claims.conftest import Read


def first(claims: list[Claim]) -> Claim:
    assert claims
    return claims[0]


@pytest.mark.parametrize(
    ("text", "claimant", "side"),
    [
        ("Russian troops captured Soledar, the Russian Defence Ministry said.",
         "Russian Ministry of Defence", "Russia"),
        ("The Russian Defence Ministry said its troops had captured Soledar.",
         "Russian Ministry of Defence", "Russia"),
        ("According to the Russian Ministry of Defence, Soledar was captured by its troops.",
         "Russian Ministry of Defence", "Russia"),
        ('"Our troops have captured Soledar," Yevgeny Prigozhin said.',
         "Yevgeny Prigozhin", "Russia"),
        ("Wagner chief Yevgeny Prigozhin claimed that his fighters had taken Soledar.",
         "Yevgeny Prigozhin", "Russia"),
        ("Ukraine's General Staff said Russian troops had shelled Kupiansk.",
         "General Staff of the Armed Forces of Ukraine", "Ukraine"),
    ],
)  # fmt: skip
def test_the_claimant_is_whoever_asserts_it(
    read: Read, text: str, claimant: str, side: str
) -> None:
    claim = first(read(text))
    assert (claim.claimant, claim.claimant_side) == (claimant, side)


def test_the_reports_own_voice_is_its_source(read: Read) -> None:
    claim = first(read("Russian troops captured Soledar on Thursday.", source="The Example"))
    assert (claim.claimant, claim.claimant_kind, claim.claimant_side) == (
        "The Example",
        "source",
        None,
    )


def test_a_ministry_that_publishes_its_own_report_speaks_for_its_side(read: Read) -> None:
    claim = first(
        read("The village of Krasna Hora was liberated.", source="Russian Defence Ministry")
    )
    assert claim.claimant_side == "Russia"


def test_a_governor_in_two_spellings_is_one_claimant(read: Read) -> None:
    claims = read(
        "Luhansk governor Serhiy Gaidai said Russian troops had shelled Kreminna. "
        "Mr Haidai said Russian forces had also shelled Bilohorivka."
    )
    assert len({c.claimant for c in claims}) == 1


def test_a_title_alone_is_the_person_who_bears_it_in_the_report(read: Read) -> None:
    claims = read(
        "Russian troops shelled Kupiansk, the mayor said. "
        "Andriy Besedin, the mayor of Kupiansk, said Russian forces also shelled Dvorichna."
    )
    assert len({c.claimant for c in claims}) == 1


def test_he_and_it_are_the_last_person_and_the_last_body(read: Read) -> None:
    claims = read(
        "Russia's Defence Ministry said its troops had captured Soledar. "
        "It had earlier claimed that it had captured Krasna Hora."
    )
    assert {c.claimant for c in claims} == {"Russian Ministry of Defence"}


def test_the_agency_that_was_told_is_the_channel(read: Read) -> None:
    claim = first(
        read("Denis Pushilin told TASS that Russian forces had taken control of Soledar.")
    )
    assert claim.claimant == "Denis Pushilin"
    assert "TASS" in json.loads(claim.reported_via or "[]")


def test_a_quotation_belongs_to_its_speaker_across_sentences(read: Read) -> None:
    claims = read(
        '"Russian troops shelled Kupiansk all night. They destroyed a school in Dvorichna," '
        "said Oleh Syniehubov, the governor of Kharkiv region."
    )
    assert {c.claimant for c in claims} == {"Oleh Syniehubov"}


def test_an_installed_official_speaks_for_the_side_that_installed_him(read: Read) -> None:
    claim = first(
        read("The Moscow-installed governor of Kherson said Ukrainian forces shelled Skadovsk.")
    )
    assert claim.claimant_side == "Russia"


def test_an_expert_speaks_for_no_side(read: Read) -> None:
    claim = first(
        read("Russian forces have captured Soledar, said Petro Example, a military analyst.")
    )
    assert (claim.claimant_kind, claim.claimant_side) == ("expert", None)


def test_x_held_is_how_the_report_itself_puts_it(read: Read) -> None:
    claims = read("Ukraine shelled Russian-held Tokmak, Russia's Defence Ministry said.")
    held = [c for c in claims if c.event_type == "control"]
    assert [c.claimant_kind for c in held] == ["source"]
    assert [c.claimed_controller for c in held] == ["Russia"]


def test_saying_what_does_not_suit_ones_side_is_marked(read: Read) -> None:
    claim = first(read("Russian troops captured Soledar, Ukraine's General Staff said."))
    assert claim.against_interest


def test_an_own_voice_lead_that_is_attributed_later_is_marked(read: Read) -> None:
    claims = read(
        "Russian forces have captured Soledar. "
        "Russia's Defence Ministry said its troops had captured Soledar on Thursday."
    )
    assert [c.own_voice_lead for c in claims if c.event_type == "capture"] == [True, False]


def test_what_is_quoted_beside_an_answer_is_no_answer_itself(read: Read) -> None:
    text = "Russia said that its troops had captured Soledar. Kyiv denied it. “They hold nothing.”"
    modes = {(c.place_name, c.modality) for c in read(text)}
    assert modes == {("Soledar", "asserted"), ("Soledar", "denied")}


def test_whose_words_an_agency_cites_is_the_claimant(read: Read) -> None:
    text = "TASS reported, citing the defence ministry, that Russian forces had captured Krynky."
    (claim,) = read(text, published=date(2024, 5, 10))
    assert (claim.claimant_kind, claim.claimant_side) == ("military", "Russia")
    assert claim.reported_via == '["TASS"]'


def test_one_who_passes_on_a_foes_words_is_no_claimant(read: Read) -> None:
    (claim,) = read("According to Zelensky, Putin said that Russia held Robotyne.")
    assert (claim.claimant, claim.reported_via) == ("Vladimir Putin", '["Volodymyr Zelensky"]')


def test_whoever_orders_is_the_claimant_of_the_order(read: Read) -> None:
    (claim,) = read("Syrskyi ordered his troops to pull back from Avdiivka.")
    assert (claim.modality, claim.claimant) == ("ordered", "Oleksandr Syrskyi")


@pytest.mark.parametrize(
    ("text", "claimant", "holder"),
    [
        ("DeepState shows the village of Hlyboke as occupied.", "DeepState", "Russia"),
        ("DeepState marked Krynky as liberated.", "DeepState", "Ukraine"),
        ("The town of Toretsk was declared liberated by Russia.", "Russia", "Russia"),
        ("Ukraine's army announced Robotyne as liberated.", "Armed Forces of Ukraine", "Ukraine"),
    ],
)
def test_as_what_a_place_is_shown_is_claimed_of_it(
    read: Read, text: str, claimant: str, holder: str
) -> None:
    (claim,) = read(text, published=date(2025, 5, 10))
    assert (claim.claimant, claim.claimed_controller) == (claimant, holder)


def test_what_is_not_confirmed_is_neither_claimed_nor_denied(read: Read) -> None:
    assert read("Kyiv has not confirmed that Mariupol has fallen.") == []


@pytest.mark.parametrize(
    ("label", "claimant", "side"),
    [
        ('"Siversk Bear" (a drone pilot from a Ukrainian brigade)', "Siversk Bear", "Ukraine"),
        ('"Frontline Owl" (Russian war channel)', "Frontline Owl", "Russia"),
    ],
)
def test_who_posts_under_a_handle_is_the_claimant(
    read: Read, label: str, claimant: str, side: str
) -> None:
    (claim,) = read(f"{label}: Our troops hold the town of Siversk.", published=date(2024, 5, 10))
    assert (claim.claimant, claim.claimant_side, claim.claimed_controller) == (claimant, side, side)


def test_a_handle_that_was_explained_is_known_afterwards(read: Read) -> None:
    text = (
        '"Frontline Owl" (Russian war channel): Our troops hold the town of Siversk.\n'
        '"Frontline Owl" again, in the evening: Our troops hold the town of Orikhiv.'
    )
    claims = read(text, published=date(2024, 5, 10))
    assert [c.claimed_controller for c in claims] == ["Russia", "Russia"]


def test_an_office_may_stand_before_the_colon(read: Read) -> None:
    text = "Oleh Syniehubov, head of the regional administration: The enemy shelled Vovchansk."
    (claim,) = read(text, published=date(2024, 5, 10))
    assert claim.claimant == "Oleh Syniehubov"


def test_its_general_staff_is_that_of_the_side_named_before(read: Read) -> None:
    text = "Moscow tells another story: its General Staff reported that Kupiansk had been captured."
    (claim,) = read(text, published=date(2025, 11, 21))
    assert (claim.claimant, claim.claimant_side) == ("Russian General Staff", "Russia")
