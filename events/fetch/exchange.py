"""One request to one checked address, within limits of size and time. No redirect is followed."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException
from threading import Timer
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from events.documents.pages import MOST_BYTES
from events.documents.report import UnreadableError
from events.documents.unpacking import unpacked
from events.errors import FetchError
from events.fetch.addresses import Allowed, Resolve, checked, is_public, resolve

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection
    from urllib3.util import Url

_PIECE = 65_536
_PORTS = {"http": 80, "https": 443}
_ALWAYS = {"Accept-Encoding": "gzip", "Connection": "close"}


class _UnreachedError(Exception):
    """An address does not take calls; the host may have others. Never leaves this module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may cost: bytes of its answer, also unpacked; seconds in all; hops."""

    bytes: int = MOST_BYTES
    seconds: float = 30.0
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: header names are in lower case, the body is unpacked."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The kind of content that the server named, or ''."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """Sends requests. ``resolve`` and ``allowed`` decide to which addresses."""

    limits: Limits = Limits()
    resolve: Resolve = resolve
    allowed: Allowed = is_public

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return what the server of an address answers, whatever its status.

        Raises
        ------
        FetchError
            The address is none of the Web or not allowed, nobody answers, or the answer is too big
            or too slow.
        """
        parts = parsed(url)
        port = parts.port or _PORTS[str(parts.scheme)]
        addresses = checked(_host(parts), port, self.resolve, self.allowed)
        asked = {**headers, "Host": str(parts.netloc), **_ALWAYS}
        for address in addresses[:-1]:
            with suppress(_UnreachedError):
                return self._exchange(parts, address, asked)
        try:
            return self._exchange(parts, addresses[-1], asked)
        except _UnreachedError as fault:
            raise FetchError(str(fault)) from fault

    def _exchange(self, parts: Url, address: str, headers: Mapping[str, str]) -> Answer:
        connection = _connection(parts, address, self.limits.seconds)
        reached = False
        with _hung_up_after(connection, self.limits.seconds) as late:
            try:
                connection.connect()
                reached, late.line = True, connection.sock
                return self._answer(connection, parts, headers, late)
            except FetchError:
                raise
            except _faults() as fault:
                if late.over:
                    why = f"{parts.url} took longer than {self.limits.seconds:g} s"
                    raise FetchError(why) from fault
                why = f"{parts.url} could not be had: {_said(fault)}"
                raise (FetchError if reached else _UnreachedError)(why) from fault
            finally:
                connection.close()

    def _answer(
        self, connection: HTTPConnection, parts: Url, headers: Mapping[str, str], late: _Deadline
    ) -> Answer:
        connection.request(
            "GET", parts.request_uri, headers=headers, preload_content=False, decode_content=False
        )
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.headers.items()}
        body = self._body(response, parts.url, late)
        try:
            whole = unpacked(body, None, told.get("content-encoding"), self.limits.bytes)
        except UnreadableError as fault:
            raise FetchError(f"{parts.url}: {fault}") from fault
        self._check_size(len(whole), parts.url)
        return Answer(url=parts.url, status=response.status, headers=told, body=whole)

    def _body(self, response: BaseHTTPResponse, url: str, late: _Deadline) -> bytes:
        pieces, size = [], int(response.headers.get("Content-Length") or 0)
        self._check_size(size, url)
        size = 0
        while piece := response.read(_PIECE, decode_content=False):
            pieces.append(piece)
            size += len(piece)
            self._check_size(size, url)
        if late.over:  # an answer that ends with the connection looks whole
            raise TimeoutError
        return b"".join(pieces)

    def _check_size(self, size: int, url: str) -> None:
        if size > self.limits.bytes:
            raise FetchError(f"{url} is too big: more than {self.limits.bytes:,} bytes")


def joined(base: str, link: str) -> str:
    """Return the address that a link leads to from another; raise `FetchError` as `parsed` does."""
    try:
        return parsed(urljoin(base, link)).url
    except ValueError as fault:
        raise FetchError(f"{link!r:.200} is no address") from fault


def parsed(url: str) -> Url:
    """Return the parts of an address, normalised and in ASCII, without its fragment.

    Raises `FetchError` where it is none of the Web, or has a name and password in it.
    """
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    try:
        parts = parse_url(url)
    except LocationParseError as fault:
        raise FetchError(f"{url!r:.200} is no address") from fault
    if parts.scheme not in _PORTS or not parts.host:
        raise FetchError(f"{url!r:.200} is no address of the Web: http or https")
    if parts.auth:
        raise FetchError(f"an address with a name and password in it is not asked: {parts.host}")
    return parts._replace(fragment=None)


def _host(parts: Url) -> str:
    return str(parts.host).strip("[]")


def _connection(parts: Url, address: str, seconds: float) -> HTTPConnection:
    """Return a connection to this address and no other, which must prove the host's name."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    port = parts.port or _PORTS[str(parts.scheme)]
    if parts.scheme == "http":
        return HTTPConnection(address, port, timeout=seconds)
    return HTTPSConnection(
        address, port, timeout=seconds, ssl_context=_trust(), server_hostname=_host(parts)
    )


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(slots=True)
class _Deadline:
    """Whether time is over, and the line on which to hang up then."""

    over: bool = False
    line: socket.socket | None = None


@contextmanager
def _hung_up_after(connection: HTTPConnection, seconds: float) -> Iterator[_Deadline]:
    """Hang up when time is over, whatever the server does: a drop a second is no time-out."""
    late = _Deadline()

    def hang_up() -> None:
        late.over = True
        # The connection lets go of its line once it has read the head of an answer.
        if (line := late.line or connection.sock) is not None:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)  # below TLS, which could wait

    timer = Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _faults() -> tuple[type[Exception], ...]:
    from urllib3.exceptions import HTTPError

    return OSError, ValueError, HTTPException, HTTPError


def _said(fault: BaseException) -> str:
    return str(fault).partition(": ")[2] or str(fault) or type(fault).__name__
