"""The quality gate: extraction is measured, and no figure may fall below its pinned floor."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from events.cli import cli
from events.corpus import open_pipeline
from events.documents import read_documents
from events.evaluate import Report, Share, read_gold, reliability
from events.types import _VOCABULARY
from tests.quality import measure as measuring
from tests.quality.measure import (
    CONFLICTS,
    HALVES,
    SETS,
    below,
    digest,
    floors,
    gold_path,
    measure,
    pin,
)

pytestmark = pytest.mark.quality


@pytest.mark.parametrize("half", SETS)
def test_the_gold_set_is_the_one_the_floors_were_pinned_on(half: str) -> None:
    assert digest(half) == floors()[half]["sha256"]


@pytest.mark.parametrize("half", SETS)
def test_every_span_of_the_gold_set_is_the_text_it_says_it_is(half: str) -> None:
    assert read_gold(gold_path(half))


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("field", ["event_type", "modality"])
def test_each_half_has_every_event_type_and_every_mode(half: str, field: str) -> None:
    found = {claim[field] for row in read_gold(gold_path(half)) for claim in row["claims"]}
    assert found == set(_VOCABULARY[field])


def test_no_report_is_in_two_sets() -> None:
    texts = [row["text"] for half in SETS for row in read_gold(gold_path(half))]
    assert len(set(texts)) == len(texts)


def test_each_report_of_the_second_war_is_read_by_its_profile() -> None:
    documents, _ = read_documents([gold_path("sudan")])
    pipeline = open_pipeline(parsing=False)
    wars = [pipeline.geoparse(document)[0] for document in documents]
    assert [war and war.id for war in wars] == [CONFLICTS["sudan"]] * len(documents)


def test_evaluate_reads_each_report_by_the_profile_of_its_war() -> None:
    result = CliRunner().invoke(cli, ["evaluate", str(gold_path("sudan")), "--no-errors"])
    assert result.exit_code == 0, result.output
    assert f"{measure('sudan').figures()['f1']:7.4f}  f1" in result.output


def test_no_report_of_ukraine_is_read_as_one_of_the_second_war() -> None:
    documents, _ = read_documents([gold_path("development")])
    pipeline = open_pipeline(parsing=False)
    wars = {war.id for document in documents if (war := pipeline.geoparse(document)[0])}
    assert wars == {CONFLICTS["development"]}


@pytest.mark.parametrize("half", SETS)
def test_no_figure_falls_below_its_floor(half: str) -> None:
    figures = measure(half).figures()  # apart, so that a failure shows no report set aside
    lost = below(figures, floors()[half]["floors"])
    assert not lost


@pytest.mark.parametrize("half", SETS)
def test_nothing_that_is_not_asserted_gives_a_place_to_anybody(half: str) -> None:
    """The hard gate. ``false_flips`` in the floors is 0 once it is closed."""
    flips = measure(half).false_flips
    shown = [(f.doc_id, f.place, f.got) for f in flips] if half != "held_out" else len(flips)
    assert len(flips) <= floors()[half]["false_flips"], shown


def test_confidence_keeps_its_promise_on_reports_set_aside() -> None:
    held = reliability(measure("held_out").judged)
    assert held is not None
    figures = (round(held.total.promised, 3), round(held.total.right, 3), round(held.ece, 3))
    assert abs(held.total.promised - held.total.right) < 0.06, figures
    assert held.ece < 0.12, figures
    assert held.brier < held.total.right * (1 - held.total.right), "better than one promise for all"


def test_pinning_raises_a_floor_and_lowers_none_unless_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {"sha256": digest("development"), "false_flips": 0, "floors": {"f1": 0.5}}
    monkeypatch.setattr(measuring, "FLOORS", tmp_path / "floors.json")
    measuring.FLOORS.write_text(json.dumps({"development": table}), "utf-8")
    pin("development", _reached(8), lower=False)
    assert floors()["development"]["floors"]["f1"] == 0.8
    with pytest.raises(click.ClickException, match="f1"):
        pin("development", _reached(7), lower=False)
    pin("development", _reached(7), lower=True)
    assert floors()["development"]["floors"]["f1"] == 0.7


def _reached(right: int) -> Report:
    share = Share(right, 10)
    return Report(precision=share, recall=share, fields={}, modes={}, types={}, faults=())
