"""`scrapy crawl`, one run of a site at a time, with an answer that a supervisor can rely on."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeVar

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl import clock, options
from newscrawl.commands.base import WARNINGS, KeptLines, SetUp, refuse, say
from newscrawl.commands.checks import (
    Refused,
    apply_checked,
    check_arguments,
    check_settings,
    check_words,
    is_address,
)
from newscrawl.commands.locking import SiteLocked, hosts_of, take_locks
from newscrawl.commands.outputs import STDOUT, check_outputs, name_formats, output_path, pack_outputs
from newscrawl.paths import archive_dir, data_dir, feeds_dir, ledger_dir
from newscrawl.reporting.status import ExitStatus
from newscrawl.spiders.loader import faults_of

if TYPE_CHECKING:
    import argparse
    from datetime import datetime
    from pathlib import Path

    from scrapy.crawler import Crawler

    from newscrawl.reporting.record import RunRecord
    from newscrawl.reporting.recorder import RunRecorder

_Extension = TypeVar("_Extension")

logger = logging.getLogger(__name__)

_GARBAGE = (20_000, 20, 20)
"""Objects, and rounds of younger ones, after which garbage is looked for: a page's tree and text are freed by counting,
and looking at all that is held took a sixth of a crawl."""


class Command(SetUp, ScrapyCrawl):
    """Crawls a site; the exit statuses are those of `newscrawl.reporting.status`."""

    default_settings = WARNINGS

    def syntax(self) -> str:
        """The usage, without the name of the command."""
        return "[options] SPIDER|ADDRESS"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl a site and write its new articles to its feed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, and how much to tell."""
        super().add_options(parser)
        parser.formatter_class = KeptLines
        parser.add_argument_group("Arguments of a spider", _arguments_help())
        group = parser.add_argument_group(title="Output on the terminal")
        group.add_argument("-v", "--verbose", action="count", default=0, help="log more; -vv: log everything")
        group.add_argument("-q", "--quiet", action="store_true", help="no progress bar and no summary on a terminal")
        group.add_argument("--summary", action="store_true", help="print a summary at the end, also without a terminal")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies and checks the options."""
        from newscrawl.reporting.logs import ConsoleHandler, take_over_log

        if opts.loglevel:
            opts.loglevel = opts.loglevel.upper()
        elif opts.verbose:
            opts.loglevel = "INFO" if opts.verbose == 1 else "DEBUG"
        try:
            name_formats(opts, self.settings)
            apply_checked(self.settings, opts.set, lambda: super(Command, self).process_options(args, opts))
        except UsageError as refusal:
            refuse(str(refusal))
        pack_outputs(self.settings)
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
        from newscrawl.reporting.logs import take_over_log

        loader = self.crawler_process.spider_loader
        if len(args) == 1 and is_address(args[0]):
            opts.spargs, args = {"url": args[0], **opts.spargs}, ["section"]
        try:
            spidercls = loader.load(check_words(args, loader.list(), faults_of(loader)))
            site = check_arguments(spidercls, opts.spargs)
            crawler = self._create_crawler(spidercls)
            check_settings(crawler.settings)  # with those of the spider
        except Refused as refusal:
            refuse(str(refusal))
        take_over_log(crawler.settings, self._console, verbose=bool(opts.verbose), spider=spidercls.name)
        if not self._outputs_can_be_written(crawler):
            return
        locks = self._locked(site, crawler)
        if locks is None:
            return
        with locks:
            record = self._crawl(crawler, site, opts.spargs)
            self.exitcode = record.status.value
            self._print_outcome(crawler, record, opts)

    def _outputs_can_be_written(self, crawler: Crawler) -> bool:
        """Whether the files of `-o`, `-O` and `FEEDS` can be opened, which Scrapy tries at the first item only."""
        try:
            check_outputs(crawler.settings.getdict("FEEDS"))
        except UsageError as refusal:
            refuse(str(refusal))
        except OSError as error:
            self.exitcode = ExitStatus.NOT_WRITTEN.value
            say(f"cannot write the output: {error}")
            return False
        return True

    def _locked(self, site: str, crawler: Crawler) -> ExitStack | None:
        """The locks of the site and its hosts; null, with the exit status set, if one of them cannot be had.

        A run that writes no feed shares nothing with other runs, and locks nothing.
        """
        if not options.FEED_ENABLED.read(crawler.settings):
            return ExitStack()
        # A replay asks no host.
        hosts = frozenset[str]() if getattr(crawler.spidercls, "replays", False) else hosts_of(crawler.spidercls, site)
        try:
            return take_locks(ledger_dir(data_dir(crawler.settings)), site, hosts)
        except SiteLocked as finding:
            self.exitcode = ExitStatus.LOCKED.value
            say(f"another run is crawling {finding.name} ({finding.holder})")
        except OSError as error:
            self.exitcode = ExitStatus.NOT_WRITTEN.value
            say(f"{site}: cannot write to the data folder: {error}")
        return None

    def _crawl(self, crawler: Crawler, site: str, arguments: dict[str, str]) -> RunRecord:
        """The run itself, from the first request to the run report."""
        began = clock.now()
        outcome = self.crawler_process.crawl(crawler, **arguments)
        _collect_less()
        self.crawler_process.start()
        _clear_screen(crawler)
        error = _error_of(outcome)
        if error is not None:
            logger.critical("The run broke off", exc_info=error)
        try:
            if error is not None:
                crawler.stats.inc_value("newscrawl/errors")
            stats = crawler.stats.get_stats()
        except RuntimeError:  # not even the spider could be made
            stats = {"newscrawl/errors": 1}
        recorder = recorder_of(crawler)
        return recorder.finish(arguments) if recorder is not None else _bare_record(crawler, site, began, stats)

    @staticmethod
    def _print_outcome(crawler: Crawler, record: RunRecord, opts: argparse.Namespace) -> None:
        """A summary for people; without one, a line where something is wrong."""
        from newscrawl.reporting.progress import is_watched
        from newscrawl.reporting.report import summary

        if opts.summary or opts.verbose or (is_watched() and not opts.quiet):
            stream = sys.stderr if STDOUT & set(crawler.settings.getdict("FEEDS")) else sys.stdout
            print(summary(record, _files(crawler, record.start.site)), file=stream)
        elif record.status:
            say_status(record)


def _arguments_help() -> str:
    from newscrawl.crawl.arguments import ArchiveArguments, SectionArguments, SiteArguments, help_of

    lines = ["Of every site:", *help_of(SiteArguments)]
    lines += ["Of `section`, which an ADDRESS stands for:", *help_of(SectionArguments, besides=SiteArguments)]
    return "\n".join([*lines, "Of `archive`:", *help_of(ArchiveArguments)])


def _files(crawler: Crawler, site: str) -> dict[str, Path | str | None]:
    """Where a run has left something, by label."""
    data, settings, recorder = data_dir(crawler.settings), crawler.settings, recorder_of(crawler)
    copies = [str(path) for uri in settings.getdict("FEEDS") if (path := output_path(str(uri)))]
    return {
        "Feed": feeds_dir(data) / site if options.FEED_ENABLED.read(settings) else None,
        "Archive": archive_dir(data, site) if options.ARCHIVE_ENABLED.read(settings) else None,
        "Output": ", ".join(copies) or None,
        "Run report": recorder.report_path if recorder is not None and recorder.report_path.exists() else None,
    }


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


def say_status(record: RunRecord) -> None:
    """Prints the one line about a run that is not fine."""
    from newscrawl.reporting.report import status_text

    say(f"{record.start.site}: status {status_text(record)}")


def recorder_of(crawler: Crawler) -> RunRecorder | None:
    """What collects the figures of a run; null where it broke off before there was any."""
    from newscrawl.reporting.recorder import RunRecorder

    return _extension(crawler, RunRecorder)


def _bare_record(crawler: Crawler, site: str, began: datetime, stats: dict[str, Any]) -> RunRecord:
    """The record of a run that had no extension to collect what it was."""
    from newscrawl.reporting.record import Evidence, RunRecord
    from newscrawl.reporting.recorder import start_of, thresholds_of

    start, thresholds = start_of(site, crawler.spidercls.name, began), thresholds_of(crawler.settings)
    return RunRecord.of(start, stats, Evidence(), finished_at=clock.now(), thresholds=thresholds)


def _collect_less() -> None:
    """Leaves what start-up has made out of the search for garbage, and searches less often."""
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


def _clear_screen(crawler: Crawler) -> None:
    """Takes the progress bar away, which a run torn off leaves on the terminal."""
    from newscrawl.reporting.progress import ProgressBar

    progress = _extension(crawler, ProgressBar)
    if progress is not None:
        progress.close()
