"""Which article pages a run asks for, each once: new ones, those that failed earlier, and those to visit again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from scrapy import Request

from newscrawl import clock
from newscrawl.crawl.answers import ArticleAnswers
from newscrawl.crawl.fetching import GONE, PageRequest, Unanswered
from newscrawl.crawl.identity import Claims
from newscrawl.crawl.run import Run
from newscrawl.crawl.visits import Batch, Origin, Seen, Visit
from newscrawl.downloader.purposes import RequestPurpose, meta_for
from newscrawl.sources import Link
from newscrawl.state.notes import Remembered
from newscrawl.urls import article_id


class ArticleRequests:
    """Asks for article pages, at Scrapy's pace."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.seen = Seen()
        self._counted: set[tuple[str, str]] = set()
        self.claims = Claims(run.state.notes, run.feed, self.seen.listed)
        """The addresses that the pages of this run declare."""
        self.answers = ArticleAnswers(run, self.seen, self.claims)

    @property
    def has_enough(self) -> bool:
        """Whether as many articles were asked for as `-a max_articles` and `NEWSCRAWL_PAGES_MAX` allow."""
        limits = (self.run.arguments.max_articles, self.run.limits.pages)
        return any(limit and self.seen.fetched >= limit for limit in limits)

    def is_done(self, link: Link) -> bool:
        """Whether an article needs no visit, and says that older ones need none either.

        It was in the feed before any run that did not come to its end, or is known to fail or to be no article.
        """
        state = self.run.state
        identity = state.notes.leads_to(article_id(link.url))
        entry = self.run.entry(identity)
        return state.notes.is_handled(identity) if entry is None else state.progress.covers(entry.line)

    def wanted(
        self, links: Iterable[Link], batch: Batch, origin: Origin = Origin.LIST, *, changed_since: str | None = None
    ) -> Iterator[Request]:
        """Requests for the articles that are new, and for those whose source states a later change.

        `changed_since` is the last change that an earlier run saw in the same list of changes.
        """
        links = list(links)
        notes = self.run.state.notes
        self.claims.note_listed(links)
        unproven = self.claims.unproven(links)
        for link in links:
            own = article_id(link.url)
            target = notes.leads_to(own)
            identity = own if own in unproven else target
            self.seen.listed.update((own, target))
            if identity in self.seen.requested or self.has_enough:
                continue
            self._count_link("found", identity)
            self.seen.links += 1
            entry = self.run.entry(identity)
            if self.run.reach.is_too_old(link):
                self._count_link("before_since", identity)
            elif entry is not None and entry.kind == "article" and own not in unproven:
                yield from self._known(entry.id, link, batch, changed_since)
            elif self.answers.is_before_feed(link.published, origin):
                self._count_link("before_feed", identity)
            elif notes.is_waiting(identity, clock.now()):
                self._count_link("waiting", identity)
            else:
                yield self._request(Visit(link, origin, identity, batch))

    def due(self, batch: Batch) -> Iterator[Request]:
        """Requests for the articles that failed earlier, and for those found gone once that are to be asked again."""
        now, notes = clock.now(), self.run.state.notes
        for identity, url in notes.due_failures(now):
            if identity not in self.seen.requested and self.run.entry(identity) is None and not self.has_enough:
                self.run.report.count("links/retried")
                yield self._request(Visit(Link(url), Origin.RETRY, identity, batch))
        for identity, url in notes.due_gone(now):
            yield from self.revisit(identity, url, batch)

    def due_revisits(self, batch: Batch) -> Iterator[Request]:
        """Requests for the articles of the feed whose next visit is due, the longest due first."""
        now = clock.now().timestamp()
        due = sorted(
            ((kept.due, identity, kept) for identity, kept in self.run.state.notes.visits() if kept.due <= now),
            key=lambda each: each[:2],
        )
        for _, identity, kept in due[: self.run.limits.revisits]:
            yield from self.revisit(identity, kept.url, batch, kept.validators)

    def revisit(
        self, identity: str, url: str, batch: Batch, validators: Mapping[str, str] | None = None
    ) -> Iterator[Request]:
        """A request for an article that the feed has; with `validators` a conditional one."""
        if identity not in self.seen.requested:
            self.run.report.count("revisits/made")
            yield self._request(Visit(Link(url), Origin.REVISIT, identity, batch), validators)

    async def visit_now(self, identity: str, url: str) -> AsyncIterator[Any]:
        """What comes of an article that the feed has, visited at once, past the scheduler."""
        self.run.report.count("revisits/made")
        visit = Visit(Link(url), Origin.REVISIT, identity, Batch())
        self._count(visit)
        wanted = PageRequest(url=url, purpose=RequestPurpose.ARTICLE, answers=GONE, link=visit.link)
        try:
            response = await self.run.fetch(wanted)
        except Unanswered as finding:
            self.answers.unanswered(visit, finding.reason)
            return
        async for item in self.answers.read(response, visit):
            yield item

    def _known(self, identity: str, link: Link, batch: Batch, changed_since: str | None) -> Iterator[Request]:
        notes = self.run.state.notes
        if link.modified and _is_later(link.modified, notes.visit(identity), changed_since):
            yield from self.revisit(identity, link.url, batch)
            return
        self._count_link("known", identity)
        if link.modified:
            notes.confirmed(identity, link.modified, clock.now())

    def _count_link(self, fact: str, identity: str) -> None:
        """Counts what became of an article that lists show, once a run: a feed and a list may both show it."""
        if (fact, identity) not in self._counted:
            self._counted.add((fact, identity))
            self.run.report.count(f"links/{fact}")

    def _count(self, visit: Visit) -> None:
        self.seen.requested.add(visit.identity)
        if self.seen.fetched == self.run.limits.pages:
            self.run.report.count("limits/pages")
            self.run.report.logger.warning(
                "The run has asked for NEWSCRAWL_PAGES_MAX articles and leaves the others to the next run"
            )
        visit.batch.expect()

    def _request(self, visit: Visit, headers: Mapping[str, str] | None = None) -> Request:
        self._count(visit)
        meta: dict[str, Any] = meta_for(RequestPurpose.ARTICLE) | {"newscrawl_link": visit.link}
        if visit.is_revisit:
            meta["handle_httpstatus_list"] = [304, *sorted(GONE)]
        return Request(
            visit.link.url,
            self.answers.read,
            errback=self.answers.failed,
            headers=dict(headers) if headers else None,
            meta=meta,
            cb_kwargs={"visit": visit},
            dont_filter=True,
        )

    async def wait_for(self, batch: Batch) -> None:
        """Returns once all pages of a batch have come back, or the run is being stopped."""
        if batch.back >= batch.asked:
            return
        over = asyncio.ensure_future(batch.over.wait())
        stop = asyncio.ensure_future(self.run.stop.begun())
        try:
            await asyncio.wait((over, stop), return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
            stop.cancel()


def _is_later(modified: str, kept: Remembered | None, changed_since: str | None) -> bool:
    """Whether a stated change comes after what was read."""
    moment = _moment(modified)
    if moment is None:
        return False
    if kept is None:
        last = _moment(changed_since) if changed_since else None
        return last is not None and moment > last
    known = _moment(kept.modified) if kept.modified else None
    return moment > known if known is not None else moment.timestamp() > kept.read


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
