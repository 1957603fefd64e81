"""How a run stops: what waits is dropped, and open downloads are let go of after a grace."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from scrapy import signals

from newscrawl.downloader.refusals import RunStopping

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_WATCH_SECONDS = 0.2
_ITEM_SECONDS = 0.02


def is_closing(crawler: Crawler) -> bool:
    """Whether the run is being stopped, by a signal, a limit or its own end; Scrapy has no signal for that."""
    # `engine.running` stays true when a limit, not a signal, closes the spider.
    slot = getattr(crawler.engine, "_slot", None)
    return slot is not None and slot.closing is not None


async def until_closing(crawler: Crawler, grace: float = 0.0) -> None:
    """Return `grace` seconds after the run has begun to close."""
    while not is_closing(crawler):  # noqa: ASYNC110 - there is no event to wait for
        await asyncio.sleep(_WATCH_SECONDS)
    await asyncio.sleep(grace)


class CrawlStop:
    """The stop of a run of Scrapy."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @property
    def has_begun(self) -> bool:
        """Whether the run is being stopped."""
        return is_closing(self.crawler)

    async def begun(self) -> None:
        """Returns once it is."""
        await until_closing(self.crawler)


async def let_items_end(crawler: Crawler) -> None:
    """Once the run has begun to close, tells Scrapy when the items from `start()` are through the pipelines.

    Scrapy waits for them, but looks only where a response ends whether they are: without responses it would wait for
    ever.  To be run beside a `start()` that yields items.
    """
    await until_closing(crawler)
    while (slot := scraper_slot(crawler)) is not None:
        closing = slot.closing
        if closing is not None and (closing.called or slot.is_idle()):
            if not closing.called:
                closing.callback(crawler.spider)
            return
        await asyncio.sleep(_ITEM_SECONDS)


def scraper_slot(crawler: Crawler) -> Any:
    """Where Scrapy counts responses and items under way, null before the spider is open and once it is closed."""
    return getattr(getattr(crawler.engine, "scraper", None), "slot", None)


def wake_engine(crawler: Crawler) -> None:
    """Lets the engine look for requests to send, where one under way has stepped aside; else it does so every 5 s."""
    slot = getattr(crawler.engine, "_slot", None)
    if slot is not None and slot.closing is None:
        slot.nextcall.schedule()


class StoppingMiddleware:
    """Drops what waits for its turn in the downloader as soon as the run is being stopped, and takes nothing new in.

    Scrapy waits for every request that it has begun, and a request that a Crawl-delay keeps waiting counts as begun.
    The next run finds again what is dropped here.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._watch: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a run."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.engine_started, signal=signals.engine_started)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def engine_started(self) -> None:
        """Begin to watch."""
        self._watch = asyncio.ensure_future(self._drop_waiting())

    def spider_closed(self) -> None:
        """Watch no longer."""
        if self._watch is not None:
            self._watch.cancel()

    def process_request(self, request: Request) -> None:  # noqa: ARG002 - Scrapy calls it so
        """Raise `RunStopping` once the run is being stopped."""
        if is_closing(self.crawler):
            raise RunStopping("the run is being stopped")

    async def _drop_waiting(self) -> None:
        await until_closing(self.crawler)
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - it is closing
        for slot in engine.downloader.slots.values():
            while slot.queue:
                request, answer = slot.queue.popleft()
                logger.debug("Left for the next run: %s", request.url)
                answer.errback(RunStopping("the run is being stopped"))
