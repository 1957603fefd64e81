"""`scrapy parse URL`: Scrapy's; what a spider finds on a page is shown and not written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands.parse import Command as ScrapyParse

from newscrawl.commands.base import refuse, say
from newscrawl.commands.fetch import OnePage

if TYPE_CHECKING:
    import argparse


class Command(OnePage, ScrapyParse):
    """Shows what a callback of a spider makes of a page.

    Status 4 where the page does not come, 2 where there is no spider for it, 1 where the callback fails.
    """

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Show what a spider's callback makes of a page"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Fetches and parses the page."""
        self.check_spider(opts.spider)
        super().run(args, opts)
        if self.spidercls is None:
            refuse(f"not exactly one spider fits {args[0]}: name one with --spider")
        if opts.depth > 0 and self.first_response is None:
            self.say_not_fetched(args[0])
        elif opts.depth > 0 and self.pcrawler.stats.get_value("spider_exceptions/count"):
            say(f"a callback of {self.spidercls.name} failed; the log has the traceback")
            self.exitcode = 1
