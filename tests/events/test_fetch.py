"""Feeds and pages are fetched within bounds, by the rules of their hosts, and kept with custody."""

from __future__ import annotations

import gzip
import json
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from events.documents import read_documents, text_again
from events.documents.fetched import LOG, Fetched, object_path
from events.errors import FetchError
from events.fetch import Had, Kept, Limits, Web, Wire, fetch_feeds, is_any, is_public
from events.fetch.addresses import checked
from events.fetch.exchange import parsed
from tests.events.pages import BODY, LEAD, article, page
from tests.events.test_cli import Shell, shell  # noqa: F401  # a fixture
from tests.events.test_documents_feeds import rss

HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = page(article(datePublished="2022-06-24"))


@dataclass
class Site:
    """A small web site on this computer: what it answers under each path, and what it was asked."""

    base: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(
        self, path: str, body: str | bytes, status: int = 200, headers: dict[str, str] | None = None
    ) -> str:
        content = body.encode() if isinstance(body, str) else body
        self.answers[path] = (status, HTML if headers is None else headers, content)
        return self.base + path

    def feed(self, *paths: str) -> str:
        items = (f"<item><link>{self.base}{path}</link></item>" for path in paths)
        return self.put("/feed", rss(*items), headers={"Content-Type": "application/rss+xml"})

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = {name.lower(): value for name, value in self.headers.items()}
            found.asked.append((self.path, told))
            status, headers, body = found.answers.get(self.path, (404, HTML, b"nothing"))
            tag = headers.get("ETag")
            if tag is not None and told.get("if-none-match") == tag:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def is_this_computer(address: str) -> bool:
    return address == "127.0.0.1"


def web(**limits: float) -> Web:
    bounds = Limits(**{"seconds": 5.0, **limits})  # type: ignore[arg-type]
    return Web(Wire(limits=bounds, allowed=is_this_computer), pause_s=0)


def fetched(folder: Path, *sources: str | Path, by: Web | None = None) -> list[Had]:
    return list(fetch_feeds(sources, by or web(), Kept.open(folder)))


def outcomes(folder: Path, *sources: str | Path) -> list[str]:
    return [had.outcome for had in fetched(folder, *sources)]


def log(folder: Path) -> list[Fetched]:
    return [Fetched.of(line) for line in (folder / LOG).read_text("utf-8").splitlines()]


def why(url: str, by: Web | None = None) -> str:
    with pytest.raises(FetchError) as caught:
        (by or web()).get(url)
    return str(caught.value)


def test_the_pages_of_a_feed_become_documents(site: Site, tmp_path: Path) -> None:
    address = site.put("/a?b=1", PAGE)
    assert outcomes(tmp_path, site.feed("/a?b=1")) == ["new"]
    documents, rejected = read_documents([tmp_path])
    (document,) = documents
    assert not rejected
    assert document.text.splitlines() == ["Hirske falls", LEAD, BODY]
    assert (document.raw, document.source_url) == (PAGE.encode(), address)
    assert str(document.published) == "2022-06-24"
    assert text_again(document) == document.text
    feed, had = log(tmp_path)
    assert (feed.kind, had.kind, had.status) == ("feed", "page", 200)
    assert (had.url, had.final_url, had.feed) == (address, address, site.base + "/feed")
    assert had.headers["content-type"] == HTML["Content-Type"]
    assert document.note == f"fetched {had.at}"
    assert (tmp_path / "objects" / document.sha256[:2] / document.sha256).read_bytes() == (
        PAGE.encode()
    )


def test_a_page_may_be_named_itself_and_a_feed_may_be_a_file(site: Site, tmp_path: Path) -> None:
    address = site.put("/a", PAGE)
    file = tmp_path / "saved.xml"
    file.write_text(rss(f"<item><link>{address}</link></item>"), "utf-8")
    assert outcomes(tmp_path / "one", address) == ["new"]
    assert outcomes(tmp_path / "two", file) == ["new"]
    for folder in ("one", "two"):
        assert len(read_documents([tmp_path / folder])[0]) == 1


