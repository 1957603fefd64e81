"""Agencies from dateline, byline and closing credit."""

from __future__ import annotations

from newscrawl.pipelines.stage import StagePipeline
from newscrawl.understanding import AGENCIES


class AgenciesPipeline(StagePipeline):
    """Agencies from dateline, byline and closing credit."""

    stage = AGENCIES
