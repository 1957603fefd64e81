"""What a site changed of known articles, and which it removed.

Some sources state the time of each change, and lists show by absence.  An article is removed at the second visit that
finds it gone, and never on the word of a broken site.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request

from newscrawl import clock
from newscrawl.crawl.requests import ArticleRequests
from newscrawl.crawl.run import Run
from newscrawl.crawl.sources import SectionSources, Source, SourceLost
from newscrawl.crawl.visits import Batch, Origin
from newscrawl.crawl.walk import Ask, in_order, moment_of, naive
from newscrawl.items import Article
from newscrawl.state.memory import Note
from newscrawl.store.index import Entry
from newscrawl.store.revising import removal
from newscrawl.urls import article_id

if TYPE_CHECKING:
    from newscrawl.crawl.run import Run
    from newscrawl.sources import Link, Listing


_KIND = "changes"
_AT_LEAST = 86400.0
"""Seconds after which a source is asked for changes though the feed is as it was: it says nothing of deletions."""
_MOST_PAGES = 10
"""Answers of a hundred articles that are read at most to find what changed, or what is missing."""
_MOST_MISSING = 20
"""Articles at most that a run visits because a list lacks them."""


@dataclass(slots=True)
class Changes:
    """The changes of one section in one run."""

    run: Run
    requests: ArticleRequests
    sources: SectionSources

    async def of_source(self, source: Source, listed: Iterable[list[Link]]) -> AsyncIterator[Request]:
        """Visits what a source says has changed since the last run that asked, and what is no longer there.

        `listed` is what the section's lists show in this run.
        """
        known, batch = self._known(source), Batch()
        try:
            listings = await self._changed(source, known.get("until"))
        except SourceLost as finding:
            self.run.report.count(f"sources/passed_over/{finding.reason}")
            return
        until = known.get("until")
        links = [link for listing in listings for link in listing.links]
        published = _moments([*links, *(link for some in listed for link in some if _states_zone(link))])
        # What the feed does not hold though it has not changed was there before: no run has wanted it.
        links = [link for link in links if self._is_known(link) or _is_news(link, known)]
        for request in self.requests.wanted(links, batch, Origin.CHANGES, changed_since=until):
            yield request
        total = listings[0].total
        if total is not None and _lacks_some(total, published, known):
            for request in await self._missing(source, total, batch):
                yield request
        await self.requests.wait_for(batch)
        if not self.run.stop.has_begun:
            note = {
                "until": max((link.modified for link in listings[0].links if link.modified), default=until),
                "newest": max(published.values(), default=known.get("newest")),
                "total": total,
                "at": clock.now().timestamp(),
            }
            self.run.state.at_end.append(Note(_KIND, source.facts.url, note, None))

    def is_due(self, source: Source) -> bool:
        """Whether nobody has asked for so long that even a site whose feed is as it was may have lost articles."""
        return bool(clock.now().timestamp() - self._known(source).get("at", 0.0) >= _AT_LEAST)

    def of_list(self, listed: list[Link], batch: Batch) -> Iterator[Request]:
        """Visits articles that one document of a list should have shown between others and did not."""
        moments = [moment for link in listed if (moment := moment_of(link)) is not None]
        if len(moments) < 2 or not in_order(list(moments)):
            return
        # What is older than the last of a list in order is sticky, and says nothing of what lies between.
        last, first = moments[-1], max(moments)
        missing, notes = 0, self.run.state.notes
        for identity, kept in notes.visits():
            published = naive(kept.published)
            if kept.missed or published is None or identity in self.requests.seen.listed or missing >= _MOST_MISSING:
                continue
            if last < published < first:
                missing += 1
                notes.miss(identity, clock.now())
                yield from self.requests.revisit(identity, kept.url, batch)

    async def _changed(self, source: Source, until: str | None) -> list[Listing]:
        """The articles of a source by time of change, down to what was read already."""
        listings: list[Listing] = []
        changes = source.facts.type.changes
        assert changes is not None  # noqa: S101 - it was chosen since it can be asked
        ask: Ask | None = Ask(changes(source.facts.url))
        while ask is not None and len(listings) < _MOST_PAGES:
            listing, _ = await self.sources.read(source, ask)
            listings.append(listing)
            reached = until is None or any(link.modified and link.modified <= until for link in listing.links)
            ask = None if reached or listing.next_page is None else Ask(listing.next_page)
        return listings

    async def _missing(self, source: Source, total: int, batch: Batch) -> list[Request]:
        """Requests for articles of the feed that a source, read as a whole, no longer lists."""
        feed, notes = self.run.feed, self.run.state.notes
        if total > _MOST_PAGES * 100 or len(self.run.site.section_addresses()) != 1 or feed is None:
            return []
        listed: set[str] = set()
        ask: Ask | None = Ask(source.facts.url)
        try:
            while ask is not None:
                listing, _ = await self.sources.read(source, ask)
                own = {article_id(link.url) for link in listing.links}
                listed |= own | {notes.leads_to(identity) for identity in own}
                ask = Ask(listing.next_page) if listing.next_page else None
        except SourceLost:
            return []
        lost = [entry for entry in feed.entries() if entry.kind == "article" and entry.id not in listed]
        return [
            request for entry in lost[:_MOST_MISSING] for request in self.requests.revisit(entry.id, entry.url, batch)
        ]

    def _known(self, source: Source) -> dict[str, Any]:
        """What an earlier run noted of a list of changes, empty where none did."""
        return self.run.state.memory.get(_KIND, source.facts.url) or {}

    def _is_known(self, link: Link) -> bool:
        return self.run.entry(self.run.state.notes.leads_to(article_id(link.url))) is not None


def _moments(links: Iterable[Link]) -> dict[str, str]:
    """When articles were published, in UTC, by their ids."""
    dated = ((article_id(link.url), moment_of(link)) for link in links)
    return {identity: moment.isoformat() for identity, moment in dated if moment is not None}


def _states_zone(link: Link) -> bool:
    return link.published is not None and datetime.fromisoformat(link.published).tzinfo is not None


def _is_news(link: Link, known: dict[str, Any]) -> bool:
    """Whether an article was published or changed since a list of changes was last read; not where none ever was."""
    until, newest, moment = known.get("until"), known.get("newest"), moment_of(link)
    if until is None:
        return False
    is_new = newest is not None and moment is not None and moment.isoformat() > newest
    return is_new or link.modified is None or link.modified > until


def _lacks_some(total: int, published: dict[str, str], known: dict[str, Any]) -> bool:
    """Whether a site has fewer articles than it had, those counted that it has published since.

    Articles that are new to the feed alone, since a run reads further back, were counted at the last time.
    """
    before, newest = known.get("total"), known.get("newest")
    if before is None or newest is None:
        return False
    return bool(total < before + sum(moment > newest for moment in published.values()))


_FEW = 2
"""Articles that may be gone at once without a doubt of the site."""
_PURGE = 0.05
"""Share of what a run saw of a site beyond which a loss at once is taken for a fault of the site."""


async def removals(run: Run, requests: ArticleRequests) -> AsyncIterator[Any]:
    """The removal lines of articles gone for the second time; before them, where needed, what a witness says.

    A visit counts only where the site answers otherwise: one article page at least was read in this run, and not more
    than a twentieth of what the run saw is gone that was there before.
    """
    seen = requests.seen
    for identity in seen.led_to.keys() & seen.listed:
        # A list still shows the address, so that it is one more of the article that it leads to.
        del seen.gone[identity]
        run.state.notes.note_target(identity, seen.led_to[identity])
        run.state.notes.forget_visit(identity)
    if not seen.gone or run.stop.has_begun:
        return
    witness = _witness(run, requests) if not seen.answered else None
    if witness is not None:
        async for found in requests.visit_now(witness.id, witness.url):
            yield found
    lost = [identity for identity in seen.gone if not run.state.notes.was_gone(identity)]
    if not seen.answered or len(lost) > max(_FEW, _PURGE * (seen.links + seen.fetched)):
        run.report.count("revisits/purge")
        run.report.logger.warning(
            "%d articles of the feed are gone at once: the run takes that for a fault of the site and removes none",
            len(lost) or len(seen.gone),
        )
        return
    for line in _lines(run, seen.gone):
        yield line


def _witness(run: Run, requests: ArticleRequests) -> Entry | None:
    """An article that a list shows and the feed has, which so must be there."""
    listed = (run.entry(identity) for identity in sorted(requests.seen.listed - requests.seen.requested))
    return next(
        (
            entry
            for entry in listed
            if entry is not None and entry.kind == "article" and entry.id not in requests.seen.requested
        ),
        None,
    )


def _lines(run: Run, gone: Mapping[str, str]) -> Iterator[Article]:
    now, feed, notes = clock.now(), run.feed, run.state.notes
    for identity, url in gone.items():
        entry = run.entry(identity)
        if feed is None or entry is None or not notes.gone(identity, url, now):
            continue
        notes.arrived(identity)
        notes.forget_visit(identity)
        yield removal(entry, feed.line(entry), run.site.site, now.isoformat(timespec="seconds"))
