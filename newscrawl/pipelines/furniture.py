"""Takes what is not the article out of the paragraphs; "Lire aussi" goes to `related`."""

from __future__ import annotations

from newscrawl.article.stages import FURNITURE
from newscrawl.pipelines.stage import StagePipeline


class FurniturePipeline(StagePipeline):
    """Takes what is not the article out of the paragraphs; "Lire aussi" goes to `related`."""

    stage = FURNITURE
