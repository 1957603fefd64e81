"""`scrapy view URL`: Scrapy's, as a run would fetch the page."""

from __future__ import annotations

from scrapy.commands.view import Command as ScrapyView

from newscrawl.commands.fetch import Command as Fetch


class Command(Fetch, ScrapyView):
    """Shows a page in the browser; status 4 where it does not come."""

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Show a page in the browser as a run would fetch it"
