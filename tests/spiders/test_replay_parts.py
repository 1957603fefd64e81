"""The pieces of a replay: items under way, and the sites of pages."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from scrapy import signals
from scrapy.utils.test import get_crawler

from newscrawl.article.draft import Draft, Paragraph
from newscrawl.items import Article
from newscrawl.spiders.demo import DemoSpider
from newscrawl.spiders.flow import MOST, Flow
from newscrawl.spiders.fr.news24 import News24Spider
from newscrawl.spiders.known import KnownSite, KnownSites
from newscrawl.spiders.pending import MOST as PENDING
from newscrawl.spiders.pending import WINDOW, PendingParts
from newscrawl.spiders.section import AnySectionSpider
from newscrawl.urls import article_id

KNOWN = KnownSites([News24Spider, DemoSpider, AnySectionSpider])


@pytest.mark.parametrize("url", ["https://news-24.fr/a/", "http://www.news-24.fr/a/", "https://m.news-24.fr/a/"])
def test_a_known_site_is_told_by_its_host(url: str) -> None:
    assert KNOWN.at(url) == KnownSite("news24", News24Spider.rules, News24Spider.timezone, News24Spider.country)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.journal.exemple/a/", "journal.exemple"),
        ("http://127.0.0.1:8080/a/", "127.0.0.1_8080"),
        ("https://faux-news-24.fr/a/", "faux-news-24.fr"),
    ],
)
def test_any_other_site_is_named_by_its_host(url: str, name: str) -> None:
    assert KNOWN.at(url) == KnownSite(name)


def flow_of(work: Any) -> Flow:
    async def run() -> Flow:
        flow = Flow(get_crawler())
        await work(flow)
        return flow

    return asyncio.run(run())


def test_so_many_items_are_under_way_and_no_more() -> None:
    async def work(flow: Flow) -> None:
        for number in range(MOST):
            assert flow.has_room_for(str(number))
            flow.starts(str(number))
        assert not flow.has_room_for("another")

    assert flow_of(work).under_way == MOST


def test_an_article_is_under_way_once() -> None:
    async def work(flow: Flow) -> None:
        flow.starts("a")
        assert not flow.has_room_for("a")
        arriving = asyncio.ensure_future(flow.arrive())
        flow.crawler.signals.send_catch_log(signals.item_dropped, item=None)
        await arriving
        assert flow.has_room_for("a")

    assert flow_of(work).is_sound


def test_an_error_in_a_pipeline_is_remembered() -> None:
    async def work(flow: Flow) -> None:
        flow.starts("a")
        flow.crawler.signals.send_catch_log(signals.item_error, item=None)
        await flow.arrive()

    assert not flow_of(work).is_sound


URL = "https://exemple.fr/dossier/"


def part(number: int, *, last: int = 3, headline: str = "Le dossier") -> Draft:
    url = URL if number == 1 else f"{URL}{number}/"
    article = Article(id=article_id(url), url=url, fetched_url=url, headline=headline)
    following = f"{URL}{number + 1}/" if number < last else None
    return Draft(article=article, paragraphs=[Paragraph(f"Partie {number}.")], next_part=following)


def texts(drafts: list[Draft]) -> list[list[str]]:
    return [[paragraph.text for paragraph in draft.paragraphs] for draft in drafts]


def test_further_pages_are_joined_when_they_come() -> None:
    held = PendingParts()
    assert held.offer(part(1), 100, 1) == []
    assert held.place == 100
    assert held.offer(part(2), 200, 2) == []
    assert held.place == 100
    assert texts(held.offer(part(3), 300, 3)) == [["Partie 1.", "Partie 2.", "Partie 3."]]
    assert [held.place, held.rest()] == [None, []]


def test_what_does_not_come_is_not_waited_for_for_ever() -> None:
    held = PendingParts()
    held.offer(part(1), 100, 1)
    other = Draft(article=Article(id="1" * 32, url="https://exemple.fr/1"))
    assert held.offer(other, 200, WINDOW) == [other]
    (first, second) = held.offer(other, 300, WINDOW + 1)
    assert (first.article.problems, second) == (["parts_missing"], other)
    held.offer(part(1), 400, 1)
    assert [each.article.problems for each in held.rest()] == [["parts_missing"]]


def test_a_page_of_another_headline_is_an_article_of_its_own() -> None:
    held = PendingParts()
    held.offer(part(1), 100, 1)
    ready = held.offer(part(2, last=2, headline="Tout autre chose"), 200, 2)
    assert texts(ready) == [["Partie 1."], ["Partie 2."]]


def test_a_further_page_without_its_first_is_a_stray() -> None:
    held = PendingParts()
    page = part(2)
    assert not held.is_stray(page)  # it names itself
    page.article.url = URL
    assert held.is_stray(page)
    held.offer(part(1), 100, 1)
    assert not held.is_stray(page)


def test_a_few_are_held_and_no_more() -> None:
    held = PendingParts()
    for number in range(2 * PENDING):
        first = part(1)
        first.next_part = f"https://exemple.fr/{number}/2/"
        held.offer(first, number, number)
    assert len(held.rest()) <= PENDING


def test_a_first_page_captured_twice_waits_once() -> None:
    held = PendingParts()
    assert held.offer(part(1), 100, 1) == []
    assert held.offer(part(1), 200, 2) == []
    assert held.place == 100
    held.offer(part(2), 300, 3)
    assert texts(held.offer(part(3), 400, 4)) == [["Partie 1.", "Partie 2.", "Partie 3."]]