def test_what_has_not_changed_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    tagged = {**HTML, "ETag": '"1"', "Last-Modified": "Fri, 24 Jun 2022 10:00:00 GMT"}
    site.put("/a", PAGE, headers=tagged)
    feed = site.feed("/a")
    assert outcomes(tmp_path, feed) == ["new"]
    assert outcomes(tmp_path, feed) == ["unchanged"]
    assert outcomes(tmp_path, feed) == ["unchanged"]
    asked = [headers for path, headers in site.asked if path == "/a"]
    assert "if-none-match" not in asked[0]
    assert [one["if-none-match"] for one in asked[1:]] == ['"1"', '"1"']
    assert asked[2]["if-modified-since"] == tagged["Last-Modified"]
    assert [row.status for row in log(tmp_path) if row.kind == "page"] == [200, 304, 304]
    assert len(read_documents([tmp_path])[0]) == 1


def test_an_edited_page_is_a_new_version_of_its_document(site: Site, tmp_path: Path) -> None:
    site.put("/a", PAGE)
    feed = site.feed("/a")
    assert outcomes(tmp_path, feed) == ["new"]
    site.put("/a", PAGE.replace("captured", "not captured"))
    assert outcomes(tmp_path, feed) == ["changed"]
    documents, _ = read_documents([tmp_path])
    assert len({document.text for document in documents}) == 2
    assert {document.source_url for document in documents} == {site.base + "/a"}


def test_a_page_whose_markup_alone_changed_stays_one_document(site: Site, tmp_path: Path) -> None:
    site.put("/a", PAGE)
    feed = site.feed("/a")
    fetched(tmp_path, feed)
    site.put("/a", PAGE.replace("<nav>", "<nav data-visit='2'>"))
    assert outcomes(tmp_path, feed) == ["changed"]
    (document,) = read_documents([tmp_path])[0]
    assert document.raw == PAGE.encode(), "as it was first had"


def test_failures_are_logged_and_asked_for_again(site: Site, tmp_path: Path) -> None:
    feed = site.feed("/a", "/b")
    site.put("/b", PAGE)
    assert [had.outcome for had in fetched(tmp_path, feed)] == ["failed", "new"]
    assert log(tmp_path)[1].failed == f"{site.base}/a: the server answered 404"
    site.put("/a", PAGE)
    assert outcomes(tmp_path, feed) == ["new", "unchanged"]


@pytest.mark.parametrize(
    ("status", "headers", "body", "reason"),
    [
        (500, HTML, b"", "the server answered 500"),
        (304, HTML, b"", "the server answered 304"),
        (200, {"Content-Type": "application/pdf"}, b"%PDF", "is no page, it is application/pdf"),
        (200, {}, b"?", "is no page, it is of no known kind"),
        (200, {**HTML, "Content-Encoding": "zstd"}, b"?", "packed as 'zstd'"),
        (302, {"Location": "ftp://127.0.0.1/"}, b"", "no address of the Web"),
        (302, {"Location": "http://me:secret@127.0.0.1/"}, b"", "a name and password"),
        (302, {"Location": "http://[::1/"}, b"", "is no address"),
        (302, HTML, b"", "the server answered 302"),
    ],
)
def test_an_answer_that_is_no_page_is_not_kept(
    status: int, headers: dict[str, str], body: bytes, reason: str, site: Site, tmp_path: Path
) -> None:
    site.put("/a", body, status, headers)
    (had,) = fetched(tmp_path, site.feed("/a"))
    assert had.outcome == "failed"
    assert reason in str(had.why)
    assert "secret" not in str(had.why)
    assert read_documents([tmp_path]) == ([], [])


