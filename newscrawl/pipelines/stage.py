"""The shape that every stage's pipeline shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.exceptions import DropItem, NotConfigured

from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.bounds import Budget
from newscrawl.pipelines.bound import understood_within
from newscrawl.signals import page_lost

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy.crawler import Crawler

    from newscrawl.article.stages import Stage


class StagePipeline:
    """Carries drafts through one stage of `understanding` and counts what the stage says it did.

    `NEWSCRAWL_<STAGE>_ENABLED = False`, in the settings or in a spider's `custom_settings`, turns it off.  Items that
    are no drafts pass untouched.
    """

    stage: ClassVar[Stage]

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seconds = crawler.settings.getfloat("NEWSCRAWL_PAGE_SECONDS", 1.0)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of a crawl.  Raises `NotConfigured` where its switch is off."""
        if not crawler.settings.getbool(f"NEWSCRAWL_{cls.stage.name.upper()}_ENABLED", True):
            raise NotConfigured(f"stage {cls.stage.name} is off")
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """The item, refined.  Raises `DropItem` where the stage finds that it is no article."""
        if not isinstance(item, Draft):
            return item
        stats = self.crawler.stats
        assert stats is not None  # noqa: S101 - set before any pipeline is built
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
