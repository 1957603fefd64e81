"""Leaves a host alone that says it is asked too much, for as long as it says, and longer each time."""

from __future__ import annotations

import asyncio
import logging
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

from newscrawl import clock, options
from newscrawl.downloader.refusals import RetryLater, RunStopping, is_robots_request
from newscrawl.downloader.site_files import at_second, notes_of
from newscrawl.downloader.stopping import is_closing, wake_engine

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

LONGEST_KEPT = 24 * 3600.0
"""Seconds beyond which no pause is believed: a slip of a day must not end the crawling of a site."""
GROWTH = 2.0
_MOST_GROWTH = 10
_KIND = "pause"
_TOO_MANY_REQUESTS, _UNAVAILABLE = 429, 503
_LOOK = 0.2
"""Seconds after which a request that waits looks whether the run is being stopped."""
_MOST_WAITING = 100
"""Requests that may wait beside those under way; what is more takes their places."""


def retry_after(value: str | None, now: float) -> float | None:
    """The seconds from `now` (Unix time) that a `Retry-After` header asks for, a number or an HTTP date (RFC 9110).

    Null where it says nothing that can be read; 0 for a moment that is past.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:12])
    try:
        moment: datetime = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return max(moment.timestamp() - now, 0.0)
    except (OverflowError, ValueError):
        return None


@dataclass(slots=True)
class Pause:
    """A host that is left alone until a moment (Unix time), and how often in a row it has asked for that."""

    until: float
    times: int = 1

    def left(self, now: float) -> float:
        """Seconds still to wait; 0 once it is over."""
        return max(self.until - now, 0.0)


def next_pause(before: Pause | None, asked: float | None, now: float, shortest: float) -> Pause:
    """The pause after one more refusal at `now`: what the host asked for, at least `shortest`, doubled each time.

    A refusal that comes during a pause answers a request sent before it: it may lengthen the pause, and is no new one.
    """
    if before is not None and before.left(now) > 0:
        return Pause(max(before.until, now + min(asked or 0.0, LONGEST_KEPT)), before.times)
    times = 1 if before is None else before.times + 1
    grown = shortest * GROWTH ** min(times - 1, _MOST_GROWTH)
    return Pause(now + min(max(grown, asked or 0.0), LONGEST_KEPT), times)


def read_pause(note: object) -> Pause | None:
    """The pause noted as `[until, times]`; null for anything else."""
    match note:
        case [int() | float() as until, int() as times] if math.isfinite(until) and times > 0:
            return Pause(float(until), times)
    return None


class PausesMiddleware:
    """Pauses a host that answers 429, or 503 with `Retry-After`; other hosts go on.

    A pause lasts as long as `Retry-After` says, at least `NEWSCRAWL_PAUSE_MIN` seconds, and twice as long each time in
    a row.  One that is longer than `NEWSCRAWL_PAUSE_MAX`, or ends after the run has to (`NEWSCRAWL_RUN_TIMEOUT`,
    `CLOSESPIDER_TIMEOUT`), fails what the run still wants of the host with `RetryLater`.  Pauses outlast the run: the
    next one waits, or asks nothing, likewise.

    Stands before the retry middleware, which repeats the request that was refused.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.shortest = options.PAUSE_MIN.read(settings)
        self.longest = options.PAUSE_MAX.read(settings)
        terms = (options.RUN_TIMEOUT.read(settings), settings.getfloat("CLOSESPIDER_TIMEOUT", 0.0))
        self.ends: float | None = min((_now() + term for term in terms if term > 0), default=None)
        self._pauses: dict[str, Pause | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the end of the host's pause.  Raise `RetryLater` where the run cannot, `RunStopping` on a stop."""
        host = _host(request)
        if not self._left(host):
            return
        downloader = self.crawler.engine.downloader
        beside = downloader.total_concurrency and self._waiting() < _MOST_WAITING
        downloader.total_concurrency += bool(beside)  # who waits takes nobody's place
        wake_engine(self.crawler)
        begun = _now()
        try:
            while left := self._left(host):
                if is_closing(self.crawler):
                    raise RunStopping("the run is being stopped")
                self._refuse_long(host, left)
                await asyncio.sleep(min(left, _LOOK))
        finally:
            downloader.total_concurrency -= bool(beside)
            self._count("newscrawl/pauses/seconds", round(_now() - begun, 3))

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, once it is noted what it says of pauses; `RetryLater` where the run cannot wait so long."""
        host = _host(request)
        header = (response.headers.get("Retry-After") or b"").decode("latin-1") or None
        if response.status == _TOO_MANY_REQUESTS or (response.status == _UNAVAILABLE and header):
            self._begin(host, header)
            if is_robots_request(request):
                request.meta["dont_retry"] = True  # nothing is asked of the host in this run
            else:
                self._refuse_long(host, self._left(host))
        elif response.status < 400 and self._pause(host):
            self._pauses[host] = None
            notes_of(self.crawler).drop(_KIND, host)
        return response

    def _begin(self, host: str, header: str | None) -> None:
        now = _now()
        before = self._pause(host)
        pause = next_pause(before, retry_after(header, now), now, self.shortest)
        self._pauses[host] = pause
        # Kept beyond its end, so that a host which refuses again is given more time, not the same.
        notes_of(self.crawler).put(_KIND, host, [pause.until, pause.times], at_second(pause.until + LONGEST_KEPT))
        if before is None or pause.times > before.times:
            logger.warning("%s asks for a pause: left alone for %.0f s", host, pause.left(now))
            self._count("newscrawl/pauses/begun")

    def _refuse_long(self, host: str, left: float) -> None:
        until = _now() + left
        if left > self.longest:
            reason = f"asks to be left alone for {left:.0f} s, above NEWSCRAWL_PAUSE_MAX ({self.longest:g} s)"
        elif self.ends is not None and until >= self.ends:
            reason = f"asks to be left alone for {left:.0f} s, beyond the end of the run"
        else:
            return
        self._count("newscrawl/pauses/refused")
        raise RetryLater(f"{host} {reason}")

    def _pause(self, host: str) -> Pause | None:
        if host not in self._pauses:
            pause = read_pause(notes_of(self.crawler).get(_KIND, host, clock.now()))
            if pause is not None:
                pause.until = min(pause.until, _now() + LONGEST_KEPT)  # the clock may have been set back
            self._pauses[host] = pause
        return self._pauses[host]

    def _left(self, host: str) -> float:
        pause = self._pause(host)
        return pause.left(_now()) if pause else 0.0

    def _waiting(self) -> int:
        downloader = self.crawler.engine.downloader
        return int(downloader.total_concurrency) - self.crawler.settings.getint("CONCURRENT_REQUESTS")

    def _count(self, stat: str, number: float = 1) -> None:
        self.crawler.stats.inc_value(stat, number)  # type: ignore[arg-type] # seconds


def _host(request: Request) -> str:
    return (urlparse_cached(request).hostname or "").lower()


def _now() -> float:
    return clock.now().timestamp()
