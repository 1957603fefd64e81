"""The archive: a page is kept, and its record durable, before a line can name it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import CloseSpider, DropItem, NotConfigured

from newscrawl import clock, options, paths
from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.crawl.memory import memory_of
from newscrawl.items import ArchiveRecord, Rights
from newscrawl.store.errors import StorageError
from newscrawl.store.group_commit import GroupCommit
from newscrawl.store.segments import check_site
from newscrawl.warc.archive import ArchiveStore
from newscrawl.warc.capture import Capture
from newscrawl.warc.notes import to_json
from newscrawl.warc.rights import declared, objection
from newscrawl.warc.writing import ArchiveWriter, Written

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

CLOSE_REASON = "archive_not_writable"
"""Reason with which a crawl is closed that cannot keep what it sees."""
CAPTURE = "newscrawl_capture"
"""Key of a request's `meta` under which the exchange waits that brought its response."""


def archive_folder(data_dir: Path, site: str) -> Path:
    """Where the archive of a site lies.  Raises `ValueError` for a name that could lead elsewhere."""
    return paths.archive_dir(data_dir, check_site(site))


def archive_of(crawler: Crawler) -> ArchivePipeline | None:
    """The archive of a run; null where none is kept, and where there is no run."""
    try:
        return crawler.get_item_pipeline(ArchivePipeline)
    except RuntimeError:
        return None


def capture_of(response: Response) -> Capture | None:
    """The exchange that brought a response, null where nothing is archived or it was written already."""
    capture: Capture | None = response.request.meta.get(CAPTURE) if response.request else None
    return capture


class ArchivePipeline:
    """Keeps the pages of articles right after their rights are known, and names the record in `Article.archive`.

    `NEWSCRAWL_ARCHIVE_ENABLED` turns it on.  What site, answer or page reserve (`NEWSCRAWL_TDM_POLICY = "respect"`), or
    forbid to keep (`noarchive`), is not written.  Statistics under `newscrawl/archive/`: `written` and `revisits`,
    exchanges; `bytes`; `reserved` and `noarchive`, exchanges that were not kept; `error` with the reason why nothing
    can be written: the crawl is then closed with the reason `archive_not_writable`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.policy = options.TDM_POLICY.read(crawler.settings)
        self._store: ArchiveStore | None = None
        self._group: GroupCommit[int] | None = None
        self._stopping: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises `NotConfigured` where it is off."""
        if not options.ARCHIVE_ENABLED.read(crawler.settings):
            raise NotConfigured
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.item_dropped, signal=signals.item_dropped)
        return pipeline

    def open_spider(self) -> None:
        """Puts the archive in order.  Raises `CloseSpider` where it cannot be written."""
        spider, settings = self.crawler.spider, self.crawler.settings
        assert spider is not None  # noqa: S101 - Scrapy opens the pipelines of a spider
        keep_days = options.ARCHIVE_KEEP_DAYS.read(settings)
        try:
            writer = ArchiveWriter.open(
                archive_folder(paths.data_dir(settings), getattr(spider, "site", spider.name)),
                today=clock.now().date(),
                size=options.ARCHIVE_SIZE.read(settings),
                keep_days=keep_days,
            )
        except StorageError as error:
            self._report(error.reason, error)
            raise CloseSpider(CLOSE_REASON) from error
        except ValueError as error:
            self._report("site_name", error)
            raise CloseSpider(CLOSE_REASON) from error
        self._store = ArchiveStore(writer, memory_of(self.crawler), keep_days)
        self._group = GroupCommit(self._store)

    def close_spider(self) -> None:
        """Flushes and lets go of the archive."""
        store, self._store = self._store, None
        if store is None:
            return
        try:
            store.flush()
        except StorageError as error:
            self._report(error.reason, error)
        finally:
            store.close()

    async def process_item(self, item: Any) -> Any:
        """The item, once its page is durable; one that came without an exchange as it is.

        Raises `DropItem` where the page cannot be written.
        """
        capture = _capture_with(item)
        if capture is None or self._group is None:
            return item
        try:
            written = self._page_of(item, capture)
            if written is None:
                return item
            await self._group.durable(written.end)
        except StorageError as error:
            self._stop(error)
            raise DropItem(f"not written: {item.article.url}", log_level="INFO") from error
        item.article.archive = ArchiveRecord(written.place.file, written.place.offset)
        return item

    def keep_page(self, response: Response, **facts: Any) -> None:
        """Writes the exchange that brought a page of which no line comes, and `facts` with its notes (`RunNotes`)."""
        capture = capture_of(response)
        if capture is not None:
            self.keep(capture, response.body, **facts)

    def keep(self, capture: Capture, document: bytes | None = None, **facts: Any) -> None:
        """Writes an exchange that no line is going to name, unless that is objected to.

        `document` is the unpacked body of a page, which may declare something.
        """
        if capture.settled or self._store is None:
            return
        if capture.rights is None:
            capture.rights = declared(capture.exchange, capture.notes.reservation, document)
        if self._is_kept_out(capture, *capture.parts):
            return
        capture.note(**facts)
        try:
            self._write(capture)
        except StorageError as error:
            self._stop(error)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Keeps the page of what a pipeline before this one found to be no article."""
        finding, capture = exception.__cause__, _capture_with(item)
        if capture is not None and isinstance(finding, NotAnArticle):
            capture.rights = item.article.rights
            self.keep(capture, finding=f"dropped/{finding.reason}")

    def _page_of(self, draft: Draft, capture: Capture) -> Written | None:
        """The page of an article in the archive, written where it is not there yet; null where it is kept out."""
        if capture.settled:
            return capture.written
        capture.rights = draft.article.rights
        if self._is_kept_out(capture, *capture.parts):
            return None
        capture.note(
            id=draft.article.id,
            reference=draft.context.reference,
            parts_missing="parts_missing" in draft.article.problems,
        )
        return self._write(capture)

    def _is_kept_out(self, *captures: Capture) -> bool:
        """Whether one of the exchanges that belong together is objected to."""
        objections = (objection(capture.rights or Rights(), self.policy) for capture in captures)
        why = next(filter(None, objections), None)
        if why is None:
            return False
        for capture in captures:
            capture.settled = True
        self.crawler.stats.inc_value(f"newscrawl/archive/{why}")
        return True

    def _write(self, capture: Capture) -> Written:
        """An exchange in the archive; the further pages of an article go before its first, which names their places."""
        assert self._store is not None  # noqa: S101 - open as long as there are items and responses
        capture.note(parts=tuple(self._write(part).place for part in capture.parts))
        exchange = replace(capture.exchange, notes=to_json(capture.notes))
        written, is_revisit = self._store.append(exchange)
        capture.written, capture.settled = written, True
        stats = self.crawler.stats
        stats.inc_value(f"newscrawl/archive/{'revisits' if is_revisit else 'written'}")
        stats.inc_value("newscrawl/archive/bytes", written.size)
        return written

    def _stop(self, error: StorageError) -> None:
        self._report(error.reason, error)
        if self._stopping is None:
            # In a task of its own: closing waits for the items in the pipelines, this one among them.
            self._stopping = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=CLOSE_REASON))

    def _report(self, reason: str, error: Exception) -> None:
        stats = self.crawler.stats
        if stats.get_value("newscrawl/archive/error") is None:
            stats.set_value("newscrawl/archive/error", reason)
            logger.error("%s", error)


def _capture_with(item: object) -> Capture | None:
    """The exchange that brought the page of a draft, where it is to be archived."""
    capture: Capture | None = item.capture if isinstance(item, Draft) else None
    return capture
