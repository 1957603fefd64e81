"""The base of every site, and the spider that crawls any site's running section without code."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectError, ConnectionClosed

from newscrawl import clock, extraction
from newscrawl.discovery import Link, Listing, NotAListing, discover_links, find_section
from newscrawl.draft import Context, Draft, NotAnArticle
from newscrawl.extraction.rights import add_headers
from newscrawl.extraction.rules import ArticleRules
from newscrawl.network.refusals import RunStopping
from newscrawl.pipelines.feed import FeedPipeline
from newscrawl.signals import page_lost
from newscrawl.spiders.arguments import SectionArguments, SiteArguments, parse_arguments
from newscrawl.urls import article_id, canonical_url, host_of

if TYPE_CHECKING:
    from twisted.python.failure import Failure

RUNNING_LABELS = (
    "Dernières minutes", "En continu", "Fil info", "Fil d'info", "Fil actu", "Fil d'actualité", "Le fil",
    "Dernières nouvelles", "Dernières infos", "Dernière heure", "Dernières actualités", "Flash info", "Actu en continu",
    "L'info en continu", "Le direct", "Toute l'actualité", "Toute l'info", "Dépêches",
)  # fmt: skip
"""How French-speaking sites name the section that newscrawl exists for, the most telling first."""


@dataclass(slots=True)
class SectionRun:
    """How far one section has been read."""

    page: int = 1
    pages_seen: set[str] = field(default_factory=set)
    links_seen: set[str] = field(default_factory=set)


class SectionSpider(Spider):
    """Reads the running sections of a site, newest first, and fetches the articles that the feed does not hold yet.

    A site is a subclass with a `name` and these attributes; a site that needs more overrides a method.
    """

    sections: ClassVar[tuple[str, ...]] = ()
    """Addresses of the running sections."""
    home: ClassVar[str | None] = None
    """Where to look for the running section, in menu or breadcrumb, when none of `sections` answers as one."""
    labels: ClassVar[tuple[str, ...]] = RUNNING_LABELS
    """Names under which the menu shows it; the first found wins."""
    feeds: ClassVar[tuple[str, ...]] = ()
    """Addresses of its RSS or Atom feeds, read when no section can be found."""
    sitemaps: ClassVar[tuple[str, ...]] = ()
    """Addresses of its sitemaps or their indexes."""
    rest: ClassVar[tuple[str, ...]] = ()
    """Addresses of its posts in the REST API of WordPress (`https://…/wp-json/wp/v2/posts`)."""
    system: ClassVar[str | None] = None
    """What publishes the site, for people (`WordPress, tagDiv Newspaper`)."""
    timezone: str | None = None
    """IANA zone of the site's times that state none (`Europe/Brussels`)."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the site's country, which decides between homonyms."""
    rules: ClassVar[ArticleRules | None] = None
    """Selectors for what the families of markup and structured data do not tell."""
    arguments_type: ClassVar[type[SiteArguments]] = SiteArguments

    @classmethod
    def parse_arguments(cls, given: Mapping[str, str]) -> SiteArguments:
        """The arguments of a crawl.  Raises `ValueError` with one line for people."""
        return parse_arguments(cls.arguments_type, given)

    @classmethod
    def site_name(cls, arguments: SiteArguments) -> str:  # noqa: ARG003 - `section` names the site by its arguments
        """Name of the site's feed, lock and ledger."""
        return cls.name

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name)
        self.arguments = self.parse_arguments(given)
        self.site = self.site_name(self.arguments)
        self._requested: set[str] = set()
        self._section_ids: set[str] = set()
        self._sections_open = 0
        self._resorts = self._last_resorts()

    def section_addresses(self) -> tuple[str, ...]:
        """The sections to read in this run."""
        return self.sections

    async def start(self) -> AsyncIterator[Any]:
        """The first page of each section."""
        for address in self.section_addresses():
            yield self.section_request(address, SectionRun())

    def section_request(self, address: str, run: SectionRun) -> Request:
        """A request for one page of a section."""
        self._sections_open += 1
        run.pages_seen.add(address)
        self._section_ids.add(article_id(address))
        return Request(
            address, self.parse_section, errback=self.section_failed, cb_kwargs={"run": run}, dont_filter=True
        )

    def parse_section(self, response: Response, run: SectionRun) -> Iterator[Request]:
        """Requests for the new articles of one page of a section, and for its next page."""
        self._sections_open -= 1
        try:
            listing = discover_links(document_of(response), response.url)
        except NotAListing as finding:
            yield from self._source_lost(response.url, finding.reason, run)
            return
        new = [link for link in listing.links if article_id(link.url) not in run.links_seen]
        if not new:
            if run.page == 1:
                yield from self._source_lost(response.url, "no_links", run)
            return
        self.count("sources/read")
        run.links_seen.update(article_id(link.url) for link in new)
        leaves_gap = self._leaves_gap(new)  # asked before any of them is fetched and written
        yield from self._article_requests(new)
        yield from self._next_page(listing, new, run, leaves_gap=leaves_gap)

    def _article_requests(self, links: Iterable[Link]) -> Iterator[Request]:
        feed = self.crawler.get_item_pipeline(FeedPipeline)
        for link in links:
            identity = article_id(link.url)
            if identity in self._requested:
                continue
            self.count("links/found")
            if self._is_too_old(link.published):
                self.count("links/before_since")
            elif feed is not None and feed.knows(identity):
                self.count("links/known")
            elif self.arguments.max_articles is not None and len(self._requested) >= self.arguments.max_articles:
                self.count("links/over_max_articles")
            else:
                self._requested.add(identity)
                yield Request(
                    link.url, self.parse_article, errback=self.article_failed, cb_kwargs={"link": link}, priority=1
                )

    def _next_page(
        self, listing: Listing, links: list[Link], run: SectionRun, *, leaves_gap: bool
    ) -> Iterator[Request]:
        address = listing.next_page
        if address is None or address in run.pages_seen:
            return
        dated = [link.published for link in links if link.published]
        if dated and all(map(self._is_too_old, dated)):
            return
        if run.page >= self.arguments.pages:
            if leaves_gap:
                self.count("sources/gap")
                self.logger.warning(
                    "Page %d of the section holds only new articles: a run with more than -a pages=%d closes the gap",
                    run.page,
                    self.arguments.pages,
                )
            return
        run.page += 1
        yield self.section_request(address, run)

    def _leaves_gap(self, links: list[Link]) -> bool:
        """Whether a page does not reach back to what the feed held, so that articles may be missing in between."""
        feed = self.crawler.get_item_pipeline(FeedPipeline)
        if feed is None or not feed.held_articles or self.arguments.max_articles is not None:
            return False
        return not any(feed.knows(link.url) for link in links)

    def parse_article(self, response: Response, link: Link) -> Iterator[Draft]:  # noqa: ARG002 - for overriding spiders
        """The draft of an article, for the pipelines to complete."""
        self.count("pages/read")
        try:
            draft = self.extract(response)
        except NotAnArticle as finding:
            self.lost(f"dropped/{finding.reason}", response.url)
            return
        self._keep_own_address(draft, response.url)
        draft.article.site = self.site
        if self._is_too_old(draft.article.published_at):
            self.count("pages/understood")
            self.lost("dropped/before_since", response.url)
            return
        yield draft

    def _keep_own_address(self, draft: Draft, fetched: str) -> None:
        """Takes a page by the address it was fetched at, where it declares that of a section for its own."""
        article = draft.article
        if article.id in self._section_ids and article_id(fetched) not in self._section_ids:
            article.url, article.id = canonical_url(fetched), article_id(fetched)
            draft.flag("canonical_conflict")

    def extract(self, response: Response) -> Draft:
        """What the page says.  Raises `NotAnArticle`."""
        if not isinstance(response, TextResponse):
            raise NotAnArticle("not_html", response.url)
        draft = extraction.extract(
            response.body,
            response.url,
            content_type=header(response, "Content-Type"),
            rules=self.rules,
            context=Context(reference=clock.now(), timezone=self.timezone, country=self.country),
        )
        robots_tags = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
        add_headers(
            draft.article.rights, robots_tags, header(response, "TDM-Reservation"), header(response, "TDM-Policy")
        )
        return draft

    def section_failed(self, failure: Failure) -> Iterator[Request]:
        """Counts a page of a section that could not be read, and looks for the section elsewhere."""
        self._sections_open -= 1
        if isinstance(failure.value, RunStopping):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        yield from self._source_lost(request.url, reason_of(failure.value), request.cb_kwargs["run"])

    def _source_lost(self, address: str, reason: str, run: SectionRun) -> Iterator[Request]:
        self.lost(f"sources/failed/{reason}", address, logging.WARNING if run.page == 1 else logging.INFO)
        yield from self._next_resort()

    def _next_resort(self) -> Iterator[Request]:
        """Where to look next, if no section has been read and none is still awaited."""
        if not self._sections_open and not self.crawler.stats.get_value("newscrawl/sources/read"):
            request = next(self._resorts, None)
            if request is not None:
                yield request

    def _last_resorts(self) -> Iterator[Request]:
        if self.home:
            yield Request(self.home, self.parse_home, errback=self.home_failed, dont_filter=True)
        for address in self.feeds:
            yield self.section_request(address, SectionRun())

    def parse_home(self, response: Response) -> Iterator[Request]:
        """The running section as the site's own menu or breadcrumb names it."""
        address = find_section(document_of(response), response.url, self.labels)
        if address is None:
            self.lost("sources/failed/no_section", response.url, logging.WARNING)
            yield from self._next_resort()
            return
        self.logger.info("Running section found on %s: %s", response.url, address)
        yield self.section_request(address, SectionRun())

    def home_failed(self, failure: Failure) -> Iterator[Request]:
        """Counts a home page that could not be read, and looks further."""
        if isinstance(failure.value, RunStopping):
            return
        self.lost(f"sources/failed/{reason_of(failure.value)}", str(self.home), logging.WARNING)
        yield from self._next_resort()

    def article_failed(self, failure: Failure) -> None:
        """Counts and logs an article page that could not be fetched."""
        if not isinstance(failure.value, RunStopping):  # left for the next run, not lost
            self.lost(f"pages/failed/{reason_of(failure.value)}", failure.request.url)  # type: ignore[attr-defined]

    def lost(self, fact: str, address: str, level: int = logging.INFO) -> None:
        """Counts, reports and logs a page that did not lead to an article, or a source that gave no links."""
        self.count(fact)
        self.crawler.signals.send_catch_log(page_lost, fact=fact, url=address)
        if fact.endswith(UNEXPECTED):
            self.count("errors")
            level = logging.ERROR
        self.logger.log(level, "Lost (%s): %s", fact, address)

    def count(self, fact: str) -> None:
        """Adds one to the stat `newscrawl/<fact>`."""
        self.crawler.stats.inc_value(f"newscrawl/{fact}")

    def _is_too_old(self, published: str | None) -> bool:
        """Whether a time, as ISO 8601, lies before the day from which on articles are wanted."""
        since = self.arguments.since
        if since is None or published is None:
            return False
        moment = datetime.fromisoformat(published)
        if moment.tzinfo is not None and self.timezone:
            moment = moment.astimezone(ZoneInfo(self.timezone))
        return moment.date() < since


