"""Drops what turned out to be no article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.article.stages import CHECKS
from newscrawl.article.walls import Walls
from newscrawl.pipelines.stage import StagePipeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.crawler import Crawler

    from newscrawl.article.draft import Draft


class ChecksPipeline(StagePipeline):
    """Drops what turned out to be no article: by itself, or since the run has met its text under other headlines."""

    stage = CHECKS

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.walls = Walls()

    def run(self, draft: Draft) -> Iterable[str]:
        """The problems of a draft.  Raises `NotAnArticle`."""
        problems = self.stage.run(draft)
        self.walls.refuse(draft)
        return problems
