"""A stop within seconds: what Scrapy's graceful stop leaves hanging is torn off."""

from __future__ import annotations

import logging
import signal
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

from scrapy.utils.asyncio import call_later

from newscrawl import options

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Shutdown:
    """Sets a term to Scrapy's graceful stop, and notes which signal asked for it.

    It follows a first SIGTERM or SIGINT, or the end of the run's time (`newscrawl.downloader.deadline`).  Scrapy waits
    for the pages under way, which can take as long as `DOWNLOAD_TIMEOUT`; after the term the reactor is stopped all the
    same.  A second signal ends the run at once, as in Scrapy.  Where Scrapy handles no signals (in a program that runs
    a crawler of its own), nothing is done.

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
