"""What becomes of the article pages that a run asked for: one result for each visit, from one place that counts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scrapy.http import Response

from newscrawl import clock
from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.crawl.fetching import GONE, REDIRECTS, PageRequest, Unanswered, reason_of, validators_of
from newscrawl.crawl.identity import (
    CANONICAL_CONFLICT,
    Claims,
    Question,
    VisitedPage,
    has_become,
    moved_from,
    report_conflict,
)
from newscrawl.crawl.pages import with_parts
from newscrawl.crawl.run import Run
from newscrawl.crawl.visits import Origin, Seen, Visit, VisitResult
from newscrawl.downloader.purposes import RequestPurpose
from newscrawl.downloader.refusals import RunStopping
from newscrawl.pipelines.archive import capture_of
from newscrawl.state.notes import Remembered
from newscrawl.store.index import Entry
from newscrawl.urls import article_id

if TYPE_CHECKING:
    from twisted.python.failure import Failure

_BACKDATED = timedelta(days=2)
"""How far before the feed's first day articles are wanted all the same: they may have been dated back."""
_PASSING = frozenset(("consent_wall", "challenge", "wall"))
"""Findings about a page that say nothing of its article: it is tried again as if it had failed."""


class ArticleAnswers:
    """Reads the answers, and notes what came of each."""

    def __init__(self, run: Run, seen: Seen, claims: Claims) -> None:
        self.run = run
        self.seen = seen
        self.claims = claims
        self.notes = run.state.notes

    async def read(self, response: Response, visit: Visit) -> AsyncIterator[Any]:
        """The drafts of the page that was visited, and whatever else the site makes of it."""
        try:
            if visit.is_revisit and response.status in GONE:
                self._conclude(visit, VisitResult.GONE)
                return
            self.seen.answered = True
            if response.status == 304:
                self._conclude(visit, VisitResult.UNCHANGED, response)
                return
            self.run.report.count("pages/read")
            async for item in self._items(response, visit):
                yield item
        finally:
            visit.batch.came_back()

    def failed(self, failure: Failure) -> None:
        """Notes a page that could not be fetched; one that a stop has cut off is left for the next run."""
        request: Any = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.cb_kwargs["visit"]
        if isinstance(failure.value, RunStopping):
            visit.batch.came_back()
        else:
            self.unanswered(visit, reason_of(failure.value))

    def unanswered(self, visit: Visit, reason: str) -> None:
        """Notes a page that could not be had, with a short code for why."""
        visit.batch.came_back()
        self._conclude(visit, VisitResult.FAILED, reason=reason)

    def dropped(self, identity: str, url: str, reason: str) -> None:
        """Notes that a pipeline found that a page is no article."""
        if self.run.entry(identity) is None:
            self._note_rejection(identity, url, reason)

    def is_before_feed(self, published: str | None, origin: Origin) -> bool:
        """Whether an article that only a list of changes shows is older than all that was ever wanted.

        Where a run says from which day on it wants articles, that day alone decides.
        """
        first = self.run.feed.first_day if self.run.feed is not None else None
        if first is None or origin is not Origin.CHANGES or self.run.arguments.since is not None:
            return False
        return self.run.reach.is_before(first - _BACKDATED, published)

    async def _items(self, response: Response, visit: Visit) -> AsyncIterator[Any]:
        try:
            for found in self.run.site.parse_article(response, visit.link):
                if not isinstance(found, Draft):
                    yield found
                    continue
                found.capture = capture_of(response)
                draft = await self._article(found, response, visit)
                if draft is not None:
                    yield draft
        except RunStopping:
            return
        except NotAnArticle as finding:
            self._conclude(visit, VisitResult.REJECTED, response, reason=finding.reason)
        except Exception:
            self.run.keep(response, finding="error")
            raise

    async def _article(self, first: Draft, response: Response, visit: Visit) -> Draft | None:
        """The whole article under the id that it has in the feed, null where no line is to come of it."""
        run = self.run
        draft = await with_parts(
            first, visit.link, extract=run.site.extract, fetch=run.fetch, report=run.report, keep=run.keep
        )
        if run.reach.is_before_since(draft.article.published_at):
            run.report.count("pages/understood")
            self._conclude(visit, VisitResult.UNWANTED, response, draft=draft, reason="before_since")
            visit.batch.old += 1
            return None
        page = VisitedPage.of(draft, response.url, visit.link)
        question = self.claims.decide(page)
        if question is not None and not await self._has_asked(page, question, visit):
            return None
        return await self._identified(page, response, visit)

    async def _has_asked(self, page: VisitedPage, question: Question, visit: Visit) -> bool:
        """Asks the address that decides which article a page is; false where that has to wait for an answer."""
        if question.is_holders:
            answer = await self._asked(question.address, visit)
        else:
            answer = await self._declared(question.address)
        if answer is None:
            if not question.is_holders:
                self.claims.resolve(page, same=False)
            return not question.is_holders
        self.run.keep(answer, id=page.declared)
        same = has_become(answer, page.addresses, page.said, self.run.site.extract)
        self.claims.resolve(page, same=same)
        return True

    async def _identified(self, page: VisitedPage, response: Response, visit: Visit) -> Draft | None:
        """The draft under the id of its article, once it is clear whether the address that it declares is its own."""
        draft, article = page.draft, page.draft.article
        is_revisit = visit.is_revisit and article.id == page.declared
        if CANONICAL_CONFLICT in article.problems:
            report_conflict(self.run.report)
        known = self.run.entry(article.id)
        if is_revisit and known is None:
            article.id = visit.identity  # the page of a known article says that it has moved
        elif is_revisit and known is not None and known.id != visit.identity:
            if article_id(response.url) == known.id != article_id(visit.link.url):
                self.seen.led_to[visit.identity] = known.id
                self._conclude(visit, VisitResult.GONE)
            else:
                self._conclude(visit, VisitResult.MOVED, response, identity=known.id)
            return None
        elif known is None and (old := self._moved(draft)) is not None:
            answer = await self._asked(old.url, visit)
            if answer is None:
                return None
            if answer.status in GONE or moved_from(answer, article.id, self.run.site.extract):
                article.id = old.id
            self.run.keep(answer, id=old.id)
            response = answer.replace(headers={})
        elif known is None and self.is_before_feed(article.published_at or visit.link.published, visit.origin):
            self._conclude(visit, VisitResult.UNWANTED, response, draft=draft, reason="before_feed")
            return None
        self._conclude(visit, VisitResult.WRITTEN, response, draft=draft)
        return draft

    async def _asked(self, address: str, visit: Visit) -> Response | None:
        """The answer of another address of what may be the article, null where there is none.

        Whether it has moved is not known then: it is asked again with the article itself.
        """
        self.run.report.count("revisits/moved")
        wanted = PageRequest(url=address, purpose=RequestPurpose.ARTICLE, answers=GONE | REDIRECTS)
        try:
            return await self.run.fetch(wanted)
        except Unanswered as finding:
            self._note_failure(article_id(visit.link.url), visit.link.url, finding.reason)
            return None

    async def _declared(self, address: str) -> Response | None:
        """The answer of an address that a page alone states, null where there is none."""
        self.run.report.count("pages/declared_asked")
        try:
            return await self.run.fetch(PageRequest(url=address, purpose=RequestPurpose.ARTICLE, answers=GONE))
        except Unanswered:
            return None

    def _moved(self, draft: Draft) -> Entry | None:
        """An article of the feed that says the same at another address, and so may have moved here."""
        if self.run.feed is None or draft.article.content_hash is None:
            return None
        alike = self.run.feed.alike(draft.article.content_hash)
        return next((entry for entry in alike if entry.kind == "article" and entry.id not in self.seen.listed), None)

    def _conclude(
        self,
        visit: Visit,
        result: VisitResult,
        response: Response | None = None,
        *,
        draft: Draft | None = None,
        reason: str = "",
        identity: str | None = None,
    ) -> None:
        """Counts, archives and notes what came of a visit; `identity` is the article that it has become."""
        match result:
            case VisitResult.WRITTEN:
                assert draft is not None and response is not None  # noqa: PT018, S101
                self._note_arrival(draft, visit, response)
            case VisitResult.MOVED:
                assert identity is not None and response is not None  # noqa: PT018, S101
                self.notes.note_target(visit.identity, identity)
                self.notes.forget_visit(visit.identity)
                self.run.keep(response, id=identity)
            case VisitResult.UNCHANGED:
                assert response is not None  # noqa: S101
                self.run.report.count("revisits/unchanged")
                self._remember(visit.identity, response, visit)
            case VisitResult.GONE:
                self.run.report.count("revisits/gone")
                self.seen.gone[visit.identity] = visit.link.url
            case VisitResult.REJECTED | VisitResult.UNWANTED:
                assert response is not None  # noqa: S101
                self._drop(response, f"dropped/{reason}", draft)
                if result is VisitResult.REJECTED and not visit.is_revisit:
                    # What the feed has is not doubted for a page that is no article today.
                    self._note_rejection(visit.identity, visit.link.url, reason)
            case VisitResult.FAILED:
                self.run.report.lost(f"pages/failed/{reason}", visit.link.url)
                if not visit.is_revisit:
                    self._note_failure(visit.identity, visit.link.url, reason)

    def _drop(self, response: Response, fact: str, draft: Draft | None) -> None:
        facts = {"id": draft.article.id} if draft is not None else {}
        self.run.report.lost(fact, response.url)
        self.run.keep(response, finding=fact, **facts)

    def _note_arrival(self, draft: Draft, visit: Visit, response: Response) -> None:
        """Notes that an article was read, and is on its way to the feed."""
        known = self.run.entry(draft.article.id)
        identity = known.id if known else draft.article.id
        asked = article_id(visit.link.url)
        for each in {asked, identity}:
            self.notes.arrived(each)
        self.notes.note_target(asked, identity)
        self._remember(identity, response, visit, draft)

    def _remember(self, identity: str, response: Response, visit: Visit, draft: Draft | None = None) -> None:
        now = clock.now()
        earlier = self.notes.visit(identity)
        published = draft.article.published_at if draft else None
        kept = Remembered(
            url=visit.link.url,
            read=earlier.read if earlier else now.timestamp(),
            due=0.0,
            published=published or (earlier.published if earlier else None),
            modified=visit.link.modified
            or (draft.article.modified_at if draft else None)
            or (earlier.modified if earlier else None),
            validators=validators_of(response) or (earlier.validators if earlier and response.status == 304 else {}),
            missed=earlier.missed if earlier else False,
        )
        self.notes.visited(identity, kept, now)

    def _note_rejection(self, identity: str, url: str, reason: str) -> None:
        if reason in _PASSING:
            self.notes.failed(identity, url, reason, clock.now())
        else:
            self.notes.rejected(identity, url, reason, clock.now())

    def _note_failure(self, identity: str, url: str, reason: str) -> None:
        if not self.notes.failed(identity, url, reason, clock.now()):
            days = self.notes.schedule.retry_for / 86400
            self.run.report.count("links/given_up")
            self.run.report.logger.warning("Gave up after %g days (%s): %s", days, reason, url)
