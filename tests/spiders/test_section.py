"""The way of a section: its sources in order, links to requests, and where a section that fails is looked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.article.draft import Draft
from newscrawl.crawl.crawling import begin
from newscrawl.crawl.fetching import reason_of
from newscrawl.crawl.memory import SiteMemory
from newscrawl.crawl.walk import Ask
from newscrawl.downloader.refusals import RobotsRefused, RunStopping
from newscrawl.pipelines.feed import FeedPipeline
from newscrawl.sources import Announced, Link, Listing
from newscrawl.spiders.cd.politico_cd import PoliticoCdSpider
from newscrawl.spiders.fr.news24 import News24Spider
from newscrawl.spiders.section import AnySectionSpider, SectionSpider
from newscrawl.state.memory import Memory
from newscrawl.store.index import Entry
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id

ORIGIN = "https://exemple.invalid"
SECTION = f"{ORIGIN}/category/dernieres-minutes/"
RSS_TYPE = "application/rss+xml"


def address(number: int) -> str:
    return f"{ORIGIN}/dm/article-{number}/"


class Feed:
    """Stands where the durable feed stands, holding some articles since yesterday."""

    def __init__(self, *numbers: int) -> None:
        self.identities = {article_id(address(number)) for number in numbers}
        self.began_at = self.held = Cursor("exemple.invalid-2026-11-22", 1000) if numbers else None
        self.first_day = date(2026, 11, 1) if numbers else None

    def entry(self, identity: str) -> Entry | None:
        line = Cursor("exemple.invalid-2026-11-21")
        return Entry(identity, 1, "article", None, "", line) if identity in self.identities else None


class Site(dict[str, Any]):
    """Answers by address; what it does not know is 404."""

    def __init__(self, *responses: Response) -> None:
        super().__init__({response.url: response for response in responses})
        self.asked: list[str] = []

    async def download(self, request: Request) -> Response:
        self.asked.append(request.url)
        answer = self.get(request.url, Response(request.url, status=404))
        if isinstance(answer, Exception):
            raise answer
        return answer.replace(request=request)  # type: ignore[no-any-return]


async def collected(items: AsyncIterator[Any]) -> list[Any]:
    """All that a callback gives."""
    return [item async for item in items]


class Run:
    """A spider as a crawl would hold it, and what it asks for."""

    def __init__(
        self,
        kind: type[SectionSpider] = AnySectionSpider,
        site: Site | None = None,
        feed: Feed | None = None,
        memory: Memory | None = None,
        **given: str,
    ) -> None:
        if kind is AnySectionSpider:
            given.setdefault("url", SECTION)
        self.crawler = get_crawler(kind, {"NEWSCRAWL_FEED_ENABLED": False})
        self.crawler.stats.open_spider()
        self.memory = memory or Memory.of_one_run()
        self.memory.is_new = False
        components: Any = {FeedPipeline: feed, SiteMemory: SimpleNamespace(memory=self.memory)}.get
        self.crawler.get_item_pipeline = components  # type: ignore[method-assign]
        self.crawler.get_extension = components  # type: ignore[method-assign]
        self.site = site if site is not None else Site()
        self.crawler.engine = SimpleNamespace(download_async=self.site.download)  # type: ignore[assignment]
        self.spider = kind.from_crawler(self.crawler, **given)

    @property
    def stats(self) -> Mapping[str, Any]:
        return self.crawler.stats.get_stats()

    def requests(self, items: AsyncIterator[Any] | None = None) -> list[Request]:
        """All requests for articles; pages that the site has are read on the way, as the engine would."""

        async def start() -> list[Request]:
            requests, reading = [], []
            async for request in items or self.spider.start():
                requests.append(request)
                page = self.site.get(request.url)
                if page is not None:
                    reading.append(asyncio.ensure_future(collected(request.callback(page, **request.cb_kwargs))))
                else:
                    request.cb_kwargs["visit"].batch.came_back()
            await asyncio.gather(*reading)
            return requests

        return asyncio.run(start())

    def articles(self) -> list[int]:
        """The numbers of the articles asked for."""
        return [int(request.url.rsplit("-", 1)[1].strip("/")) for request in self.requests()]

    def end(self, reason: str = "finished") -> None:
        self.spider.crawl.closed_with(reason)


def page(*numbers: int, following: str | None = None, day: int | None = 20, url: str = SECTION, head: str = "") -> Any:
    """A section page of a classic WordPress theme."""
    dated = (
        f"""<footer class="entry-footer"><time class="entry-date published" datetime="2026-11-{day:02}T08:00:00+01:00">
        {day} novembre 2026</time></footer>"""
        if day
        else ""
    )
    articles = "".join(
        f"""<article id="post-{n}" class="post-{n} post type-post hentry"><header class="entry-header">
        <h2 class="entry-title"><a href="/dm/article-{n}/" rel="bookmark">Le titre de l’article numéro {n}</a></h2>
        </header><div class="entry-content"><p>Le chapô de l’article numéro {n}, qui en dit un peu plus.</p></div>
        {dated}</article>"""
        for n in numbers
    )
    older = f'<a class="next page-numbers" href="{following}">Suivant</a>' if following else ""
    body = f"""<html><head><title>Dernières minutes</title>{head}</head><body class="archive category"><main>{articles}
    <nav class="navigation pagination"><div class="nav-links">{older}</div></nav></main></body></html>"""
    return HtmlResponse(url, body=body, encoding="utf-8")


def pages(*numbers: int, size: int = 10, day: int | None = 20, head: str = "") -> list[Response]:
    """A whole section, so many articles a page."""
    parts = [numbers[start : start + size] for start in range(0, len(numbers), size)]
    urls = [SECTION, *(f"{SECTION}page/{number}/" for number in range(2, len(parts) + 1))]
    return [
        page(*part, url=url, day=day, head=head, following=urls[place + 1] if place + 1 < len(urls) else None)
        for place, (part, url) in enumerate(zip(parts, urls, strict=True))
    ]


def rss(url: str, *numbers: int, day: int = 20) -> XmlResponse:
    items = "".join(
        f"<item><title>Le titre de l’article numéro {n}</title><link>{address(n)}</link>"
        f"<pubDate>Fri, {day} Nov 2026 08:00:00 +0100</pubDate></item>"
        for n in numbers
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Fil</title>{items}</channel></rss>'
    return XmlResponse(url, body=body, encoding="utf-8")


def failed(request: Request, status: int) -> Failure:
    """What an errback gets for an answer of that status."""
    failure = Failure(HttpError(Response(request.url, status=status), "ignored"))  # type: ignore[no-untyped-call]
    failure.request = request  # type: ignore[attr-defined]
    return failure


def test_each_new_article_is_asked_for_once():
    second = page(2, 3, 4, url=f"{SECTION}page/2/")
    run = Run(site=Site(page(1, 2, 3, following=f"{SECTION}page/2/"), second))
    assert run.articles() == [1, 2, 3, 4]
    assert run.stats["newscrawl/links/found"] == 4
    assert run.stats["newscrawl/sources/read"] == 2


def test_articles_of_the_feed_are_not_fetched_again():
    run = Run(site=Site(page(1, 2, 3)), feed=Feed(2))
    assert run.articles() == [1, 3]
    assert run.stats["newscrawl/links/known"] == 1


def test_at_most_so_many_articles_are_fetched():
    run = Run(site=Site(*pages(*range(30))), max_articles="12")
    assert run.articles() == list(range(12))
    assert f"{SECTION}page/3/" not in run.site.asked


def test_a_first_run_reads_three_pages():
    assert Run(site=Site(*pages(*range(60)))).articles() == list(range(30))


def test_pages_are_read_up_to_the_number_asked_for():
    assert Run(site=Site(*pages(*range(60))), pages="5").articles() == list(range(50))


def test_a_later_run_reads_on_to_what_the_feed_holds():
    run = Run(site=Site(*pages(*range(100))), feed=Feed(*range(74, 100)))
    assert run.articles() == list(range(74))
    assert run.site.asked == [SECTION, *(f"{SECTION}page/{number}/" for number in range(2, 9))]
    assert "newscrawl/sources/gap" not in run.stats


def test_nothing_new_costs_one_page():
    run = Run(site=Site(*pages(*range(100))), feed=Feed(*range(100)))
    assert run.articles() == []
    assert run.site.asked == [SECTION]


def test_known_articles_on_top_do_not_end_the_reading_after_a_run_that_was_killed():
    memory = Memory.of_one_run()
    first = Run(site=Site(*pages(*range(60))), feed=Feed(*range(50, 60)), memory=memory)
    assert first.articles() == list(range(50))
    # Killed when the newest twelve were written: nobody says that it has ended.
    second = Run(site=Site(*pages(*range(60))), feed=Feed(*range(12), *range(50, 60)), memory=memory)
    written = second.spider.crawler.get_item_pipeline(FeedPipeline)
    written.entry = lambda identity: (  # type: ignore[method-assign, union-attr]
        Entry(identity, 1, "article", None, "", Cursor("exemple.invalid-2026-11-22", 1500))
        if identity in {article_id(address(n)) for n in range(12)}
        else Feed(*range(50, 60)).entry(identity)
    )
    assert second.articles() == list(range(12, 50))
    second.end()
    third = Run(site=Site(*pages(*range(60))), feed=Feed(*range(60)), memory=memory)
    assert third.articles() == []
    assert third.site.asked == [SECTION]


def test_an_article_that_failed_is_asked_for_again_later_though_no_list_shows_it(monkeypatch):
    memory = Memory.of_one_run()
    first = Run(site=Site(*pages(*range(20))), feed=Feed(*range(10, 20)), memory=memory)
    requests = first.requests()
    fail: Any = requests[7].errback
    fail(failed(requests[7], 503))
    first.end()
    soon = Run(site=Site(*pages(*range(20))), feed=Feed(*range(7), *range(8, 20)), memory=memory)
    assert soon.articles() == []
    assert soon.stats["newscrawl/links/waiting"] == 1

    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    again = Run(site=Site(*pages(*range(30, 50))), feed=Feed(*range(7), *range(8, 50)), memory=memory)
    assert again.articles() == [7]
    assert again.stats["newscrawl/links/retried"] == 1


def test_a_loop_of_pages_ends():
    second = page(3, 4, url=f"{SECTION}page/2/", following=SECTION)
    run = Run(site=Site(page(1, 2, following=f"{SECTION}page/2/"), second), pages="50")
    assert run.articles() == [1, 2, 3, 4]
    assert len(run.site.asked) == 2


def test_a_page_that_repeats_the_list_is_the_last():
    repeated = [page(1, 2, url=f"{SECTION}page/{n}/", following=f"{SECTION}page/{n + 1}/") for n in range(2, 9)]
    run = Run(site=Site(page(1, 2, following=f"{SECTION}page/2/"), *repeated), pages="50")
    assert run.articles() == [1, 2]
    assert len(run.site.asked) == 2


def test_a_next_page_that_is_not_there_ends_the_list_without_a_loss():
    run = Run(site=Site(page(1, 2, following=f"{SECTION}page/2/")), feed=Feed(9))
    assert run.articles() == [1, 2]
    run.end()
    assert not any("sources/failed" in fact for fact in run.stats)
    assert run.memory.get("run", "unfinished") is None


def test_since_leaves_out_older_articles_and_ends_the_section():
    older = page(3, 4, url=f"{SECTION}page/2/", following=f"{SECTION}page/3/", day=14)
    run = Run(site=Site(page(1, 2, following=f"{SECTION}page/2/", day=15), older), since="2026-11-15")
    assert run.articles() == [1, 2]
    assert run.stats["newscrawl/links/before_since"] == 2
    assert f"{SECTION}page/3/" not in run.site.asked


def test_since_alone_reads_as_far_back_as_it_says():
    assert len(Run(site=Site(*pages(*range(60))), since="2026-11-01").articles()) == 60


def test_a_time_in_utc_may_be_of_the_next_day_where_the_zone_is_not_known():
    feed = rss(f"{SECTION}feed/", 1, day=15)
    utc = feed.replace(body=feed.body.replace(b"08:00:00 +0100", b"23:30:00 +0000"))
    announced = f'<link rel="alternate" type="{RSS_TYPE}" href="/category/dernieres-minutes/feed/">'
    site = Site(page(9, head=announced), utc)
    assert Run(site=site, sources="feed", since="2026-11-16").articles() == [1]
    assert Run(site=site, sources="feed", since="2026-11-17").articles() == []
    assert Run(site=site, sources="feed", since="2026-11-16", timezone="UTC").articles() == []


def test_since_reads_behind_what_the_feed_holds_once():
    memory = Memory.of_one_run()
    first = Run(site=Site(*pages(*range(60))), feed=Feed(*range(30)), memory=memory, since="2026-11-01")
    assert first.articles() == list(range(30, 60))
    first.end()
    second = Run(site=Site(*pages(*range(60))), feed=Feed(*range(60)), memory=memory, since="2026-11-01")
    assert second.articles() == []
    assert second.site.asked == [SECTION]
    deeper = Run(site=Site(*pages(*range(60))), feed=Feed(*range(60)), memory=memory, since="2026-10-01")
    assert deeper.articles() == []
    assert len(deeper.site.asked) == 6


def test_since_ends_a_list_without_dates_at_a_page_of_old_articles():
    site = Site(*pages(*range(60), day=None))
    for number in range(60):
        site[address(number)] = article_page(number, day=20 if number < 25 else 10)
    run = Run(site=site, since="2026-11-15")
    assert run.articles() == list(range(40))  # the page on which all are older is the last
    assert run.stats["newscrawl/dropped/before_since"] == 15


def test_since_is_a_day_of_the_sites_zone():
    # 15 November, 22:00 in Paris is 16 November, 08:00 in Nouméa.
    late = page(1).replace(body=page(1).body.replace(b"2026-11-20T08", b"2026-11-15T22"))
    assert Run(site=Site(late), since="2026-11-16", timezone="Pacific/Noumea").articles() == [1]
    assert Run(site=Site(late), since="2026-11-17", timezone="Pacific/Noumea").articles() == []


def test_a_page_without_articles_is_a_source_lost():
    run = Run(site=Site(HtmlResponse(SECTION, body=b"<html><body><p>Bienvenue.</p></body></html>")))
    assert run.articles() == []
    assert run.stats["newscrawl/sources/failed/no_links"] == 1
    assert "newscrawl/sources/read" not in run.stats


def test_a_section_that_fails_is_looked_for_on_the_home_page():
    menu = b"""<html><body><nav><ul class="menu"><li><a href="/sports/">Sports</a></li>
    <li><a href="/rubrique/minutes/">Derni\xc3\xa8res minutes</a></li></ul></nav></body></html>"""
    found = "https://news-24.fr/rubrique/minutes/"
    run = Run(
        News24Spider, Site(HtmlResponse("https://news-24.fr/", body=menu, encoding="utf-8"), page(1, 2, url=found))
    )
    assert len(run.requests()) == 2
    assert run.site.asked == [News24Spider.sections[0], "https://news-24.fr/", found]
    assert run.stats["newscrawl/sources/failed/http_404"] == 1


def test_a_home_page_without_such_a_section_is_said():
    run = Run(News24Spider, Site(HtmlResponse("https://news-24.fr/", body=b"<html><body>Bonjour</body></html>")))
    assert run.requests() == []
    assert run.stats["newscrawl/sources/failed/no_section"] == 1


def test_without_section_and_home_the_feed_is_read():
    feed = rss("https://www.politico.cd/feed/", 1, 2)
    feed = feed.replace(body=feed.body.replace(ORIGIN.encode(), b"https://www.politico.cd"))
    run = Run(PoliticoCdSpider, Site(feed))
    assert [request.url for request in run.requests()] == [
        "https://www.politico.cd/dm/article-1/",
        "https://www.politico.cd/dm/article-2/",
    ]


def test_a_gap_that_no_source_closes_is_said():
    run = Run(site=Site(page(1, 2)), feed=Feed(9), sources="feed")
    run.site[SECTION] = page(
        1, 2, head=f'<link rel="alternate" type="{RSS_TYPE}" href="/category/dernieres-minutes/feed/">'
    )
    run.site[f"{SECTION}feed/"] = rss(f"{SECTION}feed/", 1, 2)
    assert run.articles() == [1, 2]
    assert run.stats["newscrawl/sources/gap"] == 1


def test_as_many_pages_as_asked_for_leave_a_gap_open_for_the_next_run():
    run = Run(site=Site(*pages(*range(40))), feed=Feed(39), pages="1")
    assert run.articles() == list(range(10))
    run.end()
    assert run.stats["newscrawl/sources/gap"] == 1
    assert run.memory.get("run", "unfinished") is not None


ARTICLE = """<html lang="fr"><head><title>Un pont rouvre à Namur</title>
<meta property="article:published_time" content="2026-11-10T09:30:00+01:00"></head><body class="single single-post">
<article class="post type-post hentry"><h1 class="entry-title">Un pont rouvre à Namur</h1><div class="entry-content">
<p>NAMUR, 10 novembre (Belga) - Le pont a rouvert mardi matin, après six mois de travaux, devant des riverains.</p>
<p>La circulation y reste limitée à trente kilomètres à l’heure, a précisé la commune dans un communiqué.</p>
</div></article></body></html>"""


def article_page(number: int, day: int = 10) -> HtmlResponse:
    return HtmlResponse(address(number), body=ARTICLE.replace("11-10T", f"11-{day:02}T"), encoding="utf-8")


def drafts(run: Run, number: int = 1, response: Response | None = None) -> list[Any]:
    """What comes of the page of an article that the section shows."""
    run.site[SECTION] = page(number)
    (request,) = run.requests()
    read: Any = request.callback
    return asyncio.run(collected(read(response or article_page(number), **request.cb_kwargs)))


def test_an_article_becomes_a_draft_of_the_site():
    run = Run()
    (draft,) = drafts(run)
    assert isinstance(draft, Draft)
    assert draft.article.site == "exemple.invalid"
    assert draft.article.headline == "Un pont rouvre à Namur"
    assert run.stats["newscrawl/pages/read"] == 1


def test_an_article_before_since_is_dropped_though_the_list_did_not_date_it():
    run = Run(since="2026-11-11")
    assert drafts(run, response=article_page(1, day=10)) == []
    assert run.stats["newscrawl/dropped/before_since"] == 1


class Marne(SectionSpider):
    """A site that overrides all that a site may."""

    name = "marne"

    def section_addresses(self) -> tuple[str, ...]:
        return (SECTION,)

    def declared(self) -> Iterator[Announced]:
        yield Announced("feed", f"{ORIGIN}/fil.xml", whole_site=False)

    def listing_of(self, response: Response, ask: Ask) -> Listing:
        found = super().listing_of(response, ask)
        return replace(found, links=[link for link in found.links if not link.url.endswith("-2/")])

    def extract(self, response: Response, link: Link | None = None) -> Draft:
        draft = super().extract(response, link)
        draft.article.headline = f"{draft.article.headline} ({link and link.headline})"
        return draft

    def parse_article(self, response: Response, link: Link) -> Iterator[Any]:
        yield from super().parse_article(response, link)
        yield Request(f"{response.url}galerie/", callback=self.parse_gallery)

    def parse_gallery(self, response: Response) -> None:
        """Nothing: it is the engine that calls it."""


def test_a_site_overrides_what_it_may():
    run = Run(Marne, Site(rss(f"{ORIGIN}/fil.xml", 1, 2, 3)), sources="feed")
    requests = run.requests()
    assert [request.url for request in requests] == [address(1), address(3)]
    read: Any = requests[0].callback
    draft, gallery = asyncio.run(collected(read(article_page(1), **requests[0].cb_kwargs)))
    assert draft.article.headline == "Un pont rouvre à Namur (Le titre de l’article numéro 1)"
    assert (gallery.url, gallery.callback) == (f"{address(1)}galerie/", run.spider.parse_gallery)  # type: ignore[attr-defined]


def test_what_is_no_text_is_dropped():
    run = Run()
    assert drafts(run, response=Response(address(1), body=b"%PDF-1.7")) == []
    assert run.stats["newscrawl/dropped/not_html"] == 1


def test_json_in_place_of_a_page_is_dropped():
    run = Run()
    body = b'{"code": "rest_forbidden"}'
    assert drafts(run, response=TextResponse(address(1), body=body, headers={"Content-Type": "application/json"})) == []
    assert any(fact.startswith("newscrawl/dropped/") for fact in run.stats)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.exemple.invalid/en-continu/", "exemple.invalid"),
        ("http://127.0.0.1:8080/category/x/", "127.0.0.1_8080"),
    ],
)
def test_any_section_is_named_by_its_host(url, site):
    assert Run(url=url).spider.site == site


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (HttpError(Response("https://exemple.invalid/", status=410), "ignored"), "http_410"),
        (RobotsRefused("forbidden by robots.txt"), "robots"),
        (IgnoreRequest("offsite"), "ignored"),
        (DownloadTimeoutError(), "timeout"),
        (OSError("reset"), "network"),
    ],
)
def test_each_failure_has_a_short_code(error, code):
    assert reason_of(error) == code


def test_an_article_that_declares_its_section_as_canonical_keeps_its_own_address():
    declared = ARTICLE.replace("<head>", f'<head><link rel="canonical" href="{SECTION}">')
    (draft,) = drafts(Run(), response=HtmlResponse(address(1), body=declared, encoding="utf-8"))
    assert draft.article.url == address(1)
    assert draft.article.id == article_id(address(1))
    assert "canonical_conflict" in draft.article.problems


def test_what_a_stopped_run_left_unasked_is_not_lost():
    run = Run(News24Spider)
    run.site[News24Spider.sections[0]] = RunStopping("the run is being stopped")
    assert run.requests() == []
    assert not any("failed" in fact for fact in run.stats)

    run = Run(site=Site(page(1)))
    (request,) = run.requests()
    failure = failed(request, 200)
    failure.value = RunStopping("the run is being stopped")
    fail: Any = request.errback
    fail(failure)
    assert not any("failed" in fact for fact in run.stats)


PARTED = """<html lang="fr"><head><title>Les ponts de la Meuse</title><link rel="canonical" href="{own}">
<meta property="article:published_time" content="2026-11-20T09:30:00+01:00"></head><body class="single single-post">
<article class="post type-post hentry"><h1 class="entry-title">Les ponts de la Meuse</h1><div class="entry-content">
<p>{text}</p><div class="page-links">Pages : {links}</div></div></article></body></html>"""


def parted(number: int, text: str) -> HtmlResponse:
    """One of the three pages of article 1."""
    own = address(1) if number == 1 else f"{address(1)}{number}/"
    links = " ".join(f'<a href="{address(1)}{n}/">{n}</a>' for n in range(2, 4) if n != number)
    return HtmlResponse(own, body=PARTED.format(own=address(1), text=text, links=links), encoding="utf-8")


PARTS = [
    parted(1, "Le premier pont, celui de Jambes, a été bâti au Moyen Âge et reconstruit plusieurs fois depuis."),
    parted(2, "Le deuxième, plus récent, porte la ligne de chemin de fer qui mène de Bruxelles à Luxembourg."),
    parted(3, "Le troisième n’est ouvert qu’aux piétons et aux cyclistes, qui sont des milliers chaque jour."),
]


def whole(run: Run, *missing: int) -> list[Any]:
    """What comes of article 1, each part answered, those missing with an error."""
    run.site.update({part.url: part for number, part in enumerate(PARTS, start=1) if number not in (1, *missing)})
    found = drafts(run, response=PARTS[0])
    assert run.site.asked == [SECTION, f"{address(1)}2/", f"{address(1)}3/"]
    return found


def test_an_article_over_several_pages_is_one():
    run = Run()
    (draft,) = whole(run)
    assert [paragraph.text[:6] for paragraph in draft.paragraphs] == ["Le pre", "Le deu", "Le tro"]
    assert draft.article.problems == ["body_doubtful"]  # headline and teaser of the list speak of something else
    assert run.stats["newscrawl/pages/parts"] == 2


def test_an_article_ends_before_a_part_that_cannot_be_read():
    (draft,) = whole(Run(), 3)
    assert [paragraph.text[:6] for paragraph in draft.paragraphs] == ["Le pre", "Le deu"]
    assert draft.article.problems == ["body_doubtful", "parts_missing"]


def test_sitemaps_of_robots_txt_are_read_by_their_whole_addresses_once():
    sitemap = f"<urlset><url><loc>{address(1)}</loc></url></urlset>"
    run = Run(site=Site(XmlResponse(f"{ORIGIN}/un.xml", body=sitemap, encoding="utf-8")), sources="sitemap")
    robots = b"Sitemap: /un.xml\nSitemap: un.xml\nSitemap: ftp://exemple.invalid/deux.xml\n"
    crawl = begin(run.spider, run.crawler)
    for _ in range(2):
        crawl.robots_parsed(ProtegoRobotParser.from_crawler(run.crawler, robots), Request(SECTION))
    assert crawl.run.robots_sitemaps == [f"{ORIGIN}/un.xml"]
    assert [request.url for request in run.requests(crawl.items())] == [address(1)]
