"""Items on their way through the pipelines, so few at a time that memory stays flat: Scrapy does not wait for them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy import signals

from newscrawl.downloader.stopping import scraper_slot

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MOST = 128
"""Items under way at once: they share the few writes to disk that a second has room for."""
_CHECK = 1.0
"""Seconds after which Scrapy's own count is looked at, should a signal have failed to come."""


class Flow:
    """Counts the items that a spider's `start()` has given and that no pipeline has answered yet.

    An article is under way once at a time, so that what changed between two captures of it becomes two lines.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.under_way = 0
        self.is_sound = True
        """Whether no item broke off with an error."""
        self.identities: set[str] = set()
        self._empty = asyncio.Event()
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._arrived, signal=signal)
        crawler.signals.connect(self._broke_off, signal=signals.item_error)

    def has_room_for(self, identity: str) -> bool:
        """Whether an article may start before the others have arrived."""
        return self.under_way < MOST and len(self.identities) < MOST and identity not in self.identities

    def starts(self, identity: str) -> None:
        """An article is about to be given to Scrapy."""
        self.under_way += 1
        self.identities.add(identity)
        self._empty.clear()

    async def arrive(self) -> None:
        """Returns once all that started is through the pipelines: durable, or dropped."""
        while self.under_way:
            try:
                await asyncio.wait_for(self._empty.wait(), _CHECK)
            except TimeoutError:
                self._recount()
        self.identities.clear()

    def _arrived(self, **_: Any) -> None:
        self.under_way = max(self.under_way - 1, 0)
        if not self.under_way:
            self._empty.set()

    def _broke_off(self) -> None:
        self.is_sound = False

    def _recount(self) -> None:
        slot = scraper_slot(self.crawler)
        if slot is not None:
            self.under_way = min(self.under_way, slot.itemproc_size)
