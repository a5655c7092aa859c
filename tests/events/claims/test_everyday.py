"""Everyday wordings of agencies, ministries and think-tanks: what they say of whom and where."""

from __future__ import annotations

import json

import pytest

from tests.events.claims.conftest import Read, ReadAll


def _told(read: Read, text: str) -> set[tuple[str, str, str | None]]:
    return {(c.event_type, c.modality, c.place_name) for c in read(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Russian forces attacked near Pokrovsk itself; southwest of Pokrovsk near Kotlyne; "
            "and east of Pokrovsk near Baranivka.",
            {("attack", "asserted", p) for p in ("Pokrovsk", "Kotlyne", "Baranivka")},
        ),
        ("Three clashes are ongoing near Torske.", {("clash", "asserted", "Torske")}),
        (
            "Ukrainian soldiers stopped seven attempts by the enemy to advance near Berestove.",
            {("attack_repelled", "asserted", "Berestove")},
        ),
        (
            "Three enemy assaults near Chasiv Yar ended in failure.",
            {("attack_repelled", "asserted", "Chasiv Yar")},
        ),
        (
            "Russian assault groups have entered Zahryzove.",
            {("advance", "asserted", "Zahryzove")},
        ),
        (
            "Stoltenberg said he could not rule out the fall of Bakhmut.",
            {("capture", "hypothetical", "Bakhmut")},
        ),
        (
            "There are no Russian troops in Pokrovsk, the General Staff said.",
            {("advance", "denied", "Pokrovsk")},
        ),
        (
            "There are no Russian troops left in Lyman, he said.",
            {("withdrawal", "asserted", "Lyman")},
        ),
        (
            "The activity of two Ukrainian sabotage groups was suppressed near Synkivka.",
            {("attack_repelled", "asserted", "Synkivka")},
        ),
        (
            "Ammunition depots of two Ukrainian brigades were wiped out near Chasiv Yar.",
            {("destruction", "asserted", "Chasiv Yar")},
        ),
        ("Rockets came down on Nikopol.", {("bombardment", "asserted", "Nikopol")}),
        ("Paratroopers landed in Hostomel.", {("advance", "asserted", "Hostomel")}),
        (
            "Ukrainian special forces landed by helicopter in Pokrovsk.",
            {("advance", "asserted", "Pokrovsk")},
        ),
        (
            "Ukrainian troops are clinging on in the north of Toretsk.",
            {("control", "asserted", "Toretsk")},
        ),
        ("Kamianske was given up in the summer.", {("withdrawal", "asserted", "Kamianske")}),
        (
            "Fighting continued in Toretsk. Russian troops entered the town's eastern districts.",
            {("clash", "asserted", "Toretsk"), ("advance", "asserted", "Toretsk")},
        ),
        (
            "Ukrainian forces cleared Rubizhne of the enemy and fighting continued near "
            "Kucheriv Yar, the General Staff said.",
            {("capture", "asserted", "Rubizhne"), ("clash", "asserted", "Kucheriv Yar")},
        ),
        (
            "Ukrainian forces have pushed the Russians back several kilometres near Klishchiivka.",
            {("advance", "asserted", "Klishchiivka")},
        ),
        (
            "Russian forces shelled Bakhmut. The army repelled attacks near the town and near "
            "Soledar.",
            {
                ("bombardment", "asserted", "Bakhmut"),
                ("attack_repelled", "asserted", "Bakhmut"),
                ("attack_repelled", "asserted", "Soledar"),
            },
        ),
        (
            "In the Kurakhove direction, Ukrainian forces repelled 38 attacks; the occupiers "
            "concentrated their efforts near Heorhiivka and Hostre.",
            {("attack", "asserted", p) for p in ("Heorhiivka", "Hostre")},
        ),
        (
            "The mayor of Kherson said shells had hit a market.",
            {("bombardment", "asserted", "Kherson")},
        ),
        (
            "Russia said it had attacked Orikhiv; Ukraine said it had repelled the assault.",
            {("attack", "asserted", "Orikhiv"), ("attack_repelled", "asserted", "Orikhiv")},
        ),
        (
            "Special forces landed in Pokrovsk, and a small group of Ukrainian soldiers was left "
            "in the works.",
            {("advance", "asserted", "Pokrovsk")},
        ),
        (
            "Haidai said that Russian forces went on the offensive near Kreminna but had not had "
            "any success so far.",
            {("attack", "asserted", "Kreminna"), ("advance", "denied", "Kreminna")},
        ),
        (
            "Pushilin claimed that Russian forces have gained a foothold in Vuhledar and that the "
            "fall of Chasiv Yar is a matter of weeks.",
            {("advance", "asserted", "Vuhledar"), ("capture", "predicted", "Chasiv Yar")},
        ),
        (
            "If Tokmak were to fall, Russia would lose its supply lines, an analyst said.",
            {("capture", "hypothetical", "Tokmak")},
        ),
        ("Russian forces have suffered heavy losses of armour around Vuhledar.", set()),
        (
            "The spokesman rejected claims that Lyman had come under Russian control.",
            {("capture", "denied", "Lyman")},
        ),
        (
            "The enemy is attempting to recapture lost positions in Staromaiorske.",
            {("advance", "attempted", "Staromaiorske")},
        ),
        (
            "Radiation levels at the Zaporizhzhia nuclear plant remain normal, the IAEA said.",
            {("nuclear_safety", "denied", "Zaporizhzhia Nuclear Power Plant")},
        ),
        ("There is no plan to evacuate the city of Kharkiv after the Russian attack.", set()),
    ],
)
def test_what_happened_where(
    read: Read, text: str, expected: set[tuple[str, str, str | None]]
) -> None:
    assert _told(read, text) == expected


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Ukrainian troops raised the flag over Lyman's town hall.", {"Lyman": "Ukraine"}),
        ("Klishchiivka has been cleared of Russian forces.", {"Klishchiivka": "Ukraine"}),
        (
            "Snihurivka in the neighbouring Mykolaiv region and Beryslav are still occupied.",
            {"Snihurivka": "Russia", "Beryslav": "Russia"},
        ),
        (
            "Russian military bloggers claim that Kucheriv Yar has been captured.",
            {"Kucheriv Yar": "Russia"},
        ),
        (
            "The army did not confirm that it had retaken Izium, a city of some 45,000 before "
            "the war, which Russia captured in April.",
            {"Izium": "Russia"},
        ),
        ("The bridge at Beryslav leads to the Russian-controlled bank of the river.", {}),
        ("Ukrainian soldiers are in Ukraine.", {}),
        ("Siversk remains under the fire control of Ukrainian troops.", {}),
        (
            "Fighting for Stepnohirsk goes on. Most of the settlement has been cleared, Russian "
            "official Vladimir Rogov said.",
            {},
        ),
        (
            "Russian troops have taken Marinka, a pulverized town just west of the city of "
            "Donetsk that they had been storming for years.",
            {"Marinka": "Russia"},
        ),
        (
            "Lysychansk is under the control of the Armed Forces, Governor Serhii Haidai said.",
            {"Lysychansk": "Ukraine"},
        ),
    ],
)
def test_who_is_said_to_hold_it(read: Read, text: str, holders: dict[str, str]) -> None:
    found = {c.place_name: c.claimed_controller for c in read(text) if c.claimed_controller}
    assert found == holders


