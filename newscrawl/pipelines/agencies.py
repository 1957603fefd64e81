"""Agencies from dateline, byline and closing credit."""

from __future__ import annotations

from newscrawl.article.stages import AGENCIES
from newscrawl.pipelines.stage import StagePipeline


class AgenciesPipeline(StagePipeline):
    """Agencies from dateline, byline and closing credit."""

    stage = AGENCIES
