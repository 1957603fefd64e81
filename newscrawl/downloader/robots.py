"""robots.txt, obeyed as RFC 9309 says, and no page of a site whose robots.txt cannot be read."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler

from newscrawl import clock
from newscrawl.downloader.guard.middleware import report_refusal
from newscrawl.downloader.notes import in_seconds, notes_of
from newscrawl.downloader.once import Once, origin_of
from newscrawl.downloader.purposes import RequestPurpose, meta_for
from newscrawl.downloader.refusals import AddressRefused, RetryLater, RobotsRefused, RunStopping, is_robots_request
from newscrawl.downloader.robots_txt import READ, declarations
from newscrawl.downloader.site_files import FRESH, KEPT, SiteFile, read_copy
from newscrawl.signals import rights_declared

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_KIND = "robots"
_TOO_MANY_REQUESTS = 429
_OF_THE_PAGE = (AddressRefused, RetryLater, RunStopping)
"""Why a robots.txt may not have been asked for, which holds for the page as well."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What is known of a site instead of its robots.txt: nothing of it is crawled in this run."""

    error: Exception


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with another answer to trouble, and with a memory.

    2xx is parsed; any other answer below 500 but 429 means that there are no rules; both hold for a day, over runs.
    5xx, 429 or no answer at all mean that the copy of the last 30 days holds on, and without one that nothing is
    allowed for the rest of the run.  Stock takes all of these for permission.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: Once[RobotParser | Unreadable | None] = Once()
        crawler.signals.connect(self.bytes_received, signal=signals.bytes_received)

    def bytes_received(self, data: bytes, request: Request) -> None:
        """End the download of a robots.txt once the part that is read has come; raises `StopDownload`."""
        if is_robots_request(request):
            received = request.meta["newscrawl_received"] = request.meta.get("newscrawl_received", 0) + len(data)
            if received > READ:
                raise StopDownload(fail=False)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's site; None where it has none.

        Raises `RobotsRefused`, `AddressRefused`, `RetryLater` or `RunStopping` where they could not be read.
        """
        origin = origin_of(request)
        rules = await self._rules.get(origin, lambda: self._learn(origin, request))
        if isinstance(rules, Unreadable):
            raise self._refusal(request, rules.error)
        return rules

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise `RobotsRefused` where the rules forbid the request."""
        agent = self._robotstxt_useragent or self._default_useragent
        if rp is not None and not rp.allowed(request.url, agent):
            logger.info("robots.txt forbids %s", request.url)
            self._stats.inc_value("robotstxt/forbidden")
            raise RobotsRefused("forbidden by robots.txt")

    async def _learn(self, origin: str, request: Request) -> RobotParser | Unreadable | None:
        """The rules of an origin: as remembered where that is young enough, else as they are now."""
        now = clock.now()
        kept = read_copy(notes_of(self.crawler).get(_KIND, origin, now))
        if kept is not None and kept.age(now.timestamp()) < FRESH:
            self._stats.inc_value("newscrawl/robots/remembered")
            return await self._parsed(kept, request)
        try:
            copy = await self._fetch(origin, request)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the site's rules are not known
            return await self._without_answer(origin, error, kept, request)
        notes_of(self.crawler).put(_KIND, origin, copy.to_note(), in_seconds(KEPT))
        return await self._parsed(copy, request)

    async def _fetch(self, origin: str, request: Request) -> SiteFile:
        """The site's answer.  Raises `RobotsRefused` for one that says nothing of its rules."""
        self._stats.inc_value("robotstxt/request_count")
        meta = {"dont_obey_robotstxt": True} | meta_for(RequestPurpose.ROBOTS)
        robots_request = Request(
            f"{origin}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta=meta | {key: request.meta[key] for key in ("proxy", "bindaddress") if key in request.meta},
            callback=NO_CALLBACK,
        )
        assert self.crawler.engine is not None  # noqa: S101 - a request is under way
        response: Response = await self.crawler.engine.download_async(robots_request)
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == _TOO_MANY_REQUESTS:
            raise RobotsRefused(f"robots.txt answers {response.status}")
        body = response.body[:READ] if 200 <= response.status < 300 else b""
        return SiteFile(clock.now().timestamp(), response.status, body)

    async def _parsed(self, copy: SiteFile, request: Request) -> RobotParser | None:
        if not copy.is_there:
            return None
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, copy.body)
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=rules, request=request
        )
        for text in declarations(copy.body):
            self._stats.inc_value("newscrawl/robots/declarations")
            self.crawler.signals.send_catch_log(rights_declared, url=f"{origin_of(request)}/robots.txt", text=text)
        return rules

    async def _without_answer(
        self, origin: str, error: Exception, kept: SiteFile | None, request: Request
    ) -> RobotParser | Unreadable | None:
        if isinstance(error, _OF_THE_PAGE):
            return Unreadable(error)
        self._stats.inc_value(f"robotstxt/exception_count/{type(error)}")
        reason = str(error) or type(error).__name__
        if kept is not None:
            self._stats.inc_value("newscrawl/robots/outdated")
            logger.info("The robots.txt of %s is that of an earlier day: %s", origin, reason)
            return await self._parsed(kept, request)
        self._stats.inc_value("newscrawl/robots/unreadable")
        logger.warning("Nothing is crawled behind %s/robots.txt in this run: %s", origin, reason)
        return Unreadable(error)

    def _refusal(self, request: Request, error: Exception) -> Exception:
        if isinstance(error, AddressRefused):
            report_refusal(self.crawler, request, str(error))
        if isinstance(error, _OF_THE_PAGE):
            return type(error)(str(error))
        self._stats.inc_value("robotstxt/forbidden")
        return RobotsRefused(f"robots.txt could not be read: {error}", "robots_unreadable")
