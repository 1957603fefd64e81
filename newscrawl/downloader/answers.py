"""Answers that are no page of a newspaper: each a counted, logged failure of its own request."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from scrapy.utils.httpobj import urlparse_cached

from newscrawl import options
from newscrawl.downloader.guard.addresses import parse_literal, plain
from newscrawl.downloader.purposes import RequestPurpose, purpose_of
from newscrawl.downloader.refresh import refresh_of
from newscrawl.downloader.refusals import ResponseRefused
from newscrawl.hosts import is_same_publisher
from newscrawl.pipelines.archive import archive_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

_MOST_LAYERS = 2


def refuse_answer(crawler: Crawler, request: Request, stat: str, reason: str) -> ResponseRefused:
    """Log and count, under `newscrawl/answers/`, an answer that is no page; the exception is to be raised."""
    logger.info("Refused the answer of %s: %s", request.url, reason)
    crawler.stats.inc_value(f"newscrawl/answers/{stat}")
    return ResponseRefused(reason, stat)


class AnswersMiddleware:
    """Refuses bodies that are not text and what the size cap cut off.

    The cap is `DOWNLOAD_MAXSIZE`, for a source `NEWSCRAWL_SOURCE_MAXSIZE`.  A request for other files says so by its
    purpose (`RequestPurpose.FILE`).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.source_size = options.SOURCE_MAXSIZE.read(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Give a source its own cap."""
        if purpose_of(request) is RequestPurpose.SOURCE:
            request.meta.setdefault("download_maxsize", self.source_size)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, or `ResponseRefused`."""
        if response.status != 200 or not response.body or isinstance(response, TextResponse):
            return response
        if purpose_of(request).is_of_any_type:
            return response
        kind = (response.headers.get("Content-Type") or b"an unknown type").decode("latin-1")
        raise refuse_answer(self.crawler, request, "not_text", f"not text but {kind}")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise `ResponseRefused` for a download that the size cap ended."""
        if isinstance(exception, DownloadCancelledError):
            largest = request.meta.get("download_maxsize", self.crawler.settings.getint("DOWNLOAD_MAXSIZE"))
            raise refuse_answer(self.crawler, request, "too_large", f"larger than {largest} bytes") from exception


class CompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's, which counts its refusal of a body that grows beyond the cap as any other.

    What cannot be unpacked, or is packed more than twice over, is refused too: stock lets the errors of each library
    through, and unpacks as many layers as a header has room for.
    """

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.crawler = crawler

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - the base's signature
    ) -> Request | Response:
        """The response, unpacked; `ResponseRefused` for a bomb, and for what cannot be unpacked."""
        packed = b",".join(response.headers.getlist("Content-Encoding")).count(b",") + 1
        if packed > _MOST_LAYERS:
            raise refuse_answer(self.crawler, request, "bad_encoding", f"packed {packed} times over")
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            reason = "larger than it may be when unpacked"
            raise refuse_answer(self.crawler, request, "too_large", reason) from error
        except Exception as error:
            reason = f"its Content-Encoding does not hold: {error}"
            raise refuse_answer(self.crawler, request, "bad_encoding", reason) from error


class RedirectsMiddleware(RedirectMiddleware):
    """Scrapy's, which counts where it stops to follow, and hands no redirect out of the web on as if it were a page.

    An article is not followed to another publisher: to another registered domain that is
    neither among the spider's `own_domains` nor in `NEWSCRAWL_OWN_DOMAINS`.
    """

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - the base's signature
    ) -> Request | Response:
        """The response, or the request that it redirects to; `ResponseRefused` where that cannot be followed."""
        outside = _redirect_outside(response)
        if outside:
            raise refuse_answer(self.crawler, request, "redirect_outside", f"redirects to {outside[:200]}")
        try:
            followed = super().process_response(request, response)
        except IgnoreRequest as error:
            raise refuse_answer(self.crawler, request, "redirect_loop", "too many redirects") from error
        except ValueError as error:
            raise refuse_answer(self.crawler, request, "redirect_outside", f"redirects nowhere: {error}") from error
        if not isinstance(followed, Request):
            return followed
        if purpose_of(request).is_page:
            self._keep_to_publisher(request, followed)
        if followed.url in (request.url, *request.meta.get("redirect_urls", ())):
            # The dupefilter would let it vanish without a word.
            raise refuse_answer(self.crawler, request, "redirect_loop", "redirects in a circle")
        return _without_user(followed)

    def _keep_to_publisher(self, request: Request, followed: Request) -> None:
        first = urlsplit(request.meta.get("redirect_urls", [request.url])[0]).hostname or ""
        target = urlparse_cached(followed).hostname or ""
        own = (
            *getattr(self.crawler.spider, "own_domains", ()),
            *options.OWN_DOMAINS.read(self.crawler.settings),
        )
        if not is_same_publisher(_normal(first), _normal(target), own):
            raise refuse_answer(self.crawler, request, "redirect_offsite", f"redirects to another site, {target}")


class RefreshMiddleware(RedirectsMiddleware):
    """Follows pages that send their readers on at once, by `meta` or header, as the redirects that they stand for.

    So the bounds of redirects hold for them too.  Scrapy's own follows what says so whatever the page has to read, and
    knows neither those bounds nor the header.
    """

    enabled_setting = "METAREFRESH_ENABLED"

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.longest = settings.getint("METAREFRESH_MAXDELAY")

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - the base's signature
    ) -> Request | Response:
        """The response, or the request for where its page sends on; `ResponseRefused` where that cannot be followed."""
        if response.status // 100 != 2 or purpose_of(request) not in _READ:
            return response
        header, kind = (_text(response, name) for name in ("Refresh", "Content-Type"))
        refresh = refresh_of(response.body, response.url, header=header, content_type=kind, longest=self.longest)
        if refresh is None:
            return response
        archive = archive_of(self.crawler)
        if archive is not None:
            archive.keep_page(response.replace(request=request), finding="refresh")
        headers = {"Location": refresh.url, **({"Content-Type": kind} if kind else {})}
        redirect = response.replace(status=HTTPStatus.FOUND.value, headers=headers)
        return super().process_response(request, redirect)


_READ = frozenset((RequestPurpose.ARTICLE, RequestPurpose.PART, RequestPurpose.SOURCE, RequestPurpose.OTHER))
"""What is asked for to be read as a page."""


def _text(response: Response, header: str) -> str | None:
    value = response.headers.get(header)
    return value.decode("latin-1") if value else None


def _normal(host: str) -> str:
    """A host with an address in the one spelling that says which machine it is."""
    literal = parse_literal(host)
    return str(plain(literal)) if literal else host


def _without_user(request: Request) -> Request:
    """`request` without the credentials that a redirect has put into its address: they are none of ours."""
    parts = urlsplit(request.url)
    if "@" not in parts.netloc:
        return request
    return request.replace(url=urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])))


def _redirect_outside(response: Response) -> str | None:
    """Where a redirect leads, if that is no http address."""
    location = response.headers.get("Location")
    if not 300 <= response.status < 400 or not location:
        return None
    target = location.decode("latin-1").strip()
    try:
        scheme = urlsplit(urljoin(response.url, target)).scheme
    except ValueError:
        return target
    return None if scheme in {"http", "https"} else target
