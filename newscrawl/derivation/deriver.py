"""A site's spider and item pipelines as a run has them, without network, feed or memory: archived pages to articles."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.misc import build_from_crawler, load_object

from newscrawl import clock
from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.article.tdmrep import Reservation
from newscrawl.crawl.arguments import SiteArguments
from newscrawl.crawl.fetching import PageRequest, Unanswered
from newscrawl.crawl.pages import with_parts
from newscrawl.crawl.run import Report, keep_nothing
from newscrawl.downloader.answers import CompressionMiddleware
from newscrawl.downloader.purposes import RequestPurpose, meta_for
from newscrawl.downloader.refusals import ResponseRefused
from newscrawl.items import Article
from newscrawl.pipelines.archive import ArchivePipeline
from newscrawl.pipelines.feed import FeedPipeline
from newscrawl.spiders.section import SectionSpider

if TYPE_CHECKING:
    from scrapy.pipelines import ItemProcessorProtocol
    from scrapy.settings import BaseSettings, Settings
    from scrapy.spiderloader import SpiderLoaderProtocol

    from newscrawl.derivation.pages import ArchivedPage
    from newscrawl.warc.exchange import Exchange
    from newscrawl.warc.notes import RunNotes


_READING = frozenset(each.name for each in fields(SiteArguments))


class NotDerived(Exception):  # noqa: N818 - a finding about the page, not a failure
    """The present code makes no article of a page; `reason` is a short code."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class NoSpider(Exception):  # noqa: N818 - a finding about the project, not a failure
    """There is no spider that could read the pages of a run again."""


