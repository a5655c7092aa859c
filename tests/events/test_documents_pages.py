"""Saved web pages become documents: the article's text, and what the page states of itself."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.documents import document_from_text, made_here, read_documents, text_again
from events.documents.article import words_of
from events.documents.pages import MOST_BYTES, Origin, read_page
from events.documents.report import UnreadableError, document_of
from events.documents.stated import host_of, stated_day, web_address
from events.errors import DocumentError
from events.types import Document
from tests.events.pages import ADDRESS, BODY, COMMENT, LEAD, article, page
from tests.events.test_documents import one, put, reason


def of(markup: str, folder: Path, suffix: str = ".html") -> Document:
    return one(put(folder / f"page{suffix}", markup))


def test_a_page_gives_its_article_without_menu_comments_and_footer(tmp_path: Path) -> None:
    markup = page()
    document = of(markup, tmp_path)
    assert document.text.splitlines() == ["Hirske falls", LEAD, BODY]
    assert COMMENT not in document.text
    assert document.raw == markup.encode(), "the bytes stay the original"
    assert document.sha256 == hashlib.sha256(markup.encode()).hexdigest()
    assert document.text_sha256 == hashlib.sha256(document.text.encode()).hexdigest()


def test_the_text_can_be_taken_out_of_the_bytes_again(tmp_path: Path) -> None:
    document = of(page(), tmp_path)
    assert document.extractor is not None
    assert document.extractor.startswith("html-1; utf-8; trafilatura 2.")
    assert text_again(document) == document.text
    assert text_again(document_from_text("plain")) is None


def test_a_text_made_by_another_version_is_not_passed_off_as_made_again(tmp_path: Path) -> None:
    document = of(page(), tmp_path)
    for other in ("html-1; utf-8; trafilatura 1.0", "html-0; utf-8; trafilatura 2.3.1", "odd"):
        elsewhere = replace(document, extractor=other)
        assert not made_here(elsewhere)
        assert text_again(elsewhere) is None
    assert made_here(document)
    with pytest.raises(DocumentError, match="hold no text"):
        text_again(replace(document, raw=b"<p></p>"))


def test_what_a_page_states_of_itself_is_kept(tmp_path: Path) -> None:
    told = article(
        headline="Hirske  falls",
        datePublished="2022-06-24T23:10:00+03:00",
        dateModified="2022-06-25T08:00:00+03:00",
        publisher={"@type": "Organization", "name": "The Daily Example"},
    )
    document = of(page(f'<link rel="canonical" href="{ADDRESS}">{told}'), tmp_path)
    assert document.title == "Hirske falls"
    assert (document.published, document.published_basis) == (date(2022, 6, 24), "stated")
    assert document.source == "The Daily Example"
    assert document.source_url == ADDRESS
    assert document.lang == "en"
    assert document.note == "changed 2022-06-25"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2022-06-24T10:00:00Z">',
        '<meta name="pubdate" content="Fri, 24 Jun 2022 23:59:00 +0300">',
        '<meta itemprop="datePublished" content="20220624">',
        '<meta name="DC.date.issued" content="2022-06-24 10:00 EET">',
        article(kind="ReportageNewsArticle", datePublished="2022-06-24"),
        article(kind="WebPage", datePublished="2022-06-24"),
        '<script type="application/ld+json">{broken</script>'
        + article(datePublished="2022-06-24").replace("NewsArticle", "BlogPosting"),
        '<meta name="date" content="2022-06-24">',
    ],
)
def test_a_day_stated_in_the_markup_is_taken(head: str, tmp_path: Path) -> None:
    document = of(page(head), tmp_path)
    assert (document.published, document.published_basis) == (date(2022, 6, 24), "stated")


def test_a_day_marked_beside_the_text_is_taken_if_all_marks_agree(tmp_path: Path) -> None:
    mark = '<time datetime="2022-06-24T08:00">Friday</time>'
    other = '<time datetime="2022-06-20">Monday</time>'
    assert of(page(lead=mark + LEAD), tmp_path).published == date(2022, 6, 24)
    assert of(page(lead=mark + other + LEAD), tmp_path).published is None
    first = mark.replace("<time", "<time pubdate")
    assert of(page(lead=first + other + LEAD), tmp_path).published == date(2022, 6, 24)


def test_a_publisher_may_be_a_name_or_in_a_list(tmp_path: Path) -> None:
    for told in ("Daily", ["Daily"], [{"name": "Daily"}]):
        assert of(page(article(publisher=told)), tmp_path).source == "Daily"
    head = article(publisher=[{"name": "A"}, {"name": "B"}])
    assert of(page(head + '<meta property="og:site_name" content="D">'), tmp_path).source == "D"
    assert of(page(), tmp_path).source is None


def test_addresses_that_are_none_are_passed_over(tmp_path: Path) -> None:
    odd = '<link rel="canonical" href="https://[::1/"><meta property="og:url" content="mailto:a@b">'
    good = f'<meta name="twitter:url" content="{ADDRESS}">'
    assert of(page(odd + good), tmp_path).source_url == ADDRESS
    assert (host_of("https://[::1/"), web_address("https://[::1/")) == (None, None)


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta name="date" content="06/07/2022">',
        '<meta name="date" content="1970-01-01">',
        '<meta name="date" content="2922-06-24">',
        '<meta name="date" content="2022-02-30">',
        '<meta name="date" content="Friday">',
        article(kind="Organization", datePublished="2022-06-24"),
        article(datePublished="2022-06-24") + article(datePublished="2022-06-20"),
        article(datePublished={"@value": "2022-06-24"}),
    ],
)
def test_a_day_is_never_guessed(head: str, tmp_path: Path) -> None:
    dated = f"{LEAD} The report is of June 24, 2022."
    link = '<link rel="canonical" href="https://daily.example/2022/06/24/hirske">'
    document = of(page(head + link, lead=dated), tmp_path)
    assert (document.published, document.published_basis) == (None, "unknown")


def test_of_several_reports_the_one_at_this_address_counts(tmp_path: Path) -> None:
    other = article(datePublished="2022-06-20", url="https://daily.example/news/other")
    here = article(datePublished="2022-06-24", mainEntityOfPage={"@id": ADDRESS})
    link = f'<link rel="canonical" href="{ADDRESS}">'
    assert of(page(link + other + here), tmp_path).published == date(2022, 6, 24)


def test_a_page_without_a_day_takes_the_one_that_is_given(tmp_path: Path) -> None:
    path = put(tmp_path / "page.htm", page())
    document = one(path, published=date(2022, 6, 25))
    assert (document.published, document.published_basis) == (date(2022, 6, 25), "given")


def test_an_address_of_another_host_is_not_believed() -> None:
    head = '<link rel="canonical" href="https://agency.example/a">'
    elsewhere = Origin(url="https://www.daily.example/b?id=1")
    document = document_of(read_page("b", page(head).encode(), elsewhere))
    assert document.source_url == "https://www.daily.example/b?id=1"
    assert document.source == "daily.example"
    relative = '<link rel="canonical" href="/b">'
    document = document_of(read_page("b", page(relative).encode(), elsewhere))
    assert document.source_url == "https://www.daily.example/b"


def test_a_copy_in_the_webs_archive_keeps_both_addresses() -> None:
    copy = f"https://web.archive.org/web/20220625081500/{ADDRESS}"
    document = document_of(read_page("a", page().encode(), Origin(url=copy)))
    assert (document.source_url, document.archived_url) == (ADDRESS, copy)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("windows-1251", '<meta charset="windows-1251">'),
        ("koi8-u", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-u">'),
        ("windows-1251", ""),
        ("utf-8", '<meta charset="no-such">'),
        ("utf-8", '<meta charset="hex">'),
        ("utf-8", '<meta charset="utf-16">'),
        ("windows-1251", '<?xml version="1.0" encoding="windows-1251"?>'),
        ("utf-8-sig", '<meta charset="windows-1251">'),
        ("utf-16", ""),
    ],
)
def test_letters_are_read_in_the_encoding_of_the_page(
    encoding: str, declared: str, tmp_path: Path
) -> None:
    lead = "Російські війська захопили місто Гірське, повідомив у пʼятницю голова області."
    lead = lead.replace("ʼ", "'") * 3
    markup = page(declared, lead=lead, body=lead + " Кінець.")
    document = one(put(tmp_path / "page.html", markup.encode(encoding)))
    assert lead in document.text
    assert text_again(document) == document.text


def test_what_the_server_said_of_the_encoding_goes_before_the_page() -> None:
    raw = page('<meta charset="utf-8">', lead=LEAD + " Гірське").encode("windows-1251")
    report = read_page("a", raw, Origin(charset="windows-1251"))
    assert "Гірське" in report.text
    assert report.note is None
    latin = page(lead=LEAD + " “Hirske”").encode("windows-1252")
    assert "“Hirske”" in read_page("a", latin, Origin(charset="ISO-8859-1")).text


def test_a_letter_that_cannot_be_read_is_marked_and_counted(tmp_path: Path) -> None:
    raw = page('<meta charset="utf-8">').encode().replace(b"newspaper", b"news\xffpaper")
    document = one(put(tmp_path / "page.html", raw))
    assert "news\ufffdpaper" in document.text
    assert document.note == "1 characters could not be read as utf-8"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "the page is empty"),
        (b" \n", "the page is empty"),
        (b"<html><body></body></html>", "no article is found"),
        (b"<!-- -->", "no"),
        (b"\x89PNG....", "a picture"),
        (bytes(range(256)) * 40, "binary"),
        (b"<p>word word</p>" * 60_000, "too many tags"),
        (b"<html>\0\0</html>", "binary"),
        (b'<div class="page_wrap"><div class="page_header">', "export the channel as JSON"),
    ],
)
def test_what_is_no_page_is_rejected_with_the_reason(raw: bytes, why: str, tmp_path: Path) -> None:
    assert why in reason(put(tmp_path / "page.html", raw))


def test_a_huge_page_is_rejected_unread_but_can_be_recognised(tmp_path: Path) -> None:
    raw = b"<p>Hirske</p>" + b" " * MOST_BYTES
    _, (refused,) = read_documents([put(tmp_path / "page.html", raw)])
    assert refused.reason.startswith("too big")
    assert refused.document_sha256 == hashlib.sha256(raw).hexdigest()
    assert refused.text.startswith("<p>Hirske</p>")


def test_markup_nested_without_end_breaks_nothing(tmp_path: Path) -> None:
    put(tmp_path / "deep.html", "<div>" * 50_000 + LEAD)
    put(tmp_path / "good.html", page())
    documents, _ = read_documents([tmp_path])
    assert "good" in {document.document_id for document in documents}


def mhtml(markup: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Hirske falls"
    message["Snapshot-Content-Location"] = ADDRESS
    message.set_content(markup, subtype="html", cte="quoted-printable")
    message["Content-Location"] = ADDRESS
    message.add_related(b"\x89PNG", "image", "png")
    return message.as_bytes()


def test_a_page_saved_with_its_pictures_is_read(tmp_path: Path) -> None:
    raw = mhtml(page(lead=LEAD + " Гірське"))
    document = one(put(tmp_path / "page.mhtml", raw))
    assert document.text.splitlines() == ["Hirske falls", LEAD + " Гірське", BODY]
    assert (document.raw, document.source_url) == (raw, ADDRESS)
    assert text_again(document) == document.text


def test_mail_without_a_page_is_rejected(tmp_path: Path) -> None:
    assert "no page" in reason(put(tmp_path / "a.mht", b"Subject: x\n\nHirske"))
    huge = mhtml("<p>" + "a" * MOST_BYTES + "</p>")
    assert "too big" in reason(put(tmp_path / "a.mht", huge))


def test_pages_of_a_folder_are_read_beside_other_reports(tmp_path: Path) -> None:
    put(tmp_path / "a.html", page())
    put(tmp_path / "b.txt", "Hirske")
    documents, rejected = read_documents([tmp_path])
    assert [document.document_id for document in documents] == ["a", "b"]
    assert not rejected


@given(st.text(max_size=40))
def test_any_words_make_a_day_an_address_and_a_host_or_none(said: str) -> None:
    day = stated_day(said)
    assert day is None or 1990 <= day.year <= 2100
    for address in (said, f"https://{said}"):
        assert web_address(address) is None or host_of(web_address(address))


@given(st.text(alphabet=st.sampled_from("<>/abpscrit ="), max_size=60))
def test_any_markup_gives_words_without_failing(markup: str) -> None:
    with suppress(UnreadableError):
        assert "\n\n" not in words_of(markup)
