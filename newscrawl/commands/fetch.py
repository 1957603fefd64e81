"""`scrapy fetch URL`: Scrapy's, as a run would fetch the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands.fetch import Command as ScrapyFetch

from newscrawl.commands.looking import Looking

if TYPE_CHECKING:
    import argparse

    from scrapy.http import Response


class Command(Looking, ScrapyFetch):
    """Prints a page; status 4 where it does not come."""

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
