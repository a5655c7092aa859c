"""The quality gate: extraction is measured, and no figure may fall below its pinned floor."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from events.evaluate import Report, Share, read_gold
from events.types import _VOCABULARY
from tests.quality import measure as measuring
from tests.quality.measure import HALVES, below, digest, floors, gold_path, measure, pin

pytestmark = pytest.mark.quality


@pytest.mark.parametrize("half", HALVES)
def test_the_gold_set_is_the_one_the_floors_were_pinned_on(half: str) -> None:
    assert digest(half) == floors()[half]["sha256"]


@pytest.mark.parametrize("half", HALVES)
def test_every_span_of_the_gold_set_is_the_text_it_says_it_is(half: str) -> None:
    assert read_gold(gold_path(half))


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("field", ["event_type", "modality"])
def test_each_half_has_every_event_type_and_every_mode(half: str, field: str) -> None:
    found = {claim[field] for row in read_gold(gold_path(half)) for claim in row["claims"]}
    assert found == set(_VOCABULARY[field])


def test_no_report_is_in_both_halves() -> None:
    halves = [{row["text"] for row in read_gold(gold_path(half))} for half in HALVES]
    assert not halves[0] & halves[1]


@pytest.mark.parametrize("half", HALVES)
def test_no_figure_falls_below_its_floor(half: str) -> None:
    figures = measure(half).figures()  # apart, so that a failure shows no report set aside
    lost = below(figures, floors()[half]["floors"])
    assert not lost


@pytest.mark.parametrize("half", HALVES)
def test_nothing_that_is_not_asserted_gives_a_place_to_anybody(half: str) -> None:
    """The hard gate. ``false_flips`` in the floors is 0 once it is closed."""
    flips = measure(half).false_flips
    shown = [(f.doc_id, f.place, f.got) for f in flips] if half == "development" else len(flips)
    assert len(flips) <= floors()[half]["false_flips"], shown


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
