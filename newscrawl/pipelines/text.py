"""Unicode, white space and typography of every string."""

from __future__ import annotations

from newscrawl.article.stages import TEXT
from newscrawl.pipelines.stage import StagePipeline


class TextPipeline(StagePipeline):
    """Unicode, white space and typography of every string."""

    stage = TEXT
