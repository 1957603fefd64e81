"""Drops what turned out to be no article."""

from __future__ import annotations

from newscrawl.pipelines.stage import StagePipeline
from newscrawl.understanding import CHECKS


class ChecksPipeline(StagePipeline):
    """Drops what turned out to be no article."""

    stage = CHECKS
