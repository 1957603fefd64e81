"""What the site reserves: where that is respected, nothing but address, headline, times and rights is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newscrawl.article.draft import Draft, Reservations
from newscrawl.article.stages import RIGHTS
from newscrawl.pipelines.stage import StagePipeline

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class RightsPipeline(StagePipeline):
    """Applies `NEWSCRAWL_TDM_POLICY` to what site and page declare."""

    stage = RIGHTS

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.reservations: Reservations = crawler.settings["NEWSCRAWL_TDM_POLICY"] or "respect"

    def process_item(self, item: Any) -> Any:
        """The item, emptied where it is reserved."""
        if isinstance(item, Draft):
            item.context = replace(item.context, reservations=self.reservations)
        return super().process_item(item)
