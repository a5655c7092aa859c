"""Reports as they come become documents, or are rejected with a reason."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.documents import document_from_text, gathered, read_documents
from events.errors import DocumentError
from events.types import Document, Rejected


def one(path: Path, **query: Any) -> Document:
    documents, rejected = read_documents([path], **query)
    assert not rejected
    (document,) = documents
    return document


def reason(path: Path) -> str:
    documents, rejected = read_documents([path])
    assert not documents
    (one,) = rejected
    assert one.stage == "read"
    return one.reason


def put(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines(path: Path, *rows: object) -> Path:
    return put(path, "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))


def test_a_text_file_is_kept_character_for_character(tmp_path: Path) -> None:
    raw = "  First line.\r\nSecond.\rThird: Гірське.\n\n".encode()
    document = one(put(tmp_path / "note.txt", raw))
    assert document.text.encode() == raw
    assert document.raw == raw
    assert document.document_id == "note"
    assert document.sha256 == document.text_sha256 == hashlib.sha256(raw).hexdigest()
    assert (document.published, document.published_basis) == (None, "unknown")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    document = one(put(tmp_path / "a.txt", b"\xef\xbb\xbfHirske"))
    assert document.text == "Hirske"
    assert document.sha256 == hashlib.sha256(b"\xef\xbb\xbfHirske").hexdigest()


def test_the_front_matter_of_markdown_describes_the_body(tmp_path: Path) -> None:
    whole = """---
title: "A title: with a colon"
publisher: Daily
url: https://example.org/a
date: 2022-06-24
lang: en
licence: CC0-1.0
agency: Reuters
restates: original-1
note: Our own words.
---

