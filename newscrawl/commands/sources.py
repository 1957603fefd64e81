"""`scrapy sources`: what a section's articles can be found in."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from scrapy.commands import BaseRunSpiderCommand

from newscrawl import options
from newscrawl.commands.base import WARNINGS, Described, misused
from newscrawl.reporting.status import ExitStatus
from newscrawl.spiders.loader import faults_of

if TYPE_CHECKING:
    from newscrawl.spiders.section import SectionSpider


class Command(Described, BaseRunSpiderCommand):
    """Tries the sources of a section and shows what each is worth."""

    default_settings = WARNINGS
    requires_crawler_process = True
    usage = "[options] URL|SPIDER"
    summary = "Show the sources of a section: its page, feeds, REST and sitemaps"
    details = (
        "Reads the first document of each source of a section. Shows its newest article, the number of its "
        "articles, and how many of them the section page has too. The numbered sources are those that a run reads, "
        "in that order; the others list too few or too many articles, or are unreadable. Writes nothing. Status 4: "
        "no source answers."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, and the form of the answer."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object for each source")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies the options."""
        from newscrawl.reporting.logs import ConsoleHandler, take_over_log

        super().process_options(args, opts)
        if take_over_log(self.settings, ConsoleHandler(), verbose=False):
            self.settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints the sources."""
        from newscrawl.spiders.survey import Survey, table

        if len(args) != 1:
            raise misused("name one address or spider")
        for switch in (options.FEED_ENABLED, options.ARCHIVE_ENABLED, options.RUN_REPORT_ENABLED):
            self.settings.set(switch.name, False, priority="cmdline")
        kind, arguments = self._spider(args[0], opts.spargs)
        crawler = self.crawler_process.create_crawler(kind)
        crawler.settings.set("SPIDER_MIDDLEWARES", {**crawler.settings.getdict("SPIDER_MIDDLEWARES"), Survey: 0})
        self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        found = Survey.found_by(crawler)
        for section, facts in found.items():
            if opts.json:
                print(
                    "\n".join(json.dumps({"section": section, **each.to_dict()}, ensure_ascii=False) for each in facts)
                )
            else:
                print("\n".join([section, *table(facts), ""]))
        if not any(each.items for facts in found.values() for each in facts):
            self.exitcode = ExitStatus.UNREADABLE.value

    def _spider(self, word: str, given: dict[str, str]) -> tuple[type[SectionSpider], dict[str, Any]]:
        """The spider of that name, or the one for any section at that address; and its arguments."""
        from newscrawl.spiders.section import AnySectionSpider, SectionSpider

        kind: Any
        if "://" in word:
            kind, given = AnySectionSpider, {**given, "url": word}
        elif word in (loader := self.crawler_process.spider_loader).list():
            kind = loader.load(word)
        elif any(fault.concerns(word) for fault in faults_of(loader)):
            raise misused(f"the file of the spider {word!r} cannot be imported")
        else:
            raise misused(f"{word!r} is neither an address nor a spider; newscrawl sites lists the spiders")
        if not issubclass(kind, SectionSpider):
            raise misused(f"the spider {word!r} has no sections")
        try:
            kind.parse_arguments(given)
        except ValueError as error:
            raise misused(error) from None
        return kind, given
