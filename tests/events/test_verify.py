"""The evidence lock finds every way in which a claim does not stand in its document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from events.errors import DocumentError
from events.types import Document
from events.verify import root_of, verify
from tests.events.sample import claim, document

REPORT = document("On Friday Hirske was taken, the mayor said.")
SOUND = claim(
    of=REPORT,
    mention_start=10,
    mention_end=16,
    date_text="Friday",
    date_start=3,
    date_end=9,
    claimant_start=28,
    claimant_end=37,
)


def test_a_sound_claim_has_no_fault() -> None:
    assert verify([SOUND], [REPORT]) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"evidence": "Hirske was lost"}, "evidence is 'Hirske was lost', but"),
        ({"mention_end": 17}, "mention is 'Hirske', but 10..17 reads 'Hirske '"),
        ({"date_start": 4}, "date_text is 'Friday'"),
        ({"claimant_end": 99}, "claimant_start..claimant_end is 28..99, outside the text"),
        ({"verification_start": 5, "verification_end": 5}, "verification_start.."),
        ({"text_sha256": "0"}, "its offsets count in the text 0"),
        ({"document_sha256": "0"}, "its document 0 is not stored"),
    ],
    ids=str,
)
def test_what_does_not_hold_is_named(change: dict[str, Any], what: str) -> None:
    (fault,) = verify([replace(SOUND, **change)], [REPORT])
    assert fault.claim_id == SOUND.claim_id
    assert what in fault.what


def test_a_changed_document_is_found_by_its_hashes() -> None:
    faults = verify([], [replace(REPORT, raw=b"other")])
    assert [fault.what.split(" is")[0] for fault in faults] == ["the hash of its bytes"]
    faults = verify([SOUND], [replace(REPORT, text=REPORT.text.upper())])
    assert faults[0].what.startswith("the hash of its text is")
    assert any("evidence" in fault.what for fault in faults)


def test_a_text_that_its_bytes_do_not_give_again_is_found() -> None:
    page = replace(REPORT, extractor="some reader")

    def nothing(_: Document) -> str:
        raise DocumentError("its bytes hold no text")

    assert verify([SOUND], [page], lambda one: one.text) == []
    (fault,) = verify([SOUND], [page], lambda one: one.text + " ")
    assert (fault.what, fault.claim_id) == ("some reader takes another text out of its bytes", None)
    (fault,) = verify([], [page], nothing)
    assert fault.what == "its bytes hold no text"


def test_an_exchanged_report_changes_the_root_of_all_and_their_order_does_not() -> None:
    hashes = [REPORT.sha256, document("Another.").sha256]
    assert root_of(hashes) == root_of([*reversed(hashes), REPORT.sha256])
    assert root_of(hashes) != root_of([hashes[0], document("Another one.").sha256])
