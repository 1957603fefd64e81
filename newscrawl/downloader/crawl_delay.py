"""The pause between two requests that a site's robots.txt asks for."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

from scrapy import signals

from newscrawl import options
from newscrawl.downloader.refusals import RobotsRefused

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.core.downloader import Downloader
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)


class CrawlDelayMiddleware:
    """Slows a site's downloader slot to its Crawl-delay, one request at a time, and never less.

    Never faster than `DOWNLOAD_DELAY`.  A site that asks for more than `NEWSCRAWL_CRAWL_DELAY_MAX` seconds is not
    crawled at all: asking sooner than it wants would be disobedience, and waiting would be no running news.  Stands
    behind the robots.txt middleware.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self.own_delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.longest = options.CRAWL_DELAY_MAX.read(crawler.settings)
        self._delays: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        # Behind AutoThrottle, which listens since the extensions were made, and before the slot's next request.
        crawler.signals.connect(middleware.response_downloaded, signal=signals.response_downloaded)
        return middleware

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Note the delay of the request's host; the longest wins where several ports of a host have their own."""
        delay = robotparser.crawl_delay(self.agent)
        if delay is None or math.isnan(delay) or delay <= 0:
            return
        slot = self._downloader().get_slot_key(request)
        if delay <= self._delays.get(slot, 0):
            return
        self._delays[slot] = delay
        if delay > self.longest:
            logger.warning(
                "%s asks for a Crawl-delay of %g s, above NEWSCRAWL_CRAWL_DELAY_MAX (%g s): not crawled",
                slot, delay, self.longest,
            )  # fmt: skip
        else:
            self._slow_down(slot, max(delay, self.own_delay))

    def response_downloaded(self, request: Request) -> None:
        """Take back what AutoThrottle may have shortened; what it lengthens for a slow server stays."""
        downloader = self._downloader()
        key = downloader.get_slot_key(request)
        delay, slot = self._delays.get(key), downloader.slots.get(key)
        if delay is not None and slot is not None and delay <= self.longest:
            slot.delay = max(slot.delay, delay, self.own_delay)

    def process_request(self, request: Request) -> None:
        """Raise `RobotsRefused` where the site asks for a longer delay than is waited for."""
        delay = self._delays.get(self._downloader().get_slot_key(request))
        if delay is not None and delay > self.longest and not request.meta.get("dont_obey_robotstxt"):
            self._count("newscrawl/crawl_delay/refused")
            raise RobotsRefused(f"Crawl-delay of {delay:g} s is above NEWSCRAWL_CRAWL_DELAY_MAX", "crawl_delay")

    def _slow_down(self, slot: str, delay: float) -> None:
        downloader = self._downloader()
        # For the slot of later: the downloader forgets an idle one after a minute.
        downloader.per_slot_settings[slot] = {"delay": delay, "concurrency": 1, "jitter": 0}
        live = downloader.slots.get(slot)
        if live is not None:
            live.delay, live.concurrency, live.jitter = delay, 1, 0.0
        logger.info("%s asks for a Crawl-delay: one request every %g s", slot, delay)
        self._count("newscrawl/crawl_delay/sites")

    def _downloader(self) -> Downloader:
        assert self.crawler.engine is not None  # noqa: S101 - a request is under way
        return self.crawler.engine.downloader

    def _count(self, stat: str) -> None:
        self.crawler.stats.inc_value(stat)
