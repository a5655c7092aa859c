"""Toponym resolution: which place a name means, how precisely, and why."""

from __future__ import annotations

import pytest

from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.resolve import resolve
from geo.types import Focus, Place, Resolution, Toponym
from geo.vicinity import rough_km


def resolved(geoparser: Geoparser, text: str, focus: Focus | None = None) -> dict[str, Resolution]:
    return {r.toponym.text: r for r in geoparser.parse(text, focus).resolutions}


def place(geoparser: Geoparser, text: str, name: str, focus: Focus | None = None) -> Place:
    found = resolved(geoparser, text, focus)[name].place
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("A school in Hirske, Luhansk region, burned.", "Hirske", "Luhansk"),
        ("A school in Hirske (Lviv region) burned.", "Hirske", "Lviv"),
        ("A school in Mykolaivka in the Donetsk region burned.", "Mykolaivka", "Donetsk"),
        ("Ivanivka was shelled, as were Kreminna, Svatove and Lysychansk.", "Ivanivka", "Luhansk"),
    ],
)
def test_what_is_named_beside_a_name_decides_between_namesakes(
    text: str, name: str, unit: str, geoparser: Geoparser
) -> None:
    assert unit in (place(geoparser, text, name).admin1 or "")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Shells hit the Luhansk region.", "Luhansk", "region"),
        ("The governor of Luhansk spoke.", "Luhansk", "region"),
        ("Russia controls parts of Kherson.", "Kherson", "region"),
        ("Russia holds the industrial district of Luhansk.", "Luhansk", "region"),
        ("Donbas is made up of Luhansk and its neighbour Donetsk.", "Donetsk", "region"),
        ("Shells hit Luhansk.", "Luhansk", "settlement"),
        ("Control of Kherson changed.", "Kherson", "settlement"),
        (
            "Russia wants control of Luhansk. The Luhansk governor spoke.",
            "Luhansk",
            "region",
        ),
        ("The city of Zaporizhzhia lost power.", "Zaporizhzhia", "settlement"),
        ("Shells hit Avdiivka, Donetsk.", "Donetsk", "region"),
        ("Shells hit Avdiivka (Donetsk) at night.", "Donetsk", "region"),
        ("Shells hit Bakhmut, Donetsk and Mariupol.", "Donetsk", "settlement"),
    ],
)
def test_a_city_and_its_region_are_told_apart_by_the_words_around(
    text: str, name: str, kind: str, geoparser: Geoparser, ukraine: Focus
) -> None:
    assert place(geoparser, text, name, ukraine).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "The Zaporizhzhia nuclear power plant lost power.",
        "Inspectors left the Zaporizhzhia atomic power facility.",
        "Zaporizhzhia, where engineers are running a nuclear power station, is a risk.",
    ],
)
def test_the_nuclear_plant_stands_at_enerhodar(
    text: str, geoparser: Geoparser, gazetteer: Gazetteer
) -> None:
    (resolution,) = geoparser.parse(text).resolutions
    assert resolution.place is not None
    assert resolution.place.kind == "facility"
    enerhodar = gazetteer.look_up("Enerhodar")[0].place
    assert rough_km(resolution.place, enerhodar) < 10


def test_the_plant_is_meant_again_where_it_is_said_to_run(geoparser: Geoparser) -> None:
    text = (
        "Inspectors fear for the Russian-held Zaporizhzhia atomic power facility in Ukraine.\n"
        "Zaporizhzhia, where engineers are running a nuclear power station under guard, is a risk."
        " The city of Zaporizhzhia lost power."
    )
    found = geoparser.parse(text, Focus(countries=("UA",))).resolutions
    kinds = [r.place.kind for r in found if r.place and r.toponym.text.startswith("Zap")]
    assert kinds == ["facility", "facility", "settlement"]


def test_a_facility_of_another_sort_is_not_the_one_asked_for(
    geoparser: Geoparser, ukraine: Focus
) -> None:
    assert place(geoparser, "Fire at Trypillia railway station.", "Trypillia", ukraine).kind == (
        "settlement"
    )


def test_spellings_of_one_place_meet(geoparser: Geoparser, ukraine: Focus) -> None:
    spellings = ("Sievierodonetsk", "Severodonetsk", "Siverskodonetsk")
    found = {place(geoparser, f"Shells hit {s}.", s, ukraine).place_id for s in spellings}
    assert len(found) == 1


def test_names_of_the_soviet_age_are_known(geoparser: Geoparser, ukraine: Focus) -> None:
    assert place(geoparser, "Artemovsk was shelled.", "Artemovsk", ukraine).name == "Bakhmut"


