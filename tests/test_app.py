"""The dashboard's page by Streamlit's own test: every view, filter and state, without a browser."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from events.store import Ledger
from tests.map.sample import DOCUMENTS, sample_claims

VIEWS = ["Control", "Claims", "Evidence", "Not taken", "About"]


def store_of(folder: Path, claims: list[Any]) -> Path:
    with Ledger.open(folder / "ledger.sqlite") as ledger:
        ledger.add(DOCUMENTS if claims else [], claims, extractor_version="1")
    return folder / "ledger.sqlite"


@pytest.fixture
def app(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the page on a ledger of the sample, run once."""
    monkeypatch.setenv("CLAIMMAP_STORE", str(store_of(tmp_path, sample_claims())))
    return AppTest.from_file(str(root / "app.py"), default_timeout=30).run()


def show(app: AppTest, view: str) -> AppTest:
    app.session_state["view"] = view
    return app.run()


def text(app: AppTest) -> str:
    return " ".join(str(one.value) for one in (*app.markdown, *app.info, *app.caption, *app.error))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_drawn_without_a_fault(app: AppTest, view: str) -> None:
    show(app, view)
    assert not app.exception
    assert not app.error


def test_control_is_told_as_of_the_last_day(app: AppTest) -> None:
    table = app.dataframe[0].value.set_index("Place")
    assert "as of 25 June 2022" in text(app)
    assert table.loc["Hirske", "Holder"] == "Russia"
    assert table.loc["Zolote", "Basis"] == "disputed"
    assert table.loc["Zolote", "Ukraine says"] == "Ukraine"


def test_control_begins_with_what_the_sides_dispute_then_goes_by_name(app: AppTest) -> None:
    table = app.dataframe[0].value
    assert table["Basis"].iloc[0] == "disputed"
    assert list(table["Place"]).index("Hirske") < len(table) / 2
    alike = table[table["Basis"] == "third party"]["Place"]
    assert list(alike) == sorted(alike)


def test_what_nobody_said_is_a_dash_and_no_machine_word(app: AppTest) -> None:
    table = app.dataframe[0].value
    assert not table.isna().any().any()
    assert "None" not in table.to_string()
    assert table.set_index("Place").loc["Avdiivka", "Russia says"] == "–"


def test_claims_are_listed_with_claimant_source_and_evidence(app: AppTest) -> None:
    table = show(app, "Claims").dataframe[0].value
    assert len(table) == 30
    assert {"Claimant", "Source", "Evidence", "Verification", "Modality"} <= set(table.columns)


def test_a_filter_narrows_the_claims(app: AppTest) -> None:
    show(app, "Claims")
    app.multiselect(key="filter-side").set_value(["Russia"]).run()
    assert set(app.dataframe[0].value["Side"]) == {"Russia"}
    app.multiselect(key="filter-modality").set_value(["predicted"]).run()
    assert list(app.dataframe[0].value["Place"]) == ["Lysychansk"]


def test_third_parties_can_be_chosen_as_a_side(app: AppTest) -> None:
    show(app, "Claims")
    app.multiselect(key="filter-side").set_value(["third parties"]).run()
    table = app.dataframe[0].value
    assert len(table) > 0
    assert table["Side"].isna().all()


def test_filters_that_leave_nothing_say_so(app: AppTest) -> None:
    show(app, "Claims")
    app.multiselect(key="filter-side").set_value(["Russia"])
    app.multiselect(key="filter-claimant").set_value(["Ukrainian media"]).run()
    assert "No claims in this window" in text(app)
    assert "no evidence to show" in text(show(app, "Evidence"))
    assert "No claim with a date" in text(show(app, "Control"))


def test_a_claim_that_was_chosen_shows_its_report(app: AppTest) -> None:
    app.session_state["claim"] = sample_claims()[0].claim_id
    show(app, "Evidence")
    assert "Hirske" in app.selectbox(key="claim").format_func(sample_claims()[0].claim_id)
    assert any("<mark" in str(one.proto) for one in app.get("html"))


def test_a_ledger_without_claims_says_what_to_do(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMMAP_STORE", str(store_of(tmp_path, [])))
    app = AppTest.from_file(str(root / "app.py"), default_timeout=30).run()
    assert not app.exception
    assert "There are no claims yet" in text(app)
    for view in VIEWS:
        assert not show(app, view).exception


def test_a_damaged_ledger_is_told_in_words(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "ledger.sqlite"
    damaged.write_text("no ledger " * 100, "utf-8")
    monkeypatch.setenv("CLAIMMAP_STORE", str(damaged))
    app = AppTest.from_file(str(root / "app.py"), default_timeout=30).run()
    assert not app.exception
    assert "could not be opened" in text(app)


def test_without_a_ledger_it_opens_on_the_shipped_reports(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMMAP_STORE", str(tmp_path / "none.sqlite"))
    app = AppTest.from_file(str(root / "app.py"), default_timeout=120).run()
    assert not app.exception
    assert "Hirske" in set(app.dataframe[0].value["Place"])


def test_an_uploaded_report_joins_this_session_and_what_was_not_taken_is_told(
    app: AppTest,
) -> None:
    report = (
        "SIEVIERODONETSK, June 24 - Russia's Defence Ministry said on Friday that its forces had "
        "captured Toshkivka."
    )
    app.file_uploader[0].set_value(("mine.txt", report.encode(), "text/plain"))
    app.date_input[0].set_value(date(2022, 6, 24)).run(timeout=120)
    assert not app.exception
    assert "mine\\.txt**" in text(app)
    about = show(app, "About").dataframe[0].value
    assert len(about) == len(DOCUMENTS) + 1
    app.file_uploader[0].set_value([]).run()
    assert len(app.dataframe[0].value) == len(DOCUMENTS)


def test_a_file_that_is_no_report_is_refused_with_a_reason(app: AppTest) -> None:
    app.file_uploader[0].set_value(("broken.jsonl", b'{"text": 1}\nnonsense\n', "text/plain"))
    app.run(timeout=120)
    assert not app.exception
    assert "not taken" in text(app) or app.error


def test_a_picture_by_the_name_of_a_report_is_told_without_its_bytes(app: AppTest) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
    app.file_uploader[0].set_value(("picture.txt", picture, "text/plain"))
    app.run(timeout=120)
    assert not app.exception
    shown = " ".join(str(one.value) for one in app.get("text"))
    assert "PNG" not in shown
    assert "not taken" in text(app) or app.error


def test_the_page_opens_on_a_ledger_in_postgresql_and_sees_what_is_added(
    root: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger.open(postgres_url).close()
    monkeypatch.setenv("CLAIMMAP_STORE", postgres_url)
    page = AppTest.from_file(str(root / "app.py"), default_timeout=30).run()
    assert "Hirske" not in text(page)
    with Ledger.open(postgres_url) as ledger:
        ledger.add(DOCUMENTS, sample_claims(), extractor_version="1")
    page.run()
    assert not page.exception
    assert "as of 25 June 2022" in text(page)
