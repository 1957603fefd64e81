"""Limits on what a spider may ask for: links of one page, pages of one run."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from scrapy import Request

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)


class LimitsMiddleware:
    """Leaves out requests beyond `NEWSCRAWL_LINKS_MAX` of one page, and `NEWSCRAWL_PAGES_MAX` of one run; 0: no limit.

    The next run finds what is left out again, with what was fetched known by then.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.of_page = crawler.settings.getint("NEWSCRAWL_LINKS_MAX", 1000)
        self.of_run = crawler.settings.getint("NEWSCRAWL_PAGES_MAX", 10_000)
        self._asked = 0
        self._told: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a run."""
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """What the spider makes of a page, without the requests that are too many."""
        links = 0
        async for each in result:
            if isinstance(each, Request):
                links += 1
                if self.of_page and links > self.of_page:
                    self._leave_out("links", response.url, f"more than {self.of_page} links on a page")
                    continue
                if self.of_run and self._asked >= self.of_run:
                    self._leave_out("pages", response.url, f"more than {self.of_run} pages in a run")
                    continue
                self._asked += 1
            yield each

    def _leave_out(self, limit: str, url: str, what: str) -> None:
        self.crawler.stats.inc_value(f"newscrawl/limits/{limit}")
        if limit not in self._told:
            self._told.add(limit)
            logger.warning("Left out for the next run: %s (%s)", what, url)