def test_robots_rules_are_kept(site: Site, tmp_path: Path) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: claimmap\nAllow: /\nDisallow: /*/private$"
    site.put("/robots.txt", rules, headers={"Content-Type": "text/plain"})
    site.put("/open", PAGE)
    site.put("/x/private", PAGE)
    feed = site.feed("/x/private", "/open")
    assert outcomes(tmp_path, feed) == ["failed", "new"]
    assert "/x/private" not in site.paths()
    assert [path for path, _ in site.asked].count("/robots.txt") == 1, "asked once a run"
    assert all("claimmap/" in headers["user-agent"] for _, headers in site.asked)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_where_nobody_can_tell_the_rules_all_is_closed(status: int, site: Site) -> None:
    site.put("/robots.txt", "", status)
    site.put("/a", PAGE)
    assert "robots.txt" in why(site.base + "/a")
    assert site.paths() == []


def test_a_host_is_given_time_between_requests(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7", headers={})
    site.put("/a", PAGE)
    slept: list[float] = []
    by = Web(web().wire, pause_s=3, clock=lambda: 0.0, sleep=slept.append)
    by.get(site.base + "/a")
    by.get(site.base + "/a")
    assert slept == [3, 7]
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 9999999", headers={})
    by = Web(web().wire, pause_s=0, clock=lambda: 0.0, sleep=slept.append)
    by.get(site.base + "/a")
    by.get(site.base + "/a")
    assert slept[2:] == [60], "within reason"


def test_a_host_that_says_to_hold_on_is_not_asked_again(site: Site, tmp_path: Path) -> None:
    site.put("/a", "", 429)
    site.put("/b", PAGE)
    assert outcomes(tmp_path, site.feed("/a", "/b")) == ["failed", "failed"]
    assert site.paths() == ["/feed", "/a"]


def test_a_redirect_is_followed_and_the_last_address_kept(site: Site, tmp_path: Path) -> None:
    site.put("/old", "", 301, {"Location": "/new#part"})
    site.put("/new", PAGE)
    assert outcomes(tmp_path, site.feed("/old")) == ["new"]
    (document,) = read_documents([tmp_path])[0]
    assert document.source_url == site.base + "/new"


def test_redirects_without_end_are_cut_off(site: Site) -> None:
    site.put("/a", "", 302, {"Location": "/a"})
    assert "too many redirects" in why(site.base + "/a", web(redirects=3))
    assert site.paths() == ["/a"] * 4


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::1]/"])
def test_a_redirect_to_a_private_address_is_refused(target: str, site: Site) -> None:
    site.put("/a", "", 302, {"Location": target})
    assert "which is no public address" in why(site.base + "/a")


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fc00::1"),
        *("::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1", "2001:db8::1"),
    ],
)
def test_addresses_of_private_networks_are_refused(address: str) -> None:
    assert not is_public(address)
    assert is_any(address)


@pytest.mark.parametrize(
    "address",
    [
        *("169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "fe80::1%eth0"),
        *("fd00:ec2::254", "100.100.100.200"),
    ],
)
def test_where_clouds_hand_out_credentials_is_never_asked(address: str) -> None:
    assert not is_public(address)
    assert not is_any(address)
    with pytest.raises(FetchError, match="never asked"):
        checked("host", 80, lambda *_: [address], is_any)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1"])
def test_this_computer_is_refused_by_default_however_it_is_written(host: str) -> None:
    reason = why(f"http://{host}:9/", Web(Wire(limits=Limits(seconds=1)), pause_s=0))
    assert "no public address" in reason or "robots.txt" in reason


def test_every_address_of_a_host_is_checked() -> None:
    def two(_: str, __: int) -> list[str]:
        return ["8.8.8.8", "10.0.0.1"]

    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        checked("mixed.example", 80, two, is_public)
    with pytest.raises(FetchError, match="no address is known"):
        checked("none.example", 80, lambda *_: [], is_public)


def test_the_address_that_was_checked_is_the_one_connected_to(site: Site) -> None:
    site.put("/a", PAGE)
    port = int(site.base.rpartition(":")[2])
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])

    def rebinding(_: str, __: int) -> list[str]:
        return next(answers)

    by = Web(Wire(limits=Limits(seconds=5), resolve=rebinding, allowed=is_this_computer), pause_s=0)
    assert by.get(f"http://daily.example:{port}/a").status == 200, "for its rules, then for itself"
    assert site.asked[-1][1]["host"] == f"daily.example:{port}", "by the name that was asked for"
    assert "10.0.0.1" in why(f"http://daily.example:{port}/a", by)


def test_a_host_without_a_name_or_an_answer_fails_in_words(site: Site) -> None:
    def nowhere(_: str, __: int) -> list[str]:
        raise OSError("unknown")

    closed = Web(Wire(resolve=nowhere), pause_s=0)
    assert "no address is known" in why("http://none.example/a", closed)
    with pytest.raises(FetchError, match=r"no address is known for none\.example"):
        closed.wire.get("http://none.example/a", {})
    with pytest.raises(FetchError, match="could not be had"):
        web().wire.get("http://127.0.0.1:1/", {})


def test_the_next_address_is_tried_where_one_takes_no_calls(site: Site) -> None:
    site.put("/a", PAGE)
    port = int(site.base.rpartition(":")[2])
    wire = Wire(limits=Limits(seconds=5), resolve=lambda *_: ["::1", "127.0.0.1"], allowed=is_any)
    assert wire.get(f"http://daily.example:{port}/a", {}).status == 200


@pytest.mark.parametrize("said", [True, False])
def test_an_answer_too_big_is_refused(said: bool, site: Site) -> None:  # noqa: FBT001
    headers = HTML if said else {**HTML, "Content-Length": ""}
    site.put("/a", b"a" * 200_000, headers=headers)
    assert "too big" in why(site.base + "/a", web(bytes=100_000))


def test_a_small_answer_that_unpacks_too_big_is_refused(site: Site) -> None:
    packed = {**HTML, "Content-Encoding": "gzip"}
    site.put("/a", gzip.compress(bytes(20_000_000)), headers=packed)
    assert "too big" in why(site.base + "/a", web(bytes=100_000))
    site.put("/b", gzip.compress(PAGE.encode()), headers=packed)
    assert web().get(site.base + "/b").body == PAGE.encode()


def drip(send: Callable[[socketserver.StreamRequestHandler], None]) -> Iterator[str]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            try:
                send(self)
            except OSError:
                return

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/a"
    server.shutdown()
    server.server_close()


def slow_head(to: socketserver.StreamRequestHandler) -> None:
    for letter in b"HTTP/1.1 200 OK" * 20:
        to.wfile.write(bytes([letter]))
        time.sleep(0.05)


def slow_body(to: socketserver.StreamRequestHandler) -> None:
    to.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(200):
        to.wfile.write(b"a")
        time.sleep(0.05)


def nothing(_: socketserver.StreamRequestHandler) -> None:
    time.sleep(15)


@pytest.mark.parametrize("send", [slow_head, slow_body, nothing])
def test_a_server_that_lets_us_wait_is_left(
    send: Callable[[socketserver.StreamRequestHandler], None],
) -> None:
    told = threading.Event()

    def to_the_end(to: socketserver.StreamRequestHandler) -> None:
        send(to)
        told.set()

    servers = drip(to_the_end)
    with pytest.raises(FetchError, match=r"took longer than 0\.4 s"):
        web(seconds=0.4).wire.get(next(servers), {})
    assert not told.is_set()  # of ten seconds and more, however slow the machine is
    next(servers, None)


def test_an_answer_that_breaks_off_is_no_answer() -> None:
    def short(to: socketserver.StreamRequestHandler) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")

    servers = drip(short)
    with pytest.raises(FetchError, match="could not be had"):
        web().wire.get(next(servers), {})
    next(servers, None)


def test_a_certificate_of_nobody_is_not_accepted() -> None:
    def plain(to: socketserver.StreamRequestHandler) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")

    servers = drip(plain)
    with pytest.raises(FetchError, match="could not be had"):
        web().wire.get(next(servers).replace("http:", "https:"), {})
    next(servers, None)


def test_an_address_is_made_ascii_and_loses_its_fragment() -> None:
    assert parsed("HTTP://Daily.Example/Гірське#x").url.startswith("http://daily.example/%D0%93")
    for odd in ("ftp://a.example/", "file:///etc/passwd", "a", "", "http://"):
        with pytest.raises(FetchError, match="address"):
            parsed(odd)


def test_bad_feeds_are_said_and_hide_no_other(site: Site, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "b">]>' + rss("<item>&a;</item>")
    bad = site.put("/bad", bomb, headers={"Content-Type": "application/xml"})
    site.put("/a", PAGE)
    had = fetched(tmp_path, bad, site.feed("/a"))
    assert [one.outcome for one in had] == ["failed", "new"]
    assert "declares entities" in str(had[0].why)


def test_links_that_lead_nowhere_are_said(site: Site, tmp_path: Path) -> None:
    items = ("<item><link>javascript:alert(1)</link></item>", "<item><link>/a</link></item>")
    site.put("/a", PAGE)
    feed = site.put("/feed", rss(*items), headers={"Content-Type": "text/xml"})
    assert outcomes(tmp_path, feed) == ["failed", "new"]


def test_no_more_pages_are_fetched_than_asked_for(site: Site, tmp_path: Path) -> None:
    feed = site.feed("/a", "/b", "/c")
    assert len(list(fetch_feeds([feed], web(), Kept.open(tmp_path), most=2))) == 2


def test_a_log_that_was_cut_off_is_gone_on_with(site: Site, tmp_path: Path) -> None:
    site.put("/a", PAGE)
    feed = site.feed("/a")
    fetched(tmp_path, feed)
    with (tmp_path / LOG).open("ab") as file:
        file.write(b'{"url": "http')
    assert len(read_documents([tmp_path])[0]) == 1
    assert outcomes(tmp_path, feed) == ["unchanged"]
    assert len(log(tmp_path)) == 4


def test_bytes_that_were_lost_or_changed_are_told(site: Site, tmp_path: Path) -> None:
    site.put("/a", PAGE)
    feed = site.feed("/a")
    fetched(tmp_path, feed)
    sha256 = str(log(tmp_path)[-1].sha256)
    path = object_path(tmp_path, sha256)
    path.write_bytes(b"other")
    assert "not those fetched" in read_documents([tmp_path])[1][0].reason
    path.unlink()
    assert "are gone" in read_documents([tmp_path])[1][0].reason
    assert outcomes(tmp_path, feed) == ["new"], "and can be had again"
    (tmp_path / LOG).write_text("broken\n", "utf-8")
    assert "broken" in read_documents([tmp_path])[1][0].reason


def test_the_command_fetches_and_says_what_came(
    shell: Shell,  # noqa: F811
    site: Site,
    tmp_path: Path,
) -> None:
    site.put("/a", PAGE)
    feed = site.feed("/a", "/gone")
    refused = shell("fetch", feed, "--out", tmp_path / "no", "--pause", 0)
    assert refused.code == 1
    assert "error: nothing could be fetched" in refused.err
    asked = ("--pause", 0, "--allow-private", "--user-agent", "claimmap for a test")
    done = shell("fetch", feed, "--out", tmp_path / "in", *asked)
    assert (done.code, done.out.splitlines()[0]) == (
        0,
        "1 new, 0 changed, 0 unchanged, 1 not fetched",
    )
    assert done.err == f"not fetched: {site.base}/gone: the server answered 404\n"
    assert site.asked[-1][1]["user-agent"] == "claimmap for a test"
    rows = shell("claims", tmp_path / "in").out.splitlines()
    assert any(json.loads(row)["place_name"] == "Hirske" for row in rows)
