"""The body of an archived answer: without chunks, unpacked, within bounds."""

from __future__ import annotations

import re
import sys
import zlib

MOST_LAYERS = 2
"""Codings that a body may lie under, one in the other."""
_MOST_MEMBERS = 64
"""Gzip members of one body at most: each costs a copy of what follows it."""
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")


class BadPayload(Exception):  # noqa: N818 - a finding about the answer, not a failure
    """A body that cannot be had; `reason` is `too_large` or `bad_encoding`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def payload(body: bytes, *, transfer: str | None, content: str | None, most: int) -> bytes:
    """A body by the headers `Transfer-Encoding` and `Content-Encoding` of its answer.

    Archives also hold bodies that were decoded while their headers stayed (Common Crawl's news before May 2019): what
    does not begin as its coding would is taken as it is.  Raises `BadPayload` for more than `most` bytes, and for what
    begins as its coding does and breaks off.
    """
    if "chunked" in (transfer or "").lower():
        body = without_chunks(body)
    codings = [coding.strip().lower() for coding in (content or "").split(",")]
    codings = [coding for coding in codings if coding not in {"", "identity", "utf-8", "none"}]
    if len(codings) > MOST_LAYERS:
        raise BadPayload("bad_encoding")
    for coding in reversed(codings):
        body = _unpacked(body, coding, most)
    if len(body) > most:
        raise BadPayload("too_large")
    return body


def without_chunks(body: bytes) -> bytes:
    """A body without its chunked coding (RFC 9112, 7.1); one that is not chunked as it is, one cut short to its end."""
    pieces: list[bytes] = []
    place = 0
    while (size := _CHUNK.match(body, place)) is not None:
        length = int(size[1], 16)
        if not length:
            return b"".join(pieces)
        pieces.append(body[size.end() : size.end() + length])
        place = size.end() + length
        if place >= len(body):
            return b"".join(pieces)
        end = body[place : place + 2]
        if not (end == b"\r\n" or end.startswith(b"\n")):
            return body
        place += 2 if end == b"\r\n" else 1
    return b"".join(pieces) if pieces and place >= len(body) else body


def _unpacked(body: bytes, coding: str, most: int) -> bytes:
    if coding in {"gzip", "x-gzip"}:
        return _inflated(body, _GZIP_WINDOW, most) if body.startswith(_GZIP) else body
    if coding == "deflate":
        return _deflated(body, most)
    if coding == "br":
        return _brotli(body, most)
    if coding == "zstd":
        return _zstd(body, most) if body.startswith(b"\x28\xb5\x2f\xfd") else body
    if _is_markup(body):
        return body
    raise BadPayload("bad_encoding")


def _inflated(body: bytes, window: int, most: int) -> bytes:
    data = b""
    for _ in range(_MOST_MEMBERS):
        unpacker = zlib.decompressobj(window)
        try:
            data += unpacker.decompress(body, most + 1 - len(data))
        except zlib.error as error:
            raise BadPayload("bad_encoding") from error
        if len(data) > most:
            raise BadPayload("too_large")
        if not unpacker.eof:
            raise BadPayload("bad_encoding")
        body = unpacker.unused_data
        if window != _GZIP_WINDOW or not body.startswith(_GZIP):
            return data
    raise BadPayload("bad_encoding")


def _deflated(body: bytes, most: int) -> bytes:
    """Both forms that servers send under this name: with the header of zlib, and without."""
    if _is_markup(body):
        return body
    try:
        return _inflated(body, zlib.MAX_WBITS, most)
    except BadPayload as finding:
        if finding.reason == "too_large":
            raise
        return _inflated(body, -zlib.MAX_WBITS, most)


def _brotli(body: bytes, most: int) -> bytes:
    import brotli  # noqa: PLC0415 - few archives need it

    if _is_markup(body):
        return body
    unpacker = brotli.Decompressor()
    try:
        pieces = [unpacker.process(body, output_buffer_limit=most + 1)]
        while sum(map(len, pieces)) <= most and not unpacker.is_finished() and not unpacker.can_accept_more_data():
            pieces.append(unpacker.process(b"", output_buffer_limit=most + 1))
    except brotli.error as error:
        raise BadPayload("bad_encoding") from error
    data = b"".join(pieces)
    if len(data) > most:
        raise BadPayload("too_large")
    if not unpacker.is_finished():
        raise BadPayload("bad_encoding")
    return data


def _zstd(body: bytes, most: int) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - as above
    else:
        from backports import zstd  # noqa: PLC0415
    unpacker = zstd.ZstdDecompressor()
    try:
        data: bytes = unpacker.decompress(body, max_length=most + 1)
    except zstd.ZstdError as error:
        raise BadPayload("bad_encoding") from error
    if len(data) > most:
        raise BadPayload("too_large")
    if not unpacker.eof:
        raise BadPayload("bad_encoding")
    return data


def _is_markup(body: bytes) -> bool:
    """Whether a body reads as markup as it is; no packed one begins so."""
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
