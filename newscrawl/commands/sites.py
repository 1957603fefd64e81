"""`scrapy sites`: the sites that have a spider, those of the user's project included."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader

from newscrawl.commands.base import Described, refuse_words
from newscrawl.spiders.loader import faults_of


class Command(Described, ScrapyCommand):
    """Lists the sites that have a spider."""

    usage = "[options]"
    summary = "List the sites that have a spider, with their running sections"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the choice of a country and of the form."""
        super().add_options(parser)
        parser.add_argument("--country", metavar="CC", help="list only the sites of a country, by its code: BE")
        parser.add_argument(
            "--markdown", action="store_true", help="print a page in Markdown, with the evidence for each address"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints the sites; status 1 where there are none, or a spider file cannot be imported."""
        from newscrawl.spiders.catalogue import page, sites_of, table

        refuse_words(args)
        loader = get_spider_loader(self.settings)
        sites = sites_of(loader.load(name) for name in loader.list())
        if faults_of(loader):
            self.exitcode = 1
        if opts.country:
            sites = [site for site in sites if site.country == opts.country.upper()]
        if not sites:
            self.fail(f"no spider for a site{f' of {opts.country}' if opts.country else ''}")
            return
        sys.stdout.write(page(sites) if opts.markdown else "".join(f"{line}\n" for line in table(sites)))
