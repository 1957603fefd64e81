"""The stages of `newscrawl.article.stages` as item pipelines, and the assembly that ends them.

Their order, and which of them can be turned off, stands in `newscrawl.options.STAGES`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.exceptions import DropItem, NotConfigured

from newscrawl import options
from newscrawl.article.draft import Draft, NotAnArticle, understood_within
from newscrawl.article.stages import CHECKS, RIGHTS, STAGES, Stage, assemble
from newscrawl.article.walls import Walls
from newscrawl.bounds import Budget
from newscrawl.options import pipeline_name
from newscrawl.signals import page_lost

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

_SWITCHES = {stage.name: stage.switch for stage in options.STAGES}


class StagePipeline:
    """Carries drafts through one stage and counts what the stage says it did; any other item passes untouched.

    `NEWSCRAWL_<STAGE>_ENABLED = False`, in the settings or in a spider's `custom_settings`, turns off those that can be
    missed.
    """

    stage: ClassVar[Stage]

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seconds = options.PAGE_SECONDS.read(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl.  Raises `NotConfigured` where its switch is off."""
        switch = _SWITCHES.get(cls.stage.name)
        if switch is not None and not switch.read(crawler.settings):
            raise NotConfigured(f"stage {cls.stage.name} is off")
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item, refined.  Raises `DropItem` where the stage finds that it is no article."""
        if not isinstance(item, Draft):
            return item
        stats = _stats(self.crawler)
        try:
            item.budget = item.budget or Budget(self.seconds)
            facts = understood_within(item.budget, lambda: self.run(item))
        except NotAnArticle as finding:
            fact = f"dropped/{finding.reason}"
            stats.inc_value(f"newscrawl/{fact}")
            self.crawler.signals.send_catch_log(page_lost, fact=fact, url=item.article.url)
            raise DropItem(f"{finding.reason}: {item.article.url}", log_level="INFO") from finding
        for fact in facts:
            stats.inc_value(f"newscrawl/{self.stage.name}/{fact}")
        return item

    def run(self, draft: Draft) -> Iterable[str]:
        """What the stage did to `draft`.  Raises `NotAnArticle`."""
        return self.stage.run(draft)


class RightsPipeline(StagePipeline):
    """Applies `NEWSCRAWL_TDM_POLICY` to what site and page declare."""

    stage = RIGHTS

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.policy = options.TDM_POLICY.read(crawler.settings)

    def run(self, draft: Draft) -> Iterable[str]:
        """What was reserved; the draft is emptied where that is respected."""
        draft.context = replace(draft.context, reservations=self.policy)
        return super().run(draft)


class ChecksPipeline(StagePipeline):
    """Drops what turned out to be no article: by itself, or since the run has met its text under other headlines."""

    stage = CHECKS

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.walls = Walls()

    def run(self, draft: Draft) -> Iterable[str]:
        """The problems of a draft.  Raises `NotAnArticle`."""
        problems = super().run(draft)
        self.walls.refuse(draft)
        return problems


class AssemblyPipeline:
    """Turns a `Draft` into the `Article` that every later pipeline, exporter and the feed see.  Always on."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The article of a draft; any other item as it is."""
        if not isinstance(item, Draft):
            return item
        article = assemble(item)
        stats = _stats(self.crawler)
        stats.inc_value("newscrawl/pages/understood")
        stats.inc_value(f"newscrawl/method/{article.method}")
        return article


def __getattr__(name: str) -> type[StagePipeline]:
    """The pipeline of a stage that asks for nothing of its own: `DatelinePipeline` for `dateline`."""
    stage = next((each for each in STAGES if pipeline_name(each.name) == name), None)
    if stage is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    kind = type(name, (StagePipeline,), {"__module__": __name__, "__doc__": stage.run.__doc__, "stage": stage})
    globals()[name] = kind
    return kind


def _stats(crawler: Crawler) -> StatsCollector:
    assert crawler.stats is not None  # noqa: S101 - set before any pipeline is built
    return crawler.stats
