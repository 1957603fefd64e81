"""The registry of source types: what each is good for, and what an invented one needs to be crawled."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scrapy.http import JsonResponse

from newscrawl.article.draft import Draft
from newscrawl.crawl.arguments import SiteArguments, parse_arguments
from newscrawl.crawl.run import Run
from newscrawl.crawl.walk import Bounds, End, Walk
from newscrawl.sources import Announced, Link, Listing, NotAListing, discover_links
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.types import SOURCE_TYPES, SourceType
from newscrawl.state.memory import Memory
from tests.crawl.driven import ORIGIN, SECTION, Feed, Pages, Site, address, article, crawled, moment, run_of, section

API = f"{ORIGIN}/api/depeches"


def test_a_feed_is_the_cheapest_to_look_at_and_rest_to_dig_in() -> None:
    assert sorted(SOURCE_TYPES, key=lambda name: SOURCE_TYPES[name].cost_of_latest)[0] == "feed"
    assert sorted(SOURCE_TYPES, key=lambda name: SOURCE_TYPES[name].cost_of_backlog)[0] == "rest"
    assert [name for name, each in SOURCE_TYPES.items() if not each.is_tried_at_once] == ["sitemap"]


@pytest.mark.parametrize("name", SOURCE_TYPES)
def test_only_what_goes_back_to_the_first_article_reaches_far_enough_at_its_end(name: str) -> None:
    walk = Walk.of(name, "https://vallee.example/a/", Bounds())
    assert walk.next() is not None
    walk.take(Listing([Link("https://vallee.example/a/une-reunion/")]), "https://vallee.example/a/")
    assert (walk.end, walk.reaches) == (End.LAST, not SOURCE_TYPES[name].is_windowed)


def is_of_api(document: SourceDocument) -> bool:
    return document.content_type == "application/json" and isinstance(document.json, dict) and "n" in document.json


def read_api(document: SourceDocument) -> Listing:
    answer: Any = document.json
    links = [Link(address(n), headline=f"La réunion {n}", published=moment(n).isoformat()) for n in answer["n"]]
    return Listing(links, next_page=answer["suite"])


@pytest.fixture
def _with_api(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = SourceType(
        name="api", read=read_api, recognises=is_of_api, cost_of_latest=0, cost_of_backlog=0, is_windowed=False
    )
    monkeypatch.setitem(SOURCE_TYPES, "api", entry)


def answer(url: str, *numbers: int, suite: str | None = None) -> JsonResponse:
    body = json.dumps({"n": numbers, "suite": suite}).encode()
    return JsonResponse(url, body=body, encoding="utf-8", headers={"Content-Type": "application/json"})


def numbers(run: Run) -> list[int]:
    """The articles that come of a run."""
    return sorted(int(each.article.url.rstrip("/").rpartition("-")[2]) for each in crawled(run) if type(each) is Draft)


def site_with_api(*listed: int) -> Pages:
    """A section page that shows ten articles, and a JSON API that shows the same and, on its second page, the rest."""
    first, second = answer(API, *listed[:10], suite=f"{API}?page=2"), answer(f"{API}?page=2", *listed[10:])
    return Pages(section(*listed[:10]), first, second, *map(article, listed))


@pytest.mark.usefixtures("_with_api")
def test_a_new_type_is_crawled_with_its_reader_and_its_entry_alone() -> None:
    memory, site = Memory.of_one_run(), Site(Announced("api", API, whole_site=False))
    pages = site_with_api(*range(2, 16))
    run = run_of(pages, site, memory=memory)
    assert numbers(run) == list(range(2, 16))  # the section page shows ten
    assert run.state.memory.get("run", "unfinished") is None

    pages = site_with_api(1, *range(2, 16))
    assert numbers(run_of(pages, site, Feed(tuple(range(2, 16))), memory)) == [1]
    assert (API in pages.asked, SECTION in pages.asked) == (True, False)  # the cheapest that stands for the section


@pytest.mark.usefixtures("_with_api")
def test_a_new_type_can_be_asked_for_by_its_name() -> None:
    assert parse_arguments(SiteArguments, {"sources": "api,section"}).sources == ("api", "section")


def test_what_no_entry_recognises_is_read_as_a_page() -> None:
    with pytest.raises(NotAListing, match="not_html"):
        discover_links(answer(API, 1).body, API, headers={"Content-Type": "application/json"})
