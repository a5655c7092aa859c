"""What the dashboard's host takes from the map."""

from __future__ import annotations

from dataclasses import replace

from events.map.dashboard import component_script, component_style, report_html
from tests.map.sample import DOCUMENTS, sample_claims

REPORT = DOCUMENTS[0]
TEXT = REPORT.text


def test_a_report_is_escaped_and_its_evidence_marked() -> None:
    start = TEXT.index("The ministry")
    claim = replace(sample_claims()[0], evidence_start=start, evidence_end=len(TEXT))
    shown = report_html(REPORT, claim)
    assert shown.startswith('<div class="report">Report 0. <mark data-claim="')
    assert "&lt;b&gt;Hirske&lt;/b&gt; &amp; Zolote" in shown
    assert "<b>" not in shown


def test_the_words_for_place_and_claimant_are_underlined_inside_the_evidence() -> None:
    start, place, who = (TEXT.index(word) for word in ("The", "Zolote", "ministry"))
    claim = replace(
        sample_claims()[0], evidence_start=start, evidence_end=len(TEXT),
        mention_start=place, mention_end=place + 6, claimant_start=who, claimant_end=who + 8,
        date_start=0, date_end=6,
    )  # fmt: skip
    shown = report_html(REPORT, claim)
    assert "<u>Zolote</u>" in shown
    assert "<u>ministry</u>" in shown
    assert "<u>Report" not in shown  # outside the evidence


def test_overlapping_spans_are_underlined_once() -> None:
    claim = replace(
        sample_claims()[0], evidence_start=0, evidence_end=len(TEXT),
        mention_start=0, mention_end=8, claimant_start=4, claimant_end=10,
    )  # fmt: skip
    assert report_html(REPORT, claim).count("<u>") == 1


def test_the_component_is_one_module_and_one_style() -> None:
    assert component_script().count("export default") == 1
    assert ".cm-root" in component_style()
    assert ".leaflet-container" in component_style()
