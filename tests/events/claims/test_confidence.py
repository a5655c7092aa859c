"""How surely a claim says what the text says: plain words promise more, and all of it is data."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.claims.confidence import load_weights, promise
from events.types import _VOCABULARY
from tests.events.claims.conftest import Read

PLAIN = "Russian forces captured Hirske on Thursday, the Russian defence ministry said."
weights = st.dictionaries(st.sampled_from("abc"), st.floats(-5, 5))
cues = st.dictionaries(st.sampled_from("abcd"), st.floats(0, 2))


def sure(read: Read, text: str) -> float:
    found = [claim.extraction_confidence for claim in read(text)]
    assert found
    assert found[0] is not None
    return found[0]


@pytest.mark.parametrize(
    "doubtful",
    [
        "The ministry denied that Russian forces had captured Hirske on Thursday.",
        "Russian forces captured part of Hirske on Thursday, the Russian defence ministry said.",
        "Russian forces captured Luhansk region on Thursday, the Russian defence ministry said.",
        "The Russian defence ministry spoke of Hirske. Then, it said, the forces left the city.",
        "Unknown people in Hirske said that by some accounts, after weeks in which neither of the"
        " two armies had gained any ground to speak of, Russian forces had captured the city.",
    ],
    ids=["denied", "a part", "a region", "pointed at", "far apart, by nobody"],
)
def test_plain_words_promise_more_than(read: Read, doubtful: str) -> None:
    assert sure(read, PLAIN) > sure(read, doubtful)


def test_plain_words_promise_much_and_never_all(read: Read) -> None:
    assert 0.9 <= sure(read, PLAIN) < 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Ukrainian forces have withdrawn, the General Staff in Kyiv said on Thursday.",
        "Hirske is a mining city. Shelling went on all night, the governor said.",
        "The capture of the village of Bohdanohrad by Russian forces was announced on Thursday.",
    ],
    ids=["no place", "the place of the sentence before", "a place that no table has"],
)
def test_what_has_no_sure_place_promises_less_than_plain_words(read: Read, text: str) -> None:
    assert all((claim.extraction_confidence or 0) < sure(read, PLAIN) for claim in read(text))


def test_a_day_of_its_own_speaks_for_a_claim(read: Read) -> None:
    assert sure(read, PLAIN) >= sure(read, PLAIN.replace(" on Thursday", ""))


@given(cues, weights)
def test_a_promise_is_a_share_to_two_digits(cues: dict[str, float], own: dict[str, float]) -> None:
    value = promise(cues, own)
    assert 0.0 <= value <= 1.0
    assert value == round(value, 2)


@given(cues, weights, st.floats(0, 5))
def test_what_speaks_for_a_reading_never_lowers_its_promise(
    cues: dict[str, float], own: dict[str, float], more: float
) -> None:
    assert promise({**cues, "for": 1.0}, {**own, "for": more}) >= promise(cues, own)


def test_cues_without_a_weight_say_nothing() -> None:
    assert promise({"never learnt": 1.0}, {}) == 0.5


def test_every_weight_is_of_a_type_a_mode_a_speaker_or_a_cue_that_is_read() -> None:
    words = {name: set(_VOCABULARY[field]) for name, field in _FIELDS.items()}
    for cue in load_weights():
        what, _, word = cue.partition(" ")
        assert word in words.get(what, {word}), cue


_FIELDS = {"type": "event_type", "mode": "modality", "speaker": "claimant_kind"}


def test_the_weights_are_a_readable_table() -> None:
    from importlib.resources import files

    text = files("seeds").joinpath("lexicons", "confidence.toml").read_text("utf-8")
    assert text.startswith("# ")
    assert dict(load_weights()) == tomllib.loads(text)["weights"]
