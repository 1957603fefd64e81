"""`scrapy fetch URL`: Scrapy's, as a run would fetch the page; and what all commands for one page have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands.fetch import Command as ScrapyFetch
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from newscrawl.commands.base import refuse, say
from newscrawl.commands.checks import Checked, Refused, check_words
from newscrawl.reporting.status import ExitStatus
from newscrawl.spiders.loader import faults_of

if TYPE_CHECKING:
    import argparse

    from scrapy.http import Response

WRITING = ("NEWSCRAWL_FEED_ENABLED", "NEWSCRAWL_ARCHIVE_ENABLED", "NEWSCRAWL_RUN_REPORT_ENABLED")
"""The settings by which runs leave something in the data folder."""
NOT_FETCHED = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
"""Why a page may not come, as Scrapy raises it."""


class OnePage(Checked):
    """A command for one page, with the manners and the guard of a run, that leaves no feed, report or archive."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies and checks the options."""
        super().process_options(args, opts)
        for name in (*WRITING, "NEWSCRAWL_PROGRESS_ENABLED"):
            self.settings.set(name, False, priority="cmdline")

    def check_spider(self, name: str | None) -> None:
        """Ends the program in one line if there is no spider of this name."""
        loader = self.crawler_process.spider_loader
        try:
            if name is not None:
                check_words([name], loader.list(), faults_of(loader))
        except Refused as refusal:
            refuse(str(refusal))

    def say_not_fetched(self, address: str, why: object = None) -> None:
        """Says that a page did not come, which is status 4."""
        say(f"could not fetch {address}" + (f": {type(why).__name__}: {why}" if why else ""))
        self.exitcode = ExitStatus.UNREADABLE.value


class Command(OnePage, ScrapyFetch):
    """Prints a page; status 4 if it does not come."""

    _came = False

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Print a page as a run would fetch it"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Fetches the page."""
        self.check_spider(opts.spider)
        super().run(args, opts)
        if not self._came:
            self.say_not_fetched(args[0])

    def _print_response(self, response: Response, opts: argparse.Namespace) -> None:
        self._came = True
        super()._print_response(response, opts)
