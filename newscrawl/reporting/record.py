"""What a run covered, published beside the articles: see `newscrawl.reporting.history`."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawl import __version__, clock, options
from newscrawl.items import Article
from newscrawl.paths import data_dir, runs_dir
from newscrawl.reporting import history
from newscrawl.reporting.figures import Figures, counted
from newscrawl.reporting.runs import run_id, started_at
from newscrawl.reporting.status import ExitStatus, Thresholds, exit_status

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

FIELDS = (
    *("headline", "standfirst", "body", "dateline", "agencies", "authors", "published_at", "section", "tags"),
    *("image", "language"),
)
"""The fields of an article whose filling is counted."""


class Tally:
    """What the lines are like that a run wrote."""

    def __init__(self) -> None:
        self.new = 0
        self.revised = 0
        self.removed = 0
        self.fields: Counter[str] = Counter()
        self.methods: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()
        self.newest: datetime | None = None

    @property
    def articles(self) -> int:
        """The lines that hold an article, not its removal."""
        return self.new + self.revised

    def add(self, article: Article) -> None:
        """Counts one line."""
        if article.kind == "removal":
            self.removed += 1
            return
        if article.revision > 1:
            self.revised += 1
        else:
            self.new += 1
        self.fields.update(name for name in FIELDS if getattr(article, name))
        self.problems.update(article.problems)
        if article.method:
            self.methods[article.method] += 1
        if article.published_at:
            published = datetime.fromisoformat(article.published_at)
            if published.tzinfo is None:
                published = published.replace(tzinfo=UTC)
            self.newest = published if self.newest is None else max(self.newest, published)


class Coverage:
    """Writes a line when the run begins and one when it ends to the history of its site.

    A run that writes no feed (`-O`) covers nothing, and leaves no line.  Settings: `NEWSCRAWL_RUN_REPORT_ENABLED`;
    `NEWSCRAWL_COVERAGE_MONTHS_KEPT`, how many files a site keeps (0: all).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.tally = Tally()
        spider = crawler.spider
        assert spider is not None  # noqa: S101 - made before any extension
        self.site: str = getattr(spider, "site", None) or spider.name
        self.folder: Path = runs_dir(data_dir(crawler.settings), self.site)
        self.started = started_at(crawler)
        self._head = {
            "schema_version": history.SCHEMA_VERSION,
            "run": run_id(self.started, os.getpid()),
            "site": self.site,
            "spider": spider.name,
            "newscrawl_version": __version__,
            "started_at": self.started.isoformat(timespec="milliseconds"),
        }
        self._told: Mapping[str, Any] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, the first line written; off where no feed is written, and in Scrapy's shell."""
        settings = crawler.settings
        wanted = options.RUN_REPORT_ENABLED.read(settings) and options.FEED_ENABLED.read(settings)
        if not wanted or crawler.spider is None:
            raise NotConfigured
        coverage = cls(crawler)
        coverage.begin()
        crawler.signals.connect(coverage.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(coverage.write, signal=signals.engine_stopped)
        return coverage

    def begin(self) -> None:
        """Writes the first line, which a run that is killed leaves behind; lets go of what is too old."""
        self._append({"event": history.STARTED, **self._head})
        try:
            history.drop_old_months(self.folder, options.COVERAGE_MONTHS_KEPT.read(self.crawler.settings))
        except OSError as error:
            logger.info("Old coverage is kept: %s", error)

    def item_scraped(self, item: Any) -> None:
        """Counts a line that is on disk; a handler's exception would not undo that."""
        if isinstance(item, Article):
            self.tally.add(item)

    def write(self) -> None:
        """Writes the last line as things stand, unless they stand so already."""
        line = self.line()
        told = {name: value for name, value in line.items() if name not in {"finished_at", "seconds"}}
        if told != self._told:
            self._told = told
            self._append({"event": history.FINISHED, **line})

    def line(self) -> dict[str, Any]:
        """The run as it stands now."""
        stats, finished = self.crawler.stats.get_stats(), clock.now()
        reason = stats.get("finish_reason")
        found = stats.get("newscrawl/exit_status")
        status = ExitStatus(
            exit_status(stats, reason, Thresholds.of(self.crawler.settings)) if found is None else found
        )
        return {
            **self._head,
            "finished_at": finished.isoformat(timespec="milliseconds"),
            "seconds": round((finished - self.started).total_seconds(), 3),
            "status": status.value,
            "status_name": status.name,
            "finish_reason": reason,
            "stopped_by": stats.get("newscrawl/stopped_by"),
            **covered(stats, self.tally),
        }

    def _append(self, line: Mapping[str, Any]) -> None:
        try:
            history.append(self.folder, self.started, line)
        except OSError as error:
            # The feed lies on the same disk and ends the run; the run report says the same.
            logger.warning("Coverage not written: %s", error)


def covered(stats: Mapping[str, Any], tally: Tally) -> dict[str, Any]:
    """What was read and what came of it, by the stats of a run and the lines that it wrote."""
    figures = Figures.of(stats)
    prefix = "downloader/response_status_count/"
    return {
        "sources": {"read": figures.sources_read, "failed": counted(stats, "sources/failed/")},
        "gap": bool(stats.get("newscrawl/sources/gap")),
        "articles": {
            "found": figures.links,
            "known": figures.known,
            "new": tally.new if tally.articles or tally.removed else figures.new,
            "revised": max(tally.revised, int(stats.get("newscrawl/feed/revised", 0))),
            "removed": max(tally.removed, int(stats.get("newscrawl/feed/removed", 0))),
        },
        "pages": {
            "read": figures.pages_read,
            "understood": figures.understood,
            "failed": counted(stats, "pages/failed/"),
            "dropped": counted(stats, "dropped/"),
        },
        "answers": {key.removeprefix(prefix): count for key, count in sorted(stats.items()) if key.startswith(prefix)},
        "lines": tally.articles,
        "fields": {name: tally.fields[name] for name in FIELDS},
        "methods": dict(sorted(tally.methods.items())),
        "problems": dict(sorted(tally.problems.items())),
        "newest_published_at": tally.newest.isoformat() if tally.newest else None,
        "cursor": stats.get("newscrawl/feed/cursor"),
    }
