"""`newscrawl version`: ours, then Scrapy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands.version import Command as ScrapyVersion

from newscrawl.version import __version__

if TYPE_CHECKING:
    import argparse


class Command(ScrapyVersion):
    """Prints the versions."""

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Print the versions of newscrawl and Scrapy"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints them; with -v of what Scrapy is built on too."""
        print(f"newscrawl {__version__}")
        super().run(args, opts)
