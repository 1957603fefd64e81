"""Obeys robots.txt: its rules, its Crawl-delay, and what it says of rights besides."""

from __future__ import annotations

import logging
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler

from newscrawl import clock, options
from newscrawl.downloader.guard.middleware import report_refusal
from newscrawl.downloader.purposes import RequestPurpose, meta_for
from newscrawl.downloader.refusals import AddressRefused, RetryLater, RobotsRefused, RunStopping, is_robots_request
from newscrawl.downloader.site_files import FRESH, KEPT, Once, SiteFile, in_seconds, notes_of, origin_of, read_copy
from newscrawl.signals import rights_declared
from newscrawl.text import clean, fold

if TYPE_CHECKING:
    from typing import Self

    from scrapy.core.downloader import Downloader
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

READ = 500 * 1024
"""Bytes of a robots.txt that are read, which RFC 9309 (2.5) asks for at least."""
_MOST_BLOCKS = 3
_LONGEST_BLOCK = 500
# Folded: no case, no accents.
_RESERVES = re.compile(
    r"\brights? (?:are |is )?(?:expressly )?reserved|\breserv(?:e|es|ation)\b|\bdroits? (?:sont )?reserves|"
    r"\bvoorbehoud|"
    r"\btdm\b|\bdata[ -]mining\b|\bfouille de (?:textes|donnees)|\b2019/790\b|\bscrap(?:e|ing)\b|\bai training\b|"
    r"\bmachine learning\b|\bintelligence artificielle\b|\bautomated (?:means|collection|access)\b|"
    r"\bprior written (?:consent|permission)|\bautorisation (?:ecrite|prealable)|\bconsentement (?:ecrit|prealable)"
)
_SIGNAL = re.compile(r"\s*(content-(?:signal|usage))\s*:", re.IGNORECASE)
_KIND = "robots"
_TOO_MANY_REQUESTS = 429
_OF_THE_PAGE = (AddressRefused, RetryLater, RunStopping)
"""Why a robots.txt may not have been asked for, which holds for the page as well."""


def declarations(body: bytes) -> list[str]:
    """What a robots.txt says of rights beside its rules: comments that reserve them, and `Content-Signal` lines.

    Three at most, each on one line and cut to 500 characters.
    """
    found: list[str] = []
    block: list[str] = []
    for line in [*body[:READ].decode("utf-8", "replace").splitlines(), ""]:
        text = line.strip()
        if text.startswith("#"):
            block.append(text.lstrip("# "))
            continue
        if block:
            found += _reserving(" ".join(block))
            block = []
        if _SIGNAL.match(line):
            found.append(text)
        if len(found) >= _MOST_BLOCKS:
            break
    return [clean(each)[:_LONGEST_BLOCK] for each in found[:_MOST_BLOCKS]]


def _reserving(block: str) -> list[str]:
    return [block] if _RESERVES.search(fold(block[:20_000])) else []


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
