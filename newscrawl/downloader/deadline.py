"""The time that a run has: once it is over, the run is closed as by a signal."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import call_later

from newscrawl import options
from newscrawl.downloader.closing import is_closing
from newscrawl.downloader.shutdown import Shutdown

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.utils.asyncio import CallLaterResult

logger = logging.getLogger(__name__)

CLOSE_REASON = "run_timeout"
"""Reason with which a run is closed whose time is over."""


class RunTimeout:
    """Closes the run `NEWSCRAWL_RUN_TIMEOUT` seconds after its start, as a first SIGTERM would; 0: never.

    Unlike Scrapy's `CLOSESPIDER_TIMEOUT` it counts what comes before the first request, such as an index that is built
    anew; downloads that hang are given up within the terms of a stop; and what pauses can ask how much time is left
    (`seconds_left`).
    """

    def __init__(self, crawler: Crawler, seconds: float) -> None:
        self.crawler = crawler
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds
        self._expiry: CallLaterResult | None = None
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, its time running; off where no time is set."""
        seconds = options.RUN_TIMEOUT.read(crawler.settings)
        if not seconds:
            raise NotConfigured
        timeout = cls(crawler, seconds)
        crawler.signals.connect(timeout.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(timeout.spider_closed, signal=signals.spider_closed)
        return timeout

    def spider_opened(self) -> None:
        """Sets the alarm: before, there would be nothing to close."""
        self._expiry = call_later(max(self.deadline - time.monotonic(), 0.0), self.expire)

    def spider_closed(self) -> None:
        """Takes the alarm back."""
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None

    def expire(self) -> None:
        """The time is over."""
        self._expiry = None
        if not is_closing(self.crawler):
            logger.info("The run's %g s are over", self.seconds)
            self.crawler.stats.set_value("newscrawl/stopped_by", options.RUN_TIMEOUT.name)
            engine = self.crawler.engine
            assert engine is not None  # noqa: S101 - the spider is open
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=CLOSE_REASON))
        shutdown = self.crawler.get_extension(Shutdown)
        if shutdown is not None:
            shutdown.set_term()


def seconds_left(crawler: Crawler) -> float | None:
    """How long the run may still take, at least 0; null where it has no deadline."""
    timeout = crawler.get_extension(RunTimeout)
    return max(timeout.deadline - time.monotonic(), 0.0) if timeout is not None else None
