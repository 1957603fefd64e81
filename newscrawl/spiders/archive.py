"""Archived pages, read as a crawl reads those of the web: `scrapy crawl archive -a path=…`."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping
from contextlib import aclosing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Spider, signals
from scrapy.spiderloader import get_spider_loader

from newscrawl.article.draft import Draft
from newscrawl.crawl.arguments import ArchiveArguments, parse_arguments
from newscrawl.crawl.fetching import UNEXPECTED
from newscrawl.crawl.identity import CANONICAL_CONFLICT, Said, is_another, keeps_own_address, report_conflict
from newscrawl.crawl.memory import memory_of
from newscrawl.downloader.stopping import is_closing, let_items_end
from newscrawl.pipelines.feed import FeedPipeline
from newscrawl.spiders.flow import Flow
from newscrawl.spiders.loader import faults_of
from newscrawl.spiders.replay import KnownSites, Reader, ReplayReport
from newscrawl.urls import article_id, canonical_url
from newscrawl.warc.records import Loss, Record
from newscrawl.warc.replays import ReplayedFile, Replays, in_order

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_SLICE = 0.02
"""Seconds of work after which the event loop has its turn."""
_NOTED = 5.0
"""Seconds after which the position in a file is noted if no article gives occasion."""
_WARNINGS = 20
"""Losses of a file that are warned of; the others are counted."""


class ArchiveSpider(Spider):
    """Reads WARC and WET files: each page through extraction, stages, pipelines and feed, and nothing from the network.

    Stats beside those of a crawl: `newscrawl/replay/…`, see `docs/replay.md`.
    """

    name = "archive"
    replays: ClassVar[bool] = True
    """Captures may be older than what the feed holds: then they are no news."""

    @classmethod
    def parse_arguments(cls, given: Mapping[str, str]) -> ArchiveArguments:
        """The arguments of a run.  Raises `ValueError` with one line for people."""
        return parse_arguments(ArchiveArguments, given)

    @classmethod
    def site_name(cls, arguments: ArchiveArguments) -> str:
        """Name of the feed, lock and ledger."""
        return arguments.feed

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider of a run."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.closed_with, signal=signals.spider_closed)
        return spider

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name)
        self.arguments = self.parse_arguments(given)
        self.site = self.site_name(self.arguments)
        self._file: ReplayedFile | None = None
        self._bytes_before = 0
        """Bytes of the files before this one."""
        self._given = 0
        self._seen: set[tuple[str, str | None]] = set()
        self._turn = time.monotonic()

    async def start(self) -> AsyncIterator[Any]:
        """The drafts of all files, so many at a time as the pipelines have room for."""
        ending = asyncio.ensure_future(let_items_end(self.crawler))
        loader = get_spider_loader(self.settings)
        if faults_of(loader):
            self.crawler.stats.inc_value("newscrawl/errors")
            self.logger.error(
                "Pages of sites whose spiders cannot be imported: this run reads them like those of any other site"
            )
        sites = KnownSites(map(loader.load, loader.list()))
        self._report = ReplayReport.of(self.crawler, self.logger)
        self._reader = Reader(self.arguments, self.settings, sites, self._report)
        self._flow = Flow(self.crawler)
        feed = self._feed
        began_at = feed.began_at if feed is not None else None
        self._replays = Replays(memory=memory_of(self.crawler), feed=began_at, wish=_wish(self.arguments))
        files = in_order(list(self.arguments.path))
        self.crawler.stats.set_value("newscrawl/replay/bytes_total", sum(map(_size, files)))
        for path in files:
            async with aclosing(self._drafts(path)) as drafts:
                async for draft in drafts:
                    yield draft
            self._bytes_before += _size(path)
            if self._is_over:
                break
        if not is_closing(self.crawler):
            await self._flow.arrive()
            ending.cancel()

    async def _drafts(self, path: Path) -> AsyncGenerator[Draft, None]:
        try:
            with ReplayedFile(path, self._replays, again=self.arguments.again) as file:
                self._file = file
                if file.is_known:
                    self._report.count("sources/unchanged")
                    self._report_bytes(file.size)
                    self.logger.info("%s: an earlier run read this file; -a again=1 reads it again", path)
                else:
                    async with aclosing(self._drafts_in(file)) as drafts:
                        async for draft in drafts:
                            yield draft
                if file.is_known or file.records:
                    self._report.count("sources/read")
        except OSError as error:
            self._report.lost("sources/failed/unreadable", str(path))
            self.logger.warning("Cannot read %s: %s", path, error)

    async def _drafts_in(self, file: ReplayedFile) -> AsyncGenerator[Draft, None]:
        for found in file.archive.records():
            await self._breathe(file)
            if self._is_over:
                return
            if isinstance(found, Loss):
                self._lose(file, found)
                continue
            file.begins_record()
            draft = self._draft(found)
            if draft is None:
                continue
            if file.is_stray(draft):
                self._report.lost("dropped/further_part", draft.article.fetched_url or draft.article.url)
                continue
            async with aclosing(self._news(file.offer(draft))) as news:
                async for article in news:
                    yield article
        async with aclosing(self._news(file.rest())) as news:
            async for article in news:
                yield article
        await self._flow.arrive()
        file.gave_all()
        self._note(whole=file.records > 0)  # what is no archive is said to be none by every run
        self._file = None
        self._report_bytes(file.size)

    async def _news(self, drafts: Iterable[Draft]) -> AsyncGenerator[Draft, None]:
        """Those that may say something, each once there is room for it."""
        for draft in drafts:
            if await self._is_news(draft):
                self._flow.starts(self._identity(draft.article.id))
                self._given += 1
                yield draft

    def _draft(self, record: Record) -> Draft | None:
        try:
            return self._reader.draft_of(record)
        except OSError:
            raise
        except Exception:
            self.logger.exception("Cannot read a page: %s", record.url)
            self._report.lost(f"dropped/{UNEXPECTED}", str(record.url))
            return None

    async def _is_news(self, draft: Draft) -> bool:
        """Whether a page may say something that neither the feed nor the run has; counted where it does not."""
        article, since = draft.article, self.arguments.since
        if since is not None and article.published_at and article.published_at[:10] < since.isoformat():
            self._report.count("pages/understood")
            self._report.lost("dropped/before_since", article.url)
            return False
        feed = self._feed
        if feed is None:
            return self._is_first(draft)
        await self._room_for(article.id)
        if self._is_another(draft, feed):
            await self._room_for(article.id)
        return True

    async def _room_for(self, identity: str) -> None:
        """Returns once what the feed holds of an article is all that was read of it."""
        if not self._flow.has_room_for(self._identity(identity)):
            await self._flow.arrive()
            self._note()

    def _is_another(self, draft: Draft, feed: FeedPipeline) -> bool:
        """Takes a page by its own address where it declares that of another article, as a crawl does."""
        article = draft.article
        fetched = article.fetched_url
        if fetched is None or article_id(fetched) == article.id:
            return False
        own, holder, addresses = feed.entry(article_id(fetched)), feed.entry(article.id), {article_id(fetched)}
        if own is not None and holder is not None and own.id == holder.id:
            return False
        is_apart = own is not None and keeps_own_address(feed.line(own))
        if not is_apart and (holder is None or not is_another(Said.by(draft), addresses, holder, feed.line(holder))):
            return False
        article.id, article.url = (own.id, own.url) if own else (article_id(fetched), canonical_url(fetched))
        draft.flag(CANONICAL_CONFLICT)
        report_conflict(self._report)
        return True

    def _is_first(self, draft: Draft) -> bool:
        """The same where no feed says what is known."""
        capture = (draft.article.id, draft.article.content_hash)
        if capture in self._seen:
            self._report.refused("repeated", draft.article.url)
            return False
        self._seen.add(capture)
        return True

    async def _breathe(self, file: ReplayedFile) -> None:
        """Lets signals, writes and the progress bar have their turn."""
        now = time.monotonic()
        if now - self._turn < _SLICE:
            return
        self._report_bytes(file.archive.tell())
        if now - file.noted_at > _NOTED and not self._flow.under_way:
            self._note()
        await asyncio.sleep(0)
        self._turn = time.monotonic()

    def _report_bytes(self, read: int) -> None:
        self.crawler.stats.set_value("newscrawl/replay/bytes", self._bytes_before + read)

    def _note(self, *, whole: bool = False) -> None:
        """Notes how far the file is, unless something that was read did not reach the feed."""
        feed = self._feed
        if self._file is not None and self._flow.is_sound and not self.crawler.stats.get_value("newscrawl/feed/error"):
            self._file.note(feed.end if feed is not None else None, whole=whole)

    def _lose(self, file: ReplayedFile, loss: Loss) -> None:
        fact = f"replay/damaged/{loss.reason}"
        file.losses += 1
        if not file.records and loss.reason in {"no_warc", "empty"}:
            fact = f"sources/failed/{loss.reason}"
        self._report.count(fact)
        self._report.on_lost(fact, f"{file.path}:{loss.offset}")
        level = logging.WARNING if file.losses <= _WARNINGS else logging.INFO
        self.logger.log(level, "%s, byte %d: %s", file.path, loss.offset, loss.detail)

    def closed_with(self) -> None:
        """Notes how far a run came that was stopped."""
        if self._file is not None and not self._flow.under_way:
            with suppress(OSError):  # the file is no longer there: nothing is to be noted of it
                self._note()

    def _identity(self, identity: str) -> str:
        """The id that an article has in the feed, where this is that of a former address."""
        entry = self._feed.entry(identity) if self._feed is not None else None
        return entry.id if entry is not None else identity

    @property
    def _is_over(self) -> bool:
        most = self.arguments.max_articles
        return is_closing(self.crawler) or (most is not None and self._given >= most)

    @property
    def _feed(self) -> FeedPipeline | None:
        return self.crawler.get_item_pipeline(FeedPipeline)


def _wish(arguments: ArchiveArguments) -> str:
    """What decides which pages are read, as text."""
    return repr((arguments.languages, arguments.hosts, arguments.since))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
