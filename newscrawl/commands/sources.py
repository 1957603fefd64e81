"""`scrapy sources`: what a section's articles can be found in."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from newscrawl import options

if TYPE_CHECKING:
    from newscrawl.spiders.section import SectionSpider


class Command(BaseRunSpiderCommand):
    """Tries the sources of a section and shows what each is worth."""

    requires_project = False
    default_settings = {"LOG_LEVEL": "WARNING"}  # noqa: RUF012 - Scrapy's own declaration

    def syntax(self) -> str:
        """The usage, without the name of the command."""
        return "[options] URL|SPIDER"

    def short_desc(self) -> str:
        """One line of help."""
        return "Show the sources of a section: its page, feeds, REST and sitemaps"

    def long_desc(self) -> str:
        """The help."""
        return (
            "Reads the first document of each source of a section. Shows its newest article, the number of its "
            "articles, and how many of them the section page has too. The numbered sources are those that a run reads, "
            "in that order; the others list too few or too many articles, or are unreadable. Writes nothing. Status 4: "
            "no source answers."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, and the form of the answer."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object for each source")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prints the sources."""
        from newscrawl.reporting.status import ExitStatus  # noqa: PLC0415 - every command is imported at each start
        from newscrawl.spiders.survey import Survey, table  # noqa: PLC0415

        if len(args) != 1:
            raise UsageError("one address or spider is expected", print_help=False)
        assert self.crawler_process is not None  # noqa: S101 - set by Scrapy
        assert self.settings is not None  # noqa: S101 - set by Scrapy
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
                print("\n".join(json.dumps({"section": section, **each.to_dict()}) for each in facts))
            else:
                print("\n".join([section, *table(facts), ""]))
        if not any(each.items for facts in found.values() for each in facts):
            self.exitcode = ExitStatus.UNREADABLE.value

    def _spider(self, word: str, given: dict[str, str]) -> tuple[type[SectionSpider], dict[str, Any]]:
        """The spider of that name, or the one for any section at that address; and its arguments."""
        from newscrawl.spiders.loader import faults_of  # noqa: PLC0415
        from newscrawl.spiders.section import AnySectionSpider, SectionSpider  # noqa: PLC0415

        assert self.crawler_process is not None  # noqa: S101 - set by Scrapy
        kind: Any
        if "://" in word:
            kind, given = AnySectionSpider, {**given, "url": word}
        elif word in (loader := self.crawler_process.spider_loader).list():
            kind = loader.load(word)
        elif any(fault.concerns(word) for fault in faults_of(loader)):
            raise UsageError(f"the file of the spider {word!r} cannot be imported", print_help=False)
        else:
            raise UsageError(f"{word!r} is neither an address nor a spider; scrapy sites lists them", print_help=False)
        if not issubclass(kind, SectionSpider):
            raise UsageError(f"the spider {word!r} has no sections", print_help=False)
        try:
            kind.parse_arguments(given)
        except ValueError as error:
            raise UsageError(str(error), print_help=False) from None
        return kind, given