class Deriver:
    """Reads pages of one run of a site again.

    Extensions and middlewares are left out, and so are the archive and every pipeline from the durable feed on: what
    comes behind it is told of lines that are written.  `open` goes before all else, and `close` behind it.
    """

    def __init__(self, kind: type[SectionSpider], settings: Settings, arguments: Mapping[str, str]) -> None:
        crawler = self.crawler = Crawler(kind, settings)
        crawler.addons.load_settings(crawler.settings)
        crawler.settings.set("ITEM_PIPELINES", _before_the_feed(crawler.settings), priority="cmdline")
        crawler.settings.set("ITEM_PIPELINES_BASE", {}, priority="cmdline")
        crawler.stats = load_object(crawler.settings["STATS_CLASS"])(crawler)
        try:
            self.spider = kind.from_crawler(crawler, **arguments)
        except ValueError as error:
            raise NoSpider(f"{kind.name}: {error}") from error
        crawler.spider = self.spider
        self.report = Report.of(crawler, self.spider.logger)
        crawler.settings.freeze()
        self._unpack = _unpacker(crawler)
        kind_of_pipelines = load_object(crawler.settings["ITEM_PROCESSOR"])
        with _without_news():
            self._pipelines: ItemProcessorProtocol = build_from_crawler(kind_of_pipelines, crawler)

    @classmethod
    def of(cls, notes: RunNotes, settings: Settings, loader: SpiderLoaderProtocol) -> Self:
        """One for the pages of the run that wrote these notes.  Raises `NoSpider`."""
        try:
            kind = loader.load(notes.spider)
        except KeyError:
            raise NoSpider(f"there is no spider {notes.spider!r}") from None
        if not issubclass(kind, SectionSpider):
            raise NoSpider(f"the spider {notes.spider!r} does not read articles as newscrawl's do")
        # How much of the site was to be read says nothing of how a page is read.
        given = {name: text for name, text in notes.arguments.items() if name not in _READING}
        return cls(kind, settings, given)

    async def open(self) -> None:
        """Opens the pipelines, as for a run."""
        await self._pipelines.open_spider_async()

    async def close(self) -> None:
        """Closes them."""
        await self._pipelines.close_spider_async()

    async def derive(self, page: ArchivedPage) -> list[Article]:
        """The articles of a page as the present code reads it, at the moment when it was read.

        Raises `NotDerived` where it makes none of it, and whatever the code of the site raises.
        """
        with clock.at(page.reference):
            try:
                return [await self._through(draft) for draft in await self._read(page)]
            except NotAnArticle as finding:
                raise NotDerived(finding.reason, page.exchange.url) from finding

    def unpacked(self, exchange: Exchange) -> Exchange:
        """An exchange without the coding in which its body was sent.  Raises `NotDerived` where it does not hold."""
        response = self._response(exchange)
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        return replace(exchange, headers=headers, body=response.body)

    async def _through(self, item: Any) -> Article:
        try:
            article = await self._pipelines.process_item_async(item)
        except DropItem as dropped:
            finding = dropped.__cause__
            reason = finding.reason if isinstance(finding, NotAnArticle) else "dropped"
            raise NotDerived(reason, str(dropped)) from dropped
        if not isinstance(article, Article):
            raise TypeError(f"the feed holds articles only, not {type(article).__name__}")
        return article

    async def _read(self, page: ArchivedPage) -> list[Any]:
        """What the spider makes of a page, whole."""
        response = self._response(page.exchange, page.notes.reservation)
        found = []
        for result in self.spider.parse_article(response, page.link):
            if isinstance(result, Request):
                raise NotDerived("unanswered", f"the spider asks for {result.url}")
            if isinstance(result, Draft):
                if page.notes.fetched_url:
                    result.article.fetched_url = page.notes.fetched_url
                found.append(await self._with_parts(result, page))
            else:
                found.append(result)
        return found

    async def _with_parts(self, first: Draft, page: ArchivedPage) -> Draft:
        """An article with its further parts, as the archive has them."""
        read = 0

        async def fetch(wanted: PageRequest) -> Response:
            nonlocal read
            part = page.part_at(wanted.url, read)
            if part is None:
                raise Unanswered("ignored")
            read += 1
            return self._response(part, page.notes.reservation)

        return await with_parts(
            first, page.link, extract=self.spider.extract, fetch=fetch, report=self.report, keep=keep_nothing
        )

    def _response(self, exchange: Exchange, reservation: Reservation | None = None) -> Response:
        """The response as the spider got it.  Raises `NotDerived` where it cannot be unpacked."""
        headers = Headers()
        for name, value in exchange.headers:
            headers.appendlist(name, value.encode("latin-1", "replace"))
        declared = reservation or Reservation()
        meta = meta_for(RequestPurpose.ARTICLE) | {"newscrawl_reservation": (declared.reserved, declared.policy)}
        request = Request(exchange.url, meta=meta)
        kind = responsetypes.from_args(headers=headers, url=exchange.url, body=exchange.body)
        response = kind(exchange.url, status=exchange.status, headers=headers, body=exchange.body, request=request)
        if self._unpack is None:
            return response
        try:
            unpacked = self._unpack.process_response(request, response)
        except ResponseRefused as refusal:
            raise NotDerived(refusal.reason_code, str(refusal)) from refusal
        assert isinstance(unpacked, Response)  # noqa: S101 - it asks for nothing
        return unpacked


@contextmanager
def _without_news() -> Iterator[None]:
    """Keeps from the log what Scrapy says of the pipelines of each run: that one is switched off is no news."""
    scrapy_log = logging.getLogger("scrapy.middleware")
    scrapy_log.addFilter(_is_no_news)
    try:
        yield
    finally:
        scrapy_log.removeFilter(_is_no_news)


def _is_no_news(record: logging.LogRecord) -> bool:
    return record.levelno > logging.WARNING


def _before_the_feed(settings: BaseSettings) -> dict[Any, int]:
    """The item pipelines, without the archive, the feed and all behind it."""
    stated = settings.get_component_priority_dict_with_base("ITEM_PIPELINES")
    given = {
        kind: order
        for kind, order in stated.items()
        if order is not None and not _is_a(ArchivePipeline, load_object(kind))
    }
    feeds = [order for kind, order in given.items() if _is_a(FeedPipeline, load_object(kind))]
    return {kind: order for kind, order in given.items() if not feeds or order < min(feeds)}


def _is_a(wanted: type, kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, wanted)


def _unpacker(crawler: Crawler) -> CompressionMiddleware | None:
    with suppress(NotConfigured):
        return CompressionMiddleware.from_crawler(crawler)
    return None
