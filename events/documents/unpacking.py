"""What a server sent -> the page that it meant: chunks joined, unpacked, within bounds."""

from __future__ import annotations

import zlib

from events.documents.report import UnreadableError

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # how zlib is told to look at the first bytes

_LONGEST = 1_000  # bytes of the line that says how long a chunk is


def unpacked(body: bytes, transfer: str | None, encoding: str | None, most: int) -> bytes:
    """Undo what the headers Transfer-Encoding and Content-Encoding say was done to a body.

    No more than ``most`` + 1 bytes are unpacked, however many there are. A body that is not packed
    as its header says is taken as it is: many archives unpack and keep the header.

    Raises `UnreadableError` for a packing that is not known.
    """
    if "chunked" in (transfer or "").lower():
        body = _joined(body)
    for one in reversed([name.strip() for name in (encoding or "").lower().split(",")]):
        body = _decompressed(body, one, most)
    return body


def _joined(body: bytes) -> bytes:
    chunks, at = [], 0
    while at < len(body):
        line = body[at : at + _LONGEST].partition(b"\r\n")[0]
        try:
            length = int(line.partition(b";")[0], 16)
        except ValueError:
            return body
        start = at + len(line) + 2
        chunks.append(body[start : start + length])
        at = start + length + 2
        if not length:
            break
    return b"".join(chunks)


def _decompressed(body: bytes, encoding: str, most: int) -> bytes:
    if encoding in ("", "identity"):
        return body
    try:
        if encoding in ("gzip", "x-gzip", "deflate"):
            return zlib.decompressobj(_GZIP_OR_ZLIB).decompress(body, most + 1)
        if encoding == "br":
            return _from_brotli(body, most)
    except zlib.error:
        return body
    raise UnreadableError(f"it is packed as {encoding!r}, which cannot be undone")


def _from_brotli(body: bytes, most: int) -> bytes:
    import brotli

    try:
        whole: bytes = brotli.Decompressor().process(body, output_buffer_limit=most + 1)
    except brotli.error:
        return body
    return whole
