"""What Scrapy's commands that look at single pages have in common here: they write nothing, and fail in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from newscrawl.commands.checks import Refused, apply_checked, check_words
from newscrawl.commands.console import refuse, say

if TYPE_CHECKING:
    import argparse

    from scrapy.commands import ScrapyCommand as _Base
else:
    _Base = object  # Scrapy would take every command that it finds here for one to run

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


class Looking(_Base):
    """A command that looks at a page with the manners and the guard of a run, but leaves no feed, report or archive."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies and checks the options."""
        assert self.settings is not None  # noqa: S101 - set by Scrapy
        apply_checked(self.settings, opts.set, lambda: super(Looking, self).process_options(args, opts))
        for name in (*WRITING, "NEWSCRAWL_PROGRESS_ENABLED"):
            self.settings.set(name, False, priority="cmdline")

    def check_spider(self, name: str | None) -> None:
        """Ends the program in one line where there is no spider of this name."""
        from newscrawl.spiders.loader import faults_of  # noqa: PLC0415 - see the room's docstring

        assert self.crawler_process is not None  # noqa: S101 - set by Scrapy
        loader = self.crawler_process.spider_loader
        try:
            if name is not None:
                check_words([name], loader.list(), faults_of(loader))
        except Refused as refusal:
            refuse(str(refusal))

    def say_not_fetched(self, address: str, why: object = None) -> None:
        """Says that a page did not come, which is status 4."""
        from newscrawl.reporting.status import ExitStatus  # noqa: PLC0415 - see the room's docstring

        say(f"{address} was not fetched" + (f": {type(why).__name__}: {why}" if why else ""))
        self.exitcode = ExitStatus.UNREADABLE.value
