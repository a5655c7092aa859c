"""Every file says whom to credit, and holds nothing that may not be passed on."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from dashboard import downloads
from dashboard.downloads import TITLES, Terms
from events.control import control_as_of
from events.corpus import Corpus
from events.export import FORMATS, Provenance
from events.publication import REDACTED
from events.types import Rejected
from tests.map.sample import DOCUMENTS, sample_claims

CLAIMS = tuple(replace(claim, licence="CC-BY-4.0") for claim in sample_claims())
CORPUS = Corpus(documents=tuple(DOCUMENTS), claims=CLAIMS, rejected=())
LATER = date(2022, 8, 1)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("form", sorted(TITLES))
@pytest.mark.parametrize("profile", ["internal", "public"])
def test_every_format_is_written_on_either_terms(form: str, profile: str) -> None:
    terms = Terms(profile, LATER)
    assert len(downloads.written(form, CORPUS, terms)) > 100
    assert ("public" in downloads.file_name(form, terms)) == (profile == "public")


def test_all_formats_are_on_offer() -> None:
    assert set(TITLES) == {*FORMATS, "map"}


def test_claims_as_csv_carry_their_licence_and_the_state_of_review() -> None:
    (first, *_) = rows(downloads.written("csv", CORPUS, Terms("internal", LATER)).decode())
    assert "CC-BY-4.0" in first["attribution"]
    assert "0 of 30 reviewed" in first["notice"]


def test_public_files_name_no_person_and_say_on_what_terms() -> None:
    text = downloads.written("csv", CORPUS, Terms("public", LATER)).decode()
    assert "Kiselev" not in text
    assert "Public" in rows(text)[0]["notice"]
    page = downloads.written("map", CORPUS, Terms("public", LATER)).decode()
    assert "Kiselev" not in page
    assert REDACTED


def test_what_a_licence_bars_decides_nothing_in_a_control_table_that_leaves() -> None:
    barred = [replace(claim, licence="ACLED-terms") for claim in CLAIMS]
    day = date(2022, 6, 25)
    about = Provenance(claimmap_version="1")
    found = downloads.control_sheet(CLAIMS, lambda claims: control_as_of(claims, day), about)
    assert {"Hirske"} <= {row["place_name"] for row in rows(found)}
    assert all(row["attribution"] for row in rows(found))
    none = downloads.control_sheet(barred, lambda claims: control_as_of(claims, day), about)
    assert rows(none) == []


def test_what_was_not_taken_is_no_formula_in_a_spreadsheet() -> None:
    one = Rejected(document_id="r", document_sha256="0", start=0, end=4, text="=1+1",
                   reason="why", stage="claim")  # fmt: skip
    assert rows(downloads.rejected_sheet([one]))[0]["text"] == "'=1+1"
    assert downloads.sheet([{"a": "=x"}]).splitlines()[1] == "'=x"
    assert downloads.sheet([]).strip() == ""
