"""A survey of the sources of each section, without reading its articles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from newscrawl.crawl.crawling import begin
from newscrawl.crawl.plan import SourceFacts
from newscrawl.crawl.reading import bounds_of
from newscrawl.crawl.sources import SectionSources
from newscrawl.downloader.refusals import RunStopping
from newscrawl.sources.links import SECTION
from newscrawl.spiders.section import SectionSpider

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from newscrawl.crawl.run import Run


class Survey:
    """A spider middleware that tries every source of each section, sitemaps too, in place of what the spider starts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.found: dict[str, list[SourceFacts]] = {}
        """What was found of each section, by its address."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The survey of a run; without feed, it remembers nothing."""
        return cls(crawler)

    @staticmethod
    def found_by(crawler: Crawler) -> dict[str, list[SourceFacts]]:
        """What the survey of a run found; nothing where the run did not begin, which its log tells."""
        try:
            survey = crawler.get_spider_middleware(Survey)
        except RuntimeError:
            return {}
        return survey.found if survey is not None else {}

    async def process_start(
        self,
        start: AsyncIterator[Any],  # noqa: ARG002 - what it takes the place of
    ) -> AsyncIterator[Any]:
        """Nothing, once all sources were tried; what the spider would have begun with is left aside."""
        site = self.crawler.spider
        assert isinstance(site, SectionSpider)  # noqa: S101 - the command lets no other in
        self.crawl = begin(site, self.crawler)
        run = self.crawl.run
        try:
            for address in run.site.section_addresses():
                self.found[address] = await _facts(run, address)
        except RunStopping:
            pass
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request


async def _facts(run: Run, address: str) -> list[SourceFacts]:
    sources = SectionSources(run, address, bounds_of(run, lambda _: False))
    found = await sources.survey()
    if sources.page is not None:
        found += [await sources.probe(each) for each in sources.sitemaps()]
    return [source.facts for source in found]


def table(facts: list[SourceFacts]) -> list[str]:
    """The sources of one section for people: in the order in which a run asks them, then those it leaves alone."""
    fit = sorted((each for each in facts if each.stands_for_section), key=lambda each: each.type.cost_of_latest)
    rows = [(f"{number}.", each) for number, each in enumerate(fit, start=1)]
    rows += [("-", each) for each in facts if each not in fit]
    return [f"{number:<3} {each.kind:<8} {_findings(each)}\n    {each.url}" for number, each in rows]


def _findings(facts: SourceFacts) -> str:
    if facts.failed:
        return f"unreadable: {facts.failed}"
    parts = [f"{facts.items} article{'' if facts.items == 1 else 's'}", f"newest {facts.newest or 'without a date'}"]
    if facts.covers is not None and facts.beyond is not None and facts.kind != SECTION:
        parts.append(f"lists {facts.covers:.0%} of the section page's articles, {facts.beyond:.0%} others")
    if facts.whole_site:
        parts.append("whole site")
    return ", ".join(parts)
