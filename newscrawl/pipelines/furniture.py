"""Takes what is not the article out of the paragraphs; "Lire aussi" goes to `related`."""

from __future__ import annotations

from newscrawl.pipelines.stage import StagePipeline
from newscrawl.understanding import FURNITURE


class FurniturePipeline(StagePipeline):
    """Takes what is not the article out of the paragraphs; "Lire aussi" goes to `related`."""

    stage = FURNITURE
