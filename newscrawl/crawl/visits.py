"""The article pages of a run: new ones, those that failed earlier, and second looks at those that the feed holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newscrawl import clock, options
from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.crawl.claims import Claims, Page, tell_conflict
from newscrawl.crawl.fetching import reason_of, validators_of
from newscrawl.crawl.identity import CANONICAL_CONFLICT
from newscrawl.crawl.moves import has_become, moved_from
from newscrawl.crawl.pages import ARTICLE
from newscrawl.crawl.parts import parts_of
from newscrawl.downloader.closing import until_closing
from newscrawl.downloader.refusals import RunStopping
from newscrawl.pipelines.archive import capture_of
from newscrawl.sources import Link
from newscrawl.state.notes import DAY, Notes, Schedule, Visit
from newscrawl.urls import article_id

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawl.pipelines.feed import FeedPipeline
    from newscrawl.spiders.section import SectionSpider
    from newscrawl.store.index import Entry

GONE = frozenset((404, 410))
REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BACKDATED = timedelta(days=2)
"""How far before the feed's first day articles are taken all the same: they may have been dated back."""
_PASSING = frozenset(("consent_wall", "challenge", "wall"))
"""Findings about a page that say nothing of its article: it is tried again as if it had failed."""


def schedule_of(settings: BaseSettings) -> Schedule:
    """When pages are asked for again, as the settings say."""
    return Schedule(
        retry_first=options.RETRY_FIRST.read(settings),
        retry_for=options.RETRY_DAYS.read(settings) * DAY,
        rejection=options.REJECTION_DAYS.read(settings) * DAY,
        revisit_first=options.REVISIT_FIRST.read(settings),
        revisit_for=options.REVISIT_DAYS.read(settings) * DAY,
        removal_wait=options.REMOVAL_WAIT.read(settings),
    )


class Origin(StrEnum):
    """Why an article page was asked for."""

    LIST = "list"
    """A list of the section's articles shows it."""
    CHANGES = "changes"
    """A list of what changed on the site shows it."""
    RETRY = "retry"
    """It failed in an earlier run."""
    REVISIT = "revisit"
    """The feed holds it, and it is due for another look."""


@dataclass(slots=True)
class Batch:
    """Article pages on their way that belong together: those of one document, or the second looks of a run."""

    asked: int = 0
    old: int = 0
    """How many were older than wanted."""
    back: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self) -> None:
        """One more was asked for."""
        self.asked += 1
        self.over.clear()  # those before it may be back already

    def settle(self) -> None:
        """One of them was read, or could not be."""
        self.back += 1
        if self.back >= self.asked:
            self.over.set()

    @property
    def is_old(self) -> bool:
        """Whether all of them were older than wanted."""
        return 0 < self.asked == self.old


@dataclass(frozen=True, slots=True)
class Told:
    """What a page was asked for."""

    response: Response
    link: Link
    identity: str
    """Id of the link's address."""
    look: bool
    """Whether the feed holds the article."""
    origin: Origin
    batch: Batch


