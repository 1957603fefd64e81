"""The language of the body, and the passages left in another one."""

from __future__ import annotations

from newscrawl.pipelines.stage import StagePipeline
from newscrawl.understanding import LANGUAGES


class LanguagesPipeline(StagePipeline):
    """The language of the body, and the passages left in another one."""

    stage = LANGUAGES