@pytest.mark.parametrize(
    ("text", "claimant", "via"),
    [
        (
            "TASS quoted Denis Pushilin as saying that Russian troops had entered Vuhledar.",
            "Denis Pushilin",
            ("TASS",),
        ),
        (
            "Russian forces have taken Vuhledar, RIA Novosti cited the defence ministry as saying.",
            "Russian Ministry of Defence",
            ("RIA Novosti",),
        ),
        (
            "Denis Pushilin was quoted by TASS as saying that Russian troops had entered Vuhledar.",
            "Denis Pushilin",
            ("TASS",),
        ),
        (
            "According to the UK MoD, Russian forces have probably withdrawn from Lyman.",
            "UK Ministry of Defence",
            (),
        ),
        (
            "Zelensky listed two settlements that had been liberated: Liubymivka and Zolota Balka.",
            "Volodymyr Zelensky",
            (),
        ),
        (
            "A missile damaged a plant in Kryvyi Rih, there were no casualties, reported "
            "Oleksandr Vilkul, head of the city's defence council.",
            "Oleksandr Vilkul",
            (),
        ),
        (
            "But Yevgeny Balitsky, the Russian-installed leader of the region, conceded on Sunday "
            "that Russian units had pulled back from Robotyne.",
            "Yevhen Balytskyi",
            (),
        ),
        (
            "The Russian ministry of defence claims to have occupied Vilcha in the Kharkiv region.",
            "Russian Ministry of Defence",
            (),
        ),
        (
            "Our troops hold Huliaipole, although the Russians have entered the eastern part of "
            "the town, spokesman Vladyslav Voloshyn said on Tuesday.",
            "Vladyslav Voloshyn",
            (),
        ),
        (
            "At the front, our troops are fighting for Stepnohirsk: the governor, Yevgeny "
            "Balitsky, said that most of the settlement had been cleared.",
            "Yevhen Balytskyi",
            (),
        ),
        (
            "Residents were told to leave as Russian troops edged closer to Kupiansk.",
            "Invented Agency",
            (),
        ),
    ],
)
def test_who_says_it_and_through_whom(
    read: Read, text: str, claimant: str, via: tuple[str, ...]
) -> None:
    claims = read(text, source="Invented Agency")
    assert {c.claimant for c in claims} == {claimant}
    assert {tuple(json.loads(c.reported_via or "[]")) for c in claims} == {via}


@pytest.mark.parametrize(
    ("text", "holder", "side"),
    [
        ("The Russian MoD said that elements of the Central Group of Forces seized Hirnyk.",
         "Russia", "Russia"),
        ("The Russian leadership announced that Myrnohrad had been taken.", "Russia", "Russia"),
        ("Dmytrivka was retaken on Friday, a territorial defence commander told Reuters.",
         "Ukraine", "Ukraine"),
        ("Leonid Pasechnik, acting head of the Luhansk region, said that Bilohorivka had been "
         "liberated.", "Russia", "Russia"),
        ("Yampil is entirely in the hands of the Russians, its mayor said.", "Russia", "Ukraine"),
    ],
)  # fmt: skip
def test_whose_word_it_is_and_who_took_it(read: Read, text: str, holder: str, side: str) -> None:
    assert {(c.claimed_controller, c.claimant_side) for c in read(text)} == {(holder, side)}


def test_those_who_are_pushed_back_do_not_advance(read: Read) -> None:
    (claim,) = read("Ukrainian forces have been pushed back to the outskirts of Bakhmut.")
    assert (claim.actor1, claim.actor2) == (None, "Ukraine")


def test_the_foe_inside_a_town_is_told_against_interest(read: Read) -> None:
    (claim,) = read("The enemy is in Avdiivka, mayor Vitalii Barabash said.")
    assert claim.against_interest


def test_pests_attack_no_town(read_all: ReadAll) -> None:
    claims, _ = read_all('"Quality counts," said a trader in Odesa, where crops are under attack '
                         "from bugs.")  # fmt: skip
    assert claims == []
