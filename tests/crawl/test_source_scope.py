"""Declared and remembered sources: whether they are the section's own, or addresses choose among their articles."""

from __future__ import annotations

from typing import ClassVar

import pytest
from scrapy.http import HtmlResponse, XmlResponse

from newscrawl.spiders.section import SectionSpider
from newscrawl.state.memory import Memory
from tests.spiders.test_section import RSS_TYPE, Run, Site

ORIGIN = "https://exemple.invalid"
SECTION = f"{ORIGIN}/category/economie/"
HERE = tuple(f"/economie/un-titre-de-plus-{n}/" for n in range(9))
ELSEWHERE = "/monde/un-titre-de-plus-20/"
FOREIGN = tuple(f"/sport/un-titre-de-plus-{n}/" for n in range(30, 34))


class Declaring(SectionSpider):
    name = "declaring"
    sections = (SECTION,)
    feeds: ClassVar[tuple[str, ...]] = ()


def declaring(*feeds: str) -> type[SectionSpider]:
    return type("Declared", (Declaring,), {"feeds": tuple(ORIGIN + feed for feed in feeds)})


def rss(path: str, *articles: str) -> XmlResponse:
    items = "".join(
        f"<item><title>Le titre qui mène à {article}</title><link>{ORIGIN}{article}</link>"
        f"<pubDate>Fri, 20 Nov 2026 08:{59 - place:02}:00 +0100</pubDate></item>"
        for place, article in enumerate(articles)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Fil</title>{items}</channel></rss>'
    return XmlResponse(ORIGIN + path, body=body, encoding="utf-8")


def page(*articles: str, head: str = "") -> HtmlResponse:
    rows = "".join(
        f'<article class="post hentry"><h2 class="entry-title"><a href="{article}">Le titre de {article}</a></h2>'
        "<p>Le chapô de cet article, qui en dit un peu plus que le titre.</p></article>"
        for article in articles
    )
    return HtmlResponse(
        SECTION, body=f"<html><head>{head}</head><body><main>{rows}</main></body></html>", encoding="utf-8"
    )


def asked(run: Run) -> set[str]:
    return {request.url.removeprefix(ORIGIN) for request in run.requests()}


def test_a_declared_feed_that_bears_the_sections_name_is_its_own():
    for path in ("/category/economie/feed/", "/rss/economie.xml"):
        run = Run(declaring(path), site=Site(rss(path, *HERE, ELSEWHERE)), sources="feed")
        assert asked(run) == {*HERE, ELSEWHERE}


def test_a_declared_feed_of_the_whole_site_is_chosen_from_by_address():
    run = Run(declaring("/feed/"), site=Site(rss("/feed/", *HERE, ELSEWHERE, *FOREIGN)), sources="feed")
    assert asked(run) == set(HERE)


def test_a_declared_feed_that_shows_the_same_as_the_page_is_the_sections():
    site = Site(page(*HERE[:4], ELSEWHERE, *HERE[4:]), rss("/f/17.xml", *HERE[:4], ELSEWHERE, *HERE[4:]))
    run = Run(declaring("/f/17.xml"), site=site)
    assert asked(run) == {*HERE, ELSEWHERE}


def test_a_feed_without_a_page_to_compare_with_is_chosen_from_by_address():
    run = Run(declaring("/feed/"), site=Site(rss("/feed/", *HERE, *FOREIGN)))
    assert asked(run) == set(HERE)


def test_what_a_source_was_found_to_be_is_remembered():
    """The run that compares, and the next that reads the feed alone: each takes the same of it."""
    memory = Memory.of_one_run()
    own, whole = "/category/economie/feed/", "/feed/"
    head = (
        f'<link rel="alternate" type="{RSS_TYPE}" href="{own}"><link rel="alternate" type="{RSS_TYPE}" href="{whole}">'
    )
    shown = (*HERE[:5], ELSEWHERE)
    site = Site(page(*shown, head=head), rss(own, *shown), rss(whole, *FOREIGN, *shown))
    assert asked(Run(declaring(), site=site, memory=memory)) == set(shown)
    site[ORIGIN + own] = rss(own, "/monde/un-titre-de-plus-21/", *shown)
    again = Run(declaring(), site=site, memory=memory)
    assert asked(again) == {"/monde/un-titre-de-plus-21/", *shown}
    assert ORIGIN + whole not in again.site.asked[len(site) :]


def test_a_feed_of_the_whole_site_that_showed_the_section_alone_is_still_chosen_from():
    memory = Memory.of_one_run()
    head = f'<link rel="alternate" type="{RSS_TYPE}" href="/feed/">'
    site = Site(page(*HERE, head=head), rss("/feed/", *HERE))
    assert asked(Run(declaring(), site=site, memory=memory)) == set(HERE)
    new = "/economie/un-titre-de-plus-40/"
    site[f"{ORIGIN}/feed/"] = rss("/feed/", new, *FOREIGN[:1], *HERE[:8])
    assert not asked(Run(declaring(), site=site, memory=memory)) & set(FOREIGN)


def test_what_the_section_itself_shows_is_taken_of_the_whole_sites_too():
    head = f'<link rel="alternate" type="{RSS_TYPE}" href="/feed/">'
    whole = rss("/feed/", *FOREIGN[:2], ELSEWHERE, *HERE, *FOREIGN[2:])
    run = Run(declaring(), site=Site(page(*HERE[:4], ELSEWHERE, head=head), whole), sources="feed")
    assert asked(run) == {*HERE, ELSEWHERE}


def test_such_a_feed_does_not_stand_for_the_section():
    memory = Memory.of_one_run()
    head = f'<link rel="alternate" type="{RSS_TYPE}" href="/feed/">'
    shown = (*HERE[:3], ELSEWHERE, *HERE[3:5], "/monde/un-titre-de-plus-21/")
    site = Site(page(*shown, head=head), rss("/feed/", *FOREIGN, *shown))
    assert asked(Run(declaring(), site=site, memory=memory)) == set(shown)
    new = "/monde/un-titre-de-plus-22/"
    site[SECTION] = page(new, *shown, head=head)
    site[f"{ORIGIN}/feed/"] = rss("/feed/", new, *FOREIGN, *shown)
    assert new in asked(Run(declaring(), site=site, memory=memory))


@pytest.mark.parametrize(("onward", "pages", "gap"), [(True, "9", 1), (True, None, 0), (False, "9", 0), (True, "1", 0)])
def test_a_feed_that_ends_before_the_depth_asked_for_says_so_where_the_section_goes_on(
    onward: bool, pages: str | None, gap: int
):
    head = f'<link rel="alternate" type="{RSS_TYPE}" href="/category/economie/feed/">'
    following = '<link rel="next" href="/category/economie/page/2/">' if onward else ""
    site = Site(page(*HERE[:4], head=head + following), rss("/category/economie/feed/", *HERE[:4]))
    kinds = "feed"
    run = (
        Run(declaring(), site=site, sources=kinds, pages=pages) if pages else Run(declaring(), site=site, sources=kinds)
    )
    assert asked(run) == set(HERE[:4])
    assert run.stats.get("newscrawl/sources/gap", 0) == gap
