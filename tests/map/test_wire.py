"""What is packed comes back as it was."""

from __future__ import annotations

import base64
import json
import zlib

from hypothesis import given
from hypothesis import strategies as st

from events.map.wire import Column, Raw, packed, packed_blocks, unpacked

NUMBERS = st.lists(st.integers(-(2**30), 2**31 - 1))


@given(numbers=NUMBERS, delta=st.booleans())
def test_columns_come_back_as_they_were(numbers: list[int], *, delta: bool) -> None:
    assert unpacked(packed({"a": [Column(numbers, delta)], "b": 1})) == {"a": [numbers], "b": 1}


@given(st.binary(), st.text(), NUMBERS)
def test_bytes_and_words_come_back_as_they_were(data: bytes, text: str, numbers: list[int]) -> None:
    value = {"raw": Raw(data), "text": [text], "n": {"column": Column(numbers)}, "none": None}
    back = {"raw": data, "text": [text], "n": {"column": numbers}, "none": None}
    assert unpacked(packed(value)) == back


def test_small_numbers_take_one_byte_and_steps_are_small() -> None:
    steady = list(range(10_000, 20_000))
    assert len(packed(Column(steady, delta=True))) < 200
    assert len(packed(Column(steady))) > 400


def test_the_order_of_keys_changes_nothing() -> None:
    assert packed({"a": 1, "b": Column([1])}) == packed({"b": Column([1]), "a": 1})


def test_words_are_packed_so_many_at_a_time() -> None:
    blocks = packed_blocks(["a", "b", "c"], 2).split(".")
    read = [json.loads(zlib.decompress(base64.b64decode(block))) for block in blocks]
    assert read == [["a", "b"], ["c"]]
    assert packed_blocks([], 2) == ""


def test_a_value_packed_in_haste_is_the_same_value() -> None:
    value = {"b": Column(range(5000)), "words": ["one", "two"] * 50}
    assert unpacked(packed(value, 1)) == unpacked(packed(value))
    assert len(packed(value)) <= len(packed(value, 1))