class AnySectionSpider(SectionSpider):
    """The running section at any address: `scrapy crawl section -a url=https://example.org/en-continu/`."""

    name = "section"
    arguments: SectionArguments
    arguments_type = SectionArguments

    @classmethod
    def site_name(cls, arguments: SiteArguments) -> str:
        """The host of the section."""
        assert isinstance(arguments, SectionArguments)  # noqa: S101 - made by `arguments_type`
        return host_of(arguments.url).replace(":", "_")

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name, **given)
        self.timezone = self.arguments.timezone
        self.country = self.arguments.country

    def section_addresses(self) -> tuple[str, ...]:
        """The one section asked for."""
        return (self.arguments.url,)


def header(response: Response, name: str) -> str | None:
    """The value of a header, null where it is absent or empty."""
    return (response.headers.get(name) or b"").decode("latin-1") or None


def document_of(response: Response) -> str | bytes:
    """The text of a response as its headers and content declare it, or its bytes where it is no text."""
    return response.text if isinstance(response, TextResponse) else response.body


def reason_of(error: BaseException | None) -> str:
    """A short code for why a page could not be fetched: `http_404`, `robots`, `timeout`, `dns`, `network`.

    `unexpected` is an error that no download should end with.
    """
    if isinstance(error, HttpError):
        return f"http_{error.response.status}"
    refusal = getattr(error, "reason_code", None)
    if refusal is not None:
        return str(refusal)
    return next((code for kind, code in _REASONS if isinstance(error, kind)), UNEXPECTED)


UNEXPECTED = "unexpected"
"""The code of an error that no download should end with: one of ours, which a run must not hide."""

_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused_connection"),
    (ResponseDataLossError, "cut_short"),
    (DownloadCancelledError, "too_large"),
    (UnsupportedURLSchemeError, "scheme"),
    (IgnoreRequest, "ignored"),
    (DownloadFailedError, "network"),
    (ConnectError, "network"),
    (ConnectionClosed, "network"),
    (OSError, "network"),
)
