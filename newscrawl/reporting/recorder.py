"""What a run comes to: errors nobody foresaw are counted, and the exit status is published as a stat."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.extensions.feedexport import FeedExporter

from newscrawl.reporting.status import ExitStatus, Thresholds, exit_status

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

SIGNAL_LOGGER = "scrapy.utils.signal"


class Outcome:
    """Publishes `newscrawl/errors`, `newscrawl/output/error` and `newscrawl/exit_status`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, listening from here on."""
        outcome = cls(crawler)
        logging.getLogger(SIGNAL_LOGGER).addHandler(HandlerErrors(crawler))
        crawler.signals.connect(outcome.item_error, signal=signals.item_error)
        crawler.signals.connect(outcome.spider_closed, signal=signals.spider_closed)
        return outcome

    def item_error(self) -> None:
        """Counts an exception in a pipeline, for which Scrapy has no stat."""
        self.crawler.stats.inc_value("newscrawl/errors")

    def spider_closed(self, reason: str) -> None:
        """Publishes the status, in time for Scrapy's own dump of the stats."""
        publish_status(self.crawler, reason)


class HandlerErrors(logging.Handler):
    """Counts what Scrapy only logs: exceptions in the handlers of signals, those of its feed exports among them."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(logging.ERROR)
        self.crawler = crawler

    def emit(self, record: logging.LogRecord) -> None:
        """Counts one; a file that cannot be written is told from an error nobody foresaw."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, OSError) and FeedExporter.__name__ in record.getMessage():
            self.crawler.stats.set_value("newscrawl/output/error", type(error).__name__)
        else:
            self.crawler.stats.inc_value("newscrawl/errors")


def publish_status(crawler: Crawler, reason: str | None) -> ExitStatus:
    """The status of a run that is over, also as the stat `newscrawl/exit_status`."""
    status = exit_status(crawler.stats.get_stats(), reason, Thresholds.of(crawler.settings))
    crawler.stats.set_value("newscrawl/exit_status", status.value)
    return status
