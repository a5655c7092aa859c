"""A map of who holds what is its source's assessment of each settlement inside, changes only."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point, Polygon, box

from events.actors import load_conflict
from events.control import control_as_of
from events.errors import TableError
from events.importers import held_by
from events.importers.holders import holder_of
from events.types import Claim
from events.verify import verify
from tests.events.importer_tables import Imported, gazetteer, says, taken

HIRSKE = (38.4981, 48.7503)
AROUND_HIRSKE = box(38.44, 48.72, 38.56, 48.78)
FURTHER_EAST = box(39.2, 48.5, 39.4, 48.65)  # Luhansk
JUNE_24, JULY_1 = date(2022, 6, 24), date(2022, 7, 1)
Features = Sequence[tuple[Any, dict[str, Any]]]


def frame(features: Features) -> gpd.GeoDataFrame:
    shapes = [shape for shape, _ in features]
    return gpd.GeoDataFrame([said for _, said in features], geometry=shapes, crs="EPSG:4326")


def geojson(folder: Path, *features: tuple[Any, dict[str, Any]], name: str = "map") -> Path:
    path = folder / f"{name}.geojson"
    path.write_text(frame(features).to_json(drop_id=True), encoding="utf-8")
    return path


def drawn(path: Path, day: date | None = JUNE_24, **more: Any) -> Imported:
    return taken("polygons", path, path.parent, says("Map", date=day, **more))


def of(claims: Sequence[Claim], name: str) -> Claim:
    (claim,) = [claim for claim in claims if claim.place_name == name]
    return claim


def test_each_settlement_inside_is_assessed(tmp_path: Path) -> None:
    found = drawn(geojson(tmp_path, (AROUND_HIRSKE, {"status": "Russian-controlled"})))
    claim = of(found.claims, "Hirske")
    assert (claim.event_type, claim.speech_act, claim.modality) == (
        "control",
        "assesses",
        "asserted",
    )
    assert (claim.claimed_controller, claim.claimant, claim.source) == ("Russia", "Map", "Map")
    assert (claim.event_date, claim.published, claim.date_prec) == (JUNE_24, JUNE_24, 1)
    assert (claim.place_id, claim.where_prec, claim.conflict) == ("gn708273", 1, "ukraine")
    assert len(found.claims) > 1
    assert {claim.place_id for claim in found.claims} == {
        place.place_id
        for place in gazetteer().within(*AROUND_HIRSKE.bounds)
        if place.kind == "settlement"
    }
    assert not found.rejected


def test_the_evidence_is_the_polygons_line_and_dereferences(tmp_path: Path) -> None:
    found = drawn(geojson(tmp_path, (AROUND_HIRSKE, {"status": "Russian-controlled", "n": 7})))
    assert of(found.claims, "Hirske").evidence.startswith(
        "polygon 1: status: Russian-controlled; n: 7; longitude 38.44"
    )
    assert verify(found.claims, found.documents) == []


def test_every_format_says_the_same(tmp_path: Path) -> None:
    features = ((AROUND_HIRSKE, {"Name": "Russian-held"}), (FURTHER_EAST, {"Name": "contested"}))
    data, expected = frame(features), drawn(geojson(tmp_path, *features))
    data.to_file(tmp_path / "map.gpkg", driver="GPKG")
    data.to_file(tmp_path / "map.kml", driver="KML")
    with zipfile.ZipFile(tmp_path / "map.kmz", "w") as archive:
        archive.write(tmp_path / "map.kml", "doc.kml")
    data.to_file(tmp_path / "map.shp")
    with zipfile.ZipFile(tmp_path / "map.zip", "w") as archive:
        for part in tmp_path.glob("map.*"):
            if part.suffix in (".shp", ".shx", ".dbf", ".prj"):
                archive.write(part, part.name)
    said = {(claim.place_id, claim.claimed_controller) for claim in expected.claims}
    assert {holder for _, holder in said} == {"Russia", "contested"}
    for suffix in ("gpkg", "kml", "kmz", "shp", "zip"):
        found = drawn(tmp_path / f"map.{suffix}")
        assert {(c.place_id, c.claimed_controller) for c in found.claims} == said, suffix
        assert verify(found.claims, found.documents) == []


def test_coordinates_of_another_system_are_converted(tmp_path: Path) -> None:
    path = tmp_path / "map.gpkg"
    data = frame([(AROUND_HIRSKE, {"status": "Russian-held"})]).to_crs("EPSG:3857")
    data.to_file(path, driver="GPKG")
    assert of(drawn(path).claims, "Hirske").claimed_controller == "Russia"


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_coordinates_of_no_known_system_are_refused(tmp_path: Path) -> None:
    data = frame([(AROUND_HIRSKE, {"status": "Russian-held"})]).to_crs("EPSG:3857")
    data.set_crs(None, allow_override=True).to_file(tmp_path / "map.shp")
    with pytest.raises(TableError, match="does not say in which coordinates"):
        drawn(tmp_path / "map.shp")
    plain = frame([(AROUND_HIRSKE, {"status": "Russian-held"})]).set_crs(None, allow_override=True)
    plain.to_file(tmp_path / "degrees.shp")
    assert of(drawn(tmp_path / "degrees.shp").claims, "Hirske")


def test_a_holder_may_be_given_for_all_polygons(tmp_path: Path) -> None:
    path = geojson(tmp_path, (AROUND_HIRSKE, {}))
    assert of(drawn(path, controller="Ukraine").claims, "Hirske").claimed_controller == "Ukraine"


def test_the_property_that_is_asked_for_decides(tmp_path: Path) -> None:
    said = {"status": "Russian-held", "who": "Ukraine"}
    path = geojson(tmp_path, (AROUND_HIRSKE, said))
    found = drawn(path, controller_field="who")
    assert of(found.claims, "Hirske").claimed_controller == "Ukraine"


def test_a_map_that_says_nothing_of_holders_is_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path, (AROUND_HIRSKE, {"colour": "red", "status": "7"}))
    with pytest.raises(
        TableError, match=r"nothing says who holds .*properties are: colour, status"
    ):
        drawn(path)
    with pytest.raises(TableError, match="asked: who"):
        drawn(path, controller_field="who")
    with pytest.raises(TableError, match=r"no actor 'Atlantis'; there are: contested, .*Russia"):
        drawn(path, controller="Atlantis")


def test_a_polygon_of_nobody_known_is_rejected_with_the_choices(tmp_path: Path) -> None:
    known, unknown = {"status": "Russian-held"}, {"status": "unknown status"}
    found = drawn(geojson(tmp_path, (FURTHER_EAST, known), (AROUND_HIRSKE, unknown)))
    (rejected,) = found.rejected
    assert "status is 'unknown status', which names none of: contested, " in rejected.reason
    assert rejected.text.startswith("polygon 2: ")
    assert rejected.text == found.documents[0].text[rejected.start : rejected.end]
    assert "Hirske" not in {claim.place_name for claim in found.claims}


def test_polygons_that_contradict_each_other_say_nothing(tmp_path: Path) -> None:
    path = geojson(
        tmp_path, (AROUND_HIRSKE, {"side": "Russia"}), (AROUND_HIRSKE, {"side": "Ukraine"})
    )
    found = drawn(path)
    assert not found.claims
    assert any("Hirske (gn708273) lies in polygons of several" in r.reason for r in found.rejected)


def test_what_is_no_polygon_is_counted(tmp_path: Path) -> None:
    others = [(Point(38, 48), {}), (Point(39, 48), {}), (LineString([(38, 48), (39, 48)]), {})]
    found = drawn(geojson(tmp_path, (AROUND_HIRSKE, {"side": "Russia"}), *others))
    assert [r.reason for r in found.rejected] == [
        "left out: 1 of the kind LineString, which is no polygon",
        "left out: 2 of the kind Point, which is no polygon",
    ]


def test_a_polygon_that_crosses_itself_is_mended(tmp_path: Path) -> None:
    west, south, east, north = AROUND_HIRSKE.bounds
    bowtie = Polygon([(west, south), (east, north), (east, south), (west, north)])
    assert drawn(geojson(tmp_path, (bowtie, {"side": "Russia"}))).claims


def test_of_a_later_map_only_changes_are_taken(tmp_path: Path) -> None:
    first = drawn(geojson(tmp_path, (AROUND_HIRSKE, {"side": "Russia"})))
    held = partial(held_by, first.claims, "Map")
    same = drawn(geojson(tmp_path, (AROUND_HIRSKE, {"side": "Russia"})), JULY_1, held=held)
    assert (same.claims, same.documents, same.rejected) == ([], [], [])
    both = ((AROUND_HIRSKE, {"side": "Russia"}), (FURTHER_EAST, {"side": "Russia"}))
    more = drawn(geojson(tmp_path, *both), JULY_1, held=held)
    assert more.claims
    assert {c.place_id for c in more.claims}.isdisjoint(c.place_id for c in first.claims)


def test_what_left_all_polygons_is_held_no_more(tmp_path: Path) -> None:
    first = drawn(geojson(tmp_path, (AROUND_HIRSKE, {"side": "Russia"})))
    held = partial(held_by, first.claims, "Map")
    later = drawn(geojson(tmp_path, (FURTHER_EAST, {"side": "Russia"})), JULY_1, held=held)
    claim = of(later.claims, "Hirske")
    assert (claim.event_type, claim.actor1, claim.claimed_controller) == (
        "withdrawal",
        "Russia",
        None,
    )
    assert claim.evidence.startswith("elsewhere: ")
    assert verify(later.claims, later.documents) == []
    statuses = control_as_of([*first.claims, *later.claims], JULY_1)
    assert [s.holder for s in statuses if s.place_name == "Hirske"] == ["unknown"]


def test_what_left_may_be_said_to_be_held_by_somebody(tmp_path: Path) -> None:
    first = drawn(geojson(tmp_path, (AROUND_HIRSKE, {"side": "Russia"})))
    held = partial(held_by, first.claims, "Map")
    path = geojson(tmp_path, (FURTHER_EAST, {"side": "Russia"}))
    later = drawn(path, JULY_1, held=held, outside="Ukraine")
    assert of(later.claims, "Hirske").claimed_controller == "Ukraine"
    again = drawn(
        path,
        date(2022, 7, 2),
        outside="Ukraine",
        held=partial(held_by, [*first.claims, *later.claims], "Map"),
    )
    assert again.claims == []


def test_only_the_sources_own_earlier_word_counts(tmp_path: Path) -> None:
    claims = drawn(geojson(tmp_path, (AROUND_HIRSKE, {"side": "Russia"}))).claims
    assert held_by(claims, "Map", JULY_1)["gn708273"] == "Russia"
    assert held_by(claims, "Other map", JULY_1) == {}
    assert held_by(claims, "Map", JUNE_24) == {}


def test_two_days_with_the_same_bytes_are_two_documents(tmp_path: Path) -> None:
    path = geojson(tmp_path, (AROUND_HIRSKE, {"side": "Russia"}))
    one, other = drawn(path).documents[0], drawn(path, JULY_1).documents[0]
    assert one.sha256 != other.sha256
    assert one.raw.endswith(path.read_bytes())


def test_one_file_may_hold_many_days(tmp_path: Path) -> None:
    path = geojson(
        tmp_path,
        (AROUND_HIRSKE, {"side": "Ukraine", "day": "2022-06-20"}),
        (AROUND_HIRSKE, {"side": "Ukraine", "day": "2022-06-22"}),
        (AROUND_HIRSKE, {"side": "Russia", "day": "2022-06-24"}),
        (AROUND_HIRSKE, {"side": "Russia", "day": "no day"}),
    )
    found = drawn(path, None, date_field="day")
    hirske = [c for c in found.claims if c.place_name == "Hirske"]
    assert [(str(c.event_date), c.claimed_controller) for c in hirske] == [
        ("2022-06-20", "Ukraine"),
        ("2022-06-24", "Russia"),
    ]
    assert [r.reason for r in found.rejected] == ["no day in its property"]
    assert found.documents[0].raw == path.read_bytes()


def test_a_map_without_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="a map needs a day"):
        drawn(geojson(tmp_path, (AROUND_HIRSKE, {"side": "Russia"})), None)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no map", "is no map"),
        (b"<OGRVRTDataSource></OGRVRTDataSource>", "is no map"),  # it would send us elsewhere
        (b'{"type":"FeatureCollection","features":[]}', "holds no polygon"),
        (b'{"type":"FeatureCollection","features":[', "cannot be read as a map"),
        (b"PK\x03\x04 broken", "is no map"),
    ],
)
def test_what_is_no_map_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "map.geojson"
    path.write_bytes(content)
    with pytest.raises(TableError, match=why):
        drawn(path)


def test_a_map_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be read"):
        drawn(tmp_path / "none.geojson")


@pytest.mark.parametrize(
    ("words", "holder"),
    [
        ("Russia", "Russia"),
        ("DPR", "DPR"),
        ("contested", "contested"),
        ("Assessed Russian Control", "Russia"),
        ("Gray zone between Russian and Ukrainian positions", "contested"),
        ("Occupied", "Russia"),
        ("Liberated", "Ukraine"),
        ("Liberated, formerly occupied", None),
        ("Unknown status", None),
        ("Russian advance into Ukraine", None),
        ("", None),
    ],
)
def test_words_on_a_map_name_a_holder(words: str, holder: str | None) -> None:
    assert holder_of(load_conflict("ukraine"), words) == holder


def test_a_places_war_decides_what_occupied_means(tmp_path: Path) -> None:
    said = json.dumps({"status": "occupied"})
    poland = box(20.9, 52.1, 21.1, 52.3)
    found = drawn(geojson(tmp_path, (AROUND_HIRSKE, json.loads(said)), (poland, json.loads(said))))
    assert {claim.country for claim in found.claims} == {"UA"}
