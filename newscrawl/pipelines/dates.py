"""Resolves the date of filing against publication or the moment of the crawl."""

from __future__ import annotations

from newscrawl.article.stages import DATES
from newscrawl.pipelines.stage import StagePipeline


class DatesPipeline(StagePipeline):
    """Resolves the date of filing against publication or the moment of the crawl."""

    stage = DATES
