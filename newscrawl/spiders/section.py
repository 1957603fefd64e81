"""The base of every site, and the spider that crawls any site's running section without code."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from scrapy import Request, Spider, signals
from scrapy.http import Response

from newscrawl import clock, options
from newscrawl.article.draft import Context, Draft, Hint, NotAnArticle
from newscrawl.article.rules import ArticleRules
from newscrawl.crawl.arguments import SectionArguments, SiteArguments, parse_arguments
from newscrawl.crawl.fetching import UNEXPECTED
from newscrawl.crawl.identity import CANONICAL_CONFLICT
from newscrawl.crawl.memory import memory_of
from newscrawl.crawl.pages import draft_of, listing_of
from newscrawl.crawl.reading import SectionReader, bounds_of
from newscrawl.crawl.removals import removals
from newscrawl.crawl.sources import SectionSources
from newscrawl.crawl.visits import Articles, Batch, schedule_of
from newscrawl.crawl.walk import Ask
from newscrawl.downloader.refusals import RunStopping
from newscrawl.pipelines.archive import archive_of
from newscrawl.pipelines.feed import FeedPipeline
from newscrawl.signals import page_lost
from newscrawl.sources import Announced, Link, Listing, stated_sitemaps
from newscrawl.state import progress
from newscrawl.state.memory import Memory
from newscrawl.state.notes import Notes, Schedule
from newscrawl.state.progress import Progress
from newscrawl.urls import article_id, canonical_url, host_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser

    from newscrawl.items import Article

_SITEMAP_MAX = 50_000
"""Addresses that a sitemap may hold by its protocol; some begin with the oldest, so that all must be seen."""
_REACH = "reach"
"""Kind of the notes that tell the earliest day back to which a section was read, by its address."""
RUNNING_LABELS = (
    "Dernières minutes", "En continu", "Fil info", "Fil d'info", "Fil actu", "Fil d'actualité", "Le fil",
    "Dernières nouvelles", "Dernières infos", "Dernière heure", "Dernières actualités", "Flash info", "Actu en continu",
    "L'info en continu", "Le direct", "Toute l'actualité", "Toute l'info", "Dépêches",
)  # fmt: skip
"""How French-speaking sites name the section that newscrawl exists for, the most telling first."""


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
    """Addresses of its RSS or Atom feeds, beside those that the section page announces."""
    rest: ClassVar[tuple[str, ...]] = ()
    """Addresses of its posts in WordPress' REST interface, beside those that the section page announces."""
    sitemaps: ClassVar[tuple[str, ...]] = ()
    """Addresses of its sitemaps, in place of those that robots.txt names."""
    system: ClassVar[str | None] = None
    """What publishes the site, for people (`WordPress, tagDiv Newspaper`)."""
    timezone: str | None = None
    """IANA zone of the site's times that state none (`Europe/Brussels`)."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the site's country, which decides between homonyms."""
    own_domains: ClassVar[tuple[str, ...]] = ()
    """Registered domains of the publisher's own besides the site's, to which its articles may redirect."""
    rules: ClassVar[ArticleRules | None] = None
    """Selectors for what the families of markup and structured data do not tell."""
    first_pages: ClassVar[int] = 3
    """Pages of each section that a first run reads, where neither `-a pages` nor `-a since` says how far."""
    arguments_type: ClassVar[type[SiteArguments]] = SiteArguments

    @classmethod
    def parse_arguments(cls, given: Mapping[str, str]) -> SiteArguments:
        """The arguments of a crawl.  Raises `ValueError` with one line for people."""
        return parse_arguments(cls.arguments_type, given)

    @classmethod
    def site_name(cls, arguments: SiteArguments) -> str:  # noqa: ARG003 - `section` names the site by its arguments
        """Name of the site's feed, lock and ledger."""
        return cls.name

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider of a crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(spider.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(spider.closed_with, signal=signals.spider_closed)
        return spider

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name)
        self.arguments = self.parse_arguments(given)
        self.site = self.site_name(self.arguments)
        self.progress = Progress(whole_before=None, first=True)
        """How far the feed was whole when the run began."""
        self.robots_sitemaps: list[str] = []
        """The sitemaps named by the robots.txt files that were read in this run."""
        self.articles = Articles(self, Notes(Memory.of_one_run(), Schedule()), None)
        """The article pages of this run."""
        self._whole: bool | None = None
        self._when_whole: list[Callable[[], None]] = []

    def section_addresses(self) -> tuple[str, ...]:
        """The sections to read in this run."""
        return self.sections

    def declared(self) -> Iterator[Announced]:
        """The sources that the spider names beside its sections."""
        yield from (Announced("feed", url, whole_site=False) for url in self.feeds)
        yield from (Announced("rest", url, whole_site=False) for url in self.rest)
        yield from (Announced("sitemap", url, whole_site=True) for url in self.sitemaps)

    async def start(self) -> AsyncIterator[Any]:
        """Requests for the new articles of each section, while its sources are being read."""
        try:
            async for request in self.read_sections():
                yield self.outgoing(request) if isinstance(request, Request) else request
        except RunStopping:
            return

    async def read_sections(self) -> AsyncIterator[Request | Article]:
        """Requests for articles under the addresses that the site declares, and the removals that were found."""
        memory, feed = memory_of(self.crawler), self._feed
        if feed is not None:
            self.progress = progress.begin(memory, feed.began_at, feed.first_day)
        self.articles = Articles(self, Notes(memory, schedule_of(self.settings)), feed)
        looks, tell_changes = Batch(), True
        for request in self.articles.due(looks):
            yield request
        for address in self.section_addresses():
            reader = SectionReader(self, self.sources_of(address, memory), self.articles, memory)
            async for request in reader.requests():
                yield request
            self._note_reach(reader, address, memory)
            self._whole = reader.whole and self._whole is not False
            tell_changes = tell_changes and reader.tells_changes
        if not tell_changes and self.crawler.stats.get_value("newscrawl/sources/read"):
            for request in self.articles.looks(looks):
                yield request
        await self.articles.wait_for(looks)
        async for found in removals(self.articles):
            yield found

    def sources_of(self, address: str, memory: Memory) -> SectionSources:
        """The sources of a section of this site."""
        deeper = self._goes_deeper(address, memory)
        return SectionSources(self, memory, address, bounds_of(self, deeper=deeper), anew=deeper)

    def _goes_deeper(self, address: str, memory: Memory) -> bool:
        """Whether the day asked for (`-a since`) lies before any back to which the section was read."""
        reach = memory.get(_REACH, address)
        return self.arguments.since is not None and (reach is None or self.arguments.since.isoformat() < reach)

    def _note_reach(self, reader: SectionReader, address: str, memory: Memory) -> None:
        """Notes the day asked for as reached, at the end of a run that left out nothing of it."""
        since = self.arguments.since
        cut = self.crawler.stats.get_value("newscrawl/limits/links")
        if since is not None and not cut and reader.has_all_asked_for and self._goes_deeper(address, memory):
            self.when_whole(lambda: memory.put(_REACH, address, since.isoformat()))

    def outgoing(self, request: Request) -> Request:
        """A request as it is sent; for a site that is served elsewhere than its addresses say."""
        return request

    def incoming(self, response: Response) -> Response:
        """A response as it is read: the counterpart of `outgoing`."""
        return response

    def listing_of(self, response: Response, ask: Ask) -> Listing:
        """The articles of a document of a source, in bounded time and number.  Raises `NotAListing`."""
        now = clock.now()
        if self.timezone:
            now = now.astimezone(ZoneInfo(self.timezone))
        listing = listing_of(response, ask, now, self.settings)
        most = options.LINKS_MAX.read(self.settings)
        if listing.kind == "sitemap":
            most = max(most, _SITEMAP_MAX) if most else 0
        if most and len(listing.links) > most:
            self.count("limits/links")
            self.logger.warning("Left out: more than %d links in %s", most, response.url)
            listing = replace(listing, links=listing.links[:most])
        return listing

    def parse_article(self, response: Response, link: Link) -> Iterator[Any]:
        """The draft of an article, for the pipelines to complete.  Raises `NotAnArticle`."""
        draft = self.extract(response, link)
        self._keep_own_address(draft, response.url)
        draft.article.site = self.site
        yield draft

    def _keep_own_address(self, draft: Draft, fetched: str) -> None:
        """Takes a page by the address it was fetched at, where it declares that of a section for its own."""
        article = draft.article
        if article.id in self._section_ids and article_id(fetched) not in self._section_ids:
            article.url, article.id = canonical_url(fetched), article_id(fetched)
            draft.flag(CANONICAL_CONFLICT)

    @cached_property
    def _section_ids(self) -> frozenset[str]:
        return frozenset(map(article_id, self.section_addresses()))

    def extract(self, response: Response, link: Link | None = None) -> Draft:
        """What the page says, with what the list said of it to choose by.  Raises `NotAnArticle`."""
        context = Context(reference=clock.now(), timezone=self.timezone, country=self.country)
        hint = hint_of(link) if link is not None else None
        return draft_of(response, self.rules, context, self.settings, hint)

    def keep_page(self, response: Response, **facts: Any) -> None:
        """Has a response archived of which no line comes, where an archive is kept; `facts` go into its notes."""
        archive = archive_of(self.crawler)
        if archive is not None:
            archive.keep_page(response, **facts)

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

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Keeps the sitemaps that a robots.txt names."""
        stated = getattr(getattr(robotparser, "rp", None), "sitemaps", ())
        named = stated_sitemaps(stated, urljoin(request.url, "/robots.txt"))
        self.robots_sitemaps += [url for url in named if url not in self.robots_sitemaps]

    def closed_with(self, reason: str) -> None:
        """Notes that the run came to its end, if it did and left nothing open."""
        stats = self.crawler.stats
        went_wrong = stats.get_value("newscrawl/errors") or stats.get_value("spider_exceptions/count")
        if reason == "finished" and self._whole and not self.has_enough and not went_wrong:
            for note in self._when_whole:
                note()
            progress.finish(memory_of(self.crawler))

    def when_whole(self, note: Callable[[], None]) -> None:
        """Has something noted at the end of a run that leaves nothing to do, and else not."""
        self._when_whole.append(note)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Notes what a pipeline found to be no article."""
        finding = exception.__cause__
        if isinstance(finding, NotAnArticle) and isinstance(item, Draft):
            self.articles.dropped(item.article.id, item.article.url, finding.reason)

    @property
    def has_enough(self) -> bool:
        """Whether as many articles were asked for as `-a max_articles` and `NEWSCRAWL_PAGES_MAX` allow."""
        limits = (self.arguments.max_articles, options.PAGES_MAX.read(self.settings))
        return any(limit and self.articles.fetched >= limit for limit in limits)

    def is_too_old(self, link: Link) -> bool:
        """Whether a list dates an article before the day from which on articles are wanted (`-a since`).

        Where the site's zone is not known, a time in UTC, as feeds state it, may be one of the following day there.
        """
        since = self.arguments.since
        if since is not None and self.timezone is None and (link.published or "").endswith("+00:00"):
            since -= timedelta(days=1)
        return self.is_before(since, link.published)

    def is_before_since(self, published: str | None) -> bool:
        """The same of a time as ISO 8601."""
        return self.is_before(self.arguments.since, published)

    def is_out_of_reach(self, link: Link) -> bool:
        """Whether it is also before the day before which nothing was ever read, as far as that is known."""
        return self.is_too_old(link) or self.is_before(self.progress.since, link.published)

    def is_settled(self, link: Link) -> bool:
        """Whether an article needs no look, and says that older ones need none either.

        It was in the feed before any run that did not come to its end, or is known to fail or to be no article.
        """
        identity = self.articles.notes.leads_to(article_id(link.url))
        entry = self._feed.entry(identity) if self._feed is not None else None
        if entry is None:
            return self.articles.notes.is_settled(identity)
        return self.progress.settles(entry.line)

    def is_before(self, day: date | None, published: str | None) -> bool:
        """Whether a time, as ISO 8601, lies before a day in the site's zone."""
        if day is None or published is None:
            return False
        moment = datetime.fromisoformat(published)
        if moment.tzinfo is not None and self.timezone:
            moment = moment.astimezone(ZoneInfo(self.timezone))
        return moment.date() < day

    @property
    def _feed(self) -> FeedPipeline | None:
        return self.crawler.get_item_pipeline(FeedPipeline)


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


def hint_of(link: Link) -> Hint:
    """What a list said of an article, but for its time: pages print other articles' times too."""
    return Hint(headline=link.headline_full or link.headline, teaser=link.teaser)
