"""Wordings of reports that nobody had seen when the rules were written."""

from __future__ import annotations

import pytest

from tests.events.claims.conftest import Read, ReadAll

_HELD = {"capture", "control"}


def _holders(read: Read, text: str) -> dict[str | None, str | None]:
    return {c.place_name: c.claimed_controller for c in read(text) if c.event_type in _HELD}


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces have captured all but the Azot plant in Sievierodonetsk.",
        "Russia has seized the villages surrounding Vovchansk.",
        "Imagine Russia held Odesa.",
        "Say the Russians take Sumy.",
        'Fact check: "Russian troops took Kupiansk in January" - false.',
        "A Russian oligarch controls the port of Berdiansk through his son.",
        "Russian hackers took control of cameras in Kyiv.",
        "Protesters raised the Ukrainian flag in Kherson under the eyes of Russian soldiers.",
        "Flags flew at half mast in Kyiv.",
        "Ukrainian commandos landed in Crimea, raised a flag and left.",
        "Parts of Donetsk, Kherson and Zaporizhzhia regions are under Russian control.",
        "In the Slobozhanskyi direction, the adversary keeps Kharkiv partially blocked.",
        "A Western diplomat is less sure and reckons with the fall of Avdiivka before Easter.",
        "Stop spreading the rumour that Selydove has been captured by Russia.",
        "Information circulated by Russian resources about the seizure of Ulakly is not true.",
        "The defenders still hold Belgorod.",
    ],
)
def test_names_no_holder(read: Read, text: str) -> None:
    assert {c.claimed_controller for c in read(text)} <= {None}


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        (
            "Russian forces seized Novopil in Donetsk Oblast and Loknia in Sumy Oblast.",
            {"Novopil": "Russia", "Loknia": "Russia"},
        ),
        (
            "Lysychansk is the last large city in the region still held by Ukraine.",
            {"Lysychansk": "Ukraine"},
        ),
        ("Volunteers hand out water in Snihurivka, freed in November.", {"Snihurivka": "Ukraine"}),
        (
            "Ukrainian soldiers are in full control of Kupiansk, Zelensky said.",
            {"Kupiansk": "Ukraine"},
        ),
        ("Moscow keeps Oleshky and Skadovsk.", {"Oleshky": "Russia", "Skadovsk": "Russia"}),
        (
            "Footage showed Russian soldiers waving a flag from the roof of a building in "
            "Vuhledar.",
            {"Vuhledar": "Russia"},
        ),
        ("Moscow announced that Dvorichna had been taken.", {"Dvorichna": "Russia"}),
        ("Kyiv announced that Dvorichna had been taken.", {"Dvorichna": None}),
        (
            "The Russian Ministry of Defense credited elements of the Eastern Grouping of Forces "
            "with taking Vuhledar.",
            {"Vuhledar": "Russia"},
        ),
        (
            "It was occupied until the Ukrainians drove the Russians out of Kupiansk.",
            {"Kupiansk": "Ukraine"},
        ),
        (
            "One Russian milblogger stated that Ukrainian forces still fight near Kupiansk, "
            "whereas another insisted that they hold Pokrovsk.",
            {"Pokrovsk": "Ukraine"},
        ),
        ("In Mariupol, defenders were still holding the Azovstal steelworks.", {
            "Azovstal Iron and Steel Works": "Ukraine", "Mariupol": None}),
    ],
)  # fmt: skip
def test_who_holds_what(read: Read, text: str, holders: dict[str, str | None]) -> None:
    found = _holders(read, text)
    assert {place: found[place] for place in holders if place in found} | found == found
    assert {place: found.get(place, "not found") for place in holders if holders[place]} == {
        place: holder for place, holder in holders.items() if holder
    }


def test_each_place_of_a_list_has_its_own_day(read: Read) -> None:
    claims = read("Soledar fell in January and Bakhmut in May 2022.")
    assert {c.place_name: str(c.event_date) for c in claims} == {
        "Soledar": "2023-01-01",
        "Bakhmut": "2022-05-01",
    }


