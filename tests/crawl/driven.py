"""Runs without Scrapy's engine: pages come from a dictionary, for what is scheduled and what is fetched alike."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import HtmlResponse, JsonResponse, Response
from scrapy.settings import Settings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.article.draft import Context, Draft
from newscrawl.crawl.arguments import SiteArguments
from newscrawl.crawl.crawling import Crawl
from newscrawl.crawl.fetching import PageRequest, Unanswered, answered, reason_of, scrapy_request
from newscrawl.crawl.pages import draft_of, listing_of
from newscrawl.crawl.run import Reach, Report, Run, RunLimits, RunState, keep_nothing
from newscrawl.crawl.walk import Ask
from newscrawl.downloader.refusals import RunStopping
from newscrawl.items import Article
from newscrawl.sources import Announced, Link, Listing
from newscrawl.state.memory import Memory
from newscrawl.state.notes import Schedule
from newscrawl.store.index import Entry
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id

ORIGIN = "https://vallee.example"
SECTION = f"{ORIGIN}/depeches/"
REST = f"{ORIGIN}/wp-json/wp/v2/posts?per_page=100"
CHANGED = f"{REST}&orderby=modified&order=desc"
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Paris"))


def address(number: int) -> str:
    return f"{ORIGIN}/depeches/une-reunion-publique-{number}/"


def moment(number: int) -> datetime:
    """When an article was published: the higher its number the older, an hour each."""
    return NOON - timedelta(hours=number)


class Site:
    """A site as a run sees it; no spider."""

    site = "vallee"
    timezone: str | None = "Europe/Paris"
    home: str | None = None
    labels = ("Dépêches",)
    first_pages = 3

    def __init__(self, *sources: Announced) -> None:
        self.sources = sources

    def section_addresses(self) -> tuple[str, ...]:
        return (SECTION,)

    def declared(self) -> Iterator[Announced]:
        return iter(self.sources)

    def listing_of(self, response: Response, ask: Ask) -> Listing:
        return listing_of(response, ask, clock.now(), Settings())

    def parse_article(self, response: Response, link: Link) -> Iterator[Any]:
        yield self.extract(response, link)

    def extract(self, response: Response, link: Link | None = None) -> Draft:  # noqa: ARG002
        return draft_of(response, None, Context(reference=clock.now(), timezone=self.timezone), Settings())


class Pages(dict[str, Response | Exception]):
    """The pages of a site by address; what it does not know is 404."""

    def __init__(self, *responses: Response) -> None:
        super().__init__({response.url: response for response in responses})
        self.asked: list[str] = []

    async def __call__(self, wanted: PageRequest) -> Response:
        try:
            return answered(wanted, self.answer(scrapy_request(wanted)))
        except RunStopping:
            raise
        except OSError as error:
            raise Unanswered(reason_of(error)) from error

    def answer(self, request: Request) -> Response:
        self.asked.append(request.url)
        found = self.get(request.url, Response(request.url, status=404))
        if isinstance(found, Exception):
            raise found
        known = found.headers.get("ETag")
        if known and request.headers.get("If-None-Match") == known:
            found = Response(request.url, status=304)
        return found.replace(request=request)


@dataclass
class Feed:
    """What a feed holds, its articles written before the run."""

    numbers: tuple[int, ...] = ()
    hashes: dict[int, str] = field(default_factory=dict)
    first_day: date | None = date(2026, 11, 1)
    held: Cursor | None = None

    def entry(self, identity: str) -> Entry | None:
        return next((entry for entry in self.entries() if entry.id == identity), None)

    def entries(self) -> Iterator[Entry]:
        for number in self.numbers:
            line = Cursor("vallee-2026-11-19", 0)
            yield Entry(article_id(address(number)), 1, "article", self.hashes.get(number), address(number), line)

    def alike(self, content_hash: str) -> list[Entry]:
        return [entry for entry in self.entries() if entry.content_hash == content_hash]

    def line(self, entry: Entry) -> dict[str, Any]:
        return {"aliases": [], "fetched_url": entry.url}


class Stats(Counter[str]):
    def get_value(self, key: str, /) -> Any:
        return self.get(key)

    def inc_value(self, key: str, /) -> None:
        self[key] += 1


class NoStop:
    has_begun = False

    async def begun(self) -> None:
        await asyncio.Event().wait()


def run_of(
    pages: Pages,
    site: Site | None = None,
    feed: Feed | None = None,
    memory: Memory | None = None,
    since: date | None = None,
    limits: RunLimits | None = None,
) -> Run:
    memory = memory or Memory.of_one_run()
    memory.is_new = False
    end = Cursor("vallee-2026-11-19", 1000) if feed is not None and feed.numbers else None
    first_day = feed.first_day if feed is not None and feed.numbers else None
    state = RunState.begin(memory, Schedule(), end, first_day, feed.held if feed is not None else None)
    site = site or Site()
    return Run(
        site=site,
        arguments=SiteArguments(since=since),
        limits=limits or RunLimits(),
        feed=feed,
        state=state,
        reach=Reach(since=since, read_since=state.progress.since, timezone=site.timezone),
        fetch=pages,
        report=Report(Stats(), lambda *_: None, logging.getLogger("vallee")),
        keep=keep_nothing,
        stop=NoStop(),
    )


def crawled(run: Run, reason: str = "finished") -> list[Draft | Article]:
    """All that comes of a run, and its end."""
    found, crawl = [], Crawl(run)

    async def visit(request: Request) -> None:
        pages: Any = run.fetch
        read: Any = request.callback
        failed: Any = request.errback
        try:
            response = pages.answer(request)
            if response.status // 100 != 2 and response.status not in request.meta.get("handle_httpstatus_list", ()):
                raise HttpError(response, "ignored")
        except Exception as error:  # noqa: BLE001 - as Scrapy does
            failure = Failure(error)  # type: ignore[no-untyped-call]
            failure.request = request  # type: ignore[attr-defined]
            failed(failure)
            return
        found.extend([item async for item in read(response, **request.cb_kwargs)])

    async def all_of(items: AsyncIterator[Any]) -> None:
        visits = []
        async for item in items:
            if isinstance(item, Request):
                visits.append(asyncio.ensure_future(visit(item)))
            else:
                found.append(item)
        await asyncio.gather(*visits)

    asyncio.run(all_of(crawl.items()))
    crawl.closed_with(reason)
    return found


def section(*numbers: int, etag: str | None = None) -> HtmlResponse:
    """The section page, its articles in the order given."""
    rows = "".join(
        f'<article class="post hentry"><h2 class="entry-title"><a href="{address(n)}">La réunion publique {n}</a></h2>'
        f'<p>Le chapô de la réunion {n}, un peu plus long.</p><time class="entry-date published" '
        f'datetime="{moment(n).isoformat()}"></time></article>'
        for n in numbers
    )
    body = f"<html><head><title>Dépêches</title></head><body><main>{rows}</main></body></html>"
    headers = {"ETag": etag} if etag else None
    return HtmlResponse(SECTION, body=body, encoding="utf-8", headers=headers)


def article(number: int, *, text: str = "", following: str | None = None, url: str | None = None) -> HtmlResponse:
    more = f'<div class="page-links">Pages : <a href="{following}">2</a></div>' if following else ""
    text = text or f"La réunion publique numéro {number} a rassemblé cent personnes jeudi soir à la mairie du village."
    body = f"""<html lang="fr"><head><title>La réunion publique {number}</title>
    <link rel="canonical" href="{address(number) if url is None else url}">
    <meta property="article:published_time" content="{moment(number).isoformat()}"></head>
    <body class="single single-post"><article class="post type-post hentry"><h1 class="entry-title">La réunion publique
    {number}</h1><div class="entry-content"><p>{text}</p>{more}</div></article></body></html>"""
    return HtmlResponse(url or address(number), body=body, encoding="utf-8")


def posts(url: str, *numbers: int, total: int | None = None, changed: dict[int, datetime] | None = None) -> Response:
    """An answer of WordPress' REST interface."""
    found = [
        {
            "id": n + 1,
            "link": address(n),
            "date_gmt": moment(n).astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%S"),
            "modified_gmt": ((changed or {}).get(n) or moment(n))
            .astimezone(ZoneInfo("UTC"))
            .strftime("%Y-%m-%dT%H:%M:%S"),
            "title": {"rendered": f"La réunion publique {n}"},
            "excerpt": {"rendered": ""},
        }
        for n in numbers
    ]
    headers = {"X-WP-Total": str(len(numbers) if total is None else total), "X-WP-TotalPages": "1"}
    return JsonResponse(url, body=json.dumps(found).encode(), headers=headers, encoding="utf-8")
