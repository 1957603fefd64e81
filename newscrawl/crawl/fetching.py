"""Fetching a page at once, past the scheduler: what is asked, what comes back, and why a page could not be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

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

from newscrawl.downloader.purposes import RequestPurpose, meta_for
from newscrawl.downloader.refusals import RunStopping
from newscrawl.html.decoding import decode
from newscrawl.sources import Link

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

GONE = frozenset((404, 410))
REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A page or document that is wanted at once."""

    url: str
    purpose: RequestPurpose
    headers: Mapping[str, str] = field(default_factory=dict)
    form: tuple[tuple[str, str], ...] | None = None
    """Fields of a POST request."""
    answers: frozenset[int] = frozenset()
    """Statuses besides 2xx that are an answer; redirects among them are not followed."""

    link: Link | None = None
    """What a list said of the article, for the notes of the archive."""

    @property
    def follows(self) -> bool:
        """Whether redirects are followed."""
        return self.answers.isdisjoint(REDIRECTS)

    def is_answered_by(self, status: int) -> bool:
        """Whether a status is an answer, and not a failure."""
        return status // 100 == 2 or status in self.answers


class Finding(Exception):  # noqa: N818 - not a failure of ours
    """Why something could not be had; `reason` is a short code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unanswered(Finding):
    """A page could not be had."""


class Fetch(Protocol):
    """Gets a page from wherever pages come from: Scrapy's downloader, an archive, a dictionary.

    Raises `Unanswered` where it cannot be had, and `RunStopping` where the run ends before.
    """

    async def __call__(self, wanted: PageRequest) -> Response:
        """The answer, its status 2xx or one that is wanted."""


class DownloaderFetch:
    """Fetches through Scrapy's downloader and its middlewares, past the scheduler."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    async def __call__(self, wanted: PageRequest) -> Response:
        """The answer.  Raises `Unanswered` and `RunStopping`."""
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - it runs the spider
        try:
            response = await engine.download_async(scrapy_request(wanted))
        except RunStopping:
            raise
        except Exception as error:
            raise Unanswered(reason_of(error)) from error
        return answered(wanted, response)


def answered(wanted: PageRequest, response: Response) -> Response:
    """The response.  Raises `Unanswered` where its status is a failure."""
    if not wanted.is_answered_by(response.status):
        raise Unanswered(f"http_{response.status}")
    return response


def scrapy_request(wanted: PageRequest) -> Request:
    """A request as Scrapy's downloader takes it."""
    meta: dict[str, Any] = meta_for(wanted.purpose)
    if not wanted.follows:
        meta |= {"dont_redirect": True, "handle_httpstatus_list": sorted(wanted.answers)}
    if wanted.link is not None:
        meta["newscrawl_link"] = wanted.link
    if wanted.form is not None:
        return FormRequest(wanted.url, callback=NO_CALLBACK, meta=meta, formdata=list(wanted.form))
    return Request(wanted.url, callback=NO_CALLBACK, meta=meta, headers=dict(wanted.headers))


def document_of(response: Response) -> str | bytes:
    """The text of a response as its bytes, headers and content tell it, or its bytes where it is no text."""
    is_text = isinstance(response, TextResponse)
    return decode(response.body, header(response, "Content-Type")) if is_text else response.body


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
