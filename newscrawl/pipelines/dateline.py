"""Takes the dateline out of the lead, as data."""

from __future__ import annotations

from newscrawl.pipelines.stage import StagePipeline
from newscrawl.understanding import DATELINE


class DatelinePipeline(StagePipeline):
    """Takes the dateline out of the lead, as data."""

    stage = DATELINE
