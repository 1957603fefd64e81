"""Takes each exchange as it went over the wire, for the archive."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import NotConfigured

from newscrawl import clock, options
from newscrawl.article.tdmrep import Reservation
from newscrawl.downloader.purposes import purpose_of
from newscrawl.pipelines.archive import CAPTURE, ArchivePipeline
from newscrawl.redaction import address_without_secrets, is_secret
from newscrawl.reporting.record import arguments_of
from newscrawl.sources import Link
from newscrawl.version import __version__
from newscrawl.warc.archive import Capture
from newscrawl.warc.exchange import Exchange, Headers, without_secrets
from newscrawl.warc.notes import RunNotes

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from scrapy.http.headers import Headers as ScrapyHeaders

SERVED_AT = "newscrawl_served_at"
"""Key of a request's `meta` for where it was sent, of a site that is served elsewhere than its addresses say."""
_CUT_SHORT = frozenset(("dataloss", "download_stopped", "partial"))


class ArchiveMiddleware:
    """Sits where bodies still carry their `Content-Encoding`, and each redirect is an answer of its own.

    Pages and documents of sources, whose rights are known once they have been read, it leaves in
    `meta["newscrawl_capture"]` of the request for the spider to hand on; all else (redirects, 304, errors, robots.txt)
    is written at once.  `NEWSCRAWL_ARCHIVE_ENABLED` turns it on.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it, or raise `NotConfigured` where nothing is archived."""
        if not options.ARCHIVE_ENABLED.read(crawler.settings):
            raise NotConfigured
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response as it is."""
        request.meta.pop(CAPTURE, None)  # of the answer that this one follows
        archive = self.crawler.get_item_pipeline(ArchivePipeline)
        if archive is None or "cached" in response.flags:
            return response
        capture = self._captured(request, response)
        if _is_for_a_reader(capture):
            request.meta[CAPTURE] = capture
        else:
            archive.keep(capture)
        return response

    def _captured(self, request: Request, response: Response) -> Capture:
        spider = self.crawler.spider
        assert spider is not None  # noqa: S101 - it asked
        served_at = request.meta.get(SERVED_AT)
        exchange = Exchange(
            url=response.url,
            moment=clock.now(),
            status=response.status,
            headers=_pairs(response.headers),
            body=response.body,
            truncated=not _CUT_SHORT.isdisjoint(response.flags),
            method=request.method,
            request_headers=_pairs(request.headers),
            request_body=request.body,
            version=response.protocol or "HTTP/1.1",
            ip=str(response.ip_address) if response.ip_address else None,
        )
        notes = replace(
            notes_of_run(self.crawler, spider),
            purpose=purpose_of(request).recorded,
            fetched_url=address_without_secrets(served_at) if served_at else None,
            link=_link(request),
            reference=exchange.moment,
            reservation=Reservation(*request.meta.get("newscrawl_reservation", ())),
        )
        return Capture(without_secrets(exchange), notes)


def notes_of_run(crawler: Crawler, spider: Spider) -> RunNotes:
    """What holds for every exchange of a run."""
    arguments = {name: address_without_secrets(value) for name, value in arguments_of(spider).items()}
    return RunNotes(
        purpose="other",
        site=getattr(spider, "site", spider.name),
        spider=spider.name,
        arguments={name: value for name, value in arguments.items() if not is_secret(name, value)},
        newscrawl_version=__version__,
        run=crawler.stats.get_value("start_time"),
        timezone=getattr(spider, "timezone", None),
        country=getattr(spider, "country", None),
        policy=options.TDM_POLICY.read(crawler.settings),
    )


def _is_for_a_reader(capture: Capture) -> bool:
    """Whether somebody is going to read it who can say what rights it declares."""
    exchange = capture.exchange
    match capture.notes.purpose:
        case "source":
            return exchange.status == HTTPStatus.OK
        case "article" | "part":
            return exchange.status // 100 == 2
        case "other":
            return exchange.status // 100 == 2 and "html" in (exchange.header("Content-Type") or "html").lower()
    return False


def _link(request: Request) -> Link | None:
    link: Any = request.meta.get("newscrawl_link")
    if not isinstance(link, Link):
        return None
    original = address_without_secrets(link.original) if link.original else None
    return replace(link, url=address_without_secrets(link.url), original=original)


def _pairs(headers: ScrapyHeaders) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name in headers for value in headers.getlist(name)
    )
