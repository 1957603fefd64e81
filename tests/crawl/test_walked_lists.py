"""Whole lists of every family, read over HTTP from the first page to the last."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from newscrawl.sources import discover_links
from tests.family_sites.families import FAMILIES
from tests.family_sites.plain import TRAPS
from tests.family_sites.site import SITE, Served, list_pages
from tests.family_sites.walk import walk
from tests.local_site import LocalSite


@pytest.mark.parametrize("name", FAMILIES)
def test_every_article_once_and_each_page_its_own(name: str, family_site: Callable[[str], Served]) -> None:
    served = family_site(name)
    pages = walk(served.first)
    assert [[link.url for link in page.links] for page in pages] == served.pages
    assert len(served.articles) == 35
    last = pages[-1]
    assert (last.next_page, last.load_more) == (None, None)


@pytest.mark.parametrize("name", FAMILIES)
def test_whole_headlines_and_days(name: str, family_site: Callable[[str], Served]) -> None:
    served = family_site(name)
    links = [link for page in walk(served.first) for link in page.links]
    assert [link.headline_full or link.headline for link in links] == [story.headline for story in served.stories]
    assert [(link.published or "")[:10] for link in links] == [
        story.moment.date().isoformat() for story in served.stories
    ]


@pytest.mark.parametrize("name", [name for name in FAMILIES if name != "tagdiv_cloud"])
def test_list_without_any_class_or_identifier(name: str) -> None:
    family = FAMILIES[name]
    page = list_pages(family)[0]
    bare = re.sub(r"""\s(?:class|id|rel|itemprop)=(?:"[^"]*"|'[^']*')""", "", family.list_page(page))
    listing = discover_links(bare, SITE + family.list_path(1))
    assert [link.url for link in listing.links] == [SITE + family.article_path(story) for story in page.stories]


@pytest.mark.parametrize(("name", "pages"), [("loop", 3), ("repeated", 3), ("empty", 3), ("calendar", 1)])
def test_endless_lists_end(name: str, pages: int, serve: Callable[..., LocalSite]) -> None:
    site = serve()
    first = TRAPS[name](site)
    assert len(walk(first)) == pages
    assert len(site.visits) <= pages + 1
