"""Ends waiting requests when a run is stopped, so that no pause keeps it open."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy import signals

from newscrawl.downloader.closing import is_closing, until_closing
from newscrawl.downloader.refusals import RunStopping

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


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