Body.\r
"""
    document = one(put(tmp_path / "a.md", whole))
    assert document.text == "\nBody.\r\n"
    assert document.sha256 == hashlib.sha256(whole.encode()).hexdigest()
    assert document.text_sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    assert document.title == "A title: with a colon"
    assert document.source == "Daily"
    assert document.source_url == "https://example.org/a"
    assert (document.published, document.published_basis) == (date(2022, 6, 24), "stated")
    assert (document.lang, document.licence) == ("en", "CC0-1.0")
    assert document.origin_agency == "Reuters"
    assert document.note == "Our own words.; original-1"


def test_markdown_without_front_matter_is_all_body(tmp_path: Path) -> None:
    assert one(put(tmp_path / "a.md", "# Hirske\n")).text == "# Hirske\n"
    assert one(put(tmp_path / "b.md", "---\n---\nBody")).text == "Body"


def test_each_line_of_jsonl_is_a_document(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "many.jsonl",
        {"doc_id": "one", "text": "Гірське", "title": "T", "source": "S", "url": "U"},
        {"id": 2, "text": "b", "published": "2022-06-24T23:30:00+03:00", "lang": "en"},
        {"text": "nameless"},
    )
    raw = path.read_bytes().split(b"\n")
    documents, rejected = read_documents([path])
    assert not rejected
    by_id = {document.document_id: document for document in documents}
    assert set(by_id) == {"one", "2", hashlib.sha256(raw[2]).hexdigest()[:16]}
    first, second = by_id["one"], by_id["2"]
    assert (first.text, first.title, first.source, first.source_url) == ("Гірське", "T", "S", "U")
    assert first.raw == raw[0]
    assert first.sha256 == hashlib.sha256(raw[0]).hexdigest()
    assert (second.published, second.lang) == (date(2022, 6, 24), "en"), "the day as written"


def test_line_breaks_of_jsonl_are_no_part_of_its_documents(tmp_path: Path) -> None:
    row = b'{"doc_id": "a", "text": "b"}'
    unix = one(put(tmp_path / "unix.jsonl", row + b"\n\n"))
    windows = one(put(tmp_path / "windows.jsonl", b"\xef\xbb\xbf" + row + b"\r\n\r\n"))
    assert unix == windows


def test_folders_give_their_reports_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "a.md", "deep/c.TXT", ".hidden/no.txt", ".no.txt", "picture.png"):
        put(tmp_path / name, f"text of {name}")
    documents, rejected = read_documents([tmp_path])
    assert [document.document_id for document in documents] == ["a", "b", "c"]
    assert not rejected


def test_a_file_named_outright_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    assert one(put(tmp_path / "report.log", "Hirske")).text == "Hirske"


def test_the_same_bytes_are_one_document_in_whatever_order_they_come(tmp_path: Path) -> None:
    first, second = put(tmp_path / "a.txt", "same"), put(tmp_path / "b.txt", "same")
    other = put(tmp_path / "c.txt", "other")
    there = read_documents([first, second, other])
    back = read_documents([other, second, first, tmp_path])
    assert there == back
    assert [document.document_id for document in there[0]] == ["a", "c"]


def test_a_date_given_is_for_reports_that_state_none(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {"id": "stated", "text": "a", "published": "2022-06-01"},
        {"id": "silent", "text": "b", "published": ""},
    )
    documents, _ = read_documents([path], published=date(2022, 6, 24))
    assert [(d.document_id, d.published, d.published_basis) for d in documents] == [
        ("silent", date(2022, 6, 24), "given"),
        ("stated", date(2022, 6, 1), "stated"),
    ]


def test_a_date_given_from_a_later_century_is_a_slip(tmp_path: Path) -> None:
    path, late = put(tmp_path / "a.txt", "text"), date(3022, 6, 24)
    with pytest.raises(DocumentError, match="published is 3022-06-24, a report cannot"):
        read_documents([path], published=late)
    with pytest.raises(DocumentError, match="published is 3022-06-24, a report cannot"):
        document_from_text("text", published=late)
    assert one(path, published=date(2100, 12, 31)).published == date(2100, 12, 31)


def test_only_the_date_of_a_report_must_be_one(tmp_path: Path) -> None:
    path = put(tmp_path / "a.md", "---\ntitle: 2022-13-45\ndate: 2022-06-04 5:00:00\n---\nBody")
    document = one(path)
    assert (document.title, document.published) == ("2022-13-45", date(2022, 6, 4))


def test_a_time_in_front_matter_counts_by_its_day(tmp_path: Path) -> None:
    path = put(tmp_path / "a.md", "---\npublished: 2022-06-24 21:00:00\n---\nBody")
    assert one(path).published == date(2022, 6, 24)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", b"", "the text is empty"),
        ("a.txt", b" \n\t", "the text is empty"),
        ("a.txt", b"Hirske\0\0", "binary: it holds zero bytes"),
        ("a.pdf", b"%PDF-1.7\nHirske", "it is a PDF, not text: give its text as .txt"),
        ("a.docx", b"PK\x03\x04\0\0", "it is a ZIP archive or office document, not text"),
        ("a.txt", b"{\\rtf1 Hirske}", "it is a rich text document, not text"),
        ("a.txt", b"\x98" * 9 + b"\xd0" * 9, "neither UTF-8 nor windows-1251"),
        ("a.txt", b"\x01\x02\x03\xe9 \x04\x05", "full of control characters"),
        ("a.txt", b"\xff\xfe\x00", "neither UTF-8 nor utf-16"),
        ("a.md", b"---\ntitle: x\nBody", "opens with --- and never ends"),
        ("a.md", b"---\ntitle: [\n---\nBody", "the front matter is not YAML"),
        ("a.md", b"---\ndate: 2022-13-45\n---\nBody", "published is '2022-13-45', must be a date"),
        ("a.md", b"---\ndate: 3022-06-24\n---\nBody", "published is 3022-06-24, a report cannot"),
        ("a.jsonl", b'{"text": "a", "date": "2101-01-01"}', "cannot be from after 2100"),
        ("a.md", b"---\n- list\n---\nBody", "must be fields, this is a list"),
        ("a.md", b"---\ntitle: [a, b]\n---\nBody", "title must be one value, got ['a', 'b']"),
        ("a.md", b"---\npublished: Friday\n---\nBody", "published is 'Friday', must be a date"),
        ("a.jsonl", b"", "the file is empty"),
        ("a.jsonl", b"{", "not JSON"),
        ("a.jsonl", b"[1]", "must be a JSON object, this is a list"),
        ("a.jsonl", b'{"id": "a"}', "text must be a string, got None"),
        ("a.jsonl", b"[" * 100_000, "not JSON"),
        ("a.md", b"---\n" + b"[" * 10_000 + b"\n---\nBody", "the front matter is not YAML"),
        ("a.jsonl", b'{"text": "\\ud800"}', "lone surrogate at 0"),
        ("a.jsonl", b'{"text": "a", "published": "24/06/2022"}', "published is '24/06/2022'"),
        ("a.jsonl", b'{"text": "a", "published": 20220624.5}', "published is 20220624.5"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_the_reason(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    assert why in reason(put(tmp_path / name, content))


def test_one_bad_line_never_hides_the_others(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", '{"id": "a", "text": "a"}\n{oops\n{"id": "c", "text": "c"}')
    documents, rejected = read_documents([path])
    assert [document.document_id for document in documents] == ["a", "c"]
    assert [(r.document_id, r.text) for r in rejected] == [("a:2", "{oops")]


def test_a_file_that_cannot_be_opened_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = put(tmp_path / "a.txt", "text")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert reason(path) == "cannot be read: Permission denied"


def test_a_path_that_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nowhere\.txt"):
        read_documents([tmp_path / "nowhere.txt"])


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1251", "Российские войска заняли Горское, сообщило министерство."),
        ("windows-1252", "Les forces russes ont été repoussées près de Lyssytchansk."),
        ("utf-16", "Війська залишили місто."),
    ],
)
def test_other_encodings_are_read_and_said(tmp_path: Path, encoding: str, text: str) -> None:
    document = one(put(tmp_path / "a.txt", text.encode(encoding)))
    assert document.text == text
    assert document.note is not None
    assert encoding.upper() in document.note.upper()


@given(st.text())
def test_a_text_in_memory_is_kept_as_it_is_or_refused(text: str) -> None:
    if text.strip():
        document = document_from_text(text, published=date(2022, 6, 24))
        assert document.text == text
        assert document.published_basis == "given"
    else:
        with pytest.raises(DocumentError, match="empty"):
            document_from_text(text)


def test_a_text_in_memory_must_be_storable() -> None:
    with pytest.raises(DocumentError, match="upload: the text holds a lone surrogate"):
        document_from_text("a\ud800", document_id="upload")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_rejection(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.txt", "b.md", "c.jsonl"):
        put(folder / name, raw)
    documents, rejected = read_documents([folder])
    assert len(documents) + len(rejected) >= 1
    assert all(isinstance(r, Rejected) and r.reason for r in rejected)
    for document in documents:
        assert hashlib.sha256(document.raw).hexdigest() == document.sha256


def test_reports_gathered_in_a_file_are_those_that_are_read(tmp_path: Path) -> None:
    for name, text in (("b", "Hirske was taken."), ("a", "Hirske was taken."), ("c", "Zolote.")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "d.txt").write_bytes(b"")
    documents, unread = read_documents([tmp_path])
    with gathered([tmp_path]) as reports:
        assert list(reports) == documents == reports[0:9]
        assert [reports[number] for number in range(len(reports))] == documents
        assert reports.unread == unread
        assert reports.hashes == {one.sha256 for one in documents}
    assert [one.document_id for one in documents] == ["a", "c"]
    assert len(unread) == 1
