"""The extension that collects what a run was, and writes it where people and machines look for it."""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawl import clock, options
from newscrawl.article.draft import NotAnArticle
from newscrawl.items import Article
from newscrawl.paths import data_dir, runs_dir
from newscrawl.reporting import history
from newscrawl.reporting.logs import SIGNAL_LOGGER, HandlerErrors, LogKeeper
from newscrawl.reporting.record import Evidence, RunRecord, RunStart, arguments_of
from newscrawl.reporting.report import as_report, drop_old_reports, report_name, write_report
from newscrawl.reporting.status import Thresholds
from newscrawl.signals import page_lost, rights_declared
from newscrawl.version import __version__

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)


class RunRecorder:
    """Publishes the exit status, and writes coverage, run report and the file for Prometheus.

    The first line of the coverage is written when the run begins, all else when it ends.  A run without feed (`-O`)
    covers nothing.

    Stats: `newscrawl/errors`, `newscrawl/output/error`, `newscrawl/exit_status`.  Settings:
    `NEWSCRAWL_RUN_REPORT_ENABLED`, `NEWSCRAWL_RUNS_KEPT`, `NEWSCRAWL_COVERAGE_MONTHS_KEPT`,
    `NEWSCRAWL_PROMETHEUS_TEXTFILE_DIR`.
    """

    def __init__(self, crawler: Crawler) -> None:
        spider, settings = crawler.spider, crawler.settings
        assert spider is not None  # noqa: S101 - made before any extension
        self.crawler = crawler
        self.start = start_of(getattr(spider, "site", None) or spider.name, spider.name, clock.now())
        self.finish_reason: str | None = None
        self.finished_at: datetime | None = None
        self.evidence = Evidence(arguments=arguments_of(spider))
        self.folder = runs_dir(data_dir(settings), self.start.site)
        covers = options.FEED_ENABLED.read(settings)
        self.keeps_report = options.RUN_REPORT_ENABLED.read(settings)
        self.keeps_coverage = covers and self.keeps_report
        self.report_path = self.folder / report_name(self.start)
        self.textfiles = _textfiles(settings) if covers else None
        self._earlier = history.recent_pages(self.folder) if self.keeps_coverage else ()
        self._follows_killed = self.keeps_coverage and history.was_killed(self.folder)
        self._line: Mapping[str, Any] | None = None
        self._failed: set[str] = set()
        """What could not be written, once it is told."""
        self._handlers = {"": LogKeeper(self.evidence), SIGNAL_LOGGER: HandlerErrors(crawler)}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening from here on, the first line of coverage written; off in Scrapy's shell."""
        if crawler.spider is None:
            raise NotConfigured
        recorder = cls(crawler)
        listen = crawler.signals.connect
        listen(recorder.evidence.lost, signal=page_lost)
        listen(recorder.evidence.declared, signal=rights_declared)
        listen(recorder.item_scraped, signal=signals.item_scraped)
        listen(recorder.item_dropped, signal=signals.item_dropped)
        listen(recorder.item_error, signal=signals.item_error)
        listen(recorder.spider_closed, signal=signals.spider_closed)
        listen(recorder.write, signal=signals.engine_stopped)
        for name, handler in recorder._handlers.items():
            logging.getLogger(name).addHandler(handler)
        if recorder.keeps_coverage:
            recorder._begin_coverage()
        return recorder

    def item_scraped(self, item: Any) -> None:
        """Counts a line that is on disk; a handler's exception would not undo that."""
        if isinstance(item, Article):
            self.evidence.written.add(item)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Keeps the address of an article that a pipeline dropped."""
        finding = exception.__cause__
        if isinstance(finding, NotAnArticle):
            self.evidence.lost(f"dropped/{finding.reason}", str(getattr(getattr(item, "article", item), "url", "")))

    def item_error(self) -> None:
        """Counts an exception in a pipeline, for which Scrapy has no stat."""
        self.crawler.stats.inc_value("newscrawl/errors")

    def spider_closed(self, reason: str) -> None:
        """Publishes the status, in time for Scrapy's own dump of the stats."""
        self.finish_reason = reason
        self.record()

    def record(self) -> RunRecord:
        """The run as it stands now, its status published as a stat."""
        record = RunRecord.of(
            self.start,
            self.crawler.stats.get_stats(),
            self.evidence,
            finished_at=self.finished_at or clock.now(),
            finish_reason=self.finish_reason,
            thresholds=thresholds_of(self.crawler.settings),
            earlier=self._earlier,
            follows_killed=self._follows_killed,
        )
        self.crawler.stats.set_value("newscrawl/exit_status", record.status.value)
        return record

    def write(self) -> RunRecord:
        """Writes all that is kept of the run, over what was written before; a failure is logged, the run stands."""
        self.finished_at = self.finished_at or clock.now()
        record, settings = self.record(), self.crawler.settings
        if self.keeps_report:
            with self._logged("Run report not written", logging.ERROR):
                write_report(self.report_path, as_report(record))
                drop_old_reports(self.folder, self.start.site, options.RUNS_KEPT.read(settings))
        line = history.finished_line(record)
        if self.keeps_coverage and line != self._line:
            self._line = line
            with self._logged("Coverage not written"):
                history.append(self.folder, self.start.started_at, line)
        if self.textfiles:
            from newscrawl.reporting.prometheus import write_textfile  # noqa: PLC0415 - an extra

            with self._logged("Figures for Prometheus not written"):
                write_textfile(self.textfiles, record)
        return record

    def finish(self, arguments: Mapping[str, str]) -> RunRecord:
        """Writes all once more: a run that was torn off has not, and another one may have come to a graver end since.

        `arguments` are those of the command line.
        """
        self.evidence.arguments.update(arguments)
        record = self.write()
        self.stop_listening()
        return record

    def stop_listening(self) -> None:
        """Takes its handlers from the log."""
        for name, handler in self._handlers.items():
            logging.getLogger(name).removeHandler(handler)

    def _begin_coverage(self) -> None:
        """Writes the line that a run that is killed leaves behind, says of one before it; removes what is too old."""
        with self._logged("Coverage not written"):
            history.append(self.folder, self.start.started_at, history.started_line(self.start))
        if self.textfiles and self._follows_killed:
            from newscrawl.reporting.prometheus import note_killed  # noqa: PLC0415 - an extra

            with self._logged("Figures for Prometheus not written"):
                note_killed(self.textfiles, self.start.site)
        with self._logged("Old coverage is kept", logging.INFO):
            history.drop_old_months(self.folder, options.COVERAGE_MONTHS_KEPT.read(self.crawler.settings))

    @contextmanager
    def _logged(self, what: str, level: int = logging.WARNING) -> Iterator[None]:
        """Logs a failure of the disk once; the feed lies on the same disk and ends the run where it must."""
        try:
            yield
        except OSError as error:
            logger.log(logging.DEBUG if what in self._failed else level, "%s: %s", what, error)
            self._failed.add(what)


def start_of(site: str, spider: str, started_at: datetime) -> RunStart:
    """The start of a run in this process."""
    return RunStart(
        site=site,
        spider=spider,
        started_at=started_at,
        process=os.getpid(),
        versions={
            "newscrawl": __version__,
            "scrapy": scrapy.__version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
        },
    )


def thresholds_of(settings: BaseSettings) -> Thresholds:
    """Where the status of a run changes."""
    return Thresholds(
        status_pages_min=options.STATUS_PAGES_MIN.read(settings),
        failed_share_max=options.FAILED_SHARE_MAX.read(settings),
        understood_share_min=options.UNDERSTOOD_SHARE_MIN.read(settings),
    )


def _textfiles(settings: BaseSettings) -> Path | None:
    """The folder of the files for Prometheus; raises `ModuleNotFoundError` at once where the extra is missing."""
    folder = options.PROMETHEUS_TEXTFILE_DIR.read(settings)
    if folder is not None:
        import newscrawl.reporting.prometheus  # noqa: F401, PLC0415 - an extra
    return folder
