"""What a site changed of known articles, where its sources tell: WordPress REST by time of change, lists by absence."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scrapy import Request

from newscrawl import clock
from newscrawl.discovery.walk import Ask, in_order, moment_of, naive
from newscrawl.ledger.memory import Memory
from newscrawl.network.stopping import is_closing
from newscrawl.spiders.articles import Articles, Batch
from newscrawl.spiders.fetching import SourceLost
from newscrawl.urls import article_id

if TYPE_CHECKING:
    from newscrawl.discovery import Link, Listing
    from newscrawl.spiders.sources import SectionSources, Source

_KIND = "changes"
_AT_LEAST = 86400.0
"""Seconds after which REST is asked for changes though the feed is as it was: it says nothing of deletions."""
_MOST_PAGES = 10
"""Answers of a hundred articles that are read at most to find what changed, or what is missing."""
_MOST_LOOKS = 20
"""Articles at most that a run looks at because a list lacks them."""


@dataclass(slots=True)
class Changes:
    """The changes of one section in one run."""

    articles: Articles
    sources: SectionSources
    memory: Memory

    async def of_rest(self, source: Source) -> AsyncIterator[Request]:
        """Looks at what REST says has changed since the last run that asked, and at what is no longer there."""
        known = self.memory.get(_KIND, source.facts.url) or {}
        batch = Batch()
        try:
            listings = await self._changed(source, known.get("until"))
        except SourceLost as finding:
            self.articles.spider.count(f"sources/passed_over/{finding.reason}")
            return
        links = [link for listing in listings for link in listing.links]
        spider, until = self.articles.spider, known.get("until")
        fresh = [link for link in links if self._is_new(link)]
        if until is None:  # what it lists besides is older than all that was ever wanted
            links = [link for link in links if link not in fresh]
        spider.changed_since, spider.reads_changes = datetime.fromisoformat(until) if until else None, True
        for request in self.articles.wanted(links, batch):
            yield request
        total = listings[0].total
        if total is not None and known.get("total") is not None and total < known["total"] + len(fresh):
            for request in await self._missing(source, total, batch):
                yield request
        await self.articles.wait_for(batch)
        spider.reads_changes = False
        until = max((link.modified for link in listings[0].links if link.modified), default=until)
        if not is_closing(spider.crawler):
            note = {"until": until, "total": total, "at": clock.now().timestamp()}
            spider.when_whole(lambda: self.memory.put(_KIND, source.facts.url, note))

    def is_due(self, source: Source) -> bool:
        """Whether nobody has asked for so long that even a site whose feed is as it was may have lost articles."""
        known = self.memory.get(_KIND, source.facts.url) or {}
        return bool(clock.now().timestamp() - known.get("at", 0.0) >= _AT_LEAST)

    def of_list(self, shown: list[Link], batch: Batch) -> Iterator[Request]:
        """Looks at articles that one document of a list should have shown between others and did not."""
        moments = [moment for link in shown if (moment := moment_of(link)) is not None]
        if len(moments) < 2 or not in_order(list(moments)):
            return
        # What is older than the last of a list in order is sticky, and says nothing of what lies between.
        last, first = moments[-1], max(moments)
        looks = 0
        for identity, visit in self.articles.notes.visits():
            published = naive(visit.published)
            if visit.missed or published is None or identity in self.articles.shown or looks >= _MOST_LOOKS:
                continue
            if last < published < first:
                looks += 1
                self.articles.notes.miss(identity, clock.now())
                yield from self.articles.look(identity, visit.url, batch)

    async def _changed(self, source: Source, until: str | None) -> list[Listing]:
        """REST's articles by time of change, down to what was read already."""
        listings: list[Listing] = []
        ask: Ask | None = Ask(_by_change(source.facts.url))
        while ask is not None and len(listings) < _MOST_PAGES:
            listing, _ = await self.sources.read(source, ask)
            listings.append(listing)
            reached = until is None or any(link.modified and link.modified <= until for link in listing.links)
            ask = None if reached or listing.next_page is None else Ask(listing.next_page)
        return listings

    async def _missing(self, source: Source, total: int, batch: Batch) -> list[Request]:
        """Requests for articles of the feed that REST, read as a whole, no longer lists."""
        if (
            total > _MOST_PAGES * 100
            or len(self.articles.spider.section_addresses()) != 1
            or self.articles.feed is None
        ):
            return []
        listed: set[str] = set()
        ask: Ask | None = Ask(source.facts.url)
        try:
            while ask is not None:
                listing, _ = await self.sources.read(source, ask)
                listed.update(self.articles.notes.leads_to(article_id(link.url)) for link in listing.links)
                ask = Ask(listing.next_page) if listing.next_page else None
        except SourceLost:
            return []
        lost = [entry for entry in self.articles.feed.entries() if entry.kind == "article" and entry.id not in listed]
        return [request for entry in lost[:_MOST_LOOKS] for request in self.articles.look(entry.id, entry.url, batch)]

    def _is_new(self, link: Link) -> bool:
        feed = self.articles.feed
        return feed is not None and feed.entry(self.articles.notes.leads_to(article_id(link.url))) is None


def _by_change(url: str) -> str:
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), ("orderby", "modified"), ("order", "desc")]
    return urlunsplit(parts._replace(query=urlencode(query, safe=",")))
