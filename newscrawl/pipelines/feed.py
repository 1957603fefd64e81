"""The durable feed: an item leaves this pipeline when its line is on disk and indexed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem, NotConfigured

from newscrawl import clock, options, paths
from newscrawl.article.draft import Draft
from newscrawl.crawl.memory import memory_of
from newscrawl.items import Article
from newscrawl.pipelines.storing import StorePipeline
from newscrawl.store import log as store
from newscrawl.store.catching_up import log_damage
from newscrawl.store.errors import IndexFailure, LinesDamaged, StorageError
from newscrawl.store.revising import revise
from newscrawl.store.segments import Cursor, check_site

if TYPE_CHECKING:
    from datetime import date
    from typing import Self

    from scrapy.crawler import Crawler

    from newscrawl.store.index import Entry

logger = logging.getLogger(__name__)

T = TypeVar("T")

_FACTS = {"address": "moved", "date": "corrected"}
"""What lines are counted as by what changed, where they are not just revisions."""

_BASELINE = "baseline"
"""Kind of the notes that keep how a newer version reads an unchanged article: its content hash by id."""


def feed_folder(data_dir: Path, site: str) -> Path:
    """Where the feed of a site lies.  Raises `ValueError` for a name that could lead elsewhere."""
    return paths.feeds_dir(data_dir) / check_site(site)


def index_path(data_dir: Path, site: str) -> Path:
    """Where the index of a site's feed lies.  Raises `ValueError` for a name that could lead elsewhere."""
    return paths.ledger_dir(data_dir) / f"{check_site(site)}.sqlite"


