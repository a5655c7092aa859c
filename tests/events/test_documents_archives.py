"""The pages of saved web archives become documents; what else they hold is counted."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import brotli
import pytest

from events.documents import read_documents, text_again
from events.documents.pages import MOST_BYTES
from tests.events.pages import ADDRESS, BODY, LEAD, page
from tests.events.test_documents import one, put, reason

AT = "2022-06-25T08:15:00Z"


def answer(
    body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = ""
) -> bytes:
    """Return what a server sent."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def record(
    block: bytes, *, kind: str = "response", url: str = ADDRESS, at: str = AT, more: str = ""
) -> bytes:
    """Return a record of a WARC file."""
    media = "application/http; msgtype=response" if b"HTTP/1.1" in block[:8] else "text/html"
    if "Content-Type" in more:
        media, _, more = more.removeprefix("Content-Type: ").partition("\r\n")
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(block):012d}>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n{more}\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


PAGE = page().encode()
WHOLE = record(answer(PAGE))


def test_a_page_of_an_archive_is_a_document(tmp_path: Path) -> None:
    document = one(put(tmp_path / "crawl.warc", WHOLE))
    assert document.text.splitlines() == ["Hirske falls", LEAD, BODY]
    assert document.raw == PAGE, "the page, as the server meant it"
    assert (document.source_url, document.source) == (ADDRESS, "daily.example")
    assert (
        document.archived_url == "urn:uuid:00000000-0000-4000-8000-" + f"{len(answer(PAGE)):012d}"
    )
    assert document.note == f"archived {AT}, in crawl.warc"
    assert document.document_id.startswith("crawl:20220625081500:")
    assert document.published is None, "the day of archiving is not that of publication"
    assert text_again(document) == document.text


def test_an_archived_page_and_a_saved_one_are_one_document(tmp_path: Path) -> None:
    put(tmp_path / "crawl.warc", WHOLE)
    put(tmp_path / "page.html", PAGE)
    documents, _ = read_documents([tmp_path])
    assert len(documents) == 1


def test_of_a_page_archived_twice_the_first_time_counts(tmp_path: Path) -> None:
    later = record(answer(PAGE), at="2022-07-01T00:00:00Z")
    edited = record(answer(PAGE.replace(b"newspaper", b"paper")), at="2022-07-02T00:00:00Z")
    documents, _ = read_documents([put(tmp_path / "crawl.warc", later + WHOLE + edited)])
    assert [document.document_id[:20] for document in documents] == [
        "crawl:20220625081500",
        "crawl:20220702000000",
    ]
    assert {document.source_url for document in documents} == {ADDRESS}, "versions of one page"


