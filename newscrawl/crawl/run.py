"""One reading of a site's sections: all that its parts share, made once before anything is read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from scrapy.http import Response

from newscrawl import options
from newscrawl.article.draft import Draft
from newscrawl.crawl.arguments import SiteArguments
from newscrawl.crawl.fetching import UNEXPECTED, Fetch
from newscrawl.crawl.walk import Ask
from newscrawl.reporting.causes import ALREADY_TOLD, cause
from newscrawl.signals import page_lost
from newscrawl.sources import Announced, Link, Listing
from newscrawl.state import progress
from newscrawl.state.memory import Memory, Note
from newscrawl.state.notes import Notes, Schedule
from newscrawl.state.progress import Progress
from newscrawl.store.index import Entry
from newscrawl.store.segments import Cursor

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings


class SectionSite(Protocol):
    """What a site states of itself, and how its pages are read."""

    site: str
    """Name of its feed."""
    timezone: str | None

    @property
    def home(self) -> str | None:
        """Where to look for the running section when none of its addresses answers as one."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Names under which the menu shows the section."""

    @property
    def first_pages(self) -> int:
        """Pages of each section that a first run reads."""

    def section_addresses(self) -> tuple[str, ...]:
        """The sections to read."""

    def declared(self) -> Iterator[Announced]:
        """The sources that the site names beside its sections."""

    def listing_of(self, response: Response, ask: Ask) -> Listing:
        """The articles of a document of a source.  Raises `NotAListing`."""

    def parse_article(self, response: Response, link: Link) -> Iterator[Any]:
        """The draft of an article, for the pipelines to complete.  Raises `NotAnArticle`."""

    def extract(self, response: Response, link: Link | None = None) -> Draft:
        """What a page says.  Raises `NotAnArticle`."""


class KnownFeed(Protocol):
    """What the feed holds already."""

    @property
    def first_day(self) -> date | None:
        """The day of its first segment."""

    @property
    def held(self) -> Cursor | None:
        """Behind the last line that can be had, null for none."""

    def entry(self, identity: str) -> Entry | None:
        """What its index holds of an article."""

    def alike(self, content_hash: str) -> list[Entry]:
        """The articles whose latest line has this content."""

    def entries(self) -> Iterator[Entry]:
        """All articles, in the order of their ids."""

    def line(self, entry: Entry) -> dict[str, Any] | None:
        """The latest line of an article."""


class Stop(Protocol):
    """Whether a run is being stopped before its end."""

    @property
    def has_begun(self) -> bool:
        """Whether it is."""

    async def begun(self) -> None:
        """Returns once it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """How much a run asks for, whatever a site lists."""

    pages: int = options.PAGES_MAX.default
    """Articles; 0: without limit."""
    links: int = options.LINKS_MAX.default
    """Links of one document; 0: without limit."""
    revisits: int = options.REVISITS_MAX.default
    """Re-visits for their age alone."""

    @classmethod
    def of(cls, settings: BaseSettings) -> Self:
        """As the settings say."""
        return cls(
            pages=options.PAGES_MAX.read(settings),
            links=options.LINKS_MAX.read(settings),
            revisits=options.REVISITS_MAX.read(settings),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """What is remembered of the site, and what is to be noted when the run ends whole."""

    memory: Memory
    notes: Notes
    progress: Progress
    at_end: list[Note] = field(default_factory=list)
    """Noted at the end of a run that leaves nothing to do, and else not."""

    @classmethod
    def begin(
        cls,
        memory: Memory,
        schedule: Schedule,
        feed_end: Cursor | None,
        first_day: date | None,
        held: Cursor | None = None,
    ) -> Self:
        """The state at the start of a run, noted as unfinished until `finish`; see `progress.begin`."""
        begun = progress.begin(memory, feed_end, first_day, held)
        return cls(memory=memory, notes=Notes(memory, schedule), progress=begun)

    @classmethod
    def of_one_run(cls, memory: Memory, schedule: Schedule) -> Self:
        """The state of a run that has no feed to go on with."""
        first = Progress(whole_before=None, first=True)
        return cls(memory=memory, notes=Notes(memory, schedule), progress=first)

    def finish(self, held: Cursor | None = None) -> None:
        """Notes that the run came to its end with nothing left to do, and where the feed ends."""
        for note in self.at_end:
            self.memory.put(note.kind, note.key, note.value, note.expires)
        progress.finish(self.memory, held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What all parts of one reading of a site share."""

    site: SectionSite
    arguments: SiteArguments
    limits: RunLimits
    feed: KnownFeed | None
    state: RunState
    reach: Reach
    fetch: Fetch
    report: Report
    keep: Callable[..., None]
    """Archives a response of which no line comes, where an archive is kept; keyword arguments go into its notes."""
    stop: Stop
    robots_sitemaps: list[str] = field(default_factory=list)
    """The sitemaps named by the robots.txt files that were read in this run."""

    def entry(self, identity: str) -> Entry | None:
        """What the feed holds of an article, null where it holds nothing."""
        return self.feed.entry(identity) if self.feed is not None else None

    def add_sitemaps(self, urls: Sequence[str]) -> None:
        """Takes note of the sitemaps that a robots.txt names."""
        self.robots_sitemaps.extend(url for url in urls if url not in self.robots_sitemaps)


