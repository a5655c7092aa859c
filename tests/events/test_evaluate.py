"""The scorer: it pairs claims fairly, counts what it says, and lets no false flip pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.cli.measuring import confusion_table, reliability_table
from events.errors import RecordError
from events.evaluate import Judged, Report, read_gold, read_predicted, reliability, score, worst

TEXT = "Ruda fell on Monday, said Ivan Bilyi. Zelena may fall next."
RUDA, ZELENA = (48.0, 37.0), (49.0, 38.0)


def gold(**changes: Any) -> dict[str, Any]:
    claim = {
        "evidence_start": 0,
        "evidence_end": 37,
        "event_type": "capture",
        "modality": "asserted",
        "mention": "Ruda",
        "place": "Ruda",
        "lat": RUDA[0],
        "lon": RUDA[1],
        "where_prec": 1,
        "claimed_controller": "Russia",
        "projected_controller": None,
        "claimant": "Ivan Bilyi",
        "claimant_side": "Ukraine",
        "claimant_kind": "local",
        "speech_act": "asserts",
        "event_date": "2024-03-04",
        "event_date_end": "2024-03-04",
        "date_prec": 1,
        "verification": "none",
        "against_interest": True,
        "reported_via": [],
    } | changes
    return claim | {"evidence": TEXT[claim["evidence_start"] : claim["evidence_end"]]}


def report(*claims: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"doc_id": "d", "source": "Gazette", "text": TEXT, "claims": list(claims)}]


def predicted(**changes: Any) -> dict[str, Any]:
    return {**gold(reported_via=None), "place_name": "Ruda", **changes, "doc_id": "d"}


def judge(gold_claim: dict[str, Any], **changes: Any) -> Report:
    return score(report(gold_claim), [predicted(**changes)])


def right(gold_claim: dict[str, Any], field: str, **changes: Any) -> bool:
    return judge(gold_claim, **changes).fields[field].right == 1


def test_a_perfect_answer_scores_one_everywhere() -> None:
    result = judge(gold())
    assert set(result.figures().values()) == {1.0}
    assert not result.faults


def test_an_empty_answer_recalls_nothing_and_invents_nothing() -> None:
    result = score(report(gold()), [])
    assert (result.precision.total, result.recall.rate, result.f1) == (0, 0.0, 0.0)
    assert [fault.kind for fault in result.faults] == ["missed"]


def test_nothing_asked_and_nothing_answered_is_perfect() -> None:
    assert score(report(), []).f1 == 1.0


def test_a_second_answer_to_one_claim_is_invented() -> None:
    result = score(report(gold()), [predicted(), predicted()])
    assert (result.precision.right, result.precision.total) == (1, 2)
    assert [fault.kind for fault in result.faults] == ["invented"]


def test_claims_of_reports_outside_the_gold_are_left_out() -> None:
    assert score(report(), [predicted() | {"doc_id": "other"}]).precision.total == 0


def test_a_wrong_mode_is_met_but_not_found() -> None:
    result = judge(gold(), modality="predicted", claimed_controller=None)
    assert result.f1 == 0.0
    assert result.modes == {("asserted", "predicted"): 1}
    assert "claimant" not in result.fields


def test_a_wrong_type_is_confused_not_invented() -> None:
    result = judge(gold(), event_type="advance", claimed_controller=None)
    assert result.types == {("capture", "advance"): 1}
    assert [fault.kind for fault in result.faults] == ["wrong type"]
    assert (result.precision.total, result.recall.total) == (1, 1)


@pytest.mark.parametrize(
    "place",
    [
        {"lat": ZELENA[0], "lon": ZELENA[1], "mention": "Zelena"},
        {"lat": None, "lon": None, "mention": None},
        {"evidence_start": 38, "evidence_end": len(TEXT)},
    ],
)
def test_another_place_or_another_sentence_is_no_answer(place: dict[str, Any]) -> None:
    kinds = {fault.kind for fault in judge(gold(), **place).faults}
    assert {"missed", "invented"} <= kinds


def test_the_same_mention_meets_though_it_was_put_elsewhere_and_the_place_is_wrong() -> None:
    result = judge(gold(), lat=ZELENA[0], lon=ZELENA[1])
    assert result.f1 == 1.0
    assert result.fields["place"].right == 0


def test_a_neighbouring_town_does_not_answer_for_another() -> None:
    neighbour = {"lat": RUDA[0] + 0.1, "mention": "Zelena", "claimed_controller": None}
    assert judge(gold(), **neighbour).f1 == 0.0
    assert judge(gold(), **neighbour | {"lat": RUDA[0] + 0.001}).f1 == 1.0


def test_a_near_position_meets_though_the_mention_differs() -> None:
    assert judge(gold(), lat=RUDA[0] + 0.1, mention="the town").f1 == 1.0


def test_two_claims_without_a_place_speak_of_the_same() -> None:
    nowhere = gold(mention=None, place=None, lat=None, lon=None, where_prec=None)
    result = judge(nowhere, mention=None, lat=None, lon=None, where_prec=None)
    assert result.f1 == 1.0
    assert "place" not in result.fields


def test_a_region_is_met_by_the_shorter_mention_of_it() -> None:
    region = gold(mention="Ruda region", where_prec=4)
    assert judge(region, lat=ZELENA[0], lon=ZELENA[1], mention="Ruda").f1 == 1.0


def test_the_closest_of_several_answers_is_taken() -> None:
    claims = [gold(), gold(claimant="Anna Chorna", claimed_controller=None)]
    answers = [predicted(claimant="Anna Chorna", claimed_controller=None), predicted()]
    result = score(report(*claims), answers)
    assert result.fields["claimant"].rate == 1.0
    assert result.fields["claimed_controller"].rate == 1.0


def test_an_optional_claim_may_be_left_out_or_given() -> None:
    for answers in ([], [predicted()], [predicted(), predicted()]):
        result = score(report(gold(optional=True)), answers)
        assert (result.precision.total, result.recall.total) == (0, 0)


def test_a_type_that_is_as_right_finds_the_claim_and_may_be_said_besides() -> None:
    claim = gold(also=["control"])
    assert judge(claim, event_type="control").f1 == 1.0
    assert score(report(claim), [predicted(), predicted(event_type="control")]).f1 == 1.0


def test_an_implied_type_counts_for_nothing_beside_the_claim_and_is_no_answer_alone() -> None:
    claim = gold(event_type="attack_repelled", implied=["attack"], claimed_controller=None)
    extra = predicted(event_type="attack", claimed_controller=None)
    both = [predicted(event_type="attack_repelled", claimed_controller=None), extra]
    assert score(report(claim), both).f1 == 1.0
    assert score(report(claim), [extra]).f1 == 0.0


def test_an_unscored_field_is_not_measured_and_an_unscored_mode_is_right() -> None:
    claim = gold(unscored=["claimant", "modality", "place"])
    result = judge(claim, claimant="Nobody", modality="denied", claimed_controller=None)
    assert result.f1 == 1.0
    assert not {"claimant", "place"} & set(result.fields)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Ivan Biliy", True),
        ("Bilyi", True),
        ("Ivan Chornyi", False),
        (None, False),
        ("...", False),
    ],
)
def test_a_person_is_known_by_the_last_name_in_any_romanisation(
    *, name: str | None, same: bool
) -> None:
    assert right(gold(), "claimant", claimant=name) is same


def test_a_body_is_known_by_most_of_its_words() -> None:
    claim = gold(claimant="Ministry of Defence of Ruda")
    assert right(claim, "claimant", claimant="Ruda's Defence Ministry")
    assert not right(claim, "claimant", claimant="Interior Guard of Zelena")


@pytest.mark.parametrize(
    ("answer", "same"),
    [
        ({"claimant": None}, True),
        ({"claimant": "Gazette"}, True),
        ({"claimant": "The paper", "claimant_kind": "source"}, True),
        ({"claimant": "Ivan Bilyi"}, False),
    ],
)
def test_the_report_s_own_voice_is_nobody_or_the_source(
    *, answer: dict[str, Any], same: bool
) -> None:
    assert right(gold(claimant=None), "claimant", **answer) is same


@pytest.mark.parametrize(
    ("asked", "given", "same"),
    [
        (("2024-03-04", "2024-03-04", 1), ("2024-03-04", "2024-03-04"), True),
        (("2024-03-04", "2024-03-04", 1), ("2024-03-05", "2024-03-05"), False),
        (("2024-03-04", "2024-03-04", 1), ("2024-03-04", "2024-03-09"), False),
        (("2024-03-04", "2024-03-04", 1), (None, None), False),
        (("2024-03-04", "2024-03-05", 1), ("2024-03-05", "2024-03-05"), True),
        (("2024-03-04", "2024-03-08", 2), ("2024-03-06", "2024-03-08"), False),
        (("2024-03-01", "2024-03-31", 4), ("2024-03-10", "2024-03-10"), True),
        (("2024-03-01", "2024-03-31", 4), ("2024-02-01", "2024-03-31"), False),
        ((None, None, None), (None, None), True),
        ((None, None, None), ("2024-03-04", "2024-03-04"), False),
    ],
)
def test_a_date_is_met_within_what_is_known_of_it(
    *, asked: tuple[Any, ...], given: tuple[Any, ...], same: bool
) -> None:
    claim = gold(event_date=asked[0], event_date_end=asked[1], date_prec=asked[2])
    answer = {"event_date": given[0], "event_date_end": given[1]}
    assert right(claim, "event_date", **answer) is same


def test_where_the_text_gives_no_date_that_of_publication_will_do() -> None:
    claim = gold(event_date=None, event_date_end=None, date_prec=None)
    assert right(claim, "event_date", date_basis="published")


def test_the_chain_of_media_is_read_from_a_list_or_its_json() -> None:
    claim = gold(reported_via=["TASS"])
    assert right(claim, "reported_via", reported_via=json.dumps(["Tass"]))
    assert not right(claim, "reported_via", reported_via=[])


def test_a_militia_holds_for_its_side_where_sides_are_given() -> None:
    answer = [predicted(claimed_controller="LPR")]
    assert score(report(gold()), answer, sides={"LPR": "Russia"}).false_flips == ()
    assert len(score(report(gold()), answer).false_flips) == 1


@pytest.mark.parametrize(
    "claim",
    [
        gold(modality="planned", claimed_controller=None),
        gold(claimed_controller=None, where_prec=2),
        gold(claimed_controller="Ukraine"),
        gold(evidence_start=38, evidence_end=len(TEXT)),
        gold(mention="Zelena", lat=ZELENA[0], lon=ZELENA[1]),
    ],
    ids=["planned", "near", "the other side", "another sentence", "another place"],
)
def test_a_holder_that_the_gold_does_not_give_is_a_false_flip(claim: dict[str, Any]) -> None:
    flips = judge(claim).false_flips
    assert [(flip.place, flip.got) for flip in flips] == [("Ruda", "Russia")]


def test_a_holder_on_words_that_are_no_claim_is_a_false_flip() -> None:
    assert len(score(report(), [predicted()]).false_flips) == 1


def test_an_optional_claim_or_an_open_holder_is_no_false_flip() -> None:
    assert not judge(gold(optional=True)).false_flips
    assert not judge(gold(claimed_controller=None, unscored=["claimed_controller"])).false_flips


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_the_order_of_rows_changes_no_figure(first: list[int], second: list[int]) -> None:
    claims = [
        gold(),
        gold(claimant="Anna Chorna"),
        gold(event_type="advance", claimed_controller=None),
        gold(modality="denied", claimed_controller=None),
    ]
    answers = [predicted(**{k: v for k, v in c.items() if k != "evidence"}) for c in claims[:3]]
    answers.append(predicted(event_type="clash", claimed_controller=None))
    plain = score(report(*claims), answers)
    mixed = score(report(*(claims[i] for i in first)), [answers[i] for i in second])
    assert plain.figures() == mixed.figures()
    assert plain.modes == mixed.modes


def test_a_gold_file_is_read_when_every_span_holds(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(report(gold())[0]) + "\n\n", "utf-8")
    assert len(read_gold(path)) == len(read_predicted(path)) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"evidence_end": 36}, "not at its offsets"),
        ({"mention": "Zelena"}, "not in the evidence"),
        ({"modality": "planned"}, "may not set claimed_controller"),
    ],
)
def test_a_gold_file_that_contradicts_itself_is_refused(
    tmp_path: Path, wrong: dict[str, Any], words: str
) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(report(gold() | wrong)[0]), "utf-8")
    with pytest.raises(RecordError, match=words):
        read_gold(path)


def test_a_gold_file_whose_empty_span_lies_outside_the_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = report(gold())[0] | {"no_claim": [{"start": 5, "end": 500, "why": "sport"}]}
    path.write_text(json.dumps(row), "utf-8")
    with pytest.raises(RecordError, match="outside the text"):
        read_gold(path)


def judged(*outcomes: tuple[float, bool]) -> list[Judged]:
    return [Judged({"extraction_confidence": sure}, right=right) for sure, right in outcomes]


def test_each_prediction_that_counts_is_judged_once() -> None:
    claims = [gold(), gold(event_type="advance", optional=True)]
    answers = [
        predicted(claimant="Nobody"),
        predicted(event_type="advance"),
        predicted(event_type="clash"),
    ]
    verdicts = score(report(*claims), answers).judged
    assert sorted((v.claim["event_type"], v.right, v.complete) for v in verdicts) == [
        ("capture", True, False),
        ("clash", False, False),
    ]


@pytest.mark.parametrize(
    ("change", "is_right", "is_complete"),
    [
        ({}, True, True),
        ({"speech_act": "confirms"}, True, True),
        ({"event_date": None, "event_date_end": None}, True, False),
        ({"modality": "denied", "claimed_controller": None}, False, False),
        ({"event_type": "advance"}, False, False),
        ({"mention": "Zelena", "lat": ZELENA[0]}, False, False),
    ],
    ids=["all", "a lesser field", "the date", "the mode", "the type", "the place"],
)
def test_right_is_found_and_complete_is_right_in_what_matters(
    *, change: dict[str, Any], is_right: bool, is_complete: bool
) -> None:
    (verdict,) = judge(gold(), **change).judged
    assert (verdict.right, verdict.complete) == (is_right, is_complete)


def test_promises_that_hold_have_no_calibration_error() -> None:
    held = reliability(judged(*[(0.75, True)] * 3, (0.75, False), *[(1.0, True)] * 2))
    assert held is not None
    assert held.ece == 0.0
    assert held.brier == pytest.approx((3 * 0.25**2 + 0.75**2) / 6)
    assert [(b.low, b.high, b.count, b.right) for b in held.bins] == [
        (0.7, 0.8, 4, 0.75),
        (0.95, 1.0, 2, 1.0),
    ]


def test_promising_what_does_not_come_is_an_error_by_its_size() -> None:
    held = reliability(judged((0.9, False), (0.9, True)))
    assert held is not None
    assert held.ece == pytest.approx(0.4)


def test_without_confidence_there_is_no_reliability() -> None:
    assert reliability([Judged({}, right=True)]) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_every_judged_claim_is_in_one_bin(outcomes: list[tuple[float, bool]]) -> None:
    held = reliability(judged(*outcomes))
    assert held is not None
    assert sum(b.count for b in held.bins) == held.total.count == len(outcomes)
    assert 0 <= held.brier <= 1
    assert 0 <= held.ece <= 1


def test_the_worst_errors_are_flips_then_the_most_confident_of_each_kind() -> None:
    flips = score(report(), [predicted(extraction_confidence=0.3)])
    mild = predicted(
        event_type="clash", claimed_controller=None, extraction_confidence=0.5, place_name="mild"
    )
    sure = {**mild, "extraction_confidence": 0.9, "place_name": "sure"}
    others = score(report(gold()), [mild, sure, predicted(claimant="Nobody")])
    listed = worst([*others.faults, *flips.faults], 4)
    assert [(f.kind, f.confidence) for f in listed] == [
        ("false flip", 0.3),
        ("invented", 0.3),
        ("invented", 0.9),
        ("wrong field", None),
    ]
    assert worst(others.faults, 0) == []


def test_the_tables_show_what_was_counted() -> None:
    held = reliability(judged((0.92, True), (0.4, False)))
    assert held is not None
    rows = [line.split() for line in reliability_table(held).splitlines()]
    assert rows[1] == ["0.00-0.50", "1", "0.400", "0.000", "0.000"]
    assert rows[3][:4] == ["all", "2", "0.660", "0.500"]
    counts = {("asserted", "asserted"): 4, ("asserted", "planned"): 1}
    table = [line.split() for line in confusion_table("mode", counts).splitlines()]
    assert table[:3] == [
        ["MODE", "1", "2"],
        ["1", "asserted", "4", "1"],
        ["2", "planned", ".", "."],
    ]
