"""A report whose places have namesakes next door is read as one of the war, others are not."""

from __future__ import annotations

import pytest

from events.corpus import open_pipeline
from events.documents import document_from_text
from events.pipeline import Pipeline, Reading

POST = (
    "Krasnoarmeysk is ours. In Dimitrov things are harder. Konstantinovka is next. "
    "Seversk: our assault groups have gone in from three sides."
)
TRAVEL = "The train goes from Moscow by way of Tver and Novgorod to Saint Petersburg."


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return open_pipeline(None)


def read(pipeline: Pipeline, text: str) -> Reading:
    (reading,) = pipeline.read_reports([document_from_text(text)])
    return reading


def test_a_report_with_russian_names_alone_is_of_the_war(pipeline: Pipeline) -> None:
    claims = read(pipeline, POST).claims
    assert {(c.conflict, c.place_name) for c in claims} >= {("ukraine", "Pokrovsk")}


def test_a_report_of_russia_itself_is_of_no_war(pipeline: Pipeline) -> None:
    reading = read(pipeline, TRAVEL)
    assert not reading.claims
    assert "no known conflict" in reading.rejected[0].reason
