"""The pieces of a replay: items under way, and the sites of pages."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from scrapy import signals
from scrapy.utils.test import get_crawler

from newscrawl.spiders.demo import DemoSpider
from newscrawl.spiders.flow import MOST, Flow
from newscrawl.spiders.fr.news24 import News24Spider
from newscrawl.spiders.replay import KnownSite, KnownSites
from newscrawl.spiders.section import AnySectionSpider

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
