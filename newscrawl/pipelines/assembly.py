"""The finished article: what every later pipeline, exporter and the feed see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.article.draft import Draft
from newscrawl.article.stages import assemble

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class AssemblyPipeline:
    """Turns a `Draft` into an `Article`.  Always on: the feed holds articles only."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The article of a draft; any other item as it is."""
        if not isinstance(item, Draft):
            return item
        article = assemble(item)
        stats = self.crawler.stats
        assert stats is not None  # noqa: S101 - set before any pipeline is built
        stats.inc_value("newscrawl/pages/understood")
        stats.inc_value(f"newscrawl/method/{article.method}")
        return article