def test_a_name_of_many_villages_stays_open_and_says_so(geoparser: Geoparser) -> None:
    (resolution,) = geoparser.parse("Ivanivka was shelled.").resolutions
    assert resolution.place is None
    assert resolution.position is None
    assert len(resolution.candidates) > 1
    assert "several places bear the name" in resolution.reason


def test_an_unresolved_place_leaves_the_others_alone(geoparser: Geoparser) -> None:
    text = "Shells hit {}Sloviansk and Kramatorsk."
    alone = resolved(geoparser, text.format(""))
    beside = resolved(geoparser, text.format("Zzyzxville, "))
    for name in ("Sloviansk", "Kramatorsk"):
        assert alone[name].place == beside[name].place


def test_a_clear_prior_is_no_ambiguity(geoparser: Geoparser) -> None:
    assert place(geoparser, "She lives in Paris.", "Paris").country == "FR"


def test_a_name_means_one_place_in_a_text(geoparser: Geoparser) -> None:
    text = "Shells hit Hirske, Luhansk region. Hours later, Hirske burned."
    found = [r for r in geoparser.parse(text).resolutions if r.toponym.text == "Hirske"]
    assert len({r.place.place_id for r in found if r.place}) == 1


@pytest.mark.parametrize(
    ("text", "name", "prec"),
    [
        ("Shells hit Sloviansk.", "Sloviansk", 1),
        ("Shells hit Kherson district.", "Kherson district", 3),
        ("Shells hit the Luhansk region.", "Luhansk", 4),
        ("On the Kupiansk direction it was calm.", "Kupiansk", 5),
        ("Troops left Ukraine.", "Ukraine", 6),
        ("The worst war in Europe.", "Europe", 7),
        ("Fire broke out at Sumy refinery.", "Sumy", 2),
        ("Shells hit Sloviansk community.", "Sloviansk", 3),
        ("Ships left Snake Island.", "Snake Island", 1),
    ],
)
def test_where_prec_follows_what_the_name_asks_for(
    text: str, name: str, prec: int, geoparser: Geoparser, ukraine: Focus
) -> None:
    assert resolved(geoparser, text, ukraine)[name].where_prec == prec


def test_the_reason_names_what_decided(geoparser: Geoparser) -> None:
    text = "Shells hit Hirske, Luhansk region, near Zolote."
    reason = resolved(geoparser, text)["Hirske"].reason
    assert "Luhansk Oblast is named beside it" in reason
    assert "km from Zolote" in reason
    assert "next: Hirske" in reason


def test_the_company_in_a_reason_is_where_it_was_put_in_the_end(
    geoparser: Geoparser, ukraine: Focus
) -> None:
    found = resolved(geoparser, "Ivanivske near Chasiv Yar was shelled.", ukraine)
    assert "6 km from Ivanivske" in found["Chasiv Yar"].reason


def test_no_country_is_no_reason(geoparser: Geoparser) -> None:
    """What lies in no one country is not there because "None is spoken of"."""
    for resolution in geoparser.parse(
        "They crossed the Andes and the Sahara to Africa."
    ).resolutions:
        assert resolution.reason is not None
        assert "None" not in resolution.reason


def test_a_head_noun_is_given_as_a_reason(geoparser: Geoparser) -> None:
    found = resolved(geoparser, "Shells hit the Luhansk region and Sumy refinery.")
    assert '"region" asks for a region' in found["Luhansk"].reason
    assert "none is known" in found["Sumy"].reason


def test_candidates_are_ranked_and_their_scores_are_shares(geoparser: Geoparser) -> None:
    (resolution,) = geoparser.parse("Shells hit Kherson.").resolutions
    scores = [candidate.score for candidate in resolution.candidates]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1.0 + 1e-9
    assert 0 < resolution.score <= 1


def test_toponyms_found_by_others_are_resolved_too(gazetteer: Gazetteer) -> None:
    text = "Turkish police in Ankara told the U.S. and Nowhereville."
    spans = ("Turkish", "Ankara", "U.S.", "Nowhereville")
    toponyms = [Toponym(start=text.index(s), end=text.index(s) + len(s), text=s) for s in spans]
    found = resolve(text, toponyms, gazetteer)
    assert [r.place.country if r.place else None for r in found] == ["TR", "TR", "US", None]
    assert found[-1].reason == "the gazetteer does not know the name"