def keep_nothing(_: Response, **__: Any) -> None:
    """Archives nothing, in a run without archive or one that reads from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The days before which articles are not wanted."""

    since: date | None = None
    """The day that the run states (`-a since`)."""
    read_since: date | None = None
    """The day before which nothing was ever read, as far as that is known."""
    timezone: str | None = None
    """IANA zone of the site."""

    def is_too_old(self, link: Link) -> bool:
        """Whether a list dates an article before the day from which on articles are wanted.

        Where the site's zone is not known, a time in UTC, as feeds state it, may be one of the following day there.
        """
        since = self.since
        if since is not None and self.timezone is None and (link.published or "").endswith("+00:00"):
            since -= timedelta(days=1)
        return self.is_before(since, link.published)

    def is_before_since(self, published: str | None) -> bool:
        """The same of a time as ISO 8601."""
        return self.is_before(self.since, published)

    def is_beyond(self, link: Link) -> bool:
        """Whether an article is older than wanted, or older than anything that was ever read."""
        return self.is_too_old(link) or self.is_before(self.read_since, link.published)

    def is_before(self, day: date | None, published: str | None) -> bool:
        """Whether a time, as ISO 8601, lies before a day in the site's zone."""
        if day is None or published is None:
            return False
        moment = datetime.fromisoformat(published)
        if moment.tzinfo is not None and self.timezone:
            moment = moment.astimezone(ZoneInfo(self.timezone))
        return moment.date() < day


Logger = logging.Logger | logging.LoggerAdapter[Any]
_PREFIX = "newscrawl/"
_SOURCE_FAILED = "sources/failed/"


class Stats(Protocol):
    """Where figures are kept, as Scrapy's collector of stats does."""

    def get_value(self, key: str, /) -> Any:
        """A figure, null where there is none."""

    def inc_value(self, key: str, /) -> None:
        """Adds one to a figure."""


@dataclass(frozen=True, slots=True)
class Report:
    """What becomes of a run, for people and for its figures."""

    stats: Stats
    on_lost: Callable[[str, str], None]
    """Takes the fact and the address of each page lost."""
    logger: Logger

    @classmethod
    def of(cls, crawler: Crawler, logger: Logger) -> Self:
        """The report of a run of Scrapy, in the log of its spider."""

        def on_lost(fact: str, url: str) -> None:
            crawler.signals.send_catch_log(page_lost, fact=fact, url=url)

        return cls(crawler.stats, on_lost, logger)

    def count(self, fact: str) -> None:
        """Adds one to the stat `newscrawl/<fact>`."""
        self.stats.inc_value(_PREFIX + fact)

    def counted(self, fact: str) -> int:
        """What the stat `newscrawl/<fact>` stands at."""
        return self.stats.get_value(_PREFIX + fact) or 0

    @property
    def went_wrong(self) -> bool:
        """Whether an error of ours was counted, or the code of the site raised one."""
        return bool(self.counted("errors") or self.stats.get_value("spider_exceptions/count"))

    def lost(self, fact: str, address: str, level: int = logging.INFO) -> None:
        """Counts, reports and logs a page that did not lead to an article, or a source that gave no links."""
        self.count(fact)
        self.on_lost(fact, address)
        if fact.endswith(UNEXPECTED):
            self.count("errors")
            level = logging.ERROR
        code = fact.removeprefix(_SOURCE_FAILED)
        if level == logging.WARNING and code != fact:
            if code not in ALREADY_TOLD:
                self.logger.warning("%s", cause(code, address))
            return
        self.logger.log(level, "Lost (%s): %s", fact, address)
