"""Unicode, white space and typography of every string."""

from __future__ import annotations

from newscrawl.pipelines.stage import StagePipeline
from newscrawl.understanding import TEXT


class TextPipeline(StagePipeline):
    """Unicode, white space and typography of every string."""

    stage = TEXT
