"""The way of a section: links to requests, next pages, and where a section that fails is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from newscrawl.discovery import Link
from newscrawl.draft import Draft
from newscrawl.network.refusals import RobotsRefused, RunStopping
from newscrawl.pipelines.feed import FeedPipeline
from newscrawl.spiders.cd.politico_cd import PoliticoCdSpider
from newscrawl.spiders.fr.news24 import News24Spider
from newscrawl.spiders.section import AnySectionSpider, SectionRun, SectionSpider, reason_of
from newscrawl.urls import article_id

SECTION = "https://exemple.invalid/category/dernieres-minutes/"


class Feed:
    """Stands where the durable feed stands, holding some articles."""

    def __init__(self, *addresses: str) -> None:
        self.identities = {article_id(address) for address in addresses}
        self.held_articles = bool(addresses)

    def knows(self, identity: str) -> bool:
        return (article_id(identity) if "/" in identity else identity) in self.identities


def spider_of(
    kind: type[SectionSpider] = AnySectionSpider, feed: Feed | None = None, **given: str
) -> tuple[SectionSpider, Mapping[str, Any]]:
    """A spider as a crawl would hold it, and its stats."""
    if kind is AnySectionSpider:
        given.setdefault("url", SECTION)
    crawler = get_crawler(kind, {"NEWSCRAWL_FEED_ENABLED": False})
    crawler.stats.open_spider()
    pipelines: Any = {FeedPipeline: feed}.get
    crawler.get_item_pipeline = pipelines  # type: ignore[method-assign]
    spider = kind.from_crawler(crawler, **given)
    return spider, crawler.stats.get_stats()


def page(*numbers: int, following: str | None = None, day: int = 20, url: str = SECTION) -> HtmlResponse:
    """A section page of a classic WordPress theme."""
    articles = "".join(
        f"""<article id="post-{n}" class="post-{n} post type-post hentry"><header class="entry-header">
        <h2 class="entry-title"><a href="/dm/article-{n}/" rel="bookmark">Le titre de l’article numéro {n}</a></h2>
        </header><div class="entry-content"><p>Le chapô de l’article numéro {n}, qui en dit un peu plus.</p></div>
        <footer class="entry-footer"><time class="entry-date published" datetime="2026-11-{day:02}T08:00:00+01:00">
        {day} novembre 2026</time></footer></article>"""
        for n in numbers
    )
    older = f'<a class="next page-numbers" href="{following}">Suivant</a>' if following else ""
    body = f"""<html><head><title>Dernières minutes</title></head><body class="archive category"><main>{articles}
    <nav class="navigation pagination"><div class="nav-links">{older}</div></nav></main></body></html>"""
    return HtmlResponse(url, body=body, encoding="utf-8")


def read(spider: SectionSpider, response: Response, run: SectionRun | None = None) -> list[Request]:
    return list(spider.parse_section(response, run or SectionRun()))


def failed(request: Request, status: int) -> Failure:
    """What an errback gets for an answer of that status."""
    failure = Failure(HttpError(Response(request.url, status=status), "ignored"))  # type: ignore[no-untyped-call]
    failure.request = request  # type: ignore[attr-defined]
    return failure


def articles(requests: list[Request]) -> list[str]:
    return [request.url.rsplit("-", 1)[1].strip("/") for request in requests if "article-" in request.url]


def test_each_new_article_is_asked_for_once():
    spider, stats = spider_of()
    assert articles(read(spider, page(1, 2, 3))) == ["1", "2", "3"]
    assert articles(read(spider, page(2, 3, 4))) == ["4"]
    assert stats["newscrawl/links/found"] == 4
    assert stats["newscrawl/sources/read"] == 2


def test_articles_of_the_feed_are_not_fetched_again():
    spider, stats = spider_of(feed=Feed("https://exemple.invalid/dm/article-2/"))
    assert articles(read(spider, page(1, 2, 3))) == ["1", "3"]
    assert stats["newscrawl/links/known"] == 1


def test_at_most_so_many_articles_are_fetched():
    spider, stats = spider_of(max_articles="2")
    assert articles(read(spider, page(1, 2, 3, 4))) == ["1", "2"]
    assert stats["newscrawl/links/over_max_articles"] == 2


def test_pages_are_read_up_to_the_number_asked_for():
    spider, _ = spider_of(pages="2")
    run = SectionRun()
    first = read(spider, page(1, 2, following=f"{SECTION}page/2/"), run)
    assert first[-1].url == f"{SECTION}page/2/"
    second = read(spider, page(3, 4, following=f"{SECTION}page/3/"), run)
    assert articles(second) == ["3", "4"]
    assert len(second) == 2


def test_a_loop_of_pages_ends():
    spider, _ = spider_of(pages="50")
    run = SectionRun(pages_seen={SECTION})
    read(spider, page(1, 2, following=f"{SECTION}page/2/"), run)
    assert articles(read(spider, page(3, 4, following=SECTION), run)) == ["3", "4"]
    assert run.page == 2


def test_a_page_that_repeats_the_list_is_the_last():
    spider, _ = spider_of(pages="50")
    run = SectionRun()
    read(spider, page(1, 2, following=f"{SECTION}page/2/"), run)
    assert read(spider, page(1, 2, following=f"{SECTION}page/3/"), run) == []


def test_since_leaves_out_older_articles_and_ends_the_section():
    spider, stats = spider_of(since="2026-11-15", pages="50")
    assert articles(read(spider, page(1, 2, following=f"{SECTION}page/2/", day=15))) == ["1", "2"]
    assert read(spider, page(3, 4, following=f"{SECTION}page/3/", day=14)) == []
    assert stats["newscrawl/links/before_since"] == 2


def test_since_is_a_day_of_the_sites_zone():
    spider, _ = spider_of(since="2026-11-16", timezone="Pacific/Noumea")
    # 15 November, 14:00 UTC is 16 November, 01:00 in Nouméa.
    link = Link("https://exemple.invalid/dm/article-1/", published="2026-11-15T14:00:00+00:00")
    assert list(spider._article_requests([link]))


def test_a_page_without_articles_is_a_source_lost():
    spider, stats = spider_of()
    assert read(spider, HtmlResponse(SECTION, body=b"<html><body><p>Bienvenue.</p></body></html>")) == []
    assert stats["newscrawl/sources/failed/no_links"] == 1
    assert "newscrawl/sources/read" not in stats


def test_a_section_that_fails_is_looked_for_on_the_home_page():
    spider, stats = spider_of(News24Spider)
    request = spider.section_request(News24Spider.sections[0], SectionRun())
    (home,) = spider.section_failed(failed(request, 404))
    assert home.url == "https://news-24.fr/"
    assert stats["newscrawl/sources/failed/http_404"] == 1

    menu = b"""<html><body><nav><ul class="menu"><li><a href="/sports/">Sports</a></li>
    <li><a href="/rubrique/minutes/">Derni\xc3\xa8res minutes</a></li></ul></nav></body></html>"""
    (found,) = spider.parse_home(HtmlResponse(home.url, body=menu, encoding="utf-8"))
    assert found.url == "https://news-24.fr/rubrique/minutes/"
    assert found.callback == spider.parse_section


def test_a_home_page_without_such_a_section_is_said():
    spider, stats = spider_of(News24Spider)
    (home,) = spider._next_resort()
    assert list(spider.parse_home(HtmlResponse(home.url, body=b"<html><body>Bonjour</body></html>"))) == []
    assert stats["newscrawl/sources/failed/no_section"] == 1


ARTICLE = """<html lang="fr"><head><title>Un pont rouvre à Namur</title>
<meta property="article:published_time" content="2026-11-10T09:30:00+01:00"></head><body class="single single-post">
<article class="post type-post hentry"><h1 class="entry-title">Un pont rouvre à Namur</h1><div class="entry-content">
<p>NAMUR, 10 novembre (Belga) - Le pont a rouvert mardi matin, après six mois de travaux, devant des riverains.</p>
<p>La circulation y reste limitée à trente kilomètres à l’heure, a précisé la commune dans un communiqué.</p>
</div></article></body></html>"""


def test_an_article_becomes_a_draft_of_the_site():
    spider, stats = spider_of()
    link = Link("https://exemple.invalid/dm/article-1/")
    (draft,) = spider.parse_article(HtmlResponse(link.url, body=ARTICLE, encoding="utf-8"), link)
    assert isinstance(draft, Draft)
    assert draft.article.site == "exemple.invalid"
    assert draft.article.headline == "Un pont rouvre à Namur"
    assert stats["newscrawl/pages/read"] == 1


def test_an_article_before_since_is_dropped_though_the_list_did_not_date_it():
    spider, stats = spider_of(since="2026-11-11")
    link = Link("https://exemple.invalid/dm/article-1/")
    assert list(spider.parse_article(HtmlResponse(link.url, body=ARTICLE, encoding="utf-8"), link)) == []
    assert stats["newscrawl/dropped/before_since"] == 1


def test_what_is_no_text_is_dropped():
    spider, stats = spider_of()
    link = Link("https://exemple.invalid/dm/article-1/")
    assert list(spider.parse_article(Response(link.url, body=b"%PDF-1.7"), link)) == []
    assert stats["newscrawl/dropped/not_html"] == 1


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.exemple.invalid/en-continu/", "exemple.invalid"),
        ("http://127.0.0.1:8080/category/x/", "127.0.0.1_8080"),
    ],
)
def test_any_section_is_named_by_its_host(address, site):
    spider, _ = spider_of(url=address)
    assert spider.site == site


def test_json_in_place_of_a_page_is_dropped():
    spider, stats = spider_of()
    link = Link("https://exemple.invalid/dm/article-1/")
    response = TextResponse(link.url, body=b'{"code": "rest_forbidden"}', headers={"Content-Type": "application/json"})
    assert list(spider.parse_article(response, link)) == []
    assert any(fact.startswith("newscrawl/dropped/") for fact in stats)


def test_without_section_and_home_the_feed_is_read():
    spider, _ = spider_of(PoliticoCdSpider)
    request = spider.section_request(PoliticoCdSpider.sections[0], SectionRun())
    (home,) = spider.section_failed(failed(request, 503))
    (feed,) = spider.home_failed(failed(home, 503))
    assert feed.url == "https://www.politico.cd/feed/"
    rss = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Fil</title><item><title>Un pont rouvre</title>
    <link>https://www.politico.cd/pont/</link><pubDate>Tue, 10 Nov 2026 09:30:00 +0100</pubDate>
    </item></channel></rss>"""
    (article,) = read(spider, XmlResponse(feed.url, body=rss, encoding="utf-8"), feed.cb_kwargs["run"])
    assert article.url == "https://www.politico.cd/pont/"


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
    spider, _ = spider_of()
    spider.section_request(SECTION, SectionRun())
    page_of_article = ARTICLE.replace("<head>", f'<head><link rel="canonical" href="{SECTION}">')
    link = Link("https://exemple.invalid/dm/article-1/")
    (draft,) = spider.parse_article(HtmlResponse(link.url, body=page_of_article, encoding="utf-8"), link)
    assert draft.article.url == link.url
    assert draft.article.id == article_id(link.url)
    assert "canonical_conflict" in draft.article.problems


@pytest.mark.parametrize(
    ("held", "gap"),
    [
        (["https://exemple.invalid/dm/article-9/"], 1),  # the last page read does not reach back to it
        (["https://exemple.invalid/dm/article-2/"], None),  # it does
        ([], None),  # nothing was ever read
    ],
)
def test_a_gap_to_the_last_run_is_said(held, gap):
    spider, stats = spider_of(feed=Feed(*held), pages="1")
    assert f"{SECTION}page/2/" not in [r.url for r in read(spider, page(1, 2, following=f"{SECTION}page/2/"))]
    assert stats.get("newscrawl/sources/gap") == gap


def test_what_a_stopped_run_left_unasked_is_not_lost():
    spider, stats = spider_of(News24Spider)
    request = spider.section_request(News24Spider.sections[0], SectionRun())
    failure = failed(request, 200)
    failure.value = RunStopping("the run is being stopped")
    assert list(spider.section_failed(failure)) == []
    assert list(spider.home_failed(failure)) == []
    spider.article_failed(failure)
    assert stats == {}