def test_two_namesakes_in_one_text_are_told_apart_by_what_is_named_beside_each(
    geoparser: Geoparser,
) -> None:
    found = geoparser.parse("He left Melbourne, Fla., for Melbourne, Australia.").resolutions
    towns = [r.place for r in found if r.toponym.text == "Melbourne"]
    assert [place and place.admin1 for place in towns] == ["Florida", "Victoria"]


@pytest.mark.parametrize(
    "text",
    [
        "The raid took what little of industrial Luhansk was still held.",
        "The Luhansk part of the Donbas was lost.",
        "Fighting goes on in the Luhansk region; taking Luhansk would be a victory.",
    ],
)
def test_a_bare_name_is_the_region_where_the_words_speak_of_a_unit(
    geoparser: Geoparser, text: str
) -> None:
    found = [r for r in geoparser.parse(text).resolutions if r.toponym.text == "Luhansk"]
    assert [r.place and r.place.kind for r in found] == ["region"] * len(found)


def test_a_bare_name_stays_the_city_where_the_text_speaks_of_the_city_too(
    geoparser: Geoparser,
) -> None:
    text = "The city of Luhansk was hit. In Luhansk region taking Luhansk was the aim."
    found = [r for r in geoparser.parse(text).resolutions if r.toponym.text == "Luhansk"]
    assert [r.place and r.place.kind for r in found] == ["settlement", "region", "settlement"]


def test_the_unit_named_behind_a_list_holds_for_all_its_names(geoparser: Geoparser) -> None:
    text = "Shells fell on Topoli, Kamianka and Zapadne in Kharkiv oblast."
    for name in ("Topoli", "Kamianka", "Zapadne"):
        assert place(geoparser, text, name).admin1 == "Kharkiv Oblast"


def test_a_district_tells_namesakes_apart(geoparser: Geoparser) -> None:
    text = "The occupiers fired on Kamianske and Plavni in Vasylivka district."
    for name in ("Kamianske", "Plavni"):
        assert place(geoparser, text, name).admin2 == "Vasylivka Raion"


def test_the_state_in_front_of_a_noun_for_its_town_is_the_state(geoparser: Geoparser) -> None:
    text = "The mayor of Birmingham resigned. The Alabama city has no police chief."
    assert place(geoparser, text, "Alabama").kind == "region"
    assert place(geoparser, text, "Birmingham").admin1 == "Alabama"


def test_a_district_with_a_name_of_its_own_is_in_the_city(geoparser: Geoparser) -> None:
    found = place(geoparser, "Drones hit the Kyivskyi district of Kharkiv.", "Kharkiv")
    assert found.kind == "settlement"


def test_counties_of_one_name_are_told_apart_by_their_states(geoparser: Geoparser) -> None:
    text = "Storms hit Lake County, Ohio, and Lake County, Florida."
    units = [
        r.place.admin1
        for r in geoparser.places(text).resolutions
        if r.place and r.place.kind == "district"
    ]
    assert units == ["Ohio", "Florida"]


@pytest.mark.parametrize(
    "text",
    [
        "Ukrainian forces hold Dzerzhinsk, while Russian units advance on Krasnoarmeysk.",
        "Fighting in Donbas continued near Dzerzhinsk and Krasnoarmeysk.",
        "Troops shelled Krasnoarmeysk and Dzerzhinsk in the Donetsk People's Republic.",
    ],
)
def test_a_report_of_a_war_speaks_of_the_country_fought_in(geoparser: Geoparser, text: str) -> None:
    found = {r.toponym.text: r.place for r in geoparser.parse(text, parse_all=False).resolutions}
    for name, town in (("Dzerzhinsk", "Toretsk"), ("Krasnoarmeysk", "Pokrovsk")):
        place = found[name]
        assert place is not None
        assert (place.name, place.country) == (town, "UA")


def test_a_region_named_outweighs_the_country_fought_in(geoparser: Geoparser) -> None:
    text = "Ukrainian drones hit a plant in Dzerzhinsk, Nizhny Novgorod region, Russia."
    found = {r.toponym.text: r.place for r in geoparser.parse(text, parse_all=False).resolutions}
    place = found["Dzerzhinsk"]
    assert place is not None
    assert place.country == "RU"


@pytest.mark.parametrize(
    "text", ["Officials in Washington declined to comment.", "Washington and London agreed."]
)
def test_the_name_of_a_seat_of_government_is_the_city(geoparser: Geoparser, text: str) -> None:
    first = geoparser.parse(text, parse_all=False).resolutions[0]
    assert first.place is not None
    assert (first.place.kind, first.place.admin1) == ("settlement", "Washington, D.C.")