@pytest.mark.parametrize(
    ("text", "event_type", "place"),
    [
        (
            "A Ukrainian battalion crosses the Inhulets near Davydiv Brid.",
            "advance",
            "Davydiv Brid",
        ),
        ("Russian troops are within three kilometres of Pokrovsk.", "advance", "Pokrovsk"),
        ("The last Russian soldiers have gone from Sumy region.", "withdrawal", "Sumy Oblast"),
        (
            "Images show Ukrainian soldiers at the western entrance to Kupiansk.",
            "advance",
            "Kupiansk",
        ),
        (
            "Analysts say the marines hold a stretch of Krynky.",
            "control",
            "Krynky",
        ),
        (
            "In the Kharkiv direction, our soldiers foiled attempts to advance towards Lyptsi.",
            "attack_repelled",
            "Lyptsi",
        ),
        (
            "Geolocated footage indicates that Ukrainian forces marginally advanced southeast of "
            "Kupiansk.",
            "advance",
            "Kupiansk",
        ),
        ("Ukrainian marines cling to Krynky.", "control", "Krynky"),
        ("Five guided bombs on Kupiansk since the morning, the governor said.", "bombardment",
         "Kupiansk"),
        ("Volnovakha no longer exists.", "destruction", "Volnovakha"),
    ],
)  # fmt: skip
def test_what_happens_where(read: Read, text: str, event_type: str, place: str) -> None:
    assert (event_type, place) in {(c.event_type, c.place_name) for c in read(text)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Black smoke rose after missiles launched from Crimea struck Odesa.", "Crimea"),
        ("Russian troops marched off towards Belarus.", "Belarus"),
        ("The Ukrainians fell back to Lysychansk.", "Lysychansk"),
        (
            "The last Ukrainian soldiers have left Azovstal and Russia now fully controls "
            "Mariupol.",
            "Russia",
        ),
        ("Footage shows a flag in the southern Shevchenko neighbourhood.", "Shevchenko"),
    ],
)
def test_nothing_happens_at_what_only_tells_whence_or_whither(
    read: Read, text: str, place: str
) -> None:
    assert place not in {c.place_name for c in read(text)}


def test_parts_of_the_place_spoken_of(read: Read) -> None:
    claims = read("Russian troops have entered Toretsk. Fighting is going on in the centre.")
    assert ("clash", "Toretsk") in {(c.event_type, c.place_name) for c in claims}


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        (
            "Valery Gerasimov reported to President Vladimir Putin by video link that Kupiansk had "
            "been retaken.",
            "Valery Gerasimov",
        ),
        (
            "Nazar Voloshyn, a Ukrainian army spokesman, confirmed on television that the "
            "defenders had left Chasiv Yar.",
            "Nazar Voloshyn",
        ),
        (
            "Konotop is surrounded, and columns are driving past it on their way to Kyiv, governor "
            "Dmytro Zhyvytskyi reports.",
            "Dmytro Zhyvytskyi",
        ),
        (
            "Nazar Voloshyn, spokesman for the army, draws another picture: Kupiansk is held by "
            "our troops.",
            "Nazar Voloshyn",
        ),
        (
            "Kyrylo Budanov, the head of military intelligence, holds that Russia has taken "
            "Kupiansk.",
            "Kyrylo Budanov",
        ),
        (
            "The General Staff mentioned shelling of Kupiansk.",
            "General Staff of the Armed Forces of Ukraine",
        ),
    ],
)
def test_who_says_it(read: Read, text: str, claimant: str) -> None:
    assert {c.claimant for c in read(text, source="Invented Agency")} == {claimant}


def test_who_stands_before_a_colon_speaks_for_the_line(read: Read) -> None:
    text = (
        "DeepState: Vuhledar is occupied; the enemy has advanced in Toretsk. Hrodivka is shelled."
    )
    assert {c.claimant for c in read(text)} == {"DeepState"}


def test_what_is_warned_of_as_happening_is_asserted(read: Read) -> None:
    claims = read("Russian troops are pulling back from Kherson, President Zelensky warns.")
    assert [c.modality for c in claims] == ["asserted"]


def test_a_denial_is_answered_beyond_what_its_speaker_said_before(read: Read) -> None:
    claims = read(
        "Russia announced that its troops had captured Kurakhove. "
        '"We have not left Kurakhove," Viktor Tregubov, a Ukrainian army spokesman, said. '
        "He called the Russian statement premature."
    )
    denied = {c.event_type for c in claims if c.modality == "denied" and c.claimant_side}
    assert "capture" in denied


def test_what_could_not_be_checked_of_a_place_marks_its_claims(read: Read) -> None:
    claims = read(
        "Russia said its troops had entered Pokrovsk. Ukraine said that shells fell on Kharkiv. "
        "Our agency could not check what either side says about Pokrovsk."
    )
    marks = {c.place_name: c.verification for c in claims}
    assert marks["Pokrovsk"] == "unverifiable"


def test_totals_of_machines_hit_no_place(read_all: ReadAll) -> None:
    claims, _ = read_all(
        "Russian forces shelled Enerhodar. "
        "Since the start of the operation, 263 aircraft and 145 helicopters have been destroyed."
    )
    assert {c.event_type for c in claims} == {"bombardment"}
