"""Takes the dateline out of the lead, as data."""

from __future__ import annotations

from newscrawl.article.stages import DATELINE
from newscrawl.pipelines.stage import StagePipeline


class DatelinePipeline(StagePipeline):
    """Takes the dateline out of the lead, as data."""

    stage = DATELINE
