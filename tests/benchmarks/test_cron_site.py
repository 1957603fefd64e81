"""The simulated site says what its stories say, whatever its theme and whatever moves on its pages."""

from __future__ import annotations

import re
from datetime import timedelta
from random import Random

import pytest

from benchmarks.cron import pages
from benchmarks.cron.pages import Moment
from benchmarks.cron.site import Site
from benchmarks.cron.stories import Story, plain
from benchmarks.cron.timetable import Calendar, State
from newscrawl import extract_article
from newscrawl.sources import discover_links

CALENDAR = Calendar.short()
SOURCES = frozenset(("feed", "rest", "sitemap"))


@pytest.fixture(scope="module")
def site() -> Site:
    site = Site(3, CALENDAR, 20, SOURCES)
    site.origin = "http://site.invalid"
    site.set_time(CALENDAR.end)
    return site


def moment(site: Site, request: int, *, new_theme: bool) -> Moment:
    shown = [story for story in reversed(site.stories) if story.is_public(site.at)]
    return Moment(shown, site.at, site.origin, Random(request), new_theme, SOURCES)  # noqa: S311


def some(site: Site) -> list[Story]:
    return [story for story in site.stories[::9] if story.is_public(site.at)]


@pytest.mark.parametrize("new_theme", [False, True])
def test_article_pages_say_what_the_stories_say(site, new_theme):
    for story in some(site):
        first, second = (moment(site, request, new_theme=new_theme) for request in (1, 2))
        assert pages.article(first, story) != pages.article(second, story)
        version = story.version(site.at)
        for each in (first, second):
            article = extract_article(pages.article(each, story), each.address(story), reference=site.at)
            assert [plain(text) for text in (article.body or "").split("\n\n")] == [*map(plain, version.paragraphs)]
            assert plain(article.headline or "") == plain(version.headline)


@pytest.mark.parametrize("new_theme", [False, True])
def test_lists_and_feed_show_the_newest_first(site, new_theme):
    now = moment(site, 1, new_theme=new_theme)
    newest = [now.listed(story) for story in now.stories[:20]]
    listing = discover_links(pages.section(now, 1) or "", site.origin + pages.RUNNING)
    assert [link.url for link in listing.links] == newest[:10]
    assert listing.next_page == f"{site.origin}{pages.RUNNING}page/2/"
    feed = discover_links(pages.feed(now, 20), f"{site.origin}{pages.RUNNING}feed/")
    assert [link.url for link in feed.links] == newest
    posts, rest = next(source for source in listing.announced if source.kind == "rest"), f"{pages.REST}wp/v2/posts"
    assert posts.url.startswith(f"{site.origin}{rest}?")
    status, headers, body = site.answer(posts.url.removeprefix(site.origin), {})
    answer = discover_links(body, posts.url, headers=headers)
    assert status == 200
    assert [link.url for link in answer.links[:20]] == newest
    assert answer.next_page is not None
    sitemap = discover_links(site.answer("/sitemap.xml", {})[2], f"{site.origin}/sitemap.xml")
    assert {link.url for link in sitemap.links} >= set(newest)


def test_the_feed_takes_back_its_validator_only_as_a_strong_one(site):
    status, headers, _ = site.answer(f"{pages.RUNNING}feed/", {})
    assert (status, headers["ETag"][:2]) == (200, "W/")
    asked = [
        {"If-None-Match": headers["ETag"]},
        {"If-None-Match": headers["ETag"].removeprefix("W/")},
        {"If-Modified-Since": headers["Last-Modified"]},
    ]
    assert [site.answer(f"{pages.RUNNING}feed/", given)[0] for given in asked] == [200, 304, 304]


def test_a_story_leads_from_its_former_address_and_ends_for_good(site):
    renamed = next(story for story in site.stories if len(story.slugs) > 1 and story.slugs[1][0] < site.at)
    status, headers, _ = site.answer(f"/{renamed.slugs[0][1]}/", {})
    assert (status, headers["Location"]) == (301, f"{site.origin}/{renamed.slugs[1][1]}/")
    gone = next(story for story in site.stories if story.removed and story.removed < site.at)
    assert site.answer(f"/{gone.slugs[0][1]}/", {})[0] == gone.gone_status


def test_every_state_is_met_by_a_run():
    for calendar in (Calendar.short(), Calendar.month()):
        assert {calendar.state(tick) for tick in calendar.ticks()} == set(State)


def test_for_a_day_all_pages_declare_one_address_first_a_samples_then_a_storys(site):
    begin, end = (CALENDAR.begin + timedelta(hours=hours) for hours in CALENDAR.one_address)
    declared = []
    for at in (begin - timedelta(minutes=1), begin, (begin + (end - begin) / 2), end):
        site.set_time(at)
        read = [story for story in site.stories if story.is_public(at)][-5:]
        answers = [site.answer(f"/{story.slug(at)}/", {})[2].decode() for story in read]
        declared.append({url for answer in answers for url in re.findall('rel="canonical" href="([^"]+)"', answer)})
    site.set_time(CALENDAR.end)
    assert [len(addresses) for addresses in declared] == [5, 1, 1, 5]
    assert declared[1] == {f"{site.origin}{pages.SAMPLE}"}
    assert declared[2].isdisjoint(declared[1])
