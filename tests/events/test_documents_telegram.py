"""Messages of a public Telegram channel become documents; what is private is not read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.documents import read_documents, text_again
from events.documents.telegram import MOST_BYTES
from tests.events.test_documents import one, put, reason

SAID = "Гірське звільнено, повідомив голова області. 🇺🇦"


def message(number: int = 1, **said: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2022-06-25T00:30:00",
        "date_unixtime": "1656106200",
        "from": "Daily",
        "from_id": "channel123",
        "text": SAID,
        **said,
    }


def export(*messages: dict[str, Any], kind: str = "public_channel", **more: Any) -> str:
    told = {"name": "Daily", "type": kind, "id": 123, **more, "messages": list(messages)}
    return json.dumps(told, ensure_ascii=False, indent=1)


def test_a_message_is_a_document_on_its_own_bytes(tmp_path: Path) -> None:
    whole = export(message())
    document = one(put(tmp_path / "result.json", whole))
    assert document.text == SAID
    assert document.raw.decode() in whole
    assert json.loads(document.raw) == message()
    assert (document.document_id, document.source) == ("telegram:123:1", "Daily")
    assert document.source_url == "https://t.me/c/123/1"
    assert (document.published, document.published_basis) == (date(2022, 6, 24), "stated")
    assert document.extractor == "telegram-1; utf-8; claimmap"
    assert text_again(document) == document.text


def test_words_in_pieces_are_joined(tmp_path: Path) -> None:
    pieces = ["Hirske ", {"type": "bold", "text": "fell"}, {"type": "link", "text": "."}, 7, {}]
    assert one(put(tmp_path / "result.json", export(message(text=pieces)))).text == "Hirske fell."


def test_forwards_and_edits_are_told(tmp_path: Path) -> None:
    forwarded = message(forwarded_from="Agency", edited_unixtime="1656192600")
    document = one(put(tmp_path / "result.json", export(forwarded)))
    assert document.origin_agency == "Agency"
    assert document.note == "edited 2022-06-25"


def test_a_day_without_an_instant_is_as_written(tmp_path: Path) -> None:
    bare = message(date_unixtime=None)
    assert one(put(tmp_path / "a.json", export(bare))).published == date(2022, 6, 25)
    undated = message(date_unixtime="never", date=None)
    assert one(put(tmp_path / "a.json", export(undated))).published is None


def test_a_message_that_gained_reactions_only_is_the_same_document(tmp_path: Path) -> None:
    put(tmp_path / "a.json", export(message()))
    put(tmp_path / "b.json", export(message(reactions=[{"emoji": "!", "count": 2}])))
    put(tmp_path / "c.json", export(message(text=SAID + " Ні.")))
    documents, _ = read_documents([tmp_path])
    assert {document.text for document in documents} == {SAID, SAID + " Ні."}
    assert len(documents) == 2


def test_pictures_are_counted_and_notices_of_the_channel_passed_over(tmp_path: Path) -> None:
    picture, pinned = message(2, text=""), message(3, type="service", text="pinned")
    path = put(tmp_path / "result.json", export(picture, pinned, message(), message(4, text=[])))
    documents, (wordless,) = read_documents([path])
    assert len(documents) == 1
    assert wordless.reason == "2 messages have no words: pictures and the like"


@pytest.mark.parametrize("kind", ["personal_chat", "private_group", "private_channel"])
def test_what_is_private_is_not_read(kind: str, tmp_path: Path) -> None:
    path = put(tmp_path / "result.json", export(message(), kind=kind))
    documents, (refused,) = read_documents([path])
    assert not documents
    assert refused.reason == f"only public channels are read, this is a {kind}: it is private"
    assert refused.text == "", "not a word of it is kept"


def test_people_in_a_public_group_are_not_read(tmp_path: Path) -> None:
    assert "only public channels" in reason(
        put(tmp_path / "result.json", export(message(), kind="public_supergroup"))
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "this has no messages; reports that are JSON objects"),
        ("{}", "read from .jsonl, one a line"),
        ('{"chats": {"list": [{"type": "personal_chat", "messages": []}]}}', "no export of one"),
        ('[{"messages": [', "no export of one"),
        (export(message()).encode("utf-16"), "not UTF-8"),
        (export(message())[:-40], "broken after 0"),
        (export(message())[:-40] + "[" * 100_000, "broken after 0"),
    ],
)
def test_what_is_no_export_is_rejected(content: str | bytes, why: str, tmp_path: Path) -> None:
    assert why in reason(put(tmp_path / "result.json", content))


def test_what_stands_before_a_break_is_read(tmp_path: Path) -> None:
    cut = export(message(), message(2))[:-60]
    documents, (broken,) = read_documents([put(tmp_path / "result.json", cut)])
    assert [document.document_id for document in documents] == ["telegram:123:1"]
    assert broken.reason == "broken after 1 messages"


def test_a_huge_export_is_to_be_made_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "too big" in reason(path)