class FeedPipeline(StorePipeline[store.FeedStore, Cursor]):
    """The last pipeline: writes new articles, revisions and removals to the feed of the site, and drops the rest.

    `NEWSCRAWL_FEED_ENABLED = False` turns it off; `NEWSCRAWL_DATA_DIR` is where it writes.  Statistics under
    `newscrawl/feed/`: `written`, `revised`, `moved`, `corrected`, `removed`, `unchanged`, `outdated`, `known`,
    `invalid`, `damaged` and `error`, the reason why nothing can be written.
    """

    kind = "feed"

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._replays = False
        """Whether articles may be older than what the feed holds; without, only a clock set back makes them so."""
        self.began_at: Cursor | None = None
        """Behind the last line that the feed held when the run began, null where it held none."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises `NotConfigured` where it is off."""
        if not options.FEED_ENABLED.read(crawler.settings):
            raise NotConfigured
        return cls(crawler)

    def open_store(self, data_dir: Path, site: str) -> store.FeedStore:
        """The feed of a site and its index, in order.  Raises `StorageError`, and `ValueError` for no site's name."""
        feed = store.FeedStore.open(
            feed_folder(data_dir, site),
            index_path(data_dir, site),
            today=clock.now().date(),
            keep_days=options.FEED_KEEP_DAYS.read(self.crawler.settings),
            report=self._damaged,
        )
        self._replays = getattr(self.crawler.spider, "replays", False)
        self.began_at = feed.end if feed.first_day else None
        return feed

    def flushed(self, feed: store.FeedStore) -> None:
        """Says where the feed ends."""
        self.crawler.stats.set_value("newscrawl/feed/cursor", str(feed.end))

    @property
    def end(self) -> Cursor | None:
        """Behind the last line written, null where the feed is not open."""
        return self._store.end if self._store is not None else None

    @property
    def held(self) -> Cursor | None:
        """Behind the last line that the index holds, null where there is none."""
        return self._store.held if self._store is not None else None

    @property
    def first_day(self) -> date | None:
        """The day (UTC) of the feed's first segment, null where it holds no lines."""
        return self._store.first_day if self._store is not None else None

    def entry(self, identity: str) -> Entry | None:
        """What the feed's index holds of an article, null where it holds nothing or cannot be read."""
        return self._read(lambda feed: feed.entry(identity), None)

    def alike(self, content_hash: str) -> list[Entry]:
        """The articles of the feed whose latest line has this content, none where that cannot be read."""
        return self._read(lambda feed: feed.alike(content_hash), [])

    def entries(self) -> Iterator[Entry]:
        """All articles of the feed, in the order of their ids, none where that cannot be read."""
        nothing: list[Entry] = []
        return iter(self._read(lambda feed: feed.entries(), nothing))

    def line(self, entry: Entry) -> dict[str, Any] | None:
        """The latest line of an article, null where it is no longer there or cannot be read."""
        return self._read(lambda feed: feed.line(entry), None)

    def _read(self, read: Callable[[store.FeedStore], T], nothing: T) -> T:
        if self._store is None or self._is_closed:
            return nothing
        try:
            return read(self._store)
        except StorageError as error:
            self.stop(error)
            return nothing

    async def process_item(self, item: Any) -> Any:
        """The article, once its line is durable: as it came, or as the next revision of one that the feed holds.

        A project's own items pass on as they are, counted as `foreign`: the feed holds articles only.  Raises
        `DropItem` for an article that says nothing new, that breaks the contract, or that cannot be written, and
        `TypeError` for a draft, which no assembly has finished.
        """
        if not isinstance(item, Article):
            return self._passed_on(item)
        feed, group = self._store, self._group
        if feed is None or group is None:
            raise DropItem("the feed is not open", log_level="DEBUG")
        line, fact = self._line_of(feed, item)
        end = self._append(feed, line)
        try:
            await group.durable(end)
        except IndexFailure as error:
            self.stop(error)  # the line is durable: the next start takes it into the index
        except StorageError as error:
            raise self._not_written(item, error) from error
        self.count(f"feed/{fact}")
        return line

    def _passed_on(self, item: Any) -> Any:
        if isinstance(item, Draft):
            raise TypeError("a draft came to the feed: newscrawl.pipelines.stages.AssemblyPipeline did not finish it")
        self.count("feed/foreign")
        kind, url = type(item).__name__, ItemAdapter(item).get("url") if ItemAdapter.is_item(item) else None
        logger.debug("Passed on, not an article: %s %s", kind, url or "without a URL")
        return item

    def _line_of(self, feed: store.FeedStore, article: Article) -> tuple[Article, str]:
        """The line to write, and what it is counted as.  Raises `DropItem` where there is nothing new to say."""
        try:
            entry = feed.entry(article.id)
            if feed.is_pending(article.id) or (entry is not None and feed.is_pending(entry.id)):
                raise self._known(article, "known")
            if entry is None:
                return article, "written"
            if article.kind == "removal":
                return article, "removed"
            memory, previous = memory_of(self.crawler), feed.line(entry)
            if self._replays and _is_no_later(article, previous):
                is_same = article.content_hash == entry.content_hash
                raise self._known(article, "unchanged" if is_same else "outdated")
            verdict = revise(article, entry, previous, memory.get(_BASELINE, entry.id))
        except StorageError as error:
            raise self._not_written(article, error) from error
        if verdict.change == "reading":
            memory.put(_BASELINE, entry.id, article.content_hash)
        if verdict.line is None:
            raise self._known(article, "unchanged")
        return verdict.line, _FACTS.get(verdict.change, "revised")

    def _known(self, article: Article, fact: str) -> DropItem:
        self.count(f"feed/{fact}")
        return DropItem(f"{fact}: {article.url}", log_level="DEBUG")

    def _append(self, feed: store.FeedStore, article: Article) -> Cursor:
        try:
            return feed.append(article)
        except StorageError as error:
            raise self._not_written(article, error) from error
        except ValueError as error:
            self.count("feed/invalid")
            raise DropItem(f"not written, {error}: {article.url}", log_level="ERROR") from error

    def _not_written(self, article: Article, error: StorageError) -> DropItem:
        self.stop(error)
        return DropItem(f"not written: {article.url}", log_level="INFO")

    def _damaged(self, damage: LinesDamaged) -> None:
        log_damage(damage)
        self.count("feed/damaged")


def _is_no_later(article: Article, previous: Mapping[str, Any] | None) -> bool:
    """Whether an article was read no later than its line in the feed."""
    read, held = article.crawled_at, previous.get("crawled_at") if previous else None
    return read is not None and held is not None and datetime.fromisoformat(read) <= datetime.fromisoformat(held)
