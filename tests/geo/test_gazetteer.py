"""The gazetteer that we ship: names, ids, areas, dates, and names in a text."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import distance_m
from geo.errors import GazetteerError, GazetteerMissing, GeoError, UnknownPlace
from geo.gazetteer import Gazetteer, NameSpan
from geo.rank import candidates, inside
from geo.types import Position

SIEVIERODONETSK = "gn691999"
UKRAINE = "gn690791"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _scan(gazetteer: Gazetteer, text: str) -> dict[str, NameSpan]:
    return {span.text: span for span in gazetteer.scan(text)}


@pytest.mark.parametrize(
    ("names", "place_id"),
    [
        (
            "Сєвєродонецьк|Северодонецк|Severodonetsk|Sievierodonetsk|Siverskodonetsk"
            "|Сіверськодонецьк|Severodonec'k",
            SIEVIERODONETSK,
        ),
        ("Zaporizhzhia|Zaporizhzhya|Zaporozhye|Запоріжжя|ZAPORIZHZHIA", "gn687700"),
        ("Bakhmut|Artemovsk|Artyomovsk", "gn713174"),
        ("Lyman|Krasny Liman|Krasnyi Lyman|Красный Лиман", "gn704204"),
        ("Balakliia|Balakleya|Balakliya", "gn712926"),
        ("Pokrovsk|Krasnoarmiisk|Krasnoarmeysk", "gn704422"),
        ("Kyiv|Kiev|Київ|Киев", "gn703448"),
        ("Kharkiv|Kharkov", "gn706483"),
        ("Lviv|Lvov", "gn702550"),
        ("Odesa|Odessa", "gn698740"),
        ("Mykolaiv|Nikolaev|Nikolayev", "gn700569"),
        ("Dnipro|Dnepr", "gn709930"),
        ("Kropyvnytskyi|Kirovograd", "gn705812"),
        ("Izium|Izyum|Ізюм", "gn707292"),
        ("Sloviansk|Slavyansk", "gn693468"),
        ("Kramatorsk", "gn704508"),
        ("Horlivka|Gorlovka", "gn707753"),
        ("Toretsk|Dzerzhinsk", "gn709354"),
        ("Vuhledar|Ugledar", "gn690823"),
        ("Marinka|Maryinka", "gn701845"),
        ("Volnovakha", "gn689198"),
        ("Enerhodar|Energodar", "gn709276"),
        ("Melitopol", "gn701404"),
        ("Berdiansk|Berdyansk", "gn712451"),
        ("Novoluhanske", "gn9115363"),
        ("Popasna|Popasnaya", "gn696566"),
        ("Rubizhne|Rubezhnoye|Rubezhnoe", "gn695274"),
        ("Kreminna|Kremennaya", "gn704138"),
        ("Svatove|Svatovo", "gn692118"),
        ("Kupiansk|Kupyansk", "gn703656"),
        ("Soledar", "gn706757"),
        ("Hirske|Gorskoye|Hirs'ke|Hirs’ke|Гірське|Горское", "gn708273"),
        ("Zolote|Zolotoye", "gn686868"),
        ("Toshkivka|Toshkovka", "gn691355"),
        ("Lysychansk|Lisichansk", "gn702972"),
        ("Olhine", "gn698580"),
        ("Chasiv Yar|Chasov Yar", "gn710915"),
        ("New York|Novgorodskoye", "gn699751"),
        ("Avdiivka|Avdeevka", "gn713122"),
        ("Luhansk|Lugansk", "gn702658"),
        ("Kurakhove|Kurakhovo", "gn695357"),
        ("Snake Island|Zmiinyi", "snake-island"),
        ("Donbas|Donbass|Донбасс", "donbas"),
        ("Azovstal", "azovstal"),
        ("Zaporizhzhia Nuclear Power Plant|ZNPP", "zaporizhzhia-npp"),
        ("Luhansk Oblast|Луганська область|Luhanshchyna", "gn702657"),
    ],
)
def test_every_spelling_in_the_news_is_the_one_place(
    gazetteer: Gazetteer, names: str, place_id: str
) -> None:
    ukraine = gazetteer.get(UKRAINE)
    for name in names.split("|"):
        assert candidates(gazetteer, name, within=ukraine)[0].place.place_id == place_id, name


@pytest.mark.parametrize(
    ("place_id", "name"),
    [
        ("gn703448", "Kyiv"), ("gn698740", "Odesa"), ("gn706483", "Kharkiv"),
        ("gn709930", "Dnipro"), ("gn687700", "Zaporizhzhia"), ("gn713174", "Bakhmut"),
        ("gn691999", "Siverskodonetsk"), ("gn701845", "Marinka"), ("gn705666", "Klishchiivka"),
        ("gn698580", "Olhyne"), ("gn809829", "Novomykhailivka"), ("gn699751", "New York"),
        ("gn13580095", "Darnytsia"), ("gn702320", "Makiivka"),
    ],
)  # fmt: skip
def test_places_of_ukraine_show_their_usual_english_names(
    gazetteer: Gazetteer, place_id: str, name: str
) -> None:
    assert gazetteer.get(place_id).name == name


def test_the_units_of_ukraine_are_oblasts_two_cities_and_crimea(gazetteer: Gazetteer) -> None:
    units = {u.name for u in gazetteer._main.units if u.code.startswith("UA.") and u.name}
    assert len(units) == 27
    assert {name for name in units if not name.endswith(" Oblast")} == {
        "Crimea", "Kyiv", "Sevastopol",
    }  # fmt: skip
    assert "Odesa Oblast" in units


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("North Kivu|Nord-Kivu", "gn206938"),
        ("Lower Shabelle|Lower Shabeelle|Shabeellaha Hoose", "gn51966"),
        ("Sistan and Baluchistan|Sistan and Baluchestan", "gn1159456"),
        ("South Hamgyong", "gn1877450"),
        ("Upper Nile", "unit-ss-07"),
        ("Finnmark", "unit-no-05"),
    ],
)
def test_first_order_units_of_the_world_are_known_by_their_english_names(
    name: str, place_id: str, gazetteer: Gazetteer
) -> None:
    for spelling in name.split("|"):
        regions = [h.place for h in gazetteer.look_up(spelling) if h.place.kind == "region"]
        assert regions[0].place_id == place_id, spelling


def test_the_city_comes_before_the_unit_of_its_name(gazetteer: Gazetteer) -> None:
    hows = {hit.place.place_id: hit.how for hit in gazetteer.look_up("Kyiv")}
    assert hows["gn703448"] == "name"
    assert hows["gn703447"] == "stem"
    assert candidates(gazetteer, "Kyiv")[0].place.place_id == "gn703448"


def test_olhine_of_vysokopillia_is_told_by_what_it_is_near(gazetteer: Gazetteer) -> None:
    vysokopillia = gazetteer.get("gn688689").position
    first = candidates(gazetteer, "Olhyne", near=vysokopillia)[0]
    assert first.place.place_id == "gn698580"
    assert "3 km away" in first.reason


def test_the_zaporizhzhia_plant_stands_at_enerhodar_and_needs_its_head_noun(
    gazetteer: Gazetteer,
) -> None:
    plant = gazetteer.get("zaporizhzhia-npp")
    near = {place.place_id for place in gazetteer.near(plant.position, 8_000)}
    assert {"gn709276", "zaporizhzhia-npp"} <= near
    hows = {hit.place.place_id: hit.how for hit in gazetteer.look_up("Zaporizhzhia")}
    assert hows["zaporizhzhia-npp"] == "stem"
    assert hows["gn687700"] == "name"


@pytest.mark.parametrize(
    ("name", "country"),
    [("US", "US"), ("U.S.", "US"), ("USA", "US"), ("UK", "GB"), ("Britain", "GB"), ("DRC", "CD"),
     ("Russian Federation", "RU"), ("Burma", "MM"), ("Holland", "NL"), ("Ivory Coast", "CI"),
     ("Côte d'Ivoire", "CI"), ("Georgia", "GE"), ("Росія", "RU")],
)  # fmt: skip
def test_countries_are_known_by_their_usual_names(
    gazetteer: Gazetteer, name: str, country: str
) -> None:
    first = candidates(gazetteer, name)[0].place
    assert (first.kind, first.country) == ("country", country)


@pytest.mark.parametrize(
    ("word", "place_id"),
    [("Ukrainian", UKRAINE), ("Russians", "gn2017370"), ("Sudanese", "gn366755"),
     ("Crimean", "gn703883"), ("Chechen", "gn569665"), ("Londoner", "gn2643743"),
     ("European", "gn6255148"), ("Texan", "gn4736286")],
)  # fmt: skip
def test_demonyms_lead_to_their_place(gazetteer: Gazetteer, word: str, place_id: str) -> None:
    hits = [hit for hit in gazetteer.look_up(word) if hit.how == "demonym"]
    assert [hit.place.place_id for hit in hits] == [place_id]


def test_hits_by_spelling_come_before_folded_ones(gazetteer: Gazetteer) -> None:
    folded = [hit.folded for hit in gazetteer.look_up("Olhyne")]
    assert folded == sorted(folded)
    assert [hit.folded for hit in gazetteer.look_up("Girs'ke")][-1]


def test_a_name_that_nobody_bears_has_no_hits(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Xyzzyqqq") == []
    assert gazetteer.look_up("") == []


def test_an_abbreviation_counts_only_in_capitals(gazetteer: Gazetteer) -> None:
    assert all(hit.place.place_id != "gn6252001" for hit in gazetteer.look_up("us"))
    assert "Us" not in {s.text for s in gazetteer.scan("Us they sent away.") if s.how == "alias"}
    assert _scan(gazetteer, "The US sent aid.")["US"].how == "alias"


def test_the_name_follows_the_date(gazetteer: Gazetteer) -> None:
    assert gazetteer.name_on(SIEVIERODONETSK, date(2022, 6, 24)) == "Sievierodonetsk"
    assert gazetteer.name_on(SIEVIERODONETSK, date(2024, 9, 26)) == "Siverskodonetsk"
    assert gazetteer.name_on(SIEVIERODONETSK, None) == "Siverskodonetsk"
    assert gazetteer.name_on("gn713174", date(2015, 1, 1)) == "Artemivsk"
    assert gazetteer.name_on("gn708273", date(2015, 1, 1)) == "Hirske"


def test_names_of_a_place_begin_with_its_main_one(gazetteer: Gazetteer) -> None:
    names = gazetteer.names(SIEVIERODONETSK)
    assert names[0] == ("Siverskodonetsk", "name")
    assert ("Северодонецк", "russian") in names
    assert ("Сіверськодонецьк", "official") in names
    extra = next(h.place for h in gazetteer.look_up("Siverskodonetsk Raion"))
    assert gazetteer.names(extra.place_id)[0] == ("Siverskodonetsk Raion", "name")


@pytest.mark.parametrize("place_id", ["gn0", "gnx", "wof1", "nowhere", "", "UA00"])
def test_an_unknown_id_is_an_error_that_names_it(gazetteer: Gazetteer, place_id: str) -> None:
    with pytest.raises(UnknownPlace, match="the gazetteer has no place") as caught:
        gazetteer.get(place_id)
    assert isinstance(caught.value, GeoError)
    assert isinstance(caught.value, KeyError)


def test_places_near_a_point_come_nearest_first_and_within_the_radius(
    gazetteer: Gazetteer,
) -> None:
    hirske = gazetteer.get("gn708273")
    places = gazetteer.near(hirske.position, 10_000)
    assert places[0] == hirske
    assert "gn686868" in {place.place_id for place in places}  # Zolote
    assert gazetteer.near(Position(lon=-140.0, lat=-45.0), 1_000) == []


@given(st.integers(0, 200_000))
def test_a_place_is_found_again_by_its_id_and_by_its_name(number: int) -> None:
    gazetteer = _shipped()
    place = gazetteer._place(number)
    assert gazetteer.get(place.place_id) == place
    assert place in [hit.place for hit in gazetteer.look_up(place.name)]


_OPENED: list[Gazetteer] = []


def _shipped() -> Gazetteer:
    if not _OPENED:
        _OPENED.append(Gazetteer.open())
    return _OPENED[0]


@given(st.text(alphabet=st.sampled_from("Kyivs HrkeUSA.'’-–\n\tДніпро4"), max_size=60))
def test_spans_hold_the_text_at_their_offsets_and_lie_at_word_boundaries(text: str) -> None:
    for span in _shipped().scan(text):
        assert text[span.start : span.end] == span.text
        assert span.postings
        assert span.start == 0 or not text[span.start - 1].isalnum()
        assert span.end == len(text) or not text[span.end].isalnum()


def test_all_names_at_a_start_are_found_and_the_longest_is_marked(gazetteer: Gazetteer) -> None:
    spans = [s for s in gazetteer.scan("near New York City today") if s.start == 5]
    assert [(s.text, s.longest) for s in spans][-2:] == [
        ("New York", False),
        ("New York City", True),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kyiv's mayor", "Kyiv"),
        ("in HIRSKE today", "HIRSKE"),
        ("in Hirs'ke today", "Hirs'ke"),
        ("in Hirs’ke today", "Hirs’ke"),
        ("the Bakhmut–Soledar line", "Soledar"),
        ("in Ivano-Frankivsk", "Ivano-Frankivsk"),
        ("in Chasiv  Yar", "Chasiv  Yar"),
        ("in Chasiv\nYar", "Chasiv\nYar"),
        ("to al-Fashir", "al-Fashir"),
        ("in St. Petersburg", "St. Petersburg"),
        ("in Côte d'Ivoire", "Côte d'Ivoire"),
        ("у місті Запоріжжя", "Запоріжжя"),
        ("the U.S. said", "U.S"),
        ("N'Djamena", "N'Djamena"),
    ],
)
def test_a_name_is_found_however_it_is_set(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert name in _scan(gazetteer, text)


@pytest.mark.parametrize("text", ["kyiv", "XKyiv", "Kyivan4", "Chasiv\n\nYar", "Chasiv, Yar"])
def test_no_name_without_a_capital_or_across_a_break(gazetteer: Gazetteer, text: str) -> None:
    assert not {"kyiv", "Kyiv", text} & _scan(gazetteer, text).keys()


def test_hits_of_a_span_are_those_of_a_look_up(gazetteer: Gazetteer) -> None:
    span = _scan(gazetteer, "in Zolote today")["Zolote"]
    assert gazetteer.hits(span) == gazetteer.look_up("Zolote")


def test_what_is_remembered_is_bounded_and_changes_no_answer(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Kyiv, Hirske, Zolote and Kyiv again; Hirs'ke near New York City"
    expected = [(span, gazetteer.hits(span)) for span in gazetteer.scan(text)]
    monkeypatch.setattr("geo.gazetteer.REMEMBERED_WORDS", 2)
    monkeypatch.setattr("geo.gazetteer.REMEMBERED_PLACES", 2)
    monkeypatch.setattr("geo.scan.REMEMBERED_WORDS", 2)
    forgetful = Gazetteer.open()
    assert [(span, forgetful.hits(span)) for span in forgetful.scan(text)] == expected
    assert len(forgetful._places) <= 2


def test_the_main_layer_works_without_the_share_alike_one(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "seeds" / "gazetteer"
    (tmp_path / "main").symlink_to(shipped / "main")
    alone, both = Gazetteer.open(tmp_path), Gazetteer.open(shipped)
    assert not any("ODbL" in licence for licence in alone.licences)
    assert any("ODbL" in licence for licence in both.licences)
    assert alone.version != both.version
    assert alone.version in both.version
    assert alone.get("gn708273").admin2 is None
    assert both.get("gn708273").admin2 == "Siverskodonetsk Raion"
    assert len(alone) < len(both)
    assert alone.names("gn708273")[0] == ("Hirske", "name")
    with pytest.raises(UnknownPlace):
        alone.get("UA44120000000018893")


def test_the_folder_under_the_odbl_carries_its_licence() -> None:
    shipped = Path(__file__).parents[2] / "seeds" / "gazetteer"
    assert "OpenStreetMap" in (shipped / "odbl" / "LICENCE.md").read_text(encoding="utf-8")


def test_no_gazetteer_in_a_folder_is_an_error_that_tells_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(GazetteerMissing, match="claimmap gazetteer build"):
        Gazetteer.open(tmp_path)


def test_a_gazetteer_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "main").mkdir()
    (tmp_path / "main" / "meta.json").write_text('{"format": 99}')
    with pytest.raises(GazetteerError, match="99"):
        Gazetteer.open(tmp_path)


def test_a_gazetteer_that_lacks_a_file_is_refused(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "seeds" / "gazetteer" / "main"
    (tmp_path / "main").mkdir()
    for lacking in ("labels.marisa", "latitude.i32"):
        for path in shipped.iterdir():
            target = tmp_path / "main" / path.name
            target.unlink(missing_ok=True)
            if path.name != lacking:
                target.symlink_to(path)
        with pytest.raises(GazetteerMissing, match=lacking):
            Gazetteer.open(tmp_path)


def test_opening_needs_no_heavy_library() -> None:
    code = (
        "import sys; from geo.gazetteer import Gazetteer; Gazetteer.open();"
        "heavy = {'numpy', 'pandas', 'shapely', 'spacy'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_district_a_region_and_an_area_hold_what_lies_in_them(gazetteer: Gazetteer) -> None:
    hirske = gazetteer.get("gn708273")
    district = gazetteer.look_up("Siverskodonetsk Raion")[0].place
    assert inside(hirske, district)
    assert inside(hirske, gazetteer.get("gn702657"))
    assert inside(hirske, gazetteer.get("donbas"))
    assert inside(hirske, hirske)
    assert not inside(gazetteer.get("gn703448"), gazetteer.get("donbas"))
    assert not inside(gazetteer.get("gn703448"), gazetteer.get("gn702657"))
    assert not inside(gazetteer.get("gn703448"), district)


def test_a_name_of_its_time_ranks_higher_on_that_day(gazetteer: Gazetteer) -> None:
    then = candidates(gazetteer, "Sievierodonetsk", on=date(2022, 6, 24))[0]
    now = candidates(gazetteer, "Sievierodonetsk", on=date(2025, 6, 24))[0]
    assert then.score > now.score
    assert "so named on 2022-06-24" in then.reason


@pytest.mark.parametrize(
    ("name", "place_id"),
    [("Artemivsk", "gn713174"), ("Krasnyi Lyman", "gn704204"), ("Dnipropetrovsk", "gn709930")],
)
def test_a_former_name_is_of_the_place_that_bore_it_on_the_day(
    gazetteer: Gazetteer, name: str, place_id: str
) -> None:
    assert candidates(gazetteer, name, on=date(2015, 1, 1))[0].place.place_id == place_id


def test_scores_lie_within_nought_and_one_and_fall(gazetteer: Gazetteer) -> None:
    ranked = candidates(gazetteer, "Ivanivka", near=gazetteer.get("gn708273").position)
    scores = [candidate.score for candidate in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert "another spelling" in ranked[-1].reason or len(ranked) > 50


@pytest.mark.parametrize(
    ("unit", "lon", "lat"),
    [
        ("Jiangsu", 119.5, 32.9),
        ("Hebei", 116.1, 39.3),
        ("Lviv Oblast", 23.9, 49.7),
        ("Chongqing", 107.9, 30.1),
        ("Kurgan Oblast", 64.8, 55.4),
    ],
)
def test_a_unit_lies_in_its_middle_though_tables_put_places_of_others_in_it(
    unit: str, lon: float, lat: float, gazetteer: Gazetteer
) -> None:
    found = next(h.place for h in gazetteer.look_up(unit) if h.place.kind == "region")
    assert distance_m(found.position, Position(lon=lon, lat=lat)) < 60_000


def test_a_village_has_no_person_for_a_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("gn694167").name == "Shevchenko"


def test_it_tells_how_names_begin(gazetteer: Gazetteer) -> None:
    assert gazetteer.begins("bakhm")
    assert gazetteer.begins("bakhmut")
    assert not gazetteer.begins("bakhmqx")
