"""Second looks at articles of the feed: unchanged, moved, gone, missing from a list, or on a broken site."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.article.draft import Draft
from newscrawl.items import Article
from newscrawl.state.memory import Memory
from newscrawl.state.notes import Notes, Remembered, Schedule
from newscrawl.store.index import Entry
from newscrawl.urls import article_id
from tests.spiders.test_section import SECTION, Feed, Run, Site, address, article_page, collected, page

HOURS = 3600.0


class HeldFeed(Feed):
    """A feed that also knows what its articles say."""

    def __init__(self, *numbers: int, contents: dict[int, str] | None = None) -> None:
        super().__init__(*numbers)
        self.numbers = numbers
        self.contents = contents or {}

    def entry_of(self, number: int) -> Entry:
        entry = self.entry(article_id(address(number)))
        assert entry is not None
        return Entry(entry.id, 1, "article", self.contents.get(number), address(number), entry.line)

    def entry(self, identity: str) -> Entry | None:
        found = super().entry(identity)
        number = next((n for n in getattr(self, "numbers", ()) if article_id(address(n)) == identity), None)
        if found is None or number is None:
            return found
        return Entry(identity, 1, "article", self.contents.get(number), address(number), found.line)

    def alike(self, content_hash: str) -> list[Entry]:
        return [self.entry_of(number) for number, content in self.contents.items() if content == content_hash]

    def entries(self) -> list[Entry]:
        return [self.entry_of(number) for number in self.numbers]

    def line(self, _: Entry) -> dict[str, Any]:
        return {"aliases": [], "published_at": "2026-11-20T08:00:00+01:00"}


class Crawl(Run):
    """A run whose requests are answered as the engine would, those of callbacks too."""

    def crawl(self) -> list[Any]:
        """Articles and drafts that came of it."""
        items: list[Any] = []

        async def answer(request: Request) -> None:
            self.site.asked.append(request.url)
            response = self.site.get(request.url, Response(request.url, status=404)).replace(request=request)
            if 200 <= response.status < 300 or response.status in request.meta.get("handle_httpstatus_list", ()):
                read: Any = request.callback
                items.extend(await collected(read(response, **request.cb_kwargs)))
            else:
                failure = Failure(HttpError(response, "ignored"))  # type: ignore[no-untyped-call]
                failure.request = request  # type: ignore[attr-defined]
                failed: Any = request.errback
                failed(failure)

        async def start() -> None:
            answers = []
            async for result in self.spider.start():
                if isinstance(result, Request):
                    answers.append(asyncio.ensure_future(answer(result)))
                else:
                    items.append(result)
            await asyncio.gather(*answers)

        asyncio.run(start())
        return items


@pytest.fixture
def memory() -> Memory:
    return Memory.of_one_run()


def looked_after(memory: Memory, *numbers: int, age: float = 8 * HOURS, day: int = 20, **fields: Any) -> Notes:
    """Notes of articles that were read so many seconds ago, their next look due after six hours."""
    notes = Notes(memory, Schedule())
    read = clock.now() - timedelta(seconds=age)
    for number in numbers:
        published = f"2026-11-{day:02}T08:00:00+01:00"
        visit = Remembered(url=address(number), read=read.timestamp(), due=0.0, published=published, **fields)
        notes.visited(article_id(address(number)), visit, read)
    return notes


def later(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    moment = clock.now() + timedelta(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: moment)


def site(*numbers: int, gone: tuple[int, ...] = ()) -> Site:
    """A section that shows these articles, and their pages but those that are gone."""
    return Site(page(*numbers), *(article_page(n, day=20) for n in numbers if n not in gone))


def test_an_article_whose_look_is_due_is_read_again(memory):
    looked_after(memory, 1, 2)
    run = Crawl(site=site(*range(1, 11)), feed=HeldFeed(*range(1, 11)), memory=memory)
    assert {draft.article.id for draft in run.crawl()} == {article_id(address(1)), article_id(address(2))}
    assert run.stats["newscrawl/revisits/made"] == 2


def test_each_request_tells_why_the_page_is_asked_for(memory):
    looked_after(memory, 1)
    notes = Notes(memory, Schedule())
    notes.failed(article_id(address(20)), address(20), "http_503", clock.now() - timedelta(hours=1))
    run = Crawl(site=site(*range(11)), feed=HeldFeed(*range(1, 11)), memory=memory)
    assert {request.url: request.cb_kwargs["visit"].origin.value for request in run.requests()} == {
        address(20): "retry",
        address(0): "list",
        address(1): "revisit",
    }


def test_a_page_that_says_it_is_unchanged_is_not_read(memory):
    looked_after(memory, 1, validators={"If-None-Match": '"a"'})
    answers = site(*range(1, 11))
    answers[address(1)] = Response(address(1), status=304)
    run = Crawl(site=answers, feed=HeldFeed(*range(1, 11)), memory=memory)
    assert run.crawl() == []
    assert run.stats["newscrawl/revisits/unchanged"] == 1


def test_nothing_is_looked_at_where_no_list_can_be_read(memory):
    looked_after(memory, 1, 2)
    run = Crawl(site=Site(), feed=HeldFeed(1, 2), memory=memory)
    assert run.crawl() == []
    assert "newscrawl/revisits/made" not in run.stats


def removed(run: Crawl) -> list[Article]:
    """The removals that came of a run, without what was read to see whether the site answers."""
    return [item for item in run.crawl() if isinstance(item, Article)]


def test_an_article_gone_at_two_visits_a_day_apart_is_removed(memory, monkeypatch):
    looked_after(memory, 1)
    feed = HeldFeed(*range(1, 12))
    first = Crawl(site=site(*range(2, 12)), feed=feed, memory=memory)
    assert removed(first) == []
    assert first.stats["newscrawl/revisits/gone"] == 1

    later(monkeypatch, 12)
    assert removed(Crawl(site=site(*range(2, 12)), feed=feed, memory=memory)) == []
    later(monkeypatch, 12.5)
    (line,) = removed(Crawl(site=site(*range(2, 12)), feed=feed, memory=memory))
    assert (line.kind, line.id, line.url) == ("removal", article_id(address(1)), address(1))
    later(monkeypatch, 48)
    assert removed(Crawl(site=site(*range(2, 12)), feed=feed, memory=memory)) == []


@pytest.mark.parametrize(("listed", "removals"), [(range(2, 12), 1), (range(1, 12), 0)])
def test_an_address_that_leads_to_another_article_of_the_feed_is_gone_unless_a_list_shows_it(
    memory, monkeypatch, listed, removals
):
    answers = site(*listed)
    answers[address(1)] = article_page(2, day=20)
    feed = HeldFeed(*range(1, 12))
    found = []
    for _ in range(3):
        looked_after(memory, 1)
        found += removed(Crawl(site=answers, feed=feed, memory=memory))
        later(monkeypatch, 25)
    assert [(line.kind, line.id) for line in found][:1] == [("removal", article_id(address(1)))] * removals


def test_an_article_that_is_back_at_the_second_look_is_not(memory, monkeypatch):
    looked_after(memory, 1)
    feed = HeldFeed(*range(1, 12))
    Crawl(site=site(*range(2, 12)), feed=feed, memory=memory).crawl()
    later(monkeypatch, 25)
    answers = site(*range(2, 12))
    answers[address(1)] = article_page(1, day=20)
    assert all(isinstance(item, Draft) for item in Crawl(site=answers, feed=feed, memory=memory).crawl())
    later(monkeypatch, 25)
    assert removed(Crawl(site=site(*range(2, 12)), feed=feed, memory=memory)) == []


def test_a_site_without_any_article_page_has_removed_nothing(memory, monkeypatch):
    looked_after(memory, 1, 2)
    feed = HeldFeed(*range(1, 12))
    for _ in range(3):
        run = Crawl(site=Site(page(*range(1, 12))), feed=feed, memory=memory)
        assert removed(run) == []
        assert run.stats["newscrawl/revisits/purge"] == 1
        later(monkeypatch, 25)
        looked_after(memory, 1, 2)


def test_a_site_that_lost_many_articles_at_once_has_removed_nothing(memory, monkeypatch):
    looked_after(memory, *range(1, 8))
    feed = HeldFeed(*range(1, 20))
    run = Crawl(site=site(*range(8, 20)), feed=feed, memory=memory)
    assert removed(run) == []
    assert run.stats["newscrawl/revisits/purge"] == 1


def test_an_article_that_its_list_lacks_is_looked_at_once(memory):
    looked_after(memory, 5, age=HOURS, day=19)
    listed = [page(n, day=day).text.partition("<main>")[2].partition("<nav")[0] for n, day in ((1, 20), (2, 18))]
    body = page(1).text.partition("<main>")[0] + "<main>" + "".join(listed) + "</main></body></html>"
    answers = Site(HtmlResponse(SECTION, body=body, encoding="utf-8"), article_page(5, day=19))
    feed = HeldFeed(1, 2, 5)
    run = Crawl(site=answers, feed=feed, memory=memory)
    assert [draft.article.id for draft in run.crawl()] == [article_id(address(5))]
    again = Crawl(site=answers, feed=feed, memory=memory)
    assert again.crawl() == []


@pytest.mark.parametrize("how", ["redirect", "canonical", "gone"])
def test_a_known_text_at_a_new_address_is_the_same_article_where_the_old_one_says_so(memory, how):
    moved = article_page(2, day=20)
    hashed = Crawl(site=Site(page(2), moved)).crawl()[0].article.content_hash
    answers = Site(page(2, *range(10, 20)), moved)
    if how == "redirect":
        answers[address(1)] = Response(address(1), status=301, headers={"Location": address(2)})
    elif how == "canonical":
        declared = moved.text.replace("<head>", f'<head><link rel="canonical" href="{address(2)}">')
        answers[address(1)] = HtmlResponse(address(1), body=declared, encoding="utf-8")
    feed = HeldFeed(1, *range(10, 20), contents={1: hashed})
    run = Crawl(site=answers, feed=feed, memory=memory)
    (draft,) = run.crawl()
    assert (draft.article.id, draft.article.url) == (article_id(address(1)), address(2))
    assert run.stats["newscrawl/revisits/moved"] == 1


def test_a_text_that_was_posted_twice_is_two_articles(memory):
    second = article_page(2, day=20)
    hashed = Crawl(site=Site(page(2), second)).crawl()[0].article.content_hash
    answers = Site(page(2, *range(10, 20)), second, article_page(1, day=20))
    (draft,) = Crawl(site=answers, feed=HeldFeed(1, *range(10, 20), contents={1: hashed}), memory=memory).crawl()
    assert draft.article.id == article_id(address(2))


def test_an_address_that_cannot_be_asked_leaves_the_new_one_for_later(memory):
    second = article_page(2, day=20)
    hashed = Crawl(site=Site(page(2), second)).crawl()[0].article.content_hash
    answers = Site(page(2, *range(10, 20)), second)
    answers[address(1)] = Response(address(1), status=503)
    run = Crawl(site=answers, feed=HeldFeed(1, *range(10, 20), contents={1: hashed}), memory=memory)
    assert run.crawl() == []
    assert run.spider.crawl.run.state.notes.is_waiting(article_id(address(2)), clock.now())


def test_a_known_page_that_declares_a_new_address_has_moved(memory):
    looked_after(memory, 1)
    declared = article_page(1, day=20).text.replace("<head>", f'<head><link rel="canonical" href="{address(77)}">')
    answers = site(*range(2, 12))
    answers[address(1)] = HtmlResponse(address(1), body=declared, encoding="utf-8")
    (draft,) = Crawl(site=answers, feed=HeldFeed(*range(1, 12)), memory=memory).crawl()
    assert (draft.article.id, draft.article.url) == (article_id(address(1)), address(77))


def test_a_page_that_is_no_article_is_left_alone_and_a_wall_is_tried_again(memory, monkeypatch):
    feed = HeldFeed(*range(3, 13))
    wall = "<html><head><title>Just a moment...</title></head><body><p>Checking your browser</p></body></html>"
    answers = Site(page(1, 2, *range(3, 13)))
    answers[address(1)] = HtmlResponse(address(1), body="<html><body><p></p></body></html>", encoding="utf-8")
    answers[address(2)] = HtmlResponse(address(2), body=wall, encoding="utf-8")
    run = Crawl(site=answers, feed=feed, memory=memory)
    assert run.crawl() == []
    later(monkeypatch, 1)
    again = Crawl(site=answers, feed=feed, memory=memory)
    again.crawl()
    assert again.stats["newscrawl/links/retried"] == 1
    assert again.stats["newscrawl/links/waiting"] >= 1
