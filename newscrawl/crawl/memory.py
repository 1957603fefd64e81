"""Opens what is remembered of the site for as long as a run lasts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals

from newscrawl import clock, options, paths
from newscrawl.state.memory import Memory
from newscrawl.store.segments import check_site

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class SiteMemory:
    """Holds the site's `Memory`, from the start of the run until the engine has stopped.

    A run without durable feed (`-O`), and one whose data folder cannot be written, remembers nothing; nor does Scrapy's
    shell, which has no spider yet.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.memory = _opened(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, with its memory open."""
        extension = cls(crawler)
        crawler.signals.connect(extension.memory.close, signal=signals.engine_stopped)
        return extension


def memory_path(data_dir: Path, site: str) -> Path:
    """Where the memory of a site lies.  Raises `ValueError` for a name that could lead elsewhere."""
    return paths.ledger_dir(data_dir) / f"{check_site(site)}.memory.sqlite"


def memory_of(crawler: Crawler) -> Memory:
    """The memory of a run; one that nobody keeps where the extension is off, or not built yet."""
    try:
        extension = crawler.get_extension(SiteMemory)
    except RuntimeError:
        extension = None
    return extension.memory if extension is not None else Memory.of_one_run()


def _opened(crawler: Crawler) -> Memory:
    spider = crawler.spider
    if spider is None or not options.FEED_ENABLED.read(crawler.settings):
        return Memory.of_one_run()
    site = getattr(spider, "site", None) or spider.name
    try:
        return Memory.open(memory_path(paths.data_dir(crawler.settings), site), clock.now())
    except (OSError, ValueError) as error:
        # The feed, which lies beside it, says what is wrong and ends the run.
        logger.info("This run remembers nothing: %s", error)
        return Memory.of_one_run()
