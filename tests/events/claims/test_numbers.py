"""Counts keep what was counted, and nothing is guessed."""

from __future__ import annotations

import json

from tests.events.claims.conftest import Read


def test_a_count_keeps_its_number_and_its_noun(read: Read) -> None:
    [claim] = read("Russia surrounded up to 2,000 Ukrainian soldiers near Soledar.")
    [count] = json.loads(claim.counts or "[]")
    assert (count["number"], count["what"]) == (2000, "encircled")
    assert "soldiers" in count["of"]


def test_distances_calibres_and_dates_are_no_counts(read: Read) -> None:
    claims = read("Russia shelled Kupiansk, 5 kilometres away, with 155 mm guns on 9 March.")
    assert {c.counts for c in claims} == {None}
