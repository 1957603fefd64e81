"""A run from its first request to its end: every section of a site, what changed, and what is noted of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin

from scrapy import Request, signals

from newscrawl import options
from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.crawl.arguments import SiteArguments
from newscrawl.crawl.changes import removals
from newscrawl.crawl.fetching import DownloaderFetch
from newscrawl.crawl.memory import memory_of
from newscrawl.crawl.reading import SectionReader, bounds_of
from newscrawl.crawl.requests import ArticleRequests
from newscrawl.crawl.run import Logger, Reach, Report, Run, RunLimits, RunState, SectionSite, keep_nothing
from newscrawl.crawl.sources import SectionSources
from newscrawl.crawl.visits import Batch
from newscrawl.downloader.refusals import RunStopping
from newscrawl.downloader.stopping import CrawlStop
from newscrawl.pipelines.archive import archive_of
from newscrawl.pipelines.feed import FeedPipeline
from newscrawl.sources import stated_sitemaps
from newscrawl.state.memory import Note
from newscrawl.state.notes import DAY, Schedule
from newscrawl.state.progress import REACH

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser
    from scrapy.settings import BaseSettings


class Crawl:
    """Reads the sections of a site, newest first, and asks for the articles that the feed does not hold yet."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.requests = ArticleRequests(run)
        self._whole: bool | None = None

    async def items(self) -> AsyncIterator[Any]:
        """Requests for articles while the sources are being read, and the removals that were found."""
        try:
            async for item in self._items():
                yield item
        except RunStopping:
            return

    async def _items(self) -> AsyncIterator[Any]:
        revisits, all_state_changes = Batch(), True
        if self.run.state.progress.lost:
            self.run.report.count("sources/gap")
            self.run.report.logger.warning("The feed lacks lines that earlier runs wrote: articles may be missing")
        for request in self.requests.due(revisits):
            yield request
        for address in self.run.site.section_addresses():
            reader = SectionReader(self.run, self._sources_of(address), self.requests)
            async for request in reader.items():
                yield request
            self._note_reach(reader, address)
            self._whole = reader.whole and self._whole is not False
            all_state_changes = all_state_changes and reader.states_changes
        if not all_state_changes and self.run.report.counted("sources/read"):
            for request in self.requests.due_revisits(revisits):
                yield request
        await self.requests.wait_for(revisits)
        async for found in removals(self.run, self.requests):
            yield found

    def _sources_of(self, address: str) -> SectionSources:
        deeper = self._goes_deeper(address)
        return SectionSources(self.run, address, bounds_of(self.run, self.requests.is_done, deeper=deeper), anew=deeper)

    def _goes_deeper(self, address: str) -> bool:
        """Whether the day asked for (`-a since`) lies before any back to which the section was read."""
        reach, since = self.run.state.memory.get(REACH, address), self.run.arguments.since
        return since is not None and (reach is None or since.isoformat() < reach)

    def _note_reach(self, reader: SectionReader, address: str) -> None:
        """Notes the day asked for as reached, at the end of a run that left out nothing of it."""
        since, cut = self.run.arguments.since, self.run.report.counted("limits/links")
        if since is not None and not cut and reader.has_all_asked_for and self._goes_deeper(address):
            self.run.state.at_end.append(Note(REACH, address, since.isoformat(), None))

    def closed_with(self, reason: str) -> None:
        """Notes that the run came to its end, if it did and left nothing open."""
        if reason == "finished" and self._whole and not self.requests.has_enough and not self.run.report.went_wrong:
            self.run.state.finish(self.run.feed.held if self.run.feed is not None else None)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Notes what a pipeline found to be no article."""
        finding = exception.__cause__
        if isinstance(finding, NotAnArticle) and isinstance(item, Draft):
            self.requests.answers.dropped(item.article.id, item.article.url, finding.reason)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Takes note of the sitemaps that a robots.txt names."""
        stated = getattr(getattr(robotparser, "rp", None), "sitemaps", ())
        self.run.add_sitemaps(stated_sitemaps(stated, urljoin(request.url, "/robots.txt")))


class CrawledSite(SectionSite, Protocol):
    """A site as a run of Scrapy has it."""

    arguments: SiteArguments

    @property
    def logger(self) -> Logger:
        """Where the run says what it does."""


def begin(site: CrawledSite, crawler: Crawler) -> Crawl:
    """The crawl of a site by a run of Scrapy, told of its signals."""
    crawl = Crawl(run_of(site, crawler))
    crawler.signals.connect(crawl.robots_parsed, signal=signals.robots_parsed)
    crawler.signals.connect(crawl.item_dropped, signal=signals.item_dropped)
    crawler.signals.connect(crawl.closed_with, signal=signals.spider_closed)
    return crawl


def run_of(site: CrawledSite, crawler: Crawler) -> Run:
    """What a run of Scrapy has to read a site with."""
    feed, schedule, memory = crawler.get_item_pipeline(FeedPipeline), schedule_of(crawler.settings), memory_of(crawler)
    archive = archive_of(crawler)
    if feed is not None:
        state = RunState.begin(memory, schedule, feed.began_at, feed.first_day, feed.held)
    else:
        state = RunState.of_one_run(memory, schedule)
    return Run(
        site=site,
        arguments=site.arguments,
        limits=RunLimits.of(crawler.settings),
        feed=feed,
        state=state,
        reach=Reach(since=site.arguments.since, read_since=state.progress.since, timezone=site.timezone),
        fetch=DownloaderFetch(crawler),
        report=Report.of(crawler, site.logger),
        keep=archive.keep_page if archive is not None else keep_nothing,
        stop=CrawlStop(crawler),
    )


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
