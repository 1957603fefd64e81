"""`scrapy sites`: the sites that have a spider, those of the user's project included."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError


class Command(ScrapyCommand):
    """Lists the sites that have a spider."""

    requires_project = False
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - Scrapy's own declaration

    def syntax(self) -> str:
        """The usage, without the name of the command."""
        return "[options]"

    def short_desc(self) -> str:
        """One line of help."""
        return "List the sites that have a spider, with their running sections"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the choice of a country and of the form."""
        super().add_options(parser)
        parser.add_argument("--country", metavar="CC", help="list only the sites of a country, by its code: BE")
        parser.add_argument(
            "--markdown", action="store_true", help="print a page in Markdown, with the evidence for each address"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints the sites; status 1 where there are none, or a spider file cannot be imported."""
        from scrapy.spiderloader import get_spider_loader  # noqa: PLC0415 - every command is imported at each start

        from newscrawl.spiders.catalogue import page, sites_of, table  # noqa: PLC0415
        from newscrawl.spiders.loader import faults_of  # noqa: PLC0415

        if args:
            raise UsageError(f"unrecognized arguments: {' '.join(args)}", print_help=False)
        assert self.settings is not None  # noqa: S101 - set by Scrapy
        loader = get_spider_loader(self.settings)
        sites = sites_of(loader.load(name) for name in loader.list())
        if faults_of(loader):
            self.exitcode = 1
        if opts.country:
            sites = [site for site in sites if site.country == opts.country.upper()]
        if not sites:
            print(f"no spider for a site{f' of {opts.country}' if opts.country else ''}", file=sys.stderr)
            self.exitcode = 1
            return
        sys.stdout.write(page(sites) if opts.markdown else "".join(f"{line}\n" for line in table(sites)))
