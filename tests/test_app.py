"""The dashboard's page by Streamlit's own test: every view, filter and state, without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from events.review import Review
from events.store import Ledger
from tests.events.importer_tables import ACLED_ROW, acled
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
    assert "The filters leave no claim." in text(app)
    assert "Choose one" not in text(app)
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
    assert "There is nothing to review yet" in text(go(app, "Review"))
    assert next(iter(app.get("progress"))).proto.value == 0


def test_a_damaged_ledger_is_told_in_words(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "ledger.sqlite"
    damaged.write_text("no ledger " * 100, "utf-8")
    monkeypatch.setenv("CLAIMMAP_STORE", str(damaged))
    app = AppTest.from_file(str(root / "app.py"), default_timeout=30).run()
    assert not app.exception
    assert "could not be opened" in text(app)
    assert "the reports that are shipped" in text(app)


def test_without_a_ledger_it_opens_on_the_shipped_reports(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMMAP_STORE", str(tmp_path / "none.sqlite"))
    app = AppTest.from_file(str(root / "app.py"), default_timeout=120).run()
    assert not app.exception
    assert "Hirske" in set(app.dataframe[0].value["Place"])


def go(app: AppTest, where: str) -> AppTest:
    app.session_state["where"] = where
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so."""
    next(one for one in app.button if one.label.startswith(label)).click()
    return app.run(timeout=120)


