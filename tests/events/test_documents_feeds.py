"""Entries of RSS and Atom feeds become documents, each on its own bytes."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from events.documents import read_documents, text_again
from events.documents.feeds import MOST_BYTES, feed_of, is_feed, links_of
from events.documents.report import UnreadableError
from events.types import Document
from tests.events.test_documents import one, put, reason

SAID = "Russian forces captured Hirske on Friday, the governor said."
ITEM = f"""<item>
<title>Hirske &amp; Zolote</title><link>https://daily.example/a</link>
<guid isPermaLink="false">a-1</guid><pubDate>Fri, 24 Jun 2022 23:30:00 +0300</pubDate>
<description>A summary.</description>
<content:encoded><![CDATA[<p>{SAID}</p><script>track()</script><p>Kyiv denied it.</p>
<p>No &lt;item&gt; and no </item> in here ends it.</p>]]></content:encoded></item>"""
BRIEF = """<item><title>Brief</title><link>https://daily.example/b</link>
<description>&lt;p&gt;Zolote was shelled.&lt;/p&gt;</description>
<source url="https://agency.example/feed">Agency</source></item>"""
ENTRY = f"""<entry><title type="html">Hirske</title><id>tag:daily.example,2022:a</id>
<link rel="alternate" href="https://daily.example/a"/><published>2022-06-24T23:30:00+03:00</published>
<updated>2022-06-26T00:00:00Z</updated>
<content type="html">&lt;p&gt;{SAID}&lt;/p&gt;</content></entry>"""


def rss(*items: str, declared: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return (
        f'{declared}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        "<channel><title>The Daily</title><link>https://daily.example</link>"
        f"<language>en-gb</language>{''.join(items)}</channel></rss>"
    )


def atom(*entries: str) -> str:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>The Daily</title>{''.join(entries)}</feed>"
    )


def all_of(path: Path) -> dict[str, Document]:
    documents, rejected = read_documents([path])
    assert not rejected
    return {document.document_id: document for document in documents}


def test_an_entry_of_rss_is_a_document(tmp_path: Path) -> None:
    document = one(put(tmp_path / "feed.xml", rss(ITEM)))
    assert document.text.splitlines()[:2] == [SAID, "Kyiv denied it."]
    assert "track" not in document.text
    assert document.raw.decode() == ITEM, "its bytes are those of its element"
    assert (document.document_id, document.title) == ("a-1", "Hirske & Zolote")
    assert (document.source, document.source_url) == ("The Daily", "https://daily.example/a")
    assert (document.published, document.published_basis) == (date(2022, 6, 24), "stated")
    assert document.lang == "en"
    assert document.extractor is not None
    assert document.extractor.startswith("feed-1; utf-8; feedparser 6")
    assert text_again(document) == document.text


def test_an_entry_of_atom_is_a_document(tmp_path: Path) -> None:
    document = one(put(tmp_path / "feed.atom", atom(ENTRY)))
    assert (document.text, document.raw.decode()) == (SAID, ENTRY)
    assert document.document_id == "tag:daily.example,2022:a"
    assert document.published == date(2022, 6, 24)
    assert document.source_url == "https://daily.example/a"


def test_a_summary_says_that_it_is_one(tmp_path: Path) -> None:
    document = all_of(put(tmp_path / "feed.rss", rss(ITEM, BRIEF)))["https://daily.example/b"]
    assert document.text == "Zolote was shelled."
    assert document.note == "the summary that the feed gives, not the whole report"
    assert document.origin_agency == "Agency"
    assert document.published is None


def test_an_entry_that_was_only_updated_is_of_that_day(tmp_path: Path) -> None:
    entry = ENTRY.replace("<published>2022-06-24T23:30:00+03:00</published>", "")
    assert one(put(tmp_path / "feed.atom", atom(entry))).published == date(2022, 6, 26)


def test_the_same_entry_in_two_states_of_a_feed_is_one_document(tmp_path: Path) -> None:
    put(tmp_path / "monday.xml", rss(ITEM))
    put(tmp_path / "tuesday.xml", rss(BRIEF, ITEM))
    assert len(all_of(tmp_path)) == 2


def test_letters_are_read_in_the_encoding_of_the_feed(tmp_path: Path) -> None:
    declared = '<?xml version="1.0" encoding="windows-1251"?>'
    item = BRIEF.replace("Zolote was shelled", "Обстріляно Золоте")
    raw = rss(item, declared=declared).encode("windows-1251")
    document = one(put(tmp_path / "feed.xml", raw))
    assert document.text == "Обстріляно Золоте."
    assert text_again(document) == document.text


def test_rdf_feeds_and_names_that_are_not_declared_are_read(tmp_path: Path) -> None:
    feed = (
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel><title>T</title><items/></channel>'
        "<item rdf:about='x'><title>A</title><link>https://daily.example/a</link>"
        f"<odd:mark>1</odd:mark><description>{SAID}</description></item></rdf:RDF>"
    )
    assert one(put(tmp_path / "feed.xml", feed)).text == SAID


def test_a_broken_entry_hides_no_other(tmp_path: Path) -> None:
    empty = "<item><title>Only a title</title></item>"
    broken = "<item><title>Broken<description>&nbsp;<b>Lost <p>tags</item>"
    documents, rejected = read_documents([put(tmp_path / "f.xml", rss(empty, broken, ITEM))])
    assert "a-1" in {document.document_id for document in documents}
    assert "claimmap fetch" in rejected[0].reason
    cut = rss(ITEM, BRIEF)[:-60]
    assert [d.document_id for d in read_documents([put(tmp_path / "g.xml", cut)])[0]] == ["a-1"]


BILLION = '<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no feed"),
        ("<project><item>a</item></project>", "no feed"),
        (rss(), "no entry"),
        (rss("<!-- <item>a</item> -->"), "no entry"),
        (rss("<item><![CDATA[ <item>a</item>"), "no entry"),
        (BILLION + rss(ITEM.replace("A summary", "&b;")), "declares entities"),
        (OUTSIDE + rss(ITEM.replace("A summary", "&a;")), "declares entities"),
    ],
)
def test_what_is_no_safe_feed_is_rejected(content: str, why: str, tmp_path: Path) -> None:
    assert why in reason(put(tmp_path / "feed.xml", content))


def test_a_feed_too_big_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "too big" in reason(path)


def test_cutting_takes_time_in_proportion_to_the_size() -> None:
    start = time.process_time()  # of this process alone: others may be at work
    with pytest.raises(UnreadableError):
        feed_of(b"<rss>" + b"<!-- --><![CDATA[" * 200_000)
    assert time.process_time() - start < 2  # a hundredth of that is usual


def test_a_file_that_an_entry_names_is_never_opened(tmp_path: Path) -> None:
    secret = put(tmp_path / "secret.txt", "<rss><channel><title>secret</title></channel></rss>")
    feed = feed_of(f"<rss>{secret}<item>{secret}</item></rss>".encode())
    assert feed.title is None


def test_the_links_of_a_feed_are_listed_once_in_its_order() -> None:
    feed = feed_of(rss(BRIEF, ITEM, BRIEF).encode())
    assert links_of(feed) == ["https://daily.example/b", "https://daily.example/a"]
    assert is_feed(atom(ENTRY).encode())
    assert not is_feed(b"<!doctype html><html><p>feed</p></html>")
