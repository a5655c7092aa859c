"""Building the gazetteer from a handful of rows: what gets in, what is left out, equal bytes."""

from __future__ import annotations

import csv
import gzip
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from geo.build import BuildReport, build_gazetteer
from geo.build.drafts import Draft, Drafts, centre_of, usable_alternatives
from geo.build.own import add_counties, add_demonyms, add_facts, apply_overrides
from geo.build.ukraine import names_a_person, respell
from geo.build.world import add_units
from geo.errors import GazetteerError, GazetteerMissing
from geo.gazetteer import Gazetteer
from geo.types import Position
from tests.geo.small_tables import TABLES, without_column, write_tables


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tables(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gazetteer")


@pytest.fixture(scope="module")
def report(tables: Path, out: Path) -> BuildReport:
    return build_gazetteer(tables, out)


@pytest.fixture(scope="module")
def gazetteer(report: BuildReport, out: Path) -> Gazetteer:
    assert report.size
    return Gazetteer.open(out)


def _bytes(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_equal_tables_give_equal_bytes(
    tables: Path, report: BuildReport, out: Path, tmp_path: Path
) -> None:
    again = build_gazetteer(tables, tmp_path)
    assert _bytes(tmp_path) == _bytes(out)
    assert again == report


def test_a_build_over_an_older_one_leaves_nothing_of_it_but_texts(
    tables: Path, out: Path, report: BuildReport, tmp_path: Path
) -> None:
    (tmp_path / "odbl").mkdir()
    (tmp_path / "odbl" / "stale.u32").write_bytes(b"old")
    (tmp_path / "odbl" / "LICENCE.md").write_text("ODbL")
    build_gazetteer(tables, tmp_path)
    assert (tmp_path / "odbl" / "LICENCE.md").read_text() == "ODbL"
    (tmp_path / "odbl" / "LICENCE.md").unlink()
    assert _bytes(tmp_path) == _bytes(out)
    assert report.versions


def test_missing_tables_are_all_named(tmp_path: Path) -> None:
    write_tables(tmp_path)
    (tmp_path / "ua_places.csv.gz").unlink()
    (tmp_path / "world_admin1.csv.gz").unlink()
    with pytest.raises(GazetteerMissing, match=r"ua_places.*world_admin1"):
        build_gazetteer(tmp_path, tmp_path / "out")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    write_tables(tmp_path)
    without_column(tmp_path, "ua_places.csv.gz", "raion_pre2020")
    with pytest.raises(GazetteerError, match=r"ua_places.*raion_pre2020"):
        build_gazetteer(tmp_path, tmp_path / "out")


def test_rows_without_a_position_are_kept_as_rejected_with_a_reason(
    report: BuildReport, out: Path
) -> None:
    reasons = {row.row: row.reason for row in report.rejected}
    assert reasons["wof9"] == "no name or no position"
    assert reasons["5000"] == "no name or no position"
    assert reasons["FJ.01"].startswith("no place inside it")
    assert reasons["AN"].startswith("no position")
    assert reasons["WRI0"] == "no position"
    assert "table of facts" in reasons["WRI1005114"]
    with (out / "main" / "rejected.csv").open(encoding="utf-8") as file:
        assert {row["row"] for row in csv.DictReader(file)} >= {"wof9", "5000"}


def test_a_settlement_that_the_table_has_twice_is_one_place(
    report: BuildReport, gazetteer: Gazetteer
) -> None:
    assert "gn708273" in next(r.reason for r in report.rejected if r.row == "gn9000001")
    luhansk = [h for h in gazetteer.look_up("Hirske") if h.place.admin1_code == "UA.14"]
    assert [hit.place.place_id for hit in luhansk] == ["gn708273"]


def test_the_main_name_is_the_romanised_one_unless_it_is_another_name(
    gazetteer: Gazetteer,
) -> None:
    assert gazetteer.get("gn708273").name == "Hirske"
    assert gazetteer.get("gn691999").name == "Siverskodonetsk"


def test_the_tables_own_spelling_stays_a_name_of_the_same_rank(gazetteer: Gazetteer) -> None:
    best = {h.place.place_id: (h.how, h.folded) for h in gazetteer.look_up("Hirs’ke")}
    assert best["gn708273"] == ("name", False)
    (hit,) = gazetteer.look_up("Khutir-Mykhaylivskyy")
    assert (hit.how, hit.folded, hit.place.name) == ("name", False, "Khutir-Mykhailivskyi")


@pytest.mark.parametrize(
    ("older", "standard"),
    [
        ("Novomykhaylivka", "Novomykhailivka"),
        ("Velykyy Bychkiv", "Velykyi Bychkiv"),
        ("Sofiyivka", "Sofiivka"),
        ("Darnytsya", "Darnytsia"),
        ("Shyryayeve", "Shyriaieve"),
        ("Aydar", "Aidar"),
        ("Yevpatoriya", "Yevpatoriia"),
        ("Sloviansk", "Sloviansk"),
        ("Kropyvnytskyi", "Kropyvnytskyi"),
        ("Pryazovske", "Pryazovske"),  # the vowel stands for itself
        ("Krivaya Luka", "Krivaya Luka"),  # Russian
        ("Krasnogvardeyskoye", "Krasnogvardeyskoye"),
    ],
)
def test_older_romanisations_come_to_the_standard_but_russian_ones_stay(
    older: str, standard: str
) -> None:
    assert respell(older) == standard
    assert respell(standard) == standard


def test_a_main_name_in_cyrillic_is_romanised(gazetteer: Gazetteer) -> None:
    (hit,) = gazetteer.look_up("Troitske")
    assert hit.place.place_id == "gn102"


def test_computed_positions_carry_a_radius(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("gn102").radius_m == 5_000
    assert gazetteer.get("gn708273").radius_m is None


def test_codes_transliterations_and_words_are_no_alternative_names() -> None:
    cells = ["BER", "berlin", "A", "Berlín", "Berlin (city)", "123", "Hope", "Spree-Athen"]
    assert usable_alternatives(cells, frozenset({"hope"})) == ["Berlín", "Spree-Athen"]


def test_small_towns_abroad_keep_no_cyrillic_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Спринг") == []
    assert gazetteer.look_up("Берлин")[0].place.place_id == "gn2950159"


def test_ordinary_words_carry_a_flag(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Hope")[0].common
    assert not gazetteer.look_up("London")[0].common


def test_units_and_countries_are_places_with_their_other_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Luhansk region") == []
    region = gazetteer.look_up("Lugansk")[0].place
    assert (region.place_id, region.kind, region.name) == ("gn702657", "region", "Luhansk Oblast")
    assert region.radius_m is not None
    country = gazetteer.look_up("Україна")[0].place
    assert (country.kind, country.country, country.population) == ("country", "UA", 44_622_516)
    assert gazetteer.look_up("Netherlands")[0].place.name == "The Netherlands"


def test_a_country_without_a_label_point_lies_at_its_capital(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Testland")[0].place.position == Position(lon=20.5, lat=10.5)


def test_a_power_plant_of_the_table_has_a_usual_name_and_a_stem(gazetteer: Gazetteer) -> None:
    (hit,) = gazetteer.look_up("Cherkasy Thermal Power Plant")
    assert (hit.how, hit.place.kind, hit.place.place_id) == ("name", "facility", "gppd-WRI1075852")
    assert gazetteer.look_up("Cherkasy")[0].how == "stem"


def test_districts_of_before_2020_are_made_of_their_places(gazetteer: Gazetteer) -> None:
    (hit,) = gazetteer.look_up("Popasnianskyi Raion")
    assert gazetteer.look_up("Lysychanska Raion") == []  # too few places tell of it
    assert (hit.how, hit.place.kind, hit.place.admin1_code) == ("old", "district", "UA.14")


def test_the_register_gives_districts_codes_and_official_names(gazetteer: Gazetteer) -> None:
    hirske = gazetteer.get("gn708273")
    assert hirske.admin2 == "Siverskodonetsk Raion"
    assert hirske.official_code == "UA44120010010055038"
    assert gazetteer.get("gn102").name == "Troitske Druhe"
    assert gazetteer.get("gn103").name == "Lysychansk"


def test_the_registers_spelling_of_a_name_is_the_one_shown(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("gn105").name == "Iskra"
    assert [hit.place.place_id for hit in gazetteer.look_up("Yskra")] == ["gn105"]


def test_a_district_has_its_kind_once_in_its_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("UA32080000000084076").name == "Bucha Raion"


def test_a_district_is_corrected_by_its_code_in_the_register(gazetteer: Gazetteer) -> None:
    hits = {hit.place.name: hit.how for hit in gazetteer.look_up("Pokrovskii Raion")}
    assert hits == {"Pokrovsk Raion": "name"}
    assert gazetteer.get("gn106").admin2 == "Pokrovsk Raion"


def test_an_unsure_link_to_the_register_gives_no_code_and_only_an_alternative_name(
    gazetteer: Gazetteer,
) -> None:
    assert gazetteer.get("gn101").official_code is None
    assert gazetteer.get("gn101").name == "Vrubivka"
    assert [hit.how for hit in gazetteer.look_up("Vrubove")] == ["alt"]


def test_a_settlement_of_the_register_near_an_unlinked_place_is_that_place(
    gazetteer: Gazetteer, report: BuildReport
) -> None:
    assert gazetteer.look_up("Novozvanivka Persha")[0].place.place_id == "gn100"
    assert any("is gn100" in row.reason for row in report.rejected)


def test_a_settlement_that_only_the_register_has_is_a_place_of_its_layer(
    gazetteer: Gazetteer, out: Path, tmp_path: Path
) -> None:
    place = gazetteer.look_up("Pidhirne")[0].place
    assert (place.place_id, place.official_code) == ("UA44120000000099902", "UA44120000000099902")
    assert place.admin2 == "Siverskodonetsk Raion"
    shutil.copytree(out / "main", tmp_path / "main")
    assert Gazetteer.open(tmp_path).look_up("Pidhirne") == []


def test_layers_that_do_not_belong_together_are_refused(
    tables: Path, out: Path, tmp_path: Path
) -> None:
    write_tables(tmp_path / "fewer")
    (tmp_path / "fewer" / "ua_places.csv.gz").write_bytes(
        gzip.compress(
            "\n".join(
                line for line in TABLES["ua_places.csv.gz"].splitlines() if "gn101" not in line
            ).encode()
        )
    )
    build_gazetteer(tmp_path / "fewer", tmp_path / "mixed")
    shutil.rmtree(tmp_path / "mixed" / "odbl")
    shutil.copytree(out / "odbl", tmp_path / "mixed" / "odbl")
    with pytest.raises(GazetteerError, match="another gazetteer: gn101"):
        Gazetteer.open(tmp_path / "mixed").look_up("Vrubove")


def test_more_places_than_the_format_can_number_are_an_error(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.build.write.ROW_MASK", 10)
    with pytest.raises(GazetteerError, match="more than the format can number"):
        build_gazetteer(tables, tmp_path)


def test_the_centre_of_points_lies_among_them_even_across_the_date_line() -> None:
    west, east = Position(lon=178, lat=-17), Position(lon=-178, lat=-19)
    centre = centre_of([west, east])
    assert abs(centre.lon) == pytest.approx(180, abs=0.01)
    assert centre.lat == pytest.approx(-18, abs=0.05)


def test_a_place_in_the_wrong_unit_does_not_move_its_centre() -> None:
    inside = [Position(lon=119 + x / 10, lat=32 + y / 10) for x in range(10) for y in range(10)]
    centre = centre_of([*inside, Position(lon=103, lat=36)])
    assert (centre.lon, centre.lat) == (
        pytest.approx(119.45, abs=0.1),
        pytest.approx(32.45, abs=0.1),
    )


def test_a_dense_corner_does_not_draw_the_centre_to_itself() -> None:
    thin = [Position(lon=30 + x / 2, lat=10 + y / 2) for x in range(5) for y in range(5)]
    dense = [Position(lon=30 + n / 1000, lat=10) for n in range(40)]
    centre = centre_of([*thin, *dense])
    assert (centre.lon, centre.lat) == (pytest.approx(31, abs=0.05), pytest.approx(11, abs=0.05))


def test_a_person_with_a_patronymic_is_no_name_of_a_village() -> None:
    assert names_a_person("Шевченко Андрій Миколайович")
    assert names_a_person("Смирнов, Сергей Иванович")
    assert not names_a_person("Криве Озеро Друге")
    assert not names_a_person("Верхній Токмак Перший")


def _drafts() -> Drafts:
    drafts = Drafts()
    drafts.add(
        Draft(
            place_id="gn1",
            kind="settlement",
            position=Position(lon=38, lat=48),
            names=(("New", "name"), ("Old", "alt")),
        )
    )
    drafts.references["iso:XX"] = "gn1"
    return drafts


def _own(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


HEADER = "action,place,name,how,valid_from,valid_to,reason,source\n"


def test_overrides_add_drop_rename_and_count(tmp_path: Path) -> None:
    drafts = _drafts()
    rows = (
        "# a comment\n" + HEADER + "add,iso:XX,Nova,alias,,,r,s\nmain,gn1,Newer,name,,,r,s\n"
        "drop,gn1,OLD,,,,r,s\npopulation,gn1,7,,,,r,s\nposition,gn1,49.5 37,,,,r,s\n"
        "add,gn2,Nobody,alias,,,r,s\n"
        "dated,gn1,Ancient,old,1990-01-01,2000-01-01,r,s\n"
    )
    apply_overrides(drafts, _own(tmp_path, "overrides.csv", rows))
    draft = drafts.places["gn1"]
    assert draft.names[0] == ("Newer", "name")
    assert set(draft.names[1:]) == {("New", "name"), ("Nova", "alias"), ("Ancient", "old")}
    assert (draft.population, draft.position) == (7, Position(lon=37, lat=49.5))
    assert [row.reason for row in drafts.rejected] == ["no such place"]
    assert drafts.dated[0].name == "Ancient"


def test_a_name_may_be_shown_that_needs_a_head_noun(tmp_path: Path) -> None:
    drafts = _drafts()
    apply_overrides(drafts, _own(tmp_path, "overrides.csv", HEADER + "main,gn1,Newer,stem,,,r,s\n"))
    assert drafts.places["gn1"].names[0] == ("Newer", "stem")


def test_an_unknown_action_is_an_error(tmp_path: Path) -> None:
    own = _own(tmp_path, "overrides.csv", HEADER + "rename,gn1,X,alias,,,r,s\n")
    with pytest.raises(GazetteerError, match="rename"):
        apply_overrides(_drafts(), own)


def test_a_fact_without_a_source_is_an_error(tmp_path: Path) -> None:
    header = "place_id,name,other_names,kind,feature,lat,lon,country,admin1,radius_km,source\n"
    own = _own(tmp_path, "facts.csv", header + "x,X,,area,RGN,1,2,UA,,,\n")
    with pytest.raises(GazetteerError, match="x lacks"):
        add_facts(_drafts(), own)


def test_a_demonym_of_an_unknown_place_is_rejected(tmp_path: Path) -> None:
    drafts = _drafts()
    add_demonyms(drafts, _own(tmp_path, "demonyms.csv", "demonym,place\nXian,iso:XX\nQ,iso:QQ\n"))
    assert ("Xian", "demonym") in drafts.places["gn1"].names
    assert [row.row for row in drafts.rejected] == ["Q iso:QQ"]


def test_a_county_bears_its_name_with_the_head_noun_alone(tmp_path: Path) -> None:
    header = "place_id,name,lat,lon,admin1,population,radius_km\n"
    drafts = _drafts()
    add_counties(drafts, _own(tmp_path, "us_counties.csv", header + "us-1,X County,2,1,US.AL,9,20"))
    county = drafts.places["us-1"]
    assert (county.kind, county.names, county.admin1) == (
        "district",
        (("X County", "name"),),
        "US.AL",
    )
    assert (county.population, county.radius_m) == (9, 20_000.0)


def test_a_county_without_a_position_is_an_error(tmp_path: Path) -> None:
    header = "place_id,name,lat,lon,admin1,population,radius_km\n"
    own = _own(tmp_path, "us_counties.csv", header + "us-1,X County,,,US.AL,9,20")
    with pytest.raises(GazetteerError, match="us-1 lacks a position"):
        add_counties(_drafts(), own)


def test_a_unit_newer_than_the_table_lies_among_its_towns(tmp_path: Path) -> None:
    drafts = _drafts()
    drafts.places["gn1"] = replace(drafts.places["gn1"], country="XX", admin1="XX.09")
    write_tables(tmp_path)
    row = "XX.09,New Land,Newland,ISO 3166-2\nXX.10,Nowhere,,ISO 3166-2\n"
    own = _own(tmp_path, "units.csv", "code,name,other_names,source\n" + row)
    add_units(drafts, tmp_path, own)
    unit = drafts.resolve("adm1:XX.09")
    assert unit
    assert (unit.place_id, unit.kind, unit.position) == (
        "unit-xx-09",
        "region",
        Position(lon=38, lat=48),
    )
    assert unit.names == (("New Land", "name"), ("Newland", "alias"))
    assert drafts.resolve("adm1:XX.10") is None
    assert "XX.10" in {row.row for row in drafts.rejected}
