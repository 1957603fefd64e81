"""Where a run says what it did: counts, pages lost, and its log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from newscrawl.crawl.fetching import UNEXPECTED
from newscrawl.signals import page_lost

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

Logger = logging.Logger | logging.LoggerAdapter[Any]
_PREFIX = "newscrawl/"


class Stats(Protocol):
    """Where figures are kept, as Scrapy's collector of stats does."""

    def get_value(self, key: str, /) -> Any:
        """A figure, null where there is none."""

    def inc_value(self, key: str, /) -> None:
        """Adds one to a figure."""


@dataclass(frozen=True, slots=True)
class Report:
    """What becomes of a run, for people and for its figures."""

    stats: Stats
    tell_lost: Callable[[str, str], None]
    """Takes the fact and the address of each page lost."""
    logger: Logger

    @classmethod
    def of(cls, crawler: Crawler, logger: Logger) -> Self:
        """The report of a run of Scrapy, in the log of its spider."""

        def tell_lost(fact: str, url: str) -> None:
            crawler.signals.send_catch_log(page_lost, fact=fact, url=url)

        return cls(crawler.stats, tell_lost, logger)

    def count(self, fact: str) -> None:
        """Adds one to the stat `newscrawl/<fact>`."""
        self.stats.inc_value(_PREFIX + fact)

    def counted(self, fact: str) -> int:
        """What the stat `newscrawl/<fact>` stands at."""
        return self.stats.get_value(_PREFIX + fact) or 0

    @property
    def went_wrong(self) -> bool:
        """Whether an error of ours was counted, or the code of the site raised one."""
        return bool(self.counted("errors") or self.stats.get_value("spider_exceptions/count"))

    def lost(self, fact: str, address: str, level: int = logging.INFO) -> None:
        """Counts, reports and logs a page that did not lead to an article, or a source that gave no links."""
        self.count(fact)
        self.tell_lost(fact, address)
        if fact.endswith(UNEXPECTED):
            self.count("errors")
            level = logging.ERROR
        self.logger.log(level, "Lost (%s): %s", fact, address)