def drop(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Drop files on the page and have them read."""
    go(app, "Add data")
    app.file_uploader[0].set_value([(name, data, "text/plain") for name, data in files]).run()
    return press(app, "Read")


def told(app: AppTest) -> str:
    """Return what the page says of files."""
    return " ".join(str(one.value) for one in (*app.success, *app.warning, *app.error))


REPORT = (
    b"SIEVIERODONETSK, June 24 - Russia's Defence Ministry said on Friday that its forces had "
    b"captured Toshkivka."
)


def test_a_dropped_report_joins_this_session_until_it_is_forgotten(app: AppTest) -> None:
    go(app, "Add data")
    app.date_input[0].set_value(date(2022, 6, 24))
    drop(app, ("mine.txt", REPORT))
    assert not app.exception
    assert "1 report read" in told(app)
    go(app, "Map")
    assert len(show(app, "About").dataframe[0].value) == len(DOCUMENTS) + 1
    press(app, "Forget what I added")
    assert len(app.dataframe[0].value) == len(DOCUMENTS)


def test_a_table_in_the_columns_of_acled_is_recognised_and_its_bad_rows_told(
    app: AppTest, tmp_path: Path
) -> None:
    table = acled(ACLED_ROW, {**ACLED_ROW, "event_id_cnty": "UKR90002", "latitude": "north"})
    drop(app, ("mine.csv", table))
    assert not app.exception
    assert "(acled)" in told(app)
    assert "2 rows read, 1 claim new, 1 not taken" in told(app)
    reasons = app.dataframe[0].value
    assert "latitude" in str(reasons["Reason"].iloc[0])
    show(go(app, "Map"), "Claims")
    assert "ACLED" in set(app.dataframe[0].value["Claimant"])


def test_a_bad_file_is_told_and_loses_neither_the_good_one_nor_what_was_there(
    app: AppTest,
) -> None:
    drop(app, ("bad.csv", b"a,b\n1,2\n"), ("empty.txt", b""), ("good.txt", REPORT))
    assert not app.exception
    assert "neither a report" in told(app)
    assert "the file is empty" in told(app)
    assert "1 report read" in told(app)
    go(app, "Map")
    assert len(show(app, "About").dataframe[0].value) == len(DOCUMENTS) + 1


def test_a_picture_by_the_name_of_a_report_is_told_without_its_bytes(app: AppTest) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
    drop(app, ("picture.txt", picture))
    assert not app.exception
    shown = " ".join(table.value.to_string() for table in app.dataframe)
    assert "PNG" not in shown
    assert "0 claims new" in told(app)
    assert "Show them on the map" not in {one.label for one in app.button}


# ---- the review queue


@pytest.fixture
def reviewing(app: AppTest) -> AppTest:
    """Return the page at the review queue, with a reviewer who said who they are."""
    go(app, "Review")
    app.text_input(key="reviewer").set_value("R. Viewer").run()
    return app


def reviews_of(path: Path) -> list[Review]:
    with Ledger.open(path, create=False) as ledger:
        return ledger.reviews()


def test_an_accepted_claim_is_a_row_in_the_ledger_and_is_counted_everywhere(
    reviewing: AppTest, tmp_path: Path
) -> None:
    press(reviewing, "Accept")
    (review,) = reviews_of(tmp_path / "ledger.sqlite")
    assert (review.decision, review.reviewer) == ("accept", "R. Viewer")
    assert "2 of 30" in text(reviewing)
    for view in ("Control", "Claims", "About"):
        assert "machine-coded, 1 of 30 reviewed" in text(show(go(reviewing, "Map"), view))


def test_the_queue_begins_with_what_decides_a_holder_and_says_so(reviewing: AppTest) -> None:
    assert "decides" in " ".join(str(one.value) for one in reviewing.caption)
    marked = " ".join(str(one.proto) for one in reviewing.get("html"))
    assert "<mark" in marked


def test_how_far_a_reviewer_believes_a_claim_is_kept_and_shown(
    reviewing: AppTest, tmp_path: Path
) -> None:
    belief = next(one for one in reviewing.selectbox if one.label.startswith("How far"))
    belief.set_value("2").run()
    press(reviewing, "Accept")
    (review,) = reviews_of(tmp_path / "ledger.sqlite")
    assert review.credibility == "2"
    press(reviewing, "Back (k)")
    coded = " ".join(str(one.proto) for one in reviewing.get("html"))
    assert "2: probably true" in coded


def test_nothing_is_decided_without_a_name(app: AppTest, tmp_path: Path) -> None:
    go(app, "Review")
    press(app, "Accept")
    assert "Say who you are" in app.error[0].value
    assert reviews_of(tmp_path / "ledger.sqlite") == []


def test_a_rejection_has_the_reason_that_was_chosen_and_no_say_in_who_holds_the_place(
    reviewing: AppTest, tmp_path: Path
) -> None:
    press(reviewing, "Reject")
    press(reviewing, "2")
    (review,) = reviews_of(tmp_path / "ledger.sqlite")
    assert (review.decision, review.reason) == ("reject", "the wrong place")


def test_a_correction_keeps_what_differs_and_why(reviewing: AppTest, tmp_path: Path) -> None:
    press(reviewing, "Correct")
    labels = {one.label: one for one in reviewing.selectbox}
    labels["How it is put"].set_value("denied")
    next(one for one in reviewing.text_input if one.label == "Why").set_value("it says not")
    press(reviewing, "Keep the correction")
    assert not reviewing.exception
    (review,) = reviews_of(tmp_path / "ledger.sqlite")
    assert review.reason == "it says not"
    assert review.corrected["modality"] == "denied"
    assert review.corrected["claimed_controller"] is None
    assert review.corrected["projected_controller"]


def test_a_correction_that_changes_nothing_or_has_no_reason_is_not_kept(
    reviewing: AppTest, tmp_path: Path
) -> None:
    press(reviewing, "Correct")
    press(reviewing, "Keep the correction")
    assert "Nothing is different" in reviewing.warning[0].value
    {one.label: one for one in reviewing.selectbox}["What"].set_value("clash")
    press(reviewing, "Keep the correction")
    assert "Say why" in reviewing.warning[0].value
    assert reviews_of(tmp_path / "ledger.sqlite") == []


def test_a_review_of_the_shipped_reports_is_kept_for_this_session(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMMAP_STORE", str(tmp_path / "none.sqlite"))
    app = AppTest.from_file(str(root / "app.py"), default_timeout=120).run()
    go(app, "Review")
    app.text_input(key="reviewer").set_value("R. Viewer").run()
    press(app, "Accept")
    press(app, "Accept")
    assert not app.exception
    assert not app.error
    assert "machine-coded, 2 of" in text(go(app, "Map"))
    assert not (tmp_path / "none.sqlite").exists()


# ---- ledgers


def test_another_ledger_is_opened_by_its_path_and_a_wrong_path_is_told(
    app: AppTest, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    store_of(other, [])
    app.text_input(key="address").set_value(str(tmp_path / "absent.sqlite"))
    press(app, "Open")
    assert "no ledger at" in app.error[0].value
    assert "as of 25 June 2022" in text(app)
    app.text_input(key="address").set_value(str(other / "ledger.sqlite"))
    press(app, "Open")
    assert "There are no claims yet" in text(app)


def test_of_a_ledger_about_two_wars_either_can_be_shown(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = sample_claims()
    elsewhere = replace(
        claims[0], claim_id="sudan", place_id="gn379252", place_name="Khartoum", conflict="sudan",
        claimant_side="SAF", claimed_controller="SAF", actor1="SAF", actor2="RSF",
    )  # fmt: skip
    monkeypatch.setenv("CLAIMMAP_STORE", str(store_of(tmp_path, [*claims, elsewhere])))
    app = AppTest.from_file(str(root / "app.py"), default_timeout=30).run()
    show(app, "Claims")
    assert len(app.dataframe[0].value) == len(claims) + 1
    app.selectbox(key="war").set_value("sudan").run()
    assert list(app.dataframe[0].value["Place"]) == ["Khartoum"]
    assert list(app.dataframe[0].value["Said to hold it"]) == ["Sudanese army"]
    assert list(show(app, "Control").dataframe[0].value["Holder"]) == ["Sudanese army"]
    assert "Sudanese army says" in app.dataframe[0].value.columns
    assert set(show(app, "Control").dataframe[0].value["Place"]) == {"Khartoum"}
    assert not app.exception


def test_the_words_on_the_page_are_explained(app: AppTest) -> None:
    assert "The side that lost the place says so itself" in text(app)
    assert "`claimed_controller`" in text(app)


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
