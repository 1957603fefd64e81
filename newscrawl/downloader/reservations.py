"""Looks up what a site reserves in `/.well-known/tdmrep.json` before an article of it is fetched."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK

from newscrawl import clock, options
from newscrawl.article.tdmrep import Rule, read_tdmrep, reservation_at
from newscrawl.downloader.purposes import RequestPurpose, meta_for, purpose_of
from newscrawl.downloader.refusals import AddressRefused, RetryLater, RunStopping
from newscrawl.downloader.site_files import FRESH, KEPT, Once, SiteFile, in_seconds, notes_of, origin_of, read_copy
from newscrawl.signals import rights_declared

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_KIND = "tdmrep"
_PATH = "/.well-known/tdmrep.json"
_LARGEST = 1024 * 1024
"""Bytes; a list of a few rules is expected."""


class ReservationsMiddleware:
    """Gives requests of articles what the site's tdmrep.json declares for their address.

    Where an archive is kept, also requests of sources, which it must not keep where they are reserved.

    It is asked for once a day and host, as robots.txt allows.  Where there is none (any answer but 2xx and 5xx), or
    none that can be read, nothing is declared; where the site does not answer, what was read in the last 30 days holds.
    `NEWSCRAWL_TDM_POLICY = "ignore"` turns it off.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._rules: Once[list[Rule]] = Once()
        self._archives = options.ARCHIVE_ENABLED.read(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it, or raise `NotConfigured` where reservations are ignored."""
        if options.TDM_POLICY.read(crawler.settings) == "ignore":
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Set `meta["newscrawl_reservation"]`, a pair of reservation and policy, either null.

        Raises `AddressRefused`, `RetryLater` or `RunStopping` where the host cannot be asked, the article no more than
        its reservations.
        """
        purpose = purpose_of(request)
        if not (purpose.is_page or (self._archives and purpose is RequestPurpose.SOURCE)):
            return
        origin = origin_of(request)
        rules = await self._rules.get(origin, lambda: self._learn(origin))
        found = reservation_at(rules, request.url)
        request.meta["newscrawl_reservation"] = (found.reserved, found.policy)

    async def _learn(self, origin: str) -> list[Rule]:
        now = clock.now()
        kept = read_copy(notes_of(self.crawler).get(_KIND, origin, now))
        if kept is not None and kept.age(now.timestamp()) < FRESH:
            self._count("newscrawl/tdmrep/remembered")
            return self._read(kept, origin)
        try:
            copy = await self._fetch(origin)
        except (AddressRefused, RetryLater, RunStopping):
            raise
        except Exception as error:  # noqa: BLE001 - whatever went wrong, nothing new is known
            self._count("newscrawl/tdmrep/unreachable")
            logger.info("No answer of %s%s: %s", origin, _PATH, error)
            return self._read(kept, origin) if kept is not None else []
        notes_of(self.crawler).put(_KIND, origin, copy.to_note(), in_seconds(KEPT))
        return self._read(copy, origin)

    async def _fetch(self, origin: str) -> SiteFile:
        """The site's answer.  Raises `ValueError` for one that says nothing of reservations."""
        self._count("newscrawl/tdmrep/requests")
        meta = {"download_maxsize": _LARGEST} | meta_for(RequestPurpose.RESERVATIONS)
        request = Request(origin + _PATH, priority=1000, meta=meta, callback=NO_CALLBACK)
        assert self.crawler.engine is not None  # noqa: S101 - a request is under way
        response = await self.crawler.engine.download_async(request)
        if response.status >= 500 or response.status == 429:
            raise ValueError(f"it answers {response.status}")
        has_rules = 200 <= response.status < 300
        return SiteFile(clock.now().timestamp(), response.status, response.body if has_rules else b"")

    def _read(self, copy: SiteFile, origin: str) -> list[Rule]:
        if not copy.is_there:
            return []
        try:
            rules = read_tdmrep(copy.body)
        except ValueError as error:
            self._count("newscrawl/tdmrep/malformed")
            logger.info("%s%s cannot be read: %s", origin, _PATH, error)
            return []
        reserved = sum(rule.reservation.reserved is True for rule in rules)
        if reserved:
            text = f"{reserved} of {len(rules)} rules reserve text and data mining"
            self.crawler.signals.send_catch_log(rights_declared, url=origin + _PATH, text=text)
        return rules

    def _count(self, stat: str) -> None:
        self.crawler.stats.inc_value(stat)
