"""The archive: a page is kept, and its record durable, before a line can name it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import DropItem, NotConfigured

from newscrawl import clock, options, paths
from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.crawl.memory import memory_of
from newscrawl.items import Rights
from newscrawl.pipelines.storing import StorePipeline
from newscrawl.store.errors import StorageError
from newscrawl.store.segments import check_site
from newscrawl.warc.archive import ArchiveStore, Capture, declared, objection
from newscrawl.warc.notes import to_json
from newscrawl.warc.writing import ArchiveWriter, Written

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

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


class ArchivePipeline(StorePipeline[ArchiveStore, int]):
    """Keeps the pages of articles right after their rights are known, and names the record in `Article.archive`.

    `NEWSCRAWL_ARCHIVE_ENABLED` turns it on.  What site, answer or page reserve (`NEWSCRAWL_TDM_POLICY = "respect"`), or
    forbid to keep (`noarchive`), is not written.  Statistics under `newscrawl/archive/`: `written` and `revisits`,
    exchanges; `bytes`; `reserved` and `noarchive`, exchanges that were not kept; `error`, the reason why nothing can be
    written.
    """

    kind = "archive"

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.policy = options.TDM_POLICY.read(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises `NotConfigured` where it is off."""
        if not options.ARCHIVE_ENABLED.read(crawler.settings):
            raise NotConfigured
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.item_dropped, signal=signals.item_dropped)
        return pipeline

    def open_store(self, data_dir: Path, site: str) -> ArchiveStore:
        """The archive of a site, in order.  Raises `StorageError`, and `ValueError` for the name of no site."""
        settings = self.crawler.settings
        keep_days = options.ARCHIVE_KEEP_DAYS.read(settings)
        writer = ArchiveWriter.open(
            archive_folder(data_dir, site),
            today=clock.now().date(),
            size=options.ARCHIVE_SIZE.read(settings),
            keep_days=keep_days,
        )
        return ArchiveStore(writer, memory_of(self.crawler), keep_days)

    def close_spider(self) -> None:
        """Takes nothing more."""
        super().close_spider()
        self._store = None

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
            self.stop(error)
            raise DropItem(f"not written: {item.article.url}", log_level="INFO") from error
        item.article.archive = written.record
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
        if capture.is_concluded or self._store is None:
            return
        if capture.rights is None:
            capture.rights = declared(capture.exchange, capture.notes.reservation, document)
        if self._is_kept_out(capture, *capture.parts):
            return
        capture.note(**facts)
        try:
            self._write(capture)
        except StorageError as error:
            self.stop(error)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Keeps the page of what a pipeline before this one found to be no article."""
        finding, capture = exception.__cause__, _capture_with(item)
        if capture is not None and isinstance(finding, NotAnArticle):
            capture.rights = item.article.rights
            self.keep(capture, finding=f"dropped/{finding.reason}")

    def _page_of(self, draft: Draft, capture: Capture) -> Written | None:
        """The page of an article in the archive, written where it is not there yet; null where it is kept out."""
        if capture.is_concluded:
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
            capture.is_concluded = True
        self.count(f"archive/{why}")
        return True

    def _write(self, capture: Capture) -> Written:
        """An exchange in the archive; the further pages of an article go before its first, which names their places."""
        assert self._store is not None  # noqa: S101 - open as long as there are items and responses
        capture.note(parts=tuple(self._write(part).record for part in capture.parts))
        exchange = replace(capture.exchange, notes=to_json(capture.notes))
        written, is_revisit = self._store.append(exchange)
        capture.written, capture.is_concluded = written, True
        self.count("archive/revisits" if is_revisit else "archive/written")
        self.count("archive/bytes", written.size)
        return written


def _capture_with(item: object) -> Capture | None:
    """The exchange that brought the page of a draft, where it is to be archived."""
    capture: Capture | None = item.capture if isinstance(item, Draft) else None
    return capture
