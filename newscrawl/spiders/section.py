"""The base of every site, and the spider that crawls any site's running section without code."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy import Spider
from scrapy.http import Response

from newscrawl import clock
from newscrawl.article.draft import Context, Draft, Hint
from newscrawl.crawl.arguments import SectionArguments, SiteArguments, parse_arguments
from newscrawl.crawl.crawling import begin
from newscrawl.crawl.identity import keep_own_address
from newscrawl.crawl.pages import draft_of, listing_of
from newscrawl.downloader.stopping import is_closing
from newscrawl.families.rules import ArticleRules
from newscrawl.pipelines.archive import archive_of
from newscrawl.sources import Announced, Link, Listing
from newscrawl.urls import article_id, host_of

if TYPE_CHECKING:
    from newscrawl.crawl.crawling import Crawl
    from newscrawl.crawl.walk import Ask

RUNNING_LABELS = (
    "Dernières minutes", "En continu", "Fil info", "Fil d'info", "Fil actu", "Fil d'actualité", "Le fil",
    "Dernières nouvelles", "Dernières infos", "Dernière heure", "Dernières actualités", "Flash info", "Actu en continu",
    "L'info en continu", "Le direct", "Toute l'actualité", "Toute l'info", "Dépêches",
)  # fmt: skip
"""How French-speaking sites name the section that newscrawl exists for, the most telling first."""


class SectionSpider(Spider):
    """A site: what it states of itself, and how its pages are read; a run (`newscrawl.crawl`) does the rest.

    It is a subclass with a `name` and these attributes; a site that needs more overrides a method.
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
    """Domains whose pages are the site's besides its registered domain (`exemple.com`), and parts of that which are
    not (`-sport.exemple.fr`); of those that fit, the longest counts.  `NEWSCRAWL_OWN_DOMAINS` adds to them."""
    rules: ClassVar[ArticleRules | None] = None
    """CSS or XPath selectors for what the families of markup and structured data do not tell."""
    first_pages: ClassVar[int] = 3
    """Pages of each section that a first run reads, where neither `-a pages` nor `-a since` says how far."""
    arguments_type: ClassVar[type[SiteArguments]] = SiteArguments
    crawl: Crawl
    """The run, once it has begun."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuses wrong rules where the site is defined, so that a mistake is named before any run."""
        super().__init_subclass__(**kwargs)
        stated: object = cls.rules
        if isinstance(stated, ArticleRules):
            stated.check()
        elif stated is not None and not isinstance(stated, property):
            raise TypeError(f"rules: ArticleRules(…) is needed, not {stated!r}")

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

    async def start(self) -> AsyncIterator[Any]:
        """Requests for the new articles of each section, while its sources are being read."""
        try:
            self.crawl = begin(self, self.crawler)
            async for item in self.crawl.items():
                yield item
        except Exception as error:
            # A stop in the first moments closes what a run is about to read.
            if not is_closing(self.crawler):
                raise
            self.logger.debug("The stop broke off the reading of sources", exc_info=error)

    def section_addresses(self) -> tuple[str, ...]:
        """The sections to read in this run."""
        return self.sections

    def declared(self) -> Iterator[Announced]:
        """The sources that the spider names beside its sections."""
        yield from (Announced("feed", url, whole_site=False) for url in self.feeds)
        yield from (Announced("rest", url, whole_site=False) for url in self.rest)
        yield from (Announced("sitemap", url, whole_site=True) for url in self.sitemaps)

    def listing_of(self, response: Response, ask: Ask) -> Listing:
        """The articles of a document of a source, in bounded time.  Raises `NotAListing`."""
        now = clock.now()
        if self.timezone:
            now = now.astimezone(ZoneInfo(self.timezone))
        return listing_of(response, ask, now, self.settings, self.own_domains)

    def parse_article(self, response: Response, link: Link) -> Iterator[Any]:
        """The draft of an article, for the pipelines to complete.  Raises `NotAnArticle`."""
        draft = self.extract(response, link)
        keep_own_address(draft, response.url, self._section_ids)
        draft.article.site = self.site
        yield draft

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

    @cached_property
    def _section_ids(self) -> frozenset[str]:
        return frozenset(map(article_id, self.section_addresses()))


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
