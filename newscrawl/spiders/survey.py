"""A look at the sources of a section, without reading its articles."""

from __future__ import annotations

from collections.abc import AsyncIterator

from scrapy import Request

from newscrawl.crawl.plan import TO_LOOK, SourceFacts
from newscrawl.crawl.sources import SectionSources, Source
from newscrawl.spiders.section import SectionSpider
from newscrawl.state.memory import Memory


class Survey(dict[str, list[SourceFacts]]):
    """What was found of each section, by its address."""


def surveying(kind: type[SectionSpider], survey: Survey) -> type[SectionSpider]:
    """A spider as `kind` that tries every source of each section, its sitemaps too, and tells `survey`."""

    class Surveyor(kind):  # type: ignore[misc, valid-type]
        async def read_sections(self) -> AsyncIterator[Request]:
            for address in self.section_addresses():
                survey[address] = await _facts(self.sources_of(address, Memory.of_one_run()))
            for request in list[Request]():
                yield request

    return Surveyor


async def _facts(sources: SectionSources) -> list[SourceFacts]:
    found: list[Source] = await sources.survey()
    if sources.page is not None:
        found += [await sources.probe(each) for each in sources.sitemaps()]
    return [source.facts for source in found]


def table(facts: list[SourceFacts]) -> list[str]:
    """The sources of one section for people: in the order in which a run asks them, then those it leaves alone."""
    fit = sorted((each for each in facts if each.stands_for_section), key=lambda each: TO_LOOK.index(each.kind))
    rows = [(f"{place}.", each) for place, each in enumerate(fit, start=1)]
    rows += [("-", each) for each in facts if each not in fit]
    return [f"{place:<3} {each.kind:<8} {_findings(each)}\n    {each.url}" for place, each in rows]


def _findings(facts: SourceFacts) -> str:
    if facts.failed:
        return f"not readable: {facts.failed}"
    parts = [f"{facts.items} article{'' if facts.items == 1 else 's'}", f"newest {facts.newest or 'not dated'}"]
    if facts.covers is not None and facts.beyond is not None and facts.kind != "section":
        parts.append(f"holds {facts.covers:.0%} of the section page's, {facts.beyond:.0%} others")
    if facts.whole_site:
        parts.append("whole site")
    return ", ".join(parts)
