"""Fetching the documents of sources, and short codes for why a page could not be had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scrapy import FormRequest, Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, ConnectionClosed

from newscrawl.downloader.refusals import RunStopping

if TYPE_CHECKING:
    from newscrawl.crawl.walk import Ask
    from newscrawl.spiders.section import SectionSpider


class SourceLost(Exception):  # noqa: N818 - a finding about the source, not a failure of ours
    """A document of a source could not be had; `reason` is a short code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SourceUnchanged(SourceLost):
    """A document of a source is as it was when a run last read it to its end."""

    def __init__(self) -> None:
        super().__init__("unchanged")


async def fetch(spider: SectionSpider, ask: Ask, validators: Mapping[str, str] | None = None) -> Response:
    """A document of a source, through the downloader and its middlewares, past the scheduler.

    With `validators`, only if it has changed.  Raises `SourceLost`, `SourceUnchanged`, and `RunStopping` where the run
    ends before.
    """
    engine = spider.crawler.engine
    assert engine is not None  # noqa: S101 - it runs the spider
    try:
        response = await engine.download_async(spider.outgoing(_request(ask, validators)))
    except RunStopping:
        raise
    except Exception as error:
        reason = reason_of(error)
        if reason == UNEXPECTED:
            raise
        raise SourceLost(reason) from error
    if response.status == 304 and validators:
        raise SourceUnchanged
    if response.status != 200:
        raise SourceLost(f"http_{response.status}")
    response = spider.incoming(response)
    spider.keep_page(response)
    return response


def _request(ask: Ask, validators: Mapping[str, str] | None) -> Request:
    # Sitemaps come as gzip files, which are no text by their type.
    meta = {"newscrawl_any_type": True, "newscrawl_source": True}
    if ask.load_more is None:
        return Request(ask.url, callback=NO_CALLBACK, meta=meta, headers=dict(validators or {}))
    return FormRequest(ask.url, callback=NO_CALLBACK, meta=meta, formdata=list(ask.load_more.form))


def document_of(response: Response) -> str | bytes:
    """The text of a response as its headers and content declare it, or its bytes where it is no text."""
    return response.text if isinstance(response, TextResponse) else response.body


def header(response: Response, name: str) -> str | None:
    """The value of a header, null where it is absent or empty."""
    return (response.headers.get(name) or b"").decode("latin-1") or None


def headers_of(response: Response) -> dict[str, str]:
    """All headers, the last value of each."""
    return {name.decode("latin-1"): (response.headers.get(name) or b"").decode("latin-1") for name in response.headers}


def validators_of(response: Response) -> dict[str, str]:
    """The headers with which to ask again for a response only if it has changed; empty where it states none.

    An entity tag goes back without its mark of weakness: comparison for `If-None-Match` is weak in any case (RFC 9110,
    13.1.2), and WordPress compares letter by letter with a tag that a compressing server has marked on the way.
    """
    etag, modified = header(response, "ETag"), header(response, "Last-Modified")
    return {
        name: value
        for name, value in (("If-None-Match", (etag or "").removeprefix("W/")), ("If-Modified-Since", modified))
        if value
    }


def reason_of(error: BaseException | None) -> str:
    """A short code for why a page could not be fetched: `http_404`, `robots`, `timeout`, `dns`, `network`.

    `unexpected` is an error that no download should end with.
    """
    if isinstance(error, HttpError):
        return f"http_{error.response.status}"
    refusal = getattr(error, "reason_code", None)
    if refusal is not None:
        return str(refusal)
    return next((code for kind, code in _REASONS if isinstance(error, kind)), UNEXPECTED)


UNEXPECTED = "unexpected"
"""The code of an error that no download should end with: one of ours, which a run must not hide."""

_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused_connection"),
    (ResponseDataLossError, "cut_short"),
    (DownloadCancelledError, "too_large"),
    (UnsupportedURLSchemeError, "scheme"),
    (IgnoreRequest, "ignored"),
    (DownloadFailedError, "network"),
    (ConnectError, "network"),
    (ConnectionClosed, "network"),
    (OSError, "network"),
)
