"""What leaves the house comes back as it was, through geopandas and GDAL."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.errors import RecordError
from events.export import FORMATS, Provenance, export_claims, read_claims
from events.export.rows import in_order
from events.export.sheet import guarded, unguarded
from events.export.text import clean
from events.frames import from_frame
from events.types import Claim
from tests.events.sample import claim
from tests.events.test_frames import full_claims

PROVENANCE = Provenance(claimmap_version="1", licences=("GeoNames",), query={"as_of": "2022-06-24"})
ANY = st.lists(full_claims(), max_size=3, unique_by=lambda one: one.claim_id)
TEXTS = [f.name for f in fields(Claim) if f.type in ("str", "str | None")]
HOSTILE = (
    *('=HYPERLINK("http://a.example")', "'=1+1", "''=x", "\t=1", "＝1", "-3", "it's", "'quoted'"),
    *('a "b", c\r\nd', "]]>", "</value><script>alert(1)</script>", "$[evidence]", "{{x}}"),
    *("2022-06-24", "2022/06/24 10:00:00", "1e5", "true", "null", "[1]", '{"a":1}', "NaN", "007"),
    *("Сєвєродонецьк", "מבוא", "e\u0301", "\U0001f4a5", "a\u2028b", "; DROP TABLE claims; --"),
)


def back(form: str, claims: list[Claim]) -> list[Claim]:
    """Write claims in a format and read the file with `read_claims`."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"claims{FORMATS[form].suffix}")
        path.write_bytes(export_claims(form, claims, PROVENANCE).content)
        return read_claims(path)


def without_controls(claim: Claim) -> Claim:
    """Return the claim as XML and C can hold it, of as many code points as before."""
    texts = {name: getattr(claim, name) for name in TEXTS}
    return replace(claim, **{k: v and clean(v) for k, v in texts.items()})


def trimmed(claim: Claim) -> Claim:
    """Return the claim as GDAL's KML readers give it, which trim the ends of a value."""
    texts = {name: getattr(claim, name) for name in TEXTS}
    return replace(claim, **{k: v and v.strip(" \t\r\n") for k, v in texts.items()})


@pytest.mark.parametrize("form", ["csv", "jsonl", "geoparquet"])
@given(claims=ANY)
@settings(max_examples=20)
def test_claims_come_back_as_they_were(form: str, claims: list[Claim]) -> None:
    assert back(form, claims) == in_order(claims)


@pytest.mark.parametrize("form", ["geojson", "gpkg"])
@given(claims=ANY)
@settings(max_examples=15)
def test_claims_come_back_through_gdal(form: str, claims: list[Claim]) -> None:
    held = [without_controls(one) for one in claims]
    assert back(form, held) == in_order(held)


@given(claims=ANY)
@settings(max_examples=15)
def test_claims_come_back_through_gdal_from_kml_but_for_white_space_at_the_ends(
    claims: list[Claim],
) -> None:
    there = in_order(map(without_controls, claims))
    assert list(map(trimmed, back("kml", claims))) == list(map(trimmed, there))


@pytest.mark.parametrize("form", ["csv", "jsonl", "geoparquet", "geojson", "gpkg", "kml"])
def test_hostile_text_is_text(form: str) -> None:
    there = [claim(evidence=t, title=t, source=t, claimant=t, place_name=t) for t in HOSTILE]
    there += [claim(date_text=HOSTILE[15], reported_via='["A","B"]', lon=None, lat=None)]
    assert back(form, there) == in_order(there)


@pytest.mark.parametrize("form", ["geojson", "gpkg", "kml"])
def test_gdal_sees_one_layer_of_points_with_a_row_for_what_is_nowhere(
    form: str, tmp_path: Path
) -> None:
    path = tmp_path / f"claims{FORMATS[form].suffix}"
    there = [claim(), claim(lon=None, lat=None)]
    path.write_bytes(export_claims(form, there, PROVENANCE).content)
    assert len(pyogrio.list_layers(path)) == 1
    frame = gpd.read_file(path)
    assert frame.crs.to_epsg() == 4326
    assert sorted(frame.geometry.isna()) == [False, True]
    assert len(from_frame(frame)) == 2


@pytest.mark.parametrize("form", ["csv", "jsonl", "geoparquet", "geojson", "gpkg", "kml"])
def test_an_export_of_nothing_is_read_as_nothing(form: str) -> None:
    assert back(form, []) == []


@given(st.text() | st.from_regex(r"'*\s*[=+@'-].*"))
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    cell = str(guarded(text))
    assert unguarded(cell) == text
    assert not cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_cells_are_guarded_in_a_file_that_a_spreadsheet_opens() -> None:
    text = export_claims("csv", [claim(title="=1+1", lon=-3.5)], PROVENANCE).content.decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["title"], row["lon"]) == ("'=1+1", "-3.5")


@pytest.mark.parametrize("form", list(FORMATS))
@given(claims=ANY, random=st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_equal_claims_in_any_order_give_equal_bytes(
    form: str, claims: list[Claim], random: st.random.Random
) -> None:
    shuffled = list(claims) * 2
    random.shuffle(shuffled)
    first = export_claims(form, claims, PROVENANCE)
    assert export_claims(form, shuffled, PROVENANCE) == first


def test_text_that_xml_cannot_hold_keeps_its_length() -> None:
    assert clean("a\x00b\x1fc\uffff\t\r\n") == "a\ufffdb\ufffdc\ufffd\t\r\n"


def broken_csv(path: Path) -> None:
    path.write_text("a,b\r\n1,2\r\n")


@pytest.mark.parametrize(
    ("name", "write", "why"),
    [
        ("a.csv", broken_csv, "fields are missing: claim_id"),
        (
            "a.geojson",
            lambda p: gpd.GeoDataFrame({"a": [1]}, geometry=[None], crs=4326).to_file(p),
            "columns are missing",
        ),
    ],
)
def test_a_file_of_something_else_is_refused(
    name: str, write: Callable[[Path], None], why: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    write(path)
    with pytest.raises(RecordError, match=why):
        read_claims(path)


def test_geoparquet_is_read_under_either_of_its_suffixes(tmp_path: Path) -> None:
    path = tmp_path / "claims.geoparquet"
    path.write_bytes(export_claims("geoparquet", [claim()], PROVENANCE).content)
    assert read_claims(path) == [claim()]
