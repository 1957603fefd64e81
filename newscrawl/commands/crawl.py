"""`scrapy crawl`, one run of a site at a time, with an answer that a supervisor can rely on."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl import clock, options
from newscrawl.commands.checks import (
    Refused,
    check_arguments,
    check_output,
    check_setting_names,
    check_settings,
    check_words,
    output_path,
)
from newscrawl.commands.console import ConsoleHandler, refuse, say, take_over_log

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

    from newscrawl.reporting.status import ExitStatus

_Extension = TypeVar("_Extension")

logger = logging.getLogger(__name__)

STDOUT = frozenset({"-", "stdout:"})


class Command(ScrapyCrawl):
    """Crawls a site; the exit statuses are those of `newscrawl.reporting.status`."""

    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl a site: its new articles go to the feed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, and how much to tell."""
        super().add_options(parser)
        group = parser.add_argument_group(title="What to tell")
        group.add_argument("-v", "--verbose", action="count", default=0, help="log more; -vv: everything")
        group.add_argument("-q", "--quiet", action="store_true", help="no progress bar and no summary on a terminal")
        group.add_argument("--summary", action="store_true", help="a summary at the end, also without a terminal")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies and checks the options."""
        assert self.settings is not None  # noqa: S101 - set by Scrapy
        defined = list(self.settings)
        if opts.loglevel:
            opts.loglevel = opts.loglevel.upper()
        elif opts.verbose:
            opts.loglevel = "INFO" if opts.verbose == 1 else "DEBUG"
        try:
            super().process_options(args, opts)
            check_setting_names((pair.partition("=")[0] for pair in opts.set), defined)
            check_settings(self.settings)
        except (Refused, UsageError) as refusal:
            refuse(str(refusal))
        if opts.overwrite_output:
            self.settings.set(options.FEED_ENABLED.name, False, priority="cmdline")
            feeds = self.settings.getdict("FEEDS")
            for uri in STDOUT & set(feeds):
                # Scrapy would warn that standard output cannot be overwritten, which nobody wanted.
                feeds[uri] = {name: value for name, value in feeds[uri].items() if name != "overwrite"}
                self.settings.set("FEEDS", feeds, priority="cmdline")
        if opts.quiet:
            self.settings.set(options.PROGRESS_ENABLED.name, False, priority="cmdline")
        self._console = ConsoleHandler()
        if take_over_log(self.settings, self._console, verbose=bool(opts.verbose)):
            self.settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Checks, locks, crawls and reports."""
        assert self.crawler_process is not None  # noqa: S101 - set by Scrapy
        from newscrawl.spiders.loader import faults_of  # noqa: PLC0415 - see the room's docstring

        loader = self.crawler_process.spider_loader
        try:
            spidercls = loader.load(check_words(args, loader.list(), faults_of(loader)))
            site = check_arguments(spidercls, opts.spargs)
            crawler = self._create_crawler(spidercls)
            check_settings(crawler.settings)  # with those of the spider
        except Refused as refusal:
            refuse(str(refusal))
        take_over_log(crawler.settings, self._console, verbose=bool(opts.verbose))
        if not self._outputs_can_be_written(crawler):
            return
        locks = self._locked(site, crawler)
        if locks is None:
            return
        with locks:
            status = self._crawl(crawler, opts.spargs)
            self.exitcode = status.value
            self._tell(site, crawler, status, opts)

    def _outputs_can_be_written(self, crawler: Crawler) -> bool:
        """Whether the files of `-o`, `-O` and `FEEDS` can be opened, which Scrapy tries at the first item only."""
        from newscrawl.reporting.status import ExitStatus  # noqa: PLC0415

        try:
            for uri in crawler.settings.getdict("FEEDS"):
                check_output(str(uri))
        except OSError as error:
            self.exitcode = ExitStatus.NOT_WRITTEN.value
            say(f"cannot write the output: {error}")
            return False
        return True

    def _locked(self, site: str, crawler: Crawler) -> ExitStack | None:
        """The locks of the site and its hosts; null, with the exit status set, if one of them cannot be had.

        A run that writes no feed shares nothing with other runs, and locks nothing.
        """
        from newscrawl.commands.locking import SiteLocked, hosts_of, take_locks  # noqa: PLC0415
        from newscrawl.paths import data_dir, ledger_dir  # noqa: PLC0415
        from newscrawl.reporting.status import ExitStatus  # noqa: PLC0415

        if not options.FEED_ENABLED.read(crawler.settings):
            return ExitStack()
        # A replay asks no host.
        hosts = frozenset[str]() if getattr(crawler.spidercls, "replays", False) else hosts_of(crawler.spidercls, site)
        try:
            return take_locks(ledger_dir(data_dir(crawler.settings)), site, hosts)
        except SiteLocked as finding:
            self.exitcode = ExitStatus.LOCKED.value
            say(f"{finding.name} is being crawled by another run ({finding.holder or 'which does not say which'})")
        except OSError as error:
            self.exitcode = ExitStatus.NOT_WRITTEN.value
            say(f"{site}: cannot write to the data folder: {error}")
        return None

    def _crawl(self, crawler: Crawler, arguments: dict[str, str]) -> ExitStatus:
        """The run itself, from the first request to the run report."""
        from newscrawl.reporting.coverage import Coverage  # noqa: PLC0415
        from newscrawl.reporting.outcome import publish_status  # noqa: PLC0415
        from newscrawl.reporting.prometheus import PrometheusTextfile  # noqa: PLC0415
        from newscrawl.reporting.report import RunReport  # noqa: PLC0415
        from newscrawl.reporting.status import ExitStatus  # noqa: PLC0415

        assert self.crawler_process is not None  # noqa: S101 - set by Scrapy
        outcome = self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        _clear_screen(crawler)
        error = _error_of(outcome)
        if error is not None:
            logger.critical("The run broke off", exc_info=error)
        try:
            stats = crawler.stats
        except RuntimeError:  # not even the spider could be made
            return ExitStatus.UNEXPECTED
        if error is not None:
            stats.inc_value("newscrawl/errors")
        status = publish_status(crawler, stats.get_value("finish_reason"))
        report = _extension(crawler, RunReport)
        if report is not None:
            report.arguments.update(arguments)
            report.write()
            report.close()
        # A run that was torn off has not said how it ended, and another one may have come to a graver end since.
        for last_words in (_extension(crawler, Coverage), _extension(crawler, PrometheusTextfile)):
            if last_words is not None:
                last_words.write()
        return status

    def _tell(self, site: str, crawler: Crawler, status: ExitStatus, opts: argparse.Namespace) -> None:
        """A summary for people; without one, a line where something is wrong."""
        from newscrawl.reporting.progress import is_watched  # noqa: PLC0415

        if opts.summary or opts.verbose or (is_watched() and not opts.quiet):
            told_on = sys.stderr if STDOUT & set(crawler.settings.getdict("FEEDS")) else sys.stdout
            print(self._summary(site, crawler, status), file=told_on)
        elif status:
            from newscrawl.reporting.summary import told_status  # noqa: PLC0415

            say(f"{site}: status {told_status(status, _stats_of(crawler))}")

    @staticmethod
    def _summary(site: str, crawler: Crawler, status: ExitStatus) -> str:
        from newscrawl.paths import archive_dir, data_dir, feeds_dir  # noqa: PLC0415
        from newscrawl.reporting.report import RunReport  # noqa: PLC0415
        from newscrawl.reporting.summary import summary  # noqa: PLC0415

        has_feed = options.FEED_ENABLED.read(crawler.settings)
        keeps = options.ARCHIVE_ENABLED.read(crawler.settings)
        copies = [str(path) for uri in crawler.settings.getdict("FEEDS") if (path := output_path(str(uri)))]
        report = _extension(crawler, RunReport)
        places = {
            "Feed": feeds_dir(data_dir(crawler.settings)) / site if has_feed else None,
            "Archive": archive_dir(data_dir(crawler.settings), site) if keeps else None,
            "Output": ", ".join(copies) or None,
            "Run report": report.path if report is not None and report.path.exists() else None,
        }
        stats = _stats_of(crawler)
        started = stats.get("start_time")
        seconds = stats.get("elapsed_time_seconds") or (clock.now() - started).total_seconds() if started else 0.0
        return summary(site, stats, status, seconds, places)


def _error_of(outcome: Any) -> BaseException | None:
    """The exception that ended a run from outside the spider, if one did."""
    if isinstance(outcome, asyncio.Future):
        return outcome.exception() if outcome.done() and not outcome.cancelled() else None
    failure = getattr(outcome, "result", None)  # a Deferred, under FORCE_CRAWLER_PROCESS
    return getattr(failure, "value", None)


def _extension(crawler: Crawler, kind: type[_Extension]) -> _Extension | None:
    try:
        return crawler.get_extension(kind)
    except RuntimeError:  # broke off before there were extensions
        return None


def _clear_screen(crawler: Crawler) -> None:
    """Takes the progress bar away, which a run torn off leaves on the terminal."""
    from newscrawl.reporting.progress import Progress  # noqa: PLC0415

    progress = _extension(crawler, Progress)
    if progress is not None:
        progress.close()


def _stats_of(crawler: Crawler) -> dict[str, Any]:
    try:
        return crawler.stats.get_stats()
    except RuntimeError:
        return {}
