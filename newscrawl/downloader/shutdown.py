"""A stop within seconds: what Scrapy's graceful stop leaves hanging is torn off, and a run's time is limited."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import call_later

from newscrawl import options
from newscrawl.downloader.stopping import is_closing

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.utils.asyncio import CallLaterResult

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGINT, signal.SIGTERM)
CLOSE_REASON = "run_timeout"
"""Reason with which a run is closed whose time is over."""


class Shutdown:
    """Sets a term to Scrapy's graceful stop, and notes which signal asked for it.

    It follows a first SIGTERM or SIGINT, or the end of the run's time (`RunTimeout`).  Scrapy waits for the pages under
    way, which can take as long as `DOWNLOAD_TIMEOUT`; after the term the reactor is stopped all the same.  A second
    signal ends the run at once, as in Scrapy.  Where Scrapy handles no signals (in a program that runs a crawler of its
    own), nothing is done.

    Setting: `NEWSCRAWL_SHUTDOWN_TIMEOUT`, in seconds.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.term = options.SHUTDOWN_TIMEOUT.read(crawler.settings)
        self._watches = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, in place of Scrapy's handlers for the first signal."""
        shutdown = cls(crawler)
        for number in SIGNALS:
            shutdown.watch(number)
        return shutdown

    def watch(self, number: signal.Signals) -> None:
        """Handles the first signal `number` as Scrapy does, and sets the term."""
        scrapys = signal.getsignal(number)
        if not callable(scrapys) or scrapys is signal.default_int_handler:
            return

        def handle(signum: int, frame: FrameType | None) -> None:
            from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier would choose one

            scrapys(signum, frame)
            reactor.callFromThread(self.stopping, signal.Signals(signum).name)

        signal.signal(number, handle)
        self._watches = True

    def stopping(self, name: str) -> None:
        """The graceful stop has begun."""
        self.crawler.stats.set_value("newscrawl/stopped_by", name)
        self.set_term()

    def set_term(self) -> None:
        """Gives a stop that has begun its term."""
        if self._watches:
            call_later(self.term, self.give_up)

    def give_up(self) -> None:
        """The graceful stop takes too long."""
        from twisted.internet import reactor  # noqa: PLC0415 - as above

        logger.info("Pages under way did not end within %g s of the stop: left behind", self.term)
        with suppress(RuntimeError):  # stopped in the meantime
            reactor.stop()  # type: ignore[misc]  # zope's interface


class RunTimeout:
    """Closes the run `NEWSCRAWL_RUN_TIMEOUT` seconds after its start, as a first SIGTERM would; 0: never.

    Unlike Scrapy's `CLOSESPIDER_TIMEOUT` it counts what comes before the first request, such as an index that is built
    anew, and downloads that hang are given up within the terms of a stop.
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
