"""The language of the body, and the passages left in another one."""

from __future__ import annotations

from newscrawl.article.stages import LANGUAGES
from newscrawl.pipelines.stage import StagePipeline


class LanguagesPipeline(StagePipeline):
    """The language of the body, and the passages left in another one."""

    stage = LANGUAGES