@dataclass(slots=True)
class Articles:
    """Asks for article pages, each once a run, and notes what became of them."""

    spider: SectionSpider
    notes: Notes
    feed: FeedPipeline | None
    answered: bool = False
    """Whether any article page answered in this run."""
    seen: int = 0
    """Articles that lists showed and pages that were read: what the run saw of the site."""
    gone: dict[str, str] = field(default_factory=dict)
    """Id and address of the articles of the feed that were found gone."""
    shown: set[str] = field(default_factory=set)
    """Ids of the articles that the sources showed."""
    requested: set[str] = field(default_factory=set)
    claims: Claims = field(init=False)
    """The addresses that the pages of this run declare."""

    def __post_init__(self) -> None:
        self.claims = Claims(self.notes, self.feed, self.shown)

    @property
    def fetched(self) -> int:
        """How many article pages were asked for."""
        return len(self.requested)

    def wanted(
        self, links: Iterable[Link], batch: Batch, origin: Origin = Origin.LIST, *, changed_since: str | None = None
    ) -> Iterator[Request]:
        """Requests for the articles that are new, and for those whose source states a later change.

        `changed_since` is the last change that an earlier run saw in the same list of changes.
        """
        links = list(links)
        self.claims.show(links)
        unproven = self.claims.unproven(links)
        for link in links:
            own = article_id(link.url)
            identity = own if own in unproven else self.notes.leads_to(own)
            self.shown.add(self.notes.leads_to(own))
            if identity in self.requested or self.spider.has_enough:
                continue
            self.spider.count("links/found")
            self.seen += 1
            entry = self._entry(identity)
            if self.spider.is_too_old(link):
                self.spider.count("links/before_since")
            elif entry is not None and entry.kind == "article" and own not in unproven:
                yield from self._known(entry.id, link, batch, origin, changed_since)
            elif self._is_before_feed(link.published, origin):
                self.spider.count("links/before_feed")
            elif self.notes.is_waiting(identity, clock.now()):
                self.spider.count("links/waiting")
            else:
                yield self._request(link, batch, identity, origin)

    def due(self, batch: Batch) -> Iterator[Request]:
        """Requests for the articles that failed earlier, and for those found gone once whose second look is due."""
        now = clock.now()
        for identity, url in self.notes.due_failures(now):
            if identity not in self.requested and self._entry(identity) is None and not self.spider.has_enough:
                self.spider.count("links/retried")
                yield self._request(Link(url), batch, identity, Origin.RETRY)
        for identity, url in self.notes.due_gone(now):
            yield from self.look(identity, url, batch)

    def looks(self, batch: Batch) -> Iterator[Request]:
        """Requests for the articles of the feed whose next look is due, the longest due first."""
        now = clock.now().timestamp()
        due = sorted(
            ((visit.due, identity, visit) for identity, visit in self.notes.visits() if visit.due <= now),
            key=lambda look: look[:2],
        )
        for _, identity, visit in due[: options.REVISITS_MAX.read(self.spider.settings)]:
            yield from self.look(identity, visit.url, batch, visit.validators)

    def look(
        self,
        identity: str,
        url: str,
        batch: Batch,
        validators: Mapping[str, str] | None = None,
        *,
        origin: Origin = Origin.REVISIT,
    ) -> Iterator[Request]:
        """A request for an article that the feed holds; with `validators` a conditional one."""
        if identity not in self.requested:
            self.spider.count("looks/made")
            yield self._request(Link(url), batch, identity, origin, look=True, headers=dict(validators or {}))

    def _known(
        self, identity: str, link: Link, batch: Batch, origin: Origin, changed_since: str | None
    ) -> Iterator[Request]:
        visit = self.notes.visit(identity)
        if link.modified and _is_later(link.modified, visit, changed_since):
            yield from self.look(identity, link.url, batch, origin=origin)
            return
        self.spider.count("links/known")
        if link.modified:
            self.notes.confirmed(identity, link.modified, clock.now())

    def _request(
        self,
        link: Link,
        batch: Batch,
        identity: str,
        origin: Origin,
        *,
        look: bool = False,
        headers: dict[str, str] | None = None,
    ) -> Request:
        self.requested.add(identity)
        if self.fetched == options.PAGES_MAX.read(self.spider.settings):
            self.spider.count("limits/pages")
            self.spider.logger.warning("Left for another run: what is beyond NEWSCRAWL_PAGES_MAX articles")
        batch.expect()
        return Request(
            link.url,
            self._read,
            errback=self._failed,
            headers=headers,
            meta=ARTICLE
            | {"newscrawl_link": link}
            | ({"handle_httpstatus_list": [304, *sorted(GONE)]} if look else {}),
            cb_kwargs={"link": link, "batch": batch, "identity": identity, "look": look, "origin": origin},
            dont_filter=True,
        )

    def _read(
        self, response: Response, link: Link, batch: Batch, identity: str, look: bool, origin: Origin
    ) -> Iterator[Any]:
        try:
            if look and response.status in GONE:
                self.spider.count("looks/gone")
                self.gone[identity] = link.url
                return
            self.answered = True
            if response.status == 304:
                self.spider.count("looks/unchanged")
                self._visited(identity, response, link)
                return
            self.spider.count("pages/read")
            told = Told(self.spider.incoming(response), link, identity, look, origin, batch)
            for result in self._results(told):
                yield self.spider.outgoing(result) if isinstance(result, Request) else result
        finally:
            batch.settle()

    def _results(self, told: Told) -> Iterator[Any]:
        try:
            for result in self.spider.parse_article(told.response, told.link):
                if isinstance(result, Draft):
                    result.capture = capture_of(told.response)
                    yield from parts_of(self.spider, result, told.link, partial(self._identified, told))
                else:
                    yield result
        except NotAnArticle as finding:
            self.spider.lost(f"dropped/{finding.reason}", told.response.url)
            self.spider.keep_page(told.response, finding=f"dropped/{finding.reason}")
            self._rejected(told.identity, told.link.url, finding.reason, look=told.look)
        except Exception:
            self.spider.keep_page(told.response, finding="error")
            raise

    def _identified(self, told: Told, draft: Draft) -> Iterator[Draft | Request]:
        """The draft under the id that its article has in the feed, once it is clear which that is."""
        article, link = draft.article, told.link
        if self.spider.is_before_since(article.published_at):
            self.spider.count("pages/understood")
            self._left_out(draft, told.response, "dropped/before_since")
            told.batch.old += 1
            return
        page = Page.of(draft, told.response.url, link)
        holder = self.claims.decide(page)
        if holder is not None:
            yield self._ask_holder(page, holder, told)
        else:
            yield from self._placed(told, page)

    def _placed(self, told: Told, page: Page) -> Iterator[Draft | Request]:
        """The draft under the id of its article, once it is clear whether the address that it declares is its own."""
        draft, article, link, identity = page.draft, page.draft.article, told.link, told.identity
        look = told.look and article.id == page.declared
        if CANONICAL_CONFLICT in article.problems:
            tell_conflict(self.spider)
        held = self._entry(article.id)
        if look and held is None:
            article.id = identity  # the page of a known article says that it has moved
        elif look and held is not None and held.id != identity:
            self.notes.note_target(identity, held.id)  # two articles of the feed have become one
            self.notes.forget_visit(identity)
            self.spider.keep_page(told.response, id=held.id)
            return
        elif held is None and (former := self._former(draft)) is not None:
            yield self._ask_former(draft, former, link)
            return
        elif held is None and self._is_before_feed(article.published_at or link.published, told.origin):
            self._left_out(draft, told.response, "dropped/before_feed")
            return
        self.arrived(draft, link, told.response)
        yield draft

    def _left_out(self, draft: Draft, response: Response, fact: str) -> None:
        self.spider.lost(fact, response.url)
        self.spider.keep_page(response, finding=fact, id=draft.article.id)

    def arrived(self, draft: Draft, link: Link, response: Response) -> None:
        """Notes that an article was read, at the address of a link, and is on its way to the feed."""
        held = self._entry(draft.article.id)
        identity = held.id if held else draft.article.id
        self.notes.arrived(article_id(link.url))
        self.notes.arrived(identity)
        self.notes.note_target(article_id(link.url), identity)
        self._visited(identity, response, link, draft)

    def _visited(self, identity: str, response: Response, link: Link, draft: Draft | None = None) -> None:
        now = clock.now()
        earlier = self.notes.visit(identity)
        published = draft.article.published_at if draft else None
        visit = Visit(
            url=link.url,
            read=earlier.read if earlier else now.timestamp(),
            due=0.0,
            published=published or (earlier.published if earlier else None),
            modified=link.modified
            or (draft.article.modified_at if draft else None)
            or (earlier.modified if earlier else None),
            validators=validators_of(response) or (earlier.validators if earlier and response.status == 304 else {}),
            missed=earlier.missed if earlier else False,
        )
        self.notes.visited(identity, visit, now)

    def _rejected(self, identity: str, url: str, reason: str, *, look: bool) -> None:
        if look:
            return  # what the feed holds is not doubted for a page that is no article today
        if reason in _PASSING:
            self.notes.failed(identity, url, reason, clock.now())
        else:
            self.notes.rejected(identity, url, reason, clock.now())

    def dropped(self, identity: str, url: str, reason: str) -> None:
        """Notes that a pipeline found that a page is no article."""
        if self._entry(identity) is None:
            self._rejected(identity, url, reason, look=False)

    def _former(self, draft: Draft) -> Entry | None:
        """An article of the feed that says the same at another address, and so may have moved here."""
        if self.feed is None or draft.article.content_hash is None:
            return None
        alike = self.feed.alike(draft.article.content_hash)
        return next((entry for entry in alike if entry.kind == "article" and entry.id not in self.shown), None)

    def _ask_former(self, draft: Draft, former: Entry, link: Link) -> Request:
        self.spider.count("looks/moved")
        return Request(
            former.url,
            self._former_answered,
            errback=partial(self._former_failed, link),
            meta=ARTICLE | {"dont_redirect": True, "handle_httpstatus_list": sorted(GONE | REDIRECTS)},
            cb_kwargs={"draft": draft, "former": former, "link": link},
            dont_filter=True,
            priority=1,
        )

    def _former_answered(self, response: Response, draft: Draft, former: Entry, link: Link) -> Iterator[Draft]:
        """The draft, as a revision of the article that has moved, or as one of its own where both are there."""
        response = self.spider.incoming(response)
        if response.status in GONE or moved_from(response, draft.article.id, self.spider.extract):
            draft.article.id = former.id
        self.spider.keep_page(response, id=former.id)
        self.arrived(draft, link, response.replace(headers={}))
        yield draft

    def _former_failed(self, link: Link, failure: Failure) -> None:
        if not isinstance(failure.value, RunStopping):
            # Whether it has moved is not known: asked again with the article itself.
            self._note_failure(article_id(link.url), link.url, reason_of(failure.value))

    def _ask_holder(self, page: Page, address: str, told: Told) -> Request:
        """A request for the page that the article was last read at whose address this page declares."""
        self.spider.count("looks/moved")
        return Request(
            address,
            self._holder_answered,
            errback=partial(self._former_failed, told.link),
            meta=ARTICLE | {"dont_redirect": True, "handle_httpstatus_list": sorted(GONE | REDIRECTS)},
            cb_kwargs={"page": page, "told": told},
            dont_filter=True,
            priority=1,
        )

    def _holder_answered(self, response: Response, page: Page, told: Told) -> Iterator[Any]:
        """The draft, as a revision of the article that has become this page, or as one of its own."""
        response = self.spider.incoming(response)
        self.spider.keep_page(response, id=page.declared)
        self.claims.settle(page, same=has_become(response, page.addresses, page.said, self.spider.extract))
        for result in self._placed(told, page):
            yield self.spider.outgoing(result) if isinstance(result, Request) else result

    def _failed(self, failure: Failure) -> None:
        """Counts, logs and notes an article page that could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        request.cb_kwargs["batch"].settle()
        if isinstance(failure.value, RunStopping):
            return  # left for the next run, not lost
        reason, link = reason_of(failure.value), request.cb_kwargs["link"]
        self.spider.lost(f"pages/failed/{reason}", link.url)
        if not request.cb_kwargs["look"]:
            self._note_failure(request.cb_kwargs["identity"], link.url, reason)

    def _note_failure(self, identity: str, url: str, reason: str) -> None:
        if not self.notes.failed(identity, url, reason, clock.now()):
            self.spider.count("links/given_up")
            self.spider.logger.warning("Given up after %g days (%s): %s", self._retry_days, reason, url)

    @property
    def _retry_days(self) -> float:
        return self.notes.schedule.retry_for / 86400

    def _is_before_feed(self, published: str | None, origin: Origin) -> bool:
        """Whether an article that only a list of changes shows is older than all that was ever wanted.

        Where a run says from which day on it wants articles, that day alone decides.
        """
        first = self.feed.first_day if self.feed is not None else None
        if first is None or origin is not Origin.CHANGES or self.spider.arguments.since is not None:
            return False
        return self.spider.is_before(first - _BACKDATED, published)

    def _entry(self, identity: str) -> Entry | None:
        return self.feed.entry(identity) if self.feed is not None else None

    async def wait_for(self, batch: Batch) -> None:
        """Returns once all pages of a batch have come back, or the run is being stopped."""
        if batch.back >= batch.asked:
            return
        over = asyncio.ensure_future(batch.over.wait())
        stop = asyncio.ensure_future(until_closing(self.spider.crawler))
        try:
            await asyncio.wait((over, stop), return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
            stop.cancel()


def _is_later(modified: str, visit: Visit | None, changed_since: str | None) -> bool:
    """Whether a stated change comes after what was read."""
    moment = _moment(modified)
    if moment is None:
        return False
    if visit is None:
        last = _moment(changed_since) if changed_since else None
        return last is not None and moment > last
    known = _moment(visit.modified) if visit.modified else None
    return moment > known if known is not None else moment.timestamp() > visit.read


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