@pytest.mark.parametrize("packed", ["gzip", "br", "chunked"])
def test_packed_answers_are_unpacked(packed: str, tmp_path: Path) -> None:
    bodies = {
        "gzip": (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        "br": (brotli.compress(PAGE), "Content-Encoding: br\r\n"),
        "chunked": (
            f"{len(PAGE):x}\r\n".encode() + PAGE + b"\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n",
        ),
    }
    body, more = bodies[packed]
    document = one(put(tmp_path / "crawl.warc", record(answer(body, more=more))))
    assert document.raw == PAGE


def test_compressed_archives_and_collections_are_read(tmp_path: Path) -> None:
    other = page(lead=LEAD.replace("Hirske", "Zolote")).encode()
    packed = gzip.compress(WHOLE) + gzip.compress(record(answer(other)))
    documents, rejected = read_documents([put(tmp_path / "crawl.warc.gz", packed)])
    assert ({document.raw for document in documents}, rejected) == ({PAGE, other}, [])
    with zipfile.ZipFile(tmp_path / "crawl.wacz", "w") as collection:
        collection.writestr("archive/data.warc.gz", packed)
        collection.writestr("pages/pages.jsonl", "{}")
    documents, rejected = read_documents([tmp_path / "crawl.wacz"])
    assert ({document.raw for document in documents}, rejected) == ({PAGE, other}, [])


def test_a_state_of_a_page_that_differs_in_its_markup_only_is_none_of_its_own(
    tmp_path: Path,
) -> None:
    noisy = PAGE.replace(b"<nav>", b"<nav data-visit='2'>")
    path = put(tmp_path / "crawl.warc", record(answer(noisy), at="2022-07-01T00:00:00Z") + WHOLE)
    assert one(path).raw == PAGE
    elsewhere = record(answer(noisy), url="https://other.example/a")
    assert len(read_documents([put(tmp_path / "b.warc", WHOLE + elsewhere)])[0]) == 2


def test_a_page_kept_without_its_answer_is_read(tmp_path: Path) -> None:
    assert one(put(tmp_path / "crawl.warc", record(PAGE, kind="resource"))).raw == PAGE


def test_a_record_that_does_not_say_when_it_was_made_is_read(tmp_path: Path) -> None:
    document = one(put(tmp_path / "crawl.warc", record(answer(PAGE), at="once")))
    assert document.note == "in crawl.warc"
    assert document.document_id.startswith("crawl:undated:")


@pytest.mark.parametrize(
    "more",
    ["Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n", "Transfer-Encoding: chunked\r\n"],
)
def test_a_page_that_was_unpacked_before_it_was_archived_is_read(more: str, tmp_path: Path) -> None:
    assert one(put(tmp_path / "crawl.warc", record(answer(PAGE, more=more)))).raw == PAGE


def test_a_packing_that_is_not_known_is_told(tmp_path: Path) -> None:
    content = record(answer(PAGE, more="Content-Encoding: zstd\r\n"))
    assert "packed as 'zstd'" in reason(put(tmp_path / "crawl.warc", content))


def test_what_is_no_page_is_counted_once(tmp_path: Path) -> None:
    picture = record(answer(b"\x89PNG", kind="image/png"))
    script = record(answer(b"1", kind="text/javascript"))
    path = put(tmp_path / "crawl.warc", picture + script + WHOLE + picture)
    documents, (passed,) = read_documents([path])
    assert len(documents) == 1
    assert passed.reason == "3 records are no pages: 2 image/png, 1 text/javascript"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (record(answer(PAGE), kind="revisit"), "a revisit"),
        (record(answer(PAGE, status="404 Not Found")), "the server answered 404"),
        (record(answer(PAGE, status="301 Moved")), "the server answered 301"),
        (record(answer(b"<p></p>")), "no article is found"),
        (record(answer(b"")), "the page is empty"),
        (record(answer(PAGE), more="WARC-Truncated: length\r\n"), "cut off"),
        (record(answer(b"a" * (MOST_BYTES + 1))), "too big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_record_without_a_report_is_rejected_with_the_reason(
    content: bytes, why: str, tmp_path: Path
) -> None:
    documents, rejected = read_documents([put(tmp_path / "crawl.warc", content + WHOLE)])
    assert len(documents) == 1, "it hides no other"
    assert [why in one.reason for one in rejected] == [True]
    assert rejected[0].document_id.startswith("crawl:20220625081500:")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc", b""),
        ("a.warc", b"Hirske"),
        ("a.warc.gz", b"\x1f\x8bHirske"),
        ("a.warc.gz", gzip.compress(WHOLE)[:-200]),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"a" * 100_000),
        ("a.wacz", b"Hirske"),
        ("a.wacz", b"PK\x03\x04"),
    ],
)
def test_what_is_no_archive_is_rejected(name: str, content: bytes, tmp_path: Path) -> None:
    documents, rejected = read_documents([put(tmp_path / name, content)])
    assert not documents
    assert rejected


def test_an_archive_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    whole = gzip.compress(WHOLE)
    path = put(tmp_path / "crawl.warc.gz", whole + gzip.compress(record(answer(PAGE * 20)))[:-300])
    documents, (refused,) = read_documents([path])
    assert "cut off" in refused.reason
    assert PAGE in {document.raw for document in documents}


def bomb() -> bytes:
    """Return a small answer that unpacks to 300 MB."""
    packed = io.BytesIO()
    with gzip.open(packed, "wb") as file:
        for _ in range(300):
            file.write(bytes(1_000_000))
    return packed.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("packed", ["gzip", "br"])
def test_an_answer_that_unpacks_without_end_fills_no_memory(packed: str, tmp_path: Path) -> None:
    body = bomb() if packed == "gzip" else brotli.compress(bytes(300_000_000), quality=1)
    content = record(answer(body, more=f"Content-Encoding: {packed}\r\n"))
    path = put(tmp_path / "crawl.warc", content + WHOLE)
    code = (
        "import re; from pathlib import Path; from events.documents import each_document;"
        f"print([type(o).__name__ for o in each_document([{str(path)!r}])]);"
        "status = Path('/proc/self/status').read_text();"  # of this program, not of who began it
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    kinds, megabytes = done.stdout.splitlines()
    assert kinds == "['Rejected', 'Document']"
    assert int(megabytes) < 250
