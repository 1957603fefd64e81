"""Reading a section: cheapest source first, the others to close what it leaves open."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator

from scrapy import Request

from newscrawl.crawl.changes import Changes
from newscrawl.crawl.requests import ArticleRequests
from newscrawl.crawl.run import Run
from newscrawl.crawl.sources import (
    NOT_THERE,
    NOTHING_THERE,
    SectionSources,
    Source,
    SourceLost,
    SourceUnchanged,
    to_backfill,
    to_poll,
)
from newscrawl.crawl.visits import Batch
from newscrawl.crawl.walk import Bounds, End
from newscrawl.sources import Link, Listing
from newscrawl.sources.links import SECTION
from newscrawl.sources.sitemaps import counts_upwards
from newscrawl.sources.types import SOURCE_TYPES
from newscrawl.urls import article_id

_PART = 20
"""Articles of a long sitemap that are read before it is decided whether to go on."""
_TOLERANCE = 0.1
"""Share of a page's articles that another source may lack: a sticky item, a cache."""
_CUT_SHORT = frozenset((End.DEPTH, End.FAILED, End.LIMIT))
"""Ends of a walk behind which articles may lie that a later run can reach."""


class SectionReader:
    """Reads one section in one run.

    `whole` tells afterwards whether nothing that was wanted and can be had was left unread.
    """

    def __init__(self, run: Run, sources: SectionSources, requests: ArticleRequests) -> None:
        self.run = run
        self.sources = sources
        self.requests = requests
        self.changes = Changes(run, requests, sources)
        self.whole = False
        self._listed: list[list[Link]] = []
        self._found: list[Source] = []
        self._read: list[Source] = []
        self._has_read = False
        """Whether any document led to links, or is as it was."""

    async def items(self) -> AsyncIterator[Request]:
        """Requests for the articles, in the order in which the sources show them."""
        kinds = self.run.arguments.sources
        steps = self._by_plan() if kinds is None else self._follow(await self.sources.named(kinds))
        async for request in steps:
            yield request
        if kinds is None and self.run.feed is not None and not self.run.stop.has_begun:
            async for request in self._revisits():
                yield request
        self._conclude()
        if not self.run.stop.has_begun:
            for cause, address in self._whatever_is_empty():
                self.run.report.lost(f"sections/empty/{cause}", address)
            if (kind := self._falls_short()) is not None:
                self.run.report.lost(f"sections/short/{kind}", self.sources.section)

    @property
    def has_all_asked_for(self) -> bool:
        """Whether a source was read back as far as asked for, or all of them and none goes so far."""
        if any(source.walk.reaches for source in self._read):
            return True
        ends = {source.walk.end for source in self._read}
        tried_all = self.run.arguments.sources is None and not self.run.state.progress.first
        return bool(ends) and tried_all and ends.isdisjoint(_CUT_SHORT)

    @property
    def states_changes(self) -> bool:
        """Whether a source of the section states what changed, so that nothing is re-visited for its age alone."""
        return self._stating is not None

    @property
    def _stating(self) -> Source | None:
        fit = (source for source in self._found if source.facts.stands_for_section)
        return next((source for source in fit if source.facts.type.changes is not None), None)

    async def _revisits(self) -> AsyncIterator[Request]:
        """What the sources tell of articles that the feed holds: some what changed, lists what they lack."""
        if self._stating is not None and (any(self._listed) or self.changes.is_due(self._stating)):
            async for request in self.changes.of_source(self._stating, self._listed):
                yield request
        if not self.run.state.progress.first:
            batch = Batch()
            for links in self._listed:
                for request in self.changes.of_list(links, batch):
                    yield request
            await self.requests.wait_for(batch)

    async def _by_plan(self) -> AsyncIterator[Request]:
        remembered = self._found = self.sources.remembered()
        async for request in self._follow(to_poll(remembered), to_backfill(remembered)):
            yield request
        if not self._is_enough():
            self.sources.forget()
            found = self._found = await self.sources.survey()
            async for request in self._follow(to_poll(found) or found, to_backfill(found) or found):
                yield request
        if not self._is_enough() and not self.run.state.progress.first:
            async for request in self._follow(await self.sources.fit_sitemaps()):
                yield request

    async def _follow(self, polled: list[Source], backfilled: list[Source] | None = None) -> AsyncIterator[Request]:
        """The first document of the first source; then each to its end, until one reaches far enough."""
        for source in polled[:1]:
            async for request in self._document(source):
                yield request
        for source in polled if backfilled is None else backfilled:
            while source.walk.end is None and not self._is_enough():
                async for request in self._document(source):
                    yield request

    async def _document(self, source: Source) -> AsyncIterator[Request]:
        """Requests for what the next document of a source shows."""
        if source not in self._read:
            self._read.append(source)
        found = await self._next_document(source)
        if found is None:
            return
        listing, url = found
        links = source.walk.take(listing, url)
        if listing.links:
            self._has_read = True
            self.run.report.count("sources/read")
        if SOURCE_TYPES[listing.kind].is_ordered:
            self._listed.append(listing.links)
        waits = not source.walk.dated and self.run.arguments.since is not None
        for some in _parts(links, url) if waits else (links,):
            batch = Batch()
            for request in self.requests.wanted(some, batch):
                yield request
            if waits:
                await self.requests.wait_for(batch)
                if batch.is_old:
                    source.walk.stop(End.SINCE)
                    return

    async def _next_document(self, source: Source) -> tuple[Listing, str] | None:
        if source.opened is not None:
            opened, source.opened = source.opened, None
            return opened
        ask = source.walk.next()
        if ask is None:
            return None
        try:
            listing, url = await self.sources.read(source, ask)
            if not source.walk.pages and not listing.links and not listing.is_index:
                raise SourceLost("no_links")
        except SourceUnchanged:
            self._has_read = True
            self.run.report.count("sources/read")
            self.run.report.count("sources/unchanged")
            source.walk.stop(End.DONE)
            return None
        except SourceLost as finding:
            if source.walk.pages and finding.reason in NOT_THERE:
                source.walk.stop(End.LAST)  # many lists name pages that are not there
            else:
                if source.walk.pages:
                    self.run.report.lost(f"sources/failed/{finding.reason}", ask.url)
                else:
                    self.sources.lose(source, finding.reason, ask.url)
                source.walk.stop(End.FAILED)
            return None
        return listing, url

    def _is_enough(self) -> bool:
        return self.requests.has_enough or any(source.walk.is_enough for source in self._read)

    def _whatever_is_empty(self) -> Iterator[tuple[str, str]]:
        """What answers and leads to nothing, with a short code: `emptied`, `no_links`, `no_feed` and the like.

        Where any source of the section was read, only what led to articles in an earlier run.
        """
        yield from (("emptied", address) for address in self.sources.emptied)
        if self._has_read or self.requests.has_enough:
            return
        asked, losses = self.run.arguments.sources, self.sources.losses
        page = [loss for loss in losses if loss.kind == SECTION][:1]  # what was found in its place does not count
        others = [loss for loss in losses if loss.kind in (asked or ()) and loss.kind != SECTION]
        if not all(map(self.sources.is_absent, page + others)):
            return
        empty = [loss for loss in page + others if loss.reason in NOTHING_THERE and loss.kind in (asked or (SECTION,))]
        yield from (("no_links", loss.address) for loss in empty if loss.address not in self.sources.emptied)
        missing = set(asked or ()) - {loss.kind for loss in empty}
        yield from ((f"no_{kind}", self.sources.section) for kind in sorted(missing))

    def _falls_short(self) -> str | None:
        """The type of the sources that a first run asked for, where the section's page says that there is more."""
        page, kinds = self.sources.page, {source.facts.kind for source in self._read}
        is_first = self._has_read and self.run.state.progress.first
        if page is None or SECTION in kinds or self._is_enough() or not is_first:
            return None
        listed, leads_to = self.requests.seen.listed, self.run.state.notes.leads_to
        missing = sum(leads_to(article_id(link.url)) not in listed for link in page.links)
        goes_on = page.next_page is not None or page.load_more is not None
        # What is in no order may hold all that the further pages show.
        is_short = missing > max(1, _TOLERANCE * len(page.links)) or (
            goes_on and all(SOURCE_TYPES[kind].is_ordered for kind in kinds)
        )
        return min(kinds) if is_short else None

    def _conclude(self) -> None:
        """Whether the run may count as having read the section; a gap that no source closes is said once."""
        if self.run.stop.has_begun or not self._read or self.requests.has_enough:
            return
        ends = {source.walk.end for source in self._read}
        if any(source.walk.reaches for source in self._read):
            self.whole = True
        elif self.run.state.progress.first:
            self.whole = End.DEPTH in ends or End.FAILED not in ends
            self._say_if_short(ends)
        else:
            self.run.report.count("sources/gap")
            self.run.report.logger.log(
                logging.WARNING if self._has_read else logging.INFO,  # of a section without any the status tells
                "No source of %s reaches back to what the feed holds: articles in between may be missing",
                self.sources.section,
            )
            # What a later run may still reach is left open; what no source shows any more is not waited for.
            self.whole = ends.isdisjoint(_CUT_SHORT)

    def _say_if_short(self, ends: set[End | None]) -> None:
        """Tells that the sources asked for end before the depth asked for, though the section page goes on."""
        arguments, page = self.run.arguments, self.sources.page
        if arguments.sources is None or (arguments.pages is None and arguments.since is None) or page is None:
            return
        goes_on = page.next_page is not None or page.load_more is not None
        if goes_on and ends <= {End.LAST, End.REPEATED, End.EMPTY}:
            self.run.report.count("sources/gap")
            self.run.report.logger.log(
                logging.INFO if self._falls_short() is not None else logging.WARNING,  # then the status tells
                "The sources asked for of %s end before the depth asked for, and the section goes on",
                self.sources.section,
            )


def _parts(links: list[Link], url: str) -> list[list[Link]]:
    """The links of a document without dates, in parts that are read one after the other while they are young enough.

    Lists are read as they are, and long sitemaps only part by part where they are known to be in order.
    """
    size = _PART if counts_upwards(url) else max(len(links), 1)
    return [links[start : start + size] for start in range(0, len(links), size)]


def bounds_of(run: Run, is_done: Callable[[Link], bool], *, deeper: bool = False) -> Bounds:
    """How far this run reads a section.

    `-a pages` and `-a since` say so; without them a first run reads three pages, and each later one as far as what the
    feed holds.  With `deeper`, what the feed holds says nothing of what lies behind it.
    """
    arguments, progress = run.arguments, run.state.progress
    pages = arguments.pages
    if pages is None and progress.first and arguments.since is None:
        pages = run.site.first_pages
    return Bounds(
        pages=pages,
        is_old=run.reach.is_beyond if arguments.since or progress.since else None,
        at_least=0 if arguments.since else run.site.first_pages,
        since=arguments.since,
        is_done=(lambda _: False) if deeper else is_done,
    )
