"""robots.txt, obeyed as RFC 9309 says, and no page of a site whose robots.txt cannot be read."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from newscrawl.middlewares.guard import report_refusal
from newscrawl.network.refusals import AddressRefused, RobotsRefused, RunStopping

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_PARSED_BYTES = 512 * 1024
"""RFC 9309 asks for 500 KiB at least; the rest of a monstrous file is not read."""
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What is known of a site instead of its robots.txt: nothing of it is crawled in this run."""

    error: Exception


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with another answer to trouble.

    2xx is parsed; any other answer below 500 but 429 means that there are no rules; 5xx, 429, no answer at all or a
    refused address means that nothing is allowed for the rest of the run.  Stock takes all of these for permission.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Future[RobotParser | Unreadable | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's site, fetched once a run; None where it has none.

        Raises `RobotsRefused`, `AddressRefused` or `RunStopping` where they could not be read.
        """
        origin = _origin(request)
        if origin not in self._rules:
            self._rules[origin] = asyncio.get_running_loop().create_future()
            self._rules[origin].set_result(await self._fetch(origin, request))
        rules = await self._rules[origin]
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

    async def _fetch(self, origin: str, request: Request) -> RobotParser | Unreadable | None:
        self._stats.inc_value("robotstxt/request_count")
        meta = {"dont_obey_robotstxt": True, "newscrawl_robots": True}
        robots_request = Request(
            f"{origin}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta=meta | {key: request.meta[key] for key in ("proxy", "bindaddress") if key in request.meta},
            callback=NO_CALLBACK,
        )
        assert self.crawler.engine is not None  # noqa: S101 - a request is under way
        try:
            return await self._read(await self.crawler.engine.download_async(robots_request), request)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the site's rules are not known
            return self._unreadable(robots_request, error)

    async def _read(self, response: Response, request: Request) -> RobotParser | Unreadable | None:
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == _TOO_MANY_REQUESTS:
            return self._unreadable(response, RobotsRefused(f"robots.txt answers {response.status}"))
        if not 200 <= response.status < 300:
            return None
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, response.body[:_PARSED_BYTES])
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=rules, request=request
        )
        return rules

    def _unreadable(self, source: Request | Response, error: Exception) -> Unreadable:
        if not isinstance(error, AddressRefused | RunStopping):
            self._stats.inc_value("newscrawl/robots/unreadable")
            self._stats.inc_value(f"robotstxt/exception_count/{type(error)}")
            logger.warning(
                "Nothing is crawled behind %s in this run: %s", source.url, str(error) or type(error).__name__
            )
        return Unreadable(error)

    def _refusal(self, request: Request, error: Exception) -> Exception:
        if isinstance(error, AddressRefused):
            report_refusal(self.crawler, request, str(error))
            return AddressRefused(str(error))
        if isinstance(error, RunStopping):
            return RunStopping(str(error))
        self._stats.inc_value("robotstxt/forbidden")
        return RobotsRefused(f"robots.txt could not be read: {error}", "robots_unreadable")


def _origin(request: Request) -> str:
    """Scheme, host and port, to which one robots.txt belongs; without the user's name that an address may carry."""
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
