"""Which records of an archive are pages that may hold an article: told by headers, before anything is unpacked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from newscrawl.warc.exchange import Headers, values_of
from newscrawl.warc.payload import BadPayload, payload
from newscrawl.warc.records import Record, value_of

CAPTURES = frozenset(("response", "resource", "conversion", "revisit", "continuation", "other"))
"""Kinds of records that stand for something captured; the others are about one of these, or about the file."""
TDMREP = "/.well-known/tdmrep.json"
_HTML = frozenset(("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"))
_UNTOLD = frozenset(("", "application/octet-stream", "application/http", "unk", "unknown/unknown"))
_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<article")

Kind = Literal["html", "text", "tdmrep"]


class NotAPage(Exception):  # noqa: N818 - a finding about the record, not a failure
    """The record is no page to read.

    `reason` is a short code: `revisit`, `continuation`, `segment`, `other`, `truncated`, `no_date`, `not_web`,
    `not_http`, `http_404` and its like, `not_html`, `home_page`, `too_large`, `bad_encoding`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedPage:
    """A page, or a site's tdmrep.json, as it was captured."""

    kind: Kind
    """`text` is what another program has made of a page (WET)."""
    url: str
    moment: datetime
    offset: int
    """Of its record in the file."""
    headers: Headers
    """Those of the answer; of a `text` those of the record."""
    body: bytes
    """Without any coding."""

    def header(self, name: str) -> str | None:
        """The first value of a header, null where it is absent or empty."""
        return value_of(self.headers, name)

    def values(self, name: str) -> list[str]:
        """Every value of a header, in order."""
        return list(values_of(self.headers, name))


def page_of(record: Record, most: int) -> CapturedPage:
    """The page that a record holds, of at most `most` bytes.

    Raises `NotAPage` where it holds none, the cheap reasons first, and `Damaged` where the file is.
    """
    url, moment = _refuse_by_record(record)
    if record.kind == "conversion":
        kind: Kind = "text"
        headers = record.headers
        _refuse_unless(_type_of(headers) == "text/plain", "not_html")
        _refuse_home(url)
    else:
        headers = record.headers
        if record.kind == "response":
            answer = record.http_headers()
            if answer is None:
                raise NotAPage("not_http")
            status, headers = answer
            _refuse_unless(status == HTTPStatus.OK, f"http_{status}")
        kind = _kind(url, headers, record)
    body = record.rest(most)
    if body is None:
        raise NotAPage("too_large")
    if record.kind == "response":
        body = _unpacked(body, headers, most)
    if kind == "html" and _type_of(headers) in _UNTOLD:
        begin = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        _refuse_unless(begin.startswith(_BEGINNINGS), "not_html")
    return CapturedPage(kind=kind, url=url, moment=moment, offset=record.offset, headers=headers, body=body)


def _refuse_by_record(record: Record) -> tuple[str, datetime]:
    _refuse_unless(record.kind in {"response", "resource", "conversion"}, record.kind)
    url, moment = record.url, record.moment
    if url is None or not url.lower().startswith(("http://", "https://")):
        raise NotAPage("not_web")
    if moment is None:
        raise NotAPage("no_date")
    _refuse_unless(record.header("WARC-Truncated") is None, "truncated")
    _refuse_unless(record.header("WARC-Segment-Number") is None, "segment")
    return url, moment


def _kind(url: str, headers: Headers, record: Record) -> Kind:
    if _split(url).path == TDMREP:
        return "tdmrep"
    identified = (record.header("WARC-Identified-Payload-Type") or "").lower()
    stated = _type_of(headers) if record.kind == "response" else _type_of(record.headers)
    _refuse_unless(not identified or identified in _HTML or identified in _UNTOLD, "not_html")
    _refuse_unless(stated in _HTML or stated in _UNTOLD, "not_html")
    _refuse_home(url)
    return "html"


def _refuse_home(url: str) -> None:
    address = _split(url)
    _refuse_unless(bool(address.query) or address.path not in {"", "/"}, "home_page")


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise NotAPage("not_web") from None


def _unpacked(body: bytes, headers: Headers, most: int) -> bytes:
    transfer, content = value_of(headers, "Transfer-Encoding"), value_of(headers, "Content-Encoding")
    try:
        return payload(body, transfer=transfer, content=content, most=most)
    except BadPayload as finding:
        raise NotAPage(finding.reason) from finding


def _type_of(headers: Headers) -> str:
    return (value_of(headers, "Content-Type") or "").partition(";")[0].strip().lower()


def _refuse_unless(holds: bool, reason: str) -> None:
    if not holds:
        raise NotAPage(reason)
