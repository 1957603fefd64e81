"""What the pipelines that write to disk share: a store, and the end of a crawl that cannot write to it."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from scrapy.exceptions import CloseSpider

from newscrawl import paths
from newscrawl.store.durable import E, GroupCommit, Store
from newscrawl.store.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class _SiteStore(Store[Any], Protocol):
    def flush(self) -> None:
        """Makes durable what was written.  Raises `StorageError`."""

    def close(self) -> None:
        """Lets go of the store."""


S = TypeVar("S", bound=_SiteStore)


class StorePipeline(ABC, Generic[S, E]):
    """Writes to a store of the spider's site.

    Where that is not possible, the stat `newscrawl/<kind>/error` says why, and the crawl is closed with the reason
    `<kind>_not_writable`: before the first request where it shows at the start.
    """

    kind: ClassVar[str]

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._store: S | None = None
        self._is_closed = False
        self._group: GroupCommit[E] | None = None
        self._stopping: asyncio.Task[None] | None = None

    @abstractmethod
    def open_store(self, data_dir: Path, site: str) -> S:
        """The store of a site, in order.  Raises `StorageError`, and `ValueError` for the name of no site."""

    def open_spider(self) -> None:
        """Opens the store.  Raises `CloseSpider` where it cannot be written."""
        spider = self.crawler.spider
        assert spider is not None  # noqa: S101 - Scrapy opens the pipelines of a spider
        try:
            self._store = self.open_store(paths.data_dir(self.crawler.settings), getattr(spider, "site", spider.name))
        except (StorageError, ValueError) as error:
            self._report(error)
            raise CloseSpider(self._close_reason) from error
        self._group = GroupCommit(self._store)

    def close_spider(self) -> None:
        """Makes durable what was written, and lets go of the store."""
        if self._store is None:
            return
        try:
            self._store.flush()
            self.flushed(self._store)
        except StorageError as error:
            self._report(error)
        finally:
            self._is_closed = True
            self._store.close()

    def flushed(self, store: S) -> None:
        """All that was written is durable, and nothing follows."""

    def count(self, fact: str, number: int = 1) -> None:
        """Adds to the stat `newscrawl/<fact>`."""
        self.crawler.stats.inc_value(f"newscrawl/{fact}", number)

    def stop(self, error: StorageError) -> None:
        """Closes the crawl, since nothing more can be written."""
        self._report(error)
        if self._stopping is None:
            # In a task of its own: closing waits for the items in the pipelines, this one among them.
            self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=self._close_reason))

    @property
    def _close_reason(self) -> str:
        return f"{self.kind}_not_writable"

    def _report(self, error: StorageError | ValueError) -> None:
        stats, stat = self.crawler.stats, f"newscrawl/{self.kind}/error"
        if stats.get_value(stat) is None:
            stats.set_value(stat, error.reason if isinstance(error, StorageError) else "site_name")
            logger.error("%s", error)
